"""The text and the .docx of a notice or brief: the preview, the public version, the unit's own copy."""

from __future__ import annotations

from hashlib import sha256

from actions.acts import Act
from actions.notice_file import addressees, facts_about, open_notice
from actions.notice_reading import read_notice
from actions.refusal import Refusal
from bot.handlers.notices import opened, speak_alone
from bot.paperwork import paperwork
from bot.transaction import Rows, Work
from register.buttons import Offer
from register.notice_offers import below_letter, to_sign_off
from register.notices import Written
from register.states import NoticeState
from register.tables import Button, Notice

FOLDER = "notices"


async def preview(work: Work, button: Button) -> None:
    """The whole paper: as it is frozen, or as it would be."""
    notice = await opened(work, Act.NOTICE_PREVIEW, button)
    speak_alone(work, notice)
    if notice.text is not None and notice.file is not None:
        paper = Written(notice.text, notice.file)
    else:
        paper = await paperwork(work.desk).paper(notice, await addressees(work.session, notice))
    await _show(work, notice, paper, _next_step(notice))


def _next_step(notice: Notice) -> Rows:
    if notice.state is NoticeState.DRAFT:
        return [[Offer(Act.NOTICE_SUBMIT, "notice-submit", notice.id, notice.version)]]
    return to_sign_off(notice)[1:] if notice.state is NoticeState.SUBMITTED else []


async def show_public(work: Work, button: Button) -> None:
    """The public version, to be put where it is published."""
    act, number = Act.NOTICE_PUBLIC, button.target or 0
    notice = await open_notice(work.session, work.actor, act, number, None, NoticeState.ISSUED)
    if notice.public_text is not None and notice.public_file is not None:
        await _show(work, notice, Written(notice.public_text, notice.public_file), [], public=True)


async def _show(work: Work, notice: Notice, paper: Written, rows: Rows, *, public: bool = False) -> None:
    """The file first: what can be done next stands below the words."""
    await _hand_over(work, notice, paper.file, public=public)
    await work.reply("notice-text", facts_about(notice) | {"text": paper.text, "state": notice.state.value}, rows)


async def _hand_over(work: Work, notice: Notice, file: bytes, *, public: bool = False) -> None:
    """A file is named after its content below the deployment's home: written twice it is the same."""
    folder = work.desk.home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{sha256(file).hexdigest()}.docx"
    path.write_bytes(file)
    facts = facts_about(notice) | {"public": public}
    name = work.desk.templates.words.say("files", notice.kind, facts)
    await work.hand_over("notice-file", facts, str(path.relative_to(work.desk.home)), f"{name}{path.suffix}")


async def read(work: Work, button: Button) -> None:
    """A unit reads what it has not signed for yet."""
    place = work.place
    if place is None:
        raise Refusal("not-your-unit")
    seat = (place.unit_id, place.seat_id)
    found = await read_notice(work.session, work.desk.rules, work.actor, button.target or 0, *seat, work.at)
    if found.message_key is not None:
        facts = facts_about(found.notice) | {"text": found.notice.text}
        await work.reply("notice-issued", facts, below_letter(found.notice, found.message_key))


async def read_file(work: Work, button: Button) -> None:
    act, number = Act.READ_NOTICE_FILE, button.target or 0
    notice = await open_notice(work.session, work.actor, act, number, None, NoticeState.ISSUED)
    await _hand_over(work, notice, notice.file or b"")
