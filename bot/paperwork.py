"""Papers for chat: a template that a clerk has broken is told to the person, and stops nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jinja2 import TemplateError

from actions.refusal import Refusal
from bot.desk import Desk
from documents.notices import Paperwork
from documents.paper import Paper
from documents.words import NotForPaper
from register.notices import Written
from register.tables import Notice
from register.tables.notices import NoticeKind


class CarefulPaperwork(Paperwork):
    """The same, whose failure is a polite no."""

    async def paper(self, notice: Notice, addressees: str) -> Written:
        with _refusing(notice.kind):
            return await super().paper(notice, addressees)

    async def public_paper(self, notice: Notice) -> Written:
        with _refusing(notice.kind):
            return await super().public_paper(notice)


def paperwork(desk: Desk) -> Paperwork:
    """In the words of the deployment."""
    return CarefulPaperwork(desk.templates.folder)


@contextmanager
def _refusing(kind: NoticeKind) -> Iterator[None]:
    try:
        yield
    except (TemplateError, NotForPaper) as broken:
        raise Refusal("paper-broken", file=Paper(kind.value).template.name) from broken
