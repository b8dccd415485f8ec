"""The office urges: first it sees whom, then it confirms what it saw."""

from __future__ import annotations

from telegram import Update

from actions.access import require
from actions.acts import Act
from actions.refusal import Refusal
from actions.urge import CHANGED, Urging, preview, urge
from bot.facts import facts_of
from bot.handlers.arguments import behind_command, task_number
from bot.handlers.guard import refuse_over_chat
from bot.handlers.marking import mark
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.tables import Button


async def remind_command(work: Work, update: Update) -> None:
    """/remind N."""
    await require(work.session, work.actor, Act.URGE)  # who may not urge is not asked for a number
    await _preview(work, task_number(behind_command(update)))


async def propose(work: Work, button: Button) -> None:
    await _preview(work, button.target or 0)


async def _preview(work: Work, number: int) -> None:
    urging = await preview(work.session, work.desk.rules, work.actor, number, work.at)
    await work.reply("urge-preview", _facts(work, urging), _rows(urging))


async def confirm(work: Work, button: Button) -> None:
    number, seen = button.target or 0, button.argument or ""
    try:
        urging = await urge(work.session, work.desk.rules, work.actor, number, seen, work.at)
    except Refusal as refusal:
        if refusal.word != CHANGED:
            raise
        await _show_again(work, number, refusal)
        return
    await work.turn_card("urge-done", _facts(work, urging))


async def _show_again(work: Work, number: int, refusal: Refusal) -> None:
    """Nobody was urged: the old preview becomes a fresh one."""
    fresh = await preview(work.session, work.desk.rules, work.actor, number, work.at)
    await work.turn_card("urge-preview", _facts(work, fresh), _rows(fresh))
    refuse_over_chat(work, refusal)


async def cancel(work: Work, _button: Button) -> None:
    await mark(work, "urge-dropped")


def _facts(work: Work, urging: Urging) -> dict[str, object]:
    return {"urging": facts_of(urging), "later": urging.leaves_at > work.at}


def _rows(urging: Urging) -> Rows:
    confirmed = Offer(Act.URGE_CONFIRM, "urge-confirm", urging.task, argument=urging.seen)
    return [[confirmed, Offer(Act.URGE_CANCEL, "form-stop", urging.task)]]
