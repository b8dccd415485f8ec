"""The yearly evaluation in chat: the office's table, each unit's own sheet, objections, and the end."""

from __future__ import annotations

import pytest

from plans.roles import Role
from register.states import EvaluationState, SheetState
from register.tables import Adjustment, Evaluation, Sheet
from tests.bot.looking import rows
from tests.documents.word import read
from tests.harness.chat import Town

OTHERS = ("张联络", "李联络", "王审核", "周汇总", "赵督查")


@pytest.fixture
async def january(town: Town) -> Town:
    """水利局 has let its milestone of June pass, and 发改委 its own of December; nobody has reported anything."""
    for day in ("2021-06-24", "2021-07-01", "2021-12-24", "2021-12-31", "2022-01-10"):
        await town.until(day)
    town.passes_over(*OTHERS)
    return town


async def sent_out(town: Town) -> None:
    await town.says("王审核", "/evaluation 2021")
    town.hears("王审核", "2021年度考评")
    await town.presses("王审核", "发各单位核对")
    town.hears("王审核", "5个工作日内可以提出异议")
    await town.presses("王审核", "确认发出")
    town.hears("王审核", "已发出（王审核", "已发2个单位核对")


async def objected(town: Town) -> None:
    await sent_out(town)
    town.hears("李联络", "请核对2021年度考评情况")
    town.passes_over("张联络")
    await town.presses("李联络", "提出异议")
    town.hears("李联络", "哪一项有出入")
    await town.says("李联络", "6月已完工，材料当日已交")
    town.hears("李联络", "异议：6月已完工")
    await town.presses("李联络", "确认")
    town.hears("李联络", "已确认", "已提出异议（李联络")
    town.hears("王审核", "水利局对2021年度考评情况提出异议")


async def test_the_office_sees_the_year_and_what_is_behind_a_unit(january: Town) -> None:
    town = january
    await town.says("王审核", "/evaluation")
    (page,) = town.hears("王审核", "2021年度考评（预览）")
    assert "水利局　28.0分" in page.text
    assert "逾期未办结1" in page.text
    assert "不排名次" in page.text
    assert page.buttons == ("发各单位核对", "下载考评文书", "各单位工作负担")
    await town.says("王审核", "/evaluation 2021 水利局")
    (sheet,) = town.hears("王审核", "水利局2021年度考评")
    assert "第3项2021年6月30日节点逾期未办结，得0.00分（满分50.00分）" in sheet.text
    assert "2021年第二季度第3项进展未报送" in sheet.text
    await town.presses("王审核", "各单位工作负担")
    (burden,) = town.hears("王审核", "不计入考评")
    assert "水利局　消息" in burden.text


async def test_the_evaluation_is_given_as_a_paper(january: Town) -> None:
    town = january
    await town.says("王审核", "/evaluation")
    town.hears("王审核", "2021年度考评（预览）")
    press = await town.presses("王审核", "下载考评文书")
    assert press.text == "正在生成文书，随后发来"
    await town.compiler.work_off()
    await town.settle()
    (paper,) = town.hears("王审核", "年度考评情况（2021）")
    assert paper.file_name == "年度考评情况（2021）.docx"
    words = read(town.home / "papers" / paper.file_name)
    assert "2021年度共考评2个单位。本结果尚未发各单位核对。" in words
    assert "按期办结：0.00分（满分50分）。第3项2021年6月30日节点逾期未办结，得0.00分（满分50.00分）。" in words


async def test_what_the_office_may_type(january: Town) -> None:
    town = january
    for command, words in (
        ("/evaluation 2019", "只能考评2021年至2022年的工作"),
        ("/evaluation 2021年", "2021年度考评"),
        ("/evaluation 2021 气象局", "没有“气象局”的考评情况"),
        ("/evaluation 水利局", "水利局2021年度考评"),
    ):
        await town.says("王审核", command)
        town.hears("王审核", words)


async def test_others_do_not_see_the_office_s_page(january: Town) -> None:
    town = january
    for name, words in (("李联络", "由其他岗位办理"), ("赵督查", "由其他岗位办理"), ("陌生人", "尚未登记席位")):
        await town.says(name, "/evaluation 2021")
        town.hears(name, words)


async def test_nothing_is_sent_before_it_is_confirmed(january: Town) -> None:
    town = january
    await town.says("王审核", "/evaluation 2021")
    await town.presses("王审核", "发各单位核对")
    town.hears("王审核", "2021年度考评", "发出后不能撤回")
    assert await rows(town, Evaluation) == []


async def test_a_unit_agrees_by_one_press(january: Town) -> None:
    town = january
    await sent_out(town)
    (sheet,) = town.hears("李联络", "请核对2021年度考评情况")
    assert "初步得分28.0分" in sheet.text
    assert "2022年1月17日前未提异议的，视为无异议" in sheet.text
    assert "发改委" not in sheet.text
    town.passes_over("张联络")
    press = await town.presses("李联络", "无异议")
    (shown,) = town.hears("李联络", "无异议（李联络")
    assert shown.buttons == ("提出异议",)
    again = await town.presses_again("李联络", press)
    assert "无需再次确认" in again.text


async def test_an_objection_is_corrected_and_the_year_is_made_final(january: Town) -> None:
    town = january
    await objected(town)
    await town.presses("王审核", "更正分值")
    town.hears("王审核", "请输入加减的分值和理由")
    await town.says("王审核", "材料当日已交")
    town.hears("王审核", "请先写分值")
    await town.says("王审核", "＋2.5，材料当日已交")
    town.hears("王审核", "+2.5分 材料当日已交")
    await town.presses("王审核", "确认")
    town.hears("王审核", "已确认", "已更正（王审核")
    town.hears("李联络", "更正+2.5分，由28.0分改为30.5分")
    await town.says("王审核", "/evaluation 2021")
    (page,) = town.hears("王审核", "水利局　30.5分（已更正）　异议已答复")
    assert page.buttons == ("定稿", "下载考评文书", "各单位工作负担")
    early = await town.presses("王审核", "定稿")
    assert "还有1个单位正在核对" in early.text
    await town.until("2022-01-18")
    town.passes_over(*OTHERS)
    await town.presses("王审核", "定稿")
    (ready,) = town.hears("王审核", "定稿后不能再改")
    assert "没有回复：1个单位" in ready.text
    assert "发出与定稿为同一人" in ready.text
    await town.presses("王审核", "确认定稿")
    town.hears("王审核", "已定稿（王审核", "校验码")
    town.hears("李联络", "水利局：30.5分（异议已答复）")
    town.hears("张联络", "发改委：28.0分（期满未提异议）")
    (evaluation,) = await rows(town, Evaluation)
    assert evaluation.state is EvaluationState.FINAL


async def test_an_objection_is_kept(january: Town) -> None:
    town = january
    await objected(town)
    await town.says("王审核", "/evaluation 2021")
    town.hears("王审核", "有异议，待答复")
    await town.presses("王审核", "答复水利局异议")
    town.hears("王审核", "6月已完工，材料当日已交")
    await town.presses("王审核", "维持原分值")
    town.hears("王审核", "请直接输入理由")
    await town.says("王审核", "未见验收材料")
    town.hears("王审核", "理由：未见验收材料")
    await town.presses("王审核", "确认")
    town.hears("王审核", "已确认", "已维持原分值")
    town.hears("李联络", "维持28.0分")
    assert await rows(town, Adjustment) == []


async def test_an_objection_can_be_given_up(january: Town) -> None:
    town = january
    await sent_out(town)
    town.passes_over("李联络", "张联络")
    await town.presses("李联络", "提出异议")
    town.hears("李联络", "哪一项有出入")
    await town.presses("李联络", "取消")
    town.hears("李联络", "已取消，未作任何处理")
    assert {one.state for one in await rows(town, Sheet)} == {SheetState.ASKED}


async def test_another_unit_s_button_does_nothing(january: Town) -> None:
    town = january
    await sent_out(town)
    town.passes_over("李联络", "张联络")
    sheet = next(one for one in town.box.messages(town.people["李联络"]) if "请核对" in one.text)
    (theirs,) = [one for one in town.box.messages(town.people["张联络"]) if "请核对" in one.text]
    stolen = town.box.history[town.people["李联络"]][sheet.message_id].keyboard[0][0]["callback_data"]
    press = town.box.press(town.people["张联络"], town.people["张联络"], theirs.message_id, stolen, stale=True)
    await town.settle()
    assert "不是给您的席位" in press.text or "由其他单位办理" in press.text
    assert {one.state for one in await rows(town, Sheet)} == {SheetState.ASKED}


async def test_the_office_hears_when_the_time_is_over(january: Town) -> None:
    town = january
    await sent_out(town)
    await town.until("2022-01-18")
    morning = [one for one in town.box.messages(town.people["王审核"]) if "核对期满" in one.text]
    assert list(morning[-1].buttons) == ["查看2021年度考评"]
    town.passes_over(*OTHERS)
    await town.presses("王审核", "查看2021年度考评")
    town.hears("王审核", "2021年度考评（核对中）")


async def test_a_second_person_makes_it_final(january: Town) -> None:
    town = january
    await sent_out(town)
    await town.seat({"孙主任": ("办公室", Role.OFFICE)})
    await town.until("2022-01-18")
    town.passes_over(*OTHERS, "孙主任")
    await town.says("王审核", "/evaluation 2021")
    town.hears("王审核", "核对中")
    press = await town.presses("王审核", "定稿")
    assert "请办公室另一位同志核定定稿" in press.text
    await town.says("孙主任", "/evaluation 2021")
    await town.presses("孙主任", "定稿")
    await town.presses("孙主任", "确认定稿")
    town.hears("孙主任", "核对中", "定稿后不能再改", "已定稿（孙主任", "校验码")
    town.passes_over("李联络", "张联络")
    (evaluation,) = await rows(town, Evaluation)
    assert not evaluation.single_handed
