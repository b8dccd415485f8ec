"""The way in: an invitation, or what is open for those who are known already."""

from __future__ import annotations

from functools import partial

from telegram import Update

from actions.enter import enter
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.handlers.arguments import behind_command
from bot.handlers.known import ways_on
from bot.menus import set_menu
from bot.transaction import Work
from register.people import OF_A_UNIT
from register.seats import Place
from register.tables import Unit
from register.views.summary import Summary, summary_of


async def start_command(work: Work, update: Update) -> None:
    """/start SECRET takes a seat; /start alone says what is open."""
    secret = behind_command(update)
    if secret:
        await _enter(work, secret)
    elif work.actor.places:
        await show_summary(work)
    else:
        raise Refusal("stranger")


async def _enter(work: Work, secret: str) -> None:
    actor = work.actor
    entered = await enter(work.session, work.desk.rules, secret, actor.telegram_id, actor.name, actor.chat_id, work.at)
    work.actor = entered.actor
    work.place = next(place for place in entered.actor.places if place.seat_id == entered.seat_id)
    await _reply(work, "welcome", work.place, entered.summary, replaced=entered.replaced)
    roles = [place.role for place in entered.actor.places]
    menu = partial(set_menu, words=work.desk.templates.words, chat_id=actor.chat_id, roles=roles)
    work.afterwards.append(menu)


async def show_summary(work: Work) -> None:
    """What is open today, seat by seat."""
    for place in work.actor.places:
        work.place = place
        today = work.desk.rules.today(work.at)
        summary = await summary_of(work.session, work.desk.rules, place.unit_id, place.role, today)
        await _reply(work, "summary", place, summary)


async def _reply(work: Work, template: str, place: Place, summary: Summary, **more: str) -> None:
    unit = await work.session.get_one(Unit, place.unit_id)
    facts = {"name": work.actor.name, "unit": unit.name, "role": place.role.value, "summary": facts_of(summary)}
    await work.reply(template, facts | more | {"of_unit": place.role in OF_A_UNIT}, ways_on(place.role))
