"""Telegram's HTML parse mode: a small fixed set of tags, and its own words for what is wrong.

The rules follow Telegram's parser: unknown tags, crossed tags and unclosed tags are errors, while a lone
ampersand is text. Offsets in errors are bytes, offsets of entities are UTF-16 units.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import NoReturn

from sandbox.answers import bad_request
from sandbox.entities import Entity, trimmed, utf16

_TYPES = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_START = re.compile(r"<([^\s>]*)((?:\s*[^\s=>]+\s*(?:=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?)*)\s*>")
_END = re.compile(r"</([^\s>]*)\s*>")
_ATTRIBUTE = re.compile(r"([^\s=>]+)\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_PLAIN = _TYPES.keys() - {"a", "span", "tg-emoji"}
_NAME_END = re.compile(r"[\s>]")
_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(/\S*)?$")
_CHARACTER = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int
    piece: int
    """Number of the first piece of text that it covers."""


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Give plain text and its entities.

    Raises:
        ApiError: "can't parse entities: …", in Telegram's words.
    """
    if "<" not in source:
        return trimmed(_decoded(source), [])
    parser = _Parser(source)
    parser.run()
    parser.entities.sort(key=lambda one: (one["offset"], -one["length"]))
    return trimmed("".join(parser.pieces), parser.entities)


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[str] = []
        self.entities: list[Entity] = []
        self._size = 0
        self._open: list[_Open] = []

    def run(self) -> None:
        position = 0
        while (begin := self.source.find("<", position)) >= 0:
            self._text(self.source[position:begin])
            closing = self.source.startswith("</", begin)
            position = self._end_tag(begin) if closing else self._start_tag(begin)
        if self._open:
            _wrong(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        self._text(self.source[position:])

    def _text(self, piece: str) -> None:
        decoded = _decoded(piece)
        self.pieces.append(decoded)
        self._size += utf16(decoded)

    def _start_tag(self, begin: int) -> int:
        """Give where the tag ends."""
        end = self.source.find(">", begin)
        if end < 0:
            self._wrong("Unclosed start tag", begin)
        if (plain := self.source[begin + 1 : end]) in _PLAIN:
            self._open.append(_Open(plain, {}, self._size, len(self.pieces)))
            return end + 1
        name = _NAME_END.split(self.source[begin + 1 : begin + 64], maxsplit=1)[0].lower()
        if name not in _TYPES:
            self._wrong(f'Unsupported start tag "{name}"', begin)
        match = _START.match(self.source, begin)
        if match is None:
            self._wrong(f'Unclosed start tag "{name}"', begin)
        attributes = {
            key.lower(): _decoded(double or single or bare)
            for key, double, single, bare in _ATTRIBUTE.findall(match.group(2))
        }
        if name == "span" and attributes.get("class") != "tg-spoiler":
            self._wrong('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(_Open(name, attributes, self._size, len(self.pieces)))
        return match.end()

    def _end_tag(self, begin: int) -> int:
        """Give where the tag ends."""
        if not self._open:
            self._wrong("Unexpected end tag", begin)
        match = _END.match(self.source, begin)
        if match is None:
            self._wrong("Unclosed end tag", begin)
        opened, name = self._open.pop(), match.group(1).lower()
        if name and name != opened.tag:
            self._wrong("Unmatched end tag", begin, f', expected "</{opened.tag}>", found "</{name}>"')
        if self._size > opened.offset:
            covered = "".join(self.pieces[opened.piece :])
            self.entities += _entity(opened, covered, self._size, self.entities)
        return match.end()

    def _wrong(self, what: str, begin: int, more: str = "") -> NoReturn:
        _wrong(f"{what} at byte offset {len(self.source[:begin].encode())}{more}")


def _entity(opened: _Open, covered: str, end: int, inner: list[Entity]) -> list[Entity]:
    """The entity of a closed tag; none where the tag says nothing."""
    entity: Entity = {"type": _TYPES[opened.tag], "offset": opened.offset, "length": end - opened.offset}
    if opened.tag == "a":
        return _link(entity, opened.attributes.get("href") or covered)
    if opened.tag == "tg-emoji":
        entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
    elif opened.tag == "blockquote" and "expandable" in opened.attributes:
        entity["type"] = "expandable_blockquote"
    elif opened.tag == "code" and opened.attributes.get("class", "").startswith("language-"):
        entity["language"] = opened.attributes["class"].removeprefix("language-")
    elif opened.tag == "pre":
        _absorb_language(entity, inner)
    return [entity]


def _link(entity: Entity, address: str) -> list[Entity]:
    """A link whose address is no address stays plain text, without an error."""
    if address.startswith(("http://", "https://", "tg://")):
        return [{**entity, "url": address}]
    return [{**entity, "url": f"http://{address}"}] if _HOST.match(address) else []


def _absorb_language(pre: Entity, inner: list[Entity]) -> None:
    """<pre><code class="language-x"> is one block with a language."""
    if inner and inner[-1]["type"] == "code" and inner[-1]["offset"] == pre["offset"]:
        code = inner.pop()
        if "language" in code:
            pre["language"] = code["language"]


def _decoded(piece: str) -> str:
    return _CHARACTER.sub(lambda found: unescape(found.group()), piece) if "&" in piece else piece


def _wrong(what: str) -> NoReturn:
    raise bad_request(f"can't parse entities: {what}")
