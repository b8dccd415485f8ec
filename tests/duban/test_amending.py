"""``duban diff`` and ``duban apply``, as the office's clerk types them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.duban.test_refusals import NOWHERE, Duban, duban

__all__ = ["duban"]

SHIPPED = (Path(__file__).parents[2] / "data" / "tasks.yaml").read_text(encoding="utf-8")
MOVED = SHIPPED.replace("{due: 2021-12-31, wording: 2021年年底前}", "{due: 2022-03-31, wording: 2022年3月底前}", 1)


def without_seven(text: str) -> str:
    start, end = text.index("  - number: 7\n"), text.index("  - number: 8\n")
    return text[:start] + text[end:]


@pytest.fixture
def register(duban: Duban, home: Path, monkeypatch: pytest.MonkeyPatch) -> Duban:
    """The shipped plan is in the register; ``plan.yaml`` is the file that a test changes."""
    monkeypatch.setenv("DUBAN_BOT_API_URL", NOWHERE)
    monkeypatch.setenv("DUBAN_CLOCK", "2021-07-05T10:00:00+08:00")
    (home / "plan.yaml").write_text(SHIPPED, encoding="utf-8")
    code, out, _ = duban("apply", "plan.yaml")
    assert (code, out.splitlines()[0]) == (0, "已载入方案：25 项。")
    return duban


def test_the_same_file_changes_nothing(register: Duban) -> None:
    for command in ("diff", "apply"):
        code, out, _ = register(command, "plan.yaml")
        assert (code, out.splitlines()[-1]) == (0, "合计：没有变化。")


def test_diff_shows_and_changes_nothing_and_apply_does_it(register: Duban, home: Path) -> None:
    (home / "plan.yaml").write_text(MOVED, encoding="utf-8")
    for _ in range(2):
        code, out, _ = register("diff", "plan.yaml")
        assert code == 0
        assert "节点1：2021年12月31日→2022年3月31日（推迟90天）。" in out
        assert "执行：duban apply plan.yaml --revision 1" in out
        assert out.splitlines()[-1] == "合计：改动事项 1，调整时限 1。"
    code, out, _ = register("apply", "plan.yaml", "--revision", "1")
    assert (code, out.splitlines()[0][:10]) == (0, "已执行：方案第2版。")
    assert "请把" in out  # the service still reads the shipped file
    assert "登记簿已是第2版，不是第1版" in register.refused("apply", "plan.yaml", "--revision", "1")


def test_a_dropped_task_needs_its_number(register: Duban, home: Path) -> None:
    (home / "plan.yaml").write_text(without_seven(SHIPPED), encoding="utf-8")
    _, out, _ = register("diff", "plan.yaml")
    assert "第7项“支持鼓励新型产业用地”：未办结的办理事项 1 项随之撤销（产业集聚区管委会），记录全部保留。" in out
    assert "执行：duban apply plan.yaml --revision 1 --drop 7" in out
    for options in ((), ("--drop", "8")):
        assert "第7项有未办结的办理事项，撤销须写明 --drop 7。" in register.refused("apply", "plan.yaml", *options)
    code, _, _ = register("apply", "plan.yaml", "--drop", "7")
    assert code == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plan: {}\n", "plan.yaml:1"),
        (
            SHIPPED.replace("title: 支持鼓励新型产业用地", "title: 支持鼓励新型产业用地  # ? 原文缺字"),
            "还有 1 处待核对",
        ),
        (SHIPPED.replace("id: yuzhou-100-parks", "id: another"), "这是另一个方案"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_changes(register: Duban, home: Path, text: str, said: str) -> None:
    (home / "plan.yaml").write_text(text, encoding="utf-8")
    assert said in register.refused("apply", "plan.yaml")
    (home / "plan.yaml").write_text(SHIPPED, encoding="utf-8")
    assert register("diff", "plan.yaml")[1].splitlines() == ["登记簿：第1版。", "合计：没有变化。"]


def test_without_a_register_there_is_nothing_to_compare(duban: Duban, home: Path) -> None:
    (home / "plan.yaml").write_text(SHIPPED, encoding="utf-8")
    assert "还没有数据库" in duban.refused("diff", "plan.yaml")
    assert not (home / "var").exists()
