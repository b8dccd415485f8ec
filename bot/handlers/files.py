"""Those who judge see what was sent as evidence: the files themselves, under the names their senders gave them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.refusal import Refusal
from bot.handlers.guard import toast
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.tables import Button, Evidence
from register.views.files import (
    files_of_case,
    files_of_completion,
    files_of_explanation,
    files_of_opinions,
    files_of_paper,
    files_of_report,
    files_of_step,
)

_OF: Mapping[str, Callable[[AsyncSession, int], Awaitable[Sequence[Evidence]]]] = {
    "show-report-files": files_of_report,
    "show-completion-files": files_of_completion,
    "show-explanation-files": files_of_explanation,
    "show-case-files": files_of_case,
    "show-opinion-files": files_of_opinions,
    "show-paper-files": files_of_paper,
    "show-step-files": files_of_step,
}


def ask_for_files(subject: str, row_id: int, count: int) -> Rows:
    """The row with the button that shows the files of a ``report``, ``completion`` or ``case``; none without files."""
    return [[Offer(f"show-{subject}-files", "show-files", row_id, facts=(("count", count),))]] if count else []


async def show_files(work: Work, button: Button) -> None:
    files = await _OF[button.act](work.session, button.target or 0)
    if not files:
        raise Refusal("no-files")
    for number, file in enumerate(files, start=1):
        facts = {"number": number, "count": len(files), "name": file.name, "trouble": file.trouble}
        await work.hand_over("evidence", facts, file.path, file.name)
    toast(work, "files-coming", count=len(files))
