"""Nobody decides a case against the unit they belong to while somebody else could; alone, it is marked 自审."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from actions.arrange import Appointment, arrange
from actions.check_rectification import pass_rectification, return_rectification
from actions.decide import Decision, decide
from actions.record_talk import Result, record_talk
from actions.rectify import report_rectification
from actions.withdraw_case import withdraw_case
from plans.roles import Role
from register.tables import CaseStep
from tests.actions.stage import ZONE, Stage, templates

NOW, AFTER = datetime(2021, 7, 15, 10, tzinfo=ZONE), datetime(2021, 7, 20, 17, tzinfo=ZONE)
LATER = datetime(2021, 8, 9, 10, tzinfo=ZONE)
BUREAU, OFFICE, OWN = "督查局bureau", "办公室office", "水利局抽调"
ACCEPT = (Decision.ACCEPT, None, None, NOW)


async def sent_by_the_unit(stage: Stage) -> None:
    """A person of 水利局, against which the case stands, also sits in the bureau."""
    await stage.sit("督查局", Role.BUREAU, OWN, 81)
    await stage.sit("水利局", Role.CONTACT, OWN, 81)


async def marks(stage: Stage) -> list[Any]:
    return [step.facts.get("self_reviewed", False) for step in await stage.rows(CaseStep)]


async def test_the_bureau_leaves_the_own_unit_to_a_colleague(stage: Stage) -> None:
    await sent_by_the_unit(stage)
    case_id = await stage.case_against(2)
    refusal = await stage.refused(OWN, decide, case_id, 1, *ACCEPT)
    assert (refusal.word, refusal.facts["role"]) == ("own-unit-case", "bureau")
    assert (await stage.refused(OWN, withdraw_case, case_id, 1, "有误", NOW)).word == "own-unit-case"
    await stage.does(BUREAU, decide, case_id, 1, *ACCEPT)
    assert await marks(stage) == [False]
    assert "自审" not in await stage.words_of("decision")


async def test_alone_in_the_bureau_the_own_decision_is_marked(stage: Stage) -> None:
    await sent_by_the_unit(stage)
    await stage.empty(BUREAU)
    case_id = await stage.case_against(2)
    await stage.does(OWN, decide, case_id, 1, *ACCEPT)
    assert await marks(stage) == [True]
    assert "自审" in await stage.words_of("decision")


async def test_what_the_own_unit_has_mended_is_checked_by_a_colleague(stage: Stage) -> None:
    await sent_by_the_unit(stage)
    case_id = await stage.case_against(2)
    await stage.does(BUREAU, decide, case_id, 1, *ACCEPT)
    talk = Appointment(datetime(2021, 7, 20, 15, tzinfo=ZONE), "会议室", "主要负责人")
    await stage.does(BUREAU, arrange, case_id, 2, talk, NOW)
    await stage.does(BUREAU, record_talk, case_id, 3, Result("已说明", "限期完成", date(2021, 8, 10)), AFTER)
    await stage.does("水利局contact", report_rectification, case_id, "已完成", None, LATER)
    assert (await stage.refused(OWN, pass_rectification, case_id, 5, LATER)).word == "own-unit-case"
    assert (await stage.refused(OWN, return_rectification, case_id, 5, "不足", LATER)).word == "own-unit-case"
    await stage.empty(BUREAU)
    await stage.does(OWN, pass_rectification, case_id, 5, LATER)
    assert (await marks(stage))[-1] is True
    assert "（自审）" in (await words(stage, "case-step"))[-1]


async def words(stage: Stage, template: str) -> list[str]:
    return [templates().render(template, one.facts) for one in await stage.told(template)]


async def test_the_office_withdraws_a_case_against_its_own_house_only_alone_and_marked(stage: Stage) -> None:
    case_id = await stage.case_against(1)  # the office is housed in 发改委
    await stage.sit("办公室", Role.OFFICE, "借调同志", 77)
    await stage.sit("管委会", Role.CONTACT, "借调同志", 77)
    refusal = await stage.refused(OFFICE, withdraw_case, case_id, 1, "有误", NOW)
    assert (refusal.word, refusal.facts["role"]) == ("own-unit-case", "office")
    await stage.empty("借调同志")
    await stage.does(OFFICE, withdraw_case, case_id, 1, "有误", NOW)
    assert await marks(stage) == [True]
    assert "（自审）" in await stage.words_of("case-step")
