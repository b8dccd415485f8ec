"""/report keeps its promise; in a group the bot minds its own business."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlmodel import col, select

from actions.access import actor_of
from actions.report import file_report
from actions.texts import ReportAnswers
from bot.desk import Compiled
from bot.jobs import JobState, ReportJob
from documents.scope import ScopeUnclear
from outbox.message import Method
from plans.roles import Role
from register.tables import Holding, Report, Request
from sandbox import Fault, answers
from tests.bot.looking import rows
from tests.harness.chat import RULES, Town

GROUP = -4001
ANONYMOUS = 1087968824
"""The number under which all anonymous administrators speak (Telegram, GroupAnonymousBot)."""


async def compile_report(scope: str, home: Path) -> Compiled:
    if scope == "火星":
        raise ScopeUnclear("没有找到“火星”。")
    (home / "ledger.xlsx").write_bytes(b"PK")
    facts = {"words": "现状"}
    return Compiled(facts, [(Method.DOCUMENT, "ledger.xlsx", "台账")])


@pytest.fixture
def compiling(town: Town, monkeypatch: pytest.MonkeyPatch) -> Town:
    object.__setattr__(town.desk, "compile_report", compile_report)
    monkeypatch.setattr("bot.compile.SUMMARY", "said")
    return town


async def test_a_report_is_promised_at_once_and_then_given(compiling: Town) -> None:
    await compiling.until("2021-06-24")
    compiling.passes_over("张联络", "李联络")
    await compiling.says("王审核", "/report 2021Q2")
    (promise,) = compiling.hears("王审核", "正在编制2021年第二季度督办情况")
    await compiling.compiler.work_off()
    await compiling.settle()
    ready, _, ledger = compiling.hears("王审核", "2021年第二季度督办情况已编制完成，共1份文件", "现状", "台账")
    assert (ready.method, ready.message_id) == ("editMessageText", promise.message_id)
    assert ledger.file_name == "ledger.xlsx"
    assert [job.state for job in await rows(compiling, ReportJob)] == [JobState.DONE]


async def test_a_report_of_nothing_known_is_answered_politely(compiling: Town) -> None:
    for scope, answer in (("火星", "没有找到“火星”"), ("2021Q5", "没有找到“2021Q5”"), ("99", "没有第99项")):
        await compiling.says("王审核", f"/report {scope}")
        compiling.hears("王审核", answer)
    assert not await rows(compiling, ReportJob)
    await compiling.says("王审核", "/report 1 发改委")
    compiling.hears("王审核", "正在编制第1项 发改委督办情况")


async def test_a_report_that_cannot_be_made_is_given_up_aloud(compiling: Town) -> None:
    async def broken(_scope: str, _home: Path) -> Compiled:
        raise ZeroDivisionError

    object.__setattr__(compiling.desk, "compile_report", broken)
    await compiling.says("王审核", "/report")
    (promise,) = compiling.hears("王审核", "正在编制督办情况")
    await compiling.compiler.work_off()
    await compiling.settle()
    (sorry,) = compiling.hears("王审核", "未能编制成功")
    assert sorry.message_id == promise.message_id
    assert len(compiling.errors) == 1
    compiling.errors.clear()


async def test_a_promise_that_never_arrived_is_not_edited(compiling: Town) -> None:
    """The outcome comes as a message of its own."""
    lost = Fault(answers.bad_request("message is too strange"))
    compiling.box.faults.add(lost, method="sendMessage", chat_id=compiling.people["王审核"])
    await compiling.says("王审核", "/report")
    compiling.hears("王审核")
    await compiling.compiler.work_off()
    await compiling.settle()
    ready, *_ = compiling.hears("王审核", "已编制完成", "现状", "台账")
    assert ready.method == "sendMessage"


async def test_only_the_office_orders_reports(compiling: Town) -> None:
    await compiling.says("张联络", "/report")
    compiling.hears("张联络", "由其他岗位办理")


async def test_in_a_group_only_commands_and_answers_are_heard(town: Town) -> None:
    town.people["办公室群"] = GROUP
    town.box.reads_all_group_messages = True
    town.box.group(GROUP, "办公室群", [town.people["王审核"], town.people["陌生人"]])
    for text in ("今天开会吗", "/overdue", "/nonsense@another_bot"):
        town.box.say(town.people["王审核"], text, GROUP)
        await town.settle()
    town.hears("办公室群", "目前没有逾期未办结的事项")


async def test_who_blocked_the_bot_and_comes_back_is_told_what_is_open(town: Town) -> None:
    from register.chats import mark_unreachable  # noqa: PLC0415 - stands for the hook of the dispatcher

    person = town.people["张联络"]
    town.box.block(person)
    await town.settle()
    async with town.database.writing() as session:
        await mark_unreachable(session, person, town.clock.now())
    town.box.unblock(person)
    await town.settle()
    town.hears("张联络", "牵头事项2项")


async def test_what_is_said_to_others_in_a_group_is_no_answer(town: Town) -> None:
    """A form is open in the group; only an answer to the bot is taken for it."""
    reviewer = town.people["王审核"]
    town.people["办公室群"] = GROUP
    town.box.reads_all_group_messages = True
    town.box.group(GROUP, "办公室群", [reviewer])
    await _report_filed(town)
    town.box.say(reviewer, "/review", GROUP)
    await town.settle()
    await town.presses("办公室群", "退回", by="王审核")
    town.hears("办公室群", "完成", "理由")
    town.box.say(reviewer, "中午吃什么", GROUP)
    await town.settle()
    town.hears("办公室群")
    question = town.box.messages(GROUP)[-2].message_id
    town.box.say(reviewer, "数据不实", GROUP, reply_to=question)
    await town.settle()
    await town.presses("办公室群", "确认", by="王审核")
    (report,) = await rows(town, Report)
    assert report.verdict_reason == "数据不实"
    town.passes_over("办公室群", "张联络", "王审核")


async def _report_filed(town: Town) -> None:
    await town.until("2021-06-24")
    town.passes_over("张联络", "李联络", "周汇总", "王审核", "赵督查")
    async with town.database.writing() as session:
        actor = await actor_of(session, town.people["张联络"], "张联络", town.people["张联络"])
        request = (await session.exec(select(Request).order_by(col(Request.id)))).first()
        assert request is not None
        answers = ReportAnswers(percent=40, done="完成初稿", problems="", next_step="报审")
        await file_report(session, RULES, actor, request.id or 0, answers, None, town.clock.now())


async def test_an_anonymous_administrator_is_nobody(empty_town: Town) -> None:
    secret = await empty_town.invitation("发改委", Role.CONTACT)
    empty_town.box.user(ANONYMOUS, "Group")
    empty_town.box.people[ANONYMOUS].is_bot = True
    empty_town.people["群"] = GROUP
    empty_town.box.group(GROUP, "群", [ANONYMOUS])
    empty_town.box.say(ANONYMOUS, f"/start {secret}", GROUP)
    await empty_town.settle()
    empty_town.hears("群", "匿名")


async def test_where_a_group_takes_no_files_the_words_arrive_alone(compiling: Town) -> None:
    """The chat is not lost by it: what is said next arrives as always."""
    compiling.people["办公室群"] = GROUP
    compiling.box.group(GROUP, "办公室群", [compiling.people["王审核"]])
    no_files = Fault(answers.bad_request("not enough rights to send documents to the chat"))
    compiling.box.faults.add(no_files, method="sendDocument", chat_id=GROUP, times=None)
    compiling.box.say(compiling.people["王审核"], "/report", GROUP)
    await compiling.settle()
    await compiling.compiler.work_off()
    await compiling.settle()
    *_, ledger = compiling.hears("办公室群", "正在编制", "已编制完成", "现状", "本群不允许发送图片和文件")
    assert "台账" in ledger.text
    assert ledger.file_name is None
    assert all(one.unreachable_since is None for one in await rows(compiling, Holding))
