"""A network: a cell unrolled over the sequences of a task, with its layers, loss and weights."""
