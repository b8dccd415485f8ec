"""The morning digest (每日提醒): one message per contact and working day, whatever it has to say."""

from __future__ import annotations

from datetime import timedelta

from plans.roles import Role
from register.buttons import Offer
from schedules.letters import Letter
from schedules.morning import Item, Morning
from schedules.ways import ways

_DAY = timedelta(days=1)


def digests(morning: Morning) -> list[Letter]:
    """One letter for each unit that has items this morning."""
    alone = [_targets(morning, unit_id) for unit_id in sorted(morning.targets.keys() - morning.digest.keys())]
    return [_digest(morning, unit_id, items) for unit_id, items in sorted(morning.digest.items())] + alone


def _digest(morning: Morning, unit_id: int, items: list[Item]) -> Letter:
    items.sort(key=lambda item: (item["due"], item["task"], item["milestone"] is None))
    targets = morning.targets.get(unit_id, [])
    return Letter(
        unit_id,
        Role.CONTACT,
        "digest",
        f"digest/{morning.unit_name(unit_id)}/{morning.day}",
        {"unit": morning.unit_name(unit_id), "day": morning.day.isoformat(), "items": items, "targets": targets},
        ways(items) + _to_targets(targets),
        # Tomorrow's digest says what is still true: an old one that could not be sent is not wanted then.
        expires=morning.rules.at(morning.day + _DAY, morning.rules.policy.working_day.speak_at),
    )


def _targets(morning: Morning, unit_id: int) -> Letter:
    """The unit has nothing else to be told this morning."""
    targets = morning.targets[unit_id]
    key = f"targets/{morning.unit_name(unit_id)}/{morning.day}"
    facts = {"targets": targets, "items": []}
    return Letter(unit_id, Role.CONTACT, "other", key, facts, _to_targets(targets), template="targets-asked")


def _to_targets(targets: list[Item]) -> list[list[Offer]]:
    return [[Offer("targets", "targets", targets[0]["request"])]] if targets else []
