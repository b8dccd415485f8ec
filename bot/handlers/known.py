"""What each role can do next: the buttons of every hint, and the commands of /help."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from actions.acts import Act
from bot.transaction import Rows
from bot.words import Words
from plans.roles import Role
from register.buttons import Offer

_TASKS = Offer(Act.MY_TASKS, "my-tasks")
_REQUESTS = Offer(Act.OPEN_REQUESTS, "my-requests")
_REVIEW = Offer(Act.REVIEW_NEXT, "review-next")
_OVERDUE = Offer(Act.OVERDUE_LIST, "overdue")
_CASES = Offer(Act.OPEN_CASES, "cases")
_CIRCULARS = Offer(Act.OPEN_CIRCULARS, "circulars")
_REPORT = Offer(Act.MAKE_REPORT, "make-report")
_NOTICES = Offer(Act.OPEN_NOTICES, "notices")

_WAYS: Mapping[Role, Rows] = {
    Role.CONTACT: [[_TASKS, _REQUESTS]],
    Role.LEADER: [[_TASKS, _REQUESTS]],
    Role.OFFICE: [[_REVIEW, _OVERDUE], [_REPORT, _NOTICES], [_CIRCULARS]],
    Role.BUREAU: [[_CASES, _OVERDUE]],
    Role.LEADING_GROUP: [[_OVERDUE, _CASES], [_NOTICES]],
}
_UNIT = ("tasks", "task", "overdue", "absent", "leave", "cancel", "help")
COMMANDS: Mapping[Role, tuple[str, ...]] = {
    Role.CONTACT: _UNIT,
    Role.LEADER: _UNIT,
    Role.OFFICE: (
        "review",
        "overdue",
        "missing",
        "remind",
        "notice",
        "circular",
        "report",
        "evaluation",
        "tasks",
        "task",
        "cases",
        "seats",
        "leave",
        "cancel",
        "help",
    ),
    Role.BUREAU: ("cases", "overdue", "missing", "tasks", "task", "leave", "cancel", "help"),
    Role.LEADING_GROUP: ("overdue", "missing", "cases", "notice", "tasks", "task", "leave", "cancel", "help"),
}


def ways_on(role: Role) -> Rows:
    """The buttons that lead on."""
    return _WAYS[role]


def said_of(words: Words, command: str, roles: Collection[Role]) -> str:
    """What a command does for these roles, in the words of the menu."""
    return words.say("commands", command, {"office": Role.OFFICE in roles})


def commands_of(roles: Iterable[Role]) -> list[str]:
    """The commands of all these roles, each once, in their order."""
    return list(dict.fromkeys(command for role in roles for command in COMMANDS[role]))
