"""Targets are asked with the reports of the round, as numbers with units (填报指标), in chat."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from outbox.message import Message
from register.figures import exact
from register.states import DutyState, RequestState
from register.tables import Duty, Request, TargetReport
from schedules.wanted import wanted
from tests.bot.conftest import CAST
from tests.bot.filling import report
from tests.bot.looking import rows
from tests.harness.chat import PLAN, RULES, Town, running_town

LAND = {
    "id": "land",
    "name": "盘活<存量>用地",
    "unit": "亩",
    "min": 13700,
    "owner": "发改委",
    "due": date(2022, 12, 31),
}
SHARE = {"id": "share", "name": "处置率", "unit": "%", "min": 60, "owner": "发改委"}
TAX = {"id": "tax", "name": "亩均税收", "unit": "万元/亩", "min": 18, "max": 25, "owner": "管委会"}
HEAD: dict[str, Any] = PLAN["plan"]  # type: ignore[assignment] # the plan's head is a mapping
WITH_TARGETS = PLAN | {"plan": HEAD | {"targets": [LAND, SHARE, TAX]}}


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with running_town(tmp_path, plan=WITH_TARGETS) as town:
        await town.seat(CAST)
        await town.until("2021-06-24")
        yield town


async def figures(town: Town) -> list[tuple[int, str]]:
    return [(one.version, str(exact(one.value))) for one in await rows(town, TargetReport)]


async def fill_in(town: Town) -> None:
    town.passes_over("张联络", "李联络", "周汇总")
    await town.presses("张联络", "填报指标")
    town.hears("张联络", "盘活<存量>用地：截至目前完成多少亩？")
    await town.says("张联络", "１．３７万亩")
    town.hears("张联络", "处置率：截至目前完成百分之多少？")
    await town.says("张联络", "55％")
    town.hears("张联络", "请核对以上数字")


async def test_the_digest_asks_along_and_who_has_none_gets_a_line_of_its_own(town: Town) -> None:
    (digest,) = town.hears("张联络", "请填报2021年第二季度工作目标完成情况（6月30日截止）\n· 盘活<存量>用地（亩）")
    assert digest.buttons[-1] == "填报指标"
    (alone,) = town.hears("周汇总", "· 亩均税收（万元/亩）")
    assert list(alone.buttons) == ["填报指标"]
    (other,) = town.hears("李联络", "第3项 治理河道")
    assert "填报指标" not in other.buttons


async def test_one_question_per_target_and_a_receipt(town: Town) -> None:
    await fill_in(town)
    await town.presses("张联络", "确认填报")
    town.hears("张联络", "盘活<存量>用地：13700亩；目标不低于13700亩（2022年12月31日前）\n· 处置率：55%；目标不低于60%")
    assert await figures(town) == [(1, "13700"), (1, "55")]


async def test_nonsense_is_refused_and_the_question_stays(town: Town) -> None:
    town.passes_over("张联络", "李联络", "周汇总")
    await town.presses("张联络", "填报指标")
    for text in ("不清楚", "55%", "99999亿"):
        await town.says("张联络", text)
    town.hears("张联络", "截至目前完成多少亩", "请输入数字，单位为亩", "此项以亩计", "数字过大")
    await town.says("张联络", "9000")
    town.hears("张联络", "处置率")


async def test_a_figure_can_be_changed_before_and_after_filing(town: Town) -> None:
    await fill_in(town)
    await town.presses("张联络", "修改处置率")
    town.hears("张联络", "截至目前完成百分之多少")
    await town.presses("张联络", "不改了")
    town.hears("张联络", "请核对以上数字")
    press = await town.presses("张联络", "确认填报")
    town.hears("张联络", "已收到2021年第二季度工作目标")
    assert "这份填写已经结束" in (await town.presses_again("张联络", press)).text
    await town.presses("张联络", "填报指标")
    await town.presses("张联络", "修改处置率")
    await town.says("张联络", "58")
    await town.presses("张联络", "确认填报")
    town.passes_over("张联络")
    assert await figures(town) == [(1, "13700"), (1, "55"), (2, "58")]


async def test_the_last_figure_is_offered_in_the_next_round(town: Town) -> None:
    await fill_in(town)
    await town.presses("张联络", "确认填报")
    await town.until("2021-09-26")
    await town.presses("张联络", "填报指标")
    await town.presses("张联络", "同上次（13700亩）")
    await town.presses("张联络", "同上次（55%）")
    await town.presses("张联络", "确认填报")
    town.passes_over(*CAST)
    assert await figures(town) == [(1, "13700"), (1, "55"), (1, "13700"), (1, "55")]


async def test_it_can_be_given_up_and_is_chased_until_it_is_filed(town: Town) -> None:
    await fill_in(town)
    await town.presses("张联络", "放弃填写")
    town.hears("张联络", "已放弃，未报出任何内容")
    assert not await figures(town)
    await town.until("2021-06-29")
    town.hears("张联络", "请填报2021年第二季度工作目标完成情况")
    town.passes_over(*CAST)
    await fill_in(town)
    await town.presses("张联络", "确认填报")
    town.passes_over(*CAST)
    await town.until("2021-06-30")
    (digest,) = town.hears("张联络", "请抓紧报送")
    assert "工作目标" not in digest.text
    town.passes_over(*CAST)


async def test_the_card_shows_them_and_counts_in_place(town: Town) -> None:
    town.passes_over(*CAST)
    await town.says("周汇总", "/help")
    await town.presses("周汇总", "本季报送")
    card = town.box.messages(town.people["周汇总"])[-1]
    assert "亩均税收　待填报；目标18至25万元/亩" in card.text
    assert list(card.buttons) == ["填报指标"]
    await town.presses("周汇总", "填报指标")
    await town.says("周汇总", "18.5万元/亩")
    await town.presses("周汇总", "确认填报")
    town.passes_over(*CAST)
    card = next(one for one in town.box.messages(town.people["周汇总"]) if one.message_id == card.message_id)
    assert "✅ 亩均税收　18.5万元/亩" in card.text
    assert list(card.buttons) == ["修改指标"]


async def test_whoever_has_reported_everything_is_led_to_the_figures(town: Town) -> None:
    town.passes_over(*CAST)
    await report(town, 1)
    await town.presses("张联络", "接着填报第2项")
    for text in ("40", "完成初稿", "无", "报请审批"):
        await town.says("张联络", text)
    await town.presses("张联络", "没有材料")
    town.passes_over("张联络")
    await town.presses("张联络", "确认报送")
    (receipt,) = town.hears("张联络", "工作目标完成情况尚未填报")
    assert "填报指标" in receipt.buttons


async def test_the_reviewer_sees_the_figures_beside_the_report(town: Town) -> None:
    await fill_in(town)
    await town.presses("张联络", "确认填报")
    town.passes_over(*CAST)
    await report(town, 1)
    await town.says("王审核", "/review")
    town.hears(
        "王审核", "工作目标：盘活<存量>用地13700亩，目标不低于13700亩（2022年12月31日前）；处置率55%，目标不低于60%"
    )


async def test_a_line_held_overnight_is_not_sent_once_the_figures_are_there(town: Town) -> None:
    town.passes_over(*CAST)
    (held,) = [one for one in await rows(town, Message) if one.template == "targets-asked"]
    still = wanted(RULES)
    async with town.database.reading() as session:
        assert await still(session, [held], town.clock.now()) == [held.facts]
    await town.presses("周汇总", "填报指标")
    await town.says("周汇总", "18")
    await town.presses("周汇总", "确认填报")
    town.passes_over("周汇总")
    async with town.database.reading() as session:
        assert await still(session, [held], town.clock.now()) == [None]


async def test_a_digest_whose_items_were_met_still_asks_for_the_figures(town: Town) -> None:
    """The figures are asked in few digests: what is met of the rest must not take them away."""
    town.passes_over(*CAST)
    (digest,) = [one for one in await rows(town, Message) if one.template == "digest" and one.facts["targets"]]
    async with town.database.writing() as session:
        await session.exec(update(Duty).values(state=DutyState.CLOSED))
        await session.exec(update(Request).values(state=RequestState.ACCEPTED))
        (left,) = await wanted(RULES)(session, [digest], town.clock.now())
    assert left == digest.facts | {"items": []}
    words = town.desk.templates.render("digest", left)
    assert "请填报2021年第二季度工作目标完成情况" in words
    assert "请报送" not in words
