"""The PDF beside each .docx, where LibreOffice is installed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from documents.fonts import SUBSTITUTES

SECONDS = 30
"""What one run may take: less than a whole report may, so that it is the run that is given up."""


def office_suite() -> str | None:
    """The command of LibreOffice; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def write_pdfs(papers: Sequence[Path]) -> list[Path]:
    """The PDF beside each of ``papers``, all in one run; none where there is no LibreOffice, or where it fails.

    The papers lie in one folder. Each run has a profile of its own: one that is shared is locked by whoever was first.
    """
    command = office_suite()
    if command is None or not papers:
        return []
    with tempfile.TemporaryDirectory(prefix="duban-pdf-") as profile:
        options = [f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        _run([command, *options, "--convert-to", "pdf", "--outdir", str(papers[0].parent), *map(str, papers)])
    return [pdf for pdf in (paper.with_suffix(".pdf") for paper in papers) if pdf.is_file()]


def _run(command: list[str]) -> None:
    """In a group of its own, which is ended as a whole: the command only starts the program that does the work."""
    environment = {**os.environ, "FONTCONFIG_FILE": str(SUBSTITUTES)}
    silent = subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - the command is found above, the files are ours
        command, env=environment, stdin=silent, stdout=silent, stderr=silent, start_new_session=True
    ) as running:
        try:
            running.wait(SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
