"""Every press comes this way: the token names a row, the row an act, and the act is checked against the presser."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from telegram import Update

from actions.access import require
from actions.acts import Act
from actions.refusal import Refusal
from bot.handlers import (
    absence,
    arranging,
    case_list,
    cases,
    checking,
    claiming,
    deciding_dates,
    explaining,
    extending,
    files,
    filing,
    leaving,
    lists,
    outage,
    reasons,
    rectifying,
    report_command,
    reporting,
    reviewing,
    round_card,
    seats,
    signing,
    tasks,
    unchanged,
    urging,
    withdrawing,
)
from bot.transaction import Work
from register.tables import Button

Press = Callable[[Work, Button], Awaitable[None]]

ACTS: Mapping[Act, Press] = {
    Act.MY_TASKS: tasks.my_tasks,
    Act.OPEN_TASK: tasks.open_task,
    Act.SIGN: signing.sign_for,
    Act.OPEN_REQUESTS: round_card.open_requests,
    Act.REPORT: reporting.open_report,
    Act.REPORT_KEEP: reporting.keep,
    Act.REPORT_NO_CHANGE: reporting.no_change,
    Act.REPORT_SAME_REASON: unchanged.same_reason,
    Act.REPORT_REST: unchanged.open_rest,
    Act.REPORT_REST_KEEP: unchanged.keep,
    Act.REPORT_REST_EDIT: unchanged.edit,
    Act.REPORT_REST_CONFIRM: unchanged.confirm,
    Act.REPORT_REST_CANCEL: unchanged.cancel,
    Act.REPORT_DROP_FILES: reporting.no_files,
    Act.REPORT_SKIP: reporting.skip,
    Act.REPORT_DONE: reporting.skip,
    Act.REPORT_CONFIRM: reporting.confirm,
    Act.REPORT_EDIT: reporting.edit,
    Act.REPORT_CANCEL: reporting.cancel,
    Act.CLAIM: claiming.open_claim,
    Act.CLAIM_SKIP: claiming.no_files,
    Act.CLAIM_DONE: claiming.no_files,
    Act.CLAIM_CONFIRM: claiming.confirm,
    Act.CLAIM_EDIT: claiming.edit,
    Act.CLAIM_CANCEL: claiming.cancel,
    Act.EXPLAIN: explaining.open_explanation,
    Act.EXPLAIN_CONFIRM: explaining.confirm,
    Act.EXPLAIN_EDIT: explaining.edit,
    Act.EXPLAIN_CANCEL: explaining.cancel,
    Act.WITHDRAW_CLAIM: withdrawing.take_back_claim,
    Act.EXTEND: extending.open_extension,
    Act.EXTEND_DAY: extending.choose_day,
    Act.EXTEND_CONFIRM: extending.confirm,
    Act.EXTEND_EDIT: extending.edit,
    Act.EXTEND_CANCEL: extending.cancel,
    Act.WITHDRAW_EXTENSION: withdrawing.take_back_extension,
    Act.ACCEPT_EXTENSION: deciding_dates.approve,
    Act.RETURN_EXTENSION: deciding_dates.refuse,
    Act.REOPEN: deciding_dates.reopen,
    Act.REVIEW_NEXT: reviewing.next_waiting,
    Act.OPEN_REPORT: reviewing.open_one,
    Act.ACCEPT_REPORT: reviewing.accept,
    Act.RETURN_REPORT: reviewing.send_back,
    Act.OPEN_COMPLETION: reviewing.open_one,
    Act.ACCEPT_COMPLETION: reviewing.accept,
    Act.RETURN_COMPLETION: reviewing.send_back,
    Act.REVIEW_CANCEL: reasons.cancel,
    Act.SHOW_REPORT_FILES: files.show_files,
    Act.SHOW_COMPLETION_FILES: files.show_files,
    Act.SHOW_EXPLANATION_FILES: files.show_files,
    Act.SHOW_CASE_FILES: files.show_files,
    Act.OVERDUE_LIST: lists.show_overdue,
    Act.MISSING_LIST: lists.show_missing,
    Act.URGE: urging.propose,
    Act.URGE_CONFIRM: urging.confirm,
    Act.URGE_CANCEL: urging.cancel,
    Act.MAKE_REPORT: report_command.make_report,
    Act.OPEN_CASES: case_list.list_cases,
    Act.CASE_EVIDENCE: case_list.show_evidence,
    Act.CASE_ACCEPT: cases.accept,
    Act.CASE_DECLINE: cases.decline,
    Act.CASE_HOLD: cases.hold,
    Act.CASE_HOLD_UNTIL: cases.hold_until,
    Act.CASE_CANCEL: reasons.cancel,
    Act.CASE_ARRANGE: arranging.open_talk,
    Act.CASE_PUT: arranging.put,
    Act.CASE_RECORD: arranging.open_record,
    Act.CASE_KEEP: arranging.keep,
    Act.CASE_CONFIRM: arranging.confirm,
    Act.CASE_EDIT: arranging.edit,
    Act.CASE_FORM_CANCEL: arranging.cancel,
    Act.CASE_CHECKED: checking.passed,
    Act.CASE_RETURN: checking.send_back,
    Act.CASE_FOLLOW_UP: checking.note_later,
    Act.CASE_WITHDRAW: checking.withdraw,
    Act.CASE_WITHDRAW_CANCEL: reasons.cancel,
    Act.SHOW_STEP_FILES: files.show_files,
    Act.CASE_RECTIFY: rectifying.open_rectification,
    Act.CASE_RECTIFY_KEEP: rectifying.files_done,
    Act.CASE_RECTIFY_CONFIRM: rectifying.confirm,
    Act.CASE_RECTIFY_EDIT: rectifying.edit,
    Act.CASE_RECTIFY_CANCEL: rectifying.cancel,
    Act.REASON_CONFIRM: reasons.confirm,
    Act.REASON_EDIT: reasons.edit,
    Act.RESUME_LADDER: outage.resume,
    Act.SEATS: seats.show_seats,
    Act.UNIT_SEATS: seats.show_unit,
    Act.SEAT_INVITE: seats.invite,
    Act.SEAT_REMOVE: seats.ask_removal,
    Act.SEAT_REMOVE_CONFIRM: seats.confirm_removal,
    Act.SEAT_KEEP: seats.keep,
    Act.LEAVE: leaving.ask_leave,
    Act.LEAVE_CONFIRM: leaving.confirm_leave,
    Act.ABSENT: absence.open_absence,
    Act.ABSENT_KEEP: absence.keep,
    Act.ABSENT_CONFIRM: absence.confirm,
    Act.ABSENT_CANCEL: absence.cancel,
    Act.ABSENCE_END: absence.end,
    Act.OPEN_FILING: filing.show,
    Act.CONFIRM_FILING: filing.confirm,
}


async def pressed(work: Work, update: Update) -> None:
    query = update.callback_query
    button = await work.session.get(Button, query.data) if query is not None and query.data else None
    if not work.actor.places:
        raise Refusal("stranger")
    if button is None or button.expires_at <= work.at:
        raise Refusal("button-expired")
    act = Act(button.act)
    allowed = await require(work.session, work.actor, act, button.target)
    theirs = [place for place in work.actor.places if place.seat_id == button.seat_id]
    if button.seat_id is not None and not theirs:
        raise Refusal("not-your-button")
    work.place = next(iter(theirs), allowed)
    await ACTS[act](work, button)
