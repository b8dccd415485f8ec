"""Units of a changed plan: added, renamed, dropped, taken in again; their names, members and homes."""

from __future__ import annotations

from dataclasses import asdict

from pydantic_core import to_jsonable_python
from sqlmodel import col, select

from plans.blueprint import Blueprint, UnitPrint
from plans.compare import Comparison
from register.amending.work import Work
from register.tables import TaskUnit, Unit, UnitAlias
from register.writing import unit_columns, write_members


async def bring_units(work: Work, comparison: Comparison, after: Blueprint) -> None:
    """Make the units those of ``after``; afterwards ``work.units`` knows their rows."""
    rows = {unit.name: unit for unit in await work.session.exec(select(Unit).order_by(col(Unit.id)))}
    await _rename(work, rows, comparison.renamed)
    kept = {unit.name for unit in after.units}
    for name, row in rows.items():
        if name not in kept and row.dropped_on is None:
            row.dropped_on = work.today
    for position, unit in enumerate(after.units):
        row = rows.setdefault(unit.name, Unit(name=unit.name, position=position))
        row.position, row.dropped_on = position, None
        row.sqlmodel_update(unit_columns(unit))
    work.session.add_all(rows.values())
    await work.session.flush()
    work.units.update({name: row.id or 0 for name, row in rows.items()})
    for unit in after.units:
        rows[unit.name].housed_in_id = work.units[unit.housed_in] if unit.housed_in is not None else None
        await write_members(work.session, unit, work.units)
    await _write_aliases(work, after)
    for change in comparison.units:
        _tell(work, change.before, change.after)


async def _rename(work: Work, rows: dict[str, Unit], renamed: dict[str, str]) -> None:
    """In two steps: one may take the name that another gives up."""
    moving = {new: rows.pop(old) for old, new in renamed.items()}
    for row in moving.values():
        row.name = f"?{row.id}"
        work.session.add(row)
    await work.session.flush()
    for new, row in moving.items():
        row.name = new
    rows.update(moving)
    for part in await work.session.exec(select(TaskUnit).where(col(TaskUnit.named_as).in_(renamed))):
        part.named_as = renamed[part.named_as]
        work.session.add(part)


async def _write_aliases(work: Work, after: Blueprint) -> None:
    wanted = {alias: work.units[unit.name] for unit in after.units for alias in unit.aliases}
    for row in await work.session.exec(select(UnitAlias)):
        if wanted.get(row.alias) == row.unit_id:
            del wanted[row.alias]
        else:
            await work.session.delete(row)
    await work.session.flush()
    work.session.add_all(UnitAlias(alias=alias, unit_id=unit) for alias, unit in sorted(wanted.items()))


def _tell(work: Work, before: UnitPrint | None, after: UnitPrint | None) -> None:
    unit = after or before
    if unit is None:
        return
    work.record("unit_amended", f"unit:{work.units[unit.name]}", before=_plain(before), after=_plain(after))
    item = {"why": _why(before, after), "name": unit.name, "old": before.name if before is not None else None}
    # A unit that is only taken in hears of its tasks; one whose aliases are mended need not be told.
    work.say(item, [unit.name] if item["why"] in ("unit-renamed", "unit-dropped") else ())


def _why(before: UnitPrint | None, after: UnitPrint | None) -> str:
    if before is None:
        return "unit-added"
    if after is None:
        return "unit-dropped"
    return "unit-renamed" if before.name != after.name else "unit-changed"


def _plain(unit: UnitPrint | None) -> object:
    return to_jsonable_python(asdict(unit) | {"aliases": sorted(unit.aliases)}) if unit is not None else None
