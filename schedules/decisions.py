"""The buttons by which the bureau decides a case."""

from __future__ import annotations

from register.buttons import Offer


def decisions(case_id: int, version: int, unit: str, leading_body: bool) -> list[list[Offer]]:
    """A row that names the unit and opens its evidence, and a row that decides; a leading body is not talked to."""
    accept = "case-accept-leading" if leading_body else "case-accept"
    labels = {"case-accept": accept, "case-decline": "case-decline", "case-hold": "case-hold"}
    evidence = Offer("case-evidence", "case-evidence", case_id, version, facts=(("unit", unit),))
    return [[evidence], [Offer(act, label, case_id, version) for act, label in labels.items()]]
