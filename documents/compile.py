"""Everything ``/report`` gives for one scope, made from one snapshot: chat, command line and rehearsal share it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from jinja2 import TemplateError

from documents.canvas import Canvas
from documents.chart import progress_charts
from documents.facts import Facts, facts_of, scope_words
from documents.fonts import FontMissing
from documents.ledger import write_ledger
from documents.measures import Measures
from documents.paper import Paper, write_paper
from documents.pdf import office_suite, write_pdfs
from documents.scope import Scope
from documents.slips import order_facts, urge_facts
from documents.timeline import timelines
from documents.unit_chart import unit_charts
from documents.view import look
from documents.words import NotForPaper, full_day, one_line, words
from register.snapshot import Snapshot

_PAPERS = {"notice": Paper.NOTICE, "brief": Paper.BRIEF, "reports": Paper.PROGRESS}
"""By the name that each has in the words."""
_LONGEST = 40
"""Characters of a subject in a file's name, which may have 255 bytes."""
_UNSAFE = re.compile(r'[\\/:*?"<>|\s]')


class Method(StrEnum):
    """How a file is put before its reader."""

    PHOTO = "photo"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class CompiledFile:
    """A file that was made, and the words beside it."""

    method: Method
    path: Path
    caption: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """``summary`` are the facts of the template ``documents/summary`` (plain JSON); files in the order of sending."""

    summary: Facts
    files: tuple[CompiledFile, ...]
    troubles: tuple[str, ...]
    """Why a document could not be made, in words for its reader; the others were."""


def compile_report(snapshot: Snapshot, scope: Scope, folder: Path, *, pdf: bool = False) -> Compiled:
    """Write every document of ``scope`` into ``folder``; ScopeUnclear when the register knows nothing of it.

    ``pdf``: beside each paper a PDF, where LibreOffice is installed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    measures = Measures(look(snapshot, scope))
    facts = facts_of(measures)
    maker = _Maker(measures, folder)
    maker.draw("progress", progress_charts)
    if len(measures.units) > 1:
        maker.draw("units", unit_charts)
    if any(task.milestones for task in measures.view.register.tasks):
        maker.draw("timeline", timelines)
    write_ledger(measures, maker.place("ledger", ".xlsx"))
    for name, kind in _PAPERS.items():
        maker.write(name, kind, facts)
    maker.write_slips()
    if pdf:
        maker.convert()
    troubles = tuple(dict.fromkeys(maker.troubles))
    return Compiled({**facts, "troubles": list(troubles)}, tuple(maker.files), troubles)


def compile_slips(snapshot: Snapshot, scope: Scope, folder: Path) -> tuple[CompiledFile, ...]:
    """Every order and urge of ``scope``: one paper of each, a page to a slip; none where there was none."""
    folder.mkdir(parents=True, exist_ok=True)
    maker = _Maker(Measures(look(snapshot, scope)), folder)
    maker.write_slips()
    return tuple(maker.files)


def compile_letter(kind: Paper, subject: str, facts: Facts, folder: Path) -> tuple[CompiledFile, ...]:
    """One paper, called after its kind and ``subject``; raises what ``write_paper`` raises."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{words('papers')[kind]}（{one_line(subject, _LONGEST)}）"
    path = folder / f"{_UNSAFE.sub('_', name)}.docx"
    write_paper(kind, facts, path)
    return (CompiledFile(Method.DOCUMENT, path, name),)


class _Maker:
    """Names the files, and goes on when a chart cannot be drawn."""

    def __init__(self, measures: Measures, folder: Path) -> None:
        self.files: list[CompiledFile] = []
        self.troubles: list[str] = []
        self._measures = measures
        self._folder = folder
        view = measures.view
        quarter = view.round.quarter if view.round else view.register.today.isoformat()
        scope = Scope(view.scope.quarter or quarter, view.scope.task, view.scope.unit)
        self._prefix = _UNSAFE.sub("_", scope.label)

    def place(self, name: str, suffix: str, sheet: str = "") -> Path:
        """Where the document called ``name`` in the words is to be written; from now on it counts as made."""
        path = self._folder / f"{self._prefix}-{words('files')[name]}{sheet}{suffix}"
        day = full_day(self._measures.view.register.today)
        caption = words("captions")[name].format(scope=scope_words(self._measures), day=day)
        self.files.append(CompiledFile(Method.PHOTO if suffix == ".png" else Method.DOCUMENT, path, caption))
        return path

    def write(self, name: str, kind: Paper, facts: Facts) -> None:
        """A paper whose template is broken is told of; it holds nothing else up."""
        made = len(self.files)
        try:
            write_paper(kind, facts, self.place(name, ".docx"))
        except (TemplateError, NotForPaper):
            del self.files[made:]
            trouble = words("troubles")["paper"]
            self.troubles.append(trouble.format(name=words("files")[name], file=kind.template.name))

    def write_slips(self) -> None:
        for name, kind, slips in (("orders", Paper.ORDER, order_facts), ("urges", Paper.URGE, urge_facts)):
            if (found := slips(self._measures.view)) is not None:
                self.write(name, kind, found)

    def convert(self) -> None:
        papers = {file.path.with_suffix(".pdf"): file for file in self.files if file.path.suffix == ".docx"}
        made = write_pdfs([file.path for file in papers.values()])
        self.files += [replace(papers[pdf], path=pdf) for pdf in made]
        if office_suite() and len(made) < len(papers):
            self.troubles.append(words("troubles")["pdf"])

    def draw(self, name: str, chart: Callable[[Measures], Sequence[Canvas]]) -> None:
        """Every sheet of the chart is a file of its own."""
        try:
            sheets = chart(self._measures)
        except FontMissing as trouble:
            self.troubles.append(str(trouble))
            return
        for number, canvas in enumerate(sheets, start=1):
            canvas.save(self.place(name, ".png", f"-{number}" if len(sheets) > 1 else ""))
