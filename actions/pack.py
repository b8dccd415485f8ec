"""The evidence pack of a case (证据材料): reminders and steps with delivery and signature, reports with verdicts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from actions.reminders_given import ReminderGiven, reminders_given
from outbox.copies import letter_of, of_letters
from outbox.message import DeliveryState, Message
from register.explanations import Given, explanations_of_case
from register.rules import Rules
from register.states import StepOutcome, Verdict
from register.tables import Climb, ClimbStep, Receipt, Report, Request, Round, Task, Urge
from register.views.case_decrees import DecreeGiven, decrees_on
from register.views.case_extensions import ExtensionGiven, extensions_on
from register.views.case_history import HistoryLine, history_of
from register.views.cases import CaseLine, Ground, case_line
from register.views.coordinations import Difficulty, difficulties


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step of the ladder. The message's fields are None when the step wrote none, or it cannot be found."""

    task: int
    step: str
    planned: date
    at: datetime
    outcome: StepOutcome
    why_not: str | None
    delivery: DeliveryState | None
    sent_at: datetime | None
    signed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportGiven:
    task: int
    quarter: str
    version: int
    percent: int
    filed_at: datetime
    in_time: bool
    verdict: Verdict
    reason: str | None


@dataclass(frozen=True, slots=True)
class GroundLate:
    ground: Ground
    days_late: int


@dataclass(frozen=True, slots=True)
class Pack:
    case: CaseLine
    grounds: tuple[GroundLate, ...]
    reminders: tuple[ReminderGiven, ...]
    steps: tuple[StepTaken, ...]
    reports: tuple[ReportGiven, ...]
    urged_at: tuple[datetime, ...]
    extensions: tuple[ExtensionGiven, ...]
    decrees: tuple[DecreeGiven, ...]
    """Due dates that the plan itself moved."""
    difficulties: tuple[Difficulty, ...]
    """What the unit put to the office for coordination, and when it was answered."""
    explanations: tuple[Given, ...]
    history: tuple[HistoryLine, ...]
    """What became of the case since it was proposed."""


async def evidence_pack(session: AsyncSession, rules: Rules, case_id: int, now: datetime) -> Pack | None:
    """All that the register knows of the grounds of a case; None when there is no such case."""
    case = await case_line(session, case_id)
    if case is None:
        return None
    tasks = list(await session.exec(select(Climb.task_id).where(Climb.case_id == case_id)))
    urges = select(Urge.at).where(col(Urge.task_id).in_(tasks), Urge.unit_id == case.unit_id).order_by(col(Urge.at))
    return Pack(
        case=case,
        grounds=tuple(GroundLate(ground, ground.days_late(rules, now)) for ground in case.grounds),
        reminders=await reminders_given(session, case_id, case.unit),
        steps=await _steps(session, case_id),
        reports=await _reports(session, case.unit_id, tasks),
        urged_at=tuple(await session.exec(urges)),
        extensions=await extensions_on(session, case.unit_id, tasks),
        decrees=await decrees_on(session, tasks),
        difficulties=await difficulties(session, case.unit_id, tasks),
        explanations=await explanations_of_case(session, case_id),
        history=await history_of(session, case_id),
    )


async def _steps(session: AsyncSession, case_id: int) -> tuple[StepTaken, ...]:
    rows = await session.exec(
        select(ClimbStep, Task.number)
        .join(Climb, col(Climb.id) == col(ClimbStep.climb_id))
        .join(Task, col(Task.id) == col(Climb.task_id))
        .where(Climb.case_id == case_id)
        .order_by(col(ClimbStep.at), col(Task.number), col(ClimbStep.id))
    )
    steps = rows.all()
    keys = {step.message_key for step, _ in steps if step.message_key is not None}
    sent = await _messages(session, keys)
    signed = await _signatures(session, keys)
    return tuple(
        _step(step, task, sent.get(step.message_key or ""), signed.get(step.message_key or "")) for step, task in steps
    )


async def _messages(session: AsyncSession, letters: Collection[str]) -> dict[str, Message]:
    """Of each letter the copy that says most: the first that was sent, else any; replaced ones do not count."""
    rows = await session.exec(
        select(Message)
        .where(
            of_letters(col(Message.key), letters),
            col(Message.part) == 1,
            col(Message.state) != DeliveryState.CANCELLED,
            col(Message.superseded).is_(False),
        )
        .order_by(col(Message.sent_at).desc().nulls_first())
    )
    return {letter: row for row in rows if (letter := letter_of(row.key, letters)) is not None}


async def _signatures(session: AsyncSession, letters: Collection[str]) -> dict[str, datetime]:
    """When each letter was signed for first, by whoever got a copy."""
    rows = await session.exec(
        select(Receipt).where(of_letters(col(Receipt.message_key), letters)).order_by(col(Receipt.at).desc())
    )
    return {letter: row.at for row in rows if (letter := letter_of(row.message_key, letters)) is not None}


def _step(step: ClimbStep, task: int, message: Message | None, signed_at: datetime | None) -> StepTaken:
    return StepTaken(
        task=task,
        step=step.step,
        planned=step.planned,
        at=step.at,
        outcome=step.outcome,
        why_not=step.why_not,
        delivery=message.state if message is not None else None,
        sent_at=message.sent_at if message is not None else None,
        signed_at=signed_at,
    )


async def _reports(session: AsyncSession, unit_id: int, tasks: Sequence[int]) -> tuple[ReportGiven, ...]:
    rows = await session.exec(
        select(Report, Task.number, Round.quarter)
        .join(Request, col(Request.id) == col(Report.request_id))
        .join(Task, col(Task.id) == col(Request.task_id))
        .join(Round, col(Round.id) == col(Request.round_id))
        .where(Request.unit_id == unit_id, col(Request.task_id).in_(tasks))
        .order_by(col(Task.number), col(Round.quarter), col(Report.version))
    )
    return tuple(
        ReportGiven(
            task=task,
            quarter=quarter,
            version=report.version,
            percent=report.percent,
            filed_at=report.filed_at,
            in_time=report.in_time,
            verdict=report.verdict,
            reason=report.verdict_reason,
        )
        for report, task, quarter in rows
    )
