"""What the machine says at 09:00 of a working day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from plans.model import TaskEntry

from . import workdays
from .facts import Fact
from .world import Ground, Request, World

LEAD_MARKS = (30, 15, 7, 3, 1, 0)
SUPPORT_MARKS = (15, 3)
STEP_ROLES = {
    "warning": ("contact", "office"),
    "order": ("contact", "leader", "office"),
    "explanation-asked": ("contact",),
    "proposal": ("bureau", "office"),
}


def mark(due: date, today: date, marks: tuple[int, ...]) -> int | None:
    """The smallest mark whose day, moved back to a working day, is ``today``."""
    hits = [days for days in marks if workdays.on_or_before(due - timedelta(days=days)) == today]
    return min(hits, default=None)


def lead_why(due: date, today: date) -> str | None:
    """Why a lead's digest of ``today`` names an open milestone."""
    if today > due:
        named = today == workdays.nth_after(due, 1) or workdays.first_of_iso_week(today)
        return "overdue" if named else None
    days = mark(due, today, LEAD_MARKS)
    return None if days is None else f"due-{days}"


def support_why(due: date, today: date) -> str | None:
    """The same for a responsible unit, which is told once after the due date."""
    if today > due:
        return "support-overdue" if today == workdays.nth_after(due, 1) else None
    days = mark(due, today, SUPPORT_MARKS)
    return None if days is None else f"support-{days}"


def due_items(world: World, today: date) -> Iterator[Fact]:
    """Digest items about milestones."""
    for part in world.parts:
        why = lead_why(part.due, today)
        if why and part.open:
            yield Fact(today, part.unit, "contact", "digest", part.task.number, part.ordinal, why)
    for task in world.plan.tasks:
        for ordinal in range(1, len(task.milestones) + 1):
            yield from _support_items(world, today, task, ordinal)


def _support_items(world: World, today: date, task: TaskEntry, ordinal: int) -> Iterator[Fact]:
    """The milestone is due when the last of its parts is."""
    parts = [part for part in world.parts if part.task is task and part.ordinal == ordinal]
    why = support_why(max(part.due for part in parts), today)
    if why and any(part.open for part in parts):
        for unit in world.supports(task):
            yield Fact(today, unit, "contact", "digest", task.number, ordinal, why)


def round_items(asked: list[Request], today: date, why: str) -> Iterator[Fact]:
    """Digest items about reports that nobody has answered yet."""
    for request in asked:
        if not request.answered:
            yield Fact(today, request.unit, "contact", "digest", request.task.number, None, why)


def missing_list(world: World, today: date) -> Iterator[Fact]:
    """The list that the office gets on the first working day after a close."""
    for request in world.requests:
        if not request.answered and today == workdays.nth_after(request.closes, 1):
            yield Fact(
                today,
                world.plan.plan.office,
                "office",
                "missing-list",
                request.task.number,
                None,
                "missing",
                request.unit,
            )


def steps(world: World, today: date) -> Iterator[Fact]:
    """The steps of the ladder whose time has come and whose duty is still unmet."""
    for ground in world.grounds:
        step = ground.due_step(today) if ground.open else None
        if step:
            ground.taken.append(today)
            yield from _step_facts(world, today, ground, step)


def _step_facts(world: World, today: date, ground: Ground, step: str) -> Iterator[Fact]:
    subject = ground.subject
    ordinal = None if isinstance(subject, Request) else subject.ordinal
    head = world.plan.plan
    for role in STEP_ROLES[step]:
        seat_of = {"office": world.names.official(head.office), "bureau": world.names.official(head.bureau)}
        about = None if role == "contact" else subject.unit
        unit = seat_of.get(role, subject.unit)
        yield Fact(today, unit, role, step, subject.task.number, ordinal, ground.why, about)
