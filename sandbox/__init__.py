"""A PLACE TO TRY: a local Telegram for the demo and the tests, with the chat page for the browser."""

from sandbox.answers import ApiError
from sandbox.faults import Fault, WireError
from sandbox.limits import Limits
from sandbox.people import ImpossibleError
from sandbox.press import Press
from sandbox.telegram import Sandbox
from sandbox.things import Message, Person, Sent

__all__ = [
    "ApiError",
    "Fault",
    "ImpossibleError",
    "Limits",
    "Message",
    "Person",
    "Press",
    "Sandbox",
    "Sent",
    "WireError",
]
