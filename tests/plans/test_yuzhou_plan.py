"""The shipped plan says what the source says, read here by a reader of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from plans.check import require_plan
from plans.model import MilestoneEntry, Plan, TaskEntry, UnitNames

ROOT = Path(__file__).parents[2]
_MONTH_END = {"6": "30", "9": "30", "12": "31", "": "31"}
_DEADLINE = re.compile(r"(\d{4})年(?:(\d{1,2})月(?:(\d{1,2})日|底)|年底)")


@dataclass
class Printed:
    """A task as printed."""

    number: int
    section: str
    title: str
    description: str
    lines: dict[str, str] = field(default_factory=dict)

    def units(self, label: str) -> list[str]:
        return [unit for unit in re.split("[、，；。]", self.lines[label]) if unit]

    def dates(self) -> list[str]:
        found = _DEADLINE.findall(self.lines["完成时限"])
        return [f"{year}-{int(month or 12):02}-{day or _MONTH_END[month]}" for year, month, day in found]


def _printed() -> list[Printed]:
    source = (ROOT / "tests" / "corpora" / "yuzhou-plan.txt").read_text(encoding="utf-8")
    section, tasks = "", []
    for raw in source[source.index("二、主要任务") : source.index("三、组织实施")].splitlines():
        line = re.sub(r"\s", "", raw)
        if line.startswith("（"):
            section = line
        elif start := re.match(r"(\d+)\.(.+?)。(.*)", line):
            tasks.append(Printed(int(start[1]), section, start[2], start[3]))
        elif label := re.match("(牵头单位|责任单位|完成时限)：(.*)", line):
            tasks[-1].lines[label[1]] = label[2]
    return tasks


PRINTED = _printed()


@pytest.fixture(scope="module")
def plan() -> Plan:
    return require_plan(ROOT / "data" / "tasks.yaml")


def test_there_are_25_tasks_and_26_milestones(plan: Plan) -> None:
    assert [task.number for task in plan.tasks] == [task.number for task in PRINTED] == list(range(1, 26))
    assert sum(len(task.milestones) for task in plan.tasks) == 26


@pytest.mark.parametrize("printed", PRINTED, ids=lambda task: f"task {task.number}")
def test_a_task_equals_the_source(printed: Printed, plan: Plan) -> None:
    task = plan.tasks[printed.number - 1]
    assert (task.number, task.section, task.title) == (printed.number, printed.section, printed.title)
    assert task.description == printed.description
    assert list(task.lead_units) == printed.units("牵头单位")
    assert list(task.responsible_units) == printed.units("责任单位")
    assert [milestone.due.isoformat() for milestone in task.milestones] == printed.dates()
    assert _rewritten(task) == re.sub("[，。；]", "", printed.lines["完成时限"])


def _rewritten(task: TaskEntry) -> str:
    """The deadline as the source words it, put together again from the parts in the file."""
    return re.sub("[，。；]", "", "".join(_worded(milestone) for milestone in task.milestones))


def _worded(milestone: MilestoneEntry) -> str:
    return milestone.wording + (milestone.result or "") + ("并持续推进" if milestone.ongoing else "")


def test_the_three_targets_and_four_phases_are_there(plan: Plan) -> None:
    promised = [(str(t.min), t.max and str(t.max), t.unit, t.due and t.due.isoformat()) for t in plan.plan.targets]
    assert promised == [
        ("13700", None, "亩", "2022-12-31"),
        ("60", None, "%", "2021-12-31"),
        ("18", "25", "万元/亩", None),
    ]
    assert [phase.name for phase in plan.plan.phases] == [
        "启动部署阶段",
        "集中攻坚阶段",
        "总结完善阶段",
        "巩固提升阶段",
    ]


def test_led_by_city_leaders_are_the_group_and_its_three_task_forces(plan: Plan) -> None:
    led = [unit.name for unit in plan.units if unit.leading_body]
    assert led == [
        "市产业集聚区“百园增效”行动领导小组",
        "涉法涉诉用地和僵尸企业处置工作专班",
        "批而未供土地处置工作专班",
        "闲置土地和低效工业用地盘活工作专班",
    ]
    for unit in plan.units:
        assert not unit.leading_body or [post.post for post in unit.posts] == ["组长", "副组长", "成员"]


def test_every_post_is_printed_in_the_source(plan: Plan) -> None:
    source = re.sub(r"\s", "", (ROOT / "tests" / "corpora" / "yuzhou-plan.txt").read_text(encoding="utf-8"))
    holders = [holder for unit in plan.units for post in unit.posts for holder in post.holders]
    assert [holder for holder in holders if holder not in source] == []


def test_one_body_under_several_names_is_one_unit(plan: Plan) -> None:
    names = UnitNames(plan.units)
    assert {names.official(name) for name in ("产业集聚区", "市产业集聚区管委会")} == {"产业集聚区管委会"}
    assert names.official("市委市政府督查办") == "市委市政府督查局"
    assert names.expand("各乡镇人民政府") == ("颍川办", "夏都办", "梁北镇", "褚河镇", "郭连镇")
    assert names.expand("自然资源局") == ("自然资源和规划局",)


def test_the_office_sits_in_a_unit_that_leads_seven_tasks(plan: Plan) -> None:
    names = UnitNames(plan.units)
    office = next(unit for unit in plan.units if unit.name == plan.plan.office)
    led = [task for task in plan.tasks if office.housed_in in [names.official(lead) for lead in task.lead_units]]
    assert len(led) == 7
