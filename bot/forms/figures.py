"""Reading a figure with its unit of measure, as people type it: 1.37万亩, 60%, 十八 is refused."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal

from actions.refusal import Refusal
from register.figures import exact

_FIGURE = re.compile(r"(?P<percent>百分之)?\s*(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*(?P<unit>.*)")
_TIMES = {"千": Decimal(1000), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
_MOST = Decimal(10**12)
_DECIMALS = Decimal("0.0001")


def figure_of(text: str, measure: str) -> Decimal:
    """The number in ``measure``; the unit may be typed along, also another power of ten of it.

    Refusal when it is no number, when the unit is another one, and when no target can be so large.
    """
    found = _FIGURE.fullmatch(unicodedata.normalize("NFKC", text).strip().rstrip("。."))
    if found is None:
        raise Refusal("figure-number", measure=measure)
    unit = re.sub(r"\s", "", found["unit"])
    number = Decimal(found["number"].replace(",", ""))
    value = number * _scale(("%" if found["percent"] else "") + unit, measure)
    if value > _MOST:
        raise Refusal("figure-large")
    return exact(value.quantize(_DECIMALS, ROUND_HALF_UP))


def _scale(typed: str, measure: str) -> Decimal:
    """What the typed number is to be multiplied by; Refusal when its unit cannot be counted in ``measure``."""
    wanted, counted = _parts(unicodedata.normalize("NFKC", measure))
    given, said = _parts(typed.replace("每", "/"))
    # 18万 of 万元/亩 is as clear as 18万元; nothing but the number is clearest of all.
    if not typed:
        return Decimal(1)
    if said and not counted.startswith(said):
        raise Refusal("figure-unit", measure=measure)
    return given / wanted


def _parts(unit: str) -> tuple[Decimal, str]:
    """万元/亩 as (10000, 元/亩)."""
    times = _TIMES.get(unit[:1])
    return (times, unit[1:]) if times is not None else (Decimal(1), unit)
