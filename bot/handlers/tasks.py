"""The tasks: those of one's unit, one in full."""

from __future__ import annotations

from sqlmodel import col
from telegram import Update

from actions.access import WATCHING, require
from actions.acts import Act
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.handlers.arguments import behind_command, task_number
from bot.handlers.duty_buttons import date_rows, reopening_rows
from bot.transaction import Rows, Work
from plans.roles import Role
from register.buttons import Offer
from register.contributions import contribution_lines
from register.duties import duty_lines
from register.explanations import open_asked
from register.extensions import duties_in_doubt
from register.light import light_of
from register.people import OF_A_UNIT
from register.reports import OWED, RequestLine, last_version, latest_request, returned_lines, window_open
from register.seats import Place
from register.states import DutyState
from register.tables import Button, Contribution, Duty, Request, Round, Unit
from register.tables.plan import Part
from register.views.card import DutyEntry, TaskCard, task_card
from register.views.tasks import tasks_of_unit

_PER_ROW = 3


async def tasks_command(work: Work, update: Update) -> None:
    """/tasks, and /task N as well for those who write it together."""
    text = behind_command(update)
    if text:
        await show_task(work, task_number(text))
    elif work.actor.seats(*WATCHING):
        await all_tasks(work)
    else:
        await my_tasks(work)


async def task_command(work: Work, update: Update) -> None:
    await show_task(work, task_number(behind_command(update)))


async def my_tasks(work: Work, _button: Button | None = None) -> None:
    """The tasks of every unit that the person speaks for, a message each."""
    await require(work.session, work.actor, Act.MY_TASKS)
    units = work.actor.unit_places()
    for unit_id, place in sorted(units.items()):
        work.place = place
        unit = await work.session.get_one(Unit, unit_id)
        await _unit_tasks(work, place, unit.name if len(units) > 1 else "")


async def _unit_tasks(work: Work, place: Place, unit: str) -> None:
    today = work.desk.rules.today(work.at)
    lines = await tasks_of_unit(work.session, work.desk.rules, place.unit_id, today)
    leads = [line for line in lines if line.part is Part.LEAD]
    supports = [line for line in lines if line.part is not Part.LEAD]
    rows = _numbers([line.number for line in leads])
    await work.reply("tasks", {"unit": unit, "leads": facts_of(leads), "supports": facts_of(supports)}, rows)


async def all_tasks(work: Work) -> None:
    """The whole plan, a line per duty, for those who watch over it."""
    work.place = await require(work.session, work.actor, Act.OVERDUE_LIST)
    today = work.desk.rules.today(work.at)
    within = work.desk.rules.policy.lights.yellow_within
    in_doubt = await duties_in_doubt(work.session)
    lines = [
        {
            "number": line.task.number,
            "title": line.task.title,
            "unit": line.unit.name,
            "due": line.duty.due.isoformat(),
            "days_left": (line.duty.due - today).days,
            "state": line.duty.state.value,
            "light": light_of(line.duty.state, line.duty.due, today, within, in_doubt=line.duty.id in in_doubt).value,
            "in_doubt": line.duty.id in in_doubt,
        }
        for line in await duty_lines(work.session, col(Duty.state) != DutyState.DROPPED)
    ]
    own = [[Offer(Act.MY_TASKS, "my-tasks")]] if work.actor.unit_places() else []
    await work.reply("all-tasks", {"lines": lines}, own)


def _numbers(numbers: list[int]) -> Rows:
    offers = [Offer(Act.OPEN_TASK, "open-task", number, facts=(("number", number),)) for number in numbers]
    return [offers[i : i + _PER_ROW] for i in range(0, len(offers), _PER_ROW)]


async def open_task(work: Work, button: Button) -> None:
    await show_task(work, button.target or 0)


async def show_task(work: Work, number: int) -> None:
    if not work.actor.places:
        raise Refusal("stranger")  # who has no seat does not learn which numbers there are
    card = await task_card(work.session, work.desk.rules, number, work.desk.rules.today(work.at))
    if card is None:
        raise Refusal("task-unknown", number=number)
    work.place = await _reader(work, number)
    await work.reply("task", {"card": facts_of(card)}, await _rows(work, card))


async def _reader(work: Work, number: int) -> Place:
    """The seat by which the person may see the task; the refusal speaks of looking."""
    try:
        return await require(work.session, work.actor, Act.OPEN_TASK, number)
    except Refusal as refusal:
        if refusal.word != "not-your-unit":
            raise
        raise Refusal("not-your-task", number=number) from refusal


async def _rows(work: Work, card: TaskCard) -> Rows:
    """What this person can do about the task."""
    if work.place is None:
        return []
    facts = (("number", card.number),)
    if work.place.role is Role.OFFICE:
        urge = [Offer(Act.URGE, "urge", card.number, facts=facts)]
        return [urge, *reopening_rows(card.number, card.milestones)]
    if work.place.role not in OF_A_UNIT:
        return []
    rows: Rows = []
    asked = await latest_request(work.session, card.task_id, work.place.unit_id)
    if asked is not None and asked.request.state in OWED:
        rows.append([Offer(Act.REPORT, "report", asked.request.id, facts=facts)])
    elif asked is not None and await _correctable(work, asked):
        rows.append([Offer(Act.REPORT, "report-correct", asked.request.id, facts=facts)])
    rows += await _returned_before(work, card, work.place.unit_id, asked)
    unexplained = await open_asked(work.session, work.place.unit_id, card.task_id)
    if unexplained is not None:
        rows.append([Offer(Act.EXPLAIN, "explain", unexplained)])
    rows += await _contribution(work, card, work.place.unit_id)
    own = [duty for one in card.milestones for duty in one.duties if duty.unit_id == work.place.unit_id]
    rows += _claims(card.number, [duty for duty in own if duty.state is DutyState.OPEN])
    rows += date_rows(card.number, own)
    return rows


async def _returned_before(work: Work, card: TaskCard, unit_id: int, asked: RequestLine | None) -> Rows:
    """What an earlier round's return still asks for."""
    lines = await returned_lines(work.session, col(Request.task_id) == card.task_id, col(Request.unit_id) == unit_id)
    facts = (("number", card.number),)
    return [
        [Offer(Act.REPORT, "report-again", line.request.id, facts=facts)]
        for line in lines
        if asked is None or line.request.id != asked.request.id
    ]


async def _contribution(work: Work, card: TaskCard, unit_id: int) -> Rows:
    """What the unit is asked towards the lead's report, while the round is open."""
    today = work.desk.rules.today(work.at)
    lines = await contribution_lines(
        work.session,
        col(Contribution.task_id) == card.task_id,
        col(Contribution.unit_id) == unit_id,
        col(Round.closes_on) >= today,
    )
    facts = (("number", card.number),)
    return [[Offer(Act.CONTRIBUTE, "contribute", line.contribution.id, facts=facts)] for line in lines]


async def _correctable(work: Work, asked: RequestLine) -> bool:
    """What a claim answered holds no report to be corrected."""
    in_window = window_open(asked, work.desk.rules.today(work.at))
    return in_window and await last_version(work.session, asked.request.id or 0) is not None


def _claims(number: int, duties: list[DutyEntry]) -> Rows:
    """A button for each part that can be claimed; only where there are several does the part's day tell them apart."""
    if len(duties) == 1:
        return [[Offer(Act.CLAIM, "claim", duties[0].duty_id, facts=(("number", number),))]]
    return [
        [Offer(Act.CLAIM, "claim-part", duty.duty_id, facts=(("number", number), ("due", duty.due.isoformat())))]
        for duty in sorted(duties, key=lambda one: one.due)
    ]
