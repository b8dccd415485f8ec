"""Typed text and files: the answer to the question at hand, or a hint."""

from __future__ import annotations

from telegram import Message, Update
from telegram.constants import ChatType

from actions.refusal import Refusal
from bot.forms import (
    absence_form,
    circular_form,
    claim_form,
    contribution_form,
    explain_form,
    extend_form,
    opinion_form,
    record_form,
    rectify_form,
    report_form,
    talk_form,
    targets_form,
    unchanged_form,
)
from bot.forms.drafts import count_files, my_draft
from bot.forms.form import Form
from bot.forms.steps import ask, take
from bot.handlers import (
    cases,
    checking,
    circulars,
    coordinating,
    deciding_dates,
    issuing,
    ledgers,
    notice_drafts,
    objecting,
    replying,
    reviewing,
)
from bot.handlers.help import hint
from bot.transaction import Work
from register.tables import Draft, Evidence

_ALL: tuple[Form, ...] = (
    report_form.FORM,
    unchanged_form.FORM,
    contribution_form.FORM,
    targets_form.FORM,
    claim_form.FORM,
    explain_form.FORM,
    reviewing.RETURN_REPORT,
    reviewing.RETURN_COMPLETION,
    coordinating.ANSWER,
    coordinating.AGAIN,
    extend_form.FORM,
    deciding_dates.REFUSE_EXTENSION,
    deciding_dates.REOPEN,
    cases.DECLINE,
    cases.HOLD,
    circular_form.FORM,
    circulars.RECALL,
    opinion_form.FORM,
    replying.ATTEND,
    replying.EXCUSE,
    absence_form.FORM,
    talk_form.FORM,
    record_form.FORM,
    rectify_form.FORM,
    checking.RETURN,
    checking.FOLLOW_UP,
    checking.WITHDRAW,
    issuing.RETURN,
    issuing.VOID,
    notice_drafts.WORDS,
    notice_drafts.UNITS,
    objecting.OBJECT,
    objecting.KEEP,
    objecting.CORRECT,
)
FORMS = {form.name: form for form in _ALL}

_MEGABYTE = 1_000_000
_LONGEST_NAME = 120
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)


async def text_said(work: Work, update: Update) -> None:
    message = update.effective_message
    draft = await my_draft(work)
    if message is None or _overheard(message):
        return
    if draft is None:
        await hint(work)
        return
    form = FORMS[draft.form]
    await take(work, form, draft, form.read(draft.question, message.text or ""), turn=False)


async def text_changed(work: Work, _update: Update) -> None:
    """A message changed after it was sent has been read already."""
    if await my_draft(work) is not None:
        raise Refusal("edited-too-late")


async def file_sent(work: Work, update: Update) -> None:
    """A photo or document belongs to the open form, whichever question it stands at; else it may be a ledger."""
    message = update.effective_message
    draft = await my_draft(work)
    if message is None or _overheard(message):
        return
    takes = draft is not None and FORMS[draft.form].takes_files
    if message.document is not None and not takes and ledgers.is_ledger(work, message.document):
        await ledgers.take(work, message.document)
        return
    if draft is None or not takes:
        await _no_place_for_files(work, draft)
        return
    again = await _keep(work, draft, message)
    if not again:
        await ask(work, FORMS[draft.form], draft, turn=False)


async def something_else(work: Work, update: Update) -> None:
    """A sticker, a voice, an unknown command."""
    message = update.effective_message
    if message is not None and not _overheard(message):
        await hint(work, command=(message.text or "").startswith("/"))


def _overheard(message: Message) -> bool:
    """Said in a group, to others."""
    answered = message.reply_to_message
    to_bot = answered is not None and answered.from_user is not None and answered.from_user.is_bot
    return message.chat.type in _GROUPS and not to_bot


async def _no_place_for_files(work: Work, draft: Draft | None) -> None:
    if work.actor.places:
        raise Refusal("file-unasked" if draft is None else "words-wanted")
    raise Refusal("stranger")


def _shortened(name: str) -> str:
    """Its end, which tells the kind of file, stays: no card and no caption has room for a longer one."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 21]}…{name[-20:]}"


def _named(message: Message) -> str:
    """What the sender wrote below it says what it shows; a photo has no other name."""
    words = " ".join((message.caption or "").split())
    document = message.document
    if document is not None and document.file_name:
        return f"{words} {document.file_name}".strip()
    return f"{words or message.message_id}.jpg"


async def _keep(work: Work, draft: Draft, message: Message) -> bool:
    """Note the file; True when it belongs to an album of which another file was answered already."""
    photo = message.photo[-1] if message.photo else None
    document = message.document
    sent = document or photo
    if sent is None:
        raise Refusal("file-unknown")
    limits = work.desk.rules.policy.limits
    if (sent.file_size or 0) > limits.evidence_megabytes * _MEGABYTE:
        raise Refusal("file-too-big", limit=limits.evidence_megabytes)
    if await count_files(work, draft) >= limits.evidence_files:
        raise Refusal("files-too-many", limit=limits.evidence_files)
    work.session.add(
        Evidence(
            draft_id=draft.id,
            file_id=sent.file_id,
            name=_shortened(_named(message)),
            size=sent.file_size,
            sent_at=work.at,
            sent_by=work.actor.person,
        )
    )
    await work.session.flush()
    album, seen = message.media_group_id, draft.answers.get("album")
    draft.answers = {**draft.answers, "album": album}
    work.session.add(draft)
    return album is not None and album == seen
