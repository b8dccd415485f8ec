"""The unit's card of the round: one line and one button per task, counted in place as the reports come in."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlmodel import col, select

from actions.acts import Act
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.forms.report_form import FORM
from bot.transaction import Rows, Work
from outbox.message import DeliveryState, Message, Method
from register.buttons import Offer
from register.duties import duty_line
from register.tables import Button, Draft
from register.views.requests import RequestEntry, RequestsCard, requests_card

TEMPLATE = "requests"
_FEW, _PER_ROW = 6, 3
_WORTH_A_CARD = 2


async def open_requests(work: Work, _button: Button | None = None) -> None:
    """The card as it stands now; from then on it counts by itself."""
    place = work.place or next(iter(work.actor.places))
    rules = work.desk.rules
    card = await requests_card(work.session, rules, place.unit_id, rules.today(work.at))
    if card is None:
        raise Refusal("nothing-asked")
    begun = await begun_in(work, work.actor.chat_id)
    await work.reply("requests", _facts(card, begun), _rows(card, begun))


async def refresh_cards(work: Work, card: RequestsCard, unit: str) -> None:
    """Turn the newest card of this round in each chat of the unit into what is true now."""
    for shown in await _cards(work, card, unit):
        begun = await begun_in(work, int(shown.address))
        await work.renew(shown, TEMPLATE, _facts(card, begun), _rows(card, begun))


async def refresh_latest(work: Work, duty_id: int) -> None:
    """The same for the round of which a claim of this duty answered a request."""
    line = await duty_line(work.session, duty_id)
    if line is None:
        return
    rules = work.desk.rules
    card = await requests_card(work.session, rules, line.duty.unit_id, rules.today(work.at))
    if card is not None:
        await refresh_cards(work, card, line.unit.name)


async def _cards(work: Work, card: RequestsCard, unit: str) -> list[Message]:
    rows = await work.session.exec(
        select(Message)
        .where(
            col(Message.template) == TEMPLATE,
            col(Message.group) == unit,
            col(Message.method) != Method.EDIT,
            col(Message.state) == DeliveryState.SENT,
        )
        .order_by(col(Message.id))
    )
    return list({row.address: row for row in rows if row.facts["card"]["round_id"] == card.round_id}.values())


async def begun_in(work: Work, chat_id: int) -> frozenset[int]:
    """The requests about which something has been typed in the chat."""
    drafts = await work.session.exec(select(Draft.target).where(Draft.chat_id == chat_id, Draft.form == FORM.name))
    return frozenset(drafts)


def _facts(card: RequestsCard, begun: Collection[int]) -> dict[str, Any]:
    lines = [facts_of(one) | {"begun": one.request_id in begun} for one in card.entries]
    return {"card": facts_of(card) | {"entries": lines}}


def _rows(card: RequestsCard, begun: Collection[int]) -> Rows:
    offers = [offer for one in card.entries if (offer := _offer(one, begun)) is not None]
    width = _PER_ROW if len(offers) > _FEW else 2
    rows = [offers[i : i + width] for i in range(0, len(offers), width)]
    rows += _to_targets(card)
    rest = [one for one in card.unchanged if one.request_id not in begun]
    if len(rest) < _WORTH_A_CARD:
        return rows
    facts = (("count", len(rest)), ("asked", len(card.entries)))
    return [[Offer(Act.REPORT_REST, "report-rest", card.entries[0].request_id, facts=facts)], *rows]


def _to_targets(card: RequestsCard) -> Rows:
    if not card.targets or (card.days_left < 0 and not card.targets_owed):
        return []
    label = "targets" if card.targets_owed else "targets-correct"
    return [[Offer(Act.TARGETS, label, card.targets[0].request_id)]]


def _offer(entry: RequestEntry, begun: Collection[int]) -> Offer | None:
    """What can be done about the line; None when it is settled."""
    facts = (("number", entry.task),)
    if entry.request_id in begun and (entry.owed or entry.correctable):
        return Offer(Act.REPORT, "report-on", entry.request_id, facts=facts)
    if entry.owed:
        return Offer(Act.REPORT, "report", entry.request_id, facts=facts)
    return Offer(Act.REPORT, "report-correct", entry.request_id, facts=facts) if entry.correctable else None
