"""What messages ask for, looked up for many of them at once: is it still open, and due on the day they name?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.message import Message
from register.states import CaseState, ContributionState, DutyState, RequestState
from register.tables import Case, Contribution, Duty, Milestone, Request, Seat, Task, TaskUnit
from schedules.circulars import still_asked
from schedules.notices import still_unsigned
from schedules.targets import given_targets

_ASKING = {"digest", "warning", "order", "explanation-asked", "proposal", "missing-list"}
_ASKING_FIGURES = {"digest", "targets-asked"}
_UNANSWERED = (RequestState.ASKED, RequestState.RETURNED)
Item = dict[str, Any]


@dataclass(frozen=True)
class Truth:
    """What is so as some messages are about to leave."""

    duties: dict[int | None, str]
    """Open ones -> the due date in force, as messages write it."""
    milestones: dict[tuple[int | None, int | None], str]
    """(Seat, milestone in whose task the seat's unit takes part) -> the due date in force."""
    open: dict[str, Collection[int | None]]
    """Kind of number in an item -> those that still wait for somebody."""
    given: Collection[int]
    """Questions for figures that were answered."""
    asked: Collection[int | None]
    """Recipients of circulars who have not answered."""

    def of(self, message: Message) -> dict[str, Any] | None:
        """The message's facts without what was met in the meantime; None when nothing is left to say."""
        facts = message.facts
        if _asks_figures(message):
            facts = {**facts, "targets": [one for one in facts["targets"] if one["request"] not in self.given]}
        if message.template == "targets-asked":
            return facts if facts["targets"] else None
        if message.template == "circular-reminder":
            return facts if facts["recipient"] in self.asked else None
        if not _asks_items(message):
            return facts
        items = [item for item in facts["items"] if self._holds(message, item)]
        return {**facts, "items": items} if items or facts.get("targets") else None

    def _holds(self, message: Message, item: Item) -> bool:
        return self._as_it_was(message, item) and all(
            item[name] in those for name, those in self.open.items() if item.get(name) is not None
        )

    def _as_it_was(self, message: Message, item: Item) -> bool:
        """Open, and due on the day that is named: a date that has moved has reminders of its own."""
        if "duty" in item:
            in_force = self.duties.get(item["duty"])
            return in_force is not None and item.get("due", in_force) == in_force
        return "milestone_id" not in item or item["due"] == self.milestones.get((_seat(message), item["milestone_id"]))


async def truth_about(session: AsyncSession, messages: Sequence[Message]) -> Truth:
    """One look for each kind of thing that any of the messages asks for."""
    items = [(message, item) for message in messages if _asks_items(message) for item in message.facts["items"]]

    async def look(find: _Find, wanted: set[int]) -> Any:
        return await find(session, wanted) if wanted else ()

    supported = {(_seat(message), item["milestone_id"]) for message, item in items if _supports(item)}
    return Truth(
        duties=dict(await look(_open_duties, set(_numbers(items, "duty")))),
        milestones=await _supported(session, supported) if supported else {},
        open={name: await look(find, set(_numbers(items, name))) for name, find in _FINDS.items()},
        given=await look(
            given_targets,
            {one["request"] for message in messages if _asks_figures(message) for one in message.facts["targets"]},
        ),
        asked=await look(
            still_asked, {message.facts["recipient"] for message in messages if message.template == "circular-reminder"}
        ),
    )


def _numbers(items: Sequence[tuple[Message, Item]], name: str) -> Iterator[int]:
    return (item[name] for _, item in items if item.get(name) is not None)


def _asks_items(message: Message) -> bool:
    return (message.kind in _ASKING or message.template == "urge") and bool(message.facts.get("items"))


def _asks_figures(message: Message) -> bool:
    return message.template in _ASKING_FIGURES and bool(message.facts.get("targets"))


def _supports(item: Item) -> bool:
    return "milestone_id" in item and "duty" not in item


def _seat(message: Message) -> int:
    return int(message.owner.partition(":")[2])


async def _open_duties(session: AsyncSession, duties: set[int]) -> list[tuple[int | None, str]]:
    rows = await session.exec(
        select(col(Duty.id), col(Duty.due)).where(col(Duty.id).in_(duties), Duty.state == DutyState.OPEN)
    )
    return [(duty_id, due.isoformat()) for duty_id, due in rows]


async def _supported(session: AsyncSession, pairs: set[tuple[int, int]]) -> dict[tuple[int | None, int | None], str]:
    """Milestones in force, of tasks in which the unit that is told takes part."""
    seats, milestones = ({pair[place] for pair in pairs} for place in (0, 1))
    rows = await session.exec(
        select(col(Seat.id), col(Milestone.id), col(Milestone.due))
        .join(TaskUnit, col(TaskUnit.unit_id) == col(Seat.unit_id))
        .join(Milestone, col(Milestone.task_id) == col(TaskUnit.task_id))
        .where(col(Seat.id).in_(seats), col(Milestone.id).in_(milestones), col(Milestone.dropped_on).is_(None))
    )
    return {(seat_id, milestone_id): due.isoformat() for seat_id, milestone_id, due in rows}


async def _unanswered(session: AsyncSession, requests: set[int]) -> set[int | None]:
    waiting = select(Request.id).where(col(Request.id).in_(requests), col(Request.state).in_(_UNANSWERED))
    return set(await session.exec(waiting))


async def _ungiven(session: AsyncSession, contributions: set[int]) -> set[int | None]:
    asked = (
        select(Contribution.id)
        .join(Task, col(Task.id) == col(Contribution.task_id))
        .where(Contribution.state == ContributionState.ASKED, col(Task.dropped_on).is_(None))
    )
    return set(await session.exec(asked.where(col(Contribution.id).in_(contributions))))


async def _mending(session: AsyncSession, cases: set[int]) -> set[int | None]:
    still = select(Case.id).where(col(Case.id).in_(cases), Case.state == CaseState.RECTIFYING)
    return set(await session.exec(still))


_Find = Callable[[AsyncSession, set[int]], Awaitable[Any]]
_FINDS: dict[str, _Find] = {
    "request": _unanswered,
    "contribution": _ungiven,
    "rectify": _mending,
    "copy": still_unsigned,
}
