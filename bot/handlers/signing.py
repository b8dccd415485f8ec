"""A seat signs for a message."""

from __future__ import annotations

from actions.sign import sign
from bot.handlers.guard import toast
from bot.handlers.marking import mark_one
from bot.transaction import Work
from register.tables import Button


async def sign_for(work: Work, button: Button) -> None:
    await sign(work.session, work.desk.rules, work.actor, button.argument or "", work.at)
    await mark_one(work, button, "signed", who=work.actor.name, when=work.at)
    toast(work, "signed-thanks")
