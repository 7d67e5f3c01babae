"""A run again from its record: computed, not stored."""

from __future__ import annotations

from dataclasses import replace

from rnn_core.training.record import RunRecord
from rnn_core.training.run import Run


class Replay:
    """Computes the run of a record again, up to the furthest iteration that it has been at.

    Bit for bit the same: a run is a pure function of what the record holds. An earlier `run` of the
    same course is taken further, in place of a new one. Raises `InvalidConfiguration` where the
    record's interventions do not fit its network.
    """

    def __init__(
        self, record: RunRecord, run: Run | None = None, *, checkpoint_bytes: int = 4 * 2**20
    ) -> None:
        self._record = record
        if run is not None and _leads_to(run.record, record):
            run.rewind(run.furthest_iteration)
        else:
            run = Run.of_record(record, checkpoint_bytes=checkpoint_bytes)
        self._run = run

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


def _leads_to(earlier: RunRecord, record: RunRecord) -> bool:
    place = {name: getattr(record, name) for name in ("iteration", "furthest_iteration")}
    same = replace(earlier, **place) == record
    return same and earlier.furthest_iteration <= record.furthest_iteration
