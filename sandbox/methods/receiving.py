"""How the bot hears: polling, webhook, answers to presses."""

from typing import Any

from sandbox.answers import refuse
from sandbox.params import Params, Upload, array, flag, text, whole
from sandbox.world import World

LONGEST_POLL = 50
"""Seconds."""


async def get_updates(world: World, params: Params, _: dict[str, Upload]) -> list[dict[str, Any]]:
    _allow(world, params)
    limit = min(max(whole(params, "limit", 100), 1), 100)
    seconds = min(whole(params, "timeout"), LONGEST_POLL)
    return await world.updates.poll(whole(params, "offset"), limit, seconds)


async def set_webhook(world: World, params: Params, _: dict[str, Upload]) -> bool:
    _allow(world, params)
    if flag(params, "drop_pending_updates"):
        world.updates.drop()
    if url := text(params, "url"):
        world.webhook.set(url, text(params, "secret_token"), whole(params, "max_connections", 40))
    else:
        world.webhook.remove()
    return True


def delete_webhook(world: World, params: Params, _: dict[str, Upload]) -> bool:
    world.webhook.remove()
    if flag(params, "drop_pending_updates"):
        world.updates.drop()
    return True


def get_webhook_info(world: World, _params: Params, _: dict[str, Upload]) -> dict[str, Any]:
    return world.webhook.info()


def answer_callback_query(world: World, params: Params, _: dict[str, Upload]) -> bool:
    press = world.presses.get(text(params, "callback_query_id"))
    if press is None or press.answered:
        refuse("query is too old and response timeout expired or query ID is invalid")
    answer = text(params, "text")
    if len(answer) > 200:
        refuse("MESSAGE_TOO_LONG")
    press.answer(answer, flag(params, "show_alert"), text(params, "url"))
    del world.presses[press.query_id]
    return True


def _allow(world: World, params: Params) -> None:
    """The choice stays until another is made; an empty list is the default set."""
    if (allowed := array(params, "allowed_updates")) is not None:
        world.updates.allowed = tuple(str(kind) for kind in allowed)
