"""The buttons by which the bureau decides a case."""

from __future__ import annotations

from register.buttons import Offer


def decisions(case_id: int, version: int, unit: str, leading_body: bool) -> list[list[Offer]]:
    """The evidence, and the ways to decide. Each button names the unit: a message may hold many cases.

    A leading body is not talked to: its case is put to the leading group.
    """

    def offer(act: str, label: str) -> Offer:
        return Offer(act, label, case_id, version, facts=(("unit", unit),))

    leading = "-leading" if leading_body else ""
    return [
        [offer("case-evidence", "case-evidence")],
        [offer("case-accept", f"case-accept{leading}")],
        [offer("case-decline", f"case-decline{leading}"), offer("case-hold", f"case-hold{leading}")],
    ]
