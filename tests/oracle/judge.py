"""``python -m tests.oracle.judge DIR --cast FILE``: is this rehearsal what the default rules say?"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plans.model import Plan, UnitNames

from . import messages, structure
from .cast import Cast, read_cast
from .expected import expected, read_plan
from .facts import Fact

SHOWN = 50


@dataclass(frozen=True)
class Judgement:
    """``missing``: the rules say it, the rehearsal does not; ``unexpected``: the other way round."""

    said: int
    missing: tuple[Fact, ...]
    unexpected: tuple[Fact, ...]
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        return not (self.missing or self.unexpected or self.faults)

    def report(self) -> str:
        """The findings for a person to read."""
        lines = [f"{self.said} facts in the rehearsal"]
        lines += _listed("missing", [fact.told() for fact in self.missing], self.missing)
        lines += _listed("unexpected", [fact.told() for fact in self.unexpected], self.unexpected)
        lines += _listed("faults of form", list(self.faults), ())
        return "\n".join([*lines, "as the rules say" if self.sound else "NOT as the rules say"])


def _listed(title: str, told: list[str], facts: Iterable[Fact]) -> list[str]:
    kinds = Counter(f"{fact.kind} {fact.why}" for fact in facts)
    summary = ", ".join(f"{name} {count}" for name, count in kinds.most_common())
    more = [f"  … and {len(told) - SHOWN} more"] if len(told) > SHOWN else []
    return [
        f"{title}: {len(told)}" + (f" ({summary})" if summary else ""),
        *(f"  {line}" for line in told[:SHOWN]),
        *more,
    ]


def in_order(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """By day, seat, kind and task."""
    return tuple(sorted(facts, key=lambda fact: (*fact[:5], fact.milestone or 0, fact.why, fact.about or "")))


def judge(path: Path, plan: Plan, cast: Cast, to: date | None = None) -> Judgement:
    """Compare the file with what is expected up to ``to`` (the plan's end by default)."""
    sent, faults = messages.read(path)
    said, wanted = messages.reduce(sent), expected(plan, cast, to)
    lacking, extra = Counter(wanted) - Counter(said), Counter(said) - Counter(wanted)
    found = (*faults, *structure.faults(sent, plan))
    return Judgement(len(said), in_order(lacking.elements()), in_order(extra.elements()), found)


def main(arguments: list[str] | None = None) -> int:
    """Print the judgement; 0 when the rehearsal is as the rules say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", type=Path, help="the rehearsal's --out directory")
    parser.add_argument("--cast", type=Path, required=True)
    parser.add_argument("--plan", type=Path, default=Path("data/tasks.yaml"))
    parser.add_argument("--to", type=date.fromisoformat)
    given = parser.parse_args(arguments)
    plan = read_plan(given.plan)
    judgement = judge(given.dir / "messages.jsonl", plan, read_cast(given.cast, UnitNames(plan.units)), given.to)
    sys.stdout.write(judgement.report() + "\n")
    return 0 if judgement.sound else 1


if __name__ == "__main__":
    sys.exit(main())
