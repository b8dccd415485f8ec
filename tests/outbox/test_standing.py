"""The operator sees what is owed, what is in doubt and what was refused."""

from __future__ import annotations

from datetime import timedelta

from outbox.outcome import Doubtful, Refused
from outbox.standing import Standing, standing, troubled
from tests.outbox.stage import FAILED, NOON, UNCERTAIN, Stage, owed


async def test_nothing_owed_is_quiet(stage: Stage) -> None:
    async with stage.database.reading() as session:
        now = await standing(session, NOON)
        assert now.quiet
        assert await troubled(session, NOON) == []


async def test_the_counts_and_the_list_of_what_went_wrong(stage: Stage) -> None:
    stage.channel.says("1", Doubtful("连接中断"))
    stage.channel.says("2", Refused("对方已停用", unreachable=True))
    await stage.owe(owed("a", "1"), owed("b", "2"), owed("c", "3"))
    await stage.dispatcher().drain()
    await stage.owe(owed("d"), owed("e", not_before=NOON + timedelta(days=1)))
    async with stage.database.reading() as session:
        assert await standing(session, NOON) == Standing(2, 0, 1, 1, due_since=NOON)
        assert [(one.key, one.state, one.reason) for one in await troubled(session, NOON)] == [
            ("b", FAILED, "对方已停用"),
            ("a", UNCERTAIN, "连接中断"),
        ]
        assert await troubled(session, NOON + timedelta(seconds=1)) == []
