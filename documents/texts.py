"""What chat shows of the papers: the summary that answers at once, and a paper's words as plain text."""

from __future__ import annotations

import re
from io import BytesIO

from documents.facts import Facts
from documents.paper import Paper, paper_bytes
from documents.words import environment

SUMMARY = "summary.j2"
MOST_SUMMARY = 1_500
_GAP = re.compile(r"\n{3,}")
_ANNEX = "附件标记"
_TITLES = ("公文标题", "信函标题", "报告标题")


def notice_text(facts: Facts) -> str:
    """The words of a notice to the units."""
    return paper_text(Paper.NOTICE, facts)


def brief_text(facts: Facts) -> str:
    """The words of a brief to the leading group."""
    return paper_text(Paper.BRIEF, facts)


def paper_text(kind: Paper, facts: Facts) -> str:
    """What the paper itself says, without its annexes; raises what ``write_paper`` raises."""
    return text_of(paper_bytes(kind, facts))


def text_of(paper: bytes) -> str:
    """What a .docx itself says, without its annexes."""
    from docx import Document  # noqa: PLC0415 - loaded by who makes a paper

    lines = []
    for paragraph in Document(BytesIO(paper)).paragraphs:
        style = paragraph.style.name if paragraph.style else ""
        if style == _ANNEX:
            break
        space = "\n" if style in _TITLES else ""
        indent = "　　" if paragraph.style and paragraph.style.paragraph_format.first_line_indent else ""
        lines.append(f"{space}{indent}{paragraph.text}{space}")
    return "\n".join(lines).strip() + "\n"


def summary_html(facts: Facts) -> str:
    """What chat answers at once, in Telegram's HTML; lists are shortened so that it stays within one screen."""
    for most in (6, 4, 2, 1):
        text = environment(html=True).get_template(SUMMARY).render(facts, most=most)
        text = _GAP.sub("\n\n", text).strip()
        if len(text) <= MOST_SUMMARY:
            break
    return text
