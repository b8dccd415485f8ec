"""The buttons by which a case goes on, by the state it stands in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from register.buttons import Offer
from register.decisions import decisions
from register.states import ENDED, CaseState
from register.views.cases import CaseLine

Ways = tuple[tuple[tuple[str, str], ...], ...]
"""Rows of (act, label)."""

_WAYS: Mapping[CaseState, Ways] = {
    CaseState.ACCEPTED: ((("case-arrange", "case-arrange"),),),
    CaseState.NOTIFIED: ((("case-record", "case-record"),), (("case-arrange", "case-rearrange"),)),
    CaseState.CHECKING: ((("case-checked", "case-checked"), ("case-return", "case-return")),),
    CaseState.CLOSED: ((("case-follow-up", "case-follow-up"),),),
}
_OF_LEADING_BODIES: Mapping[CaseState, Ways] = {
    **_WAYS,
    CaseState.ACCEPTED: ((("case-put", "case-put"),),),
    CaseState.NOTIFIED: ((("case-record", "case-record-leading"),),),
}


def named(cases: Sequence[CaseLine]) -> list[tuple[tuple[str, str], ...]]:
    """What the buttons of each case say of it, where these stand in one message: the unit, and of two cases of
    one unit the day on which each was proposed, which no two of a unit share."""
    often = Counter(case.unit_id for case in cases)
    return [
        (("unit", case.unit), *((("proposed", case.proposed_on.isoformat()),) if often[case.unit_id] > 1 else ()))
        for case in cases
    ]


def ways_on(case_id: int, version: int, unit: str, state: CaseState, leading_body: bool) -> list[list[Offer]]:
    """What the bureau can do next with the case, the usual thing first; none while it waits for others."""

    def offer(act: str, label: str) -> Offer:
        return Offer(act, label, case_id, version, facts=(("unit", unit),))

    if state is CaseState.PROPOSED:
        return decisions(case_id, version, unit, leading_body)[1:]
    ways = (_OF_LEADING_BODIES if leading_body else _WAYS).get(state, ())
    return [[offer(act, label) for act, label in row] for row in ways]


_TALKED = (CaseState.RECTIFYING, CaseState.CHECKING, CaseState.CLOSED)


def papers_of(case_id: int, version: int, state: CaseState, leading_body: bool) -> list[list[Offer]]:
    """The buttons that give the papers of the case, by the state it stands in; a leading body is not talked to."""
    kinds = []
    if state in (CaseState.NOTIFIED, *_TALKED) and not leading_body:
        kinds.append("talk-notice")
    if state in _TALKED:
        kinds.append("talk-record")
    return [[Offer("case-paper", f"paper-{kind}", case_id, version, kind) for kind in kinds]] if kinds else []


def way_out(case_id: int, version: int, unit: str, state: CaseState) -> list[list[Offer]]:
    """The button that withdraws the case; none once it has ended."""
    if state in ENDED:
        return []
    return [[Offer("case-withdraw", "case-withdraw", case_id, version, facts=(("unit", unit),))]]
