# The page of experiments.
