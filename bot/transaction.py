"""The unit of work of the update at hand: everything its handler wants is done in one transaction, or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.access import Actor
from bot.desk import Desk
from outbox.enqueue import enqueue
from outbox.message import Message, Method, Owed, Priority
from register.buttons import Offer, offer
from register.seats import Place
from register.tables import Unit

Rows = list[list[Offer]]


@dataclass(frozen=True)
class Toast:
    """A few words over the chat after a press; no record is kept of them."""

    words: str
    alert: bool = False


@dataclass
class Work:
    """One update being handled. ``at`` is the evidence time: when the person wrote or pressed."""

    session: AsyncSession
    desk: Desk
    actor: Actor
    update_id: int
    at: datetime
    query_id: str | None = None
    """The press that waits for an answer."""
    pressed: Message | None = None
    """The outbox message whose button was pressed."""
    toast: Toast | None = None
    failure: BaseException | None = None
    replies: list[Owed] = field(default_factory=list)
    afterwards: list[Callable[[], Awaitable[None]]] = field(default_factory=list)
    """Done after the commit, best effort: nothing that must not be lost."""

    async def reply(
        self,
        template: str,
        facts: dict[str, Any] | None = None,
        rows: Rows | None = None,
        *,
        kind: str = "other",
        place: Place | None = None,
    ) -> None:
        """Answer in the chat with a message of its own."""
        self.replies.append(await self._owed(template, facts, rows, kind, place))

    async def turn_card(
        self,
        template: str,
        facts: dict[str, Any] | None = None,
        rows: Rows | None = None,
        *,
        kind: str = "other",
        place: Place | None = None,
    ) -> None:
        """Answer a press by turning the pressed card into this one; without a press it is a reply."""
        owed = await self._owed(template, facts, rows, kind, place)
        self.replies.append(self._as_edit(owed))

    def edit_pressed(self, facts: dict[str, Any], keyboard: list[list[dict[str, Any]]]) -> None:
        """Write a result below the pressed message; ``keyboard`` is what remains of its buttons."""
        owed = self._bare("marked", facts, "other", None).model_copy(update={"keyboard": keyboard})
        self.replies.append(self._as_edit(owed))

    def drop_replies(self) -> None:
        self.replies.clear()
        self.afterwards.clear()

    async def enqueue_replies(self) -> None:
        await enqueue(self.session, self.replies, self.desk.clock.now())

    async def _owed(
        self, template: str, facts: dict[str, Any] | None, rows: Rows | None, kind: str, place: Place | None
    ) -> Owed:
        place = place or next(iter(self.actor.places), None)
        seat_id = place.seat_id if place is not None else None
        unit = await self.session.get(Unit, place.unit_id) if place is not None else None
        keyboard = offer(self.session, rows or [], seat_id, self.at)
        owed = self._bare(template, facts or {}, kind, place)
        return owed.model_copy(update={"keyboard": keyboard, "group": unit.name if unit is not None else ""})

    def _bare(self, template: str, facts: dict[str, Any], kind: str, place: Place | None) -> Owed:
        place = place or next(iter(self.actor.places), None)
        owner = f"seat:{place.seat_id}" if place is not None else self.actor.label
        return Owed(
            key=f"answer/{self.update_id}/{len(self.replies) + 1}",
            address=str(self.actor.chat_id),
            owner=owner,
            kind=kind,
            template=template,
            facts=facts,
            priority=Priority.ANSWER,
        )

    def _as_edit(self, owed: Owed) -> Owed:
        if self.pressed is None:
            return owed
        return owed.model_copy(update={"method": Method.EDIT, "edits": self.pressed.id})


_current: ContextVar[Work] = ContextVar("work")


def current() -> Work:
    """The work of the update at hand; LookupError outside of one."""
    return _current.get()


@contextmanager
def at_work(work: Work) -> Iterator[Work]:
    mark = _current.set(work)
    try:
        yield work
    finally:
        _current.reset(mark)
