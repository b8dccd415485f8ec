"""Sentences that papers put among the names of units: 「市财政局，以下均需各县区落实，不再逐一列出」."""

from __future__ import annotations

import re

from plans.papers.name_kinds import looks_like_unit
from plans.papers.names import listed
from plans.papers.spoken import units_said
from plans.script import folded

_SAYS = re.compile(
    r"下同|不再|不另|逐一|一一|以下|具体(?:任务|工作|事项)|涉及(?!的?(?:部门|单位|[省市县区镇]))"
    r"|(?:均|皆|都)(?:需|须|要|由|为|是|应|有|涉及|包括)|[排列]名?(?:在|于)?(?:首位|第一)"
)
_BRACKETED = re.compile(r"\([^()]*\)")
_CLAUSE = re.compile(r"[^,;。\n]+[,;。\n]*|[,;。\n]+")
_MARKS = " 　，,；;。、\n"


def without_aside(who: str) -> tuple[str, str]:
    """The names in ``who``, and what else it says; the latter is empty where it only names."""
    flat = _BRACKETED.sub(lambda found: "-" * len(found[0]), folded(who))
    stop = _names_stop(who, flat)
    names, aside = "", ""
    for clause in _CLAUSE.finditer(flat, 0, stop):
        cut = _says_from(clause)
        names += who[clause.start() : cut]
        aside += who[cut : clause.end()]
    return names.strip(_MARKS), (aside + who[stop:]).strip(_MARKS)


def _names_stop(who: str, flat: str) -> int:
    """Behind a full stop stands a sentence, where not all of it is names."""
    stop = flat.find("。")
    if stop < 0:
        return len(who)
    behind = who[stop + 1 :].strip(_MARKS)
    names_only = units_said(behind) is not None or all(map(looks_like_unit, listed(behind)))
    return len(who) if names_only else stop


def _says_from(clause: re.Match[str]) -> int:
    """Where a clause leaves off naming units and begins to speak of them: at the name that has such a word."""
    said = _SAYS.search(clause[0])
    return clause.start() + clause[0].rfind("、", 0, said.start()) + 1 if said else clause.end()
