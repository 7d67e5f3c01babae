"""The loss below which no function of the last letters can come, whatever its weights."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from rnn_core.tasks.task import Example


def window_floor(examples: Iterable[Example], reads: int) -> float:
    """The least loss, in nats, of any network that sees only the last `reads` inputs.

    The mean over the examples of their summed losses, as everywhere. Whoever sees the same letters
    says the same, so the best there is to say is how often each target came after them: where "l"
    is followed once by l and once by o, log 2 each time. On "hello" with one letter that is
    2 log 2 = 1.386.
    """
    examples = tuple(examples)
    after: dict[tuple[int, ...], Counter[int]] = {}
    for example in examples:
        for place, target in enumerate(example.targets):
            if target is not None:
                seen = example.inputs[max(0, place + 1 - reads) : place + 1]
                after.setdefault(seen, Counter())[target] += 1
    total = -sum(
        count * math.log(count / counts.total())
        for counts in after.values()
        for count in counts.values()
    )
    return total / len(examples) + 0.0  # not -0.0
