"""``duban audit verify``: is the record what it was when it was written?"""

from __future__ import annotations

from duban.settings import Settings
from duban.store import opened
from duban.trouble import of_the_database
from register.record import broken_link, holds_seal


async def first_broken(settings: Settings) -> int | None:
    """The id of the first entry that does not fit the chain; None when the chain is whole."""
    async with opened(settings, must_exist=True) as store:
        with of_the_database(settings.store):
            async with store.reading() as session:
                return await broken_link(session)


async def still_holds(settings: Settings, seal: str) -> bool:
    """Whether the record still says what it said when a message carried this seal (记录校验码)."""
    async with opened(settings, must_exist=True) as store:
        with of_the_database(settings.store):
            async with store.reading() as session:
                return await holds_seal(session, seal.strip())
