"""Log lines on standard error: words for people on a terminal, JSON in a pipe; the token in neither."""

from __future__ import annotations

import logging
import sys

import structlog

from bot.secrecy import keep_secret

_LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"


def set_up_logs(token: str, level: int = logging.INFO) -> None:
    """Until it is called again; the libraries' own lines pass the same door."""
    logging.basicConfig(stream=sys.stderr, level=level, format=_LINE, force=True)
    for name in ("alembic", "apscheduler", "telegram", "matplotlib"):
        logging.getLogger(name).setLevel(logging.WARNING)
    scrubber = keep_secret(token)
    last = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            scrubber,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
