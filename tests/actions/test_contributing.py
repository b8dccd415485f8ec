"""A responsible unit gives its words: its own alone, until the close, and as often as it likes."""

from __future__ import annotations

from sqlmodel import col, select

from actions.contribute import contribute
from register.record import broken_link
from register.states import ContributionState
from register.tables import AuditEntry, Contribution, Unit
from tests.actions.stage import AFTER_CLOSE, IN_TIME, LAST_MINUTE, Stage


async def asked(stage: Stage) -> int:
    """水利局 is asked about the first task."""
    request = await stage.request(1)
    async with stage.database.reading() as session:
        unit = (await session.exec(select(Unit).where(Unit.name == "水利局"))).one()
    row = Contribution(round_id=request.round_id, task_id=request.task_id, unit_id=unit.id or 0)
    return (await stage.add(row)).id or 0


async def test_the_words_are_kept_and_every_version_is_in_the_audit_chain(stage: Stage) -> None:
    contribution = await asked(stage)
    first = await stage.does("水利局contact", contribute, contribution, " 完成一 ", None, IN_TIME)
    second = await stage.does("水利局leader", contribute, contribution, "完成一和二", None, LAST_MINUTE)
    assert (first.words, first.again, second.again) == ("完成一", False, True)
    (row,) = await stage.rows(Contribution)
    assert (row.state, row.words, row.given_at) == (ContributionState.GIVEN, "完成一和二", LAST_MINUTE)
    entries = await stage.rows(AuditEntry, col(AuditEntry.act) == "contributed")
    assert [entry.facts["words"] for entry in entries] == ["完成一", "完成一和二"]
    async with stage.database.reading() as session:
        assert await broken_link(session) is None


async def test_nobody_else_speaks_for_the_unit(stage: Stage) -> None:
    contribution = await asked(stage)
    for name, word in (("发改委contact", "not-your-unit"), ("办公室office", "not-your-role"), ("路人", "stranger")):
        refusal = await stage.refused(name, contribute, contribution, "完成", None, IN_TIME)
        assert refusal.word == word
    assert (await stage.rows(Contribution))[0].state is ContributionState.ASKED


async def test_after_the_close_nothing_is_changed(stage: Stage) -> None:
    contribution = await asked(stage)
    refusal = await stage.refused("水利局contact", contribute, contribution, "完成", None, AFTER_CLOSE)
    assert refusal.word == "contribution-closed"


async def test_words_that_are_too_long_or_a_used_draft_are_refused(stage: Stage) -> None:
    contribution = await asked(stage)
    refusal = await stage.refused("水利局contact", contribute, contribution, "长" * 1001, None, IN_TIME)
    assert refusal.word == "text-too-long"
    refusal = await stage.refused("水利局contact", contribute, contribution, "完成", 99, IN_TIME)
    assert refusal.word == "draft-gone"
