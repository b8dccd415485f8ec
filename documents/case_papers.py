"""The papers of a case: the notice of the talk (约谈通知书) and its record (约谈记录)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from documents.facts import quoted
from documents.words import one_line
from register.rules import Rules
from register.tables import CaseEvent
from register.views.case_history import HistoryLine
from register.views.cases import CaseLine, Ground

Facts = dict[str, Any]
_ARRANGING = (CaseEvent.ARRANGED, CaseEvent.REARRANGED)


def talk_notice_facts(
    case: CaseLine, history: Sequence[HistoryLine], title: str, bureau: str, rules: Rules
) -> Facts | None:
    """The notice as it went out last; None when no talk was arranged."""
    arranged = _last(history, *_ARRANGING)
    if arranged is None:
        return None
    return _head(case, title, bureau, arranged, rules) | {
        "letterhead": bureau,
        "changed": arranged.event is CaseEvent.REARRANGED,
        "year": arranged.facts.get("year"),
        "serial": arranged.facts.get("serial"),
        **_appointment(arranged, rules),
    }


def talk_record_facts(
    case: CaseLine, history: Sequence[HistoryLine], title: str, bureau: str, rules: Rules
) -> Facts | None:
    """The record of the talk, or of what the leading group found of a leading body; None before it was written."""
    recorded, arranged = _last(history, CaseEvent.RECORDED), _last(history, *_ARRANGING)
    if recorded is None:
        return None
    appointment = _appointment(arranged, rules) if arranged else {}
    return {
        **_head(case, title, bureau, recorded, rules),
        **appointment,
        "words": recorded.words,
        "rectify": recorded.facts["rectify"],
        "due": recorded.facts["due"],
        "who": recorded.who,
    }


def _last(history: Sequence[HistoryLine], *events: CaseEvent) -> HistoryLine | None:
    return next((line for line in reversed(history) if line.event in events), None)


def _head(case: CaseLine, title: str, bureau: str, line: HistoryLine, rules: Rules) -> Facts:
    return {
        "title": one_line(title),
        "bureau": bureau,
        "unit": case.unit,
        "leading_body": case.leading_body,
        "grounds": [_ground(ground, line.at, rules) for ground in case.grounds],
        "day": rules.today(line.at).isoformat(),
    }


def _appointment(arranged: HistoryLine, rules: Rules) -> Facts:
    talk_at = datetime.fromisoformat(arranged.facts["talk_at"]).astimezone(rules.timezone)
    return {
        "talk_at": talk_at.isoformat(),
        "place": one_line(arranged.facts["place"]),
        "attendees": one_line(arranged.facts["attendees"]),
    }


def _ground(ground: Ground, at: datetime, rules: Rules) -> Facts:
    """As it stood when the paper was written."""
    remedied = ground.remedied_at is not None and ground.remedied_at <= at
    until = ground.remedied_at if remedied and ground.remedied_at else at
    return {
        "number": ground.task,
        "quoted": quoted(ground.title),
        "cause": ground.cause.value,
        "quarter": ground.quarter,
        "since": ground.since.isoformat(),
        "days": max(0, (rules.today(until) - ground.since).days),
        "remedied": remedied,
    }
