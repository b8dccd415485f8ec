"""A town with its people seated."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from plans.roles import Role
from tests.harness.chat import Town, running_town

CAST = {
    "张联络": ("发改委", Role.CONTACT),
    "周汇总": ("管委会", Role.CONTACT),
    "李联络": ("水利局", Role.CONTACT),
    "王审核": ("办公室", Role.OFFICE),
    "赵督查": ("督查局", Role.BUREAU),
}


@pytest.fixture
async def empty_town(tmp_path: Path) -> AsyncIterator[Town]:
    """Nobody is seated yet."""
    async with running_town(tmp_path) as town:
        yield town


@pytest.fixture
async def town(empty_town: Town) -> Town:
    """The shared cast is seated; 陌生人 is a stranger who must be refused."""
    await empty_town.seat(CAST)
    empty_town.newcomer("陌生人")
    return empty_town


@pytest.fixture
async def asked(town: Town) -> Town:
    """The round of the second quarter is open, and the contacts have their digests."""
    await town.until("2021-06-24")
    town.hears("张联络", "请报送2021年第二季度工作进展")
    town.hears("李联络", "第3项 治理河道")
    return town
