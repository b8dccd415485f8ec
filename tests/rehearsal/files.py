"""The files of the real plan."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parents[2] / "data"
PLAN, POLICY, CAST = DATA / "tasks.yaml", DATA / "policy.yaml", DATA / "cast.yaml"
CASTS = Path(__file__).parents[1] / "oracle" / "casts"
