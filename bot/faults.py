"""Sorts what went wrong with a call by what it proves.

``BadRequest`` and ``TimedOut`` are kinds of ``NetworkError`` in the library, so its classes alone prove little:
the cause below them does. What nobody has thought of counts as doubt.
"""

from __future__ import annotations

import re
from datetime import timedelta

from aiohttp import ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError, InvalidURL
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.connections import NotConnectedError
from outbox.outcome import Doubtful, Moved, NotSent, Outcome, OwnFault, Refused, Unchanged, Wait

_NEVER_LEFT = (ClientConnectorError, ClientHttpProxyError, ConnectionTimeoutError, InvalidURL, NotConnectedError)
_ONLY_NO_MEDIA = re.compile(r"not enough rights to send (?!(text )?messages?\b)|chat_send_\w+_forbidden")
"""A group may forbid photos and files, and take words."""
_NOBODY_THERE = (
    "chat not found",
    "peer_id_invalid",
    "user not found",
    "group chat was deactivated",
    "not enough rights",
    "have no rights",
    "chat_write_forbidden",
)


def sort_fault(error: BaseException) -> Outcome:
    """What is known of a message after its delivery raised ``error``."""
    match error:
        case RetryAfter():
            outcome: Outcome = Wait(_seconds(error))
        case ChatMigrated():
            outcome = Moved(str(error.new_chat_id))
        case InvalidToken():
            outcome = OwnFault("机器人令牌未被接受")
        case Forbidden():
            outcome = Refused(error.message, unreachable=True)
        case BadRequest():
            outcome = _sort_bad_request(error.message)
        case _ if isinstance(error.__cause__, _NEVER_LEFT):
            outcome = NotSent(type(error.__cause__).__name__)
        case _:
            outcome = Doubtful(_described(error))
    return outcome


def _seconds(error: RetryAfter) -> float:
    """The library gives a number or a timedelta, as its settings say."""
    pause = error.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)


def _sort_bad_request(message: str) -> Outcome:
    said = message.lower()
    if "message is not modified" in said:
        return Unchanged()
    return Refused(message, unreachable=not _no_media(said) and any(sign in said for sign in _NOBODY_THERE))


def only_no_media(error: BaseException) -> bool:
    """Whether the chat takes words, but not what was sent with them."""
    return isinstance(error, BadRequest) and _no_media(error.message.lower())


def _no_media(said: str) -> bool:
    return _ONLY_NO_MEDIA.search(said) is not None and "chat_send_plain_forbidden" not in said


def _described(error: BaseException) -> str:
    """Names the kinds only where the words could hold an address with the token."""
    if error.__cause__ is not None:
        return f"{type(error).__name__}: {type(error.__cause__).__name__}"
    return f"{type(error).__name__}: {error.message}" if isinstance(error, TelegramError) else type(error).__name__
