"""Explanations (情况说明): what was asked by which letter, and what the unit answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.policy import Step
from register.states import CaseState, Cause, ClimbState, StepOutcome
from register.tables import Case, Climb, ClimbStep, Evidence, Explanation, Person, Task, Unit

_UNDECIDED = (CaseState.PROPOSED, CaseState.HELD)


@dataclass(frozen=True, slots=True)
class AskedGround:
    """A ground that the letter named; ``case`` is the state of the case it came to, None without one."""

    climb_id: int
    task: int
    title: str
    cause: Cause
    climb: ClimbState
    case_id: int | None
    case: CaseState | None

    @property
    def undecided(self) -> bool:
        """It may still come before the bureau, or stands there."""
        return self.climb is ClimbState.CLIMBING if self.case is None else self.case in _UNDECIDED


@dataclass(frozen=True, slots=True)
class Asked:
    """One letter that asked a unit to explain itself, with all that it named."""

    letter: str
    unit_id: int
    unit: str
    leading_body: bool
    grounds: tuple[AskedGround, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """The newest version of an explanation."""

    explanation_id: int
    version: int
    words: str
    who: str
    filed_at: datetime
    files: int


async def asked_about(session: AsyncSession, climb_id: int) -> Asked | None:
    """The last letter that asked to explain this ground; None when nobody has asked."""
    letter = await _letter(session, climb_id)
    if letter is None:
        return None
    rows = await session.exec(
        select(Climb, Task, Case)
        .join(ClimbStep, col(ClimbStep.climb_id) == col(Climb.id))
        .join(Task, col(Task.id) == col(Climb.task_id))
        .outerjoin(Case, col(Case.id) == col(Climb.case_id))
        .where(ClimbStep.message_key == letter)
        .order_by(col(Task.number), col(Climb.id))
    )
    found = list(rows)
    unit = await session.get_one(Unit, found[0][0].unit_id)
    return Asked(letter, unit.id or 0, unit.name, unit.leading_body, tuple(_ground(*row) for row in found))


def _ground(climb: Climb, task: Task, case: Case | None) -> AskedGround:
    state = case.state if case is not None else None
    return AskedGround(climb.id or 0, task.number, task.title, climb.cause, climb.state, climb.case_id, state)


async def _letter(session: AsyncSession, climb_id: int) -> str | None:
    asked = select(ClimbStep.message_key).where(
        ClimbStep.climb_id == climb_id,
        ClimbStep.step == Step.EXPLANATION,
        ClimbStep.outcome == StepOutcome.DONE,
        col(ClimbStep.message_key).is_not(None),
    )
    return (await session.exec(asked.order_by(col(ClimbStep.id).desc()).limit(1))).first()


async def open_asked(session: AsyncSession, unit_id: int, task_id: int) -> int | None:
    """A ground of the task that the unit has been asked to explain and nobody has decided; None without one."""
    rows = await session.exec(
        select(Climb.id)
        .join(ClimbStep, col(ClimbStep.climb_id) == col(Climb.id))
        .where(Climb.unit_id == unit_id, Climb.task_id == task_id, ClimbStep.step == Step.EXPLANATION)
        .order_by(col(ClimbStep.id).desc())
    )
    for climb_id in rows:
        asked = await asked_about(session, climb_id or 0)
        if asked is not None and any(ground.undecided for ground in asked.grounds):
            return climb_id
    return None


async def explanation_of(session: AsyncSession, letter: str) -> Given | None:
    """What the unit answered to this letter; None when it has not."""
    return next(iter(await _given(session, [letter])), None)


async def explanations_of_case(session: AsyncSession, case_id: int) -> tuple[Given, ...]:
    """What the unit said of the grounds of the case, a letter after the other."""
    letters = await session.exec(
        select(ClimbStep.message_key)
        .join(Climb, col(Climb.id) == col(ClimbStep.climb_id))
        .where(Climb.case_id == case_id, ClimbStep.step == Step.EXPLANATION)
    )
    return await _given(session, sorted({letter for letter in letters if letter is not None}))


async def _given(session: AsyncSession, letters: list[str]) -> tuple[Given, ...]:
    files = (
        select(func.count(col(Evidence.id)))
        .where(Evidence.explanation_id == Explanation.id)
        .correlate(Explanation)
        .scalar_subquery()
    )
    rows = await session.exec(
        select(Explanation, Person.name, files)
        .join(Person, col(Person.id) == col(Explanation.filed_by))
        .where(col(Explanation.letter).in_(letters))
        .order_by(col(Explanation.letter), col(Explanation.version))
    )
    newest = {
        row.letter: Given(row.id or 0, row.version, row.words, name, row.filed_at, count) for row, name, count in rows
    }
    return tuple(newest.values())
