"""Single points of time as official papers word them, in folded text (see ``plans.script``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    rf"(?<![\d.])(?P<y>(?:(?P<year>{_YEAR})\s?年度?|(?P<rel>今年|本年度?|当年|明年|次年|来年|翌年|同年))\s?)?(?:"
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
_FEASTS = {"五一": (5, 1), "六一": (6, 1), "七一": (7, 1), "八一": (8, 1), "十一": (10, 1), "国庆": (10, 1)}
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
    """A wording at ``start:end``; ``year`` is what it states itself, ``later`` how far it is from the context's year."""

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
        moment = _read(found)
        if moment is not None and moment.end > moment.start:
            yield moment


def _read(found: re.Match[str]) -> Moment | None:
    year = year_of(found["year"]) if found["year"] else None
    later = _LATER.get(found["rel"] or "", 0)

    def moment(span: Span, month: int = 12, day: int = 0, **more: bool | str) -> Moment:
        return Moment(found.start(), found.end(), span, year, later, month, day, **more)  # type: ignore[arg-type]  # each by its name

    if found["dyear"]:
        day = int(found["dday"] or 0)
        span = Span.DAY if day else Span.MONTH
        return Moment(found.start(), found.end(), span, int(found["dyear"]), 0, int(found["dmonth"]), day)
    if found["month"]:
        return moment(Span.DAY, number_of(found["month"]), number_of(found["day"]), weekday=found["weekday"] or "")
    if found["ryear"]:
        return Moment(found.start(), found.end(), Span.YEAR, int(found["ryear"]), 0)
    if found["rmonth"]:
        return moment(Span.MONTH, number_of(found["rmonth"]))
    if found["pmonth"]:
        return _of_month(moment, number_of(found["pmonth"]), found["mpart"])
    if found["quarter"]:
        quarter = number_of(found["quarter"].strip("第季度"))
        return moment(Span.END if found["qpart"] else Span.QUARTER, quarter * 3)
    if found["half"]:
        return moment(Span.END if found["hpart"] else Span.HALF, 6 if found["half"] == "上半年" else 12)
    if found["lost"]:
        month = re.match(r"\d+", found["lost"])
        return _of_month(moment, int(month[0]), found["lost"][month.end() :], mended=True) if month else None
    if found["nomonth"]:
        digits = found["nomonth"]
        return moment(Span.DAY, int(digits[:-2]), int(digits[-2:]), mended=True)
    if found["feast"]:
        return _eve(found, found["feast"].removesuffix("节"))
    if found["ypart"]:
        return _of_year(moment, found["ypart"])
    return moment(Span.YEAR, bare=True)


def _of_month(moment, month: int, part: str | None, mended: bool = False) -> Moment:  # type: ignore[no-untyped-def]
    if not part:
        return moment(Span.MONTH, month)
    if part in _TENTHS:
        return moment(Span.TENTH, month, _TENTHS[part], mended=mended)
    return moment(Span.TENTH if part == "下旬" else Span.END, month, mended=mended)


def _of_year(moment, part: str) -> Moment:  # type: ignore[no-untyped-def]
    if part.endswith("初"):
        return moment(Span.YEAR_START, 1)
    if part.endswith("中"):
        return moment(Span.END, 6)
    return moment(Span.END)


def _eve(found: re.Match[str], feast: str) -> Moment:
    """The day before a feast: what is due before it must be done by then."""
    if feast == "元旦":
        return Moment(found.start(), found.end(), Span.DAY, None, 0, 12, 31)
    month, day = _FEASTS[feast]
    eve = date(2001, month, day) - timedelta(days=1)
    return Moment(found.start(), found.end(), Span.DAY, None, 0, eve.month, eve.day)


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
