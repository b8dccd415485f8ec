"""One draft of a person is at hand in a chat; the files of a version go with its correction."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from actions.drafts import copy_files, drop_files
from actions.report import file_report
from register.tables import Draft, Evidence
from tests.actions.stage import IN_TIME, SOME_ANSWERS, Stage

CONTACT = "水利局contact"


async def test_two_drafts_at_hand_cannot_be(stage: Stage) -> None:
    await stage.draft(CONTACT, (await stage.request(2)).id or 0)
    with pytest.raises(IntegrityError):
        await stage.draft(CONTACT, (await stage.request(3)).id or 0)


async def test_the_version_keeps_its_files_when_its_correction_takes_them_out(stage: Stage) -> None:
    request = await stage.request(2)
    first = await stage.draft(CONTACT, request.id or 0, files=2)
    filed = await stage.does(CONTACT, file_report, request.id, SOME_ANSWERS, first, IN_TIME)
    second = await stage.draft(CONTACT, request.id or 0)
    async with stage.database.writing() as session:
        draft = await session.get_one(Draft, second)
        await copy_files(session, await stage.rows(Evidence), draft)
    assert [file.draft_id for file in await stage.rows(Evidence)] == [None, None, second, second]
    async with stage.database.writing() as session:
        await drop_files(session, await session.get_one(Draft, second))
    assert [file.report_id for file in await stage.rows(Evidence)] == [filed.report_id] * 2
