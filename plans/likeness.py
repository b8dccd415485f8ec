"""Names so near to each other that they may mean one unit (市住建局, 住建局, 住房和城乡建设局)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

_PLACE = re.compile(r"^.{0,3}[省市县](?=..)")
_SHORT_FORMS = (
    ("管理委员会", "管委会"),
    ("委员会", "委"),
    ("办公室", "办"),
    ("街道办事处", "办"),
    ("人民政府", "政府"),
)
_LEAST = 3
"""Shorter names (公安, 妇联) are parts of too many others."""


def alike(one: str, other: str) -> bool:
    """Whether both may name one unit: only the place differs (市水利局), or one abbreviates the other (发改委)."""
    if _without_place(one) == other or _without_place(other) == one:
        return True
    short, long = sorted((_short(one), _short(other)), key=len)
    return short == long or _abbreviates(short, long)


def alike_pairs(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Every pair of near names; only names that begin and end alike are compared, so a thousand take no time."""
    buckets: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in names:
        for ends in {(plain[0], plain[-1]) for plain in (_short(name), _short(_without_place(name)))}:
            buckets[ends].append(name)
    pairs = dict.fromkeys(pair for bucket in buckets.values() for pair in combinations(bucket, 2))
    yield from (pair for pair in pairs if alike(*pair))


def _without_place(name: str) -> str:
    return _PLACE.sub("", name)


def _short(name: str) -> str:
    """The name without its own place, with 委员会 and its like in short."""
    name = re.sub(r"^[省市县](?=..)", "", name)
    for long, short in _SHORT_FORMS:
        name = name.replace(long, short)
    return name


def _abbreviates(short: str, long: str) -> bool:
    """The signs of ``short`` stand in ``long`` in their order, the first and the last in the same place."""
    if not _LEAST <= len(short) < len(long) or short[0] != long[0] or short[-1] != long[-1]:
        return False
    signs = iter(long)
    return all(sign in signs for sign in short)
