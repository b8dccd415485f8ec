"""Circulars (征求意见, 会议通知, 文件签收): sent in chat, answered by a tap, compiled when the limit has passed."""

from __future__ import annotations

from pathlib import Path

from outbox.message import Message
from plans.roles import Role
from register.states import CircularState, RecipientState
from register.tables import Circular, Evidence, Recipient
from register.tables.circulars import Reply
from tests.bot.looking import rows
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
    town.passes_over("李联络")
    town.clock.move_to(town.clock.now().replace(day=20, hour=16, minute=29))
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
    assert "共3个单位，已答复2个，视为无意见1个" in table.text
    assert "管委会：意见：建议补充用地指标（周汇总，6月20日 16:29）" in table.text
    assert "发改委：无意见（张联络，5月17日 10:00）" in table.text
    assert "水利局：逾期未答复，视为无意见" in table.text
    await town.until("2021-06-21")
    town.hears("王审核")
    town.passes_over("张联络", "周汇总", "李联络")
