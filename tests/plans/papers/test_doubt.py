"""Doubt is output: beside the value in the file, and with its place beside the file."""

from __future__ import annotations

import re

from tests.plans.papers.drafts import draft

PAPER = """
    各有关单位：
    市政办〔2022〕3号
    1.检修水库。
    牵头单位：市水利局
    完成时限：汛期前
    2.整治街区，第三季度前完成。
    牵头单位：市城管局
    完成时限：第三季度前
    3.清理库房。（市商务局负责）完善台账。（市粮食局负责）
    4.补录旧账。
    牵头单位：市档案馆
    完成时限：2022年11底前
    5.完善制度。
    特此通知。
"""


def test_a_doubt_stands_on_the_line_of_its_value() -> None:
    lines = draft(PAPER).doubted()

    assert lines == [
        "undated: true  # ? “汛期前”：未写日期",
        "undated: true  # ? “第三季度前”：“第三季度前”含不含这段时间，原文没有说清",
        "responsible_units: [市商务局, 市粮食局]  # ? 本项各段分别署责，已合并，请核对各单位负责哪一段",
        "milestones:  # ? “2022年11底前”：原文似有缺字，按残字推定",
        "lead_units: []  # ? 原文没有写明本项由谁负责",
    ]


def test_a_doubt_is_said_with_the_line_of_the_paper() -> None:
    said = draft(PAPER).said

    assert "6: 第 1 项完成时限：“汛期前”：未写日期" in said
    assert [line for line in said if line.startswith("13: 第 4 项完成时限")]


def test_the_count_comes_last_and_what_was_not_used_is_listed() -> None:
    said = draft(PAPER).said

    assert said[-1].startswith("事项 5 项；确定 15 处，存疑 5 处，未采用 2 行。草稿中“# ?”共 12 处：存疑的 5 处，")
    assert [line for line in said if "未采用" in line][:2] == ["2: 未采用：各有关单位：", "15: 未采用：特此通知。"]


def test_the_head_is_proposed_and_always_doubted() -> None:
    found = draft("""
        某市产业园区行动工作实施方案
        2021年5月15日
        1.修编规划。
        牵头单位：市发改委
        完成时限：2021年6月底前
        工作推进慢的，由市委市政府督查局实施约谈。领导小组办公室负责汇总。
    """)

    head = found.text.partition("\nunits:")[0].splitlines()
    assert "  title: 某市产业园区行动工作实施方案  # ? 请核对" in head
    assert "  drafted: 2021-05-15" in head
    assert "  bureau: 市委市政府督查局  # ? 按原文推定，请核对" in head
    assert "  office: 领导小组办公室  # ? 按原文推定，请核对" in head
    undoubted = [line for line in head if re.match("  (starts|ends|office|bureau|leading_group|consolidator)", line)]
    assert all("# ?" in line for line in undoubted)
