"""The office fills in its ledger and sends it back: first it sees what would change, then it says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlmodel import col, select

from actions.access import actor_of
from actions.fill_ledger import apply_ledger
from actions.refusal import Refusal
from documents.ledger import write_ledger
from documents.measures import Measures
from documents.scope import Scope
from documents.view import look
from register.record import broken_link
from register.snapshot import take_snapshot
from register.states import ReturnedState
from register.tables import AuditEntry, OfficeNote, ReturnedLedger
from tests.bot.looking import rows
from tests.harness.chat import RULES, Town

FIRST_TASK, FIRST_DUTY = ("事项", "O4"), ("节点", "R4")


async def exported(town: Town, folder: Path) -> Path:
    """The ledger as /report would give it now."""
    async with town.database.reading() as session:
        snapshot = await take_snapshot(session, RULES, town.clock.now())
    path = folder / "台账.xlsx"
    write_ledger(Measures(look(snapshot, Scope())), path)
    return path


def filled(path: Path, *remarks: tuple[tuple[str, str], str]) -> bytes:
    book = load_workbook(path)
    for (sheet, cell), words in remarks:
        book[sheet][cell] = words
    book.save(path)
    return path.read_bytes()


async def sends(town: Town, name: str, content: bytes, filename: str = "台账.xlsx") -> None:
    town.box.send_file(town.people[name], filename, content)
    await town.settle()
    await town.reader.work_off()
    await town.settle()


async def remarks(town: Town) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for note in await rows(town, OfficeNote):
        found.setdefault(note.subject, []).append(note.words)
    return found


async def states(town: Town) -> list[ReturnedState]:
    return [one.state for one in await rows(town, ReturnedLedger)]


async def test_what_is_confirmed_is_written_and_stands_in_the_next_ledger(town: Town, tmp_path: Path) -> None:
    path = await exported(town, tmp_path)
    await sends(town, "王审核", filled(path, (FIRST_TASK, "待专班研究"), (FIRST_DUTY, "用地手续在办")))
    town.hears("王审核", "已收到《台账.xlsx》", "台账将改动2处办公室备注")
    assert await remarks(town) == {}
    await town.presses("王审核", "确认写入")
    (card,) = town.hears("王审核", "已写入2处")
    assert "第1项 修编总体规划\n原：（空）\n改：“待专班研究”" in card.text
    assert await remarks(town) == {"task:1": ["待专班研究"], "duty:1": ["用地手续在办"]}
    again = load_workbook(await exported(town, tmp_path))
    assert (again["事项"]["O4"].value, again["事项"]["P4"].value) == ("待专班研究", "task:1#1")
    async with town.database.reading() as session:
        (entry,) = await session.exec(select(AuditEntry).where(col(AuditEntry.act) == "ledger_applied"))
        assert entry.facts["changes"][0] == {"subject": "task:1", "before": "", "after": "待专班研究"}
        assert await broken_link(session) is None


async def test_a_second_press_and_a_dropped_ledger_write_nothing(town: Town, tmp_path: Path) -> None:
    content = filled(await exported(town, tmp_path), (FIRST_TASK, "待专班研究"))
    await sends(town, "王审核", content)
    town.hears("王审核", "已收到", "确认写入")
    press = await town.presses("王审核", "确认写入")
    town.hears("王审核", "已写入1处")
    again = await town.presses_again("王审核", press)
    assert "已经处理过了" in (again.text or "")
    changed = filled(await exported(town, tmp_path), (FIRST_TASK, "已研究"))
    await sends(town, "王审核", changed)
    town.hears("王审核", "已收到", "原：“待专班研究”\n改：“已研究”")
    await town.presses("王审核", "取消")
    town.hears("王审核", "已取消，未写入任何内容")
    assert await remarks(town) == {"task:1": ["待专班研究"]}
    assert await states(town) == [ReturnedState.APPLIED, ReturnedState.DROPPED]


async def test_nothing_is_overwritten_that_was_changed_since_the_export(town: Town, tmp_path: Path) -> None:
    old = await exported(town, tmp_path)
    stale = old.read_bytes()
    await sends(town, "王审核", filled(old, (FIRST_TASK, "先到的")))
    await town.presses("王审核", "确认写入")
    town.passes_over("王审核")
    old.write_bytes(stale)
    await sends(town, "王审核", filled(old, (FIRST_TASK, "后到的"), (FIRST_DUTY, "也不写入")))
    _, answer = town.hears("王审核", "已收到", "为免覆盖，全部未写入")
    assert "（O4）在导出之后已由王审核于" in answer.text
    assert "现为：“先到的”" in answer.text
    assert "本文件：“后到的”" in answer.text
    assert await remarks(town) == {"task:1": ["先到的"]}
    # Who gives way in that one cell need not fill in the others again.
    await sends(town, "王审核", filled(old, (FIRST_TASK, "先到的")))
    town.hears("王审核", "已收到", "台账将改动1处办公室备注")
    await town.presses("王审核", "确认写入")
    town.hears("王审核", "已写入1处")
    assert await remarks(town) == {"task:1": ["先到的"], "duty:1": ["也不写入"]}


async def test_a_change_between_question_and_answer_is_not_overwritten_either(town: Town, tmp_path: Path) -> None:
    old = await exported(town, tmp_path)
    stale = old.read_bytes()
    await sends(town, "王审核", filled(old, (FIRST_TASK, "甲"), (FIRST_DUTY, "乙")))
    town.hears("王审核", "已收到", "确认写入")
    first = town.box.messages(town.people["王审核"])[-1].message_id
    old.write_bytes(stale)
    await sends(town, "王审核", filled(old, (FIRST_DUTY, "丙")))
    await town.presses("王审核", "确认写入")
    town.hears("王审核", "已收到", "确认写入", "已写入1处")
    press = await town.presses("王审核", "确认写入", message=first)
    assert "全部未写入" in (press.text or "")
    assert await remarks(town) == {"duty:1": ["丙"]}


async def test_an_untouched_old_ledger_is_no_conflict(town: Town, tmp_path: Path) -> None:
    old = await exported(town, tmp_path)
    stale = old.read_bytes()
    await sends(town, "王审核", filled(old, (FIRST_TASK, "先到的")))
    await town.presses("王审核", "确认写入")
    town.passes_over("王审核")
    await sends(town, "王审核", stale)
    town.hears("王审核", "已收到", "没有需要写入的改动")


async def test_a_wrong_cell_is_named_and_nothing_is_offered(town: Town, tmp_path: Path) -> None:
    await sends(town, "王审核", filled(await exported(town, tmp_path), (FIRST_TASK, "=1+1"), (FIRST_DUTY, "好")))
    _, answer = town.hears("王审核", "已收到", "台账未写入")
    assert "“事项”表第4行“办公室备注”（O4）：填的是公式，应为文字。" in answer.text
    assert not answer.buttons
    assert await states(town) == [ReturnedState.REFUSED]


async def test_a_file_that_is_no_ledger_is_answered(town: Town) -> None:
    await sends(town, "王审核", b"not a workbook")
    town.hears("王审核", "已收到", "文件无法读取")


async def test_only_the_office_may_send_one_and_only_the_office_may_confirm(town: Town, tmp_path: Path) -> None:
    content = filled(await exported(town, tmp_path), (FIRST_TASK, "待专班研究"))
    for name in ("张联络", "赵督查"):
        await sends(town, name, content)
        town.hears(name, "目前没有需要附材料的填报")
    assert await rows(town, ReturnedLedger) == []
    await sends(town, "王审核", content)
    town.hears("王审核", "已收到", "确认写入")
    (ledger,) = await rows(town, ReturnedLedger)
    for name in ("张联络", "赵督查"):
        async with town.database.writing() as session:
            actor = await actor_of(session, town.people[name], name, town.people[name])
            with pytest.raises(Refusal, match="not-your-role"):
                await apply_ledger(session, actor, ledger.id or 0, town.clock.now())
    assert await remarks(town) == {}


async def test_a_remark_is_words_and_never_markup(town: Town, tmp_path: Path) -> None:
    await sends(town, "王审核", filled(await exported(town, tmp_path), (FIRST_TASK, "<b>甲&乙公司</b>{{ 7*7 }}")))
    town.hears("王审核", "已收到", "<b>甲&乙公司</b>{{ 7*7 }}")


async def test_rows_that_nobody_knows_are_named_up_to_a_measure_and_then_counted(town: Town, tmp_path: Path) -> None:
    path = await exported(town, tmp_path)
    book = load_workbook(path)
    for row in range(100, 140):
        book["事项"][f"O{row}"], book["事项"][f"P{row}"] = "备注", f"task:{row}#0"
    book.save(path)
    await sends(town, "王审核", path.read_bytes())
    _, answer = town.hears("王审核", "已收到", "台账未写入")
    assert answer.text.count("登记簿中已没有这一行") == 30
    assert "另有10处。" in answer.text
    assert not answer.buttons
