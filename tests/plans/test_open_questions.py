"""``duban check`` names what a draft still leaves to a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from plans.problems import Severity
from tests.plans.texts import PLAN, plan_problems


def test_each_mark_is_a_warning_with_its_line_and_reason(tmp_path: Path) -> None:
    (problem,) = plan_problems(
        tmp_path, PLAN.replace("lead_units: [发改委]", "lead_units: [发改委]  # ? 请核对牵头单位")
    )

    assert problem.severity is Severity.WARNING
    assert problem.line == PLAN.split("\n").index("    lead_units: [发改委]") + 1
    assert problem.wrong == "尚待核对：请核对牵头单位"


@pytest.mark.parametrize(
    "written",
    [
        "title: '修编规划'  # ? 请核对",
        "title: 修编规划（见'附件'）  # ? 请核对",
        "title: 修编规划  # 已看 # ? 请核对",
        "title: 修编规划  #? 请核对",
        "title: 修编规划  # ？请核对",
        "title: >-  # ? 请核对\n      修编规划",
    ],
)
def test_a_mark_is_seen_however_a_person_writes_around_it(tmp_path: Path, written: str) -> None:
    (problem,) = plan_problems(tmp_path, PLAN.replace("title: 修编规划", written))

    assert problem.line == PLAN[: PLAN.index("title: 修编规划")].count("\n") + 1
    assert problem.wrong == "尚待核对：请核对"


@pytest.mark.parametrize(
    "written",
    [
        'title: "修编 # ? 规划"  # 原文如此',
        "title: '发改委''修编 # ? 规划'  # 带“# ?”的各处已核对",
        "title: >-\n      修编 # ? 规划",
    ],
)
def test_a_plain_remark_and_a_quoted_mark_are_none(tmp_path: Path, written: str) -> None:
    assert plan_problems(tmp_path, PLAN.replace("title: 修编规划", written)) == []
