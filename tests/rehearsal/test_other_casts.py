"""Other companies play the same plan: whatever people do, the rules say the same of it as the oracle.

The register that is left is the one that can be counted again from what was said.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from plans.model import UnitNames
from rehearsal.record import write_lines
from rehearsal.rehearse import rehearse
from tests.oracle.cast import read_cast
from tests.oracle.expected import read_plan
from tests.oracle.judge import judge
from tests.oracle.messages import read
from tests.oracle.recount import differences
from tests.rehearsal.files import CASTS, PLAN, POLICY

END = date(2021, 11, 10)
"""Two rounds and their follow-ups: nothing of another kind comes later, and the default cast plays to the end."""


@pytest.mark.parametrize("name", ["prompt", "silent", "late", "stuck", "returned-once"])
async def test_the_rules_hold(name: str, tmp_path: Path) -> None:
    plan, cast = read_plan(PLAN), CASTS / f"{name}.yaml"
    rehearsed = await rehearse(PLAN, POLICY, cast, end=END)
    path = tmp_path / "messages.jsonl"
    write_lines(rehearsed.messages, path)
    judgement = judge(path, plan, read_cast(cast, UnitNames(plan.units)), END)
    assert judgement.sound, judgement.report()
    assert differences(rehearsed.register, read(path)[0], plan, END) == []
