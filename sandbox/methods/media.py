"""Photos, documents and albums, uploaded or named by file_id."""

from typing import Any

from sandbox.answers import refuse
from sandbox.markup import reply_markup
from sandbox.methods.content import addressed_chat, admit, answered_message, caption
from sandbox.params import Params, Upload, objects, text
from sandbox.things import Message, StoredFile
from sandbox.world import World


def send_photo(world: World, params: Params, files: dict[str, Upload]) -> dict[str, Any]:
    return _send_one(world, params, files, "photo")


def send_document(world: World, params: Params, files: dict[str, Upload]) -> dict[str, Any]:
    return _send_one(world, params, files, "document")


def send_media_group(world: World, params: Params, files: dict[str, Upload]) -> list[dict[str, Any]]:
    chat = addressed_chat(world, params)
    items = objects(params, "media")
    if not items or not 2 <= len(items) <= 10:
        refuse("must be 2-10 items in the media group" if items else "there is no media in the request")
    answered = answered_message(world, params, chat)
    prepared = []
    for item in items:
        kind = item.get("type")
        if kind not in ("photo", "document"):
            refuse(f"type of the media {kind!r} is not supported by the sandbox")
        prepared.append((_file(world, str(item.get("media", "")), files, kind), caption(item)))
    album = f"9{next(world.query_numbers)}"
    shown = []
    for stored, (body, entities) in prepared:
        admit(world, chat)
        number = next(world.message_numbers)
        message = Message(number, chat, None, world.clock(), body, entities, file=stored, album=album)
        message.reply_to = answered
        world.record("sendMediaGroup", message)
        world.post(message)
        shown.append(world.shown(message))
    return shown


def get_file(world: World, params: Params, _: dict[str, Upload]) -> dict[str, Any]:
    stored = world.files.by_id(text(params, "file_id"))
    if len(stored.content) > 20_000_000:
        refuse("file is too big")
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": len(stored.content),
        "file_path": stored.path,
    }


def _send_one(world: World, params: Params, files: dict[str, Upload], kind: str) -> dict[str, Any]:
    chat = addressed_chat(world, params)
    body, entities = caption(params)
    markup = reply_markup(params)
    answered = answered_message(world, params, chat)
    given = text(params, kind)
    if kind in files:
        given = f"attach://{kind}"
    stored = _file(world, given, files, kind)
    admit(world, chat)
    number = next(world.message_numbers)
    message = Message(number, chat, None, world.clock(), body, entities, markup, stored, answered)
    world.record(f"send{kind.capitalize()}", message)
    world.post(message)
    return world.shown(message)


def _file(world: World, given: str, files: dict[str, Upload], kind: str) -> StoredFile:
    """The file that was uploaded with this request, or that an earlier file_id names."""
    if not given:
        refuse(f"there is no {kind} in the request")
    if not given.startswith("attach://"):
        return world.files.by_id(given)
    upload = files.get(given.removeprefix("attach://"))
    if upload is None:
        refuse(f"there is no {kind} in the request")
    return world.files.keep(upload, as_photo=kind == "photo")
