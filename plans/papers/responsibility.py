"""From what an item says of units to its lead and responsible units."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plans.papers.asides import without_aside
from plans.papers.attribution import Attribution, read_phrase
from plans.papers.clauses import Clauses
from plans.papers.found import FoundTask, Part
from plans.papers.labels import UNITS, Label
from plans.papers.name_kinds import bare, is_collective, is_person, looks_like_unit, starred
from plans.papers.names import listed
from plans.papers.passages import Value
from plans.script import folded

_MARKED_LEAD = re.compile(r"\((?:牵头|牵头单位|牵头部门|主办|主责)\)$")
_MARKED_SUPPORT = re.compile(r"\((?:配合|配合单位|协办|责任|责任单位|参与)\)$")
_VERBS = re.compile(r"(?:牵头|配合|协办|参与)(?:$|[,;。、])")
_SAYS_WORK = re.compile(r"涉及|落实|列出|完成|推进|不再|下同|以下|均|^[按做]")
"""Words of a sentence: a name that has one, and does not end as units' names do, is no unit."""
_LONGEST_NAME = 40


def who_does_it(task: FoundTask, phrases: list[Attribution], values: Iterable[Value], clauses: Clauses) -> None:
    """Fill in the units of ``task`` from its brackets and labels, by the rules that the paper states for all."""
    told = Attribution()
    if len(phrases) > 1:
        task.doubt(Part.SUPPORTS, "本项各段分别署责，已合并，请核对各单位负责哪一段")
    for phrase in phrases:
        told.add(_with_marks(phrase))
        for doubt in phrase.doubts:
            task.doubt(Part.LEADS if phrase.leads else Part.SUPPORTS, doubt)
    for value in values:
        if value.kind in UNITS:
            names, aside = without_aside(value.text)
            task.remarks += [f"说明：{aside}"] if aside else []
            told.add(_with_marks(_labelled(task, value._replace(text=names))))
    _part_from_persons(task, told)
    _apply(told, clauses)
    task.leads = [bare(name) for name in told.leads]
    leads = set(task.leads)
    task.supports = [bare(name) for name in told.supports if bare(name) not in leads]
    _judge_names(task)


def for_everyone(task: FoundTask, clauses: Clauses) -> None:
    """Add the units that a sentence before the task gives to all that follow."""
    if not clauses.everyone or task.place <= clauses.everyone_from:
        return
    known = {*task.leads, *task.supports}
    added = [name for name in clauses.everyone if name not in known]
    task.supports += added
    if added and clauses.everyone_aside:
        task.doubt(Part.SUPPORTS, f"“{'、'.join(added)}”按前文某项所写“均需……落实，不再列出”补入，请核对")


def _labelled(task: FoundTask, value: Value) -> Attribution:
    if _VERBS.search(folded(value.text)):
        return read_phrase(value.text)
    names = listed(value.text)
    if value.kind is Label.LEAD:
        return Attribution(leads=names)
    if value.kind is Label.EITHER and len(names) > 1:
        task.doubt(Part.LEADS, f"“{value.word}”没有分开牵头与责任单位，暂以第一个为牵头单位", value.place)
        return Attribution(names[:1], names[1:])
    return Attribution(names) if value.kind is Label.EITHER else Attribution(supports=names)


def _with_marks(told: Attribution) -> Attribution:
    """市住建局（牵头）、市财政局: a mark behind the name says who leads."""
    read = Attribution(doubts=told.doubts)
    for name in told.leads:
        read.leads.append(_unmarked(name))
    for name in told.supports:
        (read.leads if _MARKED_LEAD.search(folded(name)) else read.supports).append(_unmarked(name))
    return read


def _unmarked(name: str) -> str:
    flat = folded(name)
    mark = _MARKED_LEAD.search(flat) or _MARKED_SUPPORT.search(flat)
    return name[: mark.start()] if mark else name


def _part_from_persons(task: FoundTask, told: Attribution) -> None:
    persons = [name for name in [*told.leads, *told.supports] if is_person(name)]
    told.leads = [name for name in told.leads if not is_person(name)]
    told.supports = [name for name in told.supports if not is_person(name)]
    task.remarks += [f"负责人：{name}" for name in persons]


def _apply(told: Attribution, clauses: Clauses) -> None:
    if told.leads:
        return
    stars = [name for name in told.supports if starred(name)] if clauses.stars_lead else []
    if stars:
        told.leads = stars
    elif clauses.first_leads and told.supports:
        told.leads = told.supports[:1]
    elif clauses.sole_leads:
        told.leads = list(told.supports)
    leads = set(told.leads)
    told.supports = [name for name in told.supports if name not in leads]


def _judge_names(task: FoundTask) -> None:
    for part, names in ((Part.LEADS, task.leads), (Part.SUPPORTS, task.supports)):
        for name in names:
            if len(name) > _LONGEST_NAME:
                task.doubt(part, "有一个名称过长，可能不是单位")
            elif re.search(r"[。;:%\d]", folded(name)) or not _may_be_unit(name):
                task.doubt(part, f"“{name}”不像单位名称")
        names[:] = [name for name in names if _may_be_unit(name) or not _SAYS_WORK.search(name)]


def _may_be_unit(name: str) -> bool:
    return looks_like_unit(name) or (is_collective(name) and not _SAYS_WORK.search(name))
