"""A notice of 25 tasks beside the library alone, and everything that a quarter's report gives."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from docxtpl import DocxTemplate

from benchmarks.row import show
from documents.compile import compile_report
from documents.facts import facts_of
from documents.measures import Measures
from documents.paper import Paper, write_paper
from documents.scope import Scope
from documents.view import look
from documents.words import Headings, paper_environment, sentences
from register.light import Light
from register.snapshot import DutyFacts, MilestoneFacts, Snapshot, TaskFacts, UnitFacts
from register.states import DutyState

_TODAY, _DUE = date(2021, 7, 16), date(2021, 6, 30)
_TO_REACH = 5.0


def main(*, small: bool = False) -> None:
    times = 3 if small else 20
    snapshot = _city()
    facts = facts_of(Measures(look(snapshot, Scope())))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        ours = _median(times, lambda: write_paper(Paper.NOTICE, facts, place / "ours.docx"))
        alone = _median(times, lambda: _alone(facts, place / "alone.docx"))
        show("a notice of 25 tasks", 1000 * ours, 2 * 1000 * alone, "ms", "twice docxtpl alone with the same template")
        whole = _median(1 if small else 3, lambda: compile_report(snapshot, Scope(), place / "set"))
        show("all documents of a quarter", whole, _TO_REACH, "s", "to reach")


def _alone(facts: dict[str, object], path: Path) -> None:
    paper = DocxTemplate(str(Paper.NOTICE.template))
    helpers = {"sentences": sentences(facts), "section": Headings(), "part": Headings()}
    paper.render({**facts, **helpers}, paper_environment(), autoescape=True)
    paper.save(str(path))


def _median(times: int, work: Callable[[], object]) -> float:
    def once() -> float:
        begun = time.perf_counter()
        work()
        return time.perf_counter() - begun

    once()
    return statistics.median(once() for _ in range(times))


def _city() -> Snapshot:
    """25 tasks, all of them overdue: the longest notice there can be."""
    duty = DutyFacts("发改委", DutyState.OPEN, _DUE, None, None, late=False, light=Light.RED, days_late=16)
    milestone = MilestoneFacts(1, _DUE, _DUE, "2021年6月底前", None, ongoing=False, light=Light.RED, duties=(duty,))
    leads = ("发改委",)
    task = TaskFacts(
        1, None, "完善产业集聚区工业项目建设用地入驻指标体系", None, False, leads, (), leads, (), (milestone,)
    )
    return Snapshot(
        at=datetime(2021, 7, 16, 1, tzinfo=UTC),
        today=_TODAY,
        code="bench",
        title="“百园增效”行动工作实施方案",
        starts=date(2021, 5, 15),
        ends=date(2022, 12, 31),
        office="领导小组办公室",
        bureau="督查局",
        leading_group="领导小组",
        consolidator="管委会",
        units=(UnitFacts("发改委", (), (), leading_body=False),),
        titles={},
        tasks=tuple(replace(task, number=number) for number in range(1, 26)),
        rounds=(),
        climbs=(),
        cases=(),
    )
