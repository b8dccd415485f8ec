"""Who leaves a seat, or is removed from it, has no part in it from that moment; what is owed stays with the seat."""

from __future__ import annotations

from datetime import timedelta

from actions.invite import open_way_in
from actions.leave import leave, remove
from actions.report import file_report
from plans.roles import Role
from register.states import AbsenceState
from register.tables import AuditEntry, Draft, Evidence, Holding, Person
from tests.actions.absent import go_away
from tests.actions.stage import IN_TIME, RULES, SOME_ANSWERS, Stage
from tests.actions.test_entering import come_in


async def holding_of(stage: Stage, name: str) -> int:
    """The seat that the person fills."""
    (person,) = await stage.rows(Person, Person.name == name)
    (held,) = await stage.rows(Holding, Holding.person_id == person.id, Holding.until.is_(None))  # type: ignore[union-attr]  # a column
    return held.id or 0


async def people_told(stage: Stage, template: str) -> list[str]:
    """By the number of the chat: the people of the stage are called after their seats."""
    chats = {str(person.telegram_id): person.name for person in await stage.rows(Person)}
    return [chats[message.address] for message in await stage.told(template)]


async def test_who_left_may_do_nothing_more(stage: Stage) -> None:
    left = await stage.does("水利局contact", leave, await holding_of(stage, "水利局contact"), IN_TIME)
    assert (left.unit, left.role, left.others) == ("水利局", Role.CONTACT, ())
    request = await stage.request(2)
    refused = await stage.refused("水利局contact", file_report, request.id, SOME_ANSWERS, None, IN_TIME)
    assert refused.word == "stranger"


async def test_the_office_hears_that_the_seat_is_empty(stage: Stage) -> None:
    await stage.does("水利局contact", leave, await holding_of(stage, "水利局contact"), IN_TIME)
    assert await people_told(stage, "seat-left") == ["办公室office"]
    assert "席位现已空缺" in await stage.words_of("seat-left")
    (entry,) = await stage.rows(AuditEntry, AuditEntry.act == "seat_left")
    assert entry.facts == {"unit": "水利局", "role": "contact", "name": "水利局contact"}


async def test_it_hears_as_well_who_is_still_there(stage: Stage) -> None:
    await stage.sit("水利局", Role.CONTACT, "水利局副手", 77)
    await stage.does("水利局contact", leave, await holding_of(stage, "水利局contact"), IN_TIME)
    assert "席位现由水利局副手担任" in await stage.words_of("seat-left")


async def test_a_seat_is_left_once_and_by_its_own_person(stage: Stage) -> None:
    holding = await holding_of(stage, "水利局contact")
    assert (await stage.refused("发改委contact", leave, holding, IN_TIME)).word == "not-your-seat"
    assert (await stage.refused("路人", leave, holding, IN_TIME)).word == "stranger"
    await stage.sit("发改委", Role.CONTACT, "水利局contact", 1000)
    await stage.does("水利局leader", leave, await holding_of(stage, "水利局leader"), IN_TIME)
    assert (await stage.refused("水利局leader", leave, holding, IN_TIME)).word == "stranger"


async def test_the_office_removes_a_person_who_is_told(stage: Stage) -> None:
    holding = await holding_of(stage, "水利局contact")
    await stage.does("办公室office", remove, holding, IN_TIME)
    assert await people_told(stage, "seat-over") == ["水利局contact"]
    assert "您不再担任<b>水利局联络员</b>" in await stage.words_of("seat-over")
    again = await stage.refused("办公室office", remove, holding, IN_TIME + timedelta(hours=1))
    assert (again.word, again.facts["who"]) == ("seat-left-already", "水利局contact")


async def test_nobody_else_removes_anybody(stage: Stage) -> None:
    holding = await holding_of(stage, "水利局contact")
    for name in ("水利局leader", "督查局bureau", "领导小组leading-group"):
        assert (await stage.refused(name, remove, holding, IN_TIME)).word == "not-your-role"
    assert (await stage.refused("办公室office", remove, 999, IN_TIME)).word == "button-expired"


async def test_the_last_of_the_office_stays_until_somebody_is_there(stage: Stage) -> None:
    holding = await holding_of(stage, "办公室office")
    assert (await stage.refused("办公室office", leave, holding, IN_TIME)).word == "last-of-office"
    assert (await stage.refused("办公室office", remove, holding, IN_TIME)).word == "last-of-office"
    await stage.sit("办公室", Role.OFFICE, "办公室副手", 77)
    await stage.does("办公室office", leave, holding, IN_TIME)


async def test_forms_that_one_may_not_finish_any_more_are_dropped(stage: Stage) -> None:
    await stage.draft("水利局contact", (await stage.request(2)).id or 0, files=1)
    await stage.draft("发改委contact", (await stage.request(1)).id or 0)
    await stage.does("办公室office", remove, await holding_of(stage, "水利局contact"), IN_TIME)
    (draft,) = await stage.rows(Draft)
    assert draft.target == (await stage.request(1)).id
    assert await stage.rows(Evidence) == []


async def test_who_fills_another_seat_of_the_unit_keeps_the_form(stage: Stage) -> None:
    await stage.draft("水利局contact", (await stage.request(2)).id or 0)
    (person,) = await stage.rows(Person, Person.name == "水利局contact")
    held = await holding_of(stage, "水利局contact")
    await stage.sit("水利局", Role.LEADER, person.name, person.telegram_id)
    await stage.does("办公室office", remove, held, IN_TIME)
    assert len(await stage.rows(Draft)) == 1


async def test_an_absence_ends_with_the_seat(stage: Stage) -> None:
    absence = await go_away(stage, "水利局contact", "2021-06-28", "2021-07-02", at=IN_TIME)
    assert absence.state is AbsenceState.AWAY
    await stage.does("办公室office", remove, await holding_of(stage, "水利局contact"), IN_TIME)
    (absence,) = await stage.rows(type(absence))
    assert absence.state is AbsenceState.OVER


async def test_who_is_replaced_leaves_as_the_newcomer_comes_in(stage: Stage) -> None:
    old = await holding_of(stage, "水利局contact")
    await stage.draft("水利局contact", (await stage.request(2)).id or 0, files=1)
    seat = (await stage.rows(Holding, Holding.id == old))[0].seat_id
    way = await stage.does("办公室office", open_way_in, seat, old, IN_TIME)
    assert way.replaces == "水利局contact"
    assert (await stage.rows(Holding, Holding.id == old))[0].until is None
    entered = await come_in(stage, way.secret, at=IN_TIME)
    assert entered.replaced == "水利局contact"
    assert (await stage.rows(Holding, Holding.id == old))[0].until == IN_TIME
    assert "由新同志接替" in await stage.words_of("seat-over")
    (draft,) = await stage.rows(Draft)
    assert (draft.chat_id, draft.at_hand) == (50, False)
    assert [file.draft_id for file in await stage.rows(Evidence)] == [draft.id]


async def test_a_handover_to_oneself_ends_nothing(stage: Stage) -> None:
    old = await holding_of(stage, "水利局contact")
    (holding,) = await stage.rows(Holding, Holding.id == old)
    way = await stage.does("办公室office", open_way_in, holding.seat_id, old, IN_TIME)
    (person,) = await stage.rows(Person, Person.name == "水利局contact")
    entered = await come_in(stage, way.secret, telegram_id=person.telegram_id, at=IN_TIME)
    assert entered.replaced == ""
    assert (await stage.rows(Holding, Holding.id == old))[0].until is None


async def test_only_the_office_invites_and_only_in_place_of_somebody_who_is_there(stage: Stage) -> None:
    old = await holding_of(stage, "水利局contact")
    (holding,) = await stage.rows(Holding, Holding.id == old)
    refused = await stage.refused("水利局contact", open_way_in, holding.seat_id, None, IN_TIME)
    assert refused.word == "not-your-role"
    other = await holding_of(stage, "发改委contact")
    assert (await stage.refused("办公室office", open_way_in, holding.seat_id, other, IN_TIME)).word == "button-expired"
    await stage.does("办公室office", remove, old, IN_TIME)
    gone = await stage.refused("办公室office", open_way_in, holding.seat_id, old, IN_TIME)
    assert gone.word == "seat-left-already"
    assert RULES.policy.limits.invitation_days == 7
    way = await stage.does("办公室office", open_way_in, holding.seat_id, None, IN_TIME)
    assert way.expires_at == IN_TIME + timedelta(days=7)
