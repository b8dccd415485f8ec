"""Who does it, said in a sentence without brackets or labels."""

from __future__ import annotations

import re

from plans.papers.attribution import Attribution, is_phrase, read_phrase
from plans.papers.name_kinds import is_person, looks_like_unit
from plans.script import folded

_NAMES = r"[^。;:]{2,200}?"
_LAST = re.compile(
    rf"(?:^|(?<=[。;]))\s*(?P<who>(?:由?{_NAMES}牵头(?:负责|组织实施|落实)?(?:,{_NAMES}(?:配合|参与|参加|协助|协办|负责|落实))*"
    rf"|由{_NAMES}(?:负责|负责落实|组织实施|承办|落实)(?:,{_NAMES}(?:配合|参与|参加|协助|协办))?))\s*。?\s*$"
)
_FIRST = re.compile(
    r"\s*(?P<who>由?(?:[^,。;:]{2,60}?(?:负责|牵头|主办),)*[^,。;:]{2,60}?牵头(?:负责|组织)?(?:,[^。;:]{2,120}?(?:配合|参与|参加|协助|协办))?)(?=[,。;])"
)


def last_sentence(text: str) -> tuple[Attribution, int] | None:
    """「…。市发改委牵头，市财政局配合。」: who does it, and where that sentence starts."""
    found = _LAST.search(folded(text))
    phrase = _of_units(text[found.start("who") : found.end("who")]) if found else None
    return (phrase, found.start("who")) if found and phrase else None


def first_words(text: str) -> Attribution | None:
    """「由某副市长负责，市建设局牵头，市发改委配合，按照…」."""
    found = _FIRST.match(folded(text))
    phrase = _of_units(text[found.start("who") : found.end("who")]) if found else None
    return phrase if phrase and phrase.leads else None


def _of_units(who: str) -> Attribution | None:
    phrase = read_phrase(who)
    names = [*phrase.leads, *phrase.supports]
    whole = is_phrase(who) and all(len(name) <= 25 and (looks_like_unit(name) or is_person(name)) for name in names)
    return phrase if phrase and whole else None
