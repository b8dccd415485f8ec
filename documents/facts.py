"""What the papers and the chat summary say, as plain JSON; a template never counts anything itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from documents.measures import Measures, Progress
from documents.more_facts import difficulty_facts, target_facts
from documents.words import one_line, quarter, words
from register.counting import DONE, Answer, Bucket, Lagging, judged, rate
from register.snapshot import DutyFacts, RequestFacts
from register.states import AGREED, CaseState, StepOutcome

Facts = dict[str, Any]


def facts_of(measures: Measures) -> Facts:
    """Everything the templates of ``message_templates/documents/`` may name."""
    view = measures.view
    register = view.register
    return {
        "title": one_line(register.title),
        "letterhead": full_office(register.leading_group, register.office),
        "office": register.office,
        "bureau": register.bureau,
        "group": register.leading_group,
        "consolidator": register.consolidator,
        "day": register.today.isoformat(),
        "measured": view.measured_on.isoformat(),
        "quarter": view.round.quarter if view.round else None,
        "unit": view.scope.unit,
        "subject": _subject(measures),
        "single": view.single is not None,
        "totals": _totals(measures),
        "round": _round(measures),
        "tasks": [_task(found) for found in measures.progress],
        "entries": [_entry(measures, found) for found in measures.progress],
        "overdue": _overdue(measures),
        "behind": [_lagging(found) for found in measures.lagging],
        "missing": _by_unit(measures.asked(Answer.MISSING)),
        "awaited": _by_unit(measures.asked(Answer.AWAITED)),
        "late": _by_unit(measures.asked(Answer.LATE)),
        "returned": _by_unit(measures.asked(Answer.RETURNED)),
        "ladder": _ladder(measures),
        "targets": target_facts(measures),
        "difficulties": difficulty_facts(measures),
    }


def full_office(group: str, office: str) -> str:
    """An office called 领导小组办公室 in its plan signs with the whole name of its group before it."""
    shared = next((length for length in range(len(office), 0, -1) if group.endswith(office[:length])), 0)
    return group + office[shared:] if shared else office


def scope_words(measures: Measures) -> str:
    """What a caption says the paper is about: 2021年第二季度、第11项、发改委."""
    scope = measures.view.scope
    parts = (quarter(scope.quarter) if scope.quarter else "", f"第{scope.task}项" if scope.task else "", scope.unit)
    return "".join(part for part in parts if part)


def _subject(measures: Measures) -> str:
    view = measures.view
    about = f"第{view.single.number}项任务" if view.single else "各项任务"
    return f"{quarter(view.round.quarter) if view.round else ''}{about}"


def _totals(measures: Measures) -> Facts:
    buckets = measures.buckets
    done = sum(buckets[bucket] for bucket in DONE)
    opened = [found for found in measures.progress if found.bucket is Bucket.OPEN]
    lagging = {found.task.number for found in measures.lagging}
    slow = sum(found.task.number in lagging for found in opened)
    silent = sum(found.percent is None and found.task.number not in lagging for found in opened)
    # Before the rules have looked at the round nobody is said to be in time, or behind.
    known = measures.view.round is not None and judged(measures.view.round)
    return {
        "tasks": len(measures.progress),
        "milestones": sum(len(found.task.milestones) for found in measures.progress),
        **{bucket.name.lower(): buckets[bucket] for bucket in Bucket},
        "done": done,
        "rate": rate(done, len(measures.progress)),
        "on_schedule": len(opened) - slow - silent if known else 0,
        "behind": slow,
        "silent": silent,
    }


def _round(measures: Measures) -> Facts | None:
    found = measures.view.round
    if found is None or not found.requests:
        return None
    answers = measures.answers
    return {
        "closes": found.closes_on.isoformat(),
        "closed": measures.view.register.today > found.closes_on,
        "filed": found.filed_at is not None,
        "asked": answers.total(),
        "on_time": answers[Answer.ON_TIME],
        "late": answers[Answer.LATE],
        "missing": answers[Answer.MISSING],
        "awaited": answers[Answer.AWAITED],
        "returned": answers[Answer.RETURNED],
        "rate": rate(answers[Answer.ON_TIME], answers.total()),
    }


def _task(found: Progress) -> Facts:
    current = found.task.current
    return {
        "number": found.task.number,
        "title": one_line(found.task.title),
        "quoted": quoted(found.task.title),
        "leads": "、".join(found.task.leads_named),
        "due": current.due.isoformat() if current else None,
        "light": found.light if current else None,
        "bucket": words("buckets")[found.bucket],
        "done": found.done,
        "days_late": found.days_late,
        "percent": None if found.percent is None else f"{found.percent:.0f}%",
        "told": found.told,
        "units": len(current.duties if current else found.task.leads),
        "elapsed": f"{found.elapsed:.0f}%" if current else None,
    }


def _lagging(found: Lagging) -> Facts:
    """``leads`` is the one unit meant: of a task that several lead, the others are not blamed."""
    return {
        "number": found.task.number,
        "quoted": quoted(found.task.title),
        "leads": found.unit,
        "percent": None if found.percent is None else f"{found.percent}%",
        "elapsed": f"{found.elapsed:.0f}%",
    }


def _entry(measures: Measures, found: Progress) -> Facts:
    """A task with what its leads said of it in the round."""
    asked = measures.requests_by_task.get(found.task.number, [])
    verdicts = words("verdicts")
    return {
        "task": _task(found),
        "reports": [
            {
                "unit": request.unit,
                "percent": request.report.percent,
                "done": one_line(request.report.done),
                "problems": one_line(request.report.problems),
                "next_step": one_line(request.report.next_step),
                "no_change": one_line(request.report.no_change_reason or ""),
                "verdict": verdicts[request.report.verdict],
                "late": request.late,
            }
            for request in asked
            if request.report
        ],
        "claimed": [request.unit for request in asked if not request.report and not request.missing],
        "silent": [request.unit for request in asked if request.missing],
    }


def _overdue(measures: Measures) -> list[Facts]:
    """One entry per task and milestone, naming the leads that still owe it; the longest overdue first."""
    found = []
    for task in measures.view.register.tasks:
        for milestone in task.milestones:
            owing = [duty for duty in milestone.duties if _is_overdue(duty)]
            if owing:
                found.append(
                    {
                        "number": task.number,
                        "quoted": quoted(task.title),
                        "result": one_line(milestone.result or "") if len(task.milestones) > 1 else "",
                        "units": "、".join(duty.unit for duty in owing),
                        "due": min(duty.due for duty in owing).isoformat(),
                        "days_late": max(duty.days_late for duty in owing),
                    }
                )
    return sorted(found, key=lambda entry: -int(str(entry["days_late"])))


def quoted(title: str) -> str:
    """A title as it stands between quotation marks: its own become single ones."""
    return one_line(title).replace("“", "‘").replace("”", "’")


def _is_overdue(duty: DutyFacts) -> bool:
    return duty.days_late > 0 and not duty.closed


def _by_unit(requests: Iterable[RequestFacts]) -> list[Facts]:
    """Units in the order in which they are first met, each with its task numbers."""
    units: dict[str, list[int]] = {}
    for asked in requests:
        units.setdefault(asked.unit, []).append(asked.task)
    return [{"unit": unit, "numbers": sorted(numbers)} for unit, numbers in units.items()]


def _ladder(measures: Measures) -> Facts | None:
    """How many steps were really taken, and what the bureau said; None when nobody ever climbed."""
    register = measures.view.register
    taken = [step.step for climb in register.climbs for step in climb.steps if step.outcome is StepOutcome.DONE]
    if not taken:
        return None
    names = {step: name for step, name in words("steps").items() if step != "proposal"}  # told as cases
    cases = [case.state for case in register.cases if case.state is not CaseState.WITHDRAWN]
    return {
        "steps": [{"name": names[step], "count": taken.count(step)} for step in names if step in taken],
        "cases": len(cases),
        "accepted": sum(state in AGREED for state in cases),
        "declined": cases.count(CaseState.DECLINED),
        "waiting": cases.count(CaseState.PROPOSED) + cases.count(CaseState.HELD),
    }
