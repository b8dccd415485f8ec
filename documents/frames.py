"""The register as tables: one pandas frame per sheet of the ledger, columns by their English names.

Cells keep their Python values (``dtype=object``): a date stays a date and a missing value stays None.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from documents.measures import Measures
from documents.more_frames import difficulties, evaluations, targets
from documents.words import full_day, words
from register.counting import DONE, Answer, Bucket
from register.snapshot import ClimbFacts, MilestoneFacts, RequestFacts, RoundFacts, StepFacts
from register.snapshot.notes import NoteFacts

if TYPE_CHECKING:
    import pandas as pd

SHEETS = ("tasks", "milestones", "reports", "targets", "ladder", "difficulties", "units", "evaluations")
VERSION = "#"
"""Between the subject of a remark and its version."""

Row = tuple[Any, ...]


def frames(measures: Measures) -> Iterator[tuple[str, pd.DataFrame]]:
    """Every sheet's frame with its name, in the order of the sheets; each is made as it is asked for."""
    rows = {
        "tasks": _tasks(measures),
        "milestones": _milestones(measures),
        "reports": _reports(measures),
        "targets": targets(measures),
        "ladder": _ladder(measures),
        "difficulties": difficulties(measures),
        "units": _units(measures),
        "evaluations": evaluations(measures),
    }
    return ((name, _frame(name, rows[name])) for name in SHEETS)


def _note(note: NoteFacts) -> Row:
    """The office's remark, and in a hidden column whose remark it is, in which version."""
    return note.words, f"{note.subject}{VERSION}{note.version}" if note.subject else None


def _frame(name: str, rows: Iterable[Row]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415 - a quarter of a second that only a document may cost

    return pd.DataFrame(list(rows), columns=list(words(f"columns.{name}")), dtype=object)


def _tasks(measures: Measures) -> Iterator[Row]:
    buckets, lights = words("buckets"), words("lights")
    for found in measures.progress:
        task = found.task
        yield (
            task.number,
            task.section,
            task.title,
            "、".join(task.leads_named),
            "、".join(task.responsibles_named),
            len(task.milestones),
            task.current.baseline if task.current else None,
            task.current.due if task.current else None,
            found.extended or None,
            buckets[found.bucket],
            lights[found.light] if task.current else None,
            None if found.percent is None else round(found.percent, 1),
            round(found.elapsed, 1) if task.current else None,
            found.days_late or None,
            *_note(task.note),
        )


def _milestones(measures: Measures) -> Iterator[Row]:
    duties, lights, flags = words("duties"), words("lights"), words("flags")
    for task in measures.view.register.tasks:
        for milestone in task.milestones:
            for duty in milestone.duties:
                yield (
                    task.number,
                    task.title,
                    milestone.ordinal,
                    milestone.result,
                    milestone.wording,
                    milestone.baseline,
                    duty.due,
                    duty.unit,
                    duties[duty.state],
                    lights[duty.light],
                    duty.met_on,
                    duty.closed_on,
                    duty.days_late or None,
                    flags["yes" if milestone.ongoing else "no"],
                    duty.extended or None,
                    _decreed(milestone),
                    duty.reopened or None,
                    *_note(duty.note),
                )


def _decreed(milestone: MilestoneFacts) -> str | None:
    """Every move of its due date by the plan itself: when, by which revision, from which day to which."""
    said = words("ledger")["decreed"]
    moves = [
        said.format(
            on=full_day(one.on),
            revision=one.revision,
            before=full_day(one.due_before),
            after=full_day(one.due_after),
        )
        for one in milestone.decrees
    ]
    return "；".join(moves) or None


def _reports(measures: Measures) -> Iterator[Row]:
    titles = measures.view.register.titles
    for found in measures.view.register.rounds:
        for asked in found.requests:
            yield (*_asked(measures, found, asked, titles[asked.task]), *_reported(asked))


def _asked(measures: Measures, found: RoundFacts, asked: RequestFacts, title: str) -> Row:
    answer = words("answers")[measures.answer(asked, found.closes_on)]
    return found.quarter, asked.task, title, asked.unit, answer, asked.answered_at


def _reported(asked: RequestFacts) -> Row:
    report = asked.report
    if report is None:
        return (None,) * 9
    return (
        report.version,
        report.percent,
        report.done,
        report.problems,
        report.next_step,
        report.no_change_reason,
        words("verdicts")[report.verdict],
        report.verdict_reason,
        words("flags")["yes" if report.self_reviewed else "no"],
    )


def _ladder(measures: Measures) -> Iterator[Row]:
    titles = measures.view.register.titles
    for climb in measures.view.register.climbs:
        for step in climb.steps or (None,):
            yield (*_climb(climb, titles[climb.task]), *_step(step), *_case(climb))


def _climb(climb: ClimbFacts, title: str) -> Row:
    cause, state = words("causes")[climb.cause], words("climbs")[climb.state]
    return climb.task, title, climb.unit, cause, climb.quarter, climb.milestone, climb.base, state


def _step(step: StepFacts | None) -> Row:
    if step is None:
        return (None,) * 5
    # A step that an office has renamed or added in its policy is shown by the name it has there.
    name = words("steps").get(step.step, step.step)
    return name, step.planned, step.at, words("outcomes")[step.outcome], step.why_not


def _case(climb: ClimbFacts) -> Row:
    return (climb.case.number, words("cases")[climb.case.state]) if climb.case else (None, None)


def _units(measures: Measures) -> Iterator[Row]:
    notes = {unit.name: unit.note for unit in measures.view.register.units}
    for unit in measures.units:
        done = sum(unit.buckets[bucket] for bucket in DONE)
        dated = unit.buckets.total() - unit.buckets[Bucket.UNDATED]
        yield (
            unit.name,
            unit.tasks,
            dated,
            *(unit.buckets[bucket] for bucket in Bucket),
            round(100 * done / dated, 1) if dated else None,
            unit.answers.total(),
            unit.answers[Answer.ON_TIME],
            unit.answers[Answer.LATE],
            unit.answers[Answer.MISSING],
            unit.answers[Answer.RETURNED],
            unit.extended,
            unit.cases,
            unit.difficulties,
            unit.unanswered,
            *_note(notes[unit.name]),
        )
