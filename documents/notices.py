"""A notice (通报) or brief (汇报) as it is issued: its facts, in two halves, and the paper made of them.

What is internal is not in the public half at all; the templates are strict, so a public version that names an internal
fact is an error and never a leak.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from documents.facts import Facts, facts_of
from documents.given import INTERNAL_FACTS, PUBLIC_FACTS
from documents.measures import Measures
from documents.paper import Paper, paper_bytes
from documents.scope import Scope
from documents.texts import text_of
from documents.view import look
from documents.words import SHIPPED, one_line, words, written_from
from register.notices import INTERNAL, PUBLIC, Written
from register.snapshot import Snapshot
from register.tables import Notice
from register.tables.notices import NoticeKind

_QUIET = {"filed": True, "returned": 0}
"""What of the round is nobody's business outside, with the value at which a paper says nothing of it."""


class Paperwork:
    """Implements ``actions.notice_file.Wording``. What it makes takes a thread of its own: nobody waits for it."""

    def __init__(self, templates: Path = SHIPPED) -> None:
        self._templates = templates

    def facts(self, snapshot: Snapshot, quarter: str) -> Facts:
        """What is frozen of the register as the paper is compiled; ScopeUnclear when there was no such round."""
        with written_from(self._templates):
            found = facts_of(Measures(look(snapshot, Scope(quarter=quarter))))
        halves = {PUBLIC: _some(found, PUBLIC_FACTS), INTERNAL: _some(found, INTERNAL_FACTS)}
        if (held := found["round"]) is not None:
            halves[PUBLIC]["round"] = _some(held, held.keys() - _QUIET.keys())
            halves[INTERNAL]["round"] = _some(held, _QUIET)
        return halves

    def number(self, kind: NoticeKind, year: int, serial: int) -> str:
        """督通〔2021〕3号."""
        with written_from(self._templates):
            return words("numbers")[kind].format(year=year, serial=serial)

    async def paper(self, notice: Notice, addressees: str) -> Written:
        """The paper for its readers; a draft says that it has no number yet. Raises what ``paper_bytes`` raises."""
        public, internal = notice.facts[PUBLIC], notice.facts[INTERNAL]
        facts = {**public, **internal, "addressees": addressees}
        facts["round"] = public["round"] and {**public["round"], **internal["round"]}
        facts["supplement"] = [line for line in map(one_line, notice.supplement.splitlines()) if line]
        return await self._written(notice, facts)

    async def public_paper(self, notice: Notice) -> Written:
        """The paper for everybody, from the public half alone. Raises what ``paper_bytes`` raises."""
        public = notice.facts[PUBLIC]
        facts = {**public, "public": True}
        facts["round"] = public["round"] and {**public["round"], **_QUIET}
        return await self._written(notice, facts)

    async def _written(self, notice: Notice, facts: Facts) -> Written:
        with written_from(self._templates):
            return await asyncio.to_thread(_write, notice.kind, facts | _cover(notice))


def _some(facts: Facts, names: Iterable[str]) -> Facts:
    return {name: facts[name] for name in sorted(names)}


def _cover(notice: Notice) -> Facts:
    if notice.number is None or notice.issued_on is None:
        return {"number": words("numbers")["none"]}
    return {"number": notice.number, "day_issued": notice.issued_on.isoformat()}


def _write(kind: NoticeKind, facts: Facts) -> Written:
    file = paper_bytes(Paper(kind.value), facts)
    return Written(text_of(file), file)
