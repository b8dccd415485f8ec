"""What was filed can be corrected while the window is open, and after a return; what was said to it stands by."""

from __future__ import annotations

from register.tables import Evidence, Report
from tests.bot.filling import fill_in, report
from tests.bot.looking import rows
from tests.harness.chat import Town


async def test_a_correction_begins_with_what_was_filed_and_is_a_new_version(asked: Town) -> None:
    await report(asked, 1)
    await asked.presses("张联络", "修改第1项")
    (form,) = asked.hears("张联络", "请选择要修改的内容")
    assert "工作开展：完成<初稿>评审" in form.text
    assert "确认报送" not in form.buttons
    await asked.presses("张联络", "下步打算")
    asked.hears("张联络", "下一步打算怎么做")
    await asked.says("张联络", "提交常务会")
    asked.hears("张联络", "请核对以上内容")
    await asked.presses("张联络", "确认报送")
    asked.hears("张联络", "第2版")
    first, second = await rows(asked, Report)
    assert (first.version, second.version) == (1, 2)
    assert (second.percent, second.done, second.next_step) == (60, "完成<初稿>评审", "提交常务会")


async def test_a_correction_given_up_leaves_what_was_filed(asked: Town) -> None:
    await report(asked, 1)
    await asked.presses("张联络", "修改第1项")
    asked.hears("张联络", "请选择要修改的内容")
    await asked.presses("张联络", "放弃填写")
    asked.hears("张联络", "已放弃修改，仍以已报内容为准")
    await asked.presses("张联络", "修改第1项")
    asked.hears("张联络", "请选择要修改的内容")
    await asked.says("张联络", "/cancel")
    asked.hears("张联络", "已放弃：第1项进展填报。仍以已报内容为准。")
    (filed,) = await rows(asked, Report)
    assert filed.version == 1


async def test_the_first_quarter_has_nothing_to_be_unchanged_from(asked: Town) -> None:
    await report(asked, 1)
    await asked.presses("张联络", "修改第1项")
    asked.hears("张联络", "请选择要修改的内容")
    await asked.presses("张联络", "完成百分比")
    (question,) = asked.hears("张联络", "目前完成百分之多少")
    assert "上次" not in question.text
    assert "与上季度相比无变化" not in question.buttons


async def test_the_files_of_the_version_before_go_with_the_correction_unless_taken_out(asked: Town) -> None:
    await fill_in(asked, 1)
    await asked.sends_photo("张联络", b"plain file")
    asked.hears("张联络", "佐证材料：1件")
    await asked.presses("张联络", "确认报送")
    asked.hears("张联络", "佐证材料1件")
    await asked.presses("张联络", "修改第1项")
    asked.hears("张联络", "佐证材料：1件")
    await asked.sends_photo("张联络", b"another file")
    asked.hears("张联络", "佐证材料：2件")
    await asked.presses("张联络", "确认报送")
    asked.hears("张联络", "佐证材料2件，第2版")
    await asked.presses("张联络", "修改第1项")
    asked.hears("张联络", "佐证材料：2件")
    await asked.presses("张联络", "佐证材料")
    asked.hears("张联络", "已收到2件")
    await asked.presses("张联络", "清空重发")
    asked.hears("张联络", "有没有佐证材料")
    await asked.presses("张联络", "没有材料")
    asked.hears("张联络", "请核对以上内容")
    await asked.presses("张联络", "确认报送")
    asked.hears("张联络", "第3版")
    versions = [one.id for one in await rows(asked, Report)]
    assert [versions.index(file.report_id) + 1 for file in await rows(asked, Evidence)] == [1, 2, 2]


async def test_after_a_return_the_form_is_filled_and_says_why_and_the_reviewer_sees_it_again(asked: Town) -> None:
    await report(asked, 1)
    await asked.says("王审核", "/review")
    asked.hears("王审核", "完成<初稿>评审")
    await asked.presses("王审核", "退回")
    asked.hears("王审核", "请直接输入理由")
    await asked.says("王审核", "缺评审意见")
    asked.hears("王审核", "缺评审意见")
    await asked.presses("王审核", "确认")
    asked.passes_over("王审核")
    asked.hears("张联络", "进展报告已退回")
    await asked.presses("张联络", "重新填报第1项")
    (form,) = asked.hears("张联络", "退回理由：缺评审意见")
    assert "工作开展：完成<初稿>评审" in form.text
    assert "确认报送" not in form.buttons
    await asked.presses("张联络", "工作开展")
    asked.hears("张联络", "本季度做了哪些工作")
    await asked.says("张联络", "完成评审，意见附后")
    asked.hears("张联络", "请核对以上内容")
    await asked.presses("张联络", "确认报送")
    asked.hears("张联络", "第2版")
    await asked.says("王审核", "/review")
    asked.hears("王审核", "上一版退回理由：缺评审意见")


async def test_what_was_returned_is_named_where_the_missing_are_and_does_not_stand(asked: Town) -> None:
    await report(asked, 1)
    await asked.says("王审核", "/review")
    await asked.presses("王审核", "退回")
    await asked.says("王审核", "缺评审意见")
    await asked.presses("王审核", "确认")
    asked.passes_over("王审核")
    await asked.says("王审核", "/missing")
    (missing,) = asked.hears("王审核", "已报0项，应报3项")
    assert "发改委：第2项\n· 水利局：第3项\n已退回、尚未重报：\n· 发改委：第1项" in missing.text
    asked.hears("张联络", "进展报告已退回")
    await asked.presses("张联络", "重新填报第1项")
    asked.hears("张联络", "退回理由：缺评审意见")
    await asked.presses("张联络", "放弃填写")
    asked.hears("张联络", "已放弃，未报出任何内容")


async def test_a_return_whose_days_have_passed_goes_on_being_named(asked: Town) -> None:
    everybody = ("张联络", "李联络", "王审核", "周汇总", "赵督查")
    await report(asked, 1)
    await asked.until("2021-06-29")
    asked.passes_over(*everybody)
    await asked.says("王审核", "/review")
    await asked.presses("王审核", "退回")
    await asked.says("王审核", "缺评审意见")
    await asked.presses("王审核", "确认")
    await asked.until("2021-06-30")
    await asked.until("2021-07-01")
    asked.passes_over(*everybody)
    await asked.until("2021-07-02")
    (digest,) = asked.hears("张联络", "退回后请重新报送")
    assert "· 第1项 修编总体规划，重报时限7月2日，今天到期" in digest.text
    for day in ("2021-07-05", "2021-09-26"):
        await asked.until(day)
        asked.passes_over(*everybody)
        await asked.says("张联络", "/tasks")
        (tasks,) = asked.hears("张联络", "牵头事项2项")
        assert "2021年第二季度进展已退回、尚未重报（重报时限2021年7月2日）" in tasks.text
        await asked.says("王审核", "/missing")
        asked.hears("王审核", "已退回、尚未重报：\n· 发改委：第1项")
    await asked.says("张联络", "/task 1")
    (card,) = asked.hears("张联络", "第1项 修编总体规划")
    assert {"填报第1项", "重新填报第1项"} < set(card.buttons)
    await asked.presses("张联络", "重新填报第1项")
    asked.hears("张联络", "退回理由：缺评审意见")


async def test_after_the_close_what_was_filed_is_not_corrected(asked: Town) -> None:
    await report(asked, 1)
    await report(asked, 2)
    await asked.until("2021-07-01")
    asked.passes_over("张联络", "李联络", "王审核", "周汇总")
    press = await asked.presses("张联络", "修改第1项")
    assert "已报送，不能再改" in press.text


async def test_all_done_is_not_yet_closed_and_the_way_to_it_is_offered(asked: Town) -> None:
    await fill_in(asked, 1, "100")
    await asked.presses("张联络", "确认报送")
    asked.hears("张联络", "尚未办结销号")
    await asked.presses("张联络", "第1项申请办结")
    asked.hears("张联络", "请说明办理结果")
