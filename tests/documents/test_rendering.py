"""Every paper as a reader sees it: through LibreOffice to PDF to pictures, where these are installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from documents.paper import Paper, write_paper
from documents.pdf import office_suite, write_pdfs
from tests.documents.paper_facts import facts_for

pytestmark = pytest.mark.skipif(
    office_suite() is None or shutil.which("pdftoppm") is None,
    reason="LibreOffice or pdftoppm is not installed: make packages installs both",
)
DOTS = 50
"""Per inch."""
RED_HEADED = set(Paper) - {Paper.PROGRESS, Paper.OPINIONS, Paper.EVALUATION}
"""The others are reports, which have no letterhead."""


def test_every_paper_becomes_a4_pages_with_their_red_lines(tmp_path: Path) -> None:
    for kind in Paper:
        write_paper(kind, facts_for(kind), tmp_path / f"{kind.value}.docx")
    made = write_pdfs([tmp_path / f"{kind.value}.docx" for kind in Paper])
    assert [pdf.stem for pdf in made] == [kind.value for kind in Paper]
    for kind, pdf in zip(Paper, made, strict=True):
        page = drawn(pdf)
        assert (round(page.width / DOTS * 25.4), round(page.height / DOTS * 25.4)) == (210, 297)
        left, top, right, bottom = inked(page)
        assert left >= 18
        assert right <= 192
        assert top >= 25
        assert bottom <= 280
        assert has_red_line(page) == (kind in RED_HEADED), kind


def drawn(pdf: Path) -> Image.Image:
    """The first page."""
    target = pdf.with_suffix("")
    command = ["pdftoppm", "-r", str(DOTS), "-png", "-singlefile", str(pdf), str(target)]
    subprocess.run(command, check=True)  # noqa: S603 - ours
    with Image.open(target.with_suffix(".png")) as picture:
        return picture.convert("RGB")


def inked(page: Image.Image) -> tuple[float, ...]:
    """Where there is anything on the page: left, top, right and bottom in millimetres."""
    box = page.convert("L").point(lambda shade: 255 if shade < 200 else 0).getbbox()
    assert box is not None
    return tuple(edge / DOTS * 25.4 for edge in box)


def has_red_line(page: Image.Image) -> bool:
    """A row that is red for the width of the text at least."""
    width = 150 / 25.4 * DOTS
    pixels = page.load()
    assert pixels is not None

    def red(x: int, y: int) -> bool:
        found = pixels[x, y]
        assert isinstance(found, tuple)
        return found[0] > 150 and found[1] < 160 and found[2] < 160

    return any(sum(red(x, y) for x in range(page.width)) >= width for y in range(page.height))
