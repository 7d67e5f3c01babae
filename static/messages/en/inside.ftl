# Inside one iteration: its phases, sums over time, gates and figures.
