"""What requests may say: typed dictionaries, for what a client left out is not there, which is not
the same as null. Their bounds are in `limits`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import BeforeValidator, ConfigDict, Field
from typing_extensions import TypedDict


def _whole(value: Any) -> Any:
    # JSON has one kind of number: 3.0 is a whole one.
    return int(value) if isinstance(value, float) and value.is_integer() else value


Integer = Annotated[int, BeforeValidator(_whole)]
Number = Annotated[float, Field(allow_inf_nan=False)]
_STRICT = ConfigDict(extra="forbid", strict=True)


class HyperparameterChanges(TypedDict, total=False):
    """What may change during a run; what is left out stays as it is."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    learning_rate: Annotated[Number, Field(description="The learning rate η.")]
    optimizer: Annotated[str, Field(description="The rule that turns gradients into updates.")]
    clip_norm: Annotated[
        Number | None,
        Field(description="The global norm that gradients are clipped to; null is no clipping."),
    ]


class EditRequest(TypedDict):
    """One weight set to a value, or with null no longer set by the intervention it is in."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    parameter: Annotated[str, Field(description="`W_xh`, `W_hh`, `W_hy`, `b_h` or `b_y`.")]
    index: Annotated[list[Integer], Field(description="From 0; two numbers for a matrix.")]
    value: Annotated[
        Number | None,
        Field(description="The new value; null, when changing a run, removes the earlier edit."),
    ]


class ClampRequest(TypedDict):
    """A unit's state held at a value; a unit held at 0 is switched off."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    unit: Integer
    value: Number
    t: NotRequired[
        Annotated[Integer | None, Field(description="The timestep; null is all of them.")]
    ]


class Changes(HyperparameterChanges, total=False):
    """What an intervention may change."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    edits: Annotated[
        list[EditRequest], Field(description="Weights to be set; training goes on from them.")
    ]
    clamps: Annotated[
        list[ClampRequest],
        Field(description="All states that are held from here on; an empty list holds none."),
    ]


class InterventionRequest(TypedDict):
    """A change that takes effect on arrival at `iteration`."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    iteration: Integer
    changes: Changes


_Matrix = list[list[Number]]


class InitialParameters(TypedDict, total=False):
    """Weights to start from instead of random ones; H hidden units, V characters."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    W_xh: Annotated[_Matrix, Field(description="H × V")]
    W_hh: Annotated[_Matrix, Field(description="H × H")]
    W_hy: Annotated[_Matrix, Field(description="V × H")]
    b_h: Annotated[list[Number], Field(description="H")]
    b_y: Annotated[list[Number], Field(description="V")]
    b_hn: Annotated[list[Number], Field(description="H; GRU only")]


class RunRequest(TypedDict, total=False):
    """Any part of a run's configuration; fields that are left out take their defaults."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    listed: Annotated[
        bool,
        Field(description="Whether `GET /api/runs` lists it for the browser that makes it."),
    ]
    task: Annotated[str, Field(description="The task that the sequences come from.")]
    text: Annotated[
        str,
        Field(
            description="What the network learns to spell: at each character it predicts the next. "
            "At least two of its characters must differ."
        ),
    ]
    distance: Annotated[
        Integer,
        Field(
            description="How many timesteps the task `remembering` has to remember a letter for."
        ),
    ]
    examples: Annotated[
        list[Annotated[list[str], Field(min_length=2, max_length=2)]] | None,
        Field(
            description="Your own examples instead of the task's: pairs of input and target; "
            "null uses the built-in ones."
        ),
    ]
    cell: Annotated[
        str, Field(description="The kind of cell; window_2 is an MLP on the last two letters.")
    ]
    sharing: Annotated[
        str,
        Field(
            description="Which weights all timesteps share: `all`, those of the `output` "
            "only, or `none`."
        ),
    ]
    hidden_size: Annotated[Integer, Field(description="H, the number of hidden units.")]
    optimizer: Annotated[str, Field(description="The rule that turns gradients into updates.")]
    learning_rate: Annotated[Number, Field(description="The learning rate η.")]
    clip_norm: Annotated[
        Number | None,
        Field(description="The global norm that gradients are clipped to; null is no clipping."),
    ]
    initialization: Annotated[str, Field(description="How the weights are drawn.")]
    initialization_scale: Annotated[Number, Field(description="The factor on the initial weights.")]
    spectral_radius: Annotated[
        Number | None,
        Field(
            description="Spectral radius to which W_hh (for gated cells, each gate’s square "
            "block) is "
            "rescaled at initialization; null leaves it unscaled."
        ),
    ]
    keep_bias: Annotated[
        Number,
        Field(
            description="Initial bias of the LSTM’s forget gate or the GRU’s update gate; 0 "
            "for a cell "
            "without gates."
        ),
    ]
    seed: Annotated[Integer, Field(description="Determines every random number of the run.")]
    initial_parameters: Annotated[
        InitialParameters | None, Field(description="Weights to start from instead of random ones.")
    ]
    h_0: Annotated[
        list[Number] | None, Field(description="The initial hidden state, H numbers; null is zero.")
    ]
    interventions: Annotated[
        list[InterventionRequest],
        Field(description="Changes during the run, at most one intervention per iteration."),
    ]
    iteration: Annotated[Integer, Field(description="The iteration to train the run up to.")]


class TrainRequest(TypedDict, total=False):
    """How far and how fast to train."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    iterations: Annotated[
        Integer, Field(description="How many iterations to train, unless training ends earlier.")
    ]
    until_loss: Annotated[Number | None, Field(description="Stop below this loss.")]
    iterations_per_second: Annotated[
        Number | None, Field(description="The pace; null is as fast as possible.")
    ]


class TitleRequest(TypedDict):
    """What a run is to be called."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    title: Annotated[str, Field(description="A few words; empty for none.")]


class RewindRequest(TypedDict):
    """The iteration to go back to."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    iteration: Annotated[Integer, Field(description="An iteration the run has reached.")]
    keep_interventions: NotRequired[
        Annotated[
            bool,
            Field(
                description="Whether later interventions take effect again when they are reached.",
                json_schema_extra={"default": True},
            ),
        ]
    ]


class ForkRequest(Changes, total=False):
    """Where the new run leaves the old one, and what it changes there."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    iteration: Annotated[Integer, Field(description="By default the run's current iteration.")]


class SampleRequest(TypedDict, total=False):
    """How to generate text."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    first: Annotated[
        str,
        Field(
            description="The token to start from, one of the run's vocabulary; by default the "
            "first."
        ),
    ]
    length: Annotated[Integer, Field(description="How many tokens to generate after it.")]
    temperature: Annotated[
        Number,
        Field(
            description="0 always takes the most probable token, 1 samples from the "
            "predicted probabilities."
        ),
    ]
    seed: Annotated[Integer, Field(description="Determines the samples.")]
    iteration: Annotated[
        Integer, Field(description="The network's iteration; by default the run's current one.")
    ]


class JoinRequest(TypedDict):
    """Who joins a class."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    name: Annotated[str, Field(description="What the pupil is to be called.")]


class ShareRequest(TypedDict):
    """What a pupil shows the teacher."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    shares_progress: Annotated[
        bool, Field(description="Whether the teacher may see how far the pupil is in the chapters.")
    ]


class ViewRequest(TypedDict):
    """What a teacher shows."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    run: Annotated[str, Field(description="The id of a run.", max_length=64)]
    iteration: Annotated[Integer, Field(description="An iteration of it.")]
    phase: NotRequired[
        Annotated[
            str | None,
            Field(
                description="The phase of the iteration to stop at; null shows all of it.",
                pattern="^[a-z-]{1,20}(_[0-9]{1,6})?$",
            ),
        ]
    ]
    inspect: NotRequired[
        Annotated[
            str | None,
            Field(
                description="The number to explain: `h_3:4`.", pattern="^[A-Za-z0-9_.:,@]{1,100}$"
            ),
        ]
    ]
    revision: NotRequired[
        Annotated[
            Integer,
            Field(
                description="Another one says that the same iteration has other numbers, because "
                "the run was changed.",
                ge=0,
                le=2**53,
            ),
        ]
    ]
    cover: NotRequired[
        Annotated[
            Literal["losses", "predictions"] | None,
            Field(
                description="What is covered until it is revealed; with the predictions, the "
                "losses are too."
            ),
        ]
    ]
    pointer: NotRequired[
        Annotated[
            str | None,
            Field(
                description="What is pointed at: a number as in `inspect`, or a matrix.",
                pattern="^[A-Za-z0-9_.:,@]{1,100}$",
            ),
        ]
    ]


class ClassRequest(TypedDict, total=False):
    """What is to become of a class; what is left out stays as it is."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    following: Annotated[
        bool,
        Field(description="Whether the pupils see what the teacher shows; else each explores."),
    ]
    paused: Annotated[bool, Field(description="Whether the pupils' pages wait.")]


class QuestionRequest(TypedDict):
    """What a class is to predict, at what the teacher shows."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    kind: Annotated[
        Literal["letter", "loss", "sign", "number", "choice"],
        Field(
            description="`letter`: which token will be the most probable at timestep `t`; `loss`: "
            "whether the loss falls; `sign` and `number`: of a number; `choice`: an opinion, which "
            "nothing measures."
        ),
    ]
    text: NotRequired[Annotated[str, Field(description="The question in words of your own.")]]
    steps: NotRequired[
        Annotated[Integer, Field(description="How many iterations later it is measured.")]
    ]
    t: NotRequired[
        Annotated[
            Integer | None,
            Field(description="The timestep; of a token, by default the last.", ge=1, le=1_000_000),
        ]
    ]
    quantity: NotRequired[Annotated[str, Field(description="As for `explain`.", max_length=100)]]
    index: NotRequired[
        Annotated[
            list[Annotated[int, Field(ge=0, le=1_000_000)]],
            Field(description="As for `explain`: `[2, 0]`.", max_length=3),
        ]
    ]
    options: NotRequired[
        Annotated[list[str], Field(description="What may be chosen; 2 to 6.", max_length=6)]
    ]


class AnswerRequest(TypedDict):
    """What a pupil thinks."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    value: Annotated[
        Annotated[str, Field(max_length=100)] | Number,
        Field(description="One of the question's options, or a number where it has none."),
    ]


class ProgressRequest(TypedDict):
    """How far a pupil is in a chapter."""

    __pydantic_config__ = _STRICT  # type: ignore[misc]

    chapter: Annotated[str, Field(description="The chapter's name in its address.", max_length=100)]
    done: Annotated[
        list[Annotated[str, Field(max_length=100)]],
        Field(description="The scenes and checks that are done.", max_length=200),
    ]
    missed: Annotated[
        list[Annotated[str, Field(max_length=100)]],
        Field(description="The checks that were not right at once.", max_length=200),
    ]
