"""Cuts a long message at line borders into parts that Telegram takes, each with its tags closed and opened again."""

from __future__ import annotations

import re
from collections.abc import Iterator

LIMIT = 4096
"""Telegram's limit of a text, in UTF-16 units after its tags are read; counting the tags too errs on the safe side."""
CAPTION_LIMIT = 1024

_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^>]*>")
# A letter keeps its accents, and an emoji what is joined to it; the bound keeps nonsense from growing past a part.
_JOINED = r"(?:[\u0300-\u036f\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]|(?<=\u200d)[\s\S]){0,16}"
_TOKEN = re.compile(
    rf"<[^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|[\U0001f1e6-\U0001f1ff]{{2}}|[\s\S]{_JOINED}"  # entities, flags, letters
)


def utf16(text: str) -> int:
    """Length in UTF-16 units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(html: str, limit: int = LIMIT) -> list[str]:
    """``html`` as one part or more; each is whole HTML of at most ``limit`` units."""
    if utf16(html) <= limit:
        return [html]
    parts: list[str] = []
    text = before = ""
    open_tags: tuple[str, ...] = ()
    for piece in _pieces(html, limit // 2):
        after = _tags_after(open_tags, piece)
        if utf16(text + piece.rstrip("\n") + _closing(after)) > limit and text != before:
            parts.append(_whole(text, open_tags))
            text = before = "".join(open_tags)
        text += piece
        open_tags = after
    parts.append(_whole(text, open_tags))
    return [part for part in parts if part]


def _pieces(html: str, room: int) -> Iterator[str]:
    """Lines with their ends; a line that is too long comes in pieces that break no tag and no entity."""
    for line in html.splitlines(keepends=True):
        if utf16(line) <= room:
            yield line
            continue
        piece = ""
        for token in _TOKEN.findall(line):
            if piece and utf16(piece) + utf16(token) > room:
                yield piece
                piece = ""
            piece += token
        yield piece


def _tags_after(open_tags: tuple[str, ...], piece: str) -> tuple[str, ...]:
    """The opening tags that still wait for their end behind ``piece``."""
    stack = list(open_tags)
    for tag in _TAG.finditer(piece):
        if tag[1] and stack:
            stack.pop()
        elif not tag[1]:
            stack.append(tag[0])
    return tuple(stack)


def _closing(open_tags: tuple[str, ...]) -> str:
    names = [found[2] for tag in reversed(open_tags) if (found := _TAG.match(tag))]
    return "".join(f"</{name}>" for name in names)


def _whole(text: str, open_tags: tuple[str, ...]) -> str:
    return text.strip() + _closing(open_tags) if text.strip() else ""
