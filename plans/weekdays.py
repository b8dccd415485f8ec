"""A weekday stated beside a date: 2021年6月20日（星期二） was a Sunday."""

from __future__ import annotations

import re
from datetime import date

_STATED = re.compile(
    r"(?:(?P<year>[0-9]{4})\s*年\s*)?(?P<month>[0-9]{1,2})\s*月\s*(?P<day>[0-9]{1,2})\s*[日号]"
    r"\s*[（(]?\s*(?:星期|周|礼拜)(?P<weekday>[一二三四五六日天])"
)
_NAMES = "一二三四五六日"


def weekday_slips(text: str, years: range) -> list[tuple[str, str]]:
    """Each stated weekday of ``text`` that is not the date's: (what is wrong, what was expected).

    A date without its year may belong to any of ``years``: it is wrong only if no year makes it right.
    """
    slips = []
    for stated in _STATED.finditer(text):
        possible = [int(stated["year"])] if stated["year"] else list(years)
        days = _days(possible, int(stated["month"]), int(stated["day"]))
        weekday = _NAMES.index(stated["weekday"].replace("天", "日"))
        if not days:
            slips.append((f"“{stated[0]}”不是日历上有的日期", "请核对日期"))
        elif all(day.weekday() != weekday for day in days):
            named = "、".join(f"{day}是星期{_NAMES[day.weekday()]}" for day in days[:3])
            slips.append((f"“{stated[0]}”的星期与日期不符", f"{named}，请核对"))
    return slips


def _days(years: list[int], month: int, day: int) -> list[date]:
    found = []
    for year in years:
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return found
