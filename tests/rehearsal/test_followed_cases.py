"""A bureau that follows its cases: the rehearsal shows the whole life of a case, from the proposal to the close."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.oracle.expected import read_plan
from tests.rehearsal.files import CASTS, PLAN
from tests.rehearsal.judged import played_by_the_rules

CAST = CASTS / "followed.yaml"
END = date(2021, 8, 20)


async def test_what_the_bureau_agrees_to_is_followed_to_its_close(tmp_path: Path) -> None:
    rehearsed = await played_by_the_rules(CAST, tmp_path, END)
    leading = {unit.name for unit in read_plan(PLAN).units if unit.leading_body}
    assert {case["state"] for case in rehearsed.register["cases"] if case["unit"] not in leading} == {"closed"}
    assert {case["state"] for case in rehearsed.register["cases"] if case["unit"] in leading} == {"notified"}
    told = [line["text"].split("\n")[0] for line in rehearsed.messages if line["unit"] == "郭连镇"]
    life = ["同意约谈", "约谈通知", "约谈后请限期整改", "✅ 已收到整改报告", "整改核查通过，案件办结"]
    assert [title for title in dict.fromkeys(told) if title in life] == life
