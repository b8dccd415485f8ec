"""Start of the command line: ``duban --help`` against a bare interpreter; to reach 0.4 s."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from benchmarks.row import show

_TO_REACH = 0.4


def main(*, small: bool = False) -> None:
    times = 3 if small else 15
    ours = _seconds(times, "-m", "duban", "--help")
    show("duban --help", ours, _TO_REACH, "s", "to reach")
    show("duban --help", ours, _seconds(times, "-c", "pass"), "s", "bare interpreter")


def _seconds(times: int, *arguments: str) -> float:
    return statistics.median(_once(*arguments) for _ in range(times))


def _once(*arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - begun
