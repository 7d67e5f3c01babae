"""A run again from its record: computed, not stored."""

from __future__ import annotations

from rnn_core.training.record import RunRecord
from rnn_core.training.run import Run


class Replay:
    """Computes the run of a record again, up to the furthest iteration that it has been at.

    Bit for bit the same: a run is a pure function of what the record holds. Raises
    `InvalidConfiguration` where the record's interventions do not fit its network.
    """

    def __init__(self, record: RunRecord, *, checkpoint_bytes: int = 4 * 2**20) -> None:
        self._record = record
        self._run = Run.of_record(record, checkpoint_bytes=checkpoint_bytes)

    @property
    def iteration(self) -> int:
        """How far it has come."""
        return self._run.iteration

    def advance(self, seconds: float | None = None) -> Run | None:
        """The run, standing where the record stands; None when the `seconds` were not enough, to
        be called again. At an iteration that diverged it goes no further."""
        run, record = self._run, self._record
        left = record.furthest_iteration - run.iteration
        if left > 0 and not run.diverged:
            run.train(left, seconds=seconds)
            if run.iteration < record.furthest_iteration and not run.diverged:
                return None
        run.rewind(min(record.iteration, run.furthest_iteration))
        return run
