"""``duban diff`` and ``duban apply``: a changed plan file beside the register, and into it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from actions.amend_plan import amend_plan
from database.engine import Database
from duban.amendment_lines import consent_words, counts_line, preview_lines
from duban.clock import clock_of
from duban.files import PlanFile, read_plan, read_rules
from duban.settings import Settings
from duban.store import opened
from duban.trouble import Trouble, of_the_database
from plans.blueprint import blueprint_of
from register.amending.amend import Amended, Consent, NewPlan, NotAgreed, RegisterMoved
from register.amending.preview import preview
from register.blueprint import revision_of
from register.loading import install_plan, plan_of
from register.rules import Rules
from schedules.agenda import set_out

_EMPTY = "登记簿中还没有方案：第一次载入请运行 duban apply，或直接运行 duban run。"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the command line says: tasks to be dropped, tasks whose dates are past, the revision that was looked at."""

    drop: Collection[int] = ()
    overdue: Collection[int] = ()
    revision: int | None = None


async def differences(settings: Settings, path: Path) -> list[str]:
    """What ``duban apply`` would do, and last how much of it. Trouble when the file or the database cannot be used."""
    file, rules, now = read_plan(path), read_rules(settings), clock_of(settings).now()
    async with opened(settings, must_exist=True) as store:
        with of_the_database(settings.store):
            async with store.reading() as session:
                plan = await plan_of(session)
                if plan is None:
                    raise Trouble(_EMPTY)
                found = await preview(session, plan, blueprint_of(file.plan), rules.today(now))
    lines = [f"登记簿：第{found.revision}版。", *_doubts(file), *preview_lines(found)]
    if not found.comparison.empty and not found.comparison.objections and not file.doubts:
        lines.append(f"执行：duban apply {path} {consent_words(found)}")
    return [*lines, counts_line(found)]


async def apply_file(settings: Settings, path: Path, agreed: Agreed) -> list[str]:
    """Do it, in one transaction. Trouble says why nothing was changed."""
    file, rules, clock = read_plan(path), read_rules(settings), clock_of(settings)
    if file.doubts:
        raise Trouble("\n".join([*_doubts(file), "请逐处核对并删去“# ?”后再执行；登记簿没有改动。"]))
    async with opened(settings) as store:
        with of_the_database(settings.store):
            async with store.reading() as session:
                known, seen = await plan_of(session), await revision_of(session)
            if known is None:
                return [*await _install(store, rules, file, clock.now()), *_other_file(settings, path)]
            consent = Consent(agreed.revision or seen, agreed.drop, agreed.overdue)
            amended = await _amend(store, rules, file, consent, clock.now())
    done = [counts_line(amended.found)]
    if amended.work is not None:
        done.insert(0, f"已执行：方案第{amended.found.revision + 1}版。有关单位和办公室将收到消息；服务不必重启。")
    return [*done, *_other_file(settings, path)]


async def _install(store: Database, rules: Rules, file: PlanFile, now: datetime) -> list[str]:
    async with store.writing() as session:
        if await plan_of(session) is not None:
            raise Trouble("方案刚由另一个进程载入：请用 duban diff 查看后再执行。")
        await install_plan(session, file.plan, file.fingerprint, now)
        await session.flush()
        await set_out(session, rules, rules.today(now))
    return [f"已载入方案：{len(file.plan.tasks)} 项。"]


async def _amend(store: Database, rules: Rules, file: PlanFile, consent: Consent, now: datetime) -> Amended:
    new = NewPlan(blueprint_of(file.plan), file.fingerprint)
    try:
        async with store.writing() as session:
            return await amend_plan(session, rules, new, consent, now)
    except RegisterMoved as moved:
        raise Trouble(
            f"登记簿已是第{moved.revision}版，不是第{consent.seen}版：查看之后又有改动，"
            "请重新运行 duban diff；这次没有改动。"
        ) from moved
    except NotAgreed as refused:
        raise Trouble("\n".join([*_reasons(refused), "登记簿没有改动；全部影响请用 duban diff 查看。"])) from refused


def _reasons(refused: NotAgreed) -> Iterable[str]:
    yield from refused.found.comparison.objections
    for number in sorted(refused.ends):
        yield f"第{number}项有未办结的办理事项，撤销须写明 --drop {number}。"
    for number in sorted(refused.late):
        yield f"第{number}项有时限已过，执行后即为逾期，须写明 --overdue {number}。"


def _doubts(file: PlanFile) -> list[str]:
    lines = "、".join(str(doubt.line) for doubt in file.doubts)
    return [f"文件中还有 {len(file.doubts)} 处待核对（# ?）：第 {lines} 行。"] if lines else []


def _other_file(settings: Settings, path: Path) -> list[str]:
    """The service compares the register with its own file at every start."""
    same = settings.plan.exists() and settings.plan.read_bytes() == path.read_bytes()
    return [] if same else [f"请把 {settings.plan} 换成这份文件，否则服务启动时会提示方案与登记簿不一致。"]
