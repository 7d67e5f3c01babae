# Two networks side by side.
