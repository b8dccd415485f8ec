"""Messages of text."""

from typing import Any

from sandbox.markup import reply_markup
from sandbox.methods.content import addressed_chat, admit, answered_message, message_text
from sandbox.params import Params, Upload
from sandbox.things import Message
from sandbox.world import World


def send_message(world: World, params: Params, _: dict[str, Upload]) -> dict[str, Any]:
    chat = addressed_chat(world, params)
    body, entities = message_text(params)
    markup = reply_markup(params)
    answered = answered_message(world, params, chat)
    admit(world, chat)
    message = Message(
        next(world.message_numbers),
        chat,
        None,
        world.clock(),
        text=body,
        entities=entities,
        markup=markup,
        reply_to=answered,
    )
    world.record("sendMessage", message)
    world.post(message)
    return world.shown(message)


def send_chat_action(world: World, params: Params, _: dict[str, Upload]) -> bool:
    addressed_chat(world, params)
    return True
