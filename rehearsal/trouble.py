"""What stops a rehearsal."""

from __future__ import annotations


class RehearsalError(Exception):
    """Somebody could not go on as the cast says; the message names who, when, and what was looked for."""
