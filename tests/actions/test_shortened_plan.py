"""The plan is to end earlier: no later date that was granted outlasts it, and none that was granted is forgotten."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from actions.complete import claim
from actions.extend import ask_extension
from actions.review_extension import judge_extension
from duban.amendment_lines import preview_lines
from plans.blueprint import blueprint_of
from register.amending.amend import NotAgreed
from register.amending.preview import preview
from register.loading import plan_of
from register.record import broken_link
from register.states import ExtensionState
from register.tables import AuditEntry, Extension
from register.views.card import task_card
from tests.actions.amended import Edit, apply, changed, due, led_by, without
from tests.actions.stage import IN_TIME, RULES, ZONE, Stage, templates

CONTACT, OFFICE = "发改委contact", "办公室office"
DUE = date(2021, 6, 30)
GRANTED, EARLIER, EARLIEST = date(2022, 11, 30), date(2022, 10, 31), date(2022, 9, 30)
TODAY = RULES.today(IN_TIME)


def ending(day: date) -> Edit:
    return lambda plan: plan["plan"].update(ends=day)


@pytest.fixture
async def granted(stage: Stage) -> Stage:
    """发改委 may take until ``GRANTED`` over the first milestone of task 1."""
    duty = await stage.duty(1)
    asked = await stage.does(CONTACT, ask_extension, duty.id, GRANTED, "原因", None, IN_TIME)
    await stage.does(OFFICE, judge_extension, asked.extension_id, True, None, IN_TIME)
    return stage


async def shown(stage: Stage, *edits: Edit, on: date = TODAY) -> str:
    async with stage.database.reading() as session:
        plan = await plan_of(session)
        assert plan is not None
        return "\n".join(preview_lines(await preview(session, plan, blueprint_of(changed(*edits)), on)))


async def test_the_granted_date_is_drawn_in_to_the_end_of_the_plan(granted: Stage) -> None:
    expected = (
        "第1项“修编总体规划”节点1：发改委已获准延期至2022年11月30日，晚于调整后的方案结束日，改为2022年10月31日。"
    )
    assert expected in await shown(granted, ending(EARLIER))
    await apply(granted, changed(ending(EARLIER)))
    assert (await granted.duty(1)).due == EARLIER
    (extension,) = await granted.rows(Extension)
    assert (extension.state, extension.due_asked) == (ExtensionState.APPROVED, GRANTED)
    acts = [entry.facts for entry in await granted.rows(AuditEntry) if entry.act == "extension_redated"]
    assert [(one["granted"], one["due"]) for one in acts] == [(GRANTED.isoformat(), EARLIER.isoformat())]
    async with granted.database.reading() as session:
        assert await broken_link(session) is None


async def test_the_unit_the_office_and_the_card_say_so(granted: Stage) -> None:
    await apply(granted, changed(ending(EARLIER)))
    said = "发改委已获准的延期（至2022年11月30日）晚于方案结束日，时限改为2022年10月31日"
    assert said in await granted.words_of("plan-amended")
    assert said in await granted.words_of("plan-amended-whole")
    async with granted.database.reading() as session:
        card = await task_card(session, RULES, 1, TODAY)
    assert "；方案结束日提前，改为2022年10月31日" in templates().render("task", {"card": card})


async def test_when_the_plan_is_prolonged_again_the_grant_counts_again(granted: Stage) -> None:
    await apply(granted, changed(ending(EARLIER)))
    assert "仍在调整后的方案期内，恢复按此执行。" in await shown(granted)
    await apply(granted, changed())
    assert (await granted.duty(1)).due == GRANTED


async def test_what_ends_within_the_plan_is_left_alone(granted: Stage) -> None:
    assert "已获准延期" not in await shown(granted, ending(date(2022, 12, 15)))
    await apply(granted, changed(ending(date(2022, 12, 15))))
    assert (await granted.duty(1)).due == GRANTED


@pytest.mark.parametrize("edit", [without(1), led_by(1, "水利局")])
async def test_a_duty_that_ends_gets_no_other_date(granted: Stage, edit: Edit) -> None:
    assert "晚于调整后的方案结束日" not in await shown(granted, ending(EARLIER), edit)
    await apply(granted, changed(ending(EARLIER), edit), drop={1})
    assert not [entry for entry in await granted.rows(AuditEntry) if entry.act == "extension_redated"]


async def test_a_decreed_date_and_an_earlier_end_in_one_file(granted: Stage) -> None:
    edits = (ending(EARLIER), due(1, 1, due=EARLIEST, wording="2022年9月底前"))
    assert "已获准延期的仍按延期执行（发改委至2022年10月31日）" in await shown(granted, *edits)
    await apply(granted, changed(*edits))
    assert (await granted.duty(1)).due == EARLIER


async def test_a_claim_that_waits_is_judged_by_the_granted_date(granted: Stage) -> None:
    await granted.does(CONTACT, claim, (await granted.duty(1)).id, "完成", None, IN_TIME)
    assert "已获准延期" not in await shown(granted, ending(EARLIER))
    await apply(granted, changed(ending(EARLIER)))
    assert (await granted.duty(1)).due == GRANTED


async def test_a_date_that_is_past_by_then_needs_the_tasks_number(granted: Stage) -> None:
    later = datetime(2021, 7, 5, 10, tzinfo=ZONE)
    told = "--overdue 1：第1项的时限 2021年6月30日 已过，执行后即为逾期，督办梯次自执行之日起算。"
    assert told in await shown(granted, ending(DUE), on=later.date())
    with pytest.raises(NotAgreed) as refusal:
        await apply(granted, changed(ending(DUE)), later)
    assert refusal.value.late == {1}
    await apply(granted, changed(ending(DUE)), later, overdue={1})
    assert (await granted.duty(1)).due == DUE
