"""Lists for those who watch over the plan: what is overdue, who has not reported."""

from __future__ import annotations

from telegram import Update

from actions.access import WATCHING, require
from actions.acts import Act
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.handlers.arguments import behind_command, quarter_in
from bot.transaction import Rows, Work
from plans.roles import Role
from register.buttons import Offer
from register.reports import latest_round, round_of
from register.tables import Button, Round
from register.views.missing import missing_list
from register.views.overdue import overdue

_MOST_BUTTONS = 12


async def overdue_command(work: Work, _update: Update) -> None:
    await show_overdue(work)


async def show_overdue(work: Work, _button: Button | None = None) -> None:
    """All that is overdue, for those who watch over the plan; others see what is their own units'."""
    own = work.actor.unit_places() if not work.actor.seats(*WATCHING) else {}
    work.place = next(iter(own.values()), None) or await require(work.session, work.actor, Act.OVERDUE_LIST)
    today = work.desk.rules.today(work.at)
    lines = await overdue(work.session, today, *own)
    numbers = list(dict.fromkeys(line.task for line in lines))[:_MOST_BUTTONS]
    rows = _urging(numbers) if work.place.role is Role.OFFICE else []
    await work.reply("overdue", {"lines": facts_of(lines), "own": bool(own), "units": len(own)}, rows)


def _urging(numbers: list[int]) -> Rows:
    offers = [Offer(Act.URGE, "urge", number, facts=(("number", number),)) for number in numbers]
    return [offers[i : i + 3] for i in range(0, len(offers), 3)]


async def missing_command(work: Work, update: Update) -> None:
    """/missing [2021Q2]: of the latest round unless a quarter is named."""
    work.place = await require(work.session, work.actor, Act.MISSING_LIST)
    text = behind_command(update)
    quarter = quarter_in(text)
    if text and quarter is None:
        raise Refusal("quarter-needed")
    round_ = await round_of(work.session, quarter) if quarter is not None else await latest_round(work.session)
    if round_ is None:
        raise Refusal("no-round" if quarter is not None else "no-round-yet")
    await _show_missing(work, round_)


async def show_missing(work: Work, button: Button) -> None:
    round_ = await work.session.get(Round, button.target or 0)
    if round_ is None:
        raise Refusal("no-round")
    await _show_missing(work, round_)


async def _show_missing(work: Work, round_: Round) -> None:
    listed = await missing_list(work.session, round_, work.desk.rules.today(work.at))
    await work.reply("missing", facts_of(listed))
