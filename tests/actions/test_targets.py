"""The owner of targets gives their figures, in versions (填报指标)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from actions.report_targets import report_targets
from register.figures import Reach, exact, reach
from register.tables import AuditEntry, Round, TargetReport, TargetRequest, Unit
from register.tables.plan import TargetRecord
from register.targets import TargetLine, target_lines
from tests.actions.stage import AFTER_CLOSE, IN_TIME, ZONE, Stage

CONTACT, LEADER, OTHER = "水利局contact", "水利局leader", "发改委contact"
AUTUMN = datetime(2021, 9, 27, 10, tzinfo=ZONE)


async def ask(stage: Stage, quarter: str = "2021Q2") -> list[int]:
    """水利局 owns a sum and a share; the round asks for both."""
    (asked_in,) = await stage.rows(Round, Round.quarter == quarter)
    (owner,) = await stage.rows(Unit, Unit.name == "水利局")
    records = await stage.rows(TargetRecord)
    if not records:
        for code, measure in (("land", "亩"), ("share", "%")):
            record = TargetRecord(
                code=code, name=f"目标{code}", measure=measure, minimum=Decimal(60), owner_id=owner.id or 0
            )
            records.append(await stage.add(record))
    rows = [
        TargetRequest(
            round_id=asked_in.id or 0,
            target_id=record.id or 0,
            unit_id=record.owner_id,
            name=record.name,
            measure=record.measure,
            minimum=record.minimum,
        )
        for record in records
    ]
    return [(await stage.add(row)).id or 0 for row in rows]


async def lines(stage: Stage) -> list[TargetLine]:
    async with stage.database.reading() as session:
        return list(await target_lines(session))


async def test_figures_are_kept_exactly_and_on_record(stage: Stage) -> None:
    land, share = await ask(stage)
    figures = {land: Decimal("13700.1234"), share: Decimal("0.1")}
    filed = await stage.does(CONTACT, report_targets, land, figures, None, IN_TIME)
    assert (filed.unit, filed.quarter, filed.in_time) == ("水利局", "2021Q2", True)
    assert [str(line.value) for line in await lines(stage)] == ["13700.1234", "0.1"]
    audited = await stage.rows(AuditEntry, AuditEntry.act == "target_reported")
    assert [one.facts["value"] for one in audited] == ["13700.1234", "0.1"]


async def test_a_correction_is_a_new_version_of_what_changed_alone(stage: Stage) -> None:
    land, share = await ask(stage)
    await stage.does(CONTACT, report_targets, land, {land: Decimal(9000), share: Decimal(40)}, None, IN_TIME)
    await stage.does(LEADER, report_targets, share, {land: Decimal(9000), share: Decimal(45)}, None, IN_TIME)
    versions = [(row.request_id, row.version, exact(row.value)) for row in await stage.rows(TargetReport)]
    assert versions == [(land, 1, Decimal(9000)), (share, 1, Decimal(40)), (share, 2, Decimal(45))]
    same = {land: Decimal("9000.0"), share: Decimal(45)}
    assert (await stage.refused(CONTACT, report_targets, land, same, None, IN_TIME)).word == "targets-same"


async def test_late_figures_are_taken_and_marked_but_not_corrected(stage: Stage) -> None:
    land, share = await ask(stage)
    await stage.does(CONTACT, report_targets, land, {land: Decimal(9000)}, None, IN_TIME)
    late = {land: Decimal(9999), share: Decimal(40)}
    filed = await stage.does(CONTACT, report_targets, land, late, None, AFTER_CLOSE)
    assert not filed.in_time
    assert [(exact(row.value), row.in_time) for row in await stage.rows(TargetReport)] == [
        (Decimal(9000), True),
        (Decimal(40), False),
    ]
    assert (await stage.refused(CONTACT, report_targets, land, late, None, AFTER_CLOSE)).word == "targets-closed"


async def test_the_next_round_shows_the_last_figure(stage: Stage) -> None:
    land, _ = await ask(stage)
    await stage.does(CONTACT, report_targets, land, {land: Decimal(9000)}, None, IN_TIME)
    await stage.open_round("2021Q3", AUTUMN, date(2021, 9, 30))
    await ask(stage, "2021Q3")
    newest = [line for line in await lines(stage) if line.quarter == "2021Q3"]
    assert [(line.value, line.before) for line in newest] == [(None, Decimal(9000)), (None, None)]


async def test_others_and_used_drafts_are_refused(stage: Stage) -> None:
    land, _ = await ask(stage)
    figures = {land: Decimal(1)}
    for name, word in (("陌生人", "stranger"), (OTHER, "not-your-unit"), ("办公室office", "not-your-role")):
        assert (await stage.refused(name, report_targets, land, figures, None, IN_TIME)).word == word
    draft = await stage.draft(CONTACT, land)
    assert (await stage.refused(LEADER, report_targets, land, figures, draft, IN_TIME)).word == "not-your-draft"
    await stage.does(CONTACT, report_targets, land, figures, draft, IN_TIME)
    assert (await stage.refused(CONTACT, report_targets, land, figures, draft, IN_TIME)).word == "draft-gone"
    assert not await stage.rows(TargetReport, TargetReport.version != 1)


DUE, BEFORE, AFTER = date(2021, 12, 31), date(2021, 12, 31), date(2022, 1, 1)


@pytest.mark.parametrize(
    ("value", "minimum", "maximum", "today", "stands"),
    [
        (None, 60, None, AFTER, Reach.UNREPORTED),
        (59, 60, None, BEFORE, Reach.NOT_YET),
        (59, 60, None, AFTER, Reach.MISSED),
        (60, 60, None, AFTER, Reach.MET),
        (17, 18, 25, BEFORE, Reach.NOT_YET),
        (18, 18, 25, BEFORE, Reach.MET),
        (25, 18, 25, AFTER, Reach.MET),
        (26, 18, 25, AFTER, Reach.ABOVE),
        (5, None, 5, AFTER, Reach.MET),
        (6, None, 5, BEFORE, Reach.NOT_YET),
        (6, None, 5, AFTER, Reach.MISSED),
    ],
)
def test_a_figure_against_the_promise(
    value: int | None, minimum: int | None, maximum: int | None, today: date, stands: Reach
) -> None:
    def number(one: int | None) -> Decimal | None:
        return None if one is None else Decimal(one)

    assert reach(number(value), number(minimum), number(maximum), DUE, today) is stands


def test_without_a_day_nothing_is_missed() -> None:
    assert reach(Decimal(1), Decimal(2), None, None, AFTER) is Reach.NOT_YET
