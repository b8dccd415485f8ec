"""/leave: a person gives up a seat."""

from __future__ import annotations

from functools import partial

from telegram import Update

from actions.access import actor_of, require
from actions.acts import Act
from actions.leave import leave, own_holding
from bot.facts import facts_of
from bot.handlers import seats
from bot.menus import set_menu
from bot.transaction import Work
from register.buttons import Offer
from register.holdings import Held, held_by
from register.tables import Button


async def leave_command(work: Work, _update: Update) -> None:
    """One seat is asked about at once; several are offered."""
    await require(work.session, work.actor, Act.LEAVE)
    own = await held_by(work.session, work.actor.person)
    if len(own) == 1:
        await _ask(work, own[0])
        return
    rows = [[Offer(Act.LEAVE, "leave", one.holding.id, facts=_seat(work, one))] for one in own]
    await work.reply("my-seats", {"name": work.actor.name}, rows)


def _seat(work: Work, one: Held) -> tuple[tuple[str, str], ...]:
    return (("unit", one.unit.name), ("role", work.desk.templates.words.say("roles", one.seat.role.value)))


async def ask_leave(work: Work, button: Button) -> None:
    await _ask(work, await own_holding(work.session, work.actor, Act.LEAVE, button.target or 0))


async def _ask(work: Work, found: Held) -> None:
    await own_holding(work.session, work.actor, Act.LEAVE, found.holding.id or 0)
    confirm = Offer(Act.LEAVE_CONFIRM, "leave-confirm", found.holding.id)
    await seats.ask(work, found, confirm, leaving=True)


async def confirm_leave(work: Work, button: Button) -> None:
    """The last word goes to the person, not to the seat."""
    left = await leave(work.session, work.desk.rules, work.actor, button.target or 0, work.at)
    before = work.actor
    work.actor = await actor_of(work.session, before.telegram_id, before.name, before.chat_id)
    work.place = next(iter(work.actor.places), None)
    await work.turn_card("seat-done", facts_of(left) | {"leaving": True})
    roles = [place.role for place in work.actor.places]
    if left.chat_id == left.telegram_id:
        menu = partial(set_menu, words=work.desk.templates.words, chat_id=left.chat_id, roles=roles)
        work.afterwards.append(menu)
