"""Tasks: what a network is trained on. `registry` has them all."""
