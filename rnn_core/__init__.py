"""A recurrent network of NumPy arrays that can explain every one of its numbers.

    from rnn_core import Run, explain

    run = Run(text="hello", cell="lstm")
    run.train(until_loss=0.1)
    run.trace.h                                   # the hidden states, (T, H)
    print(explain(run, "h", t=3, index=4))        # the arithmetic behind one of them
    run.check_gradients()                         # backpropagation against differences

T timesteps, counted from 1; V tokens and H hidden units, counted from 0. Losses are in nats, summed
over the timesteps. `help(Run)`, `help(RunConfig)` and `help(Trace)` say more, docs/library.md most.
It needs NumPy and the standard library, and knows nothing of the web.
"""

from rnn_core.analysis.compare import Difference, difference
from rnn_core.analysis.derivation import Derivation
from rnn_core.analysis.explain import Explainer, explain
from rnn_core.cells.registry import CELLS
from rnn_core.equations.terms import Address
from rnn_core.errors import CoreError
from rnn_core.network.verify import GradientCheck, GradientChecks, check_gradients
from rnn_core.tasks.registry import TASKS
from rnn_core.tasks.suggestions import SUGGESTED
from rnn_core.trace import Clamp, Trace
from rnn_core.training.configuration import RunConfig, RunSettings
from rnn_core.training.interventions import Edit, Intervention
from rnn_core.training.optimizers import OPTIMIZERS
from rnn_core.training.run import Advance, Run

__all__ = [
    "CELLS",
    "OPTIMIZERS",
    "SUGGESTED",
    "TASKS",
    "Address",
    "Advance",
    "Clamp",
    "CoreError",
    "Derivation",
    "Difference",
    "Edit",
    "Explainer",
    "GradientCheck",
    "GradientChecks",
    "Intervention",
    "Run",
    "RunConfig",
    "RunSettings",
    "Trace",
    "check_gradients",
    "difference",
    "explain",
]
