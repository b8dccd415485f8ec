"""A notice (通报) or brief (汇报) as it is issued: its facts, in two halves, and the words made of them.

What is internal is not in the public half at all; the templates are strict, so a public version that names an internal
fact is an error and never a leak.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from documents.facts import facts_of
from documents.measures import Measures
from documents.scope import Scope
from documents.texts import brief_text, notice_text
from documents.view import look
from documents.words import one_line, words
from register.notices import INTERNAL, PUBLIC
from register.snapshot import Snapshot
from register.tables import Notice
from register.tables.notices import NoticeKind

Facts = dict[str, Any]

_PUBLIC = (
    *("title", "office", "bureau", "group", "consolidator", "day", "measured", "quarter", "unit", "subject", "single"),
    *("totals", "round", "tasks", "overdue", "behind", "missing", "awaited", "late", "targets"),
)
"""Counts, dates, and the names of tasks and units: nothing here was typed by a person into a report."""
_INTERNAL = ("returned", "ladder", "difficulties")
"""Verdicts, steps and cases; beside them, whether the whole was confirmed."""
LEFT_OUT = ("entries",)
"""What the units reported in their own words: no paper that is issued says it."""
_OUR_OWN = ("filed",)
"""What of the round is nobody's business outside."""


class Paperwork:
    """Implements ``actions.notice_file.Wording``."""

    def facts(self, snapshot: Snapshot, quarter: str) -> Facts:
        """What is frozen of the register as the paper is compiled; ScopeUnclear when there was no such round."""
        found = facts_of(Measures(look(snapshot, Scope(quarter=quarter))))
        halves = {PUBLIC: _some(found, _PUBLIC), INTERNAL: _some(found, _INTERNAL)}
        if (held := found["round"]) is not None:
            halves[PUBLIC]["round"] = _some(held, [name for name in held if name not in _OUR_OWN])
            halves[INTERNAL]["round"] = _some(held, _OUR_OWN)
        return halves

    def number(self, kind: NoticeKind, year: int, serial: int) -> str:
        """督通〔2021〕3号."""
        return words("numbers")[kind].format(year=year, serial=serial)

    def text(self, notice: Notice, addressees: str) -> str:
        """The paper for its readers; a draft says that it has no number yet."""
        public, internal = notice.facts[PUBLIC], notice.facts[INTERNAL]
        facts = {**public, **internal, **_cover(notice), "addressees": addressees}
        facts["round"] = public["round"] and {**public["round"], **internal["round"]}
        facts["supplement"] = [line for line in map(one_line, notice.supplement.splitlines()) if line]
        return _WRITERS[notice.kind](facts)

    def public_text(self, notice: Notice) -> str:
        """The paper for everybody, from the public half alone."""
        return _WRITERS[notice.kind]({**notice.facts[PUBLIC], **_cover(notice), "public": True})


_WRITERS = {NoticeKind.NOTICE: notice_text, NoticeKind.BRIEF: brief_text}


def _some(facts: Facts, names: Iterable[str]) -> Facts:
    return {name: facts[name] for name in names}


def _cover(notice: Notice) -> Facts:
    if notice.number is None or notice.issued_on is None:
        return {"number": words("numbers")["none"]}
    return {"number": notice.number, "day_issued": notice.issued_on.isoformat()}
