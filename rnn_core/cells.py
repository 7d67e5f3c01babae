"""The registry of cells: adding one is its module, and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rnn_core.cell import Cell
from rnn_core.gru_cell import GRUCell
from rnn_core.lstm_cell import LSTMCell
from rnn_core.tanh_cell import TanhCell
from rnn_core.window_cell import WindowCell

LONGEST_WINDOW = 5

_ALL: tuple[Cell, ...] = (
    TanhCell(),
    GRUCell(),
    LSTMCell(),
    *(WindowCell(reads) for reads in range(1, LONGEST_WINDOW + 1)),
)
CELLS: Mapping[str, Cell] = MappingProxyType({cell.name: cell for cell in _ALL})
