"""A city of any size, written into an empty store by bulk statements: units, contacts, tasks, milestones, duties.

Unit ``u`` leads task ``u``; the duties are dealt out to the units in turn. On each of ``DAYS`` one duty of every unit
is seven days from its end, so that each of these mornings has as many due items as there are units.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import CTE, ColumnElement, String, Table, case, cast, insert, literal, null, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from database.engine import Database
from database.postgresql import unhurried
from plans.policy import Policy
from plans.roles import Role
from register.calendar import WorkingCalendar
from register.rules import Rules
from register.states import DutyState
from register.tables import PlanRecord
from register.tables.plan import Part

RULES = Rules(Policy(), WorkingCalendar(), ZoneInfo("Asia/Shanghai"))
DAYS = tuple(date(2021, 5, day) for day in (17, 18, 19, 20))
"""Four working days, one after the other."""
FIRST_CHAT = 500_001
"""The chat of the first unit's contact; the others follow."""
_BEFORE_DUE = timedelta(days=7)
FAR = date(2022, 12, 30)
"""When the duties end of which nothing is said on ``DAYS``."""
_SPEAKS_FAR = date(2022, 11, 30)
_NOW = datetime(2021, 5, 15, tzinfo=UTC)

_ALL = SQLModel.metadata.tables


async def found_city(database: Database, units: int, duties: int, *, speaks: bool = True) -> None:
    """``speaks``: whether anything is due on ``DAYS``."""
    async with database.writing() as session, _without_haste(database, await session.connection()):
        await _found_units(session, units)
        await _found_duties(session, units, duties, len(DAYS) if speaks else 0)
    if database.is_sqlite:
        return
    # In service PostgreSQL's own housekeeping does this within minutes.
    async with database.engine.connect() as connection, unhurried(connection):
        await (await connection.execution_options(isolation_level="AUTOCOMMIT")).execute(text("VACUUM ANALYZE"))


def _without_haste(database: Database, connection: AsyncConnection) -> AbstractAsyncContextManager[None]:
    return nullcontext() if database.is_sqlite else unhurried(connection)


def morning(day: date) -> datetime:
    """When the sweep of this day begins to speak."""
    return RULES.at(day, RULES.policy.working_day.speak_at)


async def _found_units(session: AsyncSession, units: int) -> None:
    n = _numbers(units + 3)
    plain = {"collective": False, "settled": True, "leading_body": False, "housed_in_id": null()}
    await _fill(session, "unit", n, {"id": n.c.i, "name": _called("单位", n.c.i), "position": n.c.i, **plain})
    office, bureau, leading = range(units + 1, units + 4)
    session.add(
        PlanRecord(
            code="city",
            title="方案",
            starts=date(2021, 5, 15),
            ends=date(2022, 12, 31),
            office_id=office,
            bureau_id=bureau,
            leading_group_id=leading,
            consolidator_id=1,
            fingerprint="benchmark",
        )
    )
    n = _numbers(units)
    chat = n.c.i + (FIRST_CHAT - 1)
    await _fill(session, "person", n, {"id": n.c.i, "telegram_id": chat, "name": _called("联络员", n.c.i)})
    await _fill(session, "seat", n, {"id": n.c.i, "unit_id": n.c.i, "role": Role.CONTACT})
    holding = {"id": n.c.i, "seat_id": n.c.i, "person_id": n.c.i, "chat_id": chat, "since": _NOW}
    await _fill(session, "holding", n, holding)


async def _found_duties(session: AsyncSession, units: int, duties: int, days: int) -> None:
    n = _numbers(units)
    task = {"id": n.c.i, "number": n.c.i, "title": _called("建设标准厂房", n.c.i), "undated": False}
    await _fill(session, "task", n, task)
    part = {"id": n.c.i, "task_id": n.c.i, "unit_id": n.c.i, "part": Part.LEAD, "named_as": "", "position": 0}
    await _fill(session, "task_unit", n, part)
    n = _numbers(duties)
    unit = (n.c.i - 1) % units + 1
    turns = [(n.c.i <= units * (turn + 1), day) for turn, day in enumerate(DAYS[:days])]
    due = _by_turn([(mine, day + _BEFORE_DUE) for mine, day in turns], FAR)
    ordinal = (n.c.i - 1) // units + 1
    milestone = {"id": n.c.i, "task_id": unit, "ordinal": ordinal, "baseline": due, "due": due}
    await _fill(session, "milestone", n, milestone | {"wording": "按期完成", "ongoing": False})
    duty = {"id": n.c.i, "milestone_id": n.c.i, "unit_id": unit, "state": DutyState.OPEN, "due": due, "late": False}
    await _fill(session, "duty", n, duty | {"speaks_on": _by_turn(turns, _SPEAKS_FAR)})


def _numbers(count: int) -> CTE:
    """A table of the numbers from 1 to ``count``, in its column ``i``."""
    one = select(literal(1).label("i")).cte("n", recursive=True)
    return one.union_all(select(one.c.i + 1).where(one.c.i < count))


async def _fill(session: AsyncSession, name: str, n: CTE, values: Mapping[str, Any]) -> None:
    """A row for each number, made of constants and of expressions of the number."""
    table: Table = _ALL[name]
    rows = [_expression(table, column, value) for column, value in values.items()]
    connection = await session.connection()
    await connection.execute(insert(table).from_select(list(values), select(*rows).select_from(n)))


def _expression(table: Table, column: str, value: Any) -> ColumnElement[Any]:
    return value if isinstance(value, ColumnElement) else literal(value, table.c[column].type)


def _by_turn(turns: list[tuple[ColumnElement[bool], date]], otherwise: date) -> ColumnElement[date]:
    choices = [(mine, literal(day)) for mine, day in turns]
    return case(*choices, else_=literal(otherwise)) if choices else literal(otherwise)


def _called(what: str, number: ColumnElement[int]) -> ColumnElement[str]:
    return literal(what) + cast(number, String)
