"""What one client may have of a server, so that nobody can take it all.

A client is known by its token, and by the address that it comes from. Tokens are given to whoever
has none, so that a quota for tokens alone would hold back nobody who throws theirs away; and a
whole class may come from one address. So both count: for a token the quota is what one person needs
with several windows open, for an address it leaves a part of the server to all others.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

import anyio
import orjson

from app.database.broadcast import Broadcast
from app.documents.problems import Problem
from app.settings import Settings
from app.words.messages import saying

_HOUR = 3600.0
_TEN_MINUTES = 600.0
_TOPIC = "quotas"
_TELL_SECONDS = 0.2
_REMIND_SECONDS = 5.0
_FORGOTTEN_SECONDS = 15.0
_MOST_NEWS = 30
"""In one message, of which PostgreSQL takes 8000 bytes."""
_LONGEST_ADDRESS = 100

Key = tuple[str, str]
"""By what a client is counted: `("token", …)` or `("address", …)`."""


@dataclass(frozen=True)
class Client:
    """Who asks."""

    address: str = ""
    token: str = ""
    """The hash of its token; empty where it has none."""

    @classmethod
    def at(cls, host: str, token: str) -> Client:
        """A client at this address. One network has so many addresses of IPv6 that it is one."""
        try:
            address = ip_address(host)
        except ValueError:
            return cls(host[:_LONGEST_ADDRESS], token)
        if isinstance(address, IPv6Address):
            if address.ipv4_mapped is not None:
                return cls(str(address.ipv4_mapped), token)
            return cls(str(IPv6Network((address, 64), strict=False)), token)
        return cls(str(address), token)

    @property
    def keys(self) -> tuple[Key, ...]:
        """By what it is counted: its token, where it has one, and its address."""
        by_address = ("address", self.address)
        return (("token", self.token), by_address) if self.token else (by_address,)


@dataclass(frozen=True)
class Most:
    """The limit of a quota for one token, and for all that come from one address."""

    token: float
    address: float

    def of(self, kind: str) -> float:
        """The limit for a `token` or an `address`."""
        return self.token if kind == "token" else self.address


class Quota(ABC):
    """How much of something clients may have. `told` names the message of the refusal."""

    def __init__(self, told: str, most: Most) -> None:
        self._told = told
        self._most = most
        self._untold: dict[Key, float] | None = None

    def require(self, client: Client) -> None:
        """Raises `Problem` where a client has as much as it may."""
        for key in client.keys:
            most = self._most.of(key[0])
            if self._used(key) >= most:
                raise _exhausted(self._told, key[0], most, self._wait(key))

    def untold(self) -> dict[Key, float]:
        """What other processes are to hear of: what has changed since they were told last."""
        untold, self._untold = self._untold or {}, {}
        return untold

    @abstractmethod
    def renew(self) -> None:
        """To be called every few seconds: tells again what would be forgotten elsewhere."""

    @abstractmethod
    def hear(self, server: str, key: Key, amount: float, /) -> None:
        """What another process has told."""

    @abstractmethod
    def _used(self, key: Key) -> float:
        """How much there is of it now."""

    @abstractmethod
    def _wait(self, key: Key, /) -> int:
        """After how many seconds there may be less of it than the limit."""


class AtOnce(Quota):
    """How many of something clients may have at once. The `clock` is in seconds."""

    def __init__(
        self, told: str, most: Most, retry_seconds: int, clock: Callable[[], float]
    ) -> None:
        super().__init__(told, most)
        self._retry_seconds = retry_seconds
        self._clock = clock
        self._held: Counter[Key] = Counter()
        self._elsewhere: dict[Key, dict[str, tuple[float, float]]] = {}
        """By process: how many, and until when that holds if it is not told again."""

    def take(self, client: Client) -> Callable[[], None]:
        """Takes one, and returns what gives it back, once. Raises `Problem` where none is left."""
        self.require(client)
        self._add(client, 1)
        given_back = False

        def give_back() -> None:
            nonlocal given_back
            if not given_back:
                given_back = True
                self._add(client, -1)

        return give_back

    def renew(self) -> None:
        """Tells all of it again, and forgets what others have not told again."""
        if self._untold is not None:
            self._untold.update(self._held)
        for key in list(self._elsewhere):
            self._forget(key)

    def hear(self, server: str, key: Key, amount: float, /) -> None:
        there = self._elsewhere.setdefault(key, {})
        there[server] = amount, self._clock() + _FORGOTTEN_SECONDS
        self._forget(key)

    def _add(self, client: Client, count: int) -> None:
        for key in client.keys:
            self._held[key] += count
            if self._untold is not None:
                self._untold[key] = self._held[key]
            if self._held[key] <= 0:
                del self._held[key]

    def _used(self, key: Key) -> float:
        self._forget(key)
        there = self._elsewhere.get(key, {}).values()
        return self._held[key] + sum(amount for amount, _ in there)

    def _forget(self, key: Key) -> None:
        now = self._clock()
        there = self._elsewhere.get(key, {})
        for server, (amount, until) in list(there.items()):
            if amount <= 0 or until < now:
                del there[server]
        if not there:
            self._elsewhere.pop(key, None)

    def _wait(self, _: Key, /) -> int:
        return self._retry_seconds


class _Spent:
    """What one key has used, piece by piece."""

    def __init__(self) -> None:
        self.total = 0.0
        self.pieces: deque[tuple[float, float]] = deque()

    def add(self, at: float, amount: float) -> None:
        self.pieces.append((at, amount))
        self.total += amount

    def forget(self, until: float) -> None:
        while self.pieces and self.pieces[0][0] <= until:
            self.total -= self.pieces.popleft()[1]

    def below(self, most: float) -> float:
        """When what was used by then has to be forgotten for the total to be below `most`."""
        total = self.total
        for at, amount in self.pieces:
            total -= amount
            if total < most:
                return at
        return 0.0


class Spending(Quota):
    """How much of something clients may use up within a time. The `clock` is in seconds."""

    def __init__(
        self, told: str, most: Most, within_seconds: float, clock: Callable[[], float]
    ) -> None:
        super().__init__(told, most)
        self._within = within_seconds
        self._clock = clock
        self._spent: dict[Key, _Spent] = {}
        self._swept = clock()

    def spend(self, client: Client, amount: float) -> None:
        """Counts what a client has used."""
        for key in client.keys:
            self._count(key, amount)
            if self._untold is not None:
                self._untold[key] = self._untold.get(key, 0.0) + amount

    def renew(self) -> None:
        """Nothing: what was used up is told once, and forgotten by and by."""

    def hear(self, _: str, key: Key, amount: float, /) -> None:
        self._count(key, amount)

    def _count(self, key: Key, amount: float) -> None:
        now = self._clock()
        self._spent.setdefault(key, _Spent()).add(now, amount)
        if now - self._swept > self._within:
            self._swept = now
            for each, spent in list(self._spent.items()):
                spent.forget(now - self._within)
                if not spent.pieces:
                    del self._spent[each]

    def _used(self, key: Key) -> float:
        spent = self._spent.get(key)
        if spent is None:
            return 0.0
        spent.forget(self._clock() - self._within)
        return spent.total

    def _wait(self, key: Key, /) -> int:
        seconds = self._spent[key].below(self._most.of(key[0])) + self._within - self._clock()
        return max(1, math.ceil(seconds))


class Quotas:
    """The quotas of one server."""

    def __init__(self, settings: Settings, clock: Callable[[], float]) -> None:
        self.trainings = AtOnce(
            "quota-trainings-at-once",
            Most(settings.max_trainings_per_token, settings.max_trainings_per_address),
            5,
            clock,
        )
        self.streams = AtOnce(
            "quota-streams-at-once",
            Most(settings.max_event_streams_per_token, settings.max_event_streams_per_address),
            5,
            clock,
        )
        self.experiments = AtOnce(
            "quota-experiments-at-once",
            Most(settings.max_experiments_per_token, settings.max_experiments_per_address),
            30,
            clock,
        )
        self.experiment_seconds = Spending(
            "quota-experiment-seconds",
            Most(settings.experiment_seconds_per_token, settings.experiment_seconds_per_address),
            _HOUR,
            clock,
        )
        self.runs = Spending(
            "quota-new-runs",
            Most(settings.new_runs_per_token, settings.new_runs_per_address),
            _HOUR,
            clock,
        )
        self.classes = Spending(
            "quota-new-classes",
            Most(settings.new_classes_per_address, settings.new_classes_per_address),
            _HOUR,
            clock,
        )
        self.wrong_codes = Spending(
            "quota-wrong-codes",
            Most(settings.wrong_codes_per_token, settings.wrong_codes_per_address),
            _TEN_MINUTES,
            clock,
        )

    @property
    def named(self) -> dict[str, Quota]:
        """All of them, by name."""
        return {name: quota for name, quota in vars(self).items() if isinstance(quota, Quota)}


class QuotaNews:
    """Tells the processes that share a database what clients have of each, by `NOTIFY`.

    No request waits for it, so that within a fraction of a second a client may have a little more
    than its quota. What is held is told again and again: it outlives no process that has died. What
    was used up before a process began it does not know.
    """

    def __init__(self, quotas: Quotas, broadcast: Broadcast, server: str) -> None:
        self._quotas = quotas.named
        self._broadcast = broadcast
        self._server = server

    async def carry(self) -> None:
        """Tells and hears for as long as it is not cancelled."""
        stop = self._broadcast.listen(_TOPIC, self._hear)
        try:
            while True:
                for quota in self._quotas.values():
                    quota.renew()
                for _ in range(round(_REMIND_SECONDS / _TELL_SECONDS)):
                    self._tell()
                    await anyio.sleep(_TELL_SECONDS)
        finally:
            stop()

    def _tell(self) -> None:
        news = [
            (name, *key, amount)
            for name, quota in self._quotas.items()
            for key, amount in quota.untold().items()
        ]
        for first in range(0, len(news), _MOST_NEWS):
            told = [self._server, news[first : first + _MOST_NEWS]]
            self._broadcast.send(_TOPIC, orjson.dumps(told).decode())

    def _hear(self, told: str) -> None:
        if not told:
            return
        server, news = orjson.loads(told)
        if server == self._server:
            return
        for name, kind, key, amount in news:
            # Another version may have quotas that this one does not.
            if (quota := self._quotas.get(name)) is not None:
                quota.hear(server, (kind, key), amount)


def _exhausted(told: str, kind: str, most: float, retry_seconds: int) -> Problem:
    return Problem(
        429,
        saying(told, kind=kind, count=str(int(most)), seconds=str(retry_seconds)),
        kind="quota",
        headers={"Retry-After": str(retry_seconds)},
    )
