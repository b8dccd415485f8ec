"""A unit reports its progress: the presses of the quarterly form."""

from __future__ import annotations

from typing import Any

from actions.drafts import copy_files, drop_files
from actions.refusal import Refusal
from actions.report import file_report
from actions.texts import ReportAnswers, trimmed, unchanged
from bot.forms.drafts import about, drop, given, put
from bot.forms.form import SUMMARY
from bot.forms.report_buttons import IN_FULL, NO_CHANGE, REASON, Buttons
from bot.forms.report_form import FORM, answers_of, contributions_to, facts_about
from bot.forms.steps import ask, pressed_draft, reopen, resume, start, take
from bot.handlers.marking import mark
from bot.handlers.receipts import say_filed
from bot.transaction import Work
from register.reports import OWED, last_version, request_line, window_open
from register.tables import Button, Draft
from register.views.files import files_of_report


async def open_report(work: Work, button: Button) -> None:
    """A new answer, or the last version to be corrected, with what the reviewer said of it."""
    line = await request_line(work.session, button.target or 0)
    if line is None:
        raise Refusal("request-unknown")
    if line.request.state not in OWED and not window_open(line, work.desk.rules.today(work.at)):
        raise Refusal("window-closed", task=line.task.number, closes_on=line.round.closes_on)
    request_id = line.request.id or 0
    before = await last_version(work.session, request_id)
    contributed = await contributions_to(work.session, line.request)
    if await resume(work, FORM, request_id, contributed=contributed):
        return
    files = await files_of_report(work.session, before.id or 0) if before is not None else []
    facts = await facts_about(work.session, line, before, len(files)) | {"contributed": contributed}
    begun = answers_of(before, facts["last"]) if before is not None else None
    draft = await start(work, FORM, request_id, facts, begun)
    await copy_files(work.session, files, draft)
    await ask(work, FORM, draft, turn=False)


async def keep(work: Work, button: Button) -> None:
    """A value that the button offers, or the words of the last report."""
    draft, value = await pressed_draft(work, FORM, button)
    last = about(draft)["last"] or {}
    answer: Any = value or last[draft.question]
    await take(work, FORM, draft, int(answer) if draft.question == "percent" else answer, turn=True)


async def take_over(work: Work, button: Button) -> None:
    """The words of the responsible units become the lead's draft: it may still be rewritten before it is filed."""
    draft, _ = await pressed_draft(work, FORM, button)
    given_now = [f"{one['unit']}：{one['words']}" for one in about(draft)["contributed"]]
    await take(work, FORM, draft, trimmed("\n".join(given_now)), turn=True)


async def skip(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    await take(work, FORM, draft, "", turn=True)


async def no_files(work: Work, button: Button) -> None:
    """The files sent so far were the wrong ones."""
    draft, _ = await pressed_draft(work, FORM, button)
    await drop_files(work.session, draft)
    await ask(work, FORM, draft, turn=True)


async def no_change(work: Work, button: Button) -> None:
    """One tap: the last answers stand, and only the reason is asked."""
    draft, _ = await pressed_draft(work, FORM, button)
    put(work, draft, {NO_CHANGE: True}, REASON)
    await ask(work, FORM, draft, turn=True)


async def edit(work: Work, button: Button) -> None:
    draft, question = await pressed_draft(work, FORM, button)
    if not question:
        buttons = Buttons(draft)
        rows = [*buttons.choices(), [buttons.back(SUMMARY)]]
        await work.turn_card("form-choices", {"about": about(draft)}, rows)
    elif question == SUMMARY:
        put(work, draft, given(draft), SUMMARY)
        await ask(work, FORM, draft, turn=True)
    elif question == IN_FULL:
        put(work, draft, {}, FORM.next_question({}))
        await ask(work, FORM, draft, turn=True)
    else:
        await reopen(work, FORM, draft, question)


async def cancel(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button, anywhere=True)
    stands = about(draft).get("corrects") and not about(draft)["returned_because"]
    await drop(work, draft)
    await mark(work, "correction-dropped" if stands else "form-dropped")


async def confirm(work: Work, button: Button) -> None:
    draft, _ = await pressed_draft(work, FORM, button)
    answers = report_of(draft)
    filed = await file_report(work.session, work.desk.rules, work.actor, draft.target, answers, draft.id, work.at)
    await say_filed(work, [filed])


def report_of(draft: Draft) -> ReportAnswers:
    """The form as it was confirmed."""
    answers, last = given(draft), about(draft)["last"]
    if answers.get(NO_CHANGE):
        return unchanged(last, answers[REASON])
    return ReportAnswers(
        percent=answers["percent"],
        done=answers["done"],
        problems=answers["problems"],
        next_step=answers["next_step"],
    )
