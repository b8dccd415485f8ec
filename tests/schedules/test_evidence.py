"""The evidence pack of a case: every reminder that named its grounds, delivered or not."""

from __future__ import annotations

from sqlmodel import select

from actions.pack import Pack, evidence_pack
from bot.handlers.case_list import facts_of_pack
from database.engine import Database
from register.tables import Case
from tests.actions.stage import templates
from tests.schedules.small import RULES, Town

REMINDED = ["05-31", "06-15", "06-23", "06-24", "06-25", "06-29", "06-30", "07-01", "07-05", "07-12"]


async def pack_of(town: Town) -> Pack:
    async with town.database.reading() as session:
        case = (await session.exec(select(Case))).one()
        pack = await evidence_pack(session, RULES, case.id or 0, town.now)
    assert pack is not None
    return pack


def days(pack: Pack, *, arrived: bool) -> list[str]:
    return [f"{RULES.today(one.at):%m-%d}" for one in pack.reminders if (one.sent_at is not None) is arrived]


async def test_every_reminder_of_the_unit_itself_is_in_the_pack(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-07-14")
    pack = await pack_of(town)
    assert days(pack, arrived=True) == REMINDED
    assert days(pack, arrived=False) == []
    assert "督办提醒10次：5月31日、6月15日" in templates().render("case", {"pack": facts_of_pack(pack)})


async def test_a_reminder_that_did_not_arrive_is_said_to_have_not(database: Database) -> None:
    town = await Town.found(database)
    await town.until("2021-06-24")
    town.undeliverable.add("digest")
    await town.until("2021-07-14")
    pack = await pack_of(town)
    assert (days(pack, arrived=True), days(pack, arrived=False)) == (REMINDED[:4], REMINDED[4:])
    assert "督办提醒未送达6次：6月25日" in templates().render("case", {"pack": facts_of_pack(pack)})
