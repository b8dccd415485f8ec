"""Who does it, said in a sentence without brackets or labels."""

from __future__ import annotations

import re
from typing import NamedTuple

from plans.papers.attribution import Attribution, is_phrase, names_a_unit, read_phrase
from plans.papers.name_kinds import is_person, looks_like_unit
from plans.script import folded

_NAMES = r"[^。;:]{2,200}?"
_LEADS = r"(?:负责)?牵头(?:负责|组织实施|组织|落实|抓总|协调|推进)?"
_HELPS = r"(?:积极|密切|共同|协同|具体)?(?:配合(?:落实|实施|做好)?|参与|参加|协助|协办|指导|负责|落实|实施)"
_LAST = re.compile(
    rf"\s*(?P<who>由?{_NAMES}{_LEADS}(?:,{_NAMES}{_HELPS})*"
    rf"|由{_NAMES}(?:负责|负责落实|组织实施|承办|落实)(?:,{_NAMES}{_HELPS})?"
    rf"|(?P<bare>{_NAMES}(?:负责(?:落实|实施)?|(?:积极|密切|共同|协同)?(?:配合|协助|协办|参与|参加|指导)))(?:,{_NAMES}{_HELPS})*)"
    r"(?:,(?P<when>[^,。;]{2,20}))?\s*。?\s*$"
)
_STARTS = re.compile(r"^|(?<=[。;,])")
_MOST_STARTS = 12
"""Who does it stands at the end: so many clauses from there are looked at."""
_NO_NAME = re.compile(
    r"^(?:推动|鼓励|引导|组织(?!部)|支持|动员|发动|邀请|吸引|争取|加强|强化|确保|协调|督促|指导|帮助|让|使|要求|坚持|全面|认真"
    r"|筹建|新建|组建|成立|设立|建立|建成|完成|改造|整治|推进|实施|引进|培育|提升|加快)"
    r"|设在|位于|报送|提交|设立"
)
_HAS_BY = re.compile("(?<!自)由")
"""台账由县档案局: what is done stands before the unit's name."""
_ANYBODY = re.compile(r"(?:部门|单位|方面|企业|机构|地区|各级|各地)$")


class Spoken(NamedTuple):
    """``who`` stands from ``start`` to ``end``; what stands behind is a deadline."""

    who: Attribution
    start: int
    end: int


def last_sentence(text: str) -> Spoken | None:
    """「…。市发改委牵头，市财政局配合。」: who does it, and where it says so."""
    flat = folded(text)
    starts = [found.start() for found in _STARTS.finditer(flat)][-_MOST_STARTS:]
    said = [spoken for start in starts if (spoken := _said_from(text, flat, start))]
    sure = [spoken for spoken in said if all(map(_is_sure, _names(spoken.who)))]
    return next(iter(sure or said), None)


def _said_from(text: str, flat: str, start: int) -> Spoken | None:
    found = _LAST.match(flat, start)
    phrase = units_said(text[found.start("who") : found.end("who")]) if found else None
    if not found or not phrase or any(map(_NO_NAME.search, _names(phrase))):
        return None
    if found["bare"] and not names_surely(phrase):
        # 各部门积极配合 is said everywhere and gives no task its units.
        return None
    return Spoken(phrase, start, found.start("when") if found["when"] else len(text))


def _names(phrase: Attribution) -> list[str]:
    return phrase.leads + phrase.supports


def _is_sure(name: str) -> bool:
    return names_a_unit(name) or is_person(name)


def names_surely(phrase: Attribution) -> bool:
    """Whether it names a unit that needs no verb beside it to be one, and none that is only called to do something."""
    names = _names(phrase)
    named = any(names_a_unit(name) and not _ANYBODY.search(name) for name in names)
    return named and not any(map(_NO_NAME.search, names))


def units_said(who: str) -> Attribution | None:
    """What ``who`` says, where it names nothing but units and persons."""
    phrase = read_phrase(who)
    whole = is_phrase(who) and all(
        len(name) <= 25 and (looks_like_unit(name) or is_person(name)) and not _HAS_BY.search(folded(name))
        for name in _names(phrase)
    )
    return phrase if phrase and whole else None
