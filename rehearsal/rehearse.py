"""A whole rehearsal: from the files that people edit to the files that show what would happen."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.filters import full_day
from bot.templates import Templates, message_names
from plans.cast import require_cast
from plans.check import require_plan, require_policy
from plans.model import UnitNames
from plans.problems import PlanRefused, refuses
from plans.workdays import load_workdays
from register.calendar import WorkingCalendar
from register.rules import Rules
from rehearsal.cast import Cast
from rehearsal.company import Company
from rehearsal.driver import play
from rehearsal.final_register import final_register
from rehearsal.papers import Papers
from rehearsal.record import Line, between, sent_messages, write_lines
from rehearsal.scene import Files, Scene, scene_of
from rehearsal.seating import fill_seats
from rehearsal.trouble import RehearsalError

_ROOT = Path(__file__).parents[1]
_MESSAGES = "messages.jsonl"
Progress = Callable[[float], object]
"""Is told the share of the time that is over, from 0 to 1."""


@dataclass(frozen=True)
class Rehearsal:
    """What came of it: the messages of the days asked for, and the register at the end."""

    messages: list[Line]
    register: dict[str, Any]


async def rehearse(
    plan: Path,
    policy: Path,
    cast: Path,
    out: Path | None = None,
    start: date | None = None,
    end: date | None = None,
    progress: Progress = lambda _: None,
    *,
    workdays: Path = _ROOT / "data" / "workdays",
    templates: Path = _ROOT / "message_templates",
    timezone: ZoneInfo = ZoneInfo("Asia/Shanghai"),  # noqa: B008 - zones are immutable and shared
) -> Rehearsal:
    """Play the plan from its start to ``end`` (its own end by default) and write the record below ``out``.

    ``start`` only cuts the record. What happens after ``end`` cannot change what came before it, so it is not played.

    Raises PlanRefused with every problem of plan, policy, working days or cast; RehearsalError when somebody of the
    cast cannot go on or ``end`` is before the plan; OSError when ``out`` cannot be written.
    """
    files = read_files(plan, policy, workdays, templates, timezone)
    people = Cast(require_cast(cast, files.plan), UnitNames(files.plan.units))
    if end is not None and end < files.plan.plan.starts:
        raise RehearsalError(f"方案从{full_day(files.plan.plan.starts)}开始，截止日期{full_day(end)}在此之前。")
    if out is not None:
        _prepare(out)
    first = files.rules.at(files.plan.plan.starts, time(0))
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        async with scene_of(files, first, Path(folder)) as scene:
            rehearsal = await _played(scene, people, end or files.plan.plan.ends, out, progress)
    cut = Rehearsal(between(rehearsal.messages, start, end), rehearsal.register)
    if out is not None:
        _write(cut, out)
    return cut


def _prepare(out: Path) -> None:
    """Found out before the work, not after it: whether anything can be written there."""
    out.mkdir(parents=True, exist_ok=True)
    (out / _MESSAGES).write_bytes(b"")


def _write(rehearsal: Rehearsal, out: Path) -> None:
    write_lines(rehearsal.messages, out / _MESSAGES)
    register = json.dumps(rehearsal.register, ensure_ascii=False, indent=1)
    (out / "register.json").write_text(register + "\n", encoding="utf-8")


async def _played(scene: Scene, cast: Cast, last: date, out: Path | None, progress: Progress) -> Rehearsal:
    company = Company(scene.files, cast, await fill_seats(scene))
    starts = scene.files.plan.plan.starts
    papers = Papers(scene, company.gatherings, out / "documents") if out is not None else None

    async def after_day(day: date) -> None:
        if papers is not None:
            await papers.after_day(day)
        progress((day - starts).days / max(1, (last - starts).days))

    try:
        await play(scene, company, last, after_day)
        if papers is not None:
            await papers.finish()
    finally:
        if papers is not None:
            await papers.close()
    rules = scene.files.rules
    async with scene.database.reading() as session:
        messages = await sent_messages(session, rules)
        return Rehearsal(messages, await final_register(session, rules, scene.clock.now()))


def read_files(plan: Path, policy: Path, workdays: Path, templates: Path, timezone: ZoneInfo) -> Files:
    """What is rehearsed; PlanRefused with every problem of a file."""
    decreed, rules = require_plan(plan), require_policy(policy, message_names(templates))
    years, problems = load_workdays(workdays)
    if refuses(problems):
        raise PlanRefused(problems)
    fingerprint = hashlib.sha256(plan.read_bytes()).hexdigest()
    return Files(decreed, fingerprint, Rules(rules, WorkingCalendar(years), timezone), Templates(templates, timezone))
