"""Who does it, said inside a text: 「由市城管局牵头，市住建局配合，对…」, 「市住建局负责…；市城管局负责…」."""

from __future__ import annotations

import re
from typing import NamedTuple

from plans.papers.attribution import Attribution
from plans.papers.spoken import names_surely, units_said
from plans.script import folded

_NAMES = r"(?:[^,。;:由]|(?<=自)由){2,60}?"
_HELPS = rf"{_NAMES}(?:积极|密切|共同|协同)?(?:配合|参与|参加|协助|协办)(?=[,。;]|$)"
_LEADS = re.compile(
    rf"\s*(?P<who>由?(?:{_NAMES}(?:负责|牵头|主办),由?){{0,4}}{_NAMES}牵头(?:负责|组织)?)(?=[,。;])(?:,(?P<helps>{_HELPS}))?"
)
_NO_WORK = "[、的人制]|同志|单位|部门|领导"
_DOES = re.compile(rf"\s*(?P<who>由?{_NAMES}(?:负责|牵头))(?!{_NO_WORK})[^,。;:]*(?:,(?P<helps>{_HELPS}))?")
_MAY_OPEN = re.compile(r"^|(?<=[。;:,])|(?<!自)(?=由)")
_DOING = re.compile(rf"(?:负责|牵头)(?!{_NO_WORK}|抓总作用)")
_LONGEST_TITLE = 40


class _Said(NamedTuple):
    who: Attribution
    end: int


def openings(text: str) -> list[Attribution]:
    """What ``text`` says of units where a clause or 由 opens, with a doubt where it may be said of a part."""
    flat = folded(text)
    found: list[Attribution] = []
    at, unread = 0, ""
    for start in [opens.start() for opens in _MAY_OPEN.finditer(flat)]:
        said = _said_at(text, flat, start) if start >= at else None
        if said:
            found.append(said.who)
            unread += flat[at:start]
            at = said.end
    if found and _DOING.search(unread + flat[at:]):
        found[0].doubts.append("正文另有“负责”“牵头”字样，请核对是否还有单位")
    return found


def _said_at(text: str, flat: str, start: int) -> _Said | None:
    if (leads := _LEADS.match(flat, start)) and (said := _units(text, leads)) and said.leads:
        if not _is_title(flat[:start]):
            said.doubts.append("牵头单位取自正文“……牵头”")
        return _Said(said, leads.end())
    if (does := _DOES.match(flat, start)) and (said := _units(text, does)) and names_surely(said):
        said.doubts.append(f"单位取自正文“……{'牵头' if said.leads else '负责'}”")
        return _Said(said, does.end())
    return None


def _is_title(before: str) -> bool:
    """Whether nothing, or no more than a title, stands before the sentence."""
    return len(before) <= _LONGEST_TITLE and not re.search(r"[,;]|[。:].|[^。:]$", before)


def _units(text: str, found: re.Match[str]) -> Attribution | None:
    """Those who do it, and those who help as far as they are units too."""
    said = units_said(text[found.start("who") : found.end("who")])
    helps = units_said(text[found.start("helps") : found.end("helps")]) if found["helps"] else None
    if said and helps:
        said.add(helps)
    return said
