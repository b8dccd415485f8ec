"""The demo stands, its people are seated, and the first press of the clock brings reminders."""

from __future__ import annotations

from pathlib import Path

import httpx

from duban.demo import stand
from duban.settings import Settings

REMINDED = [
    "市产业集聚区“百园增效”行动领导小组",
    "涉法涉诉用地和僵尸企业处置工作专班",
    "产业集聚区管委会",
    "发改委",
]
"""Leads of the tasks that are due on 2021-06-30."""


async def test_a_newcomer_moves_the_clock_and_reminders_arrive(home: Path) -> None:
    async with stand(Settings(home=home / "var"), 0) as demo, httpx.AsyncClient(base_url=demo.address) as page:
        seats = (await page.get("/sandbox/api/stage")).json()["seats"]
        assert len(seats) > 50
        assert all("已登记" in seat["last"]["text"] for seat in seats), "everybody came in by an invitation"

        await demo.stage.move("event")

        assert demo.stage.now().date().isoformat() == "2021-05-31"
        seats = (await page.get("/sandbox/api/stage")).json()["seats"]
        assert [seat["unit"] for seat in seats if "督办提醒" in seat["last"]["text"]] == REMINDED
        assert not demo.broken.done()
