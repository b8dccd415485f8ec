"""The consolidating unit looks at the quarter's whole and files it."""

from __future__ import annotations

from actions.acts import Act
from actions.filing import confirm_round
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.transaction import Work
from register.buttons import Offer
from register.states import RoundState
from register.tables import Button, Round
from register.views.missing import missing_list


async def show(work: Work, button: Button) -> None:
    round_ = await work.session.get(Round, button.target or 0)
    if round_ is None:
        raise Refusal("round-unknown")
    listed = await missing_list(work.session, round_, work.desk.rules.today(work.at))
    confirm = Offer(Act.CONFIRM_FILING, "confirm-filing", round_.id)
    rows = [[confirm]] if round_.state is RoundState.CLOSED else None
    await work.reply("filing-card", facts_of(listed) | {"state": round_.state.value}, rows)


async def confirm(work: Work, button: Button) -> None:
    filed = await confirm_round(work.session, work.desk.rules, work.actor, button.target or 0, work.at)
    await work.turn_card("filing-done", facts_of(filed) | {"when": work.at.isoformat()}, kind="receipt")
