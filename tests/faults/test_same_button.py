"""N1: many press the same button at once, or decide the same thing in two ways: one act is done, the rest are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from actions.access import actor_of
from actions.report import file_report
from actions.texts import ReportAnswers
from plans.roles import Role
from register.states import RequestState, Verdict
from register.tables import Report, Request, Task, Transition
from sandbox import Press
from tests.bot.conftest import CAST
from tests.bot.looking import rows
from tests.faults.at_once import Crowd
from tests.faults.scale import times
from tests.harness.chat import RULES, Town, running_town
from tests.harness.stores import store_url

RIVER = "治理河道"
"""Task 3, led by 水利局."""


@pytest.fixture(params=["sqlite", "postgresql"])
async def crowd(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Crowd]:
    """The round of the second quarter is open."""
    async with running_town(tmp_path, store_url(request.param, request)) as town:
        await town.seat(CAST)
        await town.until("2021-06-24")
        yield Crowd(town)
        town.passes_over(*town.people)


async def test_one_button_pressed_fifty_times_files_one_report(crowd: Crowd) -> None:
    await _fill_in(crowd.town, "李联络", 3)
    first = crowd.press("李联络", "确认报送")
    presses = [first, *(crowd.press_again(first) for _ in range(49))]
    await crowd.serve()

    assert [report.version for report in await rows(crowd.town, Report)] == [1]
    assert await _moves(crowd.town, "request:") == [("asked", "answered")]
    _one_done(presses, "这份填写已经结束（已报出、已改办或已取消），请重新打开。")
    assert _told(crowd.town, "李联络", "已收到第3项") == 1
    assert await crowd.broken() == []


async def test_fifty_reviewers_at_once_pass_one_verdict(crowd: Crowd) -> None:
    reviewers = [f"审核员{number}" for number in range(times(16, 50))]
    await crowd.town.seat(dict.fromkeys(reviewers, ("办公室", Role.OFFICE)))
    await _report(crowd.town)
    await _open_reviews(crowd.town, *reviewers)
    presses = [crowd.press(name, "通过") for name in reviewers]
    await crowd.serve()

    assert [report.verdict for report in await rows(crowd.town, Report)] == [Verdict.ACCEPTED]
    assert await _moves(crowd.town, "request:") == [("asked", "answered"), ("answered", "accepted")]
    assert await _moves(crowd.town, "report:") == [("waiting", "accepted")]
    _one_done(presses, "审核通过，无需再次审核。")
    assert max(map(len, crowd.together)) > 1, "they were served one by one"
    assert await crowd.broken() == []


async def test_of_accept_and_return_at_once_one_counts_and_the_other_is_told(crowd: Crowd) -> None:
    await crowd.town.seat({"郑审核": ("办公室", Role.OFFICE)})
    outcomes = Counter[str]()
    for trial in range(times(2, 50)):
        await _report(crowd.town)
        await _open_reviews(crowd.town, "王审核", "郑审核")
        await crowd.town.presses("郑审核", "退回")
        await crowd.town.says("郑审核", "数据不实")
        wishes = [("王审核", "通过"), ("郑审核", "确认")]
        pressed = {name: crowd.press(name, label) for name, label in (wishes if trial % 2 else reversed(wishes))}
        await crowd.serve()

        verdict = (await rows(crowd.town, Report))[-1].verdict
        outcomes[verdict] += 1
        if verdict is Verdict.ACCEPTED:
            assert "王审核已于" in pressed["郑审核"].text
        else:
            assert "退回，无需再次审核" in pressed["王审核"].text
    reports = await rows(crowd.town, Report)
    assert [report.version for report in reports] == list(range(1, len(reports) + 1))
    assert outcomes.total() == len(reports)
    assert set(outcomes) <= {Verdict.ACCEPTED, Verdict.RETURNED}
    assert len(await _moves(crowd.town, "report:")) == len(reports)
    assert await crowd.broken() == []


async def test_one_report_from_several_phones_of_a_seat_is_filed_once(crowd: Crowd) -> None:
    phones = ["李联络", *(f"同事{number}" for number in range(times(2, 7)))]
    await crowd.town.seat(dict.fromkeys(phones[1:], ("水利局", Role.CONTACT)))
    trials = times(1, 20)
    for trial in range(trials):
        for name in phones:
            await (_correct(crowd.town, name, 3, f"第{trial}次修改") if trial else _fill_in(crowd.town, name, 3))
        crowd.town.clock.move_to(crowd.town.clock.now() + timedelta(minutes=1))
        presses = [crowd.press(name, "确认报送") for name in phones]
        await crowd.serve()

        _one_done(presses, "您的内容未报出")
        for name, press in zip(phones, presses, strict=True):
            if press.text:
                await crowd.town.says(name, "/cancel")
    assert [report.version for report in await rows(crowd.town, Report)] == list(range(1, trials + 1))
    assert await _moves(crowd.town, "request:") == [("asked", "answered")]
    assert await crowd.broken() == []


async def test_a_correction_and_a_verdict_at_once_leave_no_version_in_the_dark(crowd: Crowd) -> None:
    trials = times(2, 30)
    for trial in range(trials):
        await _report(crowd.town)
        await _open_reviews(crowd.town, "王审核")
        await _correct(crowd.town, "李联络", 3, f"第{trial}次修改")
        press = crowd.press("王审核", "通过")
        crowd.press("李联络", "确认报送")
        await crowd.serve()

        judged, newest = (await rows(crowd.town, Report))[-2:]
        assert newest.verdict is Verdict.WAITING
        if judged.verdict is Verdict.SUPERSEDED:
            assert press.text == "该单位已报送新版本，请审核新版本。"
        else:
            assert judged.verdict is Verdict.ACCEPTED
    assert [one.version for one in await rows(crowd.town, Report)] == list(range(1, 2 * trials + 1))
    (request,) = await _requests(crowd.town)
    assert request.state is RequestState.ANSWERED
    assert await crowd.broken() == []


async def _fill_in(town: Town, name: str, number: int) -> None:
    """The whole form, up to its summary."""
    await town.says(name, f"/task {number}")
    await town.presses(name, f"填报第{number}项")
    for words in ("60", "完成清淤", "无", "继续清淤"):
        await town.says(name, words)
    await town.presses(name, "没有材料")


async def _correct(town: Town, name: str, number: int, words: str) -> None:
    """What was filed, with one answer changed, up to its summary."""
    await town.says(name, f"/task {number}")
    await town.presses(name, f"修改第{number}项")
    await town.presses(name, "下步打算")
    await town.says(name, words)


async def _report(town: Town) -> None:
    """李联络 has filed a new version."""
    person = town.people["李联络"]
    async with town.database.writing() as session:
        actor = await actor_of(session, person, "李联络", person)
        (request,) = await _requests(town)
        answers = ReportAnswers(percent=60, done="完成清淤")
        await file_report(session, RULES, actor, request.id or 0, answers, None, town.clock.now())


async def _requests(town: Town) -> list[Request]:
    async with town.database.reading() as session:
        asked = select(Request).join(Task, col(Task.id) == col(Request.task_id)).where(Task.title == RIVER)
        return list(await session.exec(asked))


async def _open_reviews(town: Town, *names: str) -> None:
    for name in names:
        await town.says(name, "/review")


async def _moves(town: Town, subject: str) -> list[tuple[str, str]]:
    return [(one.before, one.after) for one in await rows(town, Transition) if one.subject.startswith(subject)]


def _one_done(presses: list[Press], others_are_told: str) -> None:
    """Every press was answered; all but one were told politely why nothing was done."""
    assert all(press.answered for press in presses)
    told = [press.text for press in presses if press.alert]
    assert len(told) == len(presses) - 1
    assert [text for text in told if others_are_told not in text] == []


def _told(town: Town, name: str, words: str) -> int:
    return sum(words in sent.text for sent in town.box.log if sent.chat_id == town.people[name])
