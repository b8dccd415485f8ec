"""The command line answers at once: heavy libraries are loaded only by the command that needs them."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pandas", "matplotlib", "numpy", "telegram", "sqlalchemy", "sqlmodel")
SHOW_HELP = """
import sys
from duban.cli import app
sys.argv = ["duban", "--help"]
try:
    app()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def test_help_loads_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", SHOW_HELP], capture_output=True, text=True, check=True)  # noqa: S603 - our own text

    assert "duban" in done.stdout
    assert set(HEAVY) & set(done.stderr.split()) == set()
