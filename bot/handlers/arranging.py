"""The bureau arranges a talk and records it: the presses of both forms."""

from __future__ import annotations

from actions.arrange import Arranged, arrange, put_to_group
from actions.record_talk import record_talk
from actions.refusal import Refusal
from bot.facts import facts_of
from bot.forms import record_form, talk_form
from bot.forms.case_form import about_case
from bot.forms.drafts import about, draft_about, drop
from bot.forms.drafts import put as put_answers
from bot.forms.form import Form
from bot.forms.reason_form import card_pressed, return_to_card
from bot.forms.steps import ask, open_form, pressed_draft, take
from bot.handlers.marking import mark, mark_one
from bot.transaction import Work
from register.loading import plan_of
from register.states import CaseState
from register.tables import Button, Draft, Unit
from register.views.cases import CaseLine, case_line, last_talk_place

_FORMS: tuple[Form, ...] = (talk_form.FORM, record_form.FORM)


async def open_talk(work: Work, button: Button) -> None:
    case = await _case(work, button, CaseState.ACCEPTED, CaseState.NOTIFIED)
    plan = await plan_of(work.session)
    bureau = await work.session.get(Unit, plan.bureau_id) if plan is not None else None
    places = {
        "last_place": await last_talk_place(work.session),
        "bureau": bureau.name if bureau is not None else "",
    }
    await _open(work, talk_form.FORM, case, button, places)


async def open_record(work: Work, button: Button) -> None:
    case = await _case(work, button, CaseState.NOTIFIED)
    if case.talk_at is not None and work.at < case.talk_at:
        raise Refusal("talk-not-yet", unit=case.unit, when=case.talk_at)
    await _open(work, record_form.FORM, case, button, {})


async def put(work: Work, button: Button) -> None:
    version = button.version or 0
    done = await put_to_group(work.session, work.desk.rules, work.actor, button.target or 0, version, work.at)
    await mark_one(work, button, "case-put", unit=done.unit, who=work.actor.name, when=work.at)
    await _say_arranged(work, done)


async def keep(work: Work, button: Button) -> None:
    form = await _form_of(work, button)
    draft, value = await pressed_draft(work, form, button)
    await take(work, form, draft, value, turn=True)


async def edit(work: Work, button: Button) -> None:
    """From the first question on."""
    form = await _form_of(work, button)
    draft, _ = await pressed_draft(work, form, button)
    put_answers(work, draft, {}, form.next_question({}))
    await ask(work, form, draft, turn=True)


async def cancel(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, await _form_of(work, button), button, anywhere=True)
    await drop(work, draft)
    await mark(work, "reason-dropped")


async def confirm(work: Work, button: Button) -> None:
    form = await _form_of(work, button)
    draft, _ = await pressed_draft(work, form, button)
    case_id, version = draft.target, about(draft)["version"]
    if form is talk_form.FORM:
        appointment = talk_form.appointment_of(draft)
        done = await arrange(work.session, work.desk.rules, work.actor, case_id, version, appointment, work.at)
        await mark(work, "chosen")
        await _say_arranged(work, done)
    else:
        result = record_form.result_of(draft)
        kept = await record_talk(work.session, work.desk.rules, work.actor, case_id, version, result, work.at)
        await mark(work, "case-recorded", unit=kept.unit, closed=kept.closed, due=kept.result.due)
    await _mark_card(work, draft)
    await drop(work, draft)


async def _say_arranged(work: Work, done: Arranged) -> None:
    facts = {
        "unit": done.unit,
        "appointed": facts_of(done.appointment),
        "changed": done.changed,
        "reached": done.reached,
    }
    await work.reply("case-arranged", facts)


async def _mark_card(work: Work, draft: Draft) -> None:
    """The buttons of this case vanish from the card that the form began on."""
    pressed = await work.session.get(Button, about(draft)["token"])
    await return_to_card(work, draft)
    if pressed is not None:
        await mark_one(work, pressed, "case-handled", unit=about(draft)["unit"], who=work.actor.name, when=work.at)


async def _case(work: Work, button: Button, *states: CaseState) -> CaseLine:
    case = await case_line(work.session, button.target or 0)
    if case is None:
        raise Refusal("case-unknown")
    if case.state not in states:
        raise Refusal("case-gone-on", unit=case.unit, state=case.state.value, who="", when=None)
    if case.version != button.version:
        raise Refusal("button-old")
    return case


async def _open(work: Work, form: Form, case: CaseLine, button: Button, more: dict[str, str | None]) -> None:
    """A draft about an earlier state of the case is of no use any more."""
    stale = await draft_about(work, form.name, case.case_id)
    if stale is not None and about(stale)["version"] != case.version:
        await drop(work, stale)
    facts = about_case(form.start, case) | {"token": button.token} | card_pressed(work) | more
    await open_form(work, form, case.case_id, facts)


async def _form_of(work: Work, button: Button) -> Form:
    for form in _FORMS:
        draft = await draft_about(work, form.name, button.target)
        if draft is not None and draft.id == button.version:
            return form
    raise Refusal("draft-gone")
