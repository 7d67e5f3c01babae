# What the server and the run make known.
