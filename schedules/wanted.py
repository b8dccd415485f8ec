"""Asked again just before messages leave: is it still true, is its reader there, is this the hour?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.channel import Later, Verdict, Wanted
from outbox.message import Message, Priority
from register.quiet import next_window
from register.rules import Rules
from schedules.passing_on import pass_on
from schedules.readers import lost_readers
from schedules.truth import truth_about


def wanted(rules: Rules) -> Wanted:
    """The last check under these rules: what nobody has asked for does not leave in quiet hours, however late it is."""

    async def check(session: AsyncSession, messages: Sequence[Message], now: datetime) -> list[Verdict]:
        window = next_window(rules, now)
        leaving = [one for one in messages if window <= now or one.priority == Priority.ANSWER]
        verdicts = await _verdicts(session, rules, leaving, now)
        later = Later(window, "免打扰时段，顺延发送")
        return [verdicts.get(one.id, later) for one in messages]

    return check


async def _verdicts(
    session: AsyncSession, rules: Rules, leaving: Sequence[Message], now: datetime
) -> dict[int | None, Verdict]:
    truth = await truth_about(session, leaving)
    verdicts: dict[int | None, Verdict] = {one.id: truth.of(one) for one in leaving}
    still_wanted = [one for one in leaving if verdicts[one.id] is not None]
    for message, seat in await lost_readers(session, still_wanted):
        await pass_on(session, rules, message, seat, now)
        verdicts[message.id] = None
    return verdicts
