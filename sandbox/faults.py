"""Faults by script: what the caller will see, and whether its request took effect all the same.

The two are independent, and that is the point: a reset after the body looks like a reset before it.
"""

from collections import deque
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sandbox import answers
from sandbox.answers import ApiError


class Wire(Enum):
    """What happens to the connection; only a transport can carry it out."""

    HANG = "hang"  # the answer never comes
    RESET = "reset"  # the connection is torn down
    HALF = "half"  # the answer breaks off in the middle
    SLOW = "slow"  # the answer comes after `seconds`


@dataclass(frozen=True, slots=True)
class Fault:
    """`sees`: a refusal in Bot API shape, or what happens on the wire; `executed`: whether it took effect."""

    sees: ApiError | Wire
    executed: bool = False
    seconds: float = 0.0


class WireError(Exception):
    """Tells the transport what to do instead of answering; `status` and `body` are the answer that was due.

    A request that was not executed has status 0 and an empty body.
    """

    def __init__(self, fault: Fault, status: int, body: dict[str, Any]) -> None:
        super().__init__(f"wire fault: {fault.sees}")
        self.wire: Wire | ApiError = fault.sees
        self.seconds = fault.seconds
        self.status = status
        self.body = body


@dataclass(slots=True)
class _Planned:
    fault: Fault
    method: str | None
    chat_id: int | None
    left: int | None
    skip: int

    def meets(self, method: str, chat_id: int | None) -> bool:
        return self.method in (None, method) and self.chat_id in (None, chat_id)


class Faults:
    """A queue of planned faults; the first that matches a call is used up by it."""

    def __init__(self) -> None:
        self._planned: deque[_Planned] = deque()

    def __bool__(self) -> bool:
        return bool(self._planned)

    def add(
        self,
        fault: Fault,
        *,
        method: str | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        skip: int = 0,
    ) -> None:
        """Plan a fault for calls of this method and chat; `times=None` is for ever, `skip` lets so many pass first."""
        self._planned.append(_Planned(fault, method.lower() if method else None, chat_id, times, skip))

    def clear(self) -> None:
        self._planned.clear()

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        for planned in self._planned:
            if not planned.meets(method.lower(), chat_id):
                continue
            if planned.skip:
                planned.skip -= 1
                continue
            if planned.left is not None:
                planned.left -= 1
                if planned.left == 0:
                    self._planned.remove(planned)
            return planned.fault
        return None


def hang(executed: bool = True) -> Fault:
    return Fault(Wire.HANG, executed)


def reset(executed: bool) -> Fault:
    return Fault(Wire.RESET, executed)


def half_answer() -> Fault:
    return Fault(Wire.HALF, executed=True)


def slow(seconds: float) -> Fault:
    return Fault(Wire.SLOW, executed=True, seconds=seconds)


def bad_gateway(executed: bool = False) -> Fault:
    return Fault(ApiError(502, "Bad Gateway"), executed)


def server_error(executed: bool = False) -> Fault:
    return Fault(ApiError(500, "Internal Server Error"), executed)


def too_many_requests(retry_after: int) -> Fault:
    return Fault(answers.too_many_requests(retry_after))


def blocked() -> Fault:
    return Fault(answers.forbidden("bot was blocked by the user"))


def deactivated() -> Fault:
    return Fault(answers.forbidden("user is deactivated"))


def kicked() -> Fault:
    return Fault(answers.forbidden("bot was kicked from the group chat"))


def chat_not_found() -> Fault:
    return Fault(answers.bad_request("chat not found"))


def migrated(new_chat_id: int) -> Fault:
    return Fault(answers.migrated(new_chat_id))


def unauthorized() -> Fault:
    return Fault(answers.unauthorized())


def conflict() -> Fault:
    why = "terminated by other getUpdates request; make sure that only one bot instance is running"
    return Fault(answers.conflict(why))
