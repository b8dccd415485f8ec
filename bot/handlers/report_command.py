"""/report: a durable job is written down and the person is told at once; the papers follow."""

from __future__ import annotations

from typing import Any

from telegram import Bot, Update

from actions.access import require
from actions.acts import Act
from bot.handlers.arguments import behind_command
from bot.jobs import ReportJob
from bot.transaction import Work
from documents.scope import ScopeUnclear, parse_scope
from register.snapshot import take_snapshot
from register.tables import Button


async def report_command(work: Work, update: Update) -> None:
    """/report [2021Q2 | 11 | 水利局]; ``documents/scope.py`` reads what it means."""
    await _order(work, behind_command(update))


async def make_report(work: Work, button: Button) -> None:
    await _order(work, button.argument or "")


async def _order(work: Work, asked: str) -> None:
    work.place = await require(work.session, work.actor, Act.MAKE_REPORT)
    try:
        scope = await _understood(work, asked)
    except ScopeUnclear as unclear:
        await work.reply("said", {"words": str(unclear)})
        return
    job = order(work, scope)
    await work.session.flush()
    await work.promise(job.promise, "report-started", {"scope": scope})


def order(work: Work, scope: str, paper: str | None = None, facts: dict[str, Any] | None = None) -> ReportJob:
    """Write down what is owed to the one who asked, and wake who makes it; see ``ReportJob``."""
    seat = work.place.seat_id if work.place is not None else None
    job = ReportJob(scope=scope, paper=paper, facts=facts, chat_id=work.actor.chat_id, asked_at=work.at)
    job.seat_id = seat
    work.session.add(job)

    async def wake(_bot: Bot) -> None:
        await work.desk.report_asked()

    work.afterwards.append(wake)
    return job


async def _understood(work: Work, asked: str) -> str:
    """What is asked, in full words. ScopeUnclear where this plan knows nothing of it: no promise without a paper."""
    return parse_scope(asked, await take_snapshot(work.session, work.desk.rules, work.at)).words if asked else ""
