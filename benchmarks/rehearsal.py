"""The whole plan rehearsed with the default cast, documents included."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from statistics import median

from benchmarks.row import show

_TO_REACH = 15.0


def main(*, small: bool = False) -> None:
    show("the whole plan rehearsed", median(_once() for _ in range(1 if small else 3)), _TO_REACH, "s", "to reach")


def _once() -> float:
    with tempfile.TemporaryDirectory() as out:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "duban", "rehearse", "--out", out], check=True, capture_output=True)
        return time.perf_counter() - begun
