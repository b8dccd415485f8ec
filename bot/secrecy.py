"""The token never reaches a log: the HTTP client's own lines carry it, and so do some exceptions."""

from __future__ import annotations

import logging
import re
from collections.abc import MutableMapping
from typing import Any

HIDDEN = "<token>"
_ANY_TOKEN = re.compile(r"\b\d{5,}:[A-Za-z0-9_-]{20,}")


class Scrubber(logging.Filter):
    """A filter for handlers, and a processor for structlog: replaces the token wherever it stands."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def scrub(self, text: str) -> str:
        return _ANY_TOKEN.sub(HIDDEN, text.replace(self._token, HIDDEN) if self._token else text)

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record, its traceback included; every record passes."""
        record.msg, record.args = self.scrub(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text, record.exc_info = self.scrub(record.exc_text), None
        if record.stack_info:
            record.stack_info = self.scrub(record.stack_info)
        return True

    def __call__(self, _logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        """As a structlog processor; stands behind the one that formats exceptions."""
        for name, value in event.items():
            event[name] = self.scrub(value) if isinstance(value, str) else self._plain(value)
        return event

    def _plain(self, value: Any) -> Any:
        """A value that is no text stays what it is, unless its text would tell."""
        shown = str(value)
        return self.scrub(shown) if self.scrub(shown) != shown else value


def keep_secret(token: str) -> Scrubber:
    """Hide the token in everything the standard loggers' handlers write, and silence the HTTP client's chatter."""
    scrubber = Scrubber(token)
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(scrubber)
    return scrubber
