"""Traces and results as Plotly figures: pure, plain dictionaries of Plotly's schema."""
