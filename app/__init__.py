"""The server of RNN Explainer: HTML pages and a REST API over :mod:`rnn_core`."""
