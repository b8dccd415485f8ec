"""The Bot API without a network: a call goes in, status and JSON body come out."""

import inspect
from collections.abc import Mapping
from typing import Any

from sandbox.answers import ApiError, not_found, unauthorized
from sandbox.faults import WireError
from sandbox.methods import METHODS
from sandbox.params import Params, Upload, whole
from sandbox.people import People

Answer = tuple[int, dict[str, Any]]


class Sandbox(People):
    """A whole Telegram in memory, for one bot.

    People act through `user`, `say`, `press` and so on; the bot acts through `call`; `log` tells what the bot
    really achieved. All dates come from the clock it is given.
    """

    async def call(
        self, method: str, params: Params, files: Mapping[str, Upload] | None = None, *, token: str | None = None
    ) -> Answer:
        """Give HTTP status and body of one Bot API call.

        Args:
            params: Values, or strings that hold JSON: both are what real clients send.
            files: (name, content, MIME type) by multipart field.
            token: The token of the caller where it came over a wire; None is the right one.

        Raises:
            WireError: A planned fault that the transport has to carry out.
        """
        fault = self.faults.take(method, whole(params, "chat_id") or None) if self.faults else None
        if fault is None:
            return await self._answer(method, params, files, token)
        answer = await self._answer(method, params, files, token) if fault.executed else (0, {})
        if isinstance(fault.sees, ApiError):
            return fault.sees.status, fault.sees.body()
        raise WireError(fault, *answer)

    def download(self, path: str) -> bytes | None:
        """Content behind the file_path that getFile gave."""
        stored = self.files.by_path(path)
        return stored.content if stored else None

    async def close(self) -> None:
        """End the waiting poll and the webhook; the state stays."""
        self.updates.release()
        self.webhook.remove()

    async def _answer(
        self, method: str, params: Params, files: Mapping[str, Upload] | None, token: str | None
    ) -> Answer:
        try:
            result = await self._result(method, params, dict(files or {}), token)
        except ApiError as error:
            return error.status, error.body()
        return 200, {"ok": True, "result": result}

    async def _result(self, method: str, params: Params, files: dict[str, Upload], token: str | None) -> Any:
        if token is not None and token != self.token:
            raise unauthorized()
        chosen = METHODS.get(method.lower())
        if chosen is None:
            raise not_found()
        result = chosen(self, params, files)
        return await result if inspect.isawaitable(result) else result
