"""The policy: the file that ships says the defaults, and rules that contradict each other are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from plans.check import load_policy
from plans.document import Document
from plans.policy import Policy
from plans.reader import read_document
from tests.plans.texts import policy_problems

SHIPPED = Path(__file__).parents[2] / "data" / "policy.yaml"

LADDER = """\
ladder:
  overdue:
    - {{step: {}, after: {}, to: [contact]}}
    - {{step: {}, after: {}, to: [contact]}}
"""

FAULTS = {
    "unquoted time": (
        "working_day:\n  speak_at: 16:30\n",
        '2: working_day.speak_at: 16:30 没有加引号，时刻应加引号，写作 "16:30"',
    ),
    "no time of day": (
        'working_day:\n  speak_at: "25:00"\n',
        "2: working_day.speak_at: 写的是“25:00”，应为加引号的时刻",
    ),
    "a number for a time": (
        "working_day:\n  speak_at: 990\n",
        "2: working_day.speak_at: 写的是 990 ，应为加引号的时刻",
    ),
    "speaking in quiet hours": (
        'working_day:\n  speak_at: "07:00"\n',
        "2: working_day.speak_at: 发送时刻 07:00 在免打扰时段 20:00–08:30 内",
    ),
    "quiet hours by day": (
        'working_day:\n  quiet_from: "08:00"\n  quiet_until: "10:00"\n',
        "1: working_day.speak_at: 发送时刻 09:00 在免打扰时段 08:00–10:00 内",
    ),
    "no quiet hours": (
        'working_day: {quiet_from: "08:00", quiet_until: "08:00"}\n',
        "1: working_day.quiet_until: 免打扰时段的起止相同",
    ),
    "mark twice": ("reminders:\n  lead_marks: [7, 3, 7]\n", "2: reminders.lead_marks[2]: 7 写了两次"),
    "negative mark": ("reminders:\n  lead_marks: [-1]\n", "2: reminders.lead_marks[0]: 写的是 -1 ，应不小于 0"),
    "mark beyond a year": (
        "reminders:\n  support_marks: [400]\n",
        "2: reminders.support_marks[0]: 写的是 400 ，应不大于 366",
    ),
    "half a day": ("reminders:\n  support_marks: [1.5]\n", "2: reminders.support_marks[0]: 写的是 1.5 ，应为整数"),
    "chase before opening": (
        "round:\n  chase_on_last: [9]\n",
        "2: round.chase_on_last[0]: 催报日（倒数第 9 个工作日）早于开启日",
    ),
    "confirmed before asked": (
        "round:\n  filing_asked_after: 4\n",
        "1: round.filing_confirmed_by: 汇总确认期限早于请求确认之日",
    ),
    "drafts before confirmed": ("round:\n  drafts_after: 2\n", "2: round.drafts_after: 送草稿之日早于汇总确认期限"),
    "steps not ascending": (
        LADDER.format("warning", 5, "order", 5),
        "4: ladder.overdue[1].after: 第 5 个工作日不晚于上一步",
    ),
    "steps out of order": (
        LADDER.format("order", 1, "warning", 5),
        "4: ladder.overdue[1].step: warning 排在 order 之后",
    ),
    "step to nobody": ("ladder:\n  slow: [{step: warning, after: 1, to: []}]\n", "2: ladder.slow[0].to: 没有主送对象"),
    "copied to the same": (
        "ladder:\n  slow: [{step: warning, after: 1, to: [contact], copy_to: [contact]}]\n",
        "2: ladder.slow[0].copy_to[0]: contact 重复列出",
    ),
    "unknown step": (
        "ladder:\n  slow: [{step: shout, after: 1, to: [contact]}]\n",
        "2: ladder.slow[0].step: 写的是“shout”，应为 warning、order、explanation-asked、proposal 之一",
    ),
    "no time to explain": (
        "ladder:\n  explanation_to_proposal: 3\n",
        "1: ladder.overdue[3].after: 请报情况说明后第 2 个工作日即提约谈建议",
    ),
    "share above one": ("slow: {share: 1.5}\n", "1: slow.share: 写的是 1.5 ，应不大于 1"),
    "share of nothing": ("slow: {share: 0}\n", "1: slow.share: 写的是 0 ，应大于 0"),
    "share as a word": ("slow: {share: true}\n", "1: slow.share: 写的是 true ，应为数字"),
    "weights that are not a hundred": (
        "evaluation:\n  weights: {quality: 20}\n",
        "2: evaluation.weights: 各部分分值合计 105",
    ),
    "unknown rule": ("remindres: {}\n", "1: remindres: 没有这个字段"),
    "a list": ("- 1\n", "1: 全文: 写的是一个列表，应为若干“字段: 值”"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_contradiction_is_named_with_its_line(fault: str, tmp_path: Path) -> None:
    text, expected = FAULTS[fault]
    problems = policy_problems(tmp_path, text)
    found = [str(problem).removeprefix(f"{tmp_path}/policy.yaml:") for problem in problems]
    assert found[0].startswith(expected), found
    assert {problem.severity for problem in problems} == {"error"}


def test_a_policy_may_name_only_what_it_changes(tmp_path: Path) -> None:
    assert policy_problems(tmp_path, "lights: {yellow_within: 10}\n") == []


@pytest.mark.parametrize("text", ["ladder: {slow: []}\n", "reminders: {lead_marks: []}\n"])
def test_silence_by_choice_is_only_warned_of(text: str, tmp_path: Path) -> None:
    assert [problem.severity for problem in policy_problems(tmp_path, text)] == ["warning"]


def test_the_shipped_policy_is_the_default() -> None:
    assert load_policy(SHIPPED) == (Policy(), [])


def test_the_shipped_policy_writes_out_every_rule() -> None:
    document, _ = read_document(SHIPPED)
    assert document is not None
    for path in _rules(Policy):
        assert path in document.places, f"{path} is left to its default"


def test_every_rule_of_the_shipped_policy_is_explained() -> None:
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    document, _ = read_document(SHIPPED)
    assert isinstance(document, Document)
    for path in _rules(Policy):
        explained = lines[document.place(path).line - 1]
        assert len(path) == 1 or "#" in explained, explained


def _rules(model: type[BaseModel], above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    paths: list[tuple[str, ...]] = []
    for name, field in model.model_fields.items():
        paths.append((*above, name))
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            paths += _rules(field.annotation, (*above, name))
    return paths


WORDS = {"warning", "order", "order-urban"}


@pytest.mark.parametrize(("template", "found"), [("order-urban", []), ("order-rural", ["ladder.overdue[0].template"])])
def test_a_step_may_have_words_of_its_own_if_they_are_there(template: str, found: list[str], tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text(f"ladder:\n  overdue:\n    - {{step: order, after: 5, to: [leader], template: {template}}}\n")
    policy, problems = load_policy(file, WORDS)
    assert [str(problem).split(": ")[1] for problem in problems] == found
    assert (policy is None) is bool(found)


@pytest.mark.parametrize(
    ("step", "found"),
    [("order", []), ("warning", ["ladder.overdue[0].document: warning 一步不能附 order 文书，应写在 order 一步"])],
)
def test_a_paper_belongs_to_its_step(step: str, found: list[str], tmp_path: Path) -> None:
    text = f"ladder:\n  overdue:\n    - {{step: {step}, after: 5, to: [leader], document: order}}\n"
    assert [str(problem).partition(": ")[2] for problem in policy_problems(tmp_path, text)] == found
