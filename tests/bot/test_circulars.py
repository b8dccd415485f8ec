"""Circulars (征求意见, 会议通知, 文件签收): sent in chat, answered by a tap, compiled when the limit has passed."""

from __future__ import annotations

from pathlib import Path

from plans.roles import Role
from register.states import CircularState, RecipientState
from register.tables import Circular, Evidence, Recipient
from register.tables.circulars import Reply
from tests.bot.looking import rows
from tests.documents.word import read
from tests.harness.chat import Town

LETTER = Path(__file__).parents[1] / "corpora" / "yuzhou-plan.txt"


async def writes(town: Town, kind: str, title: str, words: str, units: str, limit: str) -> None:
    """The office fills the form in as far as its summary; what it is asked on the way is not of interest."""
    await town.says("王审核", "/circular")
    await town.presses("王审核", kind)
    for answer in (title, words):
        await town.says("王审核", answer)
    await town.presses("王审核", "没有附件")
    await (town.presses if units.startswith("全部") else town.says)("王审核", units)
    await town.says("王审核", limit)
    town.passes_over("王审核")


async def sends(town: Town, kind: str, units: str = "发改委、水利局", limit: str = "6月18日16:30") -> None:
    await writes(town, kind, "产业园区方案", "请研究并提出意见。", units, limit)
    await town.presses("王审核", "确认发送（2个单位）")
    town.hears("王审核", "已发送：产业园区方案")


def the_source_letter() -> tuple[str, str, str]:
    """Title, words and limit as the plan's own covering letter writes them."""
    lines = LETTER.read_text(encoding="utf-8").splitlines()
    words = next(line.strip() for line in lines if "逾期未报视为无意见" in line)
    title = "关于征求《河南省产业集聚区“百园增效”行动禹州试点工作实施方案（征求意见稿）》意见的通知"
    return title, words, words.partition("于")[2].partition("前将")[0]


async def test_the_plans_own_covering_letter_due_2021_06_20_16_30(town: Town) -> None:
    title, words, limit = the_source_letter()
    assert limit == "2021年6月20日（星期二）下午16:30"
    await writes(town, "征求意见", title, words, "全部单位", limit)
    await town.says("王审核", "还是原来的时间")
    town.hears("王审核", "请输入日期和时间")
    await town.says("王审核", limit)
    town.hears("王审核", "2021年6月20日是星期日，不是星期二")
    await town.says("王审核", "2021年6月20日下午16:30")
    (shown,) = town.hears("王审核", "答复时限：2021年6月20日（星期日）16:30")
    for part in ("时限当天不是工作日", "6月18日上午提醒", "逾期未答复视为无意见", "管委会、发改委、水利局"):
        assert part in shown.text
    await town.presses("王审核", "确认发送（3个单位）")
    town.hears("王审核", "发给3个单位")
    for name in ("张联络", "周汇总", "李联络"):
        (paper,) = town.hears(name, "请于2021年6月20日（星期日）16:30前答复，逾期未答复视为无意见")
        assert paper.buttons == ("无意见", "提出意见")

    await town.presses("张联络", "无意见")
    town.hears("张联络", "已答复（张联络", "已收到发改委的答复")
    await town.until("2021-06-18")
    town.hears("周汇总", "尚未收到管委会的答复")
    assert not any("尚未收到" in one.text for one in town.box.messages(town.people["张联络"]))
    town.passes_over("李联络")
    await town.until("2021-06-20", "16:29")
    await town.presses("周汇总", "提出意见")
    await town.says("周汇总", "建议补充用地指标")
    await town.presses("周汇总", "确认报送")
    town.passes_over("周汇总")

    await town.until("2021-06-20", "16:31")
    silent = [row for row in await rows(town, Recipient) if row.state is RecipientState.SILENT]
    assert len(silent) == 1
    town.hears("王审核")
    await town.until("2021-06-21", "08:30")
    (table,) = town.hears("王审核", "征求意见答复情况")
    assert table.buttons == ()
    assert "共3个单位，已答复2个，视为无意见1个" in table.text
    assert "管委会：提出意见，建议补充用地指标（周汇总，6月20日 16:29）" in table.text
    assert "发改委：无意见（张联络，5月17日 10:00）" in table.text
    assert "水利局：逾期未答复，视为无意见" in table.text
    await town.until("2021-06-21")
    town.hears("王审核")
    town.passes_over("张联络", "周汇总", "李联络")


async def test_a_title_too_long_for_a_button_is_cut_visibly(town: Town) -> None:
    title, words, _ = the_source_letter()
    await writes(town, "征求意见", title, words, "全部单位", "2021年6月21日16:30")
    await town.presses("王审核", "确认发送（3个单位）")
    town.passes_over("王审核", "张联络", "周汇总", "李联络")
    await town.says("王审核", "/circular")
    (listed,) = town.hears("王审核", title)
    assert listed.buttons[-1] == "答复情况：关于征求《河南省产业集聚区…"


async def test_an_opinion_carries_its_files_to_the_office(town: Town) -> None:
    await sends(town, "征求意见")
    town.passes_over("李联络")
    await town.presses("张联络", "提出意见")
    await town.says("张联络", "第三条宜再斟酌")
    await town.sends_photo("张联络", b"page", "盖章意见.pdf")
    town.hears("张联络", "征求意见", "请输入修改意见", "请核对", "附件：1件")
    await town.presses("张联络", "确认报送")
    town.hears("张联络", "已确认", "已答复（张联络", "提出意见，第三条宜再斟酌")
    await town.says("王审核", "/circular")
    town.hears("王审核", "已答复1/2")
    await town.presses("王审核", "答复情况：产业园区方案")
    (table,) = town.hears("王审核", "提出意见，第三条宜再斟酌，附件1件（张联络")
    assert table.buttons == ("查看各单位附件（1件）", "下载汇总文书", "撤回")
    assert "水利局：尚未答复" in table.text
    await town.presses("王审核", "下载汇总文书")
    await town.compiler.work_off()
    await town.settle()
    (paper,) = town.hears("王审核", "答复情况汇总（产业园区方案）")
    words = read(town.home / "papers" / (paper.file_name or ""))
    assert "征求意见情况汇总\n产业园区方案\n" in words
    assert "已答复1个，其中提出意见1个；尚未答复1个。" in words
    assert "提出意见，第三条宜再斟酌（附件1件）" in words
    await town.fetcher.work_off()
    await town.presses("王审核", "查看各单位附件（1件）")
    (file,) = town.hears("王审核", "盖章意见.pdf")
    assert file.file_name == "盖章意见.pdf"


async def test_an_answer_may_be_changed_until_the_limit_and_not_after_it(town: Town) -> None:
    await sends(town, "征求意见", limit="5月18日16:30")
    town.passes_over("李联络")
    press = await town.presses("张联络", "无意见")
    (*_, receipt) = town.hears("张联络", "征求意见", "已答复", "无意见")
    again = await town.presses_again("张联络", press)
    assert "已于5月17日 10:00代表本单位答复（无意见）" in again.text
    await town.presses("张联络", "更改答复")
    (card,) = town.hears("张联络", "产业园区方案")
    await town.presses("张联络", "提出意见", message=card.message_id)
    await town.says("张联络", "建议补充保障措施")
    await town.presses("张联络", "确认报送")
    town.passes_over("张联络")
    await town.until("2021-05-18", "16:31")
    town.hears("王审核", "发改委：提出意见，建议补充保障措施")
    press = await town.presses("张联络", "更改答复", message=receipt.message_id)
    assert "原答复不能再改" in press.text
    (answer, *_) = await rows(town, Recipient)
    assert (answer.reply, answer.version, answer.late) == (Reply.OPINION, 2, False)


async def test_a_meeting_is_answered_with_names_or_a_reason(town: Town) -> None:
    await sends(town, "会议通知", limit="5月19日12:00")
    (notice,) = town.hears("张联络", "请于2021年5月19日（星期三）12:00前答复是否参加")
    assert notice.buttons == ("参加", "请假")
    await town.presses("张联络", "参加")
    town.hears("张联络", "请输入参会人员姓名、职务")
    await town.presses("张联络", "由我参加")
    town.hears("张联络", "已选定", "已答复（张联络", "参加：张联络")
    await town.presses("李联络", "请假")
    town.hears("李联络", "会议通知", "请输入请假原因")
    await town.says("李联络", "当日防汛值守")
    town.hears("李联络", "请核对")
    await town.presses("李联络", "确认")
    town.hears("李联络", "已确认", "已答复（李联络", "请假：当日防汛值守")
    await town.until("2021-05-19", "12:01")
    (table,) = town.hears("王审核", "已答复2个。")
    assert "发改委：参加：张联络" in table.text


async def test_a_paper_is_signed_for_late_too_and_silence_is_no_signature(town: Town) -> None:
    await sends(town, "文件签收", limit="5月18日16:30")
    press = await town.presses("张联络", "签收")
    assert press.text == "已签收"
    town.hears("张联络", "文件签收", "已签收（张联络，5月17日 10:00）")
    await town.until("2021-05-18", "16:31")
    (table,) = town.hears("王审核", "水利局：未回复")
    assert "发改委：已签收（张联络，5月17日 10:00）" in table.text
    press = await town.presses("李联络", "签收")
    assert press.text == "已签收，已过时限，记为逾期"
    town.passes_over("李联络")
    town.hears("王审核", "逾期答复：产业园区方案")
    assert [row.late for row in await rows(town, Recipient)] == [False, True]


async def test_a_recalled_paper_asks_nothing_any_more(town: Town) -> None:
    await sends(town, "征求意见")
    await town.presses("张联络", "提出意见")
    town.passes_over("张联络", "李联络")
    await town.says("王审核", "/circular")
    await town.presses("王审核", "答复情况：产业园区方案")
    await town.presses("王审核", "撤回")
    await town.says("王审核", "稿件有误")
    press = await town.presses("王审核", "确认")
    town.passes_over("王审核")
    for name in ("张联络", "李联络"):
        town.hears(name, "原因：稿件有误")
    assert "已经结束" in (await town.presses_again("王审核", press)).text
    assert "已于5月17日 10:00撤回" in (await town.presses("李联络", "无意见")).text
    await town.says("张联络", "写了一半的意见")
    await town.presses("张联络", "确认报送")
    town.passes_over("张联络")
    await town.until("2021-06-17")
    town.passes_over("张联络", "李联络")
    await town.until("2021-06-21")
    (circular,) = await rows(town, Circular)
    assert (circular.state, circular.recalled_because) == (CircularState.RECALLED, "稿件有误")
    assert {row.state for row in await rows(town, Recipient)} == {RecipientState.ASKED}
    town.passes_over("张联络", "李联络")


async def test_units_are_ticked_and_the_form_is_corrected(town: Town) -> None:
    await town.says("王审核", "/circular")
    await town.presses("王审核", "征求意见")
    await town.says("王审核", "初稿")
    await town.says("王审核", "正文")
    await town.sends_photo("王审核", b"paper", "初稿.pdf")
    await town.presses("王审核", "完成（1件）")
    await town.says("王审核", "发改委、财政所")
    await town.says("王审核", "没有的单位")
    await town.presses("王审核", "逐个选择")
    await town.presses("王审核", "发改委")
    await town.presses("王审核", "水利局")
    await town.presses("王审核", "✅ 发改委")
    await town.presses("王审核", "选好了（1个单位）")
    await town.says("王审核", "昨天")
    await town.says("王审核", "2021年5月17日9:00")
    await town.says("王审核", "2021年5月18日9:00")
    await town.presses("王审核", "改标题")
    await town.says("王审核", "正式稿")
    (*_, unknown, _list, _one, _two, _three, _limit, _day, past, _summary, _title, shown) = town.hears(
        "王审核",
        *("类型", "标题", "正文", "附件", "1件", "哪些单位"),
        *("财政所", "没有的单位", "点按单位", "点按单位", "点按单位", "点按单位", "答复时限到什么时候"),
        *("请输入日期和时间", "已经过去", "请核对", "请输入标题", "正式稿"),
    )
    assert "没有找到" in unknown.text
    assert "重新输入时限" in past.text
    assert "发送单位（1个）：水利局" in shown.text
    await town.presses("王审核", "确认发送（1个单位）")
    town.hears("王审核", "发给1个单位")
    (paper,) = town.hears("李联络", "正式稿")
    assert "查看附件（1件）" in paper.buttons
    await town.fetcher.work_off()
    await town.presses("李联络", "查看附件（1件）")
    town.hears("李联络", "初稿.pdf")
    assert [one.circular_id for one in await rows(town, Evidence)] == [1]


async def test_others_send_nothing_and_a_dropped_form_sends_nothing(town: Town) -> None:
    for name, words in (("张联络", "由其他岗位办理"), ("赵督查", "由其他岗位办理"), ("陌生人", "尚未登记")):
        await town.says(name, "/circular")
        town.hears(name, words)
    await writes(town, "文件签收", "文件", "正文", "全部单位", "5月18日9:00")
    press = await town.presses("王审核", "放弃填写")
    town.hears("王审核", "已放弃，未发出任何内容")
    assert "已经结束" in (await town.presses_again("王审核", press)).text
    assert await rows(town, Circular) == []


async def test_who_was_not_reached_has_not_agreed(town: Town) -> None:
    town.box.block(town.people["李联络"])
    await sends(town, "征求意见", limit="5月18日16:30")
    town.passes_over("张联络", "王审核")
    await town.until("2021-05-18", "16:31")
    (*_, table) = [one for one in town.box.messages(town.people["王审核"]) if "答复情况：" in one.text]
    assert "水利局：未送达，请另行联系" in table.text
    assert "未送达1个" in table.text
    town.passes_over("张联络", "王审核")


async def test_the_leading_group_reads_and_does_not_send(town: Town) -> None:
    await town.seat({"孙组长": ("领导小组", Role.LEADING_GROUP)})
    for command, words in (
        ("/tasks", "全部事项"),
        ("/overdue", "没有逾期"),
        ("/missing", "还没有开展过进展报送"),
        ("/cases", "没有"),
        ("/circular", "由其他岗位办理"),
    ):
        await town.says("孙组长", command)
        town.hears("孙组长", words)
