"""Start of the command line: ``duban --help`` against a bare interpreter; to reach 0.4 s."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

from benchmarks.row import show

_TIMES = 5


def main() -> None:
    show("duban --help", _seconds("-m", "duban", "--help"), 0.4, "s", "to reach")
    show("duban --help", _seconds("-m", "duban", "--help"), _seconds("-c", "pass"), "s", "bare interpreter")


def _seconds(*arguments: str) -> float:
    return statistics.median(_once(*arguments) for _ in range(_TIMES))


def _once(*arguments: str) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)  # noqa: S603 - our own command
    return time.perf_counter() - begun


if __name__ == "__main__":
    main()
