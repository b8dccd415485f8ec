"""How a day, an instant, a quarter or a light is spoken of. Facts are frozen JSON, so days arrive as ISO text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

LIGHTS: Mapping[str, str] = {"green": "🟢", "yellow": "🟡", "red": "🔴", "done": "✅", "dropped": "⚪"}

_spoken_at: ContextVar[datetime | None] = ContextVar("spoken_at", default=None)


@contextmanager
def spoken_at(at: datetime) -> Iterator[None]:
    """What is put into words meanwhile is read on the day of ``at``: a day of another year is told with its year."""
    mark = _spoken_at.set(at)
    try:
        yield
    finally:
        _spoken_at.reset(mark)


def as_date(value: date | str) -> date:
    """The day that a fact names, whichever way it is written."""
    if isinstance(value, datetime):
        return value.date()
    return date.fromisoformat(value[:10]) if isinstance(value, str) else value


def day_in(zone: ZoneInfo) -> Callable[[date | str], str]:
    """The filter ``day``: 6月30日, and 2022年6月30日 in a message of another year."""

    def day(value: date | str) -> str:
        at = _spoken_at.get()
        spoken = as_date(value)
        if at is not None and at.astimezone(zone).year != spoken.year:
            return full_day(spoken)
        return _month_and_day(spoken)

    return day


def full_day(value: date | str) -> str:
    """2021年6月30日."""
    spoken = as_date(value)
    return f"{spoken.year}年{_month_and_day(spoken)}"


def _month_and_day(spoken: date) -> str:
    return f"{spoken.month}月{spoken.day}日"


def weekday(value: date | str) -> str:
    """星期三."""
    return "星期" + "一二三四五六日"[as_date(value).weekday()]


def days_left(days: int) -> str:
    """还有7天, 今天到期 or 已逾期3天; ``days`` is negative after the due date."""
    if days == 0:
        return "今天到期"
    return f"还有{days}天" if days > 0 else f"已逾期{-days}天"


def light(name: str) -> str:
    """The sign of a light: green, yellow, red, done or dropped; KeyError for any other name."""
    return LIGHTS[name]


def quarter(value: str) -> str:
    """2021Q2 as 2021年第二季度."""
    year, number = value.split("Q")
    return f"{year}年第{'一二三四'[int(number) - 1]}季度"


def moment_in(zone: ZoneInfo) -> Callable[[datetime | str], str]:
    """The filter ``moment``: 6月30日 09:05 in the deployment's local time, with the year as ``day`` tells it."""
    day = day_in(zone)

    def moment(value: datetime | str) -> str:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else value
        local = instant.astimezone(zone)
        return f"{day(local.date())} {local:%H:%M}"

    return moment


def clock(value: str) -> str:
    """16:30, of an instant that is frozen in local time."""
    return f"{datetime.fromisoformat(value):%H:%M}"


def filters(zone: ZoneInfo) -> dict[str, Callable[..., str]]:
    """Every filter that templates and words may use, by its name."""
    return {
        "day": day_in(zone),
        "full_day": full_day,
        "weekday": weekday,
        "days_left": days_left,
        "clock": clock,
        "light": light,
        "quarter": quarter,
        "moment": moment_in(zone),
    }
