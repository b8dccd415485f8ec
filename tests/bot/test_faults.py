"""What an error proves of a message, as a table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiohttp import (
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientOSError,
    ClientPayloadError,
    ClientProxyConnectionError,
    ConnectionTimeoutError,
    ServerDisconnectedError,
    SocketTimeoutError,
)
from aiohttp.client_reqrep import ConnectionKey
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.faults import only_no_media, sort_fault
from outbox.outcome import Doubtful, Moved, NotSent, Outcome, OwnFault, Refused, Unchanged, Wait

WAY = ConnectionKey("host", 443, True, True, None, None, None)
REFUSED = ClientConnectorError(WAY, ConnectionRefusedError())


def caused(error: TelegramError, cause: Exception) -> TelegramError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (caused(NetworkError("x"), REFUSED), NotSent("ClientConnectorError")),
        (caused(NetworkError("x"), ClientProxyConnectionError(WAY, OSError())), NotSent("ClientProxyConnectionError")),
        (caused(NetworkError("x"), ClientConnectorDNSError(WAY, OSError())), NotSent("ClientConnectorDNSError")),
        (caused(TimedOut(), ConnectionTimeoutError("x")), NotSent("ConnectionTimeoutError")),
        (caused(TimedOut(), SocketTimeoutError("x")), Doubtful("TimedOut: SocketTimeoutError")),
        (caused(TimedOut(), TimeoutError("x")), Doubtful("TimedOut: TimeoutError")),
        (caused(NetworkError("x"), ServerDisconnectedError()), Doubtful("NetworkError: ServerDisconnectedError")),
        (caused(NetworkError("x"), ClientOSError("x")), Doubtful("NetworkError: ClientOSError")),
        (caused(NetworkError("x"), ClientPayloadError("x")), Doubtful("NetworkError: ClientPayloadError")),
        (NetworkError("Bad Gateway"), Doubtful("NetworkError: Bad Gateway")),
        (TelegramError("Invalid server response"), Doubtful("TelegramError: Invalid server response")),
        (Conflict("x"), Doubtful("Conflict: x")),
        (RuntimeError("https://host/bot123:secret/x"), Doubtful("RuntimeError")),
        (Forbidden("bot was blocked by the user"), Refused("bot was blocked by the user", unreachable=True)),
        (BadRequest("Chat not found"), Refused("Chat not found", unreachable=True)),
        (
            BadRequest("not enough rights to send photos to the chat"),
            Refused("not enough rights to send photos to the chat", unreachable=False),
        ),
        (
            BadRequest("not enough rights to send text messages to the chat"),
            Refused("not enough rights to send text messages to the chat", unreachable=True),
        ),
        (
            BadRequest("have no rights to send a message"),
            Refused("have no rights to send a message", unreachable=True),
        ),
        (BadRequest("Message is too long"), Refused("Message is too long", unreachable=False)),
        (BadRequest("Message is not modified: x"), Unchanged()),
        (ChatMigrated(-1001), Moved("-1001")),
        (InvalidToken(), OwnFault("机器人令牌未被接受")),
    ],
    ids=repr,
)
def test_an_error_is_sorted_by_what_it_proves(error: Exception, outcome: Outcome) -> None:
    assert sort_fault(error) == outcome


def test_a_pause_may_be_a_number_or_a_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RetryAfter, "retry_after", timedelta(seconds=7))
    assert sort_fault(RetryAfter(1)) == Wait(7.0)
    monkeypatch.setattr(RetryAfter, "retry_after", 5)
    assert sort_fault(RetryAfter(1)) == Wait(5.0)


@pytest.mark.parametrize(
    ("said", "only_media"),
    [
        ("not enough rights to send photos to the chat", True),
        ("not enough rights to send documents to the chat", True),
        ("CHAT_SEND_DOCS_FORBIDDEN", True),
        ("CHAT_SEND_PLAIN_FORBIDDEN", False),
        ("not enough rights to send text messages to the chat", False),
        ("Chat not found", False),
    ],
)
def test_a_group_may_take_words_but_no_files(said: str, only_media: bool) -> None:
    assert only_no_media(BadRequest(said)) is only_media
    assert not only_no_media(Forbidden(said))
