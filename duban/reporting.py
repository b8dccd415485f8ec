"""``duban report``: what ``/report`` gives, as files."""

from __future__ import annotations

from pathlib import Path

from documents.scope import ScopeUnclear
from documents.worker import CompileFailed
from duban.clock import clock_of
from duban.files import read_files, read_templates
from duban.papers import Papermaker
from duban.settings import Settings
from duban.store import fill, opened
from duban.trouble import Trouble, of_the_database


async def write_papers(settings: Settings, scope: str, folder: Path) -> tuple[list[Path], tuple[str, ...]]:
    """The files written, and in words what could not be made. Trouble when the scope is unknown, or nothing began."""
    files, clock = read_files(settings), clock_of(settings)
    async with opened(settings, must_exist=True) as store:
        papermaker = Papermaker(store, files.rules, clock, read_templates(settings).folder)
        try:
            with of_the_database(settings.store):
                await fill(store, files, clock.now())
                papers = await papermaker.compile(scope, folder, pdf=True)
        except (ScopeUnclear, CompileFailed) as error:
            raise Trouble(str(error)) from error
        finally:
            await papermaker.close()
    return [file.path for file in papers.files], papers.troubles
