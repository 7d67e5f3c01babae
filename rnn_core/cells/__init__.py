"""The cells: one timestep of a recurrent network, as equations and as a fast kernel."""
