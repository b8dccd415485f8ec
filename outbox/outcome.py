"""What a channel can say about one attempt, sorted by what it proves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sent:
    """The other side took it and gave it this number."""

    provider_id: str


@dataclass(frozen=True)
class Unchanged:
    """An edit found the message already so: as good as sent."""


@dataclass(frozen=True)
class NotSent:
    """It certainly never left: no connection, no free connection in the pool."""

    reason: str


@dataclass(frozen=True)
class Doubtful:
    """Nobody knows: time ran out, the connection broke, a server error, half an answer, anything unknown."""

    reason: str


@dataclass(frozen=True)
class Refused:
    """The other side will never take it; ``unreachable`` when that holds for everything sent to this address."""

    reason: str
    unreachable: bool


@dataclass(frozen=True)
class Wait:
    """The other side asks for ``seconds`` of silence; this message was not taken."""

    seconds: float


@dataclass(frozen=True)
class Moved:
    """The address has become another one; this message was not taken."""

    new_address: str


@dataclass(frozen=True)
class OwnFault:
    """We are not let in at all (a wrong token): no message is to blame."""

    reason: str


Outcome = Sent | Unchanged | NotSent | Doubtful | Refused | Wait | Moved | OwnFault
