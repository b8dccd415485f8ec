"""One paragraph taken apart: its number, its text, who does it, and its labelled values."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from plans.papers.asides import without_aside
from plans.papers.attribution import Attribution, is_phrase, read_phrase
from plans.papers.blocks import Paragraph
from plans.papers.labels import UNITS, Label, Labelled, labels
from plans.papers.marks import Mark, mark_of
from plans.papers.openings import openings
from plans.papers.spoken import last_sentence
from plans.papers.trailing import without_deadline
from plans.script import folded

_DOING = re.compile(r"牵头|负责|配合|落实|主办|承办|参[加与]")
_IN_PASSING = frozenset({Label.CONTENT, Label.OTHER})


class Value(NamedTuple):
    """What stands behind a label."""

    kind: Label
    word: str
    text: str
    place: int


@dataclass
class Passage:
    """``text`` is without its number, its labels and the brackets that say who does it."""

    place: int
    mark: Mark | None
    text: str
    phrases: list[Attribution] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    spoken: bool = False
    """Only a sentence says who does it."""
    hints: list[Attribution] = field(default_factory=list)
    """Who does it by words inside the text."""

    @property
    def attributed(self) -> bool:
        return bool(self.phrases) or any(value.kind in UNITS for value in self.values)


class _Cut(NamedTuple):
    start: int
    end: int


def read_passage(paragraph: Paragraph) -> Passage:
    """Taken apart; nothing of the paragraph is lost but its number, its labels' colons and its brackets."""
    text, flat = paragraph.text, folded(paragraph.text)
    mark = mark_of(flat, text)
    passage = Passage(paragraph.place, mark, "")
    start = mark.end if mark else 0
    brackets = [cut for cut in _brackets(flat) if cut.start >= start]
    told = _told(flat, start)
    ends = [*(label.start for label in told[1:]), len(flat)]
    cuts = [_take_value(passage, text, flat, label, end, brackets) for label, end in zip(told, ends, strict=False)]
    if told and told[0].kind is Label.CONTENT and not flat[start : told[0].start].strip():
        cuts = _take_content(passage, text, flat, told, brackets, cuts)
    for bracket in brackets:
        if _holds(bracket, told):
            _take_before_label(passage, text, bracket, told)
            cuts.append(bracket)
    for bracket in brackets:
        if not any(cut.start <= bracket.start < cut.end for cut in cuts) and _take_phrase(passage, text, flat, bracket):
            cuts.append(bracket)
    passage.text = _without(text, start, cuts)
    if not passage.attributed or _only_leads(passage):
        _take_spoken(passage)
    _take_hints(passage)
    return passage


def _told(flat: str, start: int) -> list[Labelled]:
    """The labels that count: contents are labelled at the start of a paragraph or behind another label only."""
    found: list[Labelled] = []
    for label in labels(flat):
        if label.start < start:
            continue
        opens = not flat[start : label.start].strip(" (")
        if label.kind not in _IN_PASSING or opens or (found and found[-1].kind is not Label.CONTENT):
            found.append(label)
    return found


def _brackets(flat: str) -> list[_Cut]:
    """The outermost pairs of brackets; one never closed is none."""
    found, opened, depth = [], 0, 0
    for index, char in enumerate(flat):
        if char == "(":
            if depth == 0:
                opened = index
            depth += 1
        elif char == ")" and depth:
            depth -= 1
            if depth == 0:
                found.append(_Cut(opened, index + 1))
    return found


def _holds(bracket: _Cut, told: list[Labelled]) -> bool:
    return any(bracket.start <= label.start < bracket.end for label in told)


def _take_value(passage: Passage, text: str, flat: str, label: Labelled, following: int, brackets: list[_Cut]) -> _Cut:
    around = next((cut for cut in brackets if cut.start <= label.start < cut.end), None)
    end = min(following, around.end - 1) if around else following
    if label.kind in UNITS and not around:
        end = _sentence_end(flat, label.value, end)
    said = text[label.value : end].strip(" 　，,；;。、")
    if label.kind in UNITS:
        said = _with_deadline_apart(passage, said)
    passage.values.append(Value(label.kind, label.word, said, passage.place))
    return _Cut(label.start, end)


def _with_deadline_apart(passage: Passage, who: str) -> str:
    """The units alone; a deadline behind them becomes a value of its own."""
    who, when = without_deadline(who)
    if when:
        passage.values.append(Value(Label.DEADLINE, "完成时限", when, passage.place))
    return who


def _take_before_label(passage: Passage, text: str, bracket: _Cut, told: list[Labelled]) -> None:
    """「（甲牵头，责任单位：乙）」: what stands in the bracket before its first label."""
    first = min(label.start for label in told if bracket.start <= label.start < bracket.end)
    said = text[bracket.start + 1 : first].strip(" 　，,；;。、(（[【〔")
    if said and is_phrase(said):
        passage.phrases.append(read_phrase(said))


def _take_content(
    passage: Passage, text: str, flat: str, told: list[Labelled], brackets: list[_Cut], cuts: list[_Cut]
) -> list[_Cut]:
    """「具体措施：….（甲牵头）」: who does it is cut out of the content as it is out of any text."""
    whole = cuts[0]
    inside = [cut for cut in brackets if whole.start <= cut.start < whole.end and not _holds(cut, told)]
    taken = [cut for cut in inside if _take_phrase(passage, text, flat, cut)]
    if taken:
        said = _without(text[: whole.end], told[0].value, taken)
        passage.values[0] = passage.values[0]._replace(text=said)
    return cuts


def _sentence_end(flat: str, start: int, end: int) -> int:
    """Units end with their sentence, where more than a mark stands behind it."""
    stop = flat.find("。", start, end)
    return stop + 1 if 0 <= stop < end else end


def _take_phrase(passage: Passage, text: str, flat: str, bracket: _Cut) -> bool:
    inner, aside = without_aside(text[bracket.start + 1 : bracket.end - 1])
    inner, when = without_deadline(inner)
    if not is_phrase(inner) or not _closes_something(flat, bracket, doing=bool(_DOING.search(folded(inner)))):
        return False
    passage.phrases.append(read_phrase(inner))
    if aside:
        passage.values.append(Value(Label.OTHER, "说明", aside, passage.place))
    if when:
        passage.values.append(Value(Label.DEADLINE, "完成时限", when, passage.place))
    return True


def _closes_something(flat: str, bracket: _Cut, *, doing: bool) -> bool:
    """Who does it stands at the end: of a sentence where a verb says so, of the paragraph where units stand alone."""
    behind, before = flat[bracket.end :], flat[bracket.start - 1 : bracket.start]
    if not doing:
        return not behind.strip(" 。;")
    return not behind or behind[0] in "。;,:、( " or before in ("。", ";")


def _only_leads(passage: Passage) -> bool:
    """「牵头单位：甲。乙、丙配合。」: a sentence may tell who helps."""
    return not passage.phrases and all(value.kind is Label.LEAD for value in passage.values if value.kind in UNITS)


def _take_spoken(passage: Passage) -> None:
    """Sentences count where no bracket and no label says it."""
    spoken = last_sentence(passage.text)
    if spoken and not (passage.attributed and spoken.who.leads):
        passage.spoken = not passage.attributed
        passage.phrases.append(spoken.who)
        passage.text = passage.text[: spoken.start].rstrip() + passage.text[spoken.end :]


def _take_hints(passage: Passage) -> None:
    contents = (value.text for value in passage.values if value.kind is Label.CONTENT)
    passage.hints = [said for text in (passage.text, *contents) for said in openings(text)]


def _without(text: str, start: int, cuts: list[_Cut]) -> str:
    kept, at = [], start
    for cut in sorted(cuts):
        if cut.start > at:
            kept.append(text[at : cut.start])
        at = max(at, cut.end)
    kept.append(text[at:])
    whole = "".join(kept)
    whole = re.sub(r"(?<=[^\x00-\x7f])[ \t\u3000\xa0]+(?=[^\x00-\x7f])", "", whole)
    return re.sub(r"([。；;，,：:])\s*[。；;，,)）\]】〕]+", r"\1", whole).strip(" \t\u3000\xa0")
