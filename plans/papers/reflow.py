"""Lines as the paper had them: page furniture out, what ran together apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from plans.numerals import NUMERAL, number_of
from plans.papers.blocks import Paragraph
from plans.papers.labels import Label, labels
from plans.papers.passages import read_passage
from plans.script import folded

_PAGE = re.compile(
    r"\s*(?:[-—–·]\s*\d{1,4}\s*[-—–·]|第\s*\d{1,4}\s*页(?:[,\s]*共\s*\d{1,4}\s*页)?|\d{1,3}\s*/\s*\d{1,3})\s*"
)
_SOUNDED = re.compile(r"(?<=[\u4e00-\u9fff])[（(][a-zà-ǜêńňǹḿ]{1,6}[）)]")
_MARKUP = re.compile(r"^\s*#{1,6}\s+|\*\*")
_SPREAD = re.compile(r"\s*(?:[\u4e00-\u9fff][ \t\u3000\xa0]+){1,5}[\u4e00-\u9fff]\s*[:：]")
_LONG = 1500
"""A paragraph this long has lost its line breaks."""
_FEW, _LONG_AMONG_FEW = 5, 300
"""So few paragraphs are a paper that lost its line breaks: then a shorter one counts as long."""
_LONGEST_HEADING = 80
_NEAR = 4
_TOPMOST = re.compile(rf"(?<![\d第十百一二三四五六七八九])(?P<n>{NUMERAL})、")
_BRACKETED = re.compile(rf"\((?P<n>{NUMERAL})\)")
_DIGIT = re.compile(r"(?<![\d.])(?P<n>\d{1,3})[.、](?!\d(?!\d{0,3}[年月]))")
_DIGIT_BRACKET = re.compile(r"\((?P<n>\d{1,3})\)")
_CIRCLED = re.compile(r"(?P<n>[①-⑳])")
_STRICT_LABEL = re.compile(
    r"(?<![牵主协配要同关导任责])(?:(?:牵头|主要|协同|配合|共同)?(?:负责|责任|牵头|配合|协办|主办|协同)(?:单位|部门|主体)"
    r"|(?:牵头|责任|分管)(?:负责)?[市县区]?领导|(?:完成|整改|办结)(?:时限|时间|期限)):"
)
_WHO = re.compile(r"\([^()]{2,300}?(?:负责|牵头|配合|落实)\)")
_INLINE = (_DIGIT_BRACKET, _CIRCLED, _DIGIT, _BRACKETED)
_ENDED = "。;:)!?”’…"


@dataclass(frozen=True, slots=True)
class Reflowed:
    """``furniture`` are the places of page numbers and running heads."""

    paragraphs: tuple[Paragraph, ...]
    furniture: tuple[int, ...]


def reflow(paragraphs: Iterable[Paragraph]) -> Reflowed:
    """One paragraph per item, as far as the paper's own numbers and labels show it."""
    kept: list[Paragraph] = []
    furniture: list[Paragraph] = []
    for paragraph in paragraphs:
        (furniture if _PAGE.fullmatch(folded(paragraph.text)) else kept).append(_mended(paragraph))
    long = _LONG if len(kept) > _FEW else _LONG_AMONG_FEW
    parts = [part for paragraph in kept for part in _parts(paragraph, long)]
    return Reflowed(tuple(parts), tuple(one.place for one in furniture))


def _mended(paragraph: Paragraph) -> Paragraph:
    """责 任 人： without the blanks that only spread it; 責(zé)任 without the sounds that a mirror put in."""
    text = _MARKUP.sub("", _SOUNDED.sub("", paragraph.text))
    if spread := _SPREAD.match(text):
        text = re.sub(r"\s", "", spread[0]) + text[spread.end() :]
    return Paragraph(paragraph.place, text)


def _parts(paragraph: Paragraph, long: int) -> Iterator[Paragraph]:
    pieces = [paragraph]
    if len(paragraph.text) > long:
        pieces = _split_on(_split_on(pieces, _TOPMOST, free=True), _BRACKETED, free=True)
        pieces = [part for piece in pieces for part in _split(piece, _label_starts(folded(piece.text)))]
        pieces = _split_on(pieces, _DIGIT, free=False)
        pieces = [part for piece in pieces for part in _split(piece, _closing(piece.text))]
    for piece in pieces:
        yield from _inline(piece)


def _split_on(pieces: list[Paragraph], pattern: re.Pattern[str], *, free: bool) -> list[Paragraph]:
    """``pieces`` split before the numbers of one kind, which may go on counting from piece to piece."""
    parts: list[Paragraph] = []
    following = None
    for piece in pieces:
        behind_label = _STRICT_LABEL.match(folded(piece.text)) is not None
        cuts, following = _sequence(piece, pattern, following, free=free or behind_label, long=True)
        parts += _split(piece, cuts)
    return parts


def _label_starts(flat: str) -> list[int]:
    """Where labels of units and deadlines stand, even right behind another word."""
    return [found.start() for found in _STRICT_LABEL.finditer(flat) if flat[: found.start()].strip(" (")]


def _closing(text: str) -> list[int]:
    """Where text goes on behind the last bracket that says who does it: it no longer belongs to the item."""
    last = None
    for found in _WHO.finditer(folded(text)):
        last = found.end()
    return [last] if last is not None and len(text) - last >= _LONGEST_HEADING // 2 else []


def _inline(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Points inside a paragraph are tasks of their own where each says who does it."""
    for pattern in _INLINE:
        cuts, _ = _sequence(paragraph, pattern, None, free=False)
        if len(cuts) < 2:
            continue
        parts = list(_split(paragraph, cuts))
        told = [part for part in parts[1 if cuts[0] else 0 :] if read_passage(part).attributed]
        if len(told) * 2 >= len(cuts) and len(told) >= 2:
            for part in parts:
                yield from _inline(part)
            return
    yield from _by_measures(paragraph)


def _by_measures(paragraph: Paragraph) -> Iterator[Paragraph]:
    """「（二）….（甲牵头）具体措施：….（乙牵头）」: measures that say who does them stand by themselves."""
    flat = folded(paragraph.text)
    for label in labels(flat):
        if label.kind is Label.CONTENT and label.start > 0 and flat[label.start - 1] in _ENDED:
            parts = list(_split(paragraph, [label.start]))
            if len(parts) == 2 and all(read_passage(part).phrases for part in parts):
                yield from parts
                return
    yield paragraph


def _sequence(
    paragraph: Paragraph, pattern: re.Pattern[str], following: int | None, *, free: bool, long: bool = False
) -> tuple[list[int], int | None]:
    """Where numbers that count up stand in the text, and which would follow. ``free``: even amid a sentence."""
    flat = folded(paragraph.text)
    cuts: list[int] = []
    under_heading = bool(_TOPMOST.match(flat) or _BRACKETED.match(flat))
    for found in pattern.finditer(flat):
        number = _value(found["n"])
        before = flat[max(0, found.start() - _NEAR) : found.start()]
        ended = not before.rstrip() or before.rstrip()[-1] in _ENDED or before[-1].isspace()
        heads = (
            under_heading and not cuts and 0 < found.start() <= _LONGEST_HEADING and (free or (long and number == 1))
        )
        first = not before and number > 0 and following is None
        counts_on = number == following and (ended or free)
        if counts_on or (number == 1 and ended) or heads or first:
            cuts.append(found.start())
            following = number + 1
    return cuts, following


def _value(text: str) -> int:
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    try:
        return number_of(text)
    except ValueError:
        return 0


def _split(paragraph: Paragraph, cuts: list[int]) -> Iterator[Paragraph]:
    for start, end in zip([0, *cuts], [*cuts, len(paragraph.text)], strict=True):
        if part := paragraph.text[start:end].strip():
            yield Paragraph(paragraph.place, part)


def running_heads(paragraphs: Iterable[Paragraph]) -> set[str]:
    """Short lines that stand again and again, and are neither labels nor values of labels."""
    counted = Counter(one.text.strip() for one in paragraphs if 4 <= len(one.text.strip()) <= 30)
    return {
        text
        for text, count in counted.items()
        if count >= 4 and not any(label.kind is not Label.OTHER for label in labels(folded(text)))
    }
