"""A cast may ask for later dates and be away: deadlines follow what was granted, messages whoever sits in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from plans.cast import require_cast
from plans.model import UnitNames
from plans.roles import Role
from rehearsal.cast import Cast
from rehearsal.company import Company
from rehearsal.driver import play
from rehearsal.record import Line
from rehearsal.rehearse import read_files
from rehearsal.scene import scene_of
from rehearsal.seating import Phones, fill_seats
from sandbox import Sandbox
from tests.rehearsal.files import CASTS, DATA, PLAN, POLICY
from tests.rehearsal.judged import played_by_the_rules

ZONE = ZoneInfo("Asia/Shanghai")
EXTENDED = CASTS / "extended.yaml"
FORCE = "涉法涉诉用地和僵尸企业处置工作专班"


async def test_deadlines_follow_the_date_that_was_granted(tmp_path: Path) -> None:
    messages = (await played_by_the_rules(EXTENDED, tmp_path, date(2021, 8, 2))).messages
    assert accusations(messages, "发改委") == ["2021-07-21 warning"]
    assert accusations(messages, FORCE) == [
        "2021-07-16 warning",
        "2021-07-22 order",
        "2021-07-27 explanation-asked",
        "2021-07-29 proposal",
    ]
    granted = [line for line in messages if line["unit"] == "发改委" and "延期" in line["text"].split("\n")[0]]
    assert "2021年7月20日" in granted[-1]["text"]


async def test_who_is_refused_answers_by_the_plan(tmp_path: Path) -> None:
    messages = (await played_by_the_rules(CASTS / "refused.yaml", tmp_path, date(2021, 7, 9))).messages
    assert accusations(messages, "发改委")[0] == "2021-07-01 warning"
    assert any("未同意延期" in line["text"] for line in messages if line["unit"] == "发改委")


def accusations(messages: list[Line], unit: str) -> list[str]:
    """What was held against the unit about its milestones, and when."""
    return [
        f"{line['at'][:10]} {line['kind']}"
        for line in messages
        if line["role"] == ("bureau" if line["kind"] == "proposal" else "contact")
        if line["kind"] in ("warning", "order", "explanation-asked", "proposal")
        if any(item["why"] == "overdue" and item.get("about", line["unit"]) == unit for item in line["items"])
    ]


@dataclass(frozen=True)
class Evening:
    """What lies on the phones when a play is over."""

    box: Sandbox
    phones: Phones

    def said(self, unit: str, role: Role) -> list[tuple[str, str]]:
        """(day, words) of every message of the bot to that person."""
        chat = self.phones[unit, role].user_id
        return [(f"{one.sent.astimezone(ZONE):%Y-%m-%d}", one.text) for one in self.box.messages(chat) if one.from_bot]

    def digests(self, unit: str, role: Role) -> set[str]:
        return {day for day, words in self.said(unit, role) if words.startswith("督办提醒")}


@pytest.fixture
async def evening(tmp_path: Path) -> AsyncIterator[Evening]:
    """Of 5 July, when all but one of those who were away are back."""
    files = read_files(PLAN, POLICY, DATA / "workdays", DATA.parent / "message_templates", ZONE)
    people = Cast(require_cast(EXTENDED, files.plan), UnitNames(files.plan.units))
    async with scene_of(files, files.rules.at(files.plan.plan.starts, time(0)), tmp_path) as scene:
        phones = await fill_seats(scene)
        await play(scene, Company(files, people, phones), date(2021, 7, 5), _no_documents)
        yield Evening(scene.box, phones)


async def _no_documents(_day: date) -> None:
    """Only the phones are looked at."""


AWAY = {f"2021-06-{day}" for day in (21, 22, 23, 24, 25, 28, 29, 30)} | {"2021-07-01", "2021-07-02"}
"""The working days from 19 June to 4 July."""


async def test_the_digests_of_the_absent_go_to_who_sits_in(evening: Evening) -> None:
    unit = "产业集聚区管委会"
    assert not evening.digests(unit, Role.CONTACT) & AWAY
    assert {"2021-06-24", "2021-06-30"} <= evening.digests(unit, Role.LEADER) <= AWAY
    assert any("请您代办" in words for _, words in evening.said(unit, Role.LEADER))
    assert any("期满，消息恢复发给您" in words for _, words in evening.said(unit, Role.CONTACT))


async def test_who_sits_in_answers_for_the_absent(evening: Evening) -> None:
    filed = [words for day, words in evening.said("夏都办", Role.LEADER) if day == "2021-06-30"]
    assert any("已收到" in words for words in filed)
