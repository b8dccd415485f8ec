"""Moves the stage's clock in the background, one move at a time."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from sandbox.stage import Move, Stage

_log = logging.getLogger(__name__)
_WEEKDAYS = "一二三四五六日"


class Clockwork:
    """The clock as the page shows it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._task: asyncio.Task[None] | None = None
        self._trouble = ""

    @property
    def busy(self) -> bool:
        return self._task is not None and not self._task.done()

    def face(self) -> dict[str, Any]:
        now = self._stage.now()
        return {
            "date": f"{now.year}年{now.month}月{now.day}日",
            "weekday": f"星期{_WEEKDAYS[now.weekday()]}",
            "time": f"{now:%H:%M}",
            "today": now.date().isoformat(),
            "note": self._stage.day_note(),
            "busy": self.busy,
            "trouble": self._trouble,
        }

    def start(self, how: Move, changed: Callable[[], None]) -> bool:
        """Begin a move and tell `changed` of its start and end; False while another one runs."""
        if self.busy:
            return False
        self._trouble = ""
        self._task = asyncio.create_task(self._move(how, changed))
        return True

    async def _move(self, how: Move, changed: Callable[[], None]) -> None:
        changed()
        try:
            await self._stage.move(how)
        except Exception as error:
            _log.exception("the clock did not move")
            self._trouble = f"时钟没有走成：{error}"
        finally:
            asyncio.get_running_loop().call_soon(changed)
