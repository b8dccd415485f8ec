"""A person is away for some days (请假): who sits in reads and acts, in his or her own name."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from actions.absent import absent, end_absence
from actions.leave import remove
from actions.report import file_report
from actions.tell import Telling, tell
from plans.roles import Role
from register.people import reach
from register.states import AbsenceState
from register.tables import Absence, Report
from schedules.absences import turn_absences
from tests.actions.absent import go_away, number_of, unit_of
from tests.actions.stage import IN_TIME, RULES, SOME_ANSWERS, ZONE, Stage
from tests.actions.test_leaving import holding_of, people_told

CONTACT, LEADER = "水利局contact", "水利局leader"
TODAY = "2021-06-28"


async def reached(stage: Stage, role: Role = Role.CONTACT) -> list[int]:
    """The people who are told what the 水利局 seat is told."""
    unit_id = await unit_of(stage, LEADER)
    async with stage.database.reading() as session:
        return [place.person_id for place in (await reach(session, unit_id, role)).places]


async def states(stage: Stage) -> list[AbsenceState]:
    return [absence.state for absence in await stage.rows(Absence)]


async def test_messages_go_to_who_sits_in(stage: Stage) -> None:
    await go_away(stage, CONTACT, TODAY, "2021-07-02", LEADER)
    assert await reached(stage) == [await number_of(stage, LEADER)]
    unit_id = await unit_of(stage, CONTACT)
    async with stage.database.writing() as session:
        await tell(session, RULES, Telling(unit_id, Role.CONTACT, "k", "other", "said", {"words": "你好"}), IN_TIME)
    assert await people_told(stage, "said") == [LEADER]


async def test_what_the_substitute_does_is_done_in_his_own_name(stage: Stage) -> None:
    await stage.sit("水利局", Role.CONTACT, "副手", 77)
    await go_away(stage, LEADER, TODAY, "2021-07-02", "副手")
    async with stage.acting("副手") as (_, actor):
        assert {place.role for place in actor.places} == {Role.CONTACT, Role.LEADER}
        assert {place.person_id for place in actor.places} == {actor.person_id}
    await stage.does("副手", file_report, (await stage.request(2)).id, SOME_ANSWERS, None, IN_TIME)
    (report,) = await stage.rows(Report)
    assert report.filed_by == await number_of(stage, "副手")


async def test_others_do_not_sit_in(stage: Stage) -> None:
    await go_away(stage, CONTACT, TODAY, "2021-07-02", LEADER)
    async with stage.acting("发改委contact") as (_, actor):
        assert len(actor.places) == 1


async def test_an_absence_to_come_changes_nothing_yet(stage: Stage) -> None:
    await go_away(stage, CONTACT, "2021-06-29", "2021-07-02", LEADER)
    assert await reached(stage) == [await number_of(stage, CONTACT)]
    assert await states(stage) == [AbsenceState.PLANNED]


async def test_without_a_substitute_the_units_other_seat_is_told(stage: Stage) -> None:
    await go_away(stage, CONTACT, TODAY, "2021-07-02")
    assert await number_of(stage, CONTACT) not in await reached(stage)


async def test_a_person_of_the_same_seat_is_told_once(stage: Stage) -> None:
    await stage.sit("水利局", Role.CONTACT, "副手", 77)
    await go_away(stage, CONTACT, TODAY, "2021-07-02", "副手")
    assert await reached(stage) == [await number_of(stage, "副手")]


async def test_a_substitute_who_leaves_sits_in_no_longer(stage: Stage) -> None:
    await stage.sit("水利局", Role.CONTACT, "副手", 77)
    await go_away(stage, LEADER, TODAY, "2021-07-02", "副手")
    await stage.does("办公室office", remove, await holding_of(stage, "副手"), IN_TIME)
    async with stage.acting("副手") as (_, actor):
        assert actor.places == ()


async def test_it_begins_and_ends_by_itself_with_one_summary(stage: Stage) -> None:
    await go_away(stage, CONTACT, "2021-06-29", "2021-06-30", LEADER)
    first = datetime(2021, 6, 29, 0, 1, tzinfo=ZONE)
    await turn_absences(stage.database, RULES, first - timedelta(minutes=2))
    assert await states(stage) == [AbsenceState.PLANNED]
    await turn_absences(stage.database, RULES, first)
    assert await states(stage) == [AbsenceState.AWAY]
    await turn_absences(stage.database, RULES, first + timedelta(days=1, hours=23))
    assert await states(stage) == [AbsenceState.AWAY]
    for _ in range(2):
        await turn_absences(stage.database, RULES, first + timedelta(days=2))
    assert await states(stage) == [AbsenceState.OVER]
    assert await reached(stage) == [await number_of(stage, CONTACT)]
    assert await people_told(stage, "absence-over") == [CONTACT]
    assert "牵头事项2项" in await stage.words_of("absence-over")


async def test_one_that_nobody_noticed_begins_and_ends_at_once(stage: Stage) -> None:
    await go_away(stage, CONTACT, "2021-06-29", "2021-06-30", LEADER)
    await turn_absences(stage.database, RULES, datetime(2021, 7, 5, 9, tzinfo=ZONE))
    assert await states(stage) == [AbsenceState.OVER]


async def test_the_substitute_hears_of_it_and_of_its_end(stage: Stage) -> None:
    absence = await go_away(stage, CONTACT, TODAY, "2021-07-02", LEADER)
    assert await people_told(stage, "substitute") == [LEADER]
    assert "其间水利局联络员的消息发给您" in await stage.words_of("substitute")
    await stage.does(CONTACT, end_absence, absence.id, IN_TIME)
    assert await people_told(stage, "substitute") == [LEADER, LEADER]
    assert await states(stage) == [AbsenceState.OVER]


async def test_one_is_called_off_once_and_by_oneself(stage: Stage) -> None:
    absence = await go_away(stage, CONTACT, "2021-06-29", "2021-07-02", LEADER)
    assert (await stage.refused(LEADER, end_absence, absence.id, IN_TIME)).word == "not-your-absence"
    assert (await stage.refused("发改委contact", end_absence, absence.id, IN_TIME)).word == "not-your-unit"
    await stage.does(CONTACT, end_absence, absence.id, IN_TIME)
    assert await states(stage) == [AbsenceState.CANCELLED]
    assert (await stage.refused(CONTACT, end_absence, absence.id, IN_TIME)).word == "absence-over"


@pytest.mark.parametrize(
    ("first", "last", "word"),
    [
        ("2021-06-27", "2021-06-29", "absence-past"),
        ("2021-06-30", "2021-06-29", "absence-backwards"),
        ("2021-06-30", "2022-08-01", "absence-too-long"),
        ("2021-07-05", "2021-07-08", "absent-already"),
    ],
)
async def test_days_that_cannot_be(stage: Stage, first: str, last: str, word: str) -> None:
    await go_away(stage, CONTACT, "2021-07-08", "2021-07-09")
    days = (date.fromisoformat(first), date.fromisoformat(last))
    refused = await stage.refused(CONTACT, absent, await unit_of(stage, CONTACT), *days, None, IN_TIME)
    assert refused.word == word


async def test_a_substitute_is_another_person_of_the_unit(stage: Stage) -> None:
    days = (date(2021, 6, 28), date(2021, 6, 29))
    for name in (CONTACT, "发改委contact", "办公室office"):
        number = await number_of(stage, name)
        refused = await stage.refused(CONTACT, absent, await unit_of(stage, CONTACT), *days, number, IN_TIME)
        assert refused.word == "substitute-gone"


async def test_only_who_speaks_for_a_unit_is_away_from_it(stage: Stage) -> None:
    days = (date(2021, 6, 28), date(2021, 6, 29))
    unit_id = await unit_of(stage, CONTACT)
    assert (await stage.refused("办公室office", absent, unit_id, *days, None, IN_TIME)).word == "not-your-role"
    assert (await stage.refused("发改委contact", absent, unit_id, *days, None, IN_TIME)).word == "not-your-unit"


async def test_the_office_is_warned_of_a_deadline_that_finds_nobody(stage: Stage) -> None:
    await go_away(stage, CONTACT, TODAY, "2021-07-02")
    assert await people_told(stage, "absence-warning") == ["办公室office"]
    words = await stage.words_of("absence-warning")
    assert "水利局联络员水利局contact6月28日至7月2日请假" in words
    assert "6月30日　季度进展报送截止" in words


async def test_a_due_task_is_named(stage: Stage) -> None:
    await go_away(stage, "发改委contact", TODAY, "2021-07-02")
    assert "6月30日　第1项 修编总体规划" in await stage.words_of("absence-warning")


@pytest.mark.parametrize(
    ("name", "days", "substitute"),
    [
        (CONTACT, ("2021-06-28", "2021-06-29"), None),  # nothing falls due
        (CONTACT, ("2021-06-28", "2021-07-02"), LEADER),
        (LEADER, ("2021-06-28", "2021-07-02"), None),  # the contact is there
    ],
)
async def test_nobody_is_warned_without_need(
    stage: Stage, name: str, days: tuple[str, str], substitute: str | None
) -> None:
    await go_away(stage, name, *days, substitute)
    assert await stage.told("absence-warning") == []


async def test_a_quarter_end_counts_before_its_round_has_opened(stage: Stage) -> None:
    await go_away(stage, CONTACT, "2021-12-30", "2021-12-31")
    assert "12月31日　季度进展报送截止" in await stage.words_of("absence-warning")


async def test_a_leader_away_from_a_unit_without_a_contact_is_missed(stage: Stage) -> None:
    """The leader reads what the empty seat beside is told."""
    await stage.empty(CONTACT)
    await go_away(stage, LEADER, TODAY, "2021-07-02")
    assert "水利局分管领导水利局leader6月28日至7月2日请假" in await stage.words_of("absence-warning")
