"""The bureau leads a case in chat: a few presses from the decision to the close."""

from __future__ import annotations

from register.states import CaseState
from register.tables import Case, CaseStep, Evidence, Receipt
from tests.bot.filling import report
from tests.bot.looking import rows
from tests.documents.word import read
from tests.harness.chat import Town

PNG = b"\x89PNG\r\n\x1a\n"


async def to_the_bureau(town: Town) -> None:
    for day in ("06-24", "06-29", "06-30", "07-01", "07-05", "07-06", "07-07", "07-12", "07-14"):
        await town.until(f"2021-{day}")
    await town.presses("赵督查", "同意约谈水利局")
    everybody_knows(town)


def everybody_knows(town: Town) -> None:
    town.passes_over("张联络", "李联络", "王审核", "周汇总", "赵督查")


async def state(town: Town) -> CaseState:
    return next(case.state for case in await rows(town, Case) if case.state is not CaseState.PROPOSED)


async def the_talk_is_set(town: Town) -> None:
    await to_the_bureau(town)
    await town.presses("赵督查", "安排约谈水利局")
    await town.presses("赵督查", "7月19日 09:30")
    await town.presses("赵督查", "督查局会议室")
    await town.presses("赵督查", "主要负责人和分管领导")


async def notified(town: Town) -> None:
    await the_talk_is_set(town)
    await town.presses("赵督查", "确认发出")


async def rectifying(town: Town) -> None:
    await notified(town)
    await town.until("2021-07-19", "10:30")
    await town.says("赵督查", "/cases")
    press = await town.presses("赵督查", "记录约谈水利局情况")
    assert not press.text
    await town.presses("赵督查", "该单位已说明情况，承诺限期整改")
    await town.presses("赵督查", "限期完成第3项")
    await town.says("赵督查", "8月10日")
    await town.presses("赵督查", "确认")


async def test_a_talk_is_arranged_in_five_presses(town: Town) -> None:
    await the_talk_is_set(town)
    (*_, last) = town.hears("赵督查", "什么时间约谈", "在什么地点", "哪些人员参加", "确认后即发出约谈通知")
    assert last.buttons == ("确认发出", "修改", "放弃填写")
    press = await town.presses("赵督查", "确认发出")
    town.hears("赵督查", "已选定", "约谈通知已发出", "已办理")
    town.hears("王审核", "发出约谈通知")
    (notice,) = town.hears("李联络", "因下列事项，现定于以下时间进行约谈")
    assert "2021年7月19日　星期一　09:30" in notice.text
    signed = await town.presses("李联络", "签收")
    assert signed.text == "已签收"
    town.passes_over("李联络")
    assert len(await rows(town, Receipt)) == 1
    again = await town.presses_again("赵督查", press)
    assert "已经结束" in again.text
    assert await state(town) is CaseState.NOTIFIED


async def test_a_time_is_typed_as_people_speak(town: Town) -> None:
    await to_the_bureau(town)
    await town.presses("赵督查", "安排约谈水利局")
    for typed, answer in (
        ("下周吧", "请输入日期和时间"),
        ("7月18日 10:00", "不是工作日"),
        ("7月20日 25:00", "请输入日期和时间"),
        ("7月20日晚上", "请输入日期和时间"),
        ("7月20日 19:00", "工作时间内"),
        ("7月14日 8:40", "来不及通知"),
        ("7月20日（星期二）下午3点半", "7月20日　星期二　15:30"),
    ):
        town.passes_over("赵督查")
        await town.says("赵督查", typed)
        town.hears("赵督查", answer)
    await town.says("赵督查", "市政府<三楼>")
    await town.presses("赵督查", "放弃填写")
    town.passes_over("赵督查")
    assert await state(town) is CaseState.ACCEPTED


async def test_answers_can_be_given_anew_before_the_notice_leaves(town: Town) -> None:
    await the_talk_is_set(town)
    await town.presses("赵督查", "修改")
    await town.presses("赵督查", "7月21日 09:30")
    await town.says("赵督查", "市政府三楼")
    await town.says("赵督查", "王副局长")
    await town.presses("赵督查", "确认发出")
    town.passes_over("赵督查", "王审核")
    (notice,) = town.hears("李联络", "市政府三楼")
    assert "王副局长" in notice.text


async def test_the_record_waits_for_the_talk(town: Town) -> None:
    await notified(town)
    await town.says("赵督查", "/cases")
    press = await town.presses("赵督查", "记录约谈水利局情况")
    assert "谈后方可记录" in press.text
    everybody_knows(town)


async def test_the_day_after_a_talk_its_record_is_asked(town: Town) -> None:
    await notified(town)
    for day in ("15", "16", "19", "20"):
        await town.until(f"2021-07-{day}")
    asked = [one for one in town.box.messages(town.people["赵督查"]) if "请记录约谈情况" in one.text]
    assert len(asked) == 1
    assert list(asked[0].buttons) == ["记录约谈水利局情况", "约谈水利局改期"]
    everybody_knows(town)


async def test_an_unsigned_notice_is_told_once(town: Town) -> None:
    await notified(town)
    everybody_knows(town)
    await town.until("2021-07-15")
    town.hears("赵督查", "尚未签收")
    town.passes_over("王审核", "李联络", "张联络")
    await town.until("2021-07-16")
    town.passes_over("王审核", "李联络", "张联络")
    assert [step.event.value for step in await rows(town, CaseStep)].count("unsigned") == 1


async def test_a_signed_notice_is_not_complained_of(town: Town) -> None:
    await notified(town)
    await town.presses("李联络", "签收")
    everybody_knows(town)
    await town.until("2021-07-15")
    assert not any("尚未签收" in one.text for one in town.box.messages(town.people["赵督查"]))
    everybody_knows(town)


async def test_the_unit_reports_what_it_has_mended_and_the_case_is_closed(town: Town) -> None:
    await rectifying(town)
    town.passes_over("赵督查", "王审核", "张联络", "周汇总")
    result = [one for one in town.box.messages(town.people["李联络"]) if "请限期整改" in one.text][-1]
    assert list(result.buttons) == ["报告整改完成"]
    await town.presses("李联络", "报告整改完成")
    await town.says("李联络", "第3项已完成并通过验收")
    await town.sends_photo("李联络", PNG)
    await town.presses("李联络", "完成（1件）")
    press = await town.presses("李联络", "确认报告")
    assert "已收到整改报告" in town.last("李联络")
    town.passes_over("李联络", "王审核")
    (card,) = town.hears("赵督查", "整改报告，请核查")
    assert card.buttons == ("查看佐证材料（1件）", "水利局整改通过", "退回水利局整改", "查看水利局案件")
    assert len(await rows(town, Evidence)) == 1
    await town.presses("赵督查", "水利局整改通过")
    (closed,) = town.hears("赵督查", "整改通过，案件办结")
    assert "记录水利局跟踪问效" in closed.buttons
    town.hears("李联络", "本案办结")
    await town.presses("赵督查", "记录水利局跟踪问效")
    await town.says("赵督查", "成效稳定")
    await town.presses("赵督查", "确认")
    again = await town.presses_again("李联络", press)
    assert "已经结束" in again.text
    everybody_knows(town)
    assert await state(town) is CaseState.CLOSED


async def test_the_card_says_of_each_ground_how_the_register_has_it(town: Town) -> None:
    """The unit says that all is done; one report is still missing and the task is not closed."""
    await rectifying(town)
    await town.presses("李联络", "报告整改完成")
    await town.says("李联络", "第3项已完成，进展全部补报")
    await town.presses("李联络", "没有材料")
    town.passes_over("赵督查", "王审核")
    await town.presses("李联络", "确认报告")
    (card,) = town.hears("赵督查", "整改报告，请核查")
    standing = "1. 第3项 治理河道，未按时报送进展：尚未补报\n2. 第3项 治理河道，逾期未办结：尚未办结"
    assert f"台账现况\n{standing}" in card.text
    town.hears("王审核", standing)
    await town.presses("赵督查", "退回水利局整改")
    await town.says("赵督查", "进展未补报")
    await town.presses("赵督查", "确认")
    town.passes_over("李联络")
    await town.says("李联络", "/task 3")
    town.passes_over("李联络")
    await report(town, 3, who="李联络")
    await town.presses("李联络", "报告整改完成")
    await town.says("李联络", "已补报")
    await town.presses("李联络", "没有材料")
    town.passes_over("赵督查", "王审核")
    await town.presses("李联络", "确认报告")
    (card,) = town.hears("赵督查", "整改报告，请核查")
    assert "1. 第3项 治理河道，未按时报送进展：已补报，待审核\n2. 第3项 治理河道，逾期未办结：尚未办结" in card.text
    everybody_knows(town)


async def test_the_whole_history_stands_with_the_evidence(town: Town) -> None:
    await rectifying(town)
    await town.says("王审核", "/cases")
    everybody_knows(town)
    await town.presses("王审核", "查看水利局案件")
    (shown,) = town.hears("王审核", "办理经过")
    for words in (
        "同意约谈（赵督查）",
        "发出约谈通知：7月19日 09:30，督查局会议室",
        "未签收",
        "承诺限期整改　整改事项：限期完成第3项（2021年8月10日前完成）",
    ):
        assert words in shown.text
    assert shown.buttons[-1] == "撤回水利局案件"


async def test_the_bureau_takes_the_papers_of_the_case(town: Town) -> None:
    await notified(town)
    everybody_knows(town)
    await town.says("赵督查", "/cases")
    await town.until("2021-07-20")
    everybody_knows(town)
    await town.presses("赵督查", "记录约谈水利局情况")
    for words in ("该单位已说明情况，承诺限期整改", "限期完成第3项"):
        await town.presses("赵督查", words)
    await town.says("赵督查", "8月13日")
    await town.presses("赵督查", "确认")
    everybody_knows(town)
    await town.says("王审核", "/cases")
    await town.presses("王审核", "查看水利局案件")
    everybody_knows(town)
    for button, heading in (("下载约谈通知书", "关于对水利局进行约谈的通知"), ("下载约谈记录", "关于约谈水利局的记录")):
        await town.presses("王审核", button)
        await town.compiler.work_off()
        await town.settle()
        (paper,) = town.hears("王审核", "（水利局2021年7月14日案件）")
        words = read(town.home / "papers" / (paper.file_name or ""))
        assert heading in words
        assert ("督谈〔2021〕1号\n" in words) == (button == "下载约谈通知书")
        assert "2021年7月19日（星期一）上午9:30" in words
        assert "第3项“治理河道”：完成时限2021年6月30日，已逾期" in words
    assert "整改完成时限：2021年8月13日。" in words


async def test_a_returned_rectification_is_reported_again(town: Town) -> None:
    await rectifying(town)
    await town.presses("李联络", "报告整改完成")
    await town.says("李联络", "已完成")
    await town.presses("李联络", "没有材料")
    await town.presses("李联络", "确认报告")
    everybody_knows(town)
    await town.presses("赵督查", "退回水利局整改")
    await town.says("赵督查", "缺少验收材料")
    await town.presses("赵督查", "确认")
    (verdict,) = town.hears("李联络", "缺少验收材料")
    assert verdict.buttons == ("报告整改完成",)
    everybody_knows(town)
    assert await state(town) is CaseState.RECTIFYING


async def test_the_digest_reminds_of_the_rectification(town: Town) -> None:
    await rectifying(town)
    everybody_knows(town)
    reminded = []
    for day in ("07-20", "08-02", "08-03", "08-04", "08-09", "08-10", "08-11", "08-12"):
        await town.until(f"2021-{day}")
        newest = town.box.messages(town.people["李联络"])[-1]
        if "督办提醒" in newest.text and "限期整改" in newest.text and newest.text not in reminded:
            reminded.append(newest.text)
            assert "报告整改完成" in newest.buttons
    days = [
        next(word for word in ("还有7天", "还有1天", "今天到期", "已逾期1天") if f"时限8月10日，{word}" in text)
        for text in reminded
    ]
    assert days == ["还有7天", "还有1天", "今天到期", "已逾期1天"]
    overdue = [one for one in town.box.messages(town.people["赵督查"]) if "整改到期未报告" in one.text]
    assert len(overdue) == 1
    everybody_knows(town)


async def test_a_wrong_case_is_withdrawn_with_a_reason(town: Town) -> None:
    await notified(town)
    await town.says("王审核", "/cases")
    await town.presses("王审核", "查看水利局案件")
    await town.presses("王审核", "撤回水利局案件")
    await town.says("王审核", "统计口径有误")
    everybody_knows(town)
    await town.presses("王审核", "确认")
    town.hears("李联络", "约谈建议已撤回")
    town.hears("赵督查", "撤回，理由：统计口径有误")
    town.passes_over("王审核")
    assert await state(town) is CaseState.WITHDRAWN
    await town.says("李联络", "/tasks")
    everybody_knows(town)


async def test_the_list_names_what_is_to_do_next(town: Town) -> None:
    await to_the_bureau(town)
    await town.says("赵督查", "/cases")
    (listed,) = town.hears("赵督查", "待决定")
    assert "已同意，待安排" in listed.text
    assert listed.buttons == ("查看发改委证据材料", "安排约谈水利局")


async def test_a_day_of_another_year_is_told_with_its_year(town: Town) -> None:
    for day in ("06-24", "06-29", "06-30", "07-01", "07-05", "07-06", "07-07", "07-12", "07-14"):
        await town.until(f"2021-{day}")
    await town.presses("赵督查", "暂缓约谈水利局")
    everybody_knows(town)
    await town.says("赵督查", "2022-06-01")
    await town.presses("赵督查", "确认")
    everybody_knows(town)
    await town.says("赵督查", "/cases")
    (listed,) = town.hears("赵督查", "水利局：第3项，2021年7月14日提出，暂缓至2022年6月1日")
    assert "查看水利局证据材料" in listed.buttons
    await town.presses("赵督查", "查看水利局证据材料")
    (case,) = town.hears("赵督查", "，暂缓至2022年6月1日")
    assert "赵督查于7月14日 09:00决定" in case.text


async def test_undecided_proposals_are_chased_once_a_week(town: Town) -> None:
    for day in ("06-24", "06-29", "06-30", "07-01", "07-05", "07-06", "07-07", "07-12", "07-14", "07-19"):
        await town.until(f"2021-{day}")
    assert not chasing(town)  # three working days old
    for day in ("20", "23", "26", "27", "28"):
        await town.until(f"2021-07-{day}")
    (chased,) = chasing(town)
    assert "第3项" in chased
    assert "查看水利局证据材料" in chased
    everybody_knows(town)


async def test_two_cases_of_one_unit_are_told_apart_by_their_day(town: Town) -> None:
    """水利局 let the second quarter's report pass, and then the third's."""
    for day in ("06-24", "06-29", "06-30", "07-01", "07-05", "07-06", "07-07", "07-12", "07-14", "07-26"):
        await town.until(f"2021-{day}")
    for day in ("09-24", "09-29", "09-30", "10-08", "10-14", "10-19", "10-21", "11-01", "11-03", "11-15"):
        await town.until(f"2021-{day}")
    everybody_knows(town)
    await town.says("赵督查", "/cases")
    (listed,) = town.hears("赵督查", "水利局：第3项，2021年7月14日提出")
    assert {"查看水利局证据材料（7月14日）", "查看水利局证据材料（11月3日）"} < set(listed.buttons)
    assert len(set(listed.buttons)) == len(listed.buttons)
    assert "'查看水利局证据材料（7月14日）'" in chasing(town)[-1]
    assert "水利局：第3项，7月14日提请" in chasing(town)[-1]


def chasing(town: Town) -> list[str]:
    return [
        f"{one.text} {one.buttons}" for one in town.box.messages(town.people["赵督查"]) if "约谈建议待决定" in one.text
    ]
