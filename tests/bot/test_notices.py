"""Notices (通报) in chat on both stores: taken on from the draft, signed off by a second person, signed for."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.templates import Templates
from plans.roles import Role
from register.states import NoticeState
from register.tables import Notice, Receipt
from tests.bot.conftest import CAST
from tests.bot.looking import rows
from tests.documents.word import rewrite
from tests.harness.chat import WORDS, ZONE, Town, running_town
from tests.harness.stores import store_url

SECOND = {"孙复核": ("办公室", Role.OFFICE)}
GROUP = {"吴组长": ("领导小组", Role.LEADING_GROUP)}
EVERYBODY = (*CAST, *SECOND, *GROUP)
AFTERWARDS = ("2021-06-24", "2021-06-29", "2021-06-30", "2021-07-01", "2021-07-02", "2021-07-05", "2021-07-06")
NUMBER = "督通〔2021〕1号"


@pytest.fixture(params=["sqlite", "postgresql"])
async def drafts(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Town]:
    """The quarter is over, and its drafts lie on the office's table."""
    async with running_town(tmp_path, store_url(request.param, request)) as town:
        await town.seat({**CAST, **SECOND, **GROUP})
        town.newcomer("陌生人")
        for day in AFTERWARDS:
            await town.until(day)
        town.passes_over(*EVERYBODY)
        yield town


async def issue(town: Town, kind: str = "通报") -> None:
    """From the draft to the number; what is said on the way is told in the first story."""
    await town.presses("王审核", f"编制{kind}")
    await town.presses("王审核", "送签")
    await town.presses("孙复核", "核签")
    await town.presses("孙复核", "确认核签并发出")
    town.passes_over("王审核", "孙复核")


async def test_from_the_draft_to_the_number(drafts: Town) -> None:
    town = drafts
    await town.presses("王审核", "编制通报")
    (card,) = town.hears("王审核", "编制：王审核，数据截至7月6日 09:00")
    assert card.buttons == ("预览", "送签", "修改补充意见", "选择发送单位", "按现时数据重编", "作废")
    assert "发送：发改委、水利局（2个单位）" in card.text
    await town.presses("王审核", "修改补充意见")
    await town.says("王审核", "请各单位于7月底前整改到位。\n整改情况随下季度进展报送。")
    town.hears("王审核", "列在正文“下一步要求”之后", "公开稿不含这一段")
    await town.presses("王审核", "确认")
    town.hears("王审核", "已确认", "已修改，以下一条为准", "补充意见：请各单位于7月底前整改到位。")
    await town.presses("王审核", "预览")
    (file, text) = town.hears("王审核", "通报（草稿）", "草稿（核签后编号）")
    assert file.file_name == "通报 2021Q2（草稿）.docx"
    assert "　　请各单位于7月底前整改到位。\n　　整改情况随下季度进展报送。" in text.text
    press = await town.presses("王审核", "送签")
    town.hears("王审核", "已送签（王审核，7月6日 09:00）")

    (asked,) = town.hears("孙复核", "请核签：2021年第二季度通报")
    assert asked.buttons == ("预览", "核签", "退回修改")
    again = await town.presses_again("王审核", press)
    assert "王审核已于7月6日 09:00送签" in again.text
    await town.says("王审核", "/notice")
    await town.presses("王审核", "打开通报：2021Q2")
    own = await town.presses("王审核", "核签")
    assert "您参与过编制或修改，须由另一位同志核签" in own.text
    town.hears("王审核", "已送签，待核签", "送签：王审核，7月6日 09:00")
    await town.presses("孙复核", "预览")
    await town.presses("孙复核", "核签")
    town.hears("孙复核", "（草稿）", "第3项“治理河道”，水利局牵头", "定稿后不能再改")
    await town.presses("孙复核", "确认核签并发出")
    town.hears("孙复核", f"已核签，编为{NUMBER}")
    town.hears("王审核", f"孙复核核签，编为{NUMBER}，发2个单位：发改委、水利局。")
    for name in ("张联络", "李联络"):
        (paper,) = town.hears(name, NUMBER)
        assert paper.buttons == ("签收", "取公文")
        assert "整改情况随下季度进展报送。" in paper.text
        await town.presses(name, "取公文")
        (file,) = town.hears(name, NUMBER)
        assert file.file_name == f"通报 {NUMBER}.docx"
    again = await town.presses("孙复核", "核签", message=asked.message_id)
    assert f"孙复核已于7月6日 09:00核签，编为{NUMBER}，内容不能再改" in again.text


def reminders(town: Town, name: str) -> list[str]:
    """The days of the digests that name the notice, as the chat writes them."""
    digests = [one.text for one in town.box.messages(town.people[name]) if f"（{NUMBER}，" in one.text]
    return [text.split("\u3000")[1] for text in digests]


async def test_a_unit_signs_at_once_or_is_reminded_in_its_digest(drafts: Town) -> None:
    town = drafts
    await issue(town)
    await town.presses("张联络", "签收")
    town.hears("张联络", NUMBER, "已签收（张联络")
    for day in ("2021-07-07", "2021-07-08"):
        await town.until(day)
    town.passes_over(*EVERYBODY)
    await town.until("2021-07-09")
    (digest,) = town.hears("李联络", f"· 2021年第二季度通报（{NUMBER}，7月6日发出），涉及第3项 治理河道")
    assert digest.buttons == (f"查看并签收{NUMBER}",)
    town.passes_over(*EVERYBODY)
    await town.until("2021-07-12")
    town.passes_over(*EVERYBODY)
    await town.presses("李联络", f"查看并签收{NUMBER}")
    town.hears("李联络", NUMBER)
    await town.presses("李联络", "签收")
    town.hears("李联络", "已签收（李联络，7月12日 09:00）")
    await town.until("2021-07-19")
    town.passes_over(*EVERYBODY)
    assert (reminders(town, "李联络"), reminders(town, "张联络")) == (["7月9日", "7月12日"], [])
    assert len(await rows(town, Receipt)) == 2
    await town.says("王审核", "/notice 2021年第二季度")
    town.hears("王审核", f"2021年第二季度通报\u3000{NUMBER}：已发出，已签收2/2")


async def test_voided_it_keeps_its_number_and_its_readers_hear_why(drafts: Town) -> None:
    town = drafts
    await issue(town)
    town.passes_over(*EVERYBODY)
    await town.says("王审核", "/notice")
    await town.presses("王审核", f"打开通报：{NUMBER}")
    (_, card) = town.hears("王审核", NUMBER, "签收：0/2，均未签收")
    assert card.buttons == ("查看全文", "公开稿", "另编一份", "作废")
    await town.presses("王审核", "公开稿")
    (file, public) = town.hears("王审核", "（公开稿）", "（此件公开发布）")
    assert file.file_name == f"通报 {NUMBER}（公开稿）.docx"
    assert not [name for name in EVERYBODY if name in public.text]
    await town.presses("王审核", "作废")
    await town.says("王审核", "数字有误")
    town.hears("王审核", "请直接输入理由", "编号保留不再使用")
    await town.presses("王审核", "确认")
    town.hears("王审核", "已确认", "已作废（王审核，7月6日 09:00）：数字有误")
    for name in ("张联络", "李联络"):
        town.hears(name, "请勿再作依据，无需签收。\n原因：数字有误")
    await issue(town)
    for name in ("张联络", "李联络"):
        town.hears(name, "督通〔2021〕2号")
    states = [(one.number, one.state) for one in await rows(town, Notice)]
    assert states == [(NUMBER, NoticeState.VOIDED), ("督通〔2021〕2号", NoticeState.ISSUED)]


async def test_named_units_only(drafts: Town) -> None:
    town = drafts
    await town.presses("王审核", "编制通报")
    await town.presses("王审核", "选择发送单位")
    await town.says("王审核", "水务局")
    await town.says("王审核", "水利局")
    town.hears("王审核", "草稿", "用顿号隔开", "没有找到下列单位", "发给：水利局")
    await town.presses("王审核", "确认")
    town.hears("王审核", "已确认", "已修改", "发送：水利局（1个单位）")
    await town.presses("王审核", "选择发送单位")
    await town.presses("王审核", "全部牵头单位")
    town.hears("王审核", "用顿号隔开", "已修改", "发送：发改委、水利局（2个单位）")


async def test_sent_back_with_a_reason_it_is_a_draft_again(drafts: Town) -> None:
    town = drafts
    await town.presses("王审核", "编制通报")
    await town.presses("王审核", "送签")
    town.passes_over("王审核", "孙复核")
    await town.presses("孙复核", "退回修改")
    await town.says("孙复核", "请补充整改时限")
    await town.presses("孙复核", "确认")
    town.hears("孙复核", "退回2021年第二季度通报", "退回修改，理由告知办公室", "已确认", "已退回修改（孙复核")
    town.hears("王审核", "孙复核：请补充整改时限")
    await town.says("王审核", "/notice")
    await town.presses("王审核", "打开通报：2021Q2")
    town.hears("王审核", "草稿（7月6日 09:00编制）", "草稿\n编制：王审核")
    await town.presses("王审核", "作废")
    await town.presses("王审核", "确认作废")
    town.hears("王审核", "草稿没有编号，作废后不能恢复", "草稿已作废（王审核")


async def test_in_a_group_no_draft_is_shown(drafts: Town) -> None:
    town = drafts
    town.people["工作群"] = -4001
    town.box.group(-4001, "工作群", [town.people["王审核"], town.people["张联络"]])
    await town.presses("王审核", "编制通报")
    town.passes_over("王审核")
    town.box.say(town.people["王审核"], "/notice", -4001)
    await town.settle()
    refused = await town.presses("工作群", "打开通报：2021Q2", by="王审核")
    assert "未核签的文稿不在群内显示" in (refused.text or "")
    refused = await town.presses("工作群", "编制2021年第二季度通报", by="王审核")
    assert "未核签的文稿不在群内显示" in (refused.text or "")
    town.passes_over("工作群")
    await issue(town)
    await town.presses("工作群", "打开通报：2021Q2", by="王审核")
    town.hears("工作群", NUMBER)
    town.passes_over(*EVERYBODY)


async def test_alone_in_the_office_the_leading_group_signs_off(drafts: Town) -> None:
    town = drafts
    await town.says("孙复核", "/leave")
    await town.presses("孙复核", "确认退出")
    town.passes_over("孙复核", "王审核")
    await town.presses("王审核", "编制汇报")
    await town.presses("王审核", "送签")
    town.passes_over("王审核")
    (asked,) = town.hears("吴组长", "请核签：2021年第二季度汇报")
    await town.presses("吴组长", "核签")
    await town.presses("吴组长", "确认核签并发出")
    town.hears(
        "吴组长", "即行发给1个单位：领导小组", "已核签，编为督报〔2021〕1号", "督报〔2021〕1号\n\n关于《试点工作方案》"
    )
    town.hears("王审核", "吴组长核签，编为督报〔2021〕1号")
    assert asked.buttons == ("预览", "核签", "退回修改")


async def test_where_nothing_is_compiled_yet_the_list_says_how_it_begins(town: Town) -> None:
    await town.seat({"吴组长": ("领导小组", Role.LEADING_GROUP)})
    await town.says("王审核", "/notice")
    town.hears("王审核", "还没有编制过。首轮进展报送开始后，即可在此编制。")
    await town.until("2021-06-24")
    town.passes_over("张联络", "李联络")
    await town.says("王审核", "/notice")
    (listed,) = town.hears("王审核", "还没有编制过。请按下方按钮编制。")
    assert listed.buttons == ("编制2021年第二季度通报", "编制2021年第二季度汇报")
    await town.says("吴组长", "/notice")
    (listed,) = town.hears("吴组长", "还没有编制过。办公室编制送签后，在此查看。")
    assert listed.buttons == ()
    for name, does in (("王审核", "编制和查看通报、汇报"), ("吴组长", "/notice　查看通报、汇报")):
        await town.says(name, "/help")
        town.hears(name, does)


async def test_strangers_units_and_the_bureau_are_refused(drafts: Town) -> None:
    town = drafts
    await town.says("陌生人", "/notice")
    town.hears("陌生人", "您尚未登记席位")
    for name in ("张联络", "赵督查"):
        await town.says(name, "/notice 2021Q2")
        town.hears(name, "此项操作由其他岗位办理")
    for typed, answer in (("/notice 2020Q1", "没有这一季度的进展报送"), ("/notice 上季", "请这样写季度")):
        await town.says("王审核", typed)
        town.hears("王审核", answer)
    assert await rows(town, Notice) == []


async def test_an_office_s_own_template_is_what_chat_shows(drafts: Town, tmp_path: Path) -> None:
    town = drafts
    ours = shutil.copytree(WORDS, tmp_path / "ours")
    rewrite(ours / "documents" / "notice.docx", "{{ section() }}、", "{{ section() }}．")
    object.__setattr__(town.desk, "templates", Templates(ours, ZONE))
    await town.presses("王审核", "编制通报")
    await town.presses("王审核", "预览")
    (_card, _file, text) = town.hears("王审核", "编制：", "通报（草稿）", "一．")
    assert "一、" not in text.text
    (ours / "documents" / "notice.docx").unlink()
    press = await town.presses("王审核", "预览")
    assert "notice.docx" in press.text
