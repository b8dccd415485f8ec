"""``duban invite``: one invitation into a seat."""

from __future__ import annotations

from typing import NamedTuple

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from duban.clock import clock_of
from duban.files import read_files
from duban.settings import Settings
from duban.store import fill, opened
from duban.trouble import Trouble, of_the_database
from plans.roles import Role
from register.record import note
from register.seats import invite, unit_called
from register.tables import Seat, Unit


class Invitation(NamedTuple):
    unit: str
    days: int
    secret: str


async def open_way_in(settings: Settings, name: str, role: Role | None, days: int | None) -> Invitation:
    """Trouble when there is no such unit or seat. ``days``: how long it holds; the policy's number without."""
    files, clock = read_files(settings), clock_of(settings)
    holds = days or files.rules.policy.limits.invitation_days
    async with opened(settings) as store:
        with of_the_database(settings.store):
            await fill(store, files, clock.now())
            async with store.writing() as session:
                unit, seat = await _place(session, name, role)
                secret = await invite(session, seat, holds, clock.now())
                await note(session, "operator", "invited", f"seat:{seat.id}", clock.now(), days=holds)
    return Invitation(unit.name, holds, secret)


async def demand_seat(settings: Settings, name: str, role: Role | None) -> None:
    """Trouble as above. Asked before anything else is: what was typed wrongly needs no token to be told."""
    files, clock = read_files(settings), clock_of(settings)
    async with opened(settings) as store:
        with of_the_database(settings.store):
            await fill(store, files, clock.now())
            async with store.reading() as session:
                await _place(session, name, role)


async def _place(session: AsyncSession, name: str, role: Role | None) -> tuple[Unit, Seat]:
    unit = await unit_called(session, name)
    if unit is None:
        raise Trouble(f"方案中没有单位“{name}”：请用方案里的名称或别名。")
    seats = await session.exec(select(Seat).where(Seat.unit_id == unit.id).order_by(col(Seat.id)))
    seat = _chosen(list(seats), role)
    if seat is None:
        raise Trouble(_no_seat(unit, role))
    return unit, seat


def _chosen(seats: list[Seat], role: Role | None) -> Seat | None:
    """Without a role: the contact's seat, or the only one that such a body has."""
    if role is None and len(seats) == 1:
        return seats[0]
    return next((seat for seat in seats if seat.role is (role or Role.CONTACT)), None)


def _no_seat(unit: Unit, role: Role | None) -> str:
    why = "它由成员单位组成，请邀请各成员单位" if unit.collective else "请核对 --role"
    return f"单位“{unit.name}”没有这一席位（{role or Role.CONTACT}）：{why}。"
