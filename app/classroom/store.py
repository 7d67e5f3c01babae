"""The classes of this server: who is there, what they see, and who hears of it.

What a class is stands in the database, which is written before a change is answered or told. Each
class that somebody listens to has a room, which reads it once for all of them.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace
from functools import partial
from typing import Literal, TypeVar

import anyio
import orjson
from anyio.abc import TaskGroup

from app.classroom.attendance import ATTENDED, Attendance, topic
from app.classroom.documents import pupils_document, teachers_document
from app.classroom.records import Class, ClassRecords, Json, Question, Value, View
from app.database.broadcast import Broadcast
from app.database.connection import DatabaseError
from app.documents.problems import Problem
from app.settings import Settings
from app.words.messages import Saying, saying

T = TypeVar("T")
Last = Literal["closed", "removed"]
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""Of the codes: no 0 and O, no 1, I and L, which are taken for one another."""
CODE_LENGTH = 6
_THREADS = 4
_STATE = ""
_TEACHERS_TOPIC = "classes"


class Listener:
    """One who follows a class. Holds no queue: only that something happened."""

    def __init__(self, room: _Room, owner: str, *, is_teacher: bool) -> None:
        self._room = room
        self._event = anyio.Event()
        self.owner = owner
        self.is_teacher = is_teacher
        self.ended = False
        """Whether there will be nothing more to hear."""
        self.last: Last | None = None
        """The event that says why; none where the server stops."""

    @property
    def document(self) -> bytes:
        """What there is to see, as JSON."""
        return self._room.document(is_teacher=self.is_teacher)

    @property
    def view(self) -> View | None:
        """What is shown to those who follow; None where each explores."""
        return self._room.now.view if self._room.now.following else None

    def notify(self) -> None:
        """Wakes it."""
        self._event.set()

    async def next(self, seconds: float) -> bool:
        """Whether something happened within so many seconds."""
        with anyio.move_on_after(seconds):
            await self._event.wait()
        happened = self._event.is_set()
        if not self.ended:
            self._event = anyio.Event()
        return happened

    def end(self, last: Last | None = None) -> None:
        """Wakes it for the last time."""
        self.ended, self.last = True, last
        self._event.set()

    def close(self) -> None:
        """Called by whoever followed, when they have gone."""
        self._room.leave(self)


class _Room:
    """A class that somebody follows."""

    def __init__(self, now: Class, attended: Callable[[], None]) -> None:
        """`attended` is called when somebody has come or gone."""
        self.now = now
        self._attended = attended
        self.listeners: set[Listener] = set()
        self.stop_listening: Callable[[], None] = lambda: None
        self.reading = False
        self.stale = False
        self._documents: dict[bool, bytes] = {}
        self._making = anyio.Lock(fast_acquire=True)
        self._made_for: tuple[str, int, int] | None = None
        self._made: dict[str, bytes] = {}

    @property
    def pupils(self) -> frozenset[str]:
        """Who follows it here."""
        return frozenset(each.owner for each in self.listeners if not each.is_teacher)

    def document(self, *, is_teacher: bool) -> bytes:
        """What the teacher or a pupil sees, written once for all of them."""
        if is_teacher not in self._documents:
            of_role = (
                teachers_document(self.now, len(self.pupils | self.now.elsewhere))
                if is_teacher
                else pupils_document(self.now)
            )
            self._documents[is_teacher] = orjson.dumps(of_role)
        return self._documents[is_teacher]

    async def made(self, view: View, kind: str, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """What was made of a view's numbers, of each kind once for all who ask."""
        async with self._making:
            if self._made_for != view.numbers:
                self._made_for, self._made = view.numbers, {}
            if kind not in self._made:
                self._made[kind] = await make()
            return self._made[kind]

    def show(self, now: Class) -> None:
        """What the class is from now on; those hear of it who see something of it."""
        before, self.now = self._documents, now
        self._documents = {}
        for is_teacher in (True, False):
            if before.get(is_teacher) != self.document(is_teacher=is_teacher):
                for each in self.listeners:
                    if each.is_teacher is is_teacher:
                        each.notify()

    def enter(self, listener: Listener) -> None:
        self.listeners.add(listener)
        self.show(self.now)
        self._attended()

    def leave(self, listener: Listener) -> None:
        self.listeners.discard(listener)
        self.show(self.now)
        self._attended()


class ClassStore:
    """The classes. Belongs to the event loop; the database is asked in threads of its own."""

    def __init__(
        self,
        settings: Settings,
        records: ClassRecords,
        broadcast: Broadcast,
        tasks: TaskGroup,
        attendance: Attendance | None,
    ) -> None:
        """Without an `attendance` no other process has the same classes."""
        self._settings = settings
        self._records = records
        self._broadcast = broadcast
        self._tasks = tasks
        self._attendance = attendance
        self._limiter = anyio.CapacityLimiter(_THREADS)
        self._rooms: dict[str, _Room] = {}
        self._teachers: dict[str, str] | None = None
        self._closed = False
        broadcast.listen(_TEACHERS_TOPIC, self._forget_teachers)

    # --- what there is ------------------------------------------------------------------------

    async def find(self, code: str) -> Class | None:
        """The class with this code. Raises `Problem`."""
        room = self._rooms.get(code)
        if self._attendance is None and room is not None and not room.stale and not room.reading:
            return room.now
        return await self._asked(partial(self._records.find, code))

    async def of_owner(self, owner: str) -> list[str]:
        """The codes of a teacher's classes, the latest opened first. Raises `Problem`."""
        return await self._asked(partial(self._records.of_owner, owner))

    async def questions(self, code: str) -> list[Question]:
        """All questions that a class was asked. Raises `Problem`."""
        return await self._asked(partial(self._records.questions, code))

    async def answer_of(self, code: str, number: int, owner: str) -> Value | None:
        """What a pupil answered. Raises `Problem`."""
        return await self._asked(partial(self._records.answer_of, code, number, owner))

    async def teacher_of(self, run: str) -> str | None:
        """Who alone may change a run, because it is their own and a class sees it."""
        while (teachers := self._teachers) is None:
            self._teachers = await self._asked(self._records.teachers)
        return teachers.get(run)

    def present(self, found: Class) -> int:
        """How many pupils follow a class."""
        room = self._rooms.get(found.code)
        return len(found.elsewhere if room is None else found.elsewhere | room.pupils)

    async def made(
        self, code: str, view: View, kind: str, make: Callable[[], Awaitable[bytes]]
    ) -> bytes:
        """What `make` makes of what a class is shown: once for all who follow, and by itself for
        whoever does not."""
        room = self._rooms.get(code)
        return await (make() if room is None else room.made(view, kind, make))

    # --- changes ------------------------------------------------------------------------------

    async def open(self, owner: str) -> str:
        """Opens a class. Raises `Problem`."""
        if len(await self.of_owner(owner)) >= self._settings.max_classes_per_token:
            raise Problem(
                409,
                saying("problem-classes-of-yours", count=self._settings.max_classes_per_token),
                kind="too-many-classes",
            )
        most = self._settings.max_classes
        while True:
            code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
            opened = await self._asked(partial(self._records.add, code, owner, most))
            if opened is None:
                raise _busy("problem-too-many-classes", kind="too-many-classes", count=most)
            if opened:
                return code

    async def show(self, code: str, view: View, shown: str) -> None:
        """Shows a class something; `shown` is the run that it saw. Raises `Problem`."""
        await self._asked(partial(self._records.show, code, view))
        if view.run != shown:
            self._broadcast.send(_TEACHERS_TOPIC, _STATE)
        # The one change that has to be heard of at once, and often: it is small, and sent along.
        self._broadcast.send(topic(code), orjson.dumps(asdict(view)).decode())

    async def set(self, code: str, *, following: bool | None, paused: bool | None) -> None:
        """Lets the pupils go or gathers them; pauses or goes on. Raises `Problem`."""
        await self._changed(
            code, partial(self._records.set, code, following=following, paused=paused)
        )

    async def join(self, code: str, owner: str, name: str) -> None:
        """Lets a pupil in. Raises `Problem` where the class is full, or the pupil was removed."""
        most = self._settings.max_pupils_per_class
        let_in = await self._changed(code, partial(self._records.join, code, owner, name, most))
        if let_in is None:
            raise removed()
        if not let_in:
            raise Problem(409, saying("problem-class-full", count=most), kind="class-full")

    async def leave(self, code: str, owner: str) -> None:
        """Forgets a pupil, whose windows hear no more of the class. Raises `Problem`."""
        await self._changed(code, partial(self._records.leave, code, owner))

    async def remove(self, code: str, owner: str) -> None:
        """Forgets a pupil, whose browser may not come back. Raises `Problem`."""
        most = self._settings.max_pupils_per_class
        await self._changed(code, partial(self._records.remove, code, owner, most))

    async def share_progress(self, code: str, owner: str, *, shares: bool) -> None:
        """Whether the teacher may see how far a pupil is in the chapters. Raises `Problem`."""
        work = partial(self._records.share_progress, code, owner, shares=shares)
        await self._changed(code, work)

    async def keep_progress(self, code: str, owner: str, chapter: str, progress: Json) -> bool:
        """Keeps how far a pupil is. False where the pupil does not share it. Raises `Problem`."""
        work = partial(self._records.keep_progress, code, owner, chapter, progress)
        return await self._changed(code, work)

    async def ask(self, code: str, asked: Json) -> None:
        """Puts a question on the screens. Raises `Problem` where there have been too many."""
        most = self._settings.max_questions_per_class
        if not await self._changed(code, partial(self._records.ask, code, asked, most)):
            raise Problem(
                409, saying("problem-too-many-questions", count=most), kind="too-many-questions"
            )

    async def put_away(self, code: str) -> None:
        """Takes the question from the screens. Raises `Problem`."""
        await self._changed(code, partial(self._records.put_away, code))

    async def answer(self, code: str, number: int, owner: str, value: Value) -> None:
        """Keeps a pupil's answer. Raises `Problem` where it is too late."""
        work = partial(self._records.answer, code, number, owner, value)
        if not await self._changed(code, work):
            raise Problem(409, saying("problem-question-over"), kind="question-over")

    async def reveal(self, code: str, number: int, outcome: Json) -> None:
        """Tells everyone what came of a question. Raises `Problem`."""
        await self._changed(code, partial(self._records.reveal, code, number, outcome))

    async def close_class(self, code: str) -> None:
        """Forgets a class and all that belongs to it. Raises `Problem`."""
        await self._changed(code, partial(self._records.close, code))
        self._broadcast.send(_TEACHERS_TOPIC, _STATE)

    async def purge(self) -> None:
        """Forgets classes that have not been used for too long. Raises `Problem`."""
        gone = await self._asked(partial(self._records.purge, self._settings.class_idle_seconds))
        for code in gone:
            self._broadcast.send(topic(code), _STATE)
        if gone:
            self._broadcast.send(_TEACHERS_TOPIC, _STATE)

    # --- who hears of it ----------------------------------------------------------------------

    async def follow(self, code: str, owner: str) -> Listener | None:
        """Begins to follow a class; whoever does calls `close`. None where it has gone.

        Raises `Problem`.
        """
        if self._closed:
            raise _busy("problem-stopping", kind="stopping")
        room = self._rooms.get(code)
        if room is None:
            now = await self._asked(partial(self._records.find, code))
            if now is None:
                return None
            room = self._rooms.setdefault(code, _Room(now, partial(self._attended, code)))
            room.stop_listening()
            room.stop_listening = self._broadcast.listen(topic(code), partial(self._hear, code))
            # What happened since it was read.
            self._read_again(code, room)
        elif owner == room.now.owner and self._attendance is not None:
            # As long as only pupils follow it here, nobody asks who is elsewhere.
            self._read_again(code, room)
        listener = Listener(room, owner, is_teacher=owner == room.now.owner)
        most = self._settings.max_class_streams_per_token
        if sum(each.owner == owner for each in room.listeners) >= most:
            values = {"kind": "token", "count": str(most), "seconds": "5"}
            told = Saying("quota-streams-at-once", values)
            raise Problem(429, told, kind="quota", headers={"Retry-After": "5"})
        room.enter(listener)
        return listener

    def close(self) -> None:
        """Ends all streams, because the server is to stop."""
        self._closed = True
        for room in self._rooms.values():
            for listener in room.listeners:
                listener.end()

    def _hear(self, code: str, news: str) -> None:
        room = self._rooms.get(code)
        if room is None:
            return
        if news == ATTENDED:
            if any(each.is_teacher for each in room.listeners):
                self._read_again(code, room)
        elif news == _STATE:
            self._read_again(code, room)
        else:
            # What is being read now may be from before.
            room.stale = room.reading
            room.show(replace(room.now, view=View(**orjson.loads(news))))

    def _read_again(self, code: str, room: _Room) -> None:
        room.stale = True
        if not room.reading:
            room.reading = True
            self._tasks.start_soon(self._read, code, room)

    async def _read(self, code: str, room: _Room) -> None:
        try:
            while room.stale and self._rooms.get(code) is room:
                room.stale = False
                # All of them were in the class before it is read.
                there = list(room.listeners)
                try:
                    now = await self._asked(partial(self._records.find, code))
                except Problem:
                    # It is told with the next change, or when a window comes back.
                    return
                if now is None:
                    # Who comes now would wait for something that never happens again.
                    self._dissolve(code)
                    for listener in list(room.listeners):
                        listener.end("closed")
                    return
                for listener in there:
                    if not listener.is_teacher and now.pupil(listener.owner) is None:
                        listener.end("removed" if listener.owner in now.removed else "closed")
                if not room.stale:
                    room.show(now)
                # Of many changes at once, as when all answer, some are told together.
                await anyio.sleep(self._settings.class_event_interval_seconds)
        finally:
            room.reading = False

    def _attended(self, code: str) -> None:
        room = self._rooms.get(code)
        if room is not None and not room.listeners:
            self._dissolve(code)
        elif room is not None and self._attendance is not None:
            self._attendance.tell(code, room.pupils)

    def _dissolve(self, code: str) -> None:
        room = self._rooms.pop(code, None)
        if room is not None:
            room.stop_listening()
        if self._attendance is not None:
            self._attendance.tell(code, frozenset())

    def _forget_teachers(self, _: str) -> None:
        self._teachers = None

    async def _changed(self, code: str, work: Callable[[], T]) -> T:
        result = await self._asked(work)
        self._broadcast.send(topic(code), _STATE)
        return result

    async def _asked(self, work: Callable[[], T]) -> T:
        try:
            return await anyio.to_thread.run_sync(work, limiter=self._limiter)
        except DatabaseError as error:
            raise _busy("problem-not-kept", kind="not-kept", reason=str(error)) from error


def removed() -> Problem:
    """What whoever was removed from a class is told."""
    return Problem(403, saying("problem-removed-from-class"), kind="removed-from-class")


def _busy(told: str, *, kind: str, **values: object) -> Problem:
    return Problem(503, Saying(told, values), kind=kind, headers={"Retry-After": "5"})
