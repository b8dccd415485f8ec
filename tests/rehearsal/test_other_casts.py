"""Other companies play the same plan: whatever people do, the rules say the same of it as the oracle.

The register that is left is the one that can be counted again from what was said.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.rehearsal.files import CASTS
from tests.rehearsal.judged import played_by_the_rules

END = date(2021, 11, 10)
"""Two rounds and their follow-ups: nothing of another kind comes later, and the default cast plays to the end."""


@pytest.mark.parametrize("name", ["prompt", "silent", "late", "stuck", "returned-once"])
async def test_the_rules_hold(name: str, tmp_path: Path) -> None:
    await played_by_the_rules(CASTS / f"{name}.yaml", tmp_path, END)
