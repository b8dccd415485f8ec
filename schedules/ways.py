"""The buttons below a letter: what its reader can do about each task, once however many lines speak of it."""

from __future__ import annotations

from register.buttons import Offer
from schedules.morning import Item

_PER_ROW = 2
_WORTH_A_CARD = 2


def ways(items: list[Item]) -> list[list[Offer]]:
    """To report where that is asked, to claim what is due, to say what is mended, to sign; else to open the task."""
    rows: list[list[Offer]] = []
    singles: list[Offer] = []
    mending = [item for item in items if "rectify" in item]
    unsigned = [item for item in items if "notice" in item]
    items = [item for item in items if "rectify" not in item and "notice" not in item]
    for number in dict.fromkeys(item["task"] for item in items):
        offers = _answers(number, [item for item in items if item["task"] == number])
        if len(offers) == 1:
            singles += offers
        else:
            rows += _in_rows(offers)
    return (
        _whole(items)
        + rows
        + _in_rows(singles)
        + [[Offer("case-rectify", "case-rectify", item["rectify"])] for item in mending]
        + [
            [Offer("read-notice", "read-notice", item["notice"], facts=(("number", item["number"]),))]
            for item in unsigned
        ]
    )


def _whole(items: list[Item]) -> list[list[Offer]]:
    """Where several reports are asked, the card that holds them all comes first."""
    quarters = [item["quarter"] for item in items if "request" in item]
    if len(quarters) < _WORTH_A_CARD:
        return []
    return [[Offer("open-requests", "open-requests", facts=(("quarter", max(quarters)),))]]


def opening(items: list[Item]) -> list[list[Offer]]:
    """Only to look: the reader leaves the answer to others."""
    return _in_rows([_open(number) for number in dict.fromkeys(item["task"] for item in items)])


def _answers(number: int, items: list[Item]) -> list[Offer]:
    asked = [item for item in items if "request" in item]
    due = {item["duty"]: item["due"] for item in items if "duty" in item and item["days"] <= 0}
    reports = [_report(number, item) for item in asked[:1]]
    given = [item["contribution"] for item in items if "contribution" in item]
    reports += [Offer("contribute", "contribute", one, facts=(("number", number),)) for one in given[:1]]
    claims = [_claim(number, duty, day, several=len(due) > 1) for duty, day in due.items()]
    return reports + claims or [_open(number)]


def _report(number: int, item: Item) -> Offer:
    label = "report-again" if item["why"] in ("returned", "returns") else "report"
    return Offer("report", label, item["request"], facts=(("number", number),))


def _claim(number: int, duty: int, due: str, *, several: bool) -> Offer:
    """Only where there are several parts of a task does the part's day tell them apart."""
    if several:
        return Offer("claim", "claim-part", duty, facts=(("number", number), ("due", due)))
    return Offer("claim", "claim", duty, facts=(("number", number),))


def _open(number: int) -> Offer:
    return Offer("open-task", "open-task", number, facts=(("number", number),))


def _in_rows(offers: list[Offer]) -> list[list[Offer]]:
    return [offers[i : i + _PER_ROW] for i in range(0, len(offers), _PER_ROW)]
