"""/report: a durable job is written down and the person is told at once; the papers follow."""

from __future__ import annotations

from sqlmodel import select
from telegram import Update

from actions.access import require
from actions.acts import Act
from actions.refusal import Refusal
from bot.handlers.arguments import behind_command, number_in, quarter_in
from bot.jobs import ReportJob
from bot.transaction import Work
from register.seats import unit_called
from register.tables import Button, Task


async def report_command(work: Work, update: Update) -> None:
    """/report [2021Q2 | 11 | 水利局]."""
    await require(work.session, work.actor, Act.MAKE_REPORT)
    await _order(work, await _scope(work, behind_command(update)))


async def make_report(work: Work, button: Button) -> None:
    await _order(work, button.argument or "")


async def _scope(work: Work, text: str) -> str:
    if not text:
        return ""
    if (quarter := quarter_in(text)) is not None:
        return quarter
    if (number := number_in(text)) is not None:
        if (await work.session.exec(select(Task.id).where(Task.number == number))).first() is None:
            raise Refusal("task-unknown", number=number)
        return f"task:{number}"
    unit = await unit_called(work.session, text)
    if unit is None:
        raise Refusal("scope-unknown", text=text)
    return unit.name


async def _order(work: Work, scope: str) -> None:
    work.place = await require(work.session, work.actor, Act.MAKE_REPORT)
    job = ReportJob(scope=scope, chat_id=work.actor.chat_id, seat_id=work.place.seat_id, asked_at=work.at)
    work.session.add(job)
    await work.reply("report-started", {"scope": scope})
