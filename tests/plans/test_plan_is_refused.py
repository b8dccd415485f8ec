"""``duban check`` names each fault of a plan by file, line, field and what was expected."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.plans.texts import PLAN, plan_problems

DUE = "{due: 2021-06-30, wording: 2021年6月底前}"
MILESTONES = f"    milestones:\n      - {DUE}\n"
SECOND = "  - {number: 1, title: 又一项, lead_units: [发改委], undated: true}\n"

# name: (replaced, by, the beginnings of every line printed)
FAULTS = {
    "unknown unit": ("[管委会]\n", "[林业局]\n", ["23: tasks[0].responsible_units[0]: 没有名为“林业局”的单位"]),
    "unknown lead": ("lead_units: [发改委]", "lead_units: [林业局]", ["22: tasks[0].lead_units[0]: 没有名为“林业局”"]),
    "unknown office": ("office: 办公室", "office: 林业局", ["6: plan.office: 没有名为“林业局”"]),
    "unknown bureau": ("bureau: 督查局", "bureau: 林业局", ["7: plan.bureau: 没有名为"]),
    "unknown leading group": ("leading_group: 领导小组", "leading_group: 林业局", ["8: plan.leading_group: 没有名为"]),
    "unknown consolidator": ("consolidator: 管委会", "consolidator: 林业局", ["9: plan.consolidator: 没有名为"]),
    "unknown owner": ("owner: 管委会", "owner: 林业局", ["11: plan.targets[0].owner: 没有名为"]),
    "unknown host": ("housed_in: 发改委", "housed_in: 林业局", ["13: units[0].housed_in: 没有名为"]),
    "unknown member": ("[发改委, 管委会]}", "[发改委, 林业局]}", ["18: units[5].members[1]: 没有名为"]),
    "collective office": ("office: 办公室", "office: 各镇", ["6: plan.office: “各镇”代表若干单位，应为单个单位"]),
    "alias of two units": (
        "{name: 领导小组}",
        "{name: 领导小组, aliases: [督查办]}",
        [
            "15: units[2].aliases[0]: “督查办”在第 14 行已是“督查局”的名称，一个名称应只属于一个单位",
        ],
    ),
    "unit named twice": (
        "{name: 领导小组}",
        "{name: 领导小组}\n  - {name: 领导小组}",
        ["16: units[3].name: “领导小组”在第 15 行已是"],
    ),
    "duplicate number": (MILESTONES, MILESTONES + SECOND, ["26: tasks[1].number: 事项编号 1 与第 20 行重复"]),
    "no lead": ("lead_units: [发改委]", "lead_units: []", ["22: tasks[0].lead_units: 第 1 项没有牵头单位"]),
    "lead left out": ("    lead_units: [发改委]\n", "", ["20: tasks[0].lead_units: 缺少这一项，应填写"]),
    "empty milestones": (MILESTONES, "    milestones: []\n", ["24: tasks[0].milestones: 第 1 项没有节点"]),
    "no milestones": (MILESTONES, "", ["20: tasks[0].milestones: 第 1 项没有节点"]),
    "undated with milestones": (
        MILESTONES,
        "    undated: true\n" + MILESTONES,
        ["25: tasks[0].milestones: 第 1 项写明无时限却有节点"],
    ),
    "impossible date": (
        "due: 2021-06-30",
        "due: 2021-06-31",
        ["25: tasks[0].milestones[0].due: 没有 2021-06-31 这一天"],
    ),
    "impossible date in quotes": (
        "due: 2021-06-30",
        'due: "2021-06-31"',
        ["25: tasks[0].milestones[0].due: 写的是“2021-06-31”，应为日历上有的日期"],
    ),
    "number for a date": (
        "due: 2021-06-30",
        "due: 20210630",
        ["25: tasks[0].milestones[0].due: 写的是 20210630 ，应为日期"],
    ),
    "short date": (
        "due: 2021-06-30",
        "due: 2021-6-30",
        ["25: tasks[0].milestones[0].due: 日期写作 2021-6-30，应写作 2021-06-30"],
    ),
    "deadline before start": (
        "due: 2021-06-30",
        "due: 2021-05-14",
        ["25: tasks[0].milestones[0].due: 时限 2021-05-14 早于方案起始日 2021-05-15"],
    ),
    "deadline after end": (
        "due: 2021-06-30",
        "due: 2023-01-01",
        ["25: tasks[0].milestones[0].due: 时限 2023-01-01 晚于方案结束日 2022-12-31"],
    ),
    "plan ends first": (
        "ends: 2022-12-31",
        "ends: 2021-05-14",
        ["5: plan.ends: 结束日 2021-05-14 早于起始日 2021-05-15"],
    ),
    "phase ends first": (
        "to: 2021-06-30",
        "to: 2021-05-01",
        ["10: plan.phases[0].to: 阶段结束日 2021-05-01 早于起始日"],
    ),
    "target without a number": ("min: 1, max: 2, ", "", ["11: plan.targets[0]: 目标“盘活”没有数值"]),
    "target turned over": ("min: 1, max: 2", "min: 3, max: 2", ["11: plan.targets[0].max: 上限 2 小于下限 3"]),
    "target outside": ("due: 2022-12-31", "due: 2023-12-31", ["11: plan.targets[0].due: 期限 2023-12-31 不在方案期内"]),
    "ring of members": (
        "{name: 发改委}",
        "{name: 发改委, members: [各镇]}",
        [
            "17: units[4].members: “",
        ],
    ),
    "member of itself": (
        "members: [发改委, 管委会]",
        "members: [各镇]",
        ["18: units[5].members: “各镇”、“各镇”互相包含"],
    ),
    "ring of hosts": ("{name: 发改委}", "{name: 发改委, housed_in: 办公室}", ["13: units[0].housed_in: “"]),
    "collective without members": (
        "members: [发改委, 管委会]",
        "members: []",
        ["18: units[5].members: 集合单位没有成员"],
    ),
    "duplicate key": (
        "title: 修编规划",
        "title: 修编规划\n    title: 另一个",
        ["22: tasks[0].title: “title”写了两次（第 21 行已有）"],
    ),
    "misspelt key": (
        "title: 修编规划",
        "titel: 修编规划",
        ["20: tasks[0].title: 缺少这一项", "21: tasks[0].titel: 没有这个字段"],
    ),
    "number in quotes": ("number: 1", 'number: "1"', ["20: tasks[0].number: 写的是“1”，应为整数"]),
    "yes for a number": ("number: 1", "number: true", ["20: tasks[0].number: 写的是 true ，应为整数"]),
    "list for a title": ("title: 修编规划", "title: [修编]", ["21: tasks[0].title: 写的是一个列表，应为文字"]),
    "text for a list": (
        "lead_units: [发改委]",
        "lead_units: 发改委",
        ["22: tasks[0].lead_units: 写的是“发改委”，应为列表"],
    ),
    "blank title": ("title: 修编规划", 'title: " "', ["21: tasks[0].title: 是空的"]),
    "nothing for a title": ("title: 修编规划", "title:", ["21: tasks[0].title: 写的是空值，应为文字"]),
    "yes for a flag": (
        MILESTONES,
        MILESTONES.replace("前}", "前, ongoing: yes}"),
        ["25: tasks[0].milestones[0].ongoing: 写的是“yes”，应为 true 或 false"],
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_line(fault: str, tmp_path: Path) -> None:
    sound, spoilt, expected = FAULTS[fault]
    assert PLAN.count(sound) >= 1, "the fault must have something to spoil"
    problems = plan_problems(tmp_path, PLAN.replace(sound, spoilt, 1) if fault != "target outside" else _outside())
    found = [str(problem).removeprefix(f"{tmp_path}/tasks.yaml:") for problem in problems]
    assert len(found) == len(expected), found
    for line, beginning in zip(found, expected, strict=True):
        assert line.startswith(beginning)
    assert all(problem.severity == "error" for problem in problems)


def _outside() -> str:
    return PLAN.replace("max: 2, due: 2022-12-31", "max: 2, due: 2023-12-31")


def test_the_sound_plan_has_no_problem(tmp_path: Path) -> None:
    assert plan_problems(tmp_path, PLAN) == []


def test_all_faults_are_told_at_once_and_none_that_only_follows(tmp_path: Path) -> None:
    text = PLAN.replace("due: 2021-06-30", "due: 2021-06-31").replace("[管委会]\n", "[林业局]\n")
    text = text.replace("{name: 发改委}", "{name: 发改委, settled: 也许}").replace("number: 1", "number: 一")
    fields = [problem.field for problem in plan_problems(tmp_path, text)]
    assert fields == [
        "units[4].settled",
        "tasks[0].number",
        "tasks[0].milestones[0].due",
    ], "a task that lost its number waits; a unit with a wrong flag still gives its name"


def test_a_lost_deadline_does_not_hide_an_unknown_unit(tmp_path: Path) -> None:
    text = PLAN.replace("due: 2021-06-30", "due: 2021-06-31").replace("[管委会]\n", "[林业局]\n")
    fields = [problem.field for problem in plan_problems(tmp_path, text)]
    assert fields == ["tasks[0].responsible_units[0]", "tasks[0].milestones[0].due"]
