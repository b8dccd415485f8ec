"""Spans of a text, counted in UTF-16 units as Telegram counts them."""

import re
from typing import Any

Entity = dict[str, Any]

_FOUND = re.compile(
    r"(?P<bot_command>(?<![\w/@])/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<url>https?://[^\s<>\"'，。；、！？（）《》「」“”]+)"
)


def utf16(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def detect(text: str, known: list[Entity]) -> list[Entity]:
    """Add the commands and addresses that Telegram finds by itself in plain text."""
    if "/" not in text:
        return known
    found = list(known)
    for match in _FOUND.finditer(text):
        start = utf16(text[: match.start()])
        end = start + utf16(match.group())
        if not any(one["offset"] < end and start < one["offset"] + one["length"] for one in known):
            found.append({"type": str(match.lastgroup), "offset": start, "length": end - start})
    found.sort(key=lambda one: (one["offset"], -one["length"]))
    return found


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut white space at both ends, as Telegram does, and move the spans along."""
    bare = text.strip()
    if bare == text or not entities:
        return bare, entities
    lead = utf16(text[: len(text) - len(text.lstrip())])
    size = utf16(bare)
    kept = []
    for one in entities:
        start = max(one["offset"] - lead, 0)
        end = min(one["offset"] + one["length"] - lead, size)
        if end > start:
            kept.append({**one, "offset": start, "length": end - start})
    return bare, kept
