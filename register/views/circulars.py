"""Circulars as they are shown: the paper, the list, and the table of the answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from register.circulars import local
from register.people import name_of
from register.rules import Rules
from register.states import CircularState, RecipientState
from register.tables import Circular, Evidence, Recipient, Unit
from register.tables.circulars import Reply

_SHOWN = 10


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One unit's row of the table."""

    unit: str
    state: RecipientState
    reply: Reply | None
    words: str
    who: str
    at: datetime | None
    late: bool
    files: int


@dataclass(frozen=True, slots=True)
class CircularLine:
    """A circular in the office's list: how many of the units asked have answered."""

    circular_id: int
    kind: str
    title: str
    due: datetime
    state: CircularState
    asked: int
    answered: int


async def count_files(session: AsyncSession, circular_id: int) -> int:
    """How many files the office sent round with it."""
    return (await session.exec(select(func.count(col(Evidence.id))).where(Evidence.circular_id == circular_id))).one()


def paper_facts(rules: Rules, circular: Circular, files: int) -> dict[str, Any]:
    """What every message about a circular says of it."""
    return {
        "circular": circular.id,
        "kind": circular.kind.value,
        "title": circular.title,
        "words": circular.words,
        "due": local(rules, circular.due),
        "files": files,
        "items": [],
    }


async def answers_to(session: AsyncSession, circular_id: int) -> list[AnswerLine]:
    """Every unit the circular was sent to, in the plan's order."""
    rows = await session.exec(
        select(Recipient, Unit.name)
        .join(Unit, col(Unit.id) == col(Recipient.unit_id))
        .where(Recipient.circular_id == circular_id)
        .order_by(col(Unit.position))
    )
    files = await _opinion_files(session, circular_id)
    return [
        AnswerLine(
            unit=name,
            state=one.state,
            reply=one.reply,
            words=one.words,
            who=await name_of(session, one.replied_by),
            at=one.replied_at,
            late=one.late,
            files=files.get(one.id or 0, 0) if one.reply is Reply.OPINION else 0,
        )
        for one, name in rows
    ]


async def _opinion_files(session: AsyncSession, circular_id: int) -> dict[int, int]:
    counted = (
        select(Evidence.recipient_id, func.count(col(Evidence.id)))
        .join(Recipient, col(Recipient.id) == col(Evidence.recipient_id))
        .where(Recipient.circular_id == circular_id)
        .group_by(col(Evidence.recipient_id))
    )
    return {recipient_id or 0: count for recipient_id, count in await session.exec(counted)}


def table_facts(rules: Rules, circular: Circular, lines: Sequence[AnswerLine], recalled_by: str = "") -> dict[str, Any]:
    """The table as a message keeps it."""
    return {
        **paper_facts(rules, circular, 0),
        "state": circular.state.value,
        "recalled_by": recalled_by,
        "recalled_because": circular.recalled_because,
        "lines": [
            {
                "unit": line.unit,
                "state": line.state.value,
                "reply": line.reply.value if line.reply is not None else None,
                "words": line.words,
                "who": line.who,
                "at": local(rules, line.at) if line.at is not None else None,
                "late": line.late,
                "files": line.files,
            }
            for line in lines
        ],
    }


async def latest_circulars(session: AsyncSession) -> list[CircularLine]:
    """The newest circulars, the newest first."""
    rows = await session.exec(select(Circular).order_by(col(Circular.id).desc()).limit(_SHOWN))
    return [await _line(session, circular) for circular in list(rows)]


async def _line(session: AsyncSession, circular: Circular) -> CircularLine:
    states = list(await session.exec(select(Recipient.state).where(Recipient.circular_id == circular.id)))
    return CircularLine(
        circular_id=circular.id or 0,
        kind=circular.kind.value,
        title=circular.title,
        due=circular.due,
        state=circular.state,
        asked=len(states),
        answered=states.count(RecipientState.ANSWERED),
    )
