"""Single points of time as official papers word them, in folded text (see ``plans.script``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from plans.numerals import number_of, year_of

_YEAR = r"(?:(?:19|20)\d\d|[一二][〇零九O][〇零一二三四五六七八九O]{2})"
_MONTH = r"(?:1[0-2]|0?[1-9](?!\d)|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9](?!\d)|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_WEEKDAY = r"(?:\s?\(?(?:星期|周)(?P<weekday>[一二三四五六日天])\)?)?"
_PART = r"上旬|中旬|下旬|[底末]|初"
_MOMENT = re.compile(
    rf"(?<!\d)(?P<y>(?:(?P<year>{_YEAR})\s?年度?|(?P<rel>今年|本年度?|当年|明年|次年|来年|翌年|同年))\s?)?(?:"
    rf"(?P<month>{_MONTH})\s?月(?:份)?\s?(?P<day>{_DAY})\s?[日号]{_WEEKDAY}"
    rf"|(?P<rmonth>{_MONTH})(?=\s?[-—~至到]\s?{_MONTH}月)"
    rf"|(?P<pmonth>{_MONTH})\s?月(?:份)?\s?(?P<mpart>{_PART})?"
    rf"|(?P<quarter>第[一二三四1-4]季度|(?<!每)[一二三四1-4]季度)(?P<qpart>[底末])?"
    r"|(?P<half>[上下]半年)(?P<hpart>[底末])?"
    r"|(?P<ypart>(?(y)(?:年?(?:[底末内初]|中(?![旬央])))|(?:年年?[底末内]|年中(?!央)|全年(?!级))))"
    r"|(?P<lost>(?(y)(?:(?:1[0-2]|[1-9])(?:上旬|中旬|下旬|[底末]))|(?!)))"
    r"|(?P<bare>(?(y)(?:)|(?!)))"
    r")"
    rf"|(?<![\d.])(?P<dyear>20\d\d)(?P<sep>[./-])(?P<dmonth>1[0-2]|0?[1-9])(?:(?P=sep)(?P<dday>3[01]|[12]\d|0?[1-9]))?(?![\d.%])"
    r"|(?<!\d)(?P<ryear>20\d\d)(?=\s?[-—~至到]{1,2}\s?20\d\d年)"
    r"|(?<!\d)(?P<nomonth>1[0-2](?:0[1-9]|[12]\d|3[01])|[1-9](?:0[1-9]|[12]\d|3[01]))日"
    r"|(?P<feast>五一|六一|七一|八一|十一|国庆节?|元旦)(?:劳动节|儿童节)?(?=节?(?:之前|以前|前))"
)
_EVES = {
    "五一": (4, 30),
    "六一": (5, 31),
    "七一": (6, 30),
    "八一": (7, 31),
    "十一": (9, 30),
    "国庆": (9, 30),
    "元旦": (12, 31),
}
"""The day before each feast: month and day."""
_LATER = {"明年": 1, "次年": 1, "来年": 1, "翌年": 1}
_TENTHS = {"上旬": 10, "初": 10, "中旬": 20}


class Span(StrEnum):
    """How much time a wording names: what has an end of its own, and what is a whole stretch."""

    DAY = "day"
    END = "end"
    TENTH = "tenth"
    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    YEAR_START = "year-start"


@dataclass(frozen=True, slots=True)
class Moment:
    """A wording at ``start:end``; ``year`` is what it states itself, ``later`` how far it is from the paper's."""

    start: int
    end: int
    span: Span
    year: int | None
    later: int
    month: int = 12
    day: int = 0
    """The day of the month; 0 is its last."""
    mended: bool = False
    """A character was lost in the paper, and one reading of what is left makes sense."""
    weekday: str = ""
    bare: bool = False
    """A year alone."""

    def last(self, year: int) -> date | None:
        """The last day meant, in ``year``; None where the calendar has no such day."""
        try:
            return date(year, self.month, self.day) if self.day else _month_end(year, self.month)
        except ValueError:
            return None

    def first(self, year: int) -> date | None:
        """The first day meant, in ``year``."""
        months = {Span.QUARTER: 2, Span.HALF: 5, Span.YEAR: 11}.get(self.span)
        try:
            if self.span is Span.DAY and self.day:
                return date(year, self.month, self.day)
            return date(year, self.month - (months or 0), 1)
        except ValueError:
            return None


def moments(text: str) -> Iterator[Moment]:
    """Every point of time named in folded ``text``, in order."""
    for found in _MOMENT.finditer(text):
        if found.end() > found.start():
            yield _read(found)


def _read(found: re.Match[str]) -> Moment:
    """The moment in a match: each way of wording has a reader of its own, told by a group that only it has."""
    read = next(read for group, read in _READERS.items() if found[group] is not None)
    return read(found)


def _moment(
    found: re.Match[str], span: Span, month: int = 12, day: int = 0, *, mended: bool = False, bare: bool = False
) -> Moment:
    year = year_of(found["year"]) if found["year"] else None
    later = _LATER.get(found["rel"] or "", 0)
    weekday = found["weekday"] or ""
    return Moment(found.start(), found.end(), span, year, later, month, day, mended, weekday, bare)


def _day(found: re.Match[str]) -> Moment:
    return _moment(found, Span.DAY, number_of(found["month"]), number_of(found["day"]))


def _part_of_month(found: re.Match[str]) -> Moment:
    return _in_month(found, number_of(found["pmonth"]), found["mpart"])


def _lost_month(found: re.Match[str]) -> Moment:
    """2008年11底: the character 月 was lost."""
    digits = found["lost"].rstrip("上中下旬底末")
    return _in_month(found, int(digits), found["lost"][len(digits) :], mended=True)


def _in_month(found: re.Match[str], month: int, part: str | None, *, mended: bool = False) -> Moment:
    if part in _TENTHS:
        return _moment(found, Span.TENTH, month, _TENTHS[part], mended=mended)
    span = {None: Span.MONTH, "下旬": Span.TENTH}.get(part, Span.END)
    return _moment(found, span, month, mended=mended)


def _lost_mark(found: re.Match[str]) -> Moment:
    """615日: 6月15日."""
    digits = found["nomonth"]
    return _moment(found, Span.DAY, int(digits[:-2]), int(digits[-2:]), mended=True)


def _quarter(found: re.Match[str]) -> Moment:
    number = number_of(found["quarter"].strip("第季度"))
    return _moment(found, Span.END if found["qpart"] else Span.QUARTER, number * 3)


def _half(found: re.Match[str]) -> Moment:
    return _moment(found, Span.END if found["hpart"] else Span.HALF, 6 if found["half"] == "上半年" else 12)


def _part_of_year(found: re.Match[str]) -> Moment:
    if found["ypart"].endswith("初"):
        return _moment(found, Span.YEAR_START, 1)
    return _moment(found, Span.END, 6 if found["ypart"].endswith("中") else 12)


def _dotted(found: re.Match[str]) -> Moment:
    day = int(found["dday"] or 0)
    span = Span.DAY if day else Span.MONTH
    return Moment(found.start(), found.end(), span, int(found["dyear"]), 0, int(found["dmonth"]), day)


def _first_year(found: re.Match[str]) -> Moment:
    return Moment(found.start(), found.end(), Span.YEAR, int(found["ryear"]), 0)


def _first_month(found: re.Match[str]) -> Moment:
    return _moment(found, Span.MONTH, number_of(found["rmonth"]))


def _eve(found: re.Match[str]) -> Moment:
    """The day before a feast: what is due before it must be done by then."""
    month, day = _EVES[found["feast"].removesuffix("节")]
    return _moment(found, Span.DAY, month, day)


def _bare_year(found: re.Match[str]) -> Moment:
    return _moment(found, Span.YEAR, bare=True)


_READERS: dict[str, Callable[[re.Match[str]], Moment]] = {
    "dyear": _dotted,
    "month": _day,
    "rmonth": _first_month,
    "pmonth": _part_of_month,
    "quarter": _quarter,
    "half": _half,
    "ypart": _part_of_year,
    "lost": _lost_month,
    "ryear": _first_year,
    "nomonth": _lost_mark,
    "feast": _eve,
    "bare": _bare_year,
}


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
