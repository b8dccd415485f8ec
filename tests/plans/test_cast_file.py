"""A cast file is read like every file that people edit: all problems at once, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from plans.cast import CastFile, Decides, load_cast, require_cast
from plans.check import require_plan
from plans.problems import PlanRefused

DATA = Path(__file__).parents[2] / "data"
PLAN = require_plan(DATA / "tasks.yaml")


def read(folder: Path, text: str) -> tuple[CastFile | None, list[str]]:
    path = folder / "cast.yaml"
    path.write_text(text, encoding="utf-8")
    cast, problems = load_cast(path, PLAN)
    return cast, [str(problem).partition("cast.yaml:")[2] for problem in problems]


def test_the_default_cast_is_sound() -> None:
    cast = require_cast(DATA / "cast.yaml", PLAN)
    assert cast.units["郭连镇"].reports == "never"
    assert cast.units["自然资源和规划局"].reports == 2
    assert cast.bureau.decides is Decides.ACCEPT


def test_what_is_not_said_is_left_open(tmp_path: Path) -> None:
    cast, problems = read(tmp_path, "units:\n  水利局: {completes: +20}\n")
    assert problems == []
    assert cast is not None
    assert cast.units["水利局"].completes == 20
    assert cast.units["水利局"].reports is None
    assert cast.office.reviews == "same-day"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("units:\n  某局: {reports: never}\n", "2: units.某局: 没有“某局”这个单位"),
        ("units:\n  水利局: {reports: soon}\n", "2: units.水利局.reports: 写的是“soon”，应为 open、close、never"),
        ("default: {reports: -3}\n", "1: default.reports: 写的是 -3 ，应为 open"),
        ("default: {reports: true}\n", "1: default.reports: 写的是 true ，应为 open"),
        ("default: {completes: 1.5}\n", "1: default.completes: 写的是 1.5 ，应为 never、天数"),
        ("default: {progress: fast}\n", "1: default.progress: 写的是“fast”，应为 linear、stuck"),
        ("default: {progress: [20, 101]}\n", "default.progress"),
        ("default: {signs: 1}\n", "1: default.signs: 写的是 1 ，应为 true 或 false"),
        ("office: {reviews: later}\n", "1: office.reviews: 写的是“later”，应为 same-day、never"),
        ("office: {grants: maybe}\n", "1: office.grants: 写的是“maybe”，应为 true 或 false"),
        ("default: {extends: 0}\n", "1: default.extends: 写的是 0 ，应为 never、天数（如 +3）"),
        ("default: {away: [{from: 2021-07-05, to: 2021-07-01}]}\n", "1: default.away[0].to: 2021-07-01 早于开始的"),
        (
            "units:\n  水利局: {away: [{from: 2021-07-01, to: 2021-07-05}, {from: 2021-07-05, to: 2021-07-06}]}\n",
            "2: units.水利局.away[1].from: 2021-07-05 不晚于上一次结束的 2021-07-05",
        ),
        ("bureau: {decides: maybe}\n", "1: bureau.decides: 写的是“maybe”，应为 accept、decline、hold"),
        ("units:\n  水利局: {report: open}\n", "2: units.水利局.report: 没有这个字段"),
        ("default: {reports: open}\ndefault: {reports: close}\n", "2: default: “default”写了两次"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(tmp_path: Path, text: str, problem: str) -> None:
    cast, problems = read(tmp_path, text)
    assert cast is None
    assert any(problem in told for told in problems), problems


def test_whoever_must_have_the_cast_gets_every_problem(tmp_path: Path) -> None:
    path = tmp_path / "cast.yaml"
    path.write_text("units:\n  某局: {}\n  别局: {}\n", encoding="utf-8")
    with pytest.raises(PlanRefused) as refused:
        require_cast(path, PLAN)
    assert len(refused.value.problems) == 2
