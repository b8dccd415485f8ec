"""Delivery of updates by HTTP POST, in order, until the bot's server takes them."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.answers import refuse
from sandbox.updates import Updates

_LONGEST_PAUSE = 5.0


@dataclass(slots=True)
class Webhook:
    """Where updates go when it is set; `first_pause` is the first wait (seconds) after a refusal, doubled each time."""

    updates: Updates
    url: str = ""
    secret: str = ""
    max_connections: int = 40
    first_pause: float = 0.1
    last_error: tuple[datetime, str] | None = None
    _task: asyncio.Task[None] | None = field(default=None, repr=False)

    def set(self, url: str, secret: str, max_connections: int) -> None:
        if not url.startswith(("http://", "https://")):
            refuse("bad webhook: An HTTPS URL must be provided for webhook")
        self.remove()
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self.updates.webhook_set = True
        self.updates.take_over("terminated by setWebhook request")
        self._task = asyncio.create_task(self._deliver())

    def remove(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task, self.url, self.secret, self.last_error = None, "", "", None
        self.updates.webhook_set = False

    def info(self) -> dict[str, Any]:
        info: dict[str, Any] = {
            "url": self.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates),
        }
        if self.url:
            info["max_connections"] = self.max_connections
        if self.updates.allowed:
            info["allowed_updates"] = list(self.updates.allowed)
        if self.last_error is not None:
            info["last_error_date"] = int(self.last_error[0].timestamp())
            info["last_error_message"] = self.last_error[1]
        return info

    async def _deliver(self) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        pause = self.first_pause
        async with ClientSession(headers=headers, timeout=ClientTimeout(total=10.0)) as client:
            while True:
                await self.updates.arrival()
                for update in self.updates.waiting(1):
                    wrong = await self._post(client, update)
                    if not wrong:
                        self.updates.confirm(update["update_id"] + 1)
                        pause = self.first_pause
                        continue
                    self.last_error = (self.updates.now(), wrong)
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, _LONGEST_PAUSE)

    async def _post(self, client: ClientSession, update: dict[str, Any]) -> str:
        """Give what went wrong, empty when the update was taken."""
        try:
            async with client.post(self.url, json=update, allow_redirects=False) as answer:
                status, reason = answer.status, answer.reason
        except (ClientError, TimeoutError) as error:
            return f"Connection failed: {type(error).__name__}"
        return "" if 200 <= status < 300 else f"Wrong response from the webhook: {status} {reason}"
