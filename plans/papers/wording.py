"""An item's text as title and description."""

from __future__ import annotations

import re

from plans.script import folded

LONGEST_TITLE = 60
_RUN_IN = 40
_SHORT = 25
_LEADS_ON = re.compile(r"(?:指出|显示|认为|反映|发现|如下|提出)$")
_PAIRS = {"“": "”", "《": "》", "(": ")", "「": "」"}


def title_and_rest(text: str) -> tuple[str, str]:
    """The run-in title and what follows it; without one, the opening words and the whole text."""
    text = text.strip().lstrip("★▲☆△*※●◆■◎—·- ")
    end = _first_end(text)
    head, rest = text[:end], text[end + 1 :].strip()
    if rest and len(head) <= _RUN_IN and not _LEADS_ON.search(head):
        return head, rest
    if not rest and len(text) <= LONGEST_TITLE:
        return text.rstrip("。；;，,：: "), ""
    return _opening(text), text


def _first_end(text: str) -> int:
    """Where the first sentence ends, outside quotes and brackets; a colon or a gap ends a short title too."""
    closing: list[str] = []
    flat = folded(text)
    for index, char in enumerate(flat):
        if char in _PAIRS:
            closing.append(_PAIRS[char])
        elif closing and char == closing[-1]:
            closing.pop()
        elif not closing and (char == "。" or (4 <= index <= _SHORT and _ends_short(flat, index))):
            return index
    return len(text)


def _ends_short(flat: str, index: int) -> bool:
    """A colon, or a gap before a Chinese word."""
    return flat[index] == ":" or (flat[index].isspace() and not flat[index + 1 : index + 2].isascii())


def _opening(text: str) -> str:
    """The first clauses, as many as make a title."""
    cut = 0
    for found in re.finditer(r"[，,；;。]", text[: LONGEST_TITLE + 1]):
        cut = found.start()
        if cut >= 12:
            break
    return text[: cut or LONGEST_TITLE].rstrip("，,；;。 ")
