"""The whole plan rehearsed with the default cast, documents included, against the limit of 60 s."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

from benchmarks.row import show


def main() -> None:
    with tempfile.TemporaryDirectory() as out:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-m", "duban", "rehearse", "--out", out], check=True, capture_output=True)  # noqa: S603 - our own command
        show("the whole plan rehearsed", time.perf_counter() - begun, 60.0, "s", "limit")


if __name__ == "__main__":
    main()
