"""A letter and its copies: one text to several people of a seat, or to others in its reader's stead."""

from __future__ import annotations

import re
from collections.abc import Collection

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Mapped

_OF_A_COPY = re.compile(r"(?:(?:(?<=\d{4}-\d{2}-\d{2})|(?<=\d{4}Q\d))/\d+|/seat-\d+/-?\d+)?(?:/to-\d+)*$")
"""What a copy's key has behind its letter's: the reader's number, the seat and chat, those it was passed on to."""


def letter_behind(key: str) -> str:
    """The key of the letter that the message ``key`` is, or is a copy of."""
    return _OF_A_COPY.sub("", key, count=1)


def of_letters(column: Mapped[str], keys: Collection[str]) -> ColumnElement[bool]:
    """Whether ``column`` names one of the letters or a copy: a copy's key is the letter's and, behind ``/``, whose."""
    return or_(column.in_(keys), *(column.startswith(f"{key}/", autoescape=True) for key in keys))


def letter_of(key: str, letters: Collection[str]) -> str | None:
    """Which of ``letters`` the message ``key`` is or is a copy of; None when it is none of them."""
    return next((letter for letter in letters if key == letter or key.startswith(f"{letter}/")), None)
