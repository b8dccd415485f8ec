"""A rehearsal that the independent reading of the rules agrees with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from plans.model import UnitNames
from rehearsal.record import write_lines
from rehearsal.rehearse import Rehearsal, rehearse
from tests.oracle.cast import read_cast
from tests.oracle.expected import read_plan
from tests.oracle.judge import judge
from tests.oracle.messages import read
from tests.oracle.recount import differences
from tests.rehearsal.files import PLAN, POLICY


async def played_by_the_rules(cast: Path, folder: Path, end: date) -> Rehearsal:
    """Rehearsed to ``end``: the messages are what the oracle expects, and the register can be recounted from them."""
    plan = read_plan(PLAN)
    rehearsed = await rehearse(PLAN, POLICY, cast, end=end)
    path = folder / "messages.jsonl"
    write_lines(rehearsed.messages, path)
    judgement = judge(path, plan, read_cast(cast, UnitNames(plan.units)), end)
    assert judgement.sound, judgement.report()
    assert differences(rehearsed.register, read(path)[0], plan, end) == []
    return rehearsed
