"""A .docx whose bytes depend on what it says and on nothing else, so that its hash can be put on record."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from docx.document import Document


def pack(paper: Document) -> bytes:
    """The file's bytes; the library would put the hour of the packing into every entry."""
    packed, timeless = BytesIO(), BytesIO()
    paper.save(packed)
    with ZipFile(packed) as source, ZipFile(timeless, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name)  # of 1980, the earliest that the format knows
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return timeless.getvalue()
