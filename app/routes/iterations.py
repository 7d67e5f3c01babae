"""REST routes that ask about an iteration: why a number is what it is, and whether it is right."""

from __future__ import annotations

import math
import re
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from app.documents.answers import Matrix, Omitted, Vector
from app.documents.derivations import derivation_document
from app.documents.problems import FieldError, Problem
from app.documents.schemas import dumps
from app.documents.validation import invalid
from app.figures.parts import largest, rounded_bound
from app.figures.sensitivity import state_norm_figure
from app.routes.dependencies import (
    Iteration,
    Live,
    LogOption,
    ServerInquiries,
    ServerSettings,
    ThemeOption,
    Words,
)
from app.runs.inquiries import watched
from app.words.messages import saying
from app.words.typesetting import drawn
from rnn_core.analysis.explain import Explainer
from rnn_core.analysis.pieces import checked
from rnn_core.analysis.sensitivity import sensitivity, state_jacobians
from rnn_core.equations.terms import Address
from rnn_core.training.run import Run

router = APIRouter(prefix="/api/runs/{id}/iterations/{k}", tags=["questions"])

TEXT_MEDIA_TYPE = "text/plain"
_INDEX = re.compile(r"\d{1,6}(,\d{1,6})?")


class _Answer(BaseModel):
    model_config = ConfigDict(use_attribute_docstrings=True)


class AddressAnswer(_Answer):
    """Where a number is."""

    iteration: int
    quantity: str
    t: int | None
    """The timestep, from 1; null for what has none."""
    index: list[int]
    """From 0, as in NumPy."""


class FormulaAnswer(_Answer):
    """The stated equation."""

    plain: str
    latex: str
    general: str
    """With `t` as the timestep."""
    typeset: str
    """Where it is to be had as SVG."""


class FoldAnswer(_Answer):
    """Which terms of a long sum matter, counted through nested sums, and what the others make."""

    shown: list[int]
    rest: int
    """How many the others are."""
    value: float | None
    """The others together."""
    zero: bool
    """Whether each of the others is 0."""
    share: float | Omitted = None
    """The others' part of a softmax."""


class TermAnswer(_Answer):
    """A node of the arithmetic: `operand`, `number`, `sum`, `product`, `softmax` or a function."""

    op: str
    value: float | None
    of: list[TermAnswer] | Omitted = None
    symbol: str | None = None
    """An operand's name; a number's where the formula has one for it: `ε`, `β₁`."""
    notation: str | Omitted = None
    """An operand as formulas write it, without its index: `∂L/∂h_{3}`."""
    labels: list[str] | Omitted = None
    address: AddressAnswer | Omitted = None
    href: str | Omitted = None
    """The derivation of an operand."""
    end: bool | Omitted = None
    """Whether an operand is made of no other number."""
    note: str | Omitted = None
    over: str | None = None
    """What a sum runs over: `unit`, `token` or `timestep`."""
    fold: FoldAnswer | None = None
    """Of a sum or a softmax with terms that hardly matter."""
    chosen: int | Omitted = None
    """Which of the logits a softmax is for."""
    exponentials: list[float] | Omitted = None
    """Of a softmax: every exp(y - `shift`), their `total`, and what part of it each is."""
    shift: float | Omitted = None
    total: float | Omitted = None
    shares: list[float] | Omitted = None


class SubtotalAnswer(_Answer):
    """What a weighted sum gets from one source."""

    source: Literal["input", "past", "bias"]
    notation: str
    """As formulas write it: `W_{hh} h_{2}`."""
    value: float | None


class DerivationAnswer(_Answer):
    """How a number is computed."""

    address: AddressAnswer
    symbol: str
    notation: str
    labels: list[str]
    words: str
    value: float | None
    formula: FormulaAnswer | None
    arithmetic: TermAnswer | None
    subtotals: list[SubtotalAnswer]
    """Of a sum that a state or a gate is computed from, by where it comes from; else empty."""
    source: str | None
    """The origin of a number that is not computed from others."""
    links: dict[str, str]


class CheckAnswer(_Answer):
    """A parameter's gradient by backpropagation and by central differences of the loss."""

    iteration: int
    parameter: str
    analytic: Vector | Matrix
    numeric: Vector | Matrix
    """null where it was not checked."""
    relative_error: Vector | Matrix
    overall_error: float | None
    """‖analytic - numeric‖ / max(‖analytic‖, ‖numeric‖)."""
    checked: int
    total: int


class SensitivityBounds(_Answer):
    """The ends of scales."""

    of_letter: float
    norm: float


class SensitivityAnswer(_Answer):
    """How a logit depends on each input before it, and h_t on each state before it."""

    iteration: int
    t: int
    token: str
    logit: float | None
    letters: list[str]
    """The letters read at 1..t."""
    of_letter: list[float | None]
    """∂y_t[token]/∂x_s along the entry of the letter that was read, s = 1..t."""
    norm: list[float | None]
    """‖∂y_t[token]/∂x_s‖, s = 1..t."""
    state_norm: list[float | None]
    """‖∂h_t/∂h_s‖ (the largest singular value), s = 0..t."""
    bounds: SensitivityBounds
    """The ends of scales that hold `of_letter` and `norm`."""
    figure: dict[str, Any] | Omitted = None
    """Plotly's JSON of `state_norm`, where it was requested."""


class ContributionsAnswer(_Answer):
    """A parameter's gradient as the sum of the contributions of the timesteps."""

    iteration: int
    parameter: str
    first: int
    last: int
    """The timesteps returned."""
    contributions: list[Matrix | Vector]
    """The contributions of the timesteps first..last, each in the shape of the parameter."""
    norm: list[float | None]
    """Their Euclidean norms."""
    total: Matrix | Vector
    """The gradient: the sum over all timesteps, 1..T."""
    total_norm: float | None


@router.get(
    "/explain",
    response_model=DerivationAnswer,
    responses={200: {"content": {TEXT_MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
async def explain(
    request: Request,
    live: Live,
    words: Words,
    k: Iteration,
    quantity: Annotated[
        str,
        Query(
            description="A name of the trace: `h`, `loss`, `W_hh`, `gradients.W_hh`, "
            "`updates.W_hh`, `optimizer_state.sum_of_squares.W_hh`, `gradient_norm` …",
            max_length=100,
            examples=["h"],
        ),
    ],
    t: Annotated[int | None, Query(description="The timestep, from 1.", examples=[3])] = None,
    index: Annotated[
        str | None,
        Query(
            description="The index, from 0; two of them for a matrix: `2,0`.",
            max_length=20,
            examples=["4"],
        ),
    ] = None,
) -> Response:
    """How a number is computed: formula, operands with links to their derivations, result.

    The links end at letters, hyperparameters, the initial state and the initial weights.
    With `Accept: text/plain` it returns plain text for a terminal.
    """
    as_text = TEXT_MEDIA_TYPE in request.headers.get("accept", "")
    place = parsed_index(index)
    path = f"/api/runs/{live.id}"

    def work(run: Run) -> bytes:
        iteration = run.iteration if k == "latest" else int(k)
        explainer = Explainer.of(run)
        derivation = explainer.explain(Address(iteration, quantity, t, place))
        if as_text:
            return f"{derivation}\n".encode()
        return dumps(derivation_document(derivation, explainer, path, words))

    return Response(
        await live.perform(work),
        headers={"Vary": "Accept"},
        media_type=f"{TEXT_MEDIA_TYPE}; charset=utf-8" if as_text else "application/json",
    )


@router.get(
    "/formula",
    response_class=Response,
    responses={200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}}},
)
async def formula(
    live: Live,
    words: Words,
    k: Iteration,
    quantity: Annotated[str, Query(description="As for `explain`.", max_length=100)],
    t: Annotated[int | None, Query(description="The timestep, from 1.")] = None,
    index: Annotated[
        str | None, Query(description="The index, as for `explain`.", max_length=20)
    ] = None,
) -> Response:
    """The equation that computes a number, typeset with the weights of its timestep."""
    place = parsed_index(index)

    def work(run: Run) -> str | None:
        iteration = run.iteration if k == "latest" else int(k)
        address = Address(iteration, quantity, t, place)
        equation = Explainer.of(run).explain(address).equation
        return None if equation is None else equation.latex("t" if t is None else str(t))

    latex = await live.perform(work)
    if latex is None:
        raise Problem(404, saying("problem-no-equation-here", quantity=quantity))
    return Response(
        await run_in_threadpool(lambda: drawn(latex, words.language).whole),
        media_type="image/svg+xml",
    )


@router.get("/check", response_model=CheckAnswer)
async def check(
    request: Request,
    live: Live,
    k: Iteration,
    inquiries: ServerInquiries,
    settings: ServerSettings,
    parameter: Annotated[
        str, Query(description="`W_xh`, `W_hh`, `W_hy`, `b_h` or `b_y`.", max_length=100)
    ],
    index: Annotated[
        str | None,
        Query(description="The index of one number; by default all are checked.", max_length=20),
    ] = None,
) -> Response:
    """Check a parameter's gradient against central differences of the loss.

    Takes four forward passes per number. When time runs out, the rest stays unchecked and
    `checked` is less than `total`.
    """
    places = None if index is None else [parsed_index(index)]
    trace = await live.perform(lambda run: run.trace_at(None if k == "latest" else int(k)))
    configuration = live.configuration
    size = trace.gradients[parameter].size if parameter in trace.gradients else 0
    async with watched(request):
        result, _ = await inquiries.in_pieces(
            settings.check_seconds,
            configuration,
            4 * (size if places is None else len(places)),
            checked,
            configuration,
            trace,
            parameter,
            places,
        )
    document = {
        "iteration": trace.iteration,
        "parameter": parameter,
        "analytic": result.analytic,
        "numeric": result.numeric,
        "relative_error": result.relative_error,
        "overall_error": result.overall_error,
        "checked": result.checked,
        "total": result.analytic.size,
    }
    return Response(dumps(document), media_type="application/json")


@router.get("/contributions", response_model=ContributionsAnswer)
async def contributions(
    live: Live,
    k: Iteration,
    settings: ServerSettings,
    parameter: Annotated[
        str,
        Query(
            description="`W_xh`, `W_hh`, `W_hy`, `b_h` or `b_y`.",
            max_length=100,
            examples=["W_hh"],
        ),
    ],
    first: Annotated[
        int, Query(description="The first timestep to return.", ge=1, le=1_000_000)
    ] = 1,
    last: Annotated[
        int | None,
        Query(
            description="The last timestep to return; by default the last of the text.",
            ge=1,
            le=1_000_000,
        ),
    ] = None,
) -> Response:
    """A gradient as a sum over timesteps: with shared weights, their contributions add up.

    For a large network and a long text, request a few timesteps at a time.
    """

    def work(run: Run) -> bytes:
        iteration = run.iteration if k == "latest" else int(k)
        explainer = Explainer.of(run)
        trace = explainer.trace(iteration)
        until = trace.T if last is None else last
        _require_timesteps(first, until, trace.T)
        # Raises for a parameter that there is not.
        parts = explainer.contributions(iteration, parameter)[first - 1 : until]
        _require_few(parameter, parts.shape, settings.max_contribution_numbers)
        total = trace.gradients[parameter]
        with np.errstate(all="ignore"):
            norms = np.linalg.norm(parts.reshape(len(parts), -1), axis=1)
            total_norm = np.linalg.norm(total)
        return dumps(
            {
                "iteration": iteration,
                "parameter": parameter,
                "first": first,
                "last": until,
                "contributions": parts,
                "norm": norms,
                "total": total,
                "total_norm": total_norm,
            }
        )

    return Response(await live.perform(work), media_type="application/json")


@router.get("/sensitivity", response_model=SensitivityAnswer)
async def get_sensitivity(
    live: Live,
    k: Iteration,
    t: Annotated[int, Query(description="The timestep of the output, from 1.", examples=[4])],
    token: Annotated[
        int | None,
        Query(description="The id of the output's token; by default the target.", ge=0),
    ] = None,
    figure: Annotated[
        bool, Query(description="Whether to return a figure of `state_norm` as well.")
    ] = False,
    theme: ThemeOption = "light",
    log: LogOption = False,
) -> Response:
    """The exact derivatives of an output by the letters read, and of a state by earlier states."""

    def work(run: Run) -> bytes:
        trace = run.trace_at(None if k == "latest" else int(k))
        chosen = token
        if chosen is None and 1 <= t <= trace.T:
            target = trace.targets[t - 1]
            most = int(trace.timesteps["probs"][t - 1].argmax())
            chosen = most if target is None else trace.vocabulary.index(target)
        of_input = sensitivity(run.configuration, trace, t, chosen or 0)
        of_state = state_jacobians(run.configuration, trace, t)
        letters, norms = trace.inputs[:t], of_state.spectral_norm
        document = {
            "iteration": trace.iteration,
            "t": t,
            "token": of_input.token,
            "logit": trace.timesteps["logits"][t - 1, chosen or 0],
            "letters": letters,
            "of_letter": of_input.of_letter,
            "norm": of_input.norm,
            "state_norm": norms,
            "bounds": {
                "of_letter": rounded_bound(largest(of_input.of_letter)),
                "norm": rounded_bound(largest(of_input.norm)),
            },
        }
        if figure:
            document["figure"] = state_norm_figure(norms, letters, theme=theme, log=log)
        return dumps(document)

    return Response(await live.perform(work), media_type="application/json")


def _require_timesteps(first: int, last: int, T: int) -> None:
    allowed = saying("allowed-timesteps", T=str(T))
    values = {"first": str(first), "T": str(T)}
    if first > T:
        raise invalid([FieldError("first", saying("wrong-first", **values), allowed)])
    if not first <= last <= T:
        wrong = saying("wrong-last", last=str(last), **values)
        raise invalid([FieldError("last", wrong, allowed)])


def _require_few(parameter: str, shape: tuple[int, ...], most: int) -> None:
    timesteps, *axes = shape
    size = math.prod(axes)
    if timesteps * size > most:
        allowed = saying("allowed-few", count=max(1, most // size), parameter=parameter)
        raise invalid(
            [
                FieldError(
                    "last",
                    saying(
                        "wrong-many-numbers",
                        parameter=parameter,
                        size=size,
                        timesteps=timesteps,
                        all=timesteps * size,
                        most=most,
                        allowed=allowed,
                    ),
                    allowed,
                )
            ]
        )


def parsed_index(index: str | None) -> tuple[int, ...]:
    if index is None or index == "":
        return ()
    if _INDEX.fullmatch(index) is None:
        raise invalid([FieldError("index", saying("wrong-index"), saying("allowed-index"))])
    return tuple(map(int, index.split(",")))
