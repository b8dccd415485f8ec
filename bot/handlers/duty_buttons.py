"""What can be done about the duties on a task's card, beside reporting and claiming."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actions.acts import Act
from bot.transaction import Rows
from register.buttons import Offer
from register.states import DutyState
from register.views.card import DutyEntry, MilestoneEntry


def date_rows(number: int, own: Sequence[DutyEntry]) -> Rows:
    """A unit's own duties: ask for a later date, or take back what waits for the office."""
    open_ones = [duty for duty in own if duty.extendable]
    rows: Rows = [[_extend(number, duty, alone=len(open_ones) == 1)] for duty in open_ones]
    facts = (("number", number),)
    for duty in own:
        waiting = duty.history.waiting
        if waiting is not None:
            rows.append([Offer(Act.WITHDRAW_EXTENSION, "withdraw-extension", waiting.extension_id, facts=facts)])
        if duty.history.claim_waiting is not None:
            rows.append([Offer(Act.WITHDRAW_CLAIM, "withdraw-claim", duty.history.claim_waiting, facts=facts)])
    return rows


def _extend(number: int, duty: DutyEntry, *, alone: bool) -> Offer:
    if alone:
        return Offer(Act.EXTEND, "extend", duty.duty_id, facts=(("number", number),))
    return Offer(Act.EXTEND, "extend-part", duty.duty_id, facts=(("number", number), ("due", duty.due.isoformat())))


def reopening_rows(number: int, milestones: Iterable[MilestoneEntry]) -> Rows:
    """The office may take up again what was closed."""
    duties = [duty for one in milestones for duty in one.duties]
    closed = [duty for duty in duties if duty.state is DutyState.CLOSED]
    if len(duties) == 1:
        return [[Offer(Act.REOPEN, "reopen", duty.duty_id, facts=(("number", number),))] for duty in closed]
    return [
        [Offer(Act.REOPEN, "reopen-part", duty.duty_id, facts=(("unit", duty.unit), ("due", duty.due.isoformat())))]
        for duty in closed
    ]
