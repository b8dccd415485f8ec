"""The methods of the Bot API, by their names in lower case (Telegram does not mind the case)."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.methods import chats, commands, editing, media, receiving, sending
from sandbox.params import Params, Upload
from sandbox.world import World

Method = Callable[[World, Params, dict[str, Upload]], Any | Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getme": chats.get_me,
    "logout": chats.accepted,
    "close": chats.accepted,
    "getupdates": receiving.get_updates,
    "setwebhook": receiving.set_webhook,
    "deletewebhook": receiving.delete_webhook,
    "getwebhookinfo": receiving.get_webhook_info,
    "answercallbackquery": receiving.answer_callback_query,
    "sendmessage": sending.send_message,
    "sendchataction": sending.send_chat_action,
    "sendphoto": media.send_photo,
    "senddocument": media.send_document,
    "sendmediagroup": media.send_media_group,
    "getfile": media.get_file,
    "editmessagetext": editing.edit_message_text,
    "editmessagecaption": editing.edit_message_caption,
    "editmessagereplymarkup": editing.edit_message_reply_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "getchat": chats.get_chat,
    "getchatmember": chats.get_chat_member,
    "getchatmembercount": chats.get_chat_member_count,
    "leavechat": chats.leave_chat,
    "setchatmenubutton": chats.accepted,
    "setmycommands": commands.set_my_commands,
    "getmycommands": commands.get_my_commands,
    "deletemycommands": commands.delete_my_commands,
}
