"""The office urges: first it sees whom, then it confirms."""

from __future__ import annotations

from telegram import Update

from actions.acts import Act
from actions.urge import preview, urge
from bot.facts import facts_of
from bot.handlers.arguments import behind_command, task_number
from bot.handlers.marking import mark
from bot.transaction import Work
from register.buttons import Offer
from register.tables import Button


async def remind_command(work: Work, update: Update) -> None:
    """/remind N."""
    await _preview(work, task_number(behind_command(update)))


async def propose(work: Work, button: Button) -> None:
    await _preview(work, button.target or 0)


async def _preview(work: Work, number: int) -> None:
    urging = await preview(work.session, work.desk.rules, work.actor, number, work.at)
    rows = [[Offer(Act.URGE_CONFIRM, "urge-confirm", number), Offer(Act.URGE_CANCEL, "form-stop", number)]]
    await work.reply("urge-preview", {"urging": facts_of(urging), "later": urging.leaves_at > work.at}, rows)


async def confirm(work: Work, button: Button) -> None:
    urging = await urge(work.session, work.desk.rules, work.actor, button.target or 0, work.at)
    await work.turn_card("urge-done", {"urging": facts_of(urging), "later": urging.leaves_at > work.at})


async def cancel(work: Work, _button: Button) -> None:
    await mark(work, "urge-dropped")
