"""Asks the Bot API for updates and hands them over as they came: one that cannot be read must not hide the others."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import ClientError, ClientSession

from bot.connections import open_session

LONG_POLL = 25
"""Seconds that the server may keep us waiting for something to happen."""
_ON_TOP = 10.0
"""Seconds that the answer may take beyond it."""
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
_CONFLICT, _TOO_MANY, _REJECTED = 409, 429, (401, 404)


class TokenRejectedError(Exception):
    """The server does not know the bot: nothing can be received until somebody corrects the token."""


class AnotherListensError(Exception):
    """Another process receives this bot's updates, or a webhook is set."""


class SourceSilentError(Exception):
    """Nothing could be heard this time; ``pause`` is how many seconds the server asked us to stay away."""

    def __init__(self, reason: str, pause: float = 0.0) -> None:
        super().__init__(reason)
        self.pause = pause


class UpdateSource:
    """One long-polling connection."""

    def __init__(self, root: str, token: str, *, seconds: int = LONG_POLL) -> None:
        """``root``: the server's address without ``/bot``."""
        self._root, self._url = root, f"{root.rstrip('/')}/bot{token}/getUpdates"
        self._seconds = seconds
        self._session: ClientSession | None = None

    async def fetch(self, offset: int, *, wait: bool = True) -> list[dict[str, Any]]:
        """Updates from ``offset`` on; empty when nothing happened in time, or at once without ``wait``."""
        seconds = self._seconds if wait else 0
        asked = {"offset": offset, "timeout": seconds, "allowed_updates": json.dumps(WANTED)}
        self._session = self._session or open_session(self._root, answer_seconds=self._seconds + _ON_TOP)
        try:
            async with self._session.post(self._url, data=asked, allow_redirects=False) as answer:
                body = json.loads(await answer.read())
        except (ClientError, OSError, ValueError, RecursionError) as error:
            raise SourceSilentError(type(error).__name__) from error
        return _updates_of(answer.status, body)

    async def close(self) -> None:
        """What is fetched afterwards opens a new connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _updates_of(status: int, body: Any) -> list[dict[str, Any]]:
    if not isinstance(body, dict):
        raise SourceSilentError(f"HTTP {status}")
    if body.get("ok"):
        return [update for update in body["result"] if isinstance(update, dict) and "update_id" in update]
    said = str(body.get("description", f"HTTP {status}"))
    if status in _REJECTED:
        raise TokenRejectedError(said)
    if status == _CONFLICT:
        raise AnotherListensError(said)
    pause = (body.get("parameters") or {}).get("retry_after", 0) if status == _TOO_MANY else 0
    raise SourceSilentError(said, float(pause))
