"""A step of the ladder may have a paper: the order (督办单) is followed by its .docx, where the policy says so."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.compile import Compiler
from bot.desk import PaperFiles
from bot.jobs import ReportJob
from plans.policy import LadderRules, LadderStep, Policy, Step, StepPaper
from plans.roles import Role
from tests.bot.looking import rows
from tests.documents.word import read
from tests.harness.chat import RULES, Town, running_town

CAST = {
    "李联络": ("水利局", Role.CONTACT),
    "孙局长": ("水利局", Role.LEADER),
    "王审核": ("办公室", Role.OFFICE),
}
WARNING, ORDER, *_ = LadderRules().overdue
WITH_PAPER = LadderRules(overdue=(WARNING, ORDER.model_copy(update={"document": StepPaper.ORDER})))


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """Where orders have papers."""
    rules = replace(RULES, policy=Policy(ladder=WITH_PAPER))
    async with running_town(tmp_path, rules=rules) as town:
        await town.seat(CAST)
        yield town


async def ordered(town: Town) -> None:
    """水利局 has reported nothing until the fifth working day."""
    for day in ("06-24", "07-01", "07-05", "07-06", "07-07"):
        town.passes_over(*town.people)
        await town.until(f"2021-{day}")


async def test_the_paper_follows_its_order_to_those_it_is_told(town: Town) -> None:
    await ordered(town)
    town.passes_over(*town.people)
    await town.compiler.work_off()
    await town.settle()
    for name in ("李联络", "孙局长"):
        (paper,) = town.hears(name, "督办单（水利局2021年7月7日）")
        words = read(town.home / "papers" / (paper.file_name or ""))
        assert "第3项“治理河道”" in words
        assert "2021年6月30日" in words
        assert "发改委" not in words
    assert len(await rows(town, ReportJob)) == 2  # the office's copy of the message has none


async def test_a_paper_that_cannot_be_made_leaves_the_order_in_force(town: Town) -> None:
    async def broken(_kind: str, _subject: str, _facts: object, _home: Path) -> PaperFiles:
        raise ValueError("no paper")

    await ordered(town)
    town.passes_over(*town.people)
    await Compiler(replace(town.desk, write_paper=broken)).work_off()
    await town.settle()
    town.hears("李联络", "请按上面的督办单消息办理")
    town.hears("孙局长", "请按上面的督办单消息办理")
    town.errors.clear()


async def test_without_a_word_in_the_policy_the_message_says_it_all(tmp_path: Path) -> None:
    assert all(step.document is None for step in Policy().ladder.overdue)
    async with running_town(tmp_path) as town:
        await town.seat(CAST)
        await ordered(town)
        assert not await town.compiler.step()
        town.passes_over(*town.people)


def test_a_ladder_frozen_before_there_were_papers_is_still_read() -> None:
    frozen = {"step": "order", "after": 5, "to": ["contact"], "copy_to": []}
    assert LadderStep.model_validate(frozen) == LadderStep(step=Step.ORDER, after=5, to=(Role.CONTACT,))
