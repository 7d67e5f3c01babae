"""The runs alive on this server: their store, their streams, and what requests ask of them."""
