"""The registry of cells: adding one is its module, and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rnn_core.cells.gru import GRUCell
from rnn_core.cells.lstm import LSTMCell
from rnn_core.cells.protocol import Cell
from rnn_core.cells.tanh import TanhCell
from rnn_core.cells.window import WindowCell

LONGEST_WINDOW = 5

_ALL: tuple[Cell, ...] = (
    TanhCell(),
    GRUCell(),
    LSTMCell(),
    *(WindowCell(reads) for reads in range(1, LONGEST_WINDOW + 1)),
)
CELLS: Mapping[str, Cell] = MappingProxyType({cell.name: cell for cell in _ALL})
