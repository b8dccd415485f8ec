"""The board's pages: health, and the webhook into the inbox."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.inbox import receive_pushed
from database.clock import Clock
from database.engine import Database

WEBHOOK = "/telegram"
_SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the header's name, not a secret
_LARGEST = 1_000_000


def create_board(
    database: Database, clock: Clock, arrived: Callable[[], None], secret: str | None, leads: Callable[[], bool]
) -> Starlette:
    """``secret``: what the server must say to push updates; None: no webhook.

    ``arrived`` wakes the worker; ``leads`` tells whether this process does the service's work, or stands by.
    """

    async def health(_request: Request) -> Response:
        try:
            async with database.reading() as session:
                await (await session.connection()).execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            return JSONResponse({"status": "database", "role": role()}, 503)
        return JSONResponse({"status": "ok", "role": role()})

    def role() -> str:
        return "leader" if leads() else "standby"

    async def webhook(request: Request) -> Response:
        """Answers 200 only when the update is committed: until then the server keeps it."""
        given = request.headers.get(_SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, (secret or "").encode()):
            return Response(status_code=403)
        update = await _update_in(request)
        if update is None:
            return Response(status_code=400)
        async with database.writing() as session:
            await receive_pushed(session, update, clock.now())
        arrived()
        return Response(status_code=200)

    routes = [Route("/healthz", health)]
    if secret is not None:
        routes.append(Route(WEBHOOK, webhook, methods=["POST"]))
    return Starlette(routes=routes)


async def _update_in(request: Request) -> dict[str, object] | None:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return None
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return update if isinstance(update, dict) and isinstance(update.get("update_id"), int) else None
