"""What one client may have of a server, so that nobody can take it all.

A client is known by its token, and by the address that it comes from. Tokens are given to whoever
has none, so that a quota for tokens alone would hold back nobody who throws theirs away; and a
whole class may come from one address. So both count: for a token the quota is what one person needs
with several windows open, for an address it leaves a part of the server to all others.
"""

from __future__ import annotations

import math
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address

from app.documents.problems import Problem
from app.settings import Settings
from app.words.messages import saying

_HOUR = 3600.0
_TEN_MINUTES = 600.0


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
            return cls(host, token)
        if isinstance(address, IPv6Address):
            if address.ipv4_mapped is not None:
                return cls(str(address.ipv4_mapped), token)
            return cls(str(IPv6Network((address, 64), strict=False)), token)
        return cls(str(address), token)

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """By what it is counted: `("token", …)` where it has one, and `("address", …)`."""
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


class AtOnce:
    """How many of something clients may have at once. `told` names the message of the refusal."""

    def __init__(self, told: str, most: Most, retry_seconds: int) -> None:
        self._told = told
        self._most = most
        self._retry_seconds = retry_seconds
        self._held: Counter[tuple[str, str]] = Counter()

    def take(self, client: Client) -> Callable[[], None]:
        """Takes one, and returns what gives it back, once. Raises `Problem` where none is left."""
        for kind, key in client.keys:
            most = self._most.of(kind)
            if self._held[kind, key] >= most:
                raise _exhausted(self._told, kind, most, self._retry_seconds)
        self._held.update(client.keys)
        given_back = False

        def give_back() -> None:
            nonlocal given_back
            if not given_back:
                given_back = True
                self._held.subtract(client.keys)
                for key in client.keys:
                    if self._held[key] <= 0:
                        del self._held[key]

        return give_back


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


class Spending:
    """How much of something clients may use up within a time. The `clock` is in seconds."""

    def __init__(
        self, told: str, most: Most, within_seconds: float, clock: Callable[[], float]
    ) -> None:
        self._told = told
        self._most = most
        self._within = within_seconds
        self._clock = clock
        self._spent: dict[tuple[str, str], _Spent] = {}
        self._swept = clock()

    def require(self, client: Client) -> None:
        """Raises `Problem` where a client has used up what it may."""
        now = self._clock()
        for key in client.keys:
            if (spent := self._spent.get(key)) is None:
                continue
            spent.forget(now - self._within)
            most = self._most.of(key[0])
            if spent.total >= most:
                wait = math.ceil(spent.below(most) + self._within - now)
                raise _exhausted(self._told, key[0], most, max(1, wait))

    def spend(self, client: Client, amount: float) -> None:
        """Counts what a client has used."""
        now = self._clock()
        for key in client.keys:
            self._spent.setdefault(key, _Spent()).add(now, amount)
        if now - self._swept > self._within:
            self._swept = now
            for key, spent in list(self._spent.items()):
                spent.forget(now - self._within)
                if not spent.pieces:
                    del self._spent[key]


class Quotas:
    """The quotas of one server."""

    def __init__(self, settings: Settings, clock: Callable[[], float]) -> None:
        self.trainings = AtOnce(
            "quota-trainings-at-once",
            Most(settings.max_trainings_per_token, settings.max_trainings_per_address),
            5,
        )
        self.streams = AtOnce(
            "quota-streams-at-once",
            Most(settings.max_event_streams_per_token, settings.max_event_streams_per_address),
            5,
        )
        self.experiments = AtOnce(
            "quota-experiments-at-once",
            Most(settings.max_experiments_per_token, settings.max_experiments_per_address),
            30,
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


def _exhausted(told: str, kind: str, most: float, retry_seconds: int) -> Problem:
    return Problem(
        429,
        saying(told, kind=kind, count=str(int(most)), seconds=str(retry_seconds)),
        kind="quota",
        headers={"Retry-After": str(retry_seconds)},
    )
