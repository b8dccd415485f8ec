"""What GB/T 9704-2012 makes depend on the length of a name: the size of the letterhead, the place of the signature.

The rest of the layout stands in the templates' own styles. Which paragraphs are meant is told by their style, so a
clerk may move them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

LETTERHEADS = ("发文机关标志", "信函标志", "单据标志", "另页标志")
SIGNATURE, DATE = "署名", "成文日期"
LINE = 442.0
"""Points of a line: 156 mm."""
CHARACTER = LINE / 28
LARGEST, SMALLEST = 48, 30
"""Points of a letterhead; a name that is still too long is narrowed, as printers do."""
_DATE_ENDS = 4.0
_NAME_ENDS = 2.0
"""Characters that stay free to the right of the date (右空四字), and at least of the name."""


def settle(paper: Document) -> None:
    """Fit the names that a filled template turned out to have."""
    name: Paragraph | None = None
    before: Paragraph | None = None
    names = {style.style_id: style.name for style in paper.styles}  # to ask each paragraph is a search each time
    for paragraph in _paragraphs(paper):
        style = names.get(paragraph._p.style or "", "")
        if style in LETTERHEADS:
            _fit(paragraph)
        elif style == SIGNATURE:
            name = paragraph
            if before is not None:
                before.paragraph_format.keep_with_next = True  # no page holds a signature alone
        elif style == DATE and name is not None:
            _centre(name, paragraph)
            name = None
        before = paragraph


def _paragraphs(paper: Document) -> Iterator[Paragraph]:
    """Those of the first page's header, where letters have their letterhead, and of the body."""
    for section in paper.sections:
        if section.different_first_page_header_footer:
            yield from section.first_page_header.paragraphs
    yield from paper.paragraphs


def _fit(letterhead: Paragraph) -> None:
    """As large as one line allows."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    room = LINE / max(1.0, _width(letterhead.text))
    size = min(LARGEST, max(SMALLEST, int(room)))
    for run in letterhead.runs:
        run.font.size = Pt(size)
        if room < size:
            narrow = OxmlElement("w:w")
            narrow.set(qn("w:val"), str(int(100 * room / size)))
            run._r.get_or_add_rPr().insert_element_before(narrow, "w:kern", "w:position", "w:sz", "w:szCs")


def _centre(name: Paragraph, date: Paragraph) -> None:
    """The name stands above the date, both about one axis; a long one moves the date to the left."""
    longer = (_width(name.text) - _width(date.text)) / 2
    name_ends = max(_NAME_ENDS, _DATE_ENDS - longer)
    _leave(name, name_ends)
    _leave(date, name_ends + longer)


def _leave(paragraph: Paragraph, characters: float) -> None:
    """Keep room to the right; the number of characters overrides the style's own, which readers prefer to points."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    paragraph.paragraph_format.right_indent = Pt(round(characters * CHARACTER, 1))
    indent = paragraph._p.get_or_add_pPr().find(qn("w:ind"))
    indent.set(qn("w:rightChars"), str(round(characters * 100)))


def _width(text: str) -> float:
    """In characters: a Latin letter or digit takes half of one."""
    return sum(1.0 if east_asian_width(sign) in "WFA" else 0.5 for sign in text)
