"""The demo's people: a believable name for every seat of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from plans.roles import Role
from register.seats import invite
from register.tables import Seat, Unit
from sandbox.stage import StageSeat

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎"
    "余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_FIRST_ID = 100_001
_ROLE_NAMES = {
    Role.CONTACT: "联络员",
    Role.LEADER: "分管领导",
    Role.OFFICE: "办公室经办人",
    Role.BUREAU: "督查局经办人",
    Role.LEADING_GROUP: "领导小组",
}
_GROUPS = {
    Role.OFFICE: "办公室与督查",
    Role.BUREAU: "办公室与督查",
    Role.LEADING_GROUP: "办公室与督查",
    Role.CONTACT: "联络员",
    Role.LEADER: "分管领导",
}
_TITLES = {Role.CONTACT: "联络员", Role.OFFICE: "主任", Role.BUREAU: "科长", Role.LEADING_GROUP: "组长"}
_LEADERS = {"局": "副局长", "委": "副主任", "办": "副主任", "公司": "副总经理", "专班": "副组长", "政府": "副镇长"}
_ORDER = (Role.OFFICE, Role.BUREAU, Role.LEADING_GROUP, Role.CONTACT, Role.LEADER)
_DAYS = 7


@dataclass(frozen=True)
class Member:
    """A person of the demo, and the seat he or she is to fill."""

    seat: Seat
    shown: StageSeat


async def cast_of(session: AsyncSession) -> list[Member]:
    """One person for every seat, the office first."""
    rows = await session.exec(
        select(Seat, Unit).join(Unit, col(Unit.id) == col(Seat.unit_id)).order_by(col(Unit.position), col(Seat.id))
    )
    return [
        _member(number, seat, unit.name)
        for number, (seat, unit) in enumerate(sorted(rows, key=lambda row: _ORDER.index(row[0].role)))
    ]


def _member(number: int, seat: Seat, unit: str) -> Member:
    name = _SURNAMES[number % len(_SURNAMES)] + (_TITLES.get(seat.role) or _leader_title(unit))
    user = _FIRST_ID + number
    return Member(seat, StageSeat(user, user, name, unit, _ROLE_NAMES[seat.role], _GROUPS[seat.role]))


def _leader_title(unit: str) -> str:
    return next((title for ending, title in _LEADERS.items() if unit.endswith(ending)), "主任")


async def invitations(session: AsyncSession, cast: Sequence[Member], now: datetime) -> list[str]:
    """The secret for each member, in their order."""
    return [await invite(session, member.seat, _DAYS, now) for member in cast]
