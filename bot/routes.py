"""Which update goes to which handler."""

from __future__ import annotations

from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from bot.application import App
from bot.handlers import (
    absence,
    case_list,
    circulars,
    coming,
    evaluating,
    help,  # noqa: A004 - the module is named after its command
    leaving,
    lists,
    notices,
    presses,
    reasons,
    report_command,
    reviewing,
    saying,
    seats,
    start,
    tasks,
    urging,
)
from bot.handlers.guard import Step, guarded
from bot.transaction import Work

_NEW = filters.UpdateType.MESSAGE
_FILES = filters.PHOTO | filters.Document.ALL


async def _review(work: Work, _update: object) -> None:
    await reviewing.open_queue(work)


async def _cases(work: Work, _update: object) -> None:
    await case_list.open_list(work)


COMMANDS: dict[str, Step] = {
    "start": start.start_command,
    "help": help.help_command,
    "tasks": tasks.tasks_command,
    "task": tasks.task_command,
    "cancel": help.cancel_command,
    "review": _review,
    "overdue": lists.overdue_command,
    "missing": lists.missing_command,
    "remind": urging.remind_command,
    "report": report_command.report_command,
    "cases": _cases,
    "notice": notices.notice_command,
    "circular": circulars.circular_command,
    "evaluation": evaluating.evaluation_command,
    "seats": seats.seats_command,
    "absent": absence.absent_command,
    "leave": leaving.leave_command,
}


def add_handlers(application: App) -> None:
    for name, step in COMMANDS.items():
        taken = step if name == "cancel" else reasons.closing(step)
        application.add_handler(CommandHandler(name, guarded(taken), filters=_NEW))
    application.add_handler(CallbackQueryHandler(guarded(presses.pressed)))
    application.add_handler(MessageHandler(filters.StatusUpdate.MIGRATE, guarded(coming.group_moved)))
    application.add_handler(MessageHandler(_NEW & filters.TEXT & ~filters.COMMAND, guarded(saying.text_said)))
    application.add_handler(MessageHandler(_NEW & _FILES, guarded(saying.file_sent)))
    application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, guarded(saying.text_changed)))
    application.add_handler(MessageHandler(_NEW & ~filters.StatusUpdate.ALL, guarded(saying.something_else)))
    application.add_handler(ChatMemberHandler(guarded(coming.membership_changed), ChatMemberHandler.MY_CHAT_MEMBER))
