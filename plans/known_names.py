"""Every name a plan file gives a unit, tolerant of a file that is still wrong."""

from __future__ import annotations

from plans.model import UnitEntry


class KnownNames:
    """Unlike ``UnitNames`` it may hold clashing names and members that nobody knows.

    ``written`` are the names that the file holds, also in entries that could not be read: a task that uses one is
    not wrong because the entry is.
    """

    def __init__(self, units: tuple[UnitEntry, ...], written: frozenset[str]) -> None:
        self._by_name: dict[str, UnitEntry] = {}
        for unit in units:
            for name in (unit.name, *unit.aliases):
                self._by_name.setdefault(name, unit)
        self._written = written

    def __contains__(self, name: str) -> bool:
        return name in self._by_name or name in self._written

    def unit(self, name: str) -> UnitEntry | None:
        """The entry of the unit called ``name``, if it could be read."""
        return self._by_name.get(name)

    def official(self, name: str) -> str:
        """The first name of the unit called ``name``, or ``name`` itself."""
        unit = self._by_name.get(name)
        return unit.name if unit else name


def names_written(value: object) -> frozenset[str]:
    """All text under ``name`` and ``aliases`` of the units in a plan file's ``value``."""
    units = value.get("units") if isinstance(value, dict) else None
    found: set[str] = set()
    for unit in units if isinstance(units, tuple) else ():
        if isinstance(unit, dict):
            aliases = unit.get("aliases")
            texts = (unit.get("name"), *(aliases if isinstance(aliases, tuple) else ()))
            found.update(text.strip() for text in texts if isinstance(text, str))
    return frozenset(found)
