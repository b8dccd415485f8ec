"""A loop over one small step: it works off what is owed, then waits to be woken or looks by itself."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod

import structlog
from sqlalchemy.exc import SQLAlchemyError

from outbox.lull import woken

log = structlog.get_logger(__name__)

_LOOK_AGAIN = 5.0


class Loop(ABC):
    """``put_off`` names the log line of a step that disk or database kept from being taken."""

    put_off: str

    def __init__(self) -> None:
        self._woken = asyncio.Event()

    @abstractmethod
    async def step(self) -> bool:
        """Do one thing; False when none is owed. Raises what that thing is not to blame for."""

    def wake(self) -> None:
        self._woken.set()

    async def run(self) -> None:
        """Until cancelled; trouble with the disk or the database is waited out."""
        while True:
            self._woken.clear()
            if not await self._try():
                await woken(self._woken, _LOOK_AGAIN)

    async def work_off(self) -> None:
        """Do all that is owed."""
        while await self.step():
            pass

    async def _try(self) -> bool:
        try:
            return await self.step()
        except (SQLAlchemyError, OSError) as error:
            log.exception("a step has to wait", action=self.put_off, exc_info=error)
            return False
