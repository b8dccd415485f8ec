"""The one road from (person, act, object) to yes or no. What is not written here is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from actions.acts import Act
from actions.refusal import Refusal
from plans.roles import Role
from register.concerns import (
    consolidator,
    itself,
    unit_of_absence,
    unit_of_sheet,
    units_of_case,
    units_of_climb,
    units_of_completion,
    units_of_contribution,
    units_of_coordination,
    units_of_duty,
    units_of_extension,
    units_of_notice,
    units_of_recipient,
    units_of_report,
    units_of_request,
    units_of_target,
    units_of_task,
)
from register.people import OF_A_UNIT
from register.seats import Place, person_with_seats

NOBODY = 0
"""The number of those who hide who they are."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who pressed or wrote, with the seats that he or she fills at this moment."""

    person_id: int | None
    telegram_id: int
    name: str
    chat_id: int
    places: tuple[Place, ...] = ()

    @property
    def label(self) -> str:
        """The name in the records."""
        return f"person:{self.person_id}" if self.person_id is not None else f"telegram:{self.telegram_id}"

    @property
    def person(self) -> int:
        """The id of a person who was let through by ``require``: such a person fills a seat."""
        if self.person_id is None:
            raise Refusal("stranger")
        return self.person_id

    def seats(self, *roles: Role) -> tuple[Place, ...]:
        return tuple(place for place in self.places if place.role in roles)

    def unit_places(self) -> dict[int, Place]:
        """Unit -> the seat by which the person speaks for it, for every unit that he or she speaks for."""
        return {place.unit_id: place for place in reversed(self.seats(*OF_A_UNIT))}


async def actor_of(session: AsyncSession, telegram_id: int, name: str, chat_id: int) -> Actor:
    """The person as the register knows them now; a stranger has no ``person_id`` and no places."""
    person, seats = await person_with_seats(session, telegram_id)
    if person is None:
        return Actor(None, telegram_id, name, chat_id)
    return Actor(person.id, telegram_id, person.name, chat_id, tuple(seats))


Owners = Callable[[AsyncSession, int], Awaitable[Collection[int]]]


class Right(NamedTuple):
    """Who may do an act. ``owners`` binds contacts and leaders to what belongs to their own unit."""

    roles: frozenset[Role]
    owners: Owners | None = None


_OFFICE = frozenset({Role.OFFICE})
_BUREAU = frozenset({Role.BUREAU})
WATCHING = _OFFICE | _BUREAU | {Role.LEADING_GROUP}
_ALL = OF_A_UNIT | WATCHING

_REPORTING = Right(OF_A_UNIT, units_of_request)
_CLAIMING = Right(OF_A_UNIT, units_of_duty)
_REVIEWING = Right(_OFFICE)
_URGING = Right(_OFFICE)
_DECIDING = Right(_BUREAU)
_RECTIFYING = Right(OF_A_UNIT, units_of_case)
_SENDING = Right(_OFFICE)
_READING = Right(_OFFICE | {Role.LEADING_GROUP})
_REPLYING = Right(OF_A_UNIT, units_of_recipient)
_FILING = Right(OF_A_UNIT, consolidator)

RIGHTS: Mapping[Act, Right] = {
    Act.MY_TASKS: Right(OF_A_UNIT),
    Act.OPEN_TASK: Right(_ALL, units_of_task),
    Act.SIGN: Right(_ALL),
    Act.OPEN_REQUESTS: Right(OF_A_UNIT),
    **{act: _REPORTING for act in Act if act is Act.REPORT or act.startswith("report-")},
    **{act: Right(OF_A_UNIT, units_of_climb) for act in Act if act is Act.EXPLAIN or act.startswith("explain-")},
    **{act: Right(OF_A_UNIT, units_of_contribution) for act in Act if act.startswith("contribute")},
    **{act: _CLAIMING for act in Act if act is Act.CLAIM or act.startswith("claim-")},
    **{act: _CLAIMING for act in Act if act is Act.EXTEND or act.startswith("extend-")},
    Act.WITHDRAW_CLAIM: Right(OF_A_UNIT, units_of_completion),
    Act.WITHDRAW_EXTENSION: Right(OF_A_UNIT, units_of_extension),
    **{act: Right(OF_A_UNIT, units_of_target) for act in Act if act is Act.TARGETS or act.startswith("targets-")},
    Act.COORDINATE: Right(OF_A_UNIT, units_of_report),
    Act.COORDINATION_ANSWER: _REVIEWING,
    Act.COORDINATION_ANSWER_STOP: _REVIEWING,
    Act.COORDINATION_AGAIN: Right(OF_A_UNIT, units_of_coordination),
    Act.COORDINATION_AGAIN_STOP: Right(OF_A_UNIT, units_of_coordination),
    Act.COORDINATION_SETTLE: Right(OF_A_UNIT, units_of_coordination),
    Act.REVIEW_NEXT: _REVIEWING,
    Act.OPEN_REPORT: _REVIEWING,
    Act.ACCEPT_REPORT: _REVIEWING,
    Act.RETURN_REPORT: _REVIEWING,
    Act.OPEN_COMPLETION: _REVIEWING,
    Act.ACCEPT_COMPLETION: _REVIEWING,
    Act.RETURN_COMPLETION: _REVIEWING,
    Act.ACCEPT_EXTENSION: _REVIEWING,
    Act.RETURN_EXTENSION: _REVIEWING,
    Act.REOPEN: _REVIEWING,
    Act.REVIEW_CANCEL: _REVIEWING,
    Act.SHOW_REPORT_FILES: _REVIEWING,
    Act.SHOW_COMPLETION_FILES: _REVIEWING,
    Act.SHOW_EXPLANATION_FILES: Right(_BUREAU | _OFFICE),
    Act.SHOW_CASE_FILES: Right(WATCHING),
    Act.OVERDUE_LIST: Right(WATCHING),
    Act.MISSING_LIST: Right(WATCHING),
    Act.URGE: _URGING,
    Act.URGE_CONFIRM: _URGING,
    Act.URGE_CANCEL: _URGING,
    Act.MAKE_REPORT: Right(_OFFICE),
    Act.RETURN_LEDGER: Right(_OFFICE),
    Act.LEDGER_APPLY: Right(_OFFICE),
    Act.LEDGER_DROP: Right(_OFFICE),
    Act.OPEN_CASES: Right(WATCHING),
    Act.CASE_EVIDENCE: Right(WATCHING),
    Act.CASE_ACCEPT: _DECIDING,
    Act.CASE_DECLINE: _DECIDING,
    Act.CASE_HOLD: _DECIDING,
    Act.CASE_HOLD_UNTIL: _DECIDING,
    Act.CASE_CANCEL: _DECIDING,
    Act.CASE_ARRANGE: _DECIDING,
    Act.CASE_PUT: _DECIDING,
    Act.CASE_RECORD: _DECIDING,
    Act.CASE_KEEP: _DECIDING,
    Act.CASE_CONFIRM: _DECIDING,
    Act.CASE_EDIT: _DECIDING,
    Act.CASE_FORM_CANCEL: _DECIDING,
    Act.CASE_CHECKED: _DECIDING,
    Act.CASE_RETURN: _DECIDING,
    Act.CASE_FOLLOW_UP: _DECIDING,
    Act.CASE_PAPER: Right(_BUREAU | _OFFICE),
    Act.CASE_WITHDRAW: Right(_BUREAU | _OFFICE),
    Act.CASE_WITHDRAW_CANCEL: Right(_BUREAU | _OFFICE),
    Act.SHOW_STEP_FILES: Right(_BUREAU | _OFFICE),
    **{act: _RECTIFYING for act in Act if act.startswith("case-rectify")},
    Act.OPEN_CIRCULARS: _SENDING,
    Act.SHOW_OPINION_FILES: _SENDING,
    **{act: _SENDING for act in Act if act.startswith("circular-")},
    Act.OPEN_CIRCULAR: _REPLYING,
    Act.SHOW_PAPER_FILES: _REPLYING,
    **{act: _REPLYING for act in Act if act.startswith("reply-")},
    Act.OPEN_NOTICES: _READING,
    **{act: Right(_OFFICE) for act in Act if act.startswith("notice-")},
    # Signing off asks for more than the role: nobody who had a hand in the paper (actions/notice_issue.py).
    **dict.fromkeys((Act.NOTICE_OPEN, Act.NOTICE_PREVIEW, Act.NOTICE_PUBLIC), _READING),
    **dict.fromkeys((Act.NOTICE_SIGN_OFF, Act.NOTICE_RETURN, Act.NOTICE_RETURN_STOP), _READING),
    Act.READ_NOTICE: Right(OF_A_UNIT, units_of_notice),
    Act.READ_NOTICE_FILE: Right(OF_A_UNIT | {Role.LEADING_GROUP}, units_of_notice),
    Act.OPEN_OBJECTION: Right(_OFFICE),
    **{act: Right(_OFFICE) for act in Act if act.startswith(("evaluation", "objection-"))},
    **{act: Right(OF_A_UNIT, unit_of_sheet) for act in Act if act.startswith("sheet-")},
    Act.RESUME_LADDER: Right(_OFFICE),
    # What the reason is for has its own line, and is asked again as it is done.
    Act.REASON_CONFIRM: Right(_ALL),
    Act.REASON_EDIT: Right(_ALL),
    Act.SEATS: Right(_OFFICE),
    Act.UNIT_SEATS: Right(_OFFICE),
    Act.SEAT_INVITE: Right(_OFFICE),
    Act.SEAT_REMOVE: Right(_OFFICE),
    Act.SEAT_REMOVE_CONFIRM: Right(_OFFICE),
    Act.SEAT_KEEP: Right(_ALL),
    Act.LEAVE: Right(_ALL),
    Act.LEAVE_CONFIRM: Right(_ALL),
    **{act: Right(OF_A_UNIT, itself) for act in Act if act is Act.ABSENT or act.startswith("absent-")},
    Act.ABSENCE_END: Right(OF_A_UNIT, unit_of_absence),
    Act.OPEN_FILING: _FILING,
    Act.CONFIRM_FILING: _FILING,
}


async def require(session: AsyncSession, actor: Actor, act: Act, target: int | None = None) -> Place:
    """The seat by which ``actor`` may do ``act`` to ``target``; Refusal when there is none.

    ``target`` is what the act's line in ``actions/acts.py`` names. An act that is bound to units is refused to
    them without a target.
    """
    if not actor.places:
        raise Refusal("stranger")
    right = RIGHTS.get(act)
    seats = actor.seats(*right.roles) if right is not None else ()
    if right is None or not seats:
        raise Refusal("not-your-role")
    if right.owners is None:
        return seats[0]
    owners = await right.owners(session, target) if target is not None else ()
    for place in seats:
        if place.role not in OF_A_UNIT or place.unit_id in owners:
            return place
    raise Refusal("not-your-unit")
