"""Down for longer than Telegram keeps messages (24 h): the gap is seen, and nobody is accused because of it."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.poll import Poller
from outbox.message import Message
from plans.roles import Role
from tests.faults.rig import Rig
from tests.harness.chat import ZONE

CAST = {
    "水利李": ("水利局", Role.CONTACT),
    "水利分管": ("水利局", Role.LEADER),
    "发改王": ("发改委", Role.CONTACT),
    "办公室赵": ("办公室", Role.OFFICE),
    "督查钱": ("督查局", Role.BUREAU),
}
ESCALATIONS = {"warning", "order", "explanation-asked", "proposal"}


def at(day: str, time: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{time}:00").replace(tzinfo=ZONE)


class Service:
    """The service over some days: it hears, it speaks in the mornings, it can be down."""

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self._poller: Poller | None = None

    async def up(self, day: str, time: str = "09:00") -> None:
        """The clock goes on to this moment; the service hears what waits and does what is due."""
        self.rig.clock.move_to(at(day, time))
        self._poller = self._poller or self.rig.house.poller(seconds=0)
        while await self._poller.take_in():
            pass
        await self.rig.house.settle()
        while await self._poller.take_in():  # answers to presses come back as nothing new
            await self.rig.house.settle()

    async def down_until(self, day: str, time: str = "09:00") -> None:
        self._poller = None
        await self.rig.restart()
        await self.up(day, time)

    def press(self, name: str, label: str) -> None:
        chat = self.rig.people[name]
        shown = [one for one in self.rig.box.messages(chat) if any(label in button for button in one.buttons)]
        number = shown[-1].message_id
        self.rig.box.press(chat, chat, number, next(b for b in shown[-1].buttons if label in b))

    def told(self, name: str, words: str) -> list[str]:
        return [one.text for one in self.rig.box.log if one.chat_id == self.rig.people[name] and words in one.text]


@pytest.fixture
async def service(rig: Rig) -> Service:
    await rig.seat(CAST)
    service = Service(rig)
    await service.up("2021-06-30", "10:00")  # the day on which the water bureau's task falls due
    return service


async def escalated(rig: Rig) -> list[Message]:
    return [row for row in await rig.rows() if row.kind in ESCALATIONS]


async def claim(service: Service, day: str, time: str) -> None:
    """The water bureau claims its task done, with what the form asks for."""
    service.rig.box.say(service.rig.people["水利李"], "/task 3")
    await service.up(day, time)
    service.press("水利李", "申请办结")
    await service.up(day, time)
    service.rig.box.say(service.rig.people["水利李"], "河道治理已通过验收")
    await service.up(day, time)
    for label in ("没有材料", "确认申请"):
        service.press("水利李", label)
        await service.up(day, time)


@pytest.mark.parametrize("back", [("2021-07-01", "16:00"), ("2021-07-02", "10:00")], ids=["30-h", "two-days"])
async def test_open_units_are_asked_to_send_again_and_nothing_escalates(
    service: Service, back: tuple[str, str]
) -> None:
    rig = service.rig
    rig.clock.move_to(at("2021-06-30", "15:00"))
    rig.box.say(rig.people["水利李"], "我局第3项已经办结")
    await service.down_until(*back)

    assert rig.box.updates.confirmed == [], "Telegram has forgotten it"
    assert service.told("办公室赵", "可能未收到")
    assert service.told("水利李", "请重新发送")
    for day in ("2021-07-05", "2021-07-09", "2021-07-16"):
        await service.up(day)
    assert await escalated(rig) == []
    assert await rig.broken() == []


async def test_what_telegram_still_kept_is_heard_and_the_gap_is_told_all_the_same(service: Service) -> None:
    rig = service.rig
    rig.clock.move_to(at("2021-06-30", "20:00"))
    rig.box.say(rig.people["水利李"], "/tasks")
    await service.down_until("2021-07-01", "16:00")

    assert service.told("水利李", "第3项")
    assert service.told("办公室赵", "可能未收到")
    assert await escalated(rig) == []
    assert await rig.broken() == []


async def test_what_is_sent_again_is_not_late(service: Service) -> None:
    await service.down_until("2021-07-02", "10:00")
    await claim(service, "2021-07-02", "11:00")
    service.press("办公室赵", "恢复督办")
    await service.up("2021-07-02", "12:00")
    service.rig.box.say(service.rig.people["办公室赵"], "/review")
    await service.up("2021-07-02", "13:00")
    service.press("办公室赵", "同意办结")
    await service.up("2021-07-02", "14:00")

    assert service.told("水利李", "办结")
    assert not service.told("水利李", "逾期办结")


async def test_once_the_office_has_checked_the_ladder_goes_on(service: Service) -> None:
    await service.down_until("2021-07-02", "10:00")
    service.press("办公室赵", "恢复督办")
    await service.up("2021-07-02", "12:00")
    await service.up("2021-07-05")
    await service.up("2021-07-06")
    await service.up("2021-07-07")

    warned = [row for row in await escalated(service.rig) if row.kind == "warning"]
    assert {row.address for row in warned} >= {str(service.rig.people["水利李"])}


async def test_a_second_press_says_who_was_first(service: Service) -> None:
    await service.down_until("2021-07-02", "10:00")
    service.press("办公室赵", "恢复督办")
    await service.up("2021-07-02", "12:00")
    chat = service.rig.people["办公室赵"]
    shown = [row for row in await service.rig.rows() if row.template == "outage-noticed"]
    token = shown[0].keyboard[0][0]["token"]
    press = service.rig.box.press(chat, chat, int(shown[0].provider_id or 0), token, stale=True)
    await service.up("2021-07-02", "12:30")

    assert press.answered
    assert "办公室赵" in press.text


async def test_a_shorter_outage_lost_nothing(service: Service) -> None:
    rig = service.rig
    rig.clock.move_to(at("2021-06-30", "15:00"))
    rig.box.say(rig.people["水利李"], "/tasks")
    await service.down_until("2021-07-01", "09:30")

    assert not service.told("办公室赵", "可能未收到")
    assert service.told("水利李", "第3项")
    assert await rig.broken(swept=True) == []
    await service.up("2021-07-02")
    assert {row.kind for row in await escalated(rig)} == {"warning"}


async def test_the_same_gap_is_told_once(service: Service) -> None:
    await service.down_until("2021-07-02", "10:00")
    await service.down_until("2021-07-02", "10:01")

    assert len(service.told("办公室赵", "可能未收到")) == 1


async def test_the_office_is_reminded_each_working_day_until_it_has_checked(service: Service) -> None:
    await service.down_until("2021-07-02", "10:00")
    await service.up("2021-07-05")
    await service.up("2021-07-06")

    assert len(service.told("办公室赵", "暂停")) == 3
