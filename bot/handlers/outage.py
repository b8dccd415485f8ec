"""The office has checked what an outage may have lost."""

from __future__ import annotations

from actions.outage import resume_ladder
from bot.handlers.marking import mark
from bot.transaction import Work
from register.tables import Button


async def resume(work: Work, button: Button) -> None:
    await resume_ladder(work.session, work.actor, button.target or 0, work.at)
    await mark(work, "ladder-resumed", who=work.actor.name, when=work.at)
