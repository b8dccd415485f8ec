"""Read and judge the files that people edit: every problem at once, and nothing half loaded."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path as FilePath

from plans.check_dates import IsWorking, check_dates
from plans.check_head import check_head
from plans.check_likeness import check_likeness
from plans.check_policy import check_policy
from plans.check_tasks import Unreached, check_tasks
from plans.check_units import check_units
from plans.findings import Findings
from plans.known_names import KnownNames, names_written
from plans.model import Plan
from plans.policy import Policy
from plans.problems import PlanRefused, Problem, refuses
from plans.questions import open_questions
from plans.reader import read_document
from plans.schema import read_model
from plans.workdays import load_workdays


def load_plan(
    path: FilePath, is_working: IsWorking | None = None, unreached: Unreached = ()
) -> tuple[Plan | None, list[Problem]]:
    """The plan, or None if any problem is an error.

    Deadlines on days off are warned of if a calendar is given, lead units that nobody can reach if they are named.
    """
    document, problems = read_document(path)
    if document is None:
        return None, problems
    reading = read_model(document, Plan, problems)
    problems = list(reading.problems)
    if reading.model:
        findings = Findings(reading)
        names = KnownNames(reading.model.units, names_written(document.value))
        check_head(reading.model, names, findings)
        check_units(reading.model, names, findings)
        check_likeness(reading.model, findings)
        check_tasks(reading.model, names, findings, unreached)
        check_dates(reading.model, findings, is_working)
        problems += findings.problems
    return (None if refuses(problems) else reading.model), _in_order([*problems, *open_questions(path)])


def load_policy(path: FilePath, templates: Collection[str] | None = None) -> tuple[Policy | None, list[Problem]]:
    """The policy, or None if any problem is an error; the templates it names are looked for if they are given."""
    document, problems = read_document(path)
    if document is None:
        return None, problems
    reading = read_model(document, Policy, problems)
    problems = list(reading.problems)
    if reading.model:
        findings = Findings(reading)
        check_policy(reading.model, findings, templates)
        problems += findings.problems
    return (None if refuses(problems) else reading.model), _in_order(problems)


def require_plan(path: FilePath) -> Plan:
    """The plan, for callers that cannot do without; PlanRefused names every problem."""
    plan, problems = load_plan(path)
    if plan is None:
        raise PlanRefused(problems)
    return plan


def require_policy(path: FilePath, templates: Collection[str] | None = None) -> Policy:
    """The policy, for callers that cannot do without; PlanRefused names every problem."""
    policy, problems = load_policy(path, templates)
    if policy is None:
        raise PlanRefused(problems)
    return policy


def check_files(
    plan: FilePath, policy: FilePath, workdays: FilePath, is_working: IsWorking | None = None
) -> list[Problem]:
    """Every problem of the plan, the policy and the working-day files, for ``duban check``."""
    return [*load_plan(plan, is_working)[1], *load_policy(policy)[1], *load_workdays(workdays)[1]]


def _in_order(problems: list[Problem]) -> list[Problem]:
    return sorted(dict.fromkeys(problems), key=lambda problem: problem.line)
