"""``make bench``: every benchmark, one after the other; ``python -m benchmarks sweep pacing`` runs some of them.

``--small`` makes each short, to see that it works: its figures mean nothing.
"""

from __future__ import annotations

import argparse
from importlib import import_module

SCRIPTS = (
    "start",
    "tick",
    "rehearsal",
    "sweep",
    "delivery",
    "pacing",
    "button",
    "memory",
    "papers",
    "notice",
    "ledger",
    "charts",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("scripts", nargs="*", metavar="SCRIPT", help=", ".join(SCRIPTS))
    parser.add_argument("--small", action="store_true")
    asked = parser.parse_args()
    if unknown := set(asked.scripts) - set(SCRIPTS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    for name in asked.scripts or SCRIPTS:
        import_module(f"benchmarks.{name}").main(small=asked.small)


if __name__ == "__main__":
    main()
