"""A plan small enough to be worked out by hand, and a rehearsal written straight from the expected facts."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from plans.model import Plan, UnitNames

from .cast import Cast
from .expected import expected
from .facts import Fact

Line = dict[str, Any]


def small_plan(*dues: date, leads: tuple[str, ...] = ("甲局",), ongoing: bool = False) -> Plan:
    """One task with these due dates, responsible unit 乙局; 各镇 stands for 东镇 and 西镇."""
    milestones = [{"due": due, "wording": due.isoformat(), "ongoing": ongoing} for due in dues]
    head = {"id": "small", "title": "小方案", "starts": date(2021, 5, 15), "ends": date(2022, 12, 31)}
    seats = {"office": "办公室", "bureau": "督查局", "leading_group": "领导小组", "consolidator": "乙局"}
    names = ("甲局", "乙局", "东镇", "西镇", "办公室", "督查局", "领导小组")
    units = [{"name": name} for name in names] + [{"name": "各镇", "members": ["东镇", "西镇"]}]
    task = {
        "number": 7,
        "title": "修好水渠",
        "lead_units": leads,
        "responsible_units": ["乙局", "甲局"],
        "milestones": milestones,
        "undated": not dues,
    }
    return Plan.model_validate({"plan": {**head, **seats}, "units": units, "tasks": [task]})


def told(plan: Plan, to: date | None = None, **written: Any) -> list[Fact]:
    """What is expected of this plan with this cast."""
    return expected(plan, Cast(written, UnitNames(plan.units)), to)


def days(facts: Iterable[Fact], **wanted: str) -> list[str]:
    """``06-30 due-0`` for each fact with these fields, in order."""
    chosen = (fact for fact in facts if all(getattr(fact, name) == value for name, value in wanted.items()))
    return [f"{fact.day:%m-%d} {fact.why if fact.kind == 'digest' else fact.kind}" for fact in chosen]


def rehearsal(facts: Iterable[Fact]) -> list[Line]:
    """The lines of a rehearsal that says exactly these facts."""
    grouped: dict[tuple[date, str, str, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        grouped[fact[:4]].append(fact)
    return [
        {
            "at": f"{day}T09:00:00+08:00",
            "unit": unit,
            "role": role,
            "kind": kind,
            "items": [_item(fact) for fact in group],
            "key": f"{day}/{unit}/{role}/{kind}",
            "text": "第7项 修好水渠",
        }
        for (day, unit, role, kind), group in sorted(grouped.items())
    ]


def _item(fact: Fact) -> Line:
    item: Line = {"task": fact.task, "milestone": fact.milestone, "why": fact.why}
    return {**item, "about": fact.about} if fact.about else item


def write(folder: Path, lines: Iterable[Line]) -> Path:
    """``messages.jsonl`` in ``folder``."""
    path = folder / "messages.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path
