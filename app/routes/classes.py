"""REST routes of classes: a teacher shows a run, pupils follow, explore, and predict."""

from __future__ import annotations

import unicodedata
from functools import partial
from typing import Annotated, Any

import segno
from fastapi import APIRouter, Body, Depends, Path, Query, Request
from starlette.responses import Response

from app.classroom.addresses import reachable
from app.classroom.documents import answers_csv, pupils_document, teachers_document
from app.classroom.predictions import Wish, checked_answer, outcome, prepared
from app.classroom.records import Class, Json, Question, View
from app.classroom.store import ALPHABET, CODE_LENGTH, removed
from app.classroom.streams import class_events, numbers_event
from app.documents.answers import ClassAnswer, ClassesAnswer, TraceAnswer
from app.documents.problems import FieldError, Problem
from app.documents.requests import (
    AnswerRequest,
    ClassRequest,
    JoinRequest,
    ProgressRequest,
    QuestionRequest,
    ShareRequest,
    ViewRequest,
)
from app.documents.schemas import dumps, trace_document
from app.documents.validation import invalid, require
from app.lessons import chapters
from app.routes.dependencies import (
    Asking,
    Classes,
    OneWhoAsks,
    ServerLimits,
    ServerQuotas,
    ServerSettings,
    Store,
    Words,
)
from app.runs.live import LiveRun
from app.runs.orders import must_have
from app.runs.quotas import Client
from app.runs.store import RunStore
from app.runs.streams import EVENTS_MEDIA_TYPE, OwningStream
from app.words.language import DEFAULT
from app.words.messages import Listed, Messages, saying
from rnn_core.training.run import Run

router = APIRouter(prefix="/api/classes", tags=["classes"])
_SVG_MEDIA_TYPE = "image/svg+xml"
_CSV_MEDIA_TYPE = "text/csv"


def plain_code(code: str) -> str:
    """A code as it was given out, however it was typed."""
    return "".join(code.split()).replace("-", "").upper()


async def _class(
    code: Annotated[str, Path(description="The code of a class.", max_length=40)],
    classes: Classes,
    visitor: OneWhoAsks,
    client: Asking,
    quotas: ServerQuotas,
) -> Class:
    """The class of a code. Codes cannot be guessed: who tries too many is refused all of them,
    except those of classes that they are in."""
    code = plain_code(code)
    could_be = len(code) == CODE_LENGTH and set(code) <= set(ALPHABET)
    found = await classes.find(code) if could_be else None
    if found is None or _role(found, visitor.owner) is None:
        quotas.wrong_codes.require(client)
    if found is None:
        quotas.wrong_codes.spend(client, 1)
        raise _gone(code[:20])
    if visitor.owner in found.removed:
        raise removed()
    return found


async def _taught(found: Annotated[Class, Depends(_class)], visitor: OneWhoAsks) -> Class:
    """The class, for its teacher only."""
    if found.owner != visitor.owner:
        raise Problem(403, saying("problem-not-your-class"), kind="not-your-class")
    return found


async def _attended(found: Annotated[Class, Depends(_class)], visitor: OneWhoAsks) -> Class:
    """The class, for its pupils only."""
    if found.pupil(visitor.owner) is None:
        raise Problem(403, saying("problem-not-in-class"), kind="not-in-class")
    return found


Any_ = Annotated[Class, Depends(_class)]
Taught = Annotated[Class, Depends(_taught)]
Attended = Annotated[Class, Depends(_attended)]
Number = Annotated[int, Path(description="The number of a question.", ge=1, le=1_000_000)]


def _role(found: Class, owner: str) -> str | None:
    if found.owner == owner:
        return "teacher"
    return "pupil" if found.pupil(owner) is not None else None


@router.get("", response_model=ClassesAnswer)
async def list_classes(classes: Classes, visitor: OneWhoAsks) -> Response:
    """The codes of the classes that this browser has opened."""
    return _json({"codes": await classes.of_owner(visitor.owner)})


@router.post("", status_code=201, response_model=ClassAnswer)
async def open_class(
    request: Request,
    classes: Classes,
    visitor: OneWhoAsks,
    client: Asking,
    quotas: ServerQuotas,
    settings: ServerSettings,
) -> Response:
    """Open a class. Its teacher is whoever has the cookie that comes with the answer.

    Pupils join with the code. A class in which nothing happens for long is closed.
    """
    quotas.classes.require(client)
    quotas.classes.spend(client, 1)
    code = await classes.open(visitor.owner)
    found = await classes.find(code)
    assert found is not None
    content = _teachers(found, request, classes, settings)
    answer = _json(content, 201, {"Location": f"/api/classes/{code}"})
    return visitor.remember(answer)


@router.get("/{code}", response_model=ClassAnswer)
async def get_class(
    request: Request,
    found: Any_,
    classes: Classes,
    visitor: OneWhoAsks,
    settings: ServerSettings,
) -> Response:
    """A class as its teacher or a pupil sees it; others only learn that there is one."""
    if found.owner == visitor.owner:
        return _json(_teachers(found, request, classes, settings))
    return _json(await _pupils(found, classes, visitor.owner))


@router.patch("/{code}", status_code=204)
async def change_class(
    found: Taught,
    classes: Classes,
    body: Annotated[ClassRequest, Body(examples=[{"following": False}, {"paused": True}])],
) -> Response:
    """Let the pupils go, each to a fork of what is shown, or gather them; pause them, or go on."""
    following, paused = body.get("following"), body.get("paused")
    if following is not None or paused is not None:
        await classes.set(found.code, following=following, paused=paused)
    return _nothing()


@router.delete("/{code}", status_code=204)
async def close_class(found: Taught, classes: Classes) -> Response:
    """Close a class, and forget its pupils, their answers and their progress."""
    await classes.close_class(found.code)
    return _nothing()


@router.put("/{code}/pupil", response_model=ClassAnswer)
async def join_class(
    found: Any_,
    classes: Classes,
    visitor: OneWhoAsks,
    limits: ServerLimits,
    body: Annotated[JoinRequest, Body(examples=[{"name": "Otter"}])],
) -> Response:
    """Join a class. Whoever is in it already keeps their place, under this name.

    Where somebody else has the name, it gets a number.
    """
    name = " ".join(body["name"].split())
    require(limits.classroom, {"name": name})
    # What cannot be seen, or turns the direction of what follows, is no part of a name.
    if any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co") for character in name):
        raise invalid([FieldError("name", saying("wrong-nickname"))])
    await classes.join(found.code, visitor.owner, name)
    now = await _found(classes, found.code)
    return visitor.remember(_json(await _pupils(now, classes, visitor.owner)))


@router.patch("/{code}/pupil", status_code=204)
async def share_progress(
    found: Attended,
    classes: Classes,
    visitor: OneWhoAsks,
    body: Annotated[ShareRequest, Body(examples=[{"shares_progress": True}])],
) -> Response:
    """Let the teacher see how far this pupil is in the chapters, or forget it."""
    await classes.share_progress(found.code, visitor.owner, shares=body["shares_progress"])
    return _nothing()


@router.delete("/{code}/pupil", status_code=204)
async def leave_class(found: Attended, classes: Classes, visitor: OneWhoAsks) -> Response:
    """Leave a class, which forgets this pupil, the answers and the progress."""
    await classes.leave(found.code, visitor.owner)
    return _nothing()


@router.delete("/{code}/pupils/{pupil}", status_code=204)
async def remove_pupil(
    found: Taught,
    classes: Classes,
    pupil: Annotated[str, Path(description="The `id` of a pupil.", max_length=40)],
) -> Response:
    """Remove a pupil, and forget the answers and the progress.

    The same browser may not come back into this class. It is known by its cookie only: whoever
    deletes that, or takes another browser, can join again as somebody new.
    """
    owner = next((each.owner for each in found.pupils if each.id == pupil), None)
    if owner is None:
        raise Problem(404, saying("problem-no-pupil"), kind="pupil-not-found")
    await classes.remove(found.code, owner)
    return _nothing()


@router.put("/{code}/progress", status_code=204)
async def report_progress(
    found: Attended,
    classes: Classes,
    visitor: OneWhoAsks,
    body: Annotated[
        ProgressRequest,
        Body(examples=[{"chapter": "one-step", "done": [], "missed": []}]),
    ],
) -> Response:
    """Report how far a pupil is in a chapter; kept only if the pupil shares it."""
    slug = body["chapter"]
    if slug not in chapters.ORDER:
        known = Listed(chapters.ORDER)
        raise Problem(404, saying("problem-no-chapter", slug=slug[:40], known=known))
    parts = chapters.chapter(DEFAULT, slug).parts
    progress = {
        "done": [part for part in dict.fromkeys(body["done"]) if part in parts],
        "missed": [part for part in dict.fromkeys(body["missed"]) if part in parts],
    }
    if not await classes.keep_progress(found.code, visitor.owner, slug, progress):
        raise Problem(409, saying("problem-progress-private"), kind="progress-private")
    return _nothing()


@router.put("/{code}/view", status_code=204)
async def show_class(
    found: Taught,
    classes: Classes,
    store: Store,
    client: Asking,
    limits: ServerLimits,
    body: Annotated[
        ViewRequest,
        Body(examples=[{"run": "1f0c2a7e9d3b5a68", "iteration": 12, "inspect": "h_3:4"}]),
    ],
) -> Response:
    """Show a class an iteration of a run, a phase of it, a number.

    While a class is shown a run of its teacher's, nobody else can change that run.
    """
    require(limits.classroom, {"iteration": body["iteration"]})
    live = await store.get(body["run"], client)
    if body["iteration"] > live.state.furthest_iteration:
        await live.perform(partial(must_have, iteration=body["iteration"]))
    view = View(
        live.id,
        body["iteration"],
        phase=body.get("phase"),
        inspect=body.get("inspect"),
        revision=body.get("revision", 0),
        cover=body.get("cover"),
        pointer=body.get("pointer"),
    )
    await classes.show(found.code, view, "" if found.view is None else found.view.run)
    return _nothing()


@router.get("/{code}/trace", response_model=TraceAnswer)
async def get_shown_trace(
    found: Attended, classes: Classes, store: Store, client: Asking, words: Words
) -> Response:
    """Every number of the iteration that the class is shown, as `get_trace` returns it.

    A whole class asks for it at the same moment: it is written once for all of them.
    """
    view = _shown(found)
    make = partial(_numbers, view, store, client, words)
    made = await classes.made(found.code, view, words.language, make)
    return Response(made, media_type="application/json")


async def _numbers(view: View, store: RunStore, client: Client, words: Messages) -> bytes:
    live = await store.get(view.run, client)

    def work(run: Run) -> bytes:
        must_have(run, view.iteration)
        return dumps(trace_document(run.trace_at(view.iteration), None, words))

    return await live.perform(work)


@router.get(
    "/{code}/events",
    response_class=Response,
    responses={
        200: {
            "description": "Server-sent events named `class`: the class as its teacher or a pupil "
            "sees it, immediately and after every change; for pupils who follow, before it "
            "`numbers` with the trace of what is shown, if it is small; and at the end `closed`, "
            "or `removed` for a pupil whom the teacher has removed. "
            "Intermediate states may be skipped; comments keep the connection alive.",
        }
    },
)
async def follow_class(
    found: Any_,
    classes: Classes,
    store: Store,
    visitor: OneWhoAsks,
    client: Asking,
    settings: ServerSettings,
    words: Words,
) -> Response:
    """Follow a class as server-sent events; for its teacher, and for whoever has joined it."""
    if _role(found, visitor.owner) is None:
        raise Problem(403, saying("problem-not-in-class"), kind="not-in-class")
    listener = await classes.follow(found.code, visitor.owner)
    if listener is None:
        raise _gone(found.code)

    async def numbers(view: View) -> bytes:
        async def make() -> bytes:
            return numbers_event(view, await _numbers(view, store, client, words))

        return await classes.made(found.code, view, f"event {words.language}", make)

    described = class_events(listener, settings, None if listener.is_teacher else numbers)
    return OwningStream(described, listener.close, EVENTS_MEDIA_TYPE)


@router.post("/{code}/questions", status_code=204)
async def ask_class(
    found: Taught,
    classes: Classes,
    store: Store,
    client: Asking,
    limits: ServerLimits,
    body: Annotated[
        QuestionRequest,
        Body(
            examples=[{"kind": "loss"}, {"kind": "number", "quantity": "h", "t": 3, "index": [4]}]
        ),
    ],
) -> Response:
    """Ask the class to predict something of what it is shown, in place of an earlier question.

    The answers come in without names, and are hidden from the pupils until it is revealed.
    """
    require(limits.classroom, {name: body[name] for name in ("text", "steps") if name in body})
    view = _shown(found)
    live, iteration = await store.get(view.run, client), view.iteration
    wish = Wish(
        body["kind"],
        body.get("text", "").strip(),
        body.get("steps", 1),
        body.get("t"),
        body.get("quantity", ""),
        tuple(body.get("index", ())),
        tuple(option.strip() for option in body.get("options", ())),
    )

    def prepare(run: Run) -> Json:
        must_have(run, iteration)
        return {**prepared(wish, run, iteration), "run": live.id}

    await classes.ask(found.code, await live.perform(prepare))
    return _nothing()


@router.delete("/{code}/question", status_code=204)
async def end_question(found: Taught, classes: Classes) -> Response:
    """Take the question from the screens; its answers stay in the table."""
    await classes.put_away(found.code)
    return _nothing()


@router.put("/{code}/questions/{number}/answer", status_code=204)
async def answer_question(
    found: Attended,
    number: Number,
    classes: Classes,
    visitor: OneWhoAsks,
    body: Annotated[AnswerRequest, Body(examples=[{"value": "falls"}, {"value": 0.25}])],
) -> Response:
    """Answer the question on the screens; until it is revealed, the answer can be changed."""
    question = _asked(found, number)
    value = checked_answer(question.asked, body["value"])
    await classes.answer(found.code, number, visitor.owner, value)
    return _nothing()


@router.post("/{code}/questions/{number}/reveal", status_code=204)
async def reveal_question(
    found: Taught, number: Number, classes: Classes, store: Store, client: Asking
) -> Response:
    """Play the steps that a question is about, and show everyone the answers with what came of it.

    The truth is the core's: read off the trace of the run at the iteration that was asked for.
    """
    question = _asked(found, number)
    if question.outcome is None:
        result: Json = {"truth": None}
        if question.asked["kind"] != "choice":
            live = await store.get(question.asked["run"], client)
            await _play(store, live, question.asked["target"])
            result = await live.perform(partial(outcome, question.asked))
        await classes.reveal(found.code, number, result)
    return _nothing()


async def _play(store: RunStore, live: LiveRun, target: int) -> None:
    """Takes a run to an iteration, unless it is beyond it; training on where it has not been."""
    await store.refresh(live)
    if live.state.iteration >= target:
        return
    await store.stop_training(live, saying("stopped-paused"))

    def work(run: Run) -> None:
        if run.furthest_iteration >= target:
            run.rewind(target)
        elif not run.diverged:
            run.train(target - run.iteration)

    await live.perform(work, "train")


@router.get(
    "/{code}/answers",
    response_class=Response,
    responses={200: {"content": {_CSV_MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
async def get_class_answers(found: Taught, classes: Classes, words: Words) -> Response:
    """All answers to all questions, counted and without names, as a table for a spreadsheet."""
    table = answers_csv(await classes.questions(found.code), words)
    return Response(
        table,
        headers={"Content-Disposition": f'attachment; filename="answers-{found.code}.csv"'},
        media_type=f"{_CSV_MEDIA_TYPE}; charset=utf-8",
    )


@router.get(
    "/{code}/qr",
    response_class=Response,
    responses={200: {"content": {_SVG_MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
async def get_class_code(
    request: Request,
    found: Taught,
    settings: ServerSettings,
    which: Annotated[
        int, Query(description="Of the class's `addresses`, from 0.", ge=0, le=100)
    ] = 0,
) -> Response:
    """The address where pupils join, as a QR code in SVG."""
    addresses = _addresses(found.code, request, settings)
    if which >= len(addresses):
        raise Problem(404, saying("problem-no-address"), kind="no-address")
    drawing = segno.make_qr(addresses[which]).svg_inline(
        border=4, omitsize=True, dark="#000", light="#fff"
    )
    # By itself, and not within a page, it has to say what it is.
    whole = drawing.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    return Response(whole, media_type=_SVG_MEDIA_TYPE)


# --- what there is, and answers ---------------------------------------------------------------


def _shown(found: Class) -> View:
    if found.view is None:
        raise Problem(409, saying("problem-nothing-shown"), kind="nothing-shown")
    return found.view


def _asked(found: Class, number: int) -> Question:
    question = found.question
    if question is None or question.number != number:
        raise Problem(409, saying("problem-question-over"), kind="question-over")
    return question


async def _found(classes: Classes, code: str) -> Class:
    found = await classes.find(code)
    if found is None:
        raise _gone(code)
    return found


def _gone(code: str) -> Problem:
    return Problem(404, saying("problem-class-not-found", code=code), kind="class-not-found")


def _addresses(code: str, request: Request, settings: ServerSettings) -> list[str]:
    asked = str(request.base_url)
    here = reachable(settings.host, settings.port, settings.root_path, asked)
    return [f"{address}/join/{code}" for address in here]


def _teachers(
    found: Class, request: Request, classes: Classes, settings: ServerSettings
) -> dict[str, Any]:
    return {
        **teachers_document(found, classes.present(found)),
        "role": "teacher",
        "addresses": _addresses(found.code, request, settings),
    }


async def _pupils(found: Class, classes: Classes, owner: str) -> dict[str, Any]:
    pupil = found.pupil(owner)
    if pupil is None:
        return {
            "code": found.code,
            "following": True,
            "paused": False,
            "view": None,
            "question": None,
        }
    answer = None
    if found.question is not None:
        answer = await classes.answer_of(found.code, found.question.number, owner)
    return {
        **pupils_document(found),
        "role": "pupil",
        "name": pupil.name,
        "shares_progress": pupil.shares_progress,
        "answer": answer,
    }


def _json(content: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(dumps(content), status, headers, media_type="application/json")


def _nothing() -> Response:
    return Response(status_code=204)
