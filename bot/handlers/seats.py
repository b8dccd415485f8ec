"""The office looks after the seats: who fills them, invitations, removals."""

from __future__ import annotations

from functools import partial
from typing import Any

import structlog
from sqlmodel import col
from telegram import Bot, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError

from actions.access import actor_of, require
from actions.acts import Act
from actions.invite import WayIn, open_way_in
from actions.leave import removable, remove
from actions.refusal import Refusal
from bot.desk import Desk
from bot.facts import facts_of
from bot.handlers.guard import toast
from bot.handlers.marking import mark
from bot.menus import set_menu
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.holdings import Held
from register.tables import Button, Unit
from register.views.seats import SeatLine, UnitSeats, troubled, unit_seats

log = structlog.get_logger(__name__)

_PER_PAGE = 15
_PER_ROW = 2


async def seats_command(work: Work, _update: Update) -> None:
    """/seats."""
    work.place = await require(work.session, work.actor, Act.SEATS)
    await _show_page(work, 1)


async def show_seats(work: Work, button: Button) -> None:
    await _show_page(work, int(button.argument or 1))


async def _show_page(work: Work, wanted: int) -> None:
    units = await unit_seats(work.session)
    pages = max(1, -(-len(units) // _PER_PAGE))
    page = min(wanted, pages)
    shown = units[(page - 1) * _PER_PAGE : page * _PER_PAGE]
    facts = {
        "units": [_facts(one) for one in shown],
        "seats": sum(len(one.seats) for one in units),
        "troubled": troubled(units),
        "page": page,
        "pages": pages,
    }
    opens = [Offer(Act.UNIT_SEATS, "unit-seats", one.unit_id, facts=(("unit", one.unit),)) for one in shown]
    rows = [opens[i : i + _PER_ROW] for i in range(0, len(opens), _PER_ROW)]
    turns = [("page-back", page - 1)] * (page > 1) + [("page-on", page + 1)] * (page < pages)
    await work.turn_card("seats", facts, [*rows, [Offer(Act.SEATS, name, argument=str(to)) for name, to in turns]])


def _facts(one: UnitSeats) -> dict[str, Any]:
    facts: dict[str, Any] = facts_of(one)
    return facts | {"urgency": one.urgency}


async def show_unit(work: Work, button: Button) -> None:
    """The seats of one unit, with what can be done about each."""
    await _show_unit(work, button.target or 0)


async def _show_unit(work: Work, unit_id: int) -> None:
    found = await unit_seats(work.session, col(Unit.id) == unit_id)
    if not found:
        raise Refusal("button-expired")
    rows = [row for seat in found[0].seats for row in _ways(work, seat)]
    back = [Offer(Act.SEATS, "all-seats", argument="1")]
    await work.turn_card("unit-seats", {"one": _facts(found[0])}, [*rows, back])


def _ways(work: Work, seat: SeatLine) -> Rows:
    role = work.desk.templates.words.say("roles", seat.role.value)
    rows = [[Offer(Act.SEAT_INVITE, "seat-invite", seat.seat_id, facts=(("role", role),))]]
    for one in seat.people:
        name = (("name", one.name), ("role", role))
        replace = Offer(Act.SEAT_INVITE, "seat-replace", seat.seat_id, argument=str(one.holding_id), facts=name)
        rows.append([replace, Offer(Act.SEAT_REMOVE, "seat-remove", one.holding_id, facts=name)])
    return rows


async def invite(work: Work, button: Button) -> None:
    """The invitation is shown once, beside the record: nobody who reads the database later can use it."""
    if work.actor.chat_id != work.actor.telegram_id:
        raise Refusal("invite-privately")
    replaces = int(button.argument) if button.argument else None
    way = await open_way_in(work.session, work.desk.rules, work.actor, button.target or 0, replaces, work.at)
    toast(work, "invited")
    work.afterwards.append(partial(_show_once, desk=work.desk, chat_id=work.actor.chat_id, way=way))


async def _show_once(bot: Bot, desk: Desk, chat_id: int, way: WayIn) -> None:
    """Should it get lost, another press gives another invitation."""
    facts = facts_of(way) | {
        "link": f"https://t.me/{bot.username}?start={way.secret}",
        "typed": f"/start {way.secret}",
        "typed_in_group": f"/start@{bot.username} {way.secret}",
    }
    try:
        await bot.send_message(chat_id, desk.templates.render("invitation", facts), parse_mode=ParseMode.HTML)
    except TelegramError as error:
        log.warning("an invitation was not shown", action="invitation_lost", kind=type(error).__name__)


async def ask_removal(work: Work, button: Button) -> None:
    found = await removable(work.session, work.actor, Act.SEAT_REMOVE, button.target or 0)
    confirm = Offer(Act.SEAT_REMOVE_CONFIRM, "seat-remove-confirm", found.holding.id)
    await ask(work, found, confirm, leaving=False)


async def ask(work: Work, found: Held, confirm: Offer, *, leaving: bool) -> None:
    """Nobody loses a seat by one press."""
    facts = {
        "name": found.person.name,
        "unit": found.unit.name,
        "role": found.seat.role.value,
        "leaving": leaving,
    }
    await work.reply("seat-ask", facts, [[confirm, Offer(Act.SEAT_KEEP, "form-stop", found.holding.id)]])


async def confirm_removal(work: Work, button: Button) -> None:
    left = await remove(work.session, work.desk.rules, work.actor, button.target or 0, work.at)
    await work.turn_card("seat-done", facts_of(left) | {"leaving": False})
    former = await actor_of(work.session, left.telegram_id, left.name, left.chat_id)
    roles = [place.role for place in former.places]
    if left.chat_id == left.telegram_id:
        menu = partial(set_menu, words=work.desk.templates.words, chat_id=left.chat_id, roles=roles)
        work.afterwards.append(menu)


async def keep(work: Work, _button: Button) -> None:
    await mark(work, "seat-kept")
