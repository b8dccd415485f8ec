"""/absent: away for some days, in a few taps."""

from __future__ import annotations

import pytest

from plans.roles import Role
from register.states import AbsenceState
from register.tables import Absence, Draft, Receipt, Report
from tests.bot.looking import rows
from tests.harness.chat import Town


@pytest.fixture
async def staffed(town: Town) -> Town:
    """水利局 has a leader as well."""
    await town.seat({"陈分管": ("水利局", Role.LEADER)})
    return town


async def away(town: Town, *taps: str) -> None:
    """李联络 asks for leave; the day of the first tap is this day or one of the next two."""
    await town.says("李联络", "/absent")
    for tap in taps:
        await town.presses("李联络", tap)


async def test_five_taps_and_the_substitute_has_the_messages(staffed: Town) -> None:
    await staffed.until("2021-06-28")
    staffed.passes_over("张联络", "李联络", "周汇总", "王审核", "赵督查", "陈分管")
    await away(staffed, "6月28日", "6月30日", "由陈分管代办")
    *_, card = staffed.hears("李联络", "从哪天", "到哪天", "由谁代办", "代办：陈分管")
    assert "开始：2021年6月28日" in card.text
    await staffed.presses("李联络", "确认请假")
    staffed.hears("李联络", "已登记6月28日至6月30日请假，由陈分管代办")
    staffed.hears("陈分管", "李联络6月28日至6月30日请假，其间水利局联络员的消息发给您")
    await staffed.until("2021-06-29")
    (digest,) = staffed.hears("陈分管", "督办提醒")
    assert "查看第3项" in digest.buttons
    staffed.passes_over("张联络", "周汇总", "王审核")
    await staffed.until("2021-06-30")
    staffed.passes_over("张联络", "周汇总", "王审核", "陈分管")
    await staffed.until("2021-07-01")
    warning, summary, _ = staffed.hears("李联络", "督办预警", "您的请假已于6月30日期满", "督办提醒")
    assert "牵头事项1项" in summary.text
    assert "签收" in warning.buttons
    staffed.passes_over("张联络", "周汇总", "王审核", "陈分管")


async def test_who_sits_in_from_today_hears_what_is_open_and_how_to_go_on(staffed: Town) -> None:
    await staffed.until("2021-06-24")
    staffed.passes_over("张联络", "李联络", "周汇总", "王审核", "赵督查", "陈分管")
    await away(staffed, "6月24日", "6月30日", "由陈分管代办", "确认请假")
    (told,) = staffed.hears("陈分管", "请您代办")
    assert "牵头事项1项。\n🟡 即将到期1项\n本轮进展报送：已报0项，应报1项" in told.text
    assert told.buttons == ("我的事项", "本季报送")
    await staffed.presses("陈分管", "本季报送")
    (card,) = staffed.hears("陈分管", "第3项")
    assert "填报第3项" in card.buttons
    staffed.passes_over("李联络")


async def test_who_was_asked_before_hears_what_is_open_as_it_begins(staffed: Town) -> None:
    await away(staffed, "5月18日", "5月19日", "由陈分管代办", "确认请假")
    (asked,) = staffed.hears("陈分管", "请您代办")
    assert "牵头事项" not in asked.text
    assert asked.buttons == ()
    await staffed.until("2021-05-18")
    (begun,) = staffed.hears("陈分管", "请您代办")
    assert "牵头事项1项" in begun.text
    await staffed.presses("陈分管", "我的事项")
    staffed.hears("陈分管", "第3项 治理河道")
    await staffed.until("2021-05-19")
    await staffed.until("2021-05-20")
    staffed.passes_over("李联络")


async def test_the_substitute_reports_in_his_own_name(staffed: Town) -> None:
    await staffed.until("2021-06-24")
    await away(staffed, "6月24日", "6月30日", "由陈分管代办", "确认请假")
    await staffed.until("2021-06-29")
    await staffed.presses("陈分管", "填报第3项")
    await staffed.presses("陈分管", "25%")
    await staffed.says("陈分管", "完成清淤")
    await staffed.presses("陈分管", "无")
    await staffed.says("陈分管", "报审")
    await staffed.presses("陈分管", "没有材料")
    await staffed.presses("陈分管", "确认报送")
    (report,) = await rows(staffed, Report)
    (absence,) = await rows(staffed, Absence)
    assert report.filed_by == absence.substitute_id
    staffed.passes_over("张联络", "李联络", "周汇总", "王审核", "赵督查", "陈分管")


async def test_days_may_be_typed_and_wrong_ones_are_asked_again(staffed: Town) -> None:
    await staffed.says("李联络", "/absent")
    for typed, answer in (
        ("5月1日", "从今天或以后开始"),
        ("5月18日", "到哪天"),
        ("5月17日", "不能早于"),
        ("2021-05-01", "不能早于"),
        ("下周", "请输入日期"),
    ):
        await staffed.says("李联络", typed)
        assert answer in staffed.last("李联络")
    staffed.passes_over("李联络")
    await staffed.says("李联络", "/cancel")
    staffed.hears("李联络", "请假登记")
    await staffed.says("李联络", "/absent")
    await staffed.says("李联络", "2021-05-16")
    staffed.hears("李联络", "从哪天开始请假", "从今天或以后开始")
    await staffed.presses("李联络", "取消")
    staffed.hears("李联络", "已取消，未作任何处理")
    assert await rows(staffed, Draft) == []


async def test_an_absence_is_shown_and_called_off(staffed: Town) -> None:
    await away(staffed, "5月18日", "5月20日", "无人代办", "确认请假")
    staffed.passes_over("李联络")
    await staffed.says("李联络", "/absent")
    (listed,) = staffed.hears("李联络", "5月18日至5月20日，水利局，无人代办")
    assert listed.buttons == ("取消请假（5月18日至5月20日）", "登记请假")
    press = await staffed.presses("李联络", "取消请假（5月18日至5月20日）")
    staffed.hears("李联络", "请假已取消")
    assert [one.state for one in await rows(staffed, Absence)] == [AbsenceState.CANCELLED]
    again = await staffed.presses_again("李联络", press)
    assert "已经结束或取消" in (again.text or "")


async def test_who_is_back_early_hears_what_is_open(staffed: Town) -> None:
    await away(staffed, "5月17日", "5月19日", "无人代办", "确认请假")
    staffed.passes_over("李联络")
    await staffed.says("李联络", "/absent")
    assert "（正在请假）" in staffed.last("李联络")
    staffed.passes_over("李联络")
    await staffed.presses("李联络", "提前销假（5月17日至5月19日）")
    staffed.hears("李联络", "请假已取消", "牵头事项1项")


async def test_what_was_held_overnight_goes_to_the_substitute(staffed: Town) -> None:
    await staffed.until("2021-05-17", "20:30")
    await staffed.says("王审核", "/remind 3")
    await staffed.presses("王审核", "确认催办")
    await away(staffed, "5月18日", "5月20日", "由陈分管代办", "确认请假")
    staffed.passes_over("李联络", "王审核")
    await staffed.until("2021-05-18", "08:30")
    staffed.hears("陈分管", "请您代办", "第3项 治理河道")


async def test_the_office_is_warned_once_of_a_deadline_without_anybody(staffed: Town) -> None:
    """The leave was taken in time; the substitute has left the unit meanwhile."""
    await staffed.says("李联络", "/absent")
    await staffed.says("李联络", "6月28日")
    await staffed.says("李联络", "7月2日")
    await staffed.presses("李联络", "由陈分管代办")
    await staffed.presses("李联络", "确认请假")
    staffed.passes_over("李联络", "陈分管")
    await staffed.until("2021-05-18")
    staffed.hears("王审核")
    await staffed.says("陈分管", "/leave")
    await staffed.presses("陈分管", "确认退出")
    staffed.passes_over("陈分管", "王审核")
    await staffed.until("2021-05-19")
    (warning,) = staffed.hears("王审核", "请假期间无人代办")
    assert "6月30日　第3项 治理河道" in warning.text
    await staffed.until("2021-05-20")
    staffed.hears("王审核")


async def test_others_have_nothing_to_ask_leave_of(town: Town) -> None:
    await town.says("王审核", "/absent")
    town.hears("王审核", "由其他岗位办理")
    await town.says("陌生人", "/absent")
    town.hears("陌生人", "尚未登记")


async def test_a_leave_without_a_substitute_shows_in_the_list_of_seats(staffed: Town) -> None:
    await away(staffed, "5月17日", "5月19日", "无人代办", "确认请假")
    staffed.passes_over("李联络")
    await staffed.says("王审核", "/seats")
    (shown,) = staffed.hears("王审核", "席位")
    assert "李联络（请假至5月19日，无人代办）" in shown.text


async def test_signed_by_the_substitute(staffed: Town) -> None:
    for day in ("06-24", "06-29", "06-30"):
        await staffed.until(f"2021-{day}")
    await away(staffed, "7月1日", "7月2日", "由陈分管代办", "确认请假")
    await staffed.until("2021-07-01")
    await staffed.presses("陈分管", "签收")
    (receipt,) = await rows(staffed, Receipt)
    (absence,) = await rows(staffed, Absence)
    assert receipt.person_id == absence.substitute_id
    staffed.passes_over("张联络", "李联络", "周汇总", "王审核", "赵督查", "陈分管")


async def test_a_warning_given_at_once_is_not_given_again(staffed: Town) -> None:
    await staffed.says("李联络", "/absent")
    for typed in ("6月28日", "7月2日"):
        await staffed.says("李联络", typed)
    for tap in ("无人代办", "确认请假"):
        await staffed.presses("李联络", tap)
    staffed.passes_over("李联络")
    staffed.hears("王审核", "请假期间无人代办")
    await staffed.until("2021-05-18")
    staffed.hears("王审核")
