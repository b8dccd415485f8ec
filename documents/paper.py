"""One official paper: a .docx template that clerks edit in Word or WPS, filled with plain-JSON facts."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from jinja2 import TemplateNotFound

from documents.given import GIVEN
from documents.layout import settle
from documents.packing import pack
from documents.words import Headings, folder, paper_environment, sentences

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

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
        return folder() / f"{self.value}.docx"

    @property
    def given(self) -> frozenset[str]:
        """The facts that its template may name."""
        return GIVEN[self.value]


def write_paper(kind: Paper, facts: Facts, path: Path) -> None:
    """Write ``kind`` to ``path``; nothing is written when anything is amiss (see ``paper_bytes``)."""
    path.write_bytes(paper_bytes(kind, facts))


def paper_bytes(kind: Paper, facts: Facts) -> bytes:
    """The filled paper; the same facts give the same bytes.

    Raises ``jinja2.TemplateError`` when the template is missing or broken or names a fact that is not there, and
    ``NotForPaper`` when a fact is not fit to be read.
    """
    paper = open_template(kind)
    given = {name: fact for name, fact in facts.items() if name in kind.given}
    helpers = {"sentences": sentences(given), "section": Headings(), "part": Headings()}
    paper.render({**given, **helpers}, paper_environment(), autoescape=True)
    settle(paper.docx)
    return pack(paper.docx)


def open_template(kind: Paper) -> DocxTemplate:
    """Raises ``jinja2.TemplateNotFound`` when there is no such .docx, or it is none."""
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415 - loaded by who makes a paper, in the worker
    from docxtpl import DocxTemplate  # noqa: PLC0415

    template = DocxTemplate(str(kind.template))
    try:
        template.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as broken:
        raise TemplateNotFound(kind.template.name) from broken
    return template
