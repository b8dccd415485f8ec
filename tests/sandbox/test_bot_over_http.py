"""What a bot does in a day, with the real library over real HTTP."""

import asyncio
import struct

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken

from sandbox import Sandbox
from sandbox.methods.commands import menu_for
from tests.sandbox.conftest import LI, OFFICE_GROUP, ZHANG

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", 640, 400)
SIGN = InlineKeyboardMarkup([[InlineKeyboardButton("签收", callback_data="sign-1")]])


async def test_a_reminder_is_sent_signed_and_rewritten(bot: Bot, box: Sandbox) -> None:
    sent = await bot.send_message(ZHANG, "<b>第11项</b>还剩 7 天", parse_mode="HTML", reply_markup=SIGN)
    pressing = box.press(ZHANG, ZHANG, sent.message_id, "签收")
    (update,) = await bot.get_updates(timeout=5)
    assert update.callback_query is not None
    assert update.callback_query.data == "sign-1"
    assert update.callback_query.message is not None
    await update.callback_query.answer("已签收", show_alert=True)
    await bot.edit_message_text("第11项已签收", ZHANG, sent.message_id)

    assert await pressing.wait(1) == "已签收"
    assert pressing.alert
    (shown,) = box.messages(ZHANG)
    assert (shown.text, shown.buttons, shown.edited is not None) == ("第11项已签收", [], True)
    assert [(one.method, one.text, one.buttons) for one in box.log] == [
        ("sendMessage", "第11项还剩 7 天", ("签收",)),
        ("editMessageText", "第11项已签收", ()),
    ]


async def test_dates_come_from_the_steered_clock(bot: Bot, box: Sandbox) -> None:
    sent = await bot.send_message(ZHANG, "您好")
    assert sent.date == box.clock()


async def test_a_command_carries_the_entity_that_handlers_look_for(bot: Bot, box: Sandbox) -> None:
    box.say(ZHANG, "/start abc-DEF_1")
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert [(one.type, one.offset, one.length) for one in update.message.entities] == [("bot_command", 0, 6)]


async def test_a_document_is_uploaded_sent_again_by_its_id_and_downloaded(bot: Bot) -> None:
    sent = await bot.send_document(ZHANG, b"ledger", filename="督办台账.xlsx", caption="<i>台账</i>", parse_mode="HTML")
    assert sent.document is not None
    again = await bot.send_document(LI, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_name == "督办台账.xlsx"
    described = await bot.get_file(again.document.file_id)
    assert bytes(await described.download_as_bytearray()) == b"ledger"


async def test_a_photo_has_the_size_of_its_picture(bot: Bot) -> None:
    sent = await bot.send_photo(ZHANG, PNG, caption="进展图")
    assert [(one.width, one.height) for one in sent.photo] == [(640, 400)]
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(ZHANG, b"no picture at all")


async def test_an_album_is_several_messages_with_one_group(bot: Bot) -> None:
    parts = [InputMediaDocument(b"one", filename="1.docx"), InputMediaDocument(b"two", filename="2.docx")]
    sent = await bot.send_media_group(ZHANG, parts)
    assert len({one.media_group_id for one in sent}) == 1
    assert [one.document.file_name for one in sent if one.document] == ["1.docx", "2.docx"]


async def test_a_person_sends_evidence_and_the_bot_fetches_it(bot: Bot, box: Sandbox) -> None:
    box.send_file(ZHANG, "证明.png", PNG, "现场", photo=True)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.caption == "现场"
    described = await bot.get_file(update.message.photo[-1].file_id)
    assert bytes(await described.download_as_bytearray()) == PNG


async def test_a_long_poll_ends_as_soon_as_somebody_speaks(bot: Bot, box: Sandbox) -> None:
    polling = asyncio.create_task(bot.get_updates(timeout=30))
    await box.updates.polled.wait()
    box.say(ZHANG, "在吗")
    (update,) = await polling
    assert update.message is not None
    assert update.message.text == "在吗"


async def test_updates_stay_until_the_offset_passes_them(bot: Bot, box: Sandbox) -> None:
    box.say(ZHANG, "一")
    box.say(ZHANG, "二")
    first, second = await bot.get_updates()
    assert [one.update_id for one in await bot.get_updates()] == [first.update_id, second.update_id]
    assert [one.update_id for one in await bot.get_updates(offset=second.update_id)] == [second.update_id]
    assert await bot.get_updates(offset=second.update_id + 1) == ()


async def test_a_second_poller_throws_the_first_one_out(bot: Bot, box: Sandbox) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await box.updates.polled.wait()
    await box.call("getUpdates", {"timeout": 0})
    with pytest.raises(Conflict, match="only one bot instance"):
        await first


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_blocking_the_bot_is_told_and_felt(bot: Bot, box: Sandbox) -> None:
    box.block(ZHANG)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ZHANG, "您好")
    (update,) = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
    box.unblock(ZHANG)
    await bot.send_message(ZHANG, "您好")


async def test_a_bot_cannot_speak_first(bot: Bot, box: Sandbox) -> None:
    box.user(77, "王新")
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(77, "您好")
    box.say(77, "/start")
    await bot.send_message(77, "您好")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(78, "您好")


async def test_a_group_hears_commands_and_can_throw_the_bot_out(bot: Bot, box: Sandbox) -> None:
    box.group(OFFICE_GROUP, "办公室工作群", [11, 12])
    box.say(11, "大家上午好", OFFICE_GROUP)
    box.say(11, "/report", OFFICE_GROUP)
    heard = [one.message.text for one in await bot.get_updates() if one.message]
    assert heard == ["/report"]
    assert (await bot.get_chat(OFFICE_GROUP)).title == "办公室工作群"
    assert (await bot.get_chat_member(OFFICE_GROUP, 11)).status == "member"
    box.kick_bot(OFFICE_GROUP, 12)
    with pytest.raises(Forbidden, match="kicked"):
        await bot.send_message(OFFICE_GROUP, "季度进展")


async def test_the_menu_is_the_narrowest_that_was_set(bot: Bot, box: Sandbox) -> None:
    await bot.set_my_commands([BotCommand("help", "使用说明")])
    await bot.set_my_commands([BotCommand("review", "审核")], scope=BotCommandScopeChat(11))
    assert menu_for(box, box.chats[11], 11) == [{"command": "review", "description": "审核"}]
    assert menu_for(box, box.chats[ZHANG], ZHANG) == [{"command": "help", "description": "使用说明"}]
    assert [one.command for one in await bot.get_my_commands()] == ["help"]


async def test_a_wrong_token_is_told_so(root: str) -> None:
    with pytest.raises(InvalidToken):
        async with Bot("100:another", base_url=f"{root}/bot"):
            pass
