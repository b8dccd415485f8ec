"""How large a fault case is: a sample in ``make test``, the full number in ``make faults``."""

from __future__ import annotations

import os

FULL = os.environ.get("DUBAN_TEST_FAULTS") == "full"


def times(sample: int, full: int) -> int:
    return full if FULL else sample
