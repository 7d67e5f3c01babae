"""A run as a script, generated from the equations that it is computed by."""
