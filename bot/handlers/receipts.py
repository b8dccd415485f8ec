"""The receipt of what a unit reported, with the way on: correct it, the next task, the whole card."""

from __future__ import annotations

from actions.acts import Act
from actions.report import Filed
from bot.facts import facts_of, item
from bot.handlers.coordinating import offer_to_put
from bot.handlers.round_card import refresh_cards
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.duties import next_duty
from register.reports import request_line
from register.states import DutyState
from register.views.requests import RequestsCard, requests_card

_ALL_DONE = 100


async def say_filed(work: Work, filed: list[Filed]) -> None:
    """Turn the form into its receipt; the unit's cards of the round count it at once."""
    newest = filed[-1]
    line = await request_line(work.session, newest.request_id)
    today = work.desk.rules.today(work.at)
    unit_id = line.request.unit_id if line is not None else 0
    card = await requests_card(work.session, work.desk.rules, unit_id, today, line.round if line is not None else None)
    claimable = await _claimable(work, line.request.task_id, unit_id) if line is not None and len(filed) == 1 else None
    facts = facts_of(newest) | {
        "filed": [facts_of(one) for one in filed],
        "items": [item(one.task, one.title, "reported") for one in filed],
        "when": work.at.isoformat(),
        "correctable": today <= newest.closes_on,
        "left": len(card.owed) if card is not None else 0,
        "targets_owed": card is not None and not card.owed and card.targets_owed,
        "claimable": claimable is not None and newest.percent == _ALL_DONE,
    }
    rows = _way_on(filed, card)
    if facts["claimable"]:
        rows.insert(0, [Offer(Act.CLAIM, "claim", claimable, facts=(("number", newest.task),))])
    if len(filed) == 1:
        rows[:0] = await offer_to_put(work, newest.report_id)
    await work.turn_card("report-filed", facts, rows, kind="receipt")
    if card is not None:
        await refresh_cards(work, card, newest.unit)


async def _claimable(work: Work, task_id: int, unit_id: int) -> int | None:
    """The duty that a report of all done leaves to be claimed."""
    line = await next_duty(work.session, task_id, unit_id)
    return line.duty.id if line is not None and line.duty.state is DutyState.OPEN else None


def _way_on(filed: list[Filed], card: RequestsCard | None) -> Rows:
    newest = filed[-1]
    entries = card.entries if card is not None else ()
    owed = [one for one in entries if one.owed]
    rows: Rows = []
    following = next((one for one in owed if one.task > newest.task), next(iter(owed), None))
    if following is not None:
        rows.append([Offer(Act.REPORT, "report-next", following.request_id, facts=(("number", following.task),))])
    own = next((one for one in entries if one.request_id == newest.request_id), None)
    if len(filed) == 1 and own is not None and own.correctable:
        rows.append([Offer(Act.REPORT, "report-correct", own.request_id, facts=(("number", own.task),))])
    if card is not None and card.targets_owed and not owed:
        rows.append([Offer(Act.TARGETS, "targets", card.targets[0].request_id)])
    if newest.count_asked > 1:
        rows.append([Offer(Act.OPEN_REQUESTS, "open-requests", facts=(("quarter", newest.quarter),))])
    return rows
