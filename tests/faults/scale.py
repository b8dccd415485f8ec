"""How large a fault case is: a sample in ``make test``, the full number in ``make faults``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import islice
from typing import TypeVar

Case = TypeVar("Case")

FULL = os.environ.get("DUBAN_TEST_FAULTS") == "full"


def times(sample: int, full: int) -> int:
    return full if FULL else sample


def some(cases: Mapping[str, Case], sample: int) -> dict[str, Case]:
    """The first few of a table of cases in the sample, all of them in the full number."""
    return dict(islice(cases.items(), times(sample, len(cases))))
