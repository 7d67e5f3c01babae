# The laboratory of gradients.
