"""Rules of a policy that contradict each other."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time
from itertools import pairwise

from plans.findings import Findings
from plans.policy import EvaluationWeights, LadderStep, Policy, Step, WorkingDay
from plans.problems import Path

_ORDER = list(Step)
_FULL_MARKS = 100


LADDERS = ("overdue", "slow", "slow_again", "returned_twice")


def check_policy(policy: Policy, findings: Findings[Policy], templates: Collection[str] | None = None) -> None:
    """Every rule may be sound alone and still make no sense beside another.

    ``templates``: the names of the messages there are; None where they are not known.
    """
    _check_hours(policy.working_day, findings)
    for field in ("lead_marks", "support_marks"):
        _check_distinct(getattr(policy.reminders, field), ("reminders", field), findings)
    if not policy.reminders.lead_marks:
        findings.warn(("reminders", "lead_marks"), "没有提醒日", "请核对；到期前将不提醒牵头单位")
    _check_round(policy, findings)
    _check_weights(policy.evaluation.weights, findings)
    for cause in LADDERS:
        steps: tuple[LadderStep, ...] = getattr(policy.ladder, cause)
        _check_ladder(steps, ("ladder", cause), policy, findings)
        if templates is not None:
            _check_templates(steps, ("ladder", cause), templates, findings)


def _check_hours(hours: WorkingDay, findings: Findings[Policy]) -> None:
    if hours.quiet_from == hours.quiet_until:
        findings.error(("working_day", "quiet_until"), "免打扰时段的起止相同", "起止应不同")
    elif _inside(hours.speak_at, hours.quiet_from, hours.quiet_until):
        span = f"{hours.quiet_from:%H:%M}–{hours.quiet_until:%H:%M}"
        findings.error(
            ("working_day", "speak_at"), f"发送时刻 {hours.speak_at:%H:%M} 在免打扰时段 {span} 内", "应在该时段之外"
        )


def _inside(moment: time, start: time, end: time) -> bool:
    """Whether ``moment`` lies in a span that may pass midnight."""
    return start <= moment < end if start < end else moment >= start or moment < end


def _check_distinct(marks: tuple[int, ...], path: Path, findings: Findings[Policy]) -> None:
    for position, mark in enumerate(marks):
        if mark in marks[:position]:
            findings.error((*path, position), f"{mark} 写了两次", "各数应不同")


def _check_round(policy: Policy, findings: Findings[Policy]) -> None:
    rules = policy.round
    _check_distinct(rules.chase_on_last, ("round", "chase_on_last"), findings)
    for position, chase in enumerate(rules.chase_on_last):
        if chase > rules.opens_on_last:
            wrong = f"催报日（倒数第 {chase} 个工作日）早于开启日（倒数第 {rules.opens_on_last} 个）"
            findings.error(("round", "chase_on_last", position), wrong, "应在开启之后催报")
    if rules.filing_confirmed_by < rules.filing_asked_after:
        findings.error(("round", "filing_confirmed_by"), "汇总确认期限早于请求确认之日", "应不早于 filing_asked_after")
    if rules.drafts_after < rules.filing_confirmed_by:
        findings.error(("round", "drafts_after"), "送草稿之日早于汇总确认期限", "应不早于 filing_confirmed_by")


def _check_weights(weights: EvaluationWeights, findings: Findings[Policy]) -> None:
    total = weights.completion + weights.timeliness + weights.quality + weights.cooperation
    if total != _FULL_MARKS:
        findings.error(("evaluation", "weights"), f"各部分分值合计 {total}", f"合计应为 {_FULL_MARKS}")


def _check_ladder(steps: tuple[LadderStep, ...], path: Path, policy: Policy, findings: Findings[Policy]) -> None:
    if not steps:
        findings.warn(path, "没有督办梯次", "请核对；此类情形将不督办")
    for index, step in enumerate(steps):
        _check_audience(step, (*path, index), findings)
        if step.document is not None and step.document.value != step.step.value:
            wrong = f"{step.step} 一步不能附 {step.document} 文书"
            findings.error((*path, index, "document"), wrong, f"应写在 {step.document} 一步")
    for index, (earlier, later) in enumerate(pairwise(steps), start=1):
        if later.after <= earlier.after:
            wrong = f"第 {later.after} 个工作日不晚于上一步的第 {earlier.after} 个工作日"
            findings.error((*path, index, "after"), wrong, "各步的日子应依次推后")
        if _ORDER.index(later.step) <= _ORDER.index(earlier.step):
            wrong = f"{later.step} 排在 {earlier.step} 之后"
            findings.error((*path, index, "step"), wrong, f"各步应按 {'、'.join(_ORDER)} 的顺序，且各只一次")
    _check_explanation_time(steps, path, policy, findings)


def _check_audience(step: LadderStep, path: Path, findings: Findings[Policy]) -> None:
    if not step.to:
        findings.error((*path, "to"), "没有主送对象", "应至少有一个")
    for field, listed in (("to", step.to), ("copy_to", step.copy_to)):
        for position, audience in enumerate(listed):
            if audience in listed[:position] or (field == "copy_to" and audience in step.to):
                findings.error((*path, field, position), f"{audience} 重复列出", "同一对象应只主送或抄送一次")


def _check_templates(
    steps: tuple[LadderStep, ...], path: Path, templates: Collection[str], findings: Findings[Policy]
) -> None:
    for index, step in enumerate(steps):
        if step.template is not None and step.template not in templates:
            wrong = f"没有 {step.template}.j2 这个模板"
            findings.error((*path, index, "template"), wrong, "应为 message_templates 中的文件名，不带 .j2")


def _check_explanation_time(
    steps: tuple[LadderStep, ...], path: Path, policy: Policy, findings: Findings[Policy]
) -> None:
    days = {step.step: (index, step.after) for index, step in enumerate(steps)}
    if Step.EXPLANATION not in days or Step.PROPOSAL not in days:
        return
    index, proposal = days[Step.PROPOSAL]
    asked = days[Step.EXPLANATION][1]
    least = policy.ladder.explanation_to_proposal
    if asked < proposal < asked + least:
        wrong = f"请报情况说明后第 {proposal - asked} 个工作日即提约谈建议"
        findings.error((*path, index, "after"), wrong, f"应至少相隔 {least} 个工作日（explanation_to_proposal）")
