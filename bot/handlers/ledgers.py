"""The office sends its ledger back: the file is taken at once, what it would change is shown afterwards."""

from __future__ import annotations

from telegram import Bot, Document

from actions.fill_ledger import Sent, apply_ledger, drop_ledger, take_ledger
from actions.refusal import Refusal
from bot.handlers.marking import mark
from bot.transaction import Work
from plans.roles import Role
from register.tables import Button

_ENDING = ".xlsx"
_MEGABYTE = 1_000_000


def is_ledger(work: Work, document: Document | None) -> bool:
    """A workbook from somebody of the office."""
    name = (document.file_name or "") if document is not None else ""
    return name.lower().endswith(_ENDING) and bool(work.actor.seats(Role.OFFICE))


async def take(work: Work, document: Document) -> None:
    limit = work.desk.rules.policy.limits.evidence_megabytes
    if (document.file_size or 0) > limit * _MEGABYTE:
        raise Refusal("file-too-big", limit=limit)
    sent = Sent(document.file_id, document.file_name or "", document.file_size)
    await take_ledger(work.session, work.actor, sent, work.at)
    await work.reply("ledger-taken", {"name": sent.name})

    async def wake(_bot: Bot) -> None:
        await work.desk.ledger_sent()

    work.afterwards.append(wake)


async def apply(work: Work, button: Button) -> None:
    count = await apply_ledger(work.session, work.actor, button.target or 0, work.at)
    await mark(work, "ledger-applied", who=work.actor.name, when=work.at, count=count)


async def drop(work: Work, button: Button) -> None:
    await drop_ledger(work.session, work.actor, button.target or 0, work.at)
    await mark(work, "ledger-dropped")
