"""What was owed to a seat in a chat that takes nothing any more goes to the unit's other people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from outbox.enqueue import enqueue
from outbox.message import DeliveryState, Message, Owed
from outbox.stranded import give_up
from outbox.withdraw import withdraw
from register.buttons import Offer, offer
from register.people import name_of
from register.quiet import next_window
from register.rules import Rules
from register.seats import Place
from register.tables import Button, Seat
from schedules.letters import PostRoom

_NOT_THERE = (DeliveryState.CANCELLED, DeliveryState.FAILED)
_OF_THE_READER = {"instead_of", "resent"}
"""Facts that differ between two people who are told the same."""


@dataclass
class Rerouted:
    """What became of the messages, as the office is told it: kind, items, and who has them now."""

    moved: list[dict[str, Any]] = field(default_factory=list)
    missed: list[dict[str, Any]] = field(default_factory=list)
    """Nobody of the unit could be told these."""


@dataclass(frozen=True)
class Sorting:
    """Gives each stranded message to those who sit beside its reader."""

    session: AsyncSession
    rules: Rules
    room: PostRoom
    now: datetime

    async def reroute(self, stranded: list[Message], reason: str) -> Rerouted:
        """Write the messages anew for others; those for which there is nobody have failed for ``reason``."""
        found = Rerouted()
        for message in stranded:
            seat = await self._seat(message)
            if seat is None:
                continue  # it was owed to a person, who has no stand-in
            places = self._beside(seat)
            told = {"kind": message.kind, "about": message.facts.get("items", [])}
            if places:
                found.moved.append(told | {"to": await self._give(message, seat, places)})
            else:
                await give_up(self.session, [message.id or 0], reason, self.now)
                found.missed.append(told)
        return found

    async def _seat(self, message: Message) -> Seat | None:
        kind, _, number = message.owner.partition(":")
        return await self.session.get(Seat, int(number)) if kind == "seat" else None

    def _beside(self, seat: Seat) -> list[Place]:
        """The seat's other people, else the unit's other seat; each person and each chat once."""
        by_person = {place.person_id: place for place in reversed(self.room.reached(seat.unit_id, seat.role))}
        by_chat = {place.chat_id: place for place in by_person.values()}
        return sorted(by_chat.values(), key=lambda place: (place.seat_id, place.person_id))

    async def _give(self, message: Message, seat: Seat, places: list[Place]) -> list[dict[str, str]]:
        head = message.id or 0
        family = or_(col(Message.id) == head, col(Message.part_of) == head)
        await withdraw(self.session, [family], reason="已改送他人", now=self.now)
        for place in places:
            if not await self._has_it(message, place):
                await enqueue(self.session, [await self._copy(message, seat, place)], self.now)
        return [{"role": place.role.value, "name": await name_of(self.session, place.person_id)} for place in places]

    async def _has_it(self, message: Message, place: Place) -> bool:
        """Whether this chat is told the same anyway, as one of several readers."""
        rows = await self.session.exec(
            select(Message).where(
                Message.address == str(place.chat_id),
                Message.kind == message.kind,
                Message.template == message.template,
                col(Message.state).not_in(_NOT_THERE),
                col(Message.part) == 1,
            )
        )
        return any(same(row.facts, message.facts) for row in rows)

    async def _copy(self, message: Message, seat: Seat, place: Place) -> Owed:
        key = f"{message.key}/to-{place.person_id}"
        kept = message.model_dump(
            include={"kind", "template", "priority", "method", "attachment", "expires", "doubt", "group"}
        )
        return Owed(
            **kept,
            key=key,
            address=str(place.chat_id),
            owner=f"seat:{place.seat_id}",
            facts=self._facts(message, seat, place),
            keyboard=await self._buttons(message, place, key),
            not_before=max(next_window(self.rules, self.now), message.not_before),
        )

    def _facts(self, message: Message, seat: Seat, place: Place) -> dict[str, Any]:
        """The new reader has not seen it, so it is no second copy; in another seat it says for whom it was meant."""
        facts = {name: value for name, value in message.facts.items() if name != "resent"}
        if place.seat_id == seat.id:
            return facts
        unit = self.room.units[seat.unit_id].name
        return facts | {"instead_of": facts.get("instead_of") or {"unit": unit, "role": seat.role.value}}

    async def _buttons(self, message: Message, place: Place, key: str) -> list[list[dict[str, Any]]]:
        """The same acts, offered to the new seat; a signature is for the message that its reader really got."""
        tokens = [button["token"] for row in message.keyboard for button in row]
        rows = await self.session.exec(select(Button).where(col(Button.token).in_(tokens)))
        acts = {button.token: button for button in rows}
        offers = [
            [_again(acts[shown["token"]], shown, key) for shown in row if shown["token"] in acts]
            for row in message.keyboard
        ]
        return offer(self.session, offers, place.seat_id, self.now)


def _again(button: Button, shown: dict[str, Any], key: str) -> Offer:
    argument = key if button.act == "sign" else button.argument
    facts = tuple(shown["facts"].items())
    return Offer(button.act, shown["label"], button.target, button.version, argument, facts)


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two messages of a kind tell the same; what was met meanwhile is left out as each of them leaves."""
    names = (one.keys() | other.keys()) - _OF_THE_READER - {"items"}
    if any(one.get(name) != other.get(name) for name in names):
        return False
    said, also = _named(one), _named(other)
    return said == also or bool(said & also)


def _named(facts: dict[str, Any]) -> set[tuple[Any, ...]]:
    return {(item.get("task"), item.get("milestone"), item.get("why")) for item in facts.get("items", ())}
