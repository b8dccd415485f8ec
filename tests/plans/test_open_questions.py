"""``duban check`` names what a draft still leaves to a person."""

from __future__ import annotations

from pathlib import Path

from plans.problems import Severity
from tests.plans.texts import PLAN, plan_problems


def test_each_mark_is_a_warning_with_its_line_and_reason(tmp_path: Path) -> None:
    (problem,) = plan_problems(
        tmp_path, PLAN.replace("lead_units: [发改委]", "lead_units: [发改委]  # ? 请核对牵头单位")
    )

    assert problem.severity is Severity.WARNING
    assert problem.line == PLAN.split("\n").index("    lead_units: [发改委]") + 1
    assert problem.wrong == "尚待核对：请核对牵头单位"


def test_a_plain_remark_and_a_quoted_mark_are_none(tmp_path: Path) -> None:
    text = PLAN.replace("title: 修编规划", 'title: "修编 # ? 规划"  # 原文如此')

    assert plan_problems(tmp_path, text) == []
