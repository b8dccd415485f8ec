"""The library's application with nothing of its own that could lose an update: no updater, no memory, no jobs."""

from __future__ import annotations

import os
from typing import Any

from telegram.ext import Application, ApplicationHandlerStop, CallbackContext
from telegram.request import BaseRequest

from bot.connections import Connections
from bot.desk import DESK, Desk
from bot.transaction import current

App = Application[Any, Any, Any, Any, Any, Any]
ANSWER_SECONDS = 5.0
"""So long an answer is awaited."""


def build_application(
    token: str, base_url: str, request: BaseRequest | None = None, *, answer_seconds: float = ANSWER_SECONDS
) -> App:
    """An application for the server at ``base_url`` (its root, without ``/bot``), not initialised yet."""
    # The library's own switch. Without it every 429 warns of a change to come; where warnings are errors, that warning
    # would take the 429's place, and a message that was certainly not taken would be in doubt.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    root = base_url.rstrip("/")
    builder = Application.builder().token(token).base_url(f"{root}/bot").base_file_url(f"{root}/file/bot")
    builder = builder.updater(None).job_queue(None)  # type: ignore[arg-type]  # documented: None means no job queue
    # Updates come through the durable inbox: the second road, for updates, stays idle.
    ours = (Connections(root, answer_seconds) for _ in range(2))
    builder = builder.request(request or next(ours)).get_updates_request(next(ours))
    application = builder.build()
    application.add_error_handler(_tell_worker)
    return application


def put_desk(application: App, desk: Desk) -> None:
    application.bot_data[DESK] = desk


async def _tell_worker(_update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """The library swallows what a handler raises; the worker must know, or it would commit half an act."""
    current().failure = context.error
    raise ApplicationHandlerStop
