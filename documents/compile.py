"""Everything ``/report`` gives for one scope, made from one snapshot: chat, command line and rehearsal share it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from documents.chart import write_progress_chart
from documents.facts import Facts, facts_of, scope_words
from documents.fonts import FontMissing
from documents.ledger import write_ledger
from documents.measures import Measures
from documents.scope import Scope
from documents.texts import brief_text, notice_text, progress_text
from documents.unit_chart import write_unit_chart
from documents.view import look
from documents.words import full_day, words
from register.snapshot import Snapshot

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
    notice_text: str
    brief_text: str
    troubles: tuple[str, ...]
    """Why a document could not be made, in words for its reader; the others were."""


def compile_report(snapshot: Snapshot, scope: Scope, folder: Path) -> Compiled:
    """Write every document of ``scope`` into ``folder``; ScopeUnclear when the register knows nothing of it."""
    folder.mkdir(parents=True, exist_ok=True)
    measures = Measures(look(snapshot, scope))
    facts = facts_of(measures)
    notice, brief = notice_text(facts), brief_text(facts)
    maker = _Maker(measures, folder)
    maker.draw("progress", write_progress_chart)
    if len(measures.units) > 1:
        maker.draw("units", write_unit_chart)
    write_ledger(measures, maker.place("ledger", ".xlsx"))
    for name, text in (("notice", notice), ("brief", brief), ("reports", progress_text(facts))):
        maker.place(name, ".txt").write_text(text, encoding="utf-8-sig")  # the mark tells older editors what it is
    troubles = tuple(dict.fromkeys(maker.troubles))
    return Compiled({**facts, "troubles": list(troubles)}, tuple(maker.files), notice, brief, troubles)


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

    def place(self, name: str, suffix: str) -> Path:
        """Where the document called ``name`` in the words is to be written; from now on it counts as made."""
        path = self._folder / f"{self._prefix}-{words('files')[name]}{suffix}"
        day = full_day(self._measures.view.register.today)
        caption = words("captions")[name].format(scope=scope_words(self._measures), day=day)
        self.files.append(CompiledFile(Method.PHOTO if suffix == ".png" else Method.DOCUMENT, path, caption))
        return path

    def draw(self, name: str, chart: Callable[[Measures, Path], None]) -> None:
        made = len(self.files)
        try:
            chart(self._measures, self.place(name, ".png"))
        except FontMissing as trouble:
            del self.files[made:]
            self.troubles.append(str(trouble))
