"""What a clerk's hand may do to a .docx."""

from __future__ import annotations

from pathlib import Path

from docx import Document


def rewrite(file: Path, before: str, after: str) -> None:
    """Put ``after`` in the place of ``before``, in the first paragraph that has it."""
    paper = Document(str(file))
    found = next(run for paragraph in paper.paragraphs for run in paragraph.runs if before in run.text)
    found.text = found.text.replace(before, after)
    paper.save(str(file))
