"""A bureau that follows its cases: the rehearsal shows the whole life of a case, from the proposal to the close."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from plans.model import UnitNames
from rehearsal.record import write_lines
from rehearsal.rehearse import rehearse
from tests.oracle.cast import read_cast
from tests.oracle.expected import read_plan
from tests.oracle.judge import judge
from tests.oracle.messages import read
from tests.oracle.recount import differences
from tests.rehearsal.files import CASTS, PLAN, POLICY

CAST = CASTS / "followed.yaml"
END = date(2021, 8, 20)


async def test_what_the_bureau_agrees_to_is_followed_to_its_close(tmp_path: Path) -> None:
    plan = read_plan(PLAN)
    rehearsed = await rehearse(PLAN, POLICY, CAST, end=END)
    path = tmp_path / "messages.jsonl"
    write_lines(rehearsed.messages, path)
    judgement = judge(path, plan, read_cast(CAST, UnitNames(plan.units)), END)
    assert judgement.sound, judgement.report()
    assert differences(rehearsed.register, read(path)[0], plan, END) == []
    leading = {unit.name for unit in plan.units if unit.leading_body}
    assert {case["state"] for case in rehearsed.register["cases"] if case["unit"] not in leading} == {"closed"}
    assert {case["state"] for case in rehearsed.register["cases"] if case["unit"] in leading} == {"notified"}
    told = [line["text"].split("\n")[0] for line in rehearsed.messages if line["unit"] == "郭连镇"]
    life = ["同意约谈", "约谈通知", "约谈后请限期整改", "✅ 已收到整改报告", "整改核查通过，案件办结"]
    assert [title for title in dict.fromkeys(told) if title in life] == life
