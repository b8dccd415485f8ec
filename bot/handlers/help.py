"""/help, /cancel, and the answer to everything that was not understood: what the person can do next."""

from __future__ import annotations

from telegram import Update

from actions.refusal import Refusal
from bot.forms.drafts import about, drop, my_draft, unfinished
from bot.forms.steps import resume_offer
from bot.handlers.known import commands_of, said_of, ways_on
from bot.transaction import Rows, Work
from register.people import OF_A_UNIT

_MOST_KEPT = 5


async def help_command(work: Work, _update: Update) -> None:
    _known(work)
    roles = [place.role for place in work.actor.places]
    words = work.desk.templates.words
    commands = [{"name": name, "does": said_of(words, name, roles)} for name in commands_of(roles)]
    facts = {
        "commands": commands,
        "of_unit": any(role in OF_A_UNIT for role in roles),
        "roles": list(dict.fromkeys(role.value for role in roles)),
    }
    await work.reply("help", facts, _ways(work))


async def cancel_command(work: Work, _update: Update) -> None:
    draft = await my_draft(work)
    if draft is None:
        raise Refusal("nothing-open")
    opened = about(draft)
    await drop(work)
    await work.reply("form-dropped", {"open": opened}, await _kept(work))


async def hint(work: Work, *, command: bool = False) -> None:
    """Never silence. ``command``: one that does not exist was given."""
    _known(work)
    await work.reply("hint", {"command": command}, [*await _kept(work), *_ways(work)])


def _known(work: Work) -> None:
    if not work.actor.places:
        raise Refusal("stranger")


async def _kept(work: Work) -> Rows:
    """The forms that were set aside, the newest first."""
    return [[resume_offer(draft)] for draft in reversed(await unfinished(work))][:_MOST_KEPT]


def _ways(work: Work) -> Rows:
    roles = list(dict.fromkeys(place.role for place in work.actor.places))
    return [row for role in roles for row in ways_on(role)]
