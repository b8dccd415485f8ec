"""``duban release``: a person has looked at a restored database, and lets it speak again.

Between the backup and now the service may have sent and heard what this database knows nothing of. So what was owed is
in doubt, the units are asked to send again, and nothing escalates before the office has checked: as after an outage.
"""

from __future__ import annotations

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.outage import notice_outage
from bot.hearing import HEARD
from database.binding import RefusesToSendError, bind, is_paused, rebind, set_paused
from duban.clock import clock_of
from duban.files import read_files
from duban.settings import Settings
from duban.store import opened
from duban.trouble import Trouble, of_the_database
from outbox.restored import doubt_what_was_due
from register.record import note
from register.rules import Rules
from register.tables import Checkpoint
from register.turns import MORNING
from schedules.timetable import last_morning


async def release(settings: Settings, *, anew: bool) -> int:
    """Returns how many messages are now in doubt. ``anew``: for this deployment and bot, whosever it was before."""
    rules, now = read_files(settings).rules, clock_of(settings).now()
    async with opened(settings, must_exist=True) as store:
        with of_the_database(settings.store):
            async with store.writing() as session:
                await _claim(session, settings, anew=anew)
                return await _catch_up(session, rules, now)


async def _claim(session: AsyncSession, settings: Settings, *, anew: bool) -> None:
    if not await is_paused(session):
        raise Trouble("此数据库没有处于暂停状态，无须解除。")
    await set_paused(session, paused=False)
    if anew:
        await rebind(session, settings.deployment, settings.token)
    try:
        await bind(session, settings.deployment, settings.token)
    except RefusesToSendError as error:
        raise Trouble(str(error)) from error


async def _catch_up(session: AsyncSession, rules: Rules, now: datetime) -> int:
    doubtful = await doubt_what_was_due(session, now)
    heard = await session.get(Checkpoint, HEARD)
    await note(session, "operator", "restored", "register", now, doubtful=doubtful)
    if heard is not None:
        await notice_outage(session, heard.at, now, rules=rules)
    # Whatever this morning had to say may have been said: the next one says what is true then.
    morning = await session.get(Checkpoint, MORNING)
    if morning is not None:
        morning.at = max(morning.at, last_morning(now, rules))
    return doubtful
