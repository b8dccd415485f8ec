"""Roles of a seat (席位)."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What a seat is for; the values are those of the command line and of ``messages.jsonl``."""

    CONTACT = "contact"
    LEADER = "leader"
    OFFICE = "office"
    BUREAU = "bureau"
    LEADING_GROUP = "leading-group"
