"""A unit takes back what waits for the office: first it sees what follows, then it confirms."""

from __future__ import annotations

from actions.acts import Act
from actions.withdraw import Withdrawn, claim_waiting, extension_waiting, withdraw_claim, withdraw_extension
from bot.facts import facts_of
from bot.handlers.marking import mark
from bot.transaction import Work
from register.buttons import Offer
from register.tables import Button

SURE = "sure"


async def take_back_extension(work: Work, button: Button) -> None:
    if button.argument == SURE:
        await withdraw_extension(work.session, work.desk.rules, work.actor, button.target or 0, work.at)
        await _done(work)
    else:
        await _ask(work, Act.WITHDRAW_EXTENSION, await extension_waiting(work.session, button.target or 0))


async def take_back_claim(work: Work, button: Button) -> None:
    if button.argument == SURE:
        await withdraw_claim(work.session, work.desk.rules, work.actor, button.target or 0, work.at)
        await _done(work)
    else:
        await _ask(work, Act.WITHDRAW_CLAIM, await claim_waiting(work.session, button.target or 0))


async def _ask(work: Work, act: Act, withdrawn: Withdrawn) -> None:
    days = (withdrawn.due - work.desk.rules.today(work.at)).days
    facts = {"withdrawn": facts_of(withdrawn), "due": withdrawn.due.isoformat(), "days": days}
    await work.reply("withdraw-asked", facts, [[Offer(act, "withdraw-sure", withdrawn.row_id, argument=SURE)]])


async def _done(work: Work) -> None:
    await mark(work, "withdrawn", who=work.actor.name, when=work.at)
