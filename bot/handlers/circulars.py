"""The office's circulars: the list, the form, the table of the answers, the recall."""

from __future__ import annotations

from telegram import Update

from actions.access import require
from actions.acts import Act
from actions.circular import circular_of, send_circular
from actions.circular_recall import may_recall, recall
from bot.facts import facts_of
from bot.forms.circular_form import CHOSEN, FORM, KINDS, UNITS, chosen_of, facts_about, paper_of
from bot.forms.drafts import drop, given, put
from bot.forms.form import EVIDENCE
from bot.forms.reason_form import ReasonForm, card_pressed
from bot.forms.steps import ask, open_form, pressed_draft, reopen, take
from bot.forms.unit_names import chosen_units
from bot.handlers.marking import mark
from bot.transaction import Work
from register.buttons import Offer
from register.circulars import lead_units, local, show_opinions
from register.people import name_of
from register.states import CircularState
from register.tables import Button, Circular, Draft
from register.views.circulars import answers_to, latest_circulars, table_facts

_SHORT = 14


async def circular_command(work: Work, _update: Update) -> None:
    """/circular: what is out, and the beginning of a new one."""
    await open_list(work)


async def open_list(work: Work, _button: Button | None = None) -> None:
    work.place = await require(work.session, work.actor, Act.OPEN_CIRCULARS)
    lines = await latest_circulars(work.session)
    new = [Offer(Act.CIRCULAR_NEW, f"new-{kind}", place) for place, kind in enumerate(KINDS, start=1)]
    tables = [
        [Offer(Act.CIRCULAR_TABLE, "circular-table", line.circular_id, facts=(("title", _short(line.title)),))]
        for line in lines
    ]
    facts = [facts_of(line) | {"due": local(work.desk.rules, line.due)} for line in lines]
    await work.reply("circulars", {"lines": facts}, [new, *tables])


def _short(title: str) -> str:
    """A title with room on a button; what was cut off is shown to be."""
    return title if len(title) <= _SHORT else f"{title[: _SHORT - 1]}…"


async def begin(work: Work, button: Button) -> None:
    place = button.target or 1
    await open_form(work, FORM, place, facts_about(KINDS[place - 1]))


async def keep(work: Work, button: Button) -> None:
    """All lead units, all units, or one by one."""
    draft, which = await pressed_draft(work, FORM, button)
    if which == "choose":
        answers = given(draft)
        put(work, draft, {**answers, CHOSEN: answers.get(UNITS, {})}, UNITS)
        await ask(work, FORM, draft, turn=True)
        return
    wanted = await lead_units(work.session) if which == "leads" else None
    await take(work, FORM, draft, await chosen_units(work.session, wanted), turn=True)


async def toggle(work: Work, button: Button) -> None:
    """Tick a unit, or take it out again."""
    draft, unit_id = await pressed_draft(work, FORM, button)
    ticked = {int(one) for one in given(draft).get(CHOSEN, {})} ^ {int(unit_id)}
    put(work, draft, {**given(draft), CHOSEN: await chosen_units(work.session, ticked)}, UNITS)
    await ask(work, FORM, draft, turn=True)


async def done(work: Work, button: Button) -> None:
    """No (more) files, all units ticked, or the answer stands as it was."""
    draft, _ = await pressed_draft(work, FORM, button)
    if draft.question == EVIDENCE:
        await take(work, FORM, draft, "", turn=True)
    elif draft.question == UNITS:
        await take(work, FORM, draft, chosen_of(draft), turn=True)
    else:
        await take(work, FORM, draft, given(draft)[draft.question], turn=True)


async def edit(work: Work, button: Button) -> None:
    draft, question = await pressed_draft(work, FORM, button)
    if question == UNITS:
        put(work, draft, {name: one for name, one in given(draft).items() if name != CHOSEN}, UNITS)
    await reopen(work, FORM, draft, question)


async def cancel(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button, anywhere=True)
    await drop(work, draft)
    await mark(work, "circular-dropped")


async def confirm(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    paper = paper_of(draft)
    sending = await send_circular(work.session, work.desk.rules, work.actor, paper, draft.id or 0, work.at)
    facts = {
        "kind": paper.kind.value,
        "title": paper.title,
        "due": local(work.desk.rules, paper.due),
        "sending": facts_of(sending),
        "later": sending.leaves_at > work.at,
    }
    await work.turn_card("circular-sent", facts)


async def show_table(work: Work, button: Button) -> None:
    circular = await circular_of(work.session, button.target or 0)
    lines = await answers_to(work.session, circular.id or 0)
    rows = show_opinions(circular.id or 0, sum(line.files for line in lines))
    rows.append([Offer(Act.CIRCULAR_PAPER, "paper-opinions", circular.id)])
    if circular.state is CircularState.OPEN:
        rows.append([Offer(Act.CIRCULAR_RECALL, "circular-recall", circular.id)])
    by = await name_of(work.session, circular.recalled_by)
    await work.reply("circular-table", table_facts(work.desk.rules, circular, lines, by), rows)


async def ask_recall(work: Work, button: Button) -> None:
    circular = await may_recall(work.session, work.desk.rules, work.actor, button.target or 0, work.at)
    facts = {"act": Act.CIRCULAR_RECALL.value, "title": circular.title, "kind": circular.kind.value}
    await open_form(work, RECALL, circular.id or 0, facts | card_pressed(work))


async def _recalled(work: Work, draft: Draft, reason: str) -> None:
    circular: Circular = await recall(work.session, work.desk.rules, work.actor, draft.target, reason, work.at)
    await mark(work, "circular-recalled", who=work.actor.name, when=work.at, reason=circular.recalled_because)


RECALL = ReasonForm(Act.CIRCULAR_RECALL, Act.CIRCULAR_RECALL_CANCEL, _recalled, template="circular-reason")
