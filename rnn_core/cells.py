"""The registry of cells: adding one is its module, and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rnn_core.cell import Cell
from rnn_core.gru_cell import GRUCell
from rnn_core.lstm_cell import LSTMCell
from rnn_core.tanh_cell import TanhCell

CELLS: Mapping[str, Cell] = MappingProxyType(
    {cell.name: cell for cell in (TanhCell(), GRUCell(), LSTMCell())}
)
