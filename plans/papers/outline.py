"""The paper as a tree of headings and items, each with what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from plans.papers.attribution import Attribution
from plans.papers.blocks import Paragraph
from plans.papers.labels import UNITS, Label, lone_label
from plans.papers.name_kinds import is_collective, looks_like_unit
from plans.papers.passages import Passage, Value, read_passage
from plans.script import folded

LOOSE = "loose"
"""The style of a paragraph without a number that stands by itself."""
UNIT = "unit"
"""The style of a line that is a unit's name: a heading, where tasks stand below it."""
_MOST_VALUE_LINES = 40
_OTHER_LABEL = re.compile(r"[\u4e00-\u9fff]{2,10}(?:\([^()]{1,8}\))?:(?=.*\S)")
"""A label that we do not know, among those of an item: 建设地点：…"""
_CLOSING = re.compile(
    r"特此(?:通知|报告|函[复告]|批复)。?|\(此件.*\)|附件\d*(?::.*)?|抄送.*|联系(?:人|电话).*|\S{4}年\S{1,3}月\S{1,3}日"
)


_UNIT_LINE = re.compile(
    r"[\u4e00-\u9fff]{3,16}(?:局|委|厅|部|办|院|会|政府|管委会|办公室|委员会|街道|镇|乡|公司|集团|中心):?"
)


def _names_a_unit(flat: str) -> bool:
    bare = flat.strip()
    return (
        bool(_UNIT_LINE.fullmatch(bare)) and looks_like_unit(bare.rstrip(":")) and not is_collective(bare.rstrip(":"))
    )


@dataclass(eq=False)
class Item:
    """A heading or item. ``number`` is as written; ``texts`` are its paragraphs, the first on its own line."""

    style: str
    number: str
    place: int
    parent: Item | None
    texts: list[tuple[int, str]] = field(default_factory=list)
    phrases: list[Attribution] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    children: list[Item] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    own_line: bool = False
    """Who does it stands on a line of its own, below the item."""
    spoken: bool = False
    """Who does it is only said in a sentence."""
    in_body: bool = False
    """Who does it stands in a paragraph below the item's first."""
    doubts: list[str] = field(default_factory=list)
    hints: list[Attribution] = field(default_factory=list)
    """Who does it by words inside its text, for want of anything plainer."""

    @property
    def attributed(self) -> bool:
        return bool(self.phrases) or any(value.kind in UNITS for value in self.values)

    @property
    def closed(self) -> bool:
        """What follows without a number no longer belongs to it."""
        return self.attributed or any(value.kind is Label.DEADLINE for value in self.values)

    @property
    def points(self) -> list[Item]:
        """The numbered items right below it."""
        return [child for child in self.children if child.style not in (LOOSE, UNIT)]

    @property
    def heading(self) -> str:
        return self.texts[0][1] if self.texts else ""

    def walk(self) -> Iterator[Item]:
        """It and all below it, in the paper's order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def ancestors(self) -> Iterator[Item]:
        """From its parent up, without the root."""
        above = self.parent
        while above is not None and above.parent is not None:
            yield above
            above = above.parent


class Outline:
    """Builds the tree paragraph by paragraph."""

    def __init__(self) -> None:
        self.root = Item("root", "", 0, None)
        self._current = self.root
        self._stack: list[Item] = []
        self._waiting: tuple[Label, str, int] | None = None
        self._value_lines = 0

    def add(self, paragraphs: Iterable[Paragraph]) -> Item:
        """The root, with ``paragraphs`` put in."""
        for paragraph in paragraphs:
            self._put(paragraph)
        return self.root

    def _put(self, paragraph: Paragraph) -> None:
        flat = folded(paragraph.text)
        if _CLOSING.fullmatch(flat.strip()):
            self._waiting = None
            return
        lone = lone_label(flat)
        if lone and lone[0] in (*UNITS, Label.DEADLINE, Label.PERSON):
            if self._current is self.root and self.root.texts:
                self._loosen_last()
            self._waiting, self._value_lines = (*lone, paragraph.place), 0
            self._current.places.append(paragraph.place)
            return
        passage = read_passage(paragraph)
        if self._waiting and passage.mark is None and not passage.values and self._value_lines < _MOST_VALUE_LINES:
            self._fill(passage, paragraph.text)
            return
        self._waiting = None
        if passage.mark is not None:
            self._open(passage, passage.mark.style, passage.mark.text)
        elif not passage.values and _names_a_unit(flat):
            self._open(passage, UNIT, "")
        else:
            self._continue(passage)

    def _fill(self, passage: Passage, text: str) -> None:
        assert self._waiting is not None  # noqa: S101 - asked by the caller
        kind, word, _ = self._waiting
        self._current.values.append(Value(kind, word, text.strip(" 　。；;，,"), passage.place))
        self._current.own_line = True
        self._current.places.append(passage.place)
        self._value_lines += 1
        if kind is Label.DEADLINE:
            self._waiting = None

    def _open(self, passage: Passage, style: str, number: str) -> None:
        self._stack = [item for item in self._stack if item.style != LOOSE]
        styles = [item.style for item in self._stack]
        if style in styles:
            self._stack = self._stack[: styles.index(style)]
        elif style == UNIT:
            self._stack = [item for item in self._stack if item.style == "chinese"]
        self._push(Item(style, number, passage.place, None), passage)

    def _push(self, item: Item, passage: Passage) -> None:
        parent = self._stack[-1] if self._stack else self.root
        item.parent = parent
        parent.children.append(item)
        self._stack.append(item)
        self._current = item
        self._take(passage, first=True)

    def _continue(self, passage: Passage) -> None:
        if self._current is self.root and self.root.texts and passage.values and not passage.text:
            self._loosen_last()
        if self._current.closed and not passage.attributed and (other := _OTHER_LABEL.match(folded(passage.text))):
            word, said = passage.text[: other.end() - 1], passage.text[other.end() :]
            passage.values.append(Value(Label.OTHER, word.strip(), said.strip(), passage.place))
            passage.text = ""
        labelled = [value for value in passage.values if value.kind is not Label.CONTENT]
        begins = passage.phrases or (passage.text and not labelled)
        if begins and self._current.closed:
            self._loosen(passage)
        else:
            self._take(passage, first=False)

    def _loosen_last(self) -> None:
        """Labels below a paragraph that stands under no heading make it an item."""
        place, text = self.root.texts.pop()
        item = Item(LOOSE, "", place, self.root, [(place, text)], places=[place])
        self.root.children.append(item)
        self._current = item

    def _loosen(self, passage: Passage) -> None:
        """A paragraph behind one that is complete starts something new on the same level."""
        if self._stack and self._stack[-1] is self._current:
            contents = [value.word for value in passage.values if value.kind is Label.CONTENT]
            if not contents:
                self._stack.pop()
        words = [value for value in passage.values if value.kind is Label.CONTENT]
        item = Item(LOOSE, words[0].word if words else "", passage.place, None)
        self._push(item, passage)
        self._stack.pop()
        if words:
            item.texts = [(value.place, value.text) for value in words] + item.texts

    def _take(self, passage: Passage, *, first: bool) -> None:
        item = self._current
        if passage.text or first:
            item.texts.append((passage.place, passage.text))
        if passage.attributed and not first:
            item.own_line |= not passage.text
            item.in_body |= bool(passage.text) and not item.attributed
        item.spoken = passage.spoken or (item.spoken and not passage.attributed)
        item.phrases += passage.phrases
        item.hints += passage.hints
        item.values += passage.values
        item.places.append(passage.place)
