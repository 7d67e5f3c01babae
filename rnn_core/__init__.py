"""The RNN core: NumPy and the standard library only; it knows nothing of the web."""
