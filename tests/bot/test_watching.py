"""Those who watch over the plan: lists, urging, reports, cases, signatures, filing."""

from __future__ import annotations

from register.states import CaseState
from register.tables import Case, Receipt
from tests.bot.looking import rows
from tests.harness.chat import Town


async def to_the_bureau(town: Town) -> None:
    """水利局 stays silent until the tenth working day."""
    for day in ("06-24", "06-29", "06-30", "07-01", "07-05", "07-06", "07-07", "07-12", "07-14"):
        await town.until(f"2021-{day}")
    town.passes_over("张联络", "李联络", "王审核", "周汇总")
    (proposal,) = town.hears("赵督查", "建议约谈")
    assert "同意约谈水利局" in proposal.buttons


async def test_a_signature_is_shown_and_given_once(town: Town) -> None:
    await town.until("2021-06-24")
    await town.until("2021-07-01")
    town.passes_over("张联络", "王审核", "周汇总", "李联络")
    warning = next(one for one in town.box.messages(town.people["李联络"]) if "督办预警" in one.text)
    press = await town.presses("李联络", "签收", message=warning.message_id)
    assert press.text == "已签收"
    (shown,) = town.hears("李联络", "已签收（李联络，7月1日 09:00）")
    assert "签收" not in shown.buttons
    assert shown.buttons
    again = await town.presses_again("李联络", press)
    assert "无需再次签收" in again.text
    assert len(await rows(town, Receipt)) == 1


async def test_the_bureau_accepts_in_one_press(town: Town) -> None:
    await to_the_bureau(town)
    await town.presses("赵督查", "查看水利局证据材料")
    town.hears("赵督查", "督办经过")
    proposal = next(one for one in town.box.messages(town.people["赵督查"]) if "建议约谈" in one.text)
    press = await town.presses("赵督查", "同意约谈发改委", message=proposal.message_id)
    (shown,) = town.hears("赵督查", "发改委：已同意（赵督查，7月14日 09:00）")
    others = ("查看水利局证据材料", "同意约谈水利局", "不予约谈水利局", "暂缓约谈水利局")
    assert shown.buttons == (*others, "安排约谈发改委")
    town.hears("王审核", "约谈建议已有决定")
    town.hears("张联络", "督查部门已同意就下列事项进行约谈")
    again = await town.presses_again("赵督查", press)
    assert "无需再次决定" in again.text


async def test_the_evidence_tells_each_letter_once_with_all_its_tasks(town: Town) -> None:
    """发改委 has not reported two tasks; one warning, one order and one asking named them both."""
    await to_the_bureau(town)
    await town.presses("赵督查", "查看发改委证据材料")
    (shown,) = town.hears("赵督查", "督办经过")
    lines = [line.partition("　")[2] for line in shown.text.splitlines() if "　第" in line]
    assert lines == [
        "第1、2项督办预警，7月1日 09:00送达，未签收",
        "第1、2项督办单，7月7日 09:00送达，未签收",
        "第1、2项请报情况说明，7月12日 09:00送达，未签收",
        "第1、2项约谈建议",
    ]


async def test_the_bureau_declines_with_a_reason(town: Town) -> None:
    await to_the_bureau(town)
    await town.presses("赵督查", "不予约谈水利局")
    town.hears("赵督查", "请直接输入理由")
    await town.says("赵督查", "汛期抢险，情有可原")
    town.hears("赵督查", "本次不予约谈")
    await town.presses("赵督查", "确认")
    town.hears("赵督查", "已确认", "不予约谈，理由：汛期抢险", "已决定不予约谈")
    town.passes_over("王审核")
    town.hears("李联络", "本次不予约谈")
    assert CaseState.DECLINED in {case.state for case in await rows(town, Case)}


async def test_a_reason_outlives_the_hold_of_its_case(town: Town) -> None:
    """Written, left for another command, and then the case was held: when it is back, the words are still there."""
    await to_the_bureau(town)
    await town.presses("赵督查", "不予约谈水利局")
    await town.says("赵督查", "汛期抢险，情有可原")
    await town.says("赵督查", "/cases")
    await town.presses("赵督查", "暂缓约谈水利局")
    await town.presses("赵督查", "暂缓至7月28日")
    await town.until("2021-07-28")
    town.passes_over("赵督查", "王审核", "李联络", "张联络", "周汇总")
    await town.presses("赵督查", "不予约谈水利局")
    town.hears("赵督查", "理由：汛期抢险，情有可原")
    await town.presses("赵督查", "确认")
    town.hears("赵督查", "已确认", "不予约谈，理由：汛期抢险", "已决定不予约谈")
    town.hears("李联络", "本次不予约谈")
    town.passes_over("王审核")


async def test_the_bureau_holds_until_a_day(town: Town) -> None:
    await to_the_bureau(town)
    await town.presses("赵督查", "暂缓约谈水利局")
    town.hears("赵督查", "输入暂缓到哪一天")
    await town.says("赵督查", "以后再说")
    town.hears("赵督查", "请输入日期")
    await town.says("赵督查", "7月1日")
    town.hears("赵督查", "暂缓日期2021年7月1日须在今天之后")
    await town.says("赵督查", "2022年7月1日")
    town.hears("赵督查", "暂缓约谈水利局至2022年7月1日")
    await town.presses("赵督查", "确认")
    town.passes_over("赵督查", "王审核")
    (held,) = [case for case in await rows(town, Case) if case.state is CaseState.HELD]
    assert str(held.hold_until) == "2022-07-01"


async def test_lists(town: Town) -> None:
    await town.until("2021-06-24")
    await town.until("2021-07-01")
    town.passes_over("张联络", "李联络", "王审核", "周汇总")
    for command, words in (
        ("/overdue", "第3项 治理河道（水利局）"),
        ("/missing", "水利局：第3项"),
        ("/missing 2021年第二季度", "发改委：第1、2项"),
        ("/missing 2020Q1", "没有这一季度"),
        ("/missing 0000Q1", "请这样写季度"),
        ("/tasks", "全部事项"),
        ("/task 9", "没有第9项"),
        ("/task", "请在命令后空一格写明事项序号"),
        ("/cases", "目前没有待办理的约谈案件"),
    ):
        await town.says("王审核", command)
        town.hears("王审核", words)
    await town.says("李联络", "/tasks")
    town.hears("李联络", "🔴 第3项 治理河道")
    for command, words in (
        ("/missing", "由其他岗位办理"),
        ("/remind", "由其他岗位办理"),
        ("/task 1", "第1项由其他单位办理，您的席位不能查看"),
    ):
        await town.says("李联络", command)
        town.hears("李联络", words)


async def test_urging_shows_whom_and_asks_before(town: Town) -> None:
    await town.until("2021-06-24")
    town.passes_over("张联络", "李联络")
    await town.says("王审核", "/remind 3")
    town.hears("王审核", "将向下列单位各发一条催办消息")
    await town.presses("王审核", "确认催办")
    town.hears("王审核", "已催办第3项")
    (urge,) = town.hears("李联络", "催办")
    assert "填报第3项" in urge.buttons
    await town.says("王审核", "/remind 3")
    town.hears("王审核", "可再次催办")
    await town.says("李联络", "/remind 3")
    town.hears("李联络", "由其他岗位办理")


async def test_an_old_preview_of_an_urge_is_shown_anew(town: Town) -> None:
    await town.until("2021-06-24")
    await town.says("王审核", "/remind 3")
    town.passes_over("张联络", "李联络", "王审核")
    await town.until("2021-06-25")
    town.passes_over("张联络", "李联络")
    press = await town.presses("王审核", "确认催办")
    assert "尚未催办" in press.text
    town.hears("王审核", "还有5天")
    await town.presses("王审核", "确认催办")
    town.hears("王审核", "已催办第3项")
    town.hears("李联络", "催办")


async def test_an_urge_that_is_called_off_says_so(town: Town) -> None:
    await town.says("王审核", "/remind 3")
    await town.presses("王审核", "取消")
    town.hears("王审核", "将向下列单位", "已取消，未发出催办")


async def test_the_consolidating_unit_files_the_whole(town: Town) -> None:
    await town.until("2021-06-24")
    await town.until("2021-07-01")
    town.passes_over("张联络", "李联络", "王审核")
    town.hears("周汇总", "请确认2021年第二季度工作进展汇总")
    await town.presses("周汇总", "查看2021年第二季度汇总")
    town.hears("周汇总", "应报3项，已报0项")
    press = await town.presses("周汇总", "确认汇总并报送")
    town.hears("周汇总", "进展汇总已确认报送")
    town.hears("王审核", "工作进展汇总已确认")
    again = await town.presses_again("周汇总", press)
    assert "无需再次确认" in again.text
