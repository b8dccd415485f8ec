"""Everything a person can ask for by a button or a command; what ``target`` of the button names stands beside it."""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    """Each act has its line in ``actions/access.py``: who may do it, and to whom it must belong."""

    MY_TASKS = "my-tasks"
    OPEN_TASK = "open-task"  # number of the task
    SIGN = "sign"  # no target; the argument is the key of the message

    OPEN_REQUESTS = "open-requests"  # the unit's card of the round
    REPORT = "report"  # this and all report-… acts: request
    REPORT_KEEP = "report-keep"
    REPORT_NO_CHANGE = "report-no-change"
    REPORT_SAME_REASON = "report-same-reason"
    REPORT_SKIP = "report-skip"
    REPORT_DONE = "report-done"
    REPORT_CONFIRM = "report-confirm"
    REPORT_EDIT = "report-edit"
    REPORT_CANCEL = "report-cancel"

    CLAIM = "claim"  # this and all claim-… acts: duty
    CLAIM_SKIP = "claim-skip"
    CLAIM_DONE = "claim-done"
    CLAIM_CONFIRM = "claim-confirm"
    CLAIM_EDIT = "claim-edit"
    CLAIM_CANCEL = "claim-cancel"

    REVIEW_NEXT = "review-next"
    OPEN_REPORT = "open-report"  # report
    ACCEPT_REPORT = "accept-report"
    RETURN_REPORT = "return-report"
    OPEN_COMPLETION = "open-completion"  # completion
    ACCEPT_COMPLETION = "accept-completion"
    RETURN_COMPLETION = "return-completion"
    REVIEW_CANCEL = "review-cancel"
    SHOW_REPORT_FILES = "show-report-files"  # report
    SHOW_COMPLETION_FILES = "show-completion-files"  # completion
    SHOW_CASE_FILES = "show-case-files"  # case

    OVERDUE_LIST = "overdue-list"
    MISSING_LIST = "missing-list"  # round
    URGE = "urge"  # number of the task, also below
    URGE_CONFIRM = "urge-confirm"
    URGE_CANCEL = "urge-cancel"
    MAKE_REPORT = "make-report"  # no target; the argument may name the quarter

    OPEN_CASES = "open-cases"
    CASE_EVIDENCE = "case-evidence"  # this and all case-… acts: case, with its version
    CASE_ACCEPT = "case-accept"
    CASE_DECLINE = "case-decline"
    CASE_HOLD = "case-hold"
    CASE_HOLD_UNTIL = "case-hold-until"  # the argument is a day written 2021-06-30
    CASE_CANCEL = "case-cancel"

    RESUME_LADDER = "resume-ladder"  # outage

    OPEN_FILING = "open-filing"  # round
    CONFIRM_FILING = "confirm-filing"
