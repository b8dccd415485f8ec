"""Templates and words: what ships is whole, and what is broken is found before anybody reads it."""

from __future__ import annotations

import logging
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from bot.check import check_templates
from bot.filters import as_date, days_left, quarter, spoken_at, weekday
from bot.handlers.arguments import number_in, quarter_in
from bot.secrecy import Scrubber
from tests.harness.chat import TOKEN, WORDS, shipped_templates


def test_what_ships_is_whole() -> None:
    assert check_templates(WORDS) == []


@pytest.mark.parametrize(
    ("file", "text", "line", "message"),
    [
        ("digest.j2", "一\n{% if unit %}\n二", 3, "模板写法有误"),
        ("digest.j2", "一\n{{ unit | nonsense }}", 2, "nonsense"),
        ("digest.j2", "一\n{% if unit %}\n{{ unit | nonsense }}{% endif %}", 3, "nonsense"),
        ("words.toml", "[buttons]\nsign = 签收\n", 2, "文件写法有误"),
        ("words.toml", '[buttons]\nsign = "{{ x "\n', 2, "模板写法有误"),
    ],
)
def test_what_is_broken_is_found(tmp_path: Path, file: str, text: str, line: int, message: str) -> None:
    folder = shutil.copytree(WORDS, tmp_path / "words")
    (folder / file).write_text(text, encoding="utf-8")
    found = [one for one in check_templates(folder) if one.file == file and message in one.message]
    assert [one.line for one in found] == [line]


def test_a_missing_word_and_a_missing_template_are_found(tmp_path: Path) -> None:
    folder = shutil.copytree(WORDS, tmp_path / "words")
    words = (folder / "words.toml").read_text(encoding="utf-8")
    (folder / "words.toml").write_text(words.replace("stranger =", "strange ="), encoding="utf-8")
    (folder / "hint.j2").unlink()
    assert {one.message for one in check_templates(folder)} == {"缺少词语 refusals.stranger", "缺少这个模板文件"}


def test_a_missing_fact_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(Exception, match="undefined"):
        shipped_templates().render("said", {})


def test_what_people_write_cannot_become_markup() -> None:
    assert shipped_templates().render("said", {"words": "<b>&"}) == "&lt;b&gt;&amp;"


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2021-12-31T15:59:00+00:00", "已由甲于12月31日 23:59"),
        ("2021-12-31T16:00:00+00:00", "已由甲于2021年12月31日 23:59"),
    ],
)
def test_the_year_is_that_of_the_day_on_which_it_is_read_here(at: str, told: str) -> None:
    facts = {"year": 2021, "who": "甲", "when": "2021-12-31T15:59:00+00:00"}
    with spoken_at(datetime.fromisoformat(at)):
        assert told in shipped_templates().words.say("refusals", "evaluation-final", facts)


def test_a_chase_says_which_of_its_tasks_stand_further_up() -> None:
    def asked(task: int) -> dict[str, object]:
        named = {"task": task, "title": f"事项{task}", "quarter": "2021Q2", "due": "2021-06-30", "days": 1}
        return named | {"why": "round-chase", "request": task}

    due = {"task": 1, "title": "事项1", "why": "due-1", "due": "2021-06-30", "days": 1, "duty": 1}
    facts = {"day": "2021-06-29", "unit": "水利局", "items": [due, *map(asked, (1, 2, 3))]}
    words = shipped_templates().render("digest", facts)
    assert "尚有3项未报（其中1项已列于上文）</b>\n· 第2项 事项2\n· 第3项 事项3" in words
    alone = shipped_templates().render("digest", facts | {"items": [asked(2)]})
    assert "尚有1项未报</b>" in alone


def test_what_the_week_leaves_out_is_no_line_of_its_list() -> None:
    none: dict[str, object] = {"count": 0, "lines": []}
    line = {"task": 1, "title": "事项", "due": "2021-07-02", "late": False, "units": ["水利局"]}
    case = {"unit": "水利局", "tasks": [1], "state": "proposed"}
    facts = {
        "unit": None,
        "day": "2021-06-28",
        "lights": {"red": 0, "yellow": 0, "green": 0, "done": 0},
        "closed": none,
    }
    more = {"due": {"count": 8, "lines": [line] * 5}, "overdue": none, "cases": {"count": 6, "lines": [case] * 5}}
    words = shipped_templates().render("weekly", facts | more)
    assert "\n另有3项，请发送 /tasks 查看。" in words
    assert "\n另有1件，请发送 /cases 查看。" in words


REASON = "请补充安排。"


@pytest.mark.parametrize("name", ["returned", "extension-refused", "objection-kept", "objection-corrected"])
def test_a_reason_that_ends_its_sentence_is_followed_by_no_comma(name: str) -> None:
    facts = {"who": "王审核", "when": "2021-06-24T09:03:00+08:00", "reason": REASON, "self_reviewed": True}
    said = shipped_templates().words.say("toasts", name, facts)
    assert said.endswith(f"（王审核，6月24日 09:03，自审）：{REASON}")


def test_a_claim_without_files_says_so_in_a_sentence() -> None:
    facts = {"task": 3, "title": "治理河道", "due": "2021-06-30", "files": 0, "late": False, "answered_quarter": None}
    assert "未附佐证材料。" in shipped_templates().render("claim-filed", facts)
    assert "佐证材料2件。" in shipped_templates().render("claim-filed", facts | {"files": 2})


def test_days_and_quarters_are_spoken() -> None:
    assert [days_left(days) for days in (7, 0, -3)] == ["还有7天", "今天到期", "已逾期3天"]
    assert (weekday("2021-06-30"), quarter("2021Q2")) == ("星期三", "2021年第二季度")
    assert str(as_date("2021-06-30T09:00:00+08:00")) == "2021-06-30"


def test_arguments_are_read_as_people_write_them() -> None:
    assert [quarter_in(text) for text in ("2021Q2", "2021q2", "2021年第二季度", "去年")] == ["2021Q2"] * 3 + [None]
    assert [number_in(text) for text in ("6", "第6项", "六")] == [6, 6, None]


def test_the_token_is_in_no_log_line(caplog: pytest.LogCaptureFixture) -> None:
    scrubber = Scrubber(TOKEN)
    url = f"https://api.example/bot{TOKEN}/sendMessage"
    error = ValueError(url)
    record = logging.getLogger("x").makeRecord("x", 40, "f", 1, "at %s", (url,), (ValueError, error, None))
    scrubber.filter(record)
    shown = logging.Formatter().format(record)
    assert "TEST-token" not in shown
    assert shown.count("<token>") == 2
    event = scrubber(None, "error", {"event": url, "error": ValueError(url), "count": 3})
    assert "TEST-token" not in str(event)
    assert event["count"] == 3
