"""The morning digest (每日提醒): one message per contact and working day, whatever it has to say."""

from __future__ import annotations

from datetime import timedelta

from plans.roles import Role
from register.buttons import Offer
from schedules.letters import Letter
from schedules.morning import Item, Morning

_DAY = timedelta(days=1)


def digests(morning: Morning) -> list[Letter]:
    """One letter for each unit that has items this morning."""
    return [_digest(morning, unit_id, items) for unit_id, items in sorted(morning.digest.items())]


def _digest(morning: Morning, unit_id: int, items: list[Item]) -> Letter:
    items.sort(key=lambda item: (item["due"], item["task"], item["milestone"] is None))
    return Letter(
        unit_id,
        Role.CONTACT,
        "digest",
        f"digest/{morning.unit_name(unit_id)}/{morning.day}",
        {"unit": morning.unit_name(unit_id), "day": morning.day.isoformat(), "items": items},
        _buttons(items),
        # Tomorrow's digest says what is still true: an old one that could not be sent is not wanted then.
        expires=morning.rules.at(morning.day + _DAY, morning.rules.policy.working_day.speak_at),
    )


def _buttons(items: list[Item]) -> list[list[Offer]]:
    """A button per line: to report where a report is asked, else to open the task; two in a row."""
    offers: dict[int, Offer] = {}
    for item in items:
        number = item["task"]
        if "request" in item:
            offers[number] = Offer("report", "report", item["request"], facts=(("number", number),))
        else:
            offers.setdefault(number, Offer("open-task", "open-task", number, facts=(("number", number),)))
    line = list(offers.values())
    return [line[i : i + 2] for i in range(0, len(line), 2)]
