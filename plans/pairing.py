"""Which milestone of the new plan is which of the old one: by what it says, not by its place alone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from plans.blueprint import MilestonePrint

T = TypeVar("T")
_NEAR = 0.6
"""So alike (of 1) that words were corrected rather than another thing put in its place."""


@dataclass(frozen=True, slots=True)
class Change(Generic[T]):
    """Added (nothing before), dropped (nothing after), or the one became the other."""

    before: T | None
    after: T | None


Milestones = Sequence[MilestonePrint]
_Sameness = Callable[[MilestonePrint], Hashable]

_SIGNS: tuple[_Sameness, ...] = (
    lambda one: (one.due, one.wording, one.result),
    lambda one: (one.wording, one.result),
    lambda one: one.result,
    lambda one: one.due,
    lambda one: one.wording,
)
"""From the surest to the least sure; a sign that two on one side share proves nothing."""


def pair_milestones(before: Milestones, after: Milestones) -> tuple[Change[MilestonePrint], ...]:
    """Every milestone of both plans once: those that stay in pairs, then the dropped, then the added."""
    old, new = list(before), list(after)
    pairs: list[tuple[MilestonePrint, MilestonePrint]] = []
    for sign in _SIGNS:
        _take(_by_sign(old, new, sign), old, new, pairs)
    _take(list(zip(old, new, strict=True)) if len(old) == len(new) else _by_words(old, new), old, new, pairs)
    kept = sorted(pairs, key=lambda pair: pair[0].ordinal)
    changes: list[Change[MilestonePrint]] = [Change(one, other) for one, other in kept]
    changes += [Change(one, None) for one in old]
    changes += [Change(None, one) for one in new]
    return tuple(changes)


def _take(
    found: list[tuple[MilestonePrint, MilestonePrint]],
    old: list[MilestonePrint],
    new: list[MilestonePrint],
    pairs: list[tuple[MilestonePrint, MilestonePrint]],
) -> None:
    for one, other in found:
        _remove(old, one)
        _remove(new, other)
    pairs += found


def _remove(milestones: list[MilestonePrint], one: MilestonePrint) -> None:
    """By identity: two milestones may say the same."""
    milestones[:] = [other for other in milestones if other is not one]


def _by_sign(old: Milestones, new: Milestones, sign: _Sameness) -> list[tuple[MilestonePrint, MilestonePrint]]:
    ours, theirs = _unique(old, sign), _unique(new, sign)
    return [(one, theirs[said]) for said, one in ours.items() if said in theirs]


def _unique(milestones: Milestones, sign: _Sameness) -> dict[Hashable, MilestonePrint]:
    said = [sign(one) for one in milestones]
    return {key: one for key, one in zip(said, milestones, strict=True) if key and said.count(key) == 1}


def _by_words(old: Milestones, new: Milestones) -> list[tuple[MilestonePrint, MilestonePrint]]:
    """Something was added or dropped among them: the nearest words stay together, if they are near at all."""
    scored = sorted(
        ((_nearness(one, other), place, one, other) for one in old for place, other in enumerate(new)),
        key=lambda entry: (-entry[0], entry[2].ordinal, entry[1]),
    )
    found: list[tuple[MilestonePrint, MilestonePrint]] = []
    for near, _, one, other in scored:
        if near >= _NEAR and all(one is not mine and other is not yours for mine, yours in found):
            found.append((one, other))
    return found


def _nearness(one: MilestonePrint, other: MilestonePrint) -> float:
    """The date's own words are much alike in every milestone: only the result tells them apart."""
    if one.result is None or other.result is None:
        return 0.0
    return SequenceMatcher(None, one.result, other.result, autojunk=False).ratio()
