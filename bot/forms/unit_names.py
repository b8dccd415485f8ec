"""Units as people name them: 发改委、水利局, 各乡镇人民政府."""

from __future__ import annotations

import re
import unicodedata

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.refusal import Refusal
from register.circulars import members_of, possible_recipients
from register.seats import unit_called

Chosen = dict[str, str]
"""Row id -> name, in the plan's order: a draft keeps it as JSON."""

_BETWEEN = re.compile(r"[、,;\s]+")


async def units_named(session: AsyncSession, text: str) -> set[int]:
    """The units of a typed list, collective names expanded; Refusal that names what is no unit with a contact."""
    wanted: set[int] = set()
    unknown: list[str] = []
    seated = {unit.id or 0 for unit in await possible_recipients(session)}
    for name in _names(text):
        unit = await unit_called(session, name)
        members = set(await members_of(session, unit)) & seated if unit is not None else set()
        wanted |= members
        if not members:
            unknown.append(name)
    if unknown or not wanted:
        raise Refusal("units-unknown", names="、".join(unknown))
    return wanted


async def chosen_units(session: AsyncSession, wanted: set[int] | frozenset[int] | None) -> Chosen:
    """These units, or all, in the plan's order."""
    units = await possible_recipients(session)
    return {str(unit.id): unit.name for unit in units if wanted is None or unit.id in wanted}


def _names(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("。")
    return [name for name in _BETWEEN.split(plain) if name]
