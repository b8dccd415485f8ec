"""One official paper: a .docx template that clerks edit in Word or WPS, filled with plain-JSON facts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from documents.layout import settle
from documents.packing import pack
from documents.words import FOLDER, Headings, paper_environment, sentences

if TYPE_CHECKING:
    from documents.facts import Facts


class Paper(StrEnum):
    """Each has its template ``message_templates/documents/<value>.docx``."""

    NOTICE = "notice"
    BRIEF = "brief"
    PROGRESS = "progress"
    ORDER = "order"
    URGE = "urge"
    TALK_NOTICE = "talk-notice"
    TALK_RECORD = "talk-record"
    OPINIONS = "opinions"
    EVALUATION = "evaluation"

    @property
    def template(self) -> Path:
        return FOLDER / f"{self.value}.docx"


def write_paper(kind: Paper, facts: Facts, path: Path) -> None:
    """Write ``kind`` to ``path``; nothing is written when anything is amiss (see ``paper_bytes``)."""
    path.write_bytes(paper_bytes(kind, facts))


def paper_bytes(kind: Paper, facts: Facts) -> bytes:
    """The filled paper; the same facts give the same bytes.

    Raises ``jinja2.TemplateError`` when the template is broken or names a fact that is not there, and ``NotForPaper``
    when a fact is not fit to be read.
    """
    from docxtpl import DocxTemplate  # noqa: PLC0415 - loaded by who makes a paper, in the worker

    paper = DocxTemplate(kind.template)
    helpers = {"sentences": sentences(facts), "section": Headings(), "part": Headings()}
    paper.render({**facts, **helpers}, paper_environment(), autoescape=True)
    settle(paper.docx)
    return pack(paper.docx)
