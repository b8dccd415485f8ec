"""What shows that a chat has not shut us out."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update

from bot.opening import speaks

BOT = {"id": 1, "is_bot": True, "first_name": "督办"}
PERSON = {"id": 2, "is_bot": False, "first_name": "李联络"}
SAID = {"message_id": 1, "date": 0, "chat": {"id": -1, "type": "group", "title": "群"}, "from": PERSON}


@pytest.mark.parametrize(
    ("happened", "alive"),
    [
        ({"message": SAID | {"text": "在"}}, True),
        ({"edited_message": SAID | {"text": "在的"}}, True),
        ({"callback_query": {"id": "1", "from": PERSON, "chat_instance": "1", "data": "x"}}, True),
        ({"message": SAID | {"left_chat_member": BOT}}, False),
        ({}, False),
    ],
    ids=["said", "changed", "pressed", "sent-away", "nothing"],
)
def test_who_speaks_is_there(happened: dict[str, Any], alive: bool) -> None:
    update = Update.de_json({"update_id": 1} | happened, None)
    assert speaks(update) is alive
