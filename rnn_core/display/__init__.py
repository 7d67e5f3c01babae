"""How runs, traces and derivations look in a notebook: HTML and SVG, no more than strings."""
