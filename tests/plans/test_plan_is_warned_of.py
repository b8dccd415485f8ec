"""What a person should look at, though the plan is taken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from plans.check import load_plan
from plans.weekdays import weekday_slips
from tests.plans.texts import PLAN, plan_problems

WARNINGS = {
    "lead and responsible": (
        "responsible_units: [管委会]",
        "responsible_units: [发改委]",
        "23: tasks[0].responsible_units[0]: 提醒：“发改委”既是牵头单位又是责任单位",
    ),
    "listed twice": (
        "responsible_units: [管委会]",
        "responsible_units: [督查局, 督查办]",
        "23: tasks[0].responsible_units[1]: 提醒：“督查办”重复列出",
    ),
    "members unsettled": ("members: [发改委, 管委会]", "settled: false", "18: units[5]: 提醒：“各镇”的成员名单未定"),
    "wrong weekday": (
        "title: 修编规划",
        "title: 2021年6月20日（星期二）前修编规划",
        "21: tasks[0].title: 提醒：“2021年6月20日（星期二”的星期与日期不符，2021-06-20是星期日",
    ),
    "two names for one unit": (
        "- {name: 发改委}",
        "- {name: 发改委}\n  - {name: 市发展和改革委员会}",
        "18: units[5].name: 提醒：“市发展和改革委员会”与第 17 行的“发改委”可能是同一单位，如是，请并为一个单位，"
        "把“市发展和改革委员会”写入“发改委”的 aliases",
    ),
    "impossible wording": (
        "wording: 2021年6月底前",
        "wording: 6月31日星期三前",
        "25: tasks[0].milestones[0].wording: 提醒：“6月31日星期三”不是日历上有的日期",
    ),
}


@pytest.mark.parametrize("kind", WARNINGS)
def test_a_doubt_is_told_and_the_plan_is_taken(kind: str, tmp_path: Path) -> None:
    sound, doubtful, expected = WARNINGS[kind]
    (problem,) = plan_problems(tmp_path, PLAN.replace(sound, doubtful, 1))
    assert str(problem).removeprefix(f"{tmp_path}/tasks.yaml:").startswith(expected)
    assert problem.severity == "warning"


def test_a_deadline_on_a_day_off_is_told_when_a_calendar_is_given(tmp_path: Path) -> None:
    path = tmp_path / "tasks.yaml"
    path.write_text(PLAN, encoding="utf-8")
    plan, problems = load_plan(path, lambda day: day != date(2021, 6, 30))
    assert plan is not None
    assert [(problem.line, problem.field) for problem in problems] == [(25, "tasks[0].milestones[0].due")]
    assert "2021-06-30 不是工作日" in str(problems[0])


def test_a_lead_that_nobody_can_reach_is_told_when_the_register_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "tasks.yaml"
    path.write_text(PLAN.replace("lead_units: [发改委]", "lead_units: [各镇]"), encoding="utf-8")
    (problem,) = load_plan(path, unreached={"发改委", "督查局"})[1]
    assert (problem.line, problem.field) == (22, "tasks[0].lead_units[0]")
    assert "牵头单位“发改委”没有能收到消息的席位，请用 duban invite 邀请其联络员" in str(problem)
    assert load_plan(path, unreached={"督查局"})[1] == []


def test_a_collective_unit_with_unsettled_but_listed_members_is_quiet(tmp_path: Path) -> None:
    assert plan_problems(tmp_path, PLAN.replace("[发改委, 管委会]}", "[发改委, 管委会], settled: false}")) == []


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("2021年6月20日（星期日）", 0),
        ("2021年6月20日（周天）", 0),
        ("6月20日（星期日）", 0),
        ("6月20日（星期一）", 0),  # 2022
        ("6月20日（星期二）", 1),
        ("2021年2月29日星期一", 1),
        ("2021年6月20日前", 0),
        ("13月1日星期一", 1),
    ],
)
def test_a_stated_weekday_is_that_of_some_possible_year(text: str, slips: int) -> None:
    assert len(weekday_slips(text, range(2021, 2023))) == slips
