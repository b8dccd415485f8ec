"""A ledger of 10,000 tasks against xlsxwriter alone, which is handed the same cells; each in a process of its own."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from benchmarks.row import note, show
from documents.frames import SHEETS, frames
from documents.ledger import write_ledger
from documents.measures import Measures
from documents.scope import Scope
from documents.view import look
from register.light import Light
from register.snapshot import (
    DutyFacts,
    MilestoneFacts,
    ReportFacts,
    RequestFacts,
    RoundFacts,
    Snapshot,
    TaskFacts,
    UnitFacts,
)
from register.states import DutyState, RequestState, RoundState, Verdict

_UNITS = 200
_TODAY = date(2021, 7, 16)
_AT = datetime(2021, 7, 16, 9, tzinfo=UTC)
_FORMS = {date: "yyyy-mm-dd", datetime: "yyyy-mm-dd hh:mm"}
_MODES: dict[str, dict[str, bool]] = {"usual": {}, "sparing": {"constant_memory": True}}
"""The library's two ways of writing: a table of strings, kept until the end, or each string in its cell."""


class Run(NamedTuple):
    """Processor time of the writing, and what the process held at most."""

    seconds: float
    megabytes: float


def main(*, small: bool = False) -> None:
    tasks, times = (200, 1) if small else (10_000, 3)
    with tempfile.TemporaryDirectory(prefix="duban-bench-") as folder:
        cells = Path(folder) / "cells"
        with cells.open("wb") as file:
            for rows in _cells(tasks):
                pickle.dump(rows, file)
        ours = [_run("ours", str(tasks), folder) for _ in range(times)]
        for mode in _MODES:
            peer = [_run(mode, str(cells), folder) for _ in range(times)]
            _compare(tasks, _middle(ours), _middle(peer), mode)
        sizes = {which: (Path(folder) / f"{which}.xlsx").stat().st_size / 1e6 for which in ("ours", *_MODES)}
    note("written: " + ", ".join(f"{which} {size:.2f} MB" for which, size in sizes.items()))


def _compare(tasks: int, ours: Run, peer: Run, mode: str) -> None:
    show(f"a ledger of {tasks:,} tasks", ours.seconds, 1.5 * peer.seconds, "s", f"1.5 times xlsxwriter alone, {mode}")
    show("– its memory at most", ours.megabytes, peer.megabytes, "MB", f"xlsxwriter alone, {mode}")


def _run(which: str, what: str, folder: str) -> Run:
    command = [sys.executable, "-m", "benchmarks.ledger", which, what, folder]
    told = subprocess.run(command, check=True, capture_output=True)
    return Run(*json.loads(told.stdout))


def _middle(runs: list[Run]) -> Run:
    return Run(median(run.seconds for run in runs), median(run.megabytes for run in runs))


def _alone(which: str, what: str, folder: str) -> None:
    # Loading the libraries is measured for neither.
    import pandas  # noqa: F401 - loaded before the clock starts
    import xlsxwriter  # noqa: F401 - loaded before the clock starts

    path = Path(folder) / f"{which}.xlsx"
    if which == "ours":
        measures = measures_of(int(what))
        begun = time.process_time()
        write_ledger(measures, path)
    else:
        sheets = list(_read(Path(what)))
        begun = time.process_time()
        _write_plain(sheets, path, _MODES[which])
    seconds = time.process_time() - begun
    print(json.dumps([seconds, _held()]))


def _held() -> float:
    """The most that this process ever held, in megabytes; what the system calls maxrss counts its parent's, too."""
    told = Path("/proc/self/status").read_text(encoding="utf-8").split("VmHWM:")[1]
    return int(told.split()[0]) / 1024


def _write_plain(sheets: list[list[tuple[Any, ...]]], path: Path, mode: dict[str, bool]) -> None:
    """What the library's own guide would have one write."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, mode) as book:
        plain = book.add_format({"border": 1})
        formats = {kind: book.add_format({"border": 1, "num_format": form}) for kind, form in _FORMS.items()}
        for rows in sheets:
            sheet = book.add_worksheet()
            for row, values in enumerate(rows):
                for column, value in enumerate(values):
                    sheet.write(row, column, value, formats.get(type(value), plain))


def _cells(tasks: int) -> Iterator[list[tuple[Any, ...]]]:
    for _, frame in frames(measures_of(tasks)):
        rows = [tuple(frame.columns), *frame.itertuples(index=False, name=None)]
        yield [tuple(v.replace(tzinfo=None) if isinstance(v, datetime) else v for v in row) for row in rows]


def _read(path: Path) -> Iterator[list[tuple[Any, ...]]]:
    with path.open("rb") as file:
        for _ in SHEETS:
            yield pickle.load(file)  # noqa: S301 - written by ourselves


def measures_of(tasks: int) -> Measures:
    return Measures(look(_snapshot(tasks), Scope()))


def _snapshot(tasks: int) -> Snapshot:
    """Every task with one lead, one milestone and a report."""
    units = tuple(UnitFacts(f"单位{number}", (), (), leading_body=False) for number in range(_UNITS))
    asked = tuple(_request(number) for number in range(1, tasks + 1))
    held = RoundFacts("2021Q2", RoundState.CLOSED, _AT, date(2021, 6, 30), None, asked)
    return Snapshot(
        at=_AT,
        today=_TODAY,
        title="一万项任务的方案",
        code="large",
        starts=date(2021, 5, 15),
        ends=date(2022, 12, 31),
        office="单位0",
        bureau="单位1",
        leading_group="单位2",
        consolidator="单位3",
        units=units,
        tasks=tuple(_task(number) for number in range(1, tasks + 1)),
        titles={number: f"事项{number}" for number in range(1, tasks + 1)},
        rounds=(held,),
        climbs=(),
        cases=(),
    )


def _task(number: int) -> TaskFacts:
    unit = f"单位{number % _UNITS}"
    due = _TODAY + timedelta(days=number % 400 - 30)
    light = Light.RED if due < _TODAY else Light.GREEN
    duty = DutyFacts(unit, DutyState.OPEN, due, None, None, False, light, max(0, (_TODAY - due).days))
    milestone = MilestoneFacts(1, due, due, "2021年6月底前", f"完成第{number}项的成果", False, light, (duty,))
    others = tuple(f"单位{(number + more) % _UNITS}" for more in range(1, 5))
    title = f"第{number}项：推进产业集聚区存量低效用地盘活"
    return TaskFacts(number, "（一）总体要求", title, None, False, (unit,), others, (unit,), others, (milestone,))


def _request(number: int) -> RequestFacts:
    unit = f"单位{number % _UNITS}"
    words = (f"已完成第{number}项的调研和初稿，正在征求意见。", "部分地块权属资料不全。", "按计划推进。")
    report = ReportFacts(
        "2021Q2", number, unit, 1, 1, number % 100, *words, None, _AT, True, Verdict.WAITING, None, False
    )
    return RequestFacts(number, unit, RequestState.ANSWERED, _AT, False, report)


if __name__ == "__main__":
    _alone(*sys.argv[1:])
