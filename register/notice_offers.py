"""The buttons by which a notice or brief goes on, by the state it stands in."""

from __future__ import annotations

from collections.abc import Mapping

from register.buttons import Offer
from register.states import NoticeState
from register.tables import Notice
from register.tables.notices import NoticeKind

Ways = tuple[tuple[tuple[str, str], ...], ...]
"""Rows of (act, label)."""

_PREVIEW = ("notice-preview", "notice-preview")
_SECOND = (("notice-sign-off", "notice-sign-off"), ("notice-return", "notice-return"))
_WAYS: Mapping[NoticeState, Ways] = {
    NoticeState.DRAFT: (
        (_PREVIEW, ("notice-submit", "notice-submit")),
        (("notice-words", "notice-words"), ("notice-units", "notice-units")),
        (("notice-refresh", "notice-refresh"), ("notice-drop", "notice-drop")),
    ),
    NoticeState.SUBMITTED: ((_PREVIEW,), _SECOND),
    NoticeState.ISSUED: (
        (("notice-preview", "notice-text"), ("notice-public", "notice-public")),
        (("notice-another", "notice-another"), ("notice-void", "notice-void")),
    ),
    NoticeState.VOIDED: ((("notice-preview", "notice-text"),),),
}
_OF_NOTICES = frozenset({"notice-units", "notice-public"})
"""A brief goes to the leading group, and to nobody else."""


def ways_on(notice: Notice) -> list[list[Offer]]:
    """What can be done with the paper now, the usual thing first."""
    rows = [
        [_offer(notice, act, label) for act, label in row if notice.kind is NoticeKind.NOTICE or act not in _OF_NOTICES]
        for row in _WAYS.get(notice.state, ())
    ]
    if notice.state is NoticeState.DRAFT and notice.supplement:
        rows.insert(2, [_offer(notice, "notice-words-out", "notice-words-out")])
    return [row for row in rows if row]


def to_sign_off(notice: Notice) -> list[list[Offer]]:
    """What the second person is asked."""
    return [[_offer(notice, *_PREVIEW)], [_offer(notice, act, label) for act, label in _SECOND]]


def below_letter(notice: Notice, message_key: str | None = None) -> list[list[Offer]]:
    """Its reader signs and takes the file. ``message_key``: what is signed for, if not the very message."""
    return [[Offer("sign", "sign", argument=message_key)], [Offer("read-notice-file", "read-notice-file", notice.id)]]


def _offer(notice: Notice, act: str, label: str) -> Offer:
    return Offer(act, label, notice.id, notice.version)
