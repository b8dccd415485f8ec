"""Updates delivered by POST: in order, with the secret, and again until they are taken."""

import asyncio
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from sandbox import Sandbox
from sandbox.http import serve
from tests.sandbox.conftest import ZHANG


class _Listener:
    """A bot's server that is out of order for its first answer."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str | None]] = []
        self.enough = asyncio.Event()

    async def hear(self, request: Request) -> Response:
        update: dict[str, Any] = await request.json()
        secret = request.headers.get("x-telegram-bot-api-secret-token")
        self.heard.append((update["message"]["text"], secret))
        if len(self.heard) == 3:
            self.enough.set()
        return Response(status_code=503 if len(self.heard) == 1 else 200)


async def test_an_update_is_posted_again_until_it_is_taken(bot: Bot, box: Sandbox) -> None:
    listener = _Listener()
    app = Starlette(routes=[Route("/hook", listener.hear, methods=["POST"])])
    app.state.box = box
    box.webhook.first_pause = 0.0
    async with serve(app) as address:
        await bot.set_webhook(f"{address}/hook", secret_token="s3cret")
        box.say(ZHANG, "一")
        box.say(ZHANG, "二")
        await asyncio.wait_for(listener.enough.wait(), 5)
        assert listener.heard == [("一", "s3cret"), ("一", "s3cret"), ("二", "s3cret")]
        info = await bot.get_webhook_info()
        assert info.url == f"{address}/hook"
        assert "503" in str(info.last_error_message)
        await bot.delete_webhook()
