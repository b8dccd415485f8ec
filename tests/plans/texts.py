"""A small sound plan to spoil, and the way to spoil it."""

from __future__ import annotations

from pathlib import Path

from plans.check import load_plan, load_policy
from plans.problems import Problem

PLAN = """\
plan:
  id: small
  title: 试点工作实施方案
  starts: 2021-05-15
  ends: 2022-12-31
  office: 办公室
  bureau: 督查局
  leading_group: 领导小组
  consolidator: 管委会
  phases: [{name: 启动, from: 2021-05-15, to: 2021-06-30}]
  targets: [{id: land, name: 盘活, unit: 亩, min: 1, max: 2, due: 2022-12-31, owner: 管委会}]
units:
  - {name: 办公室, housed_in: 发改委}
  - {name: 督查局, aliases: [督查办]}
  - {name: 领导小组}
  - {name: 管委会}
  - {name: 发改委}
  - {name: 各镇, members: [发改委, 管委会]}
tasks:
  - number: 1
    title: 修编规划
    lead_units: [发改委]
    responsible_units: [管委会]
    milestones:
      - {due: 2021-06-30, wording: 2021年6月底前}
"""


def plan_problems(folder: Path, text: str) -> list[Problem]:
    """What reading ``text`` as a plan finds; a refused plan is never handed out."""
    path = folder / "tasks.yaml"
    path.write_text(text, encoding="utf-8")
    plan, problems = load_plan(path)
    assert (plan is None) == any(problem.severity == "error" for problem in problems)
    return problems


def policy_problems(folder: Path, text: str) -> list[Problem]:
    """What reading ``text`` as a policy finds."""
    path = folder / "policy.yaml"
    path.write_text(text, encoding="utf-8")
    policy, problems = load_policy(path)
    assert (policy is None) == any(problem.severity == "error" for problem in problems)
    return problems
