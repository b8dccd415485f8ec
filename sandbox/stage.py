"""What the chat page shows around the chats: seats, and a clock that can be moved. The demo gives one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Move = Literal["day", "event", "quarter"]


@dataclass(frozen=True, slots=True)
class StageSeat:
    """One chat as one person sees it."""

    user_id: int
    chat_id: int
    name: str
    unit: str
    role: str
    """Chinese label, such as 联络员."""
    group: str
    """Chinese heading under which the seat is listed."""


class Stage(Protocol):
    """The demo's side of the page."""

    def seats(self) -> Sequence[StageSeat]:
        """In the order of listing; seats of one group may stand apart."""
        ...

    def now(self) -> datetime: ...

    def day_note(self) -> str:
        """What kind of day it is, such as 工作日."""
        ...

    async def move(self, how: Move) -> None:
        """Move the clock to the next day, event or quarter end; returns when everything due has been sent."""
        ...
