"""The kinds of values a file may hold. Nothing is converted by guess: ``"3"``, ``yes`` and ``true`` are not numbers."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

FIRST_YEAR, LAST_YEAR = 1949, 2199
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
_LINES = r"^[^\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]*$"


def _day(value: object) -> date:
    """A date, or its ISO text; pydantic alone would take 20210630 for seconds since 1970."""
    if isinstance(value, str) and _ISO_DAY.fullmatch(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("day_unknown", "no such day") from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise PydanticCustomError("day_type", "expected a day such as 2021-06-30")
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise PydanticCustomError("day_range", "the year is out of range")
    return value


def _quantity(value: object) -> object:
    if isinstance(value, bool):
        raise PydanticCustomError("decimal_type", "expected a number")
    return value


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=_ONE_LINE)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=_ONE_LINE)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000, pattern=_LINES)]
Day = Annotated[date, BeforeValidator(_day)]
Flag = Annotated[bool, Field(strict=True)]
Number = Annotated[int, Field(strict=True, gt=0, le=9999)]
Quantity = Annotated[Decimal, BeforeValidator(_quantity), Field(ge=0, le=10**12, decimal_places=6)]
