"""Which names may be one unit: proposals with their evidence, for a person to accept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations

from plans.papers.found import FoundTask
from plans.papers.name_kinds import is_collective, is_leading_body
from plans.script import folded

_PLACE = re.compile(r"[\u4e00-\u9fff]{0,3}?(?:[省市县旗州]|(?<![发聚新业税示园])区)")
_LONG_FORMS = (
    ("委员会", "委"),
    ("人民政府", "政府"),
    ("办事处", "办"),
    ("办公室", "办"),
    ("管理委", "管委会"),
)
_ORGANS = ("管委会", "管理委员会", "党工委", "人民政府", "政府", "办公室", "办事处")
_BELOW = re.compile(r"分局|支队|大队|中心|分公司")
_LEAST = 3
_MOST_ALIKE = 400
"""More names with one first character are no plan's; comparing each with each would take for ever."""


@dataclass(frozen=True, slots=True)
class Alias:
    """``name`` may be another name of the unit, because of ``why``."""

    name: str
    why: str


@dataclass
class Unit:
    """A unit under the name that the paper uses most, with what else may be its names."""

    name: str
    aliases: list[Alias] = field(default_factory=list)
    collective: bool = False
    leading_body: bool = False


def propose_units(tasks: Iterable[FoundTask]) -> list[Unit]:
    """The units of ``tasks``, in the order of their first mention. Names used in one task are never joined."""
    used: dict[str, list[int]] = {}
    for index, task in enumerate(tasks):
        for name in dict.fromkeys([*task.leads, *task.supports]):
            used.setdefault(name, []).append(index)
    joined = _joined(used)
    units: list[Unit] = []
    for name in used:
        if name not in joined:
            aliases = [Alias(other, why) for other, (main, why) in joined.items() if main == name]
            units.append(Unit(name, aliases, is_collective(name), is_leading_body(name)))
    return units


def _joined(used: dict[str, list[int]]) -> dict[str, tuple[str, str]]:
    """Name → (the name it may be another of, the evidence); a name with two such is left alone."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    single = [name for name in used if not is_collective(name)]
    for names in _alike(single):
        for one, other in combinations(names, 2):
            why = _evidence(one, other)
            if why and not set(used[one]) & set(used[other]):
                pairs.setdefault(one, []).append((other, why))
                pairs.setdefault(other, []).append((one, why))
    rank = {name: (len(used[name]), len(name)) for name in used}
    root: dict[str, str] = {}
    joined: dict[str, tuple[str, str]] = {}
    for name in sorted(pairs, key=rank.__getitem__, reverse=True):
        above = [(other, why) for other, why in pairs[name] if other in root]
        mains = {root[other] for other, _ in above}
        if len(mains) == 1 and not _of_two_places(name, pairs):
            root[name] = mains.pop()
            direct = [why for other, why in above if other == root[name]]
            joined[name] = (root[name], (direct or [why for _, why in above])[0])
        else:
            root[name] = name
    return {name: joined[name] for name in used if name in joined}


def _of_two_places(name: str, pairs: dict[str, list[tuple[str, str]]]) -> bool:
    """教育局 beside both 市教育局 and 区教育局 may be either."""
    places = {match[0] for other, _ in pairs[name] if (match := _PLACE.match(other)) and other.endswith(name)}
    return len(places) > 1


def _alike(names: list[str]) -> Iterable[list[str]]:
    """Only names that share their first character behind the place can be one."""
    buckets: dict[str, list[str]] = {}
    for name in names:
        buckets.setdefault(_without_place(name)[:1], []).append(name)
    return [alike for alike in buckets.values() if len(alike) <= _MOST_ALIKE]


def _evidence(one: str, other: str) -> str:
    """Why the two may be one unit; empty where nothing says so."""
    short, long = sorted((one, other), key=len)
    if long.endswith(short) and _PLACE.fullmatch(long[: -len(short)]):
        return f"只差“{long[: -len(short)]}”字"
    if _place(one) and _place(other) and _place(one)[-1] != _place(other)[-1]:
        return ""
    bare_short, bare_long = sorted((_without_place(one), _without_place(other)), key=len)
    if bare_short == bare_long:
        return "只差地名"
    if any(bare_short + organ == bare_long for organ in _ORGANS):
        return f"只差“{bare_long[len(bare_short) :]}”"
    return _shortened(short, long, *sorted((_plain(bare_short), _plain(bare_long)), key=len))


def _shortened(short: str, long: str, plain_short: str, plain_long: str) -> str:
    if plain_short == plain_long:
        return "全称与简称"
    ends_alike = plain_short[:1] == plain_long[:1] and plain_short[-1:] == plain_long[-1:]
    if len(plain_short) < _LEAST or not ends_alike or _BELOW.search(plain_long[len(plain_short) - 1 :]):
        return ""
    return f"“{short}”似为“{long}”的简称" if _is_within(plain_short, plain_long) else ""


def _plain(name: str) -> str:
    name = re.sub("[和与及]", "", folded(name))
    for long, short in _LONG_FORMS:
        name = name.replace(long, short)
    return name


def _is_within(short: str, long: str) -> bool:
    """Whether the characters of ``short`` stand in ``long`` in their order."""
    rest = iter(long)
    return all(char in rest for char in short)


def _place(name: str) -> str:
    found = _PLACE.match(name)
    return found[0] if found and len(name) - found.end() >= 2 and name[found.end() :] not in _ORGANS else ""


def _without_place(name: str) -> str:
    return name[len(_place(name)) :]
