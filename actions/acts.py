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
    REPORT_REST = "report-rest"  # any request of the unit in the round: all that is left is unchanged
    REPORT_REST_KEEP = "report-rest-keep"
    REPORT_REST_EDIT = "report-rest-edit"
    REPORT_REST_CONFIRM = "report-rest-confirm"
    REPORT_REST_CANCEL = "report-rest-cancel"
    REPORT_TAKE_OVER = "report-take-over"
    REPORT_DROP_FILES = "report-drop-files"
    REPORT_SKIP = "report-skip"
    REPORT_DONE = "report-done"
    REPORT_CONFIRM = "report-confirm"
    REPORT_EDIT = "report-edit"
    REPORT_CANCEL = "report-cancel"

    TARGETS = "targets"  # this and all targets-… acts: any target asked of the unit in the round
    TARGETS_KEEP = "targets-keep"
    TARGETS_EDIT = "targets-edit"
    TARGETS_CONFIRM = "targets-confirm"
    TARGETS_CANCEL = "targets-cancel"

    CONTRIBUTE = "contribute"  # this and all contribute-… acts: contribution
    CONTRIBUTE_NOTHING = "contribute-nothing"
    CONTRIBUTE_EDIT = "contribute-edit"
    CONTRIBUTE_CONFIRM = "contribute-confirm"
    CONTRIBUTE_CANCEL = "contribute-cancel"

    CLAIM = "claim"  # this and all claim-… acts: duty
    CLAIM_SKIP = "claim-skip"
    CLAIM_DONE = "claim-done"
    CLAIM_CONFIRM = "claim-confirm"
    CLAIM_EDIT = "claim-edit"
    CLAIM_CANCEL = "claim-cancel"
    WITHDRAW_CLAIM = "withdraw-claim"  # completion; it is done when the argument is "sure"

    EXTEND = "extend"  # this and all extend-… acts: duty
    EXTEND_DAY = "extend-day"
    EXTEND_CONFIRM = "extend-confirm"
    EXTEND_EDIT = "extend-edit"
    EXTEND_CANCEL = "extend-cancel"
    WITHDRAW_EXTENSION = "withdraw-extension"  # extension; it is done when the argument is "sure"

    EXPLAIN = "explain"  # this and all explain-… acts: climb, one of those that were asked together
    EXPLAIN_CONFIRM = "explain-confirm"
    EXPLAIN_EDIT = "explain-edit"
    EXPLAIN_CANCEL = "explain-cancel"

    COORDINATE = "coordinate"  # report
    COORDINATION_ANSWER = "coordination-answer"  # this and all coordination-… acts: coordination
    COORDINATION_ANSWER_STOP = "coordination-answer-stop"
    COORDINATION_AGAIN = "coordination-again"
    COORDINATION_AGAIN_STOP = "coordination-again-stop"
    COORDINATION_SETTLE = "coordination-settle"

    REVIEW_NEXT = "review-next"
    OPEN_REPORT = "open-report"  # report
    ACCEPT_REPORT = "accept-report"
    RETURN_REPORT = "return-report"
    OPEN_COMPLETION = "open-completion"  # completion
    ACCEPT_COMPLETION = "accept-completion"
    RETURN_COMPLETION = "return-completion"
    ACCEPT_EXTENSION = "accept-extension"  # extension
    RETURN_EXTENSION = "return-extension"
    REOPEN = "reopen"  # duty
    REVIEW_CANCEL = "review-cancel"
    SHOW_REPORT_FILES = "show-report-files"  # report
    SHOW_COMPLETION_FILES = "show-completion-files"  # completion
    SHOW_EXPLANATION_FILES = "show-explanation-files"  # explanation
    SHOW_CASE_FILES = "show-case-files"  # case

    OVERDUE_LIST = "overdue-list"
    MISSING_LIST = "missing-list"  # round
    URGE = "urge"  # number of the task, also below
    URGE_CONFIRM = "urge-confirm"
    URGE_CANCEL = "urge-cancel"
    MAKE_REPORT = "make-report"  # no target; the argument may name the quarter

    RETURN_LEDGER = "return-ledger"
    LEDGER_APPLY = "ledger-apply"  # ledger that came back, also below
    LEDGER_DROP = "ledger-drop"

    OPEN_CASES = "open-cases"
    CASE_EVIDENCE = "case-evidence"  # this and all case-… acts: case, with its version
    CASE_ACCEPT = "case-accept"
    CASE_DECLINE = "case-decline"
    CASE_HOLD = "case-hold"
    CASE_HOLD_UNTIL = "case-hold-until"  # the argument is a day written 2021-06-30
    CASE_CANCEL = "case-cancel"
    CASE_ARRANGE = "case-arrange"
    CASE_PUT = "case-put"
    CASE_RECORD = "case-record"
    CASE_KEEP = "case-keep"  # an answer that was offered in one of the bureau's forms; also below
    CASE_CONFIRM = "case-confirm"
    CASE_EDIT = "case-edit"
    CASE_FORM_CANCEL = "case-form-cancel"
    CASE_CHECKED = "case-checked"
    CASE_RETURN = "case-return"
    CASE_FOLLOW_UP = "case-follow-up"
    CASE_PAPER = "case-paper"  # the argument is the kind of the paper
    CASE_WITHDRAW = "case-withdraw"
    CASE_WITHDRAW_CANCEL = "case-withdraw-cancel"
    SHOW_STEP_FILES = "show-step-files"  # step of a case
    CASE_RECTIFY = "case-rectify"  # the unit's acts on its case
    CASE_RECTIFY_KEEP = "case-rectify-keep"
    CASE_RECTIFY_CONFIRM = "case-rectify-confirm"
    CASE_RECTIFY_EDIT = "case-rectify-edit"
    CASE_RECTIFY_CANCEL = "case-rectify-cancel"

    OPEN_CIRCULARS = "open-circulars"
    CIRCULAR_NEW = "circular-new"  # no target; the argument is the kind
    CIRCULAR_KEEP = "circular-keep"  # this and the acts down to circular-cancel belong to the office's open form
    CIRCULAR_UNIT = "circular-unit"
    CIRCULAR_DONE = "circular-done"
    CIRCULAR_EDIT = "circular-edit"
    CIRCULAR_CONFIRM = "circular-confirm"
    CIRCULAR_CANCEL = "circular-cancel"
    CIRCULAR_TABLE = "circular-table"  # circular, also below
    CIRCULAR_PAPER = "circular-paper"
    CIRCULAR_RECALL = "circular-recall"
    CIRCULAR_RECALL_CANCEL = "circular-recall-cancel"
    SHOW_OPINION_FILES = "show-opinion-files"
    OPEN_CIRCULAR = "open-circular"  # this and all reply-… acts: recipient, with its version
    SHOW_PAPER_FILES = "show-paper-files"
    REPLY_NO_OPINION = "reply-no-opinion"
    REPLY_SIGN = "reply-sign"
    REPLY_OPINION = "reply-opinion"
    REPLY_ATTEND = "reply-attend"
    REPLY_MYSELF = "reply-myself"
    REPLY_EXCUSE = "reply-excuse"
    REPLY_CONFIRM = "reply-confirm"
    REPLY_EDIT = "reply-edit"
    REPLY_CANCEL = "reply-cancel"
    REPLY_STOP = "reply-stop"

    OPEN_NOTICES = "open-notices"
    NOTICE_NEW = "notice-new"  # round; the argument is the kind
    NOTICE_OPEN = "notice-open"  # this and all notice-… acts below: notice, with its version
    NOTICE_PREVIEW = "notice-preview"
    NOTICE_REFRESH = "notice-refresh"
    NOTICE_WORDS = "notice-words"
    NOTICE_WORDS_OUT = "notice-words-out"
    NOTICE_WORDS_STOP = "notice-words-stop"
    NOTICE_UNITS = "notice-units"
    NOTICE_UNITS_USUAL = "notice-units-usual"
    NOTICE_UNITS_STOP = "notice-units-stop"
    NOTICE_DROP = "notice-drop"  # it is done when the argument is "sure"
    NOTICE_SUBMIT = "notice-submit"
    NOTICE_SIGN_OFF = "notice-sign-off"  # it is done when the argument is "sure"
    NOTICE_RETURN = "notice-return"
    NOTICE_RETURN_STOP = "notice-return-stop"
    NOTICE_PUBLIC = "notice-public"
    NOTICE_ANOTHER = "notice-another"
    NOTICE_VOID = "notice-void"
    NOTICE_VOID_STOP = "notice-void-stop"
    READ_NOTICE = "read-notice"  # notice, also below
    READ_NOTICE_FILE = "read-notice-file"

    EVALUATION = "evaluation"  # year, also below
    EVALUATION_SEND = "evaluation-send"  # it is done when the argument is "sure"
    EVALUATION_BURDEN = "evaluation-burden"
    EVALUATION_PAPER = "evaluation-paper"
    EVALUATION_FINAL = "evaluation-final"  # evaluation; it is done when the argument is "sure"
    OPEN_OBJECTION = "open-objection"  # this and all objection-… and sheet-… acts: sheet of an evaluation
    OBJECTION_KEEP = "objection-keep"
    OBJECTION_CORRECT = "objection-correct"
    OBJECTION_CANCEL = "objection-cancel"
    SHEET_AGREE = "sheet-agree"
    SHEET_OBJECT = "sheet-object"
    SHEET_CANCEL = "sheet-cancel"

    RESUME_LADDER = "resume-ladder"  # outage

    REASON_CONFIRM = "reason-confirm"  # of any form that asks a reason: the same target as the form
    REASON_EDIT = "reason-edit"

    SEATS = "seats"  # no target; the argument is the page
    UNIT_SEATS = "unit-seats"  # unit
    SEAT_INVITE = "seat-invite"  # seat; the argument is the holding to be replaced
    SEAT_REMOVE = "seat-remove"  # holding
    SEAT_REMOVE_CONFIRM = "seat-remove-confirm"
    SEAT_KEEP = "seat-keep"  # holding: the question of removing or leaving is answered with no
    LEAVE = "leave"  # holding
    LEAVE_CONFIRM = "leave-confirm"

    ABSENT = "absent"  # this and all absent-… acts: unit
    ABSENT_KEEP = "absent-keep"
    ABSENT_CONFIRM = "absent-confirm"
    ABSENT_CANCEL = "absent-cancel"
    ABSENCE_END = "absence-end"  # absence

    OPEN_FILING = "open-filing"  # round
    CONFIRM_FILING = "confirm-filing"
