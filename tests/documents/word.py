"""What a clerk's hand may do to a .docx."""

from __future__ import annotations

from pathlib import Path

from docx import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def rewrite(file: Path, before: str, after: str) -> None:
    """Put ``after`` in the place of ``before``, in the first paragraph that has it."""
    paper = Document(str(file))
    found = next(run for paragraph in paper.paragraphs for run in paragraph.runs if before in run.text)
    found.text = found.text.replace(before, after)
    paper.save(str(file))


def read(file: Path, between: str = "\n") -> str:
    """All that it says: headers, paragraphs, and tables in their places, ``between`` the paragraphs."""
    paper = Document(str(file))
    parts = [paper.sections[0].first_page_header._element, paper.element.body]
    paragraphs = (Paragraph(found, paper) for part in parts for found in part.iter(qn("w:p")))
    return between.join(paragraph.text for paragraph in paragraphs)
