"""What stands behind a command, in the ways that people write it."""

from __future__ import annotations

import re
import unicodedata

from telegram import Update

from actions.refusal import Refusal

_QUARTER = re.compile(r"((?:19|20)\d{2})\s*(?:[Qq]|年\s*第?)\s*([1-4一二三四])\s*(?:季度)?")
_NUMBER = re.compile(r"第?\s*(\d{1,4})\s*项?")
_DIGIT = {"一": "1", "二": "2", "三": "3", "四": "4"}


def behind_command(update: Update) -> str:
    """The text behind the command word, full-width letters made plain; empty when there is none."""
    text = update.effective_message.text if update.effective_message is not None else None
    _, _, rest = (text or "").strip().partition(" ")
    return unicodedata.normalize("NFKC", rest).strip()


def quarter_in(text: str) -> str | None:
    """2021Q2, 2021q2 or 2021年第二季度; None when the text is nothing of the kind."""
    found = _QUARTER.fullmatch(text)
    if found is None:
        return None
    return f"{found[1]}Q{_DIGIT.get(found[2], found[2])}"


def number_in(text: str) -> int | None:
    """11 or 第11项; None when the text is nothing of the kind."""
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found is not None else None


def task_number(text: str) -> int:
    """The number of a task; Refusal when the text does not give one."""
    number = number_in(text)
    if number is None:
        raise Refusal("number-needed")
    return number
