"""The consolidating unit confirms the quarter's whole: asked, reminded on the last day, marked when late."""

from __future__ import annotations

from register.tables import Round
from tests.bot.looking import rows
from tests.harness.chat import Town


async def closed(town: Town, until: str) -> None:
    await town.until("2021-07-01")
    town.passes_over("张联络", "李联络", "王审核")
    town.hears("周汇总", "于7月5日前确认报送")
    await town.until(until)
    town.passes_over("张联络", "李联络", "王审核")


async def confirm(town: Town) -> None:
    await town.presses("周汇总", "查看2021年第二季度汇总")
    town.hears("周汇总", "请审阅后确认报送")
    await town.presses("周汇总", "确认汇总并报送")


async def test_on_the_last_day_it_is_asked_once_more_and_is_in_time(asked: Town) -> None:
    await closed(asked, "2021-07-05")
    asked.hears("周汇总", "今天是确认2021年第二季度工作进展汇总的最后一天")
    await confirm(asked)
    (receipt,) = asked.hears("周汇总", "汇总已确认报送")
    assert "迟报" not in receipt.text
    asked.hears("王审核", "工作进展汇总已确认")
    await asked.until("2021-07-12")
    asked.passes_over("张联络", "李联络", "王审核")
    asked.hears("周汇总")
    assert not (await rows(asked, Round))[0].filed_late


async def test_after_it_the_confirmation_is_marked_late(asked: Town) -> None:
    await closed(asked, "2021-07-12")
    asked.hears("周汇总", "应于7月5日前确认，已逾期7天")
    await confirm(asked)
    asked.hears("周汇总", "本次记为迟报")
    asked.hears("王审核", "本次为迟报")
    assert (await rows(asked, Round))[0].filed_late


async def test_between_the_weeks_nobody_is_nagged(asked: Town) -> None:
    await closed(asked, "2021-07-07")
    asked.hears("周汇总")


async def test_who_has_confirmed_is_not_asked_again(asked: Town) -> None:
    await asked.until("2021-07-01")
    asked.passes_over("张联络", "李联络", "王审核", "周汇总")
    await confirm(asked)
    asked.passes_over("周汇总", "王审核")
    await asked.until("2021-07-05")
    asked.passes_over("张联络", "李联络", "王审核")
    asked.hears("周汇总")
