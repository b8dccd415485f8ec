"""The people of a cast, without a plan around them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.words import Words
from rehearsal.cast import Manner
from rehearsal.evidence import PHOTO
from rehearsal.phone import Phone
from rehearsal.trouble import RehearsalError
from sandbox import Sandbox
from sandbox.images import image_size

NOW = datetime(2021, 6, 24, 1, tzinfo=UTC)
OPENS, CLOSES = date(2021, 6, 24), date(2021, 6, 30)


def manner(**ways: object) -> Manner:
    return Manner(**{"reports": "open", "progress": "linear", "completes": -5, "signs": True, **ways})  # type: ignore[arg-type]  # one table of any ways


@pytest.mark.parametrize(
    ("reports", "day"), [("open", OPENS), ("close", CLOSES), (0, CLOSES), (3, date(2021, 7, 3)), ("never", None)]
)
def test_a_round_is_answered_on_its_day(reports: object, day: date | None) -> None:
    assert manner(reports=reports).report_day(OPENS, CLOSES) == day


@pytest.mark.parametrize(
    ("completes", "day"), [(-5, date(2021, 6, 25)), (20, date(2021, 7, 20)), (-300, date(2021, 5, 15)), ("never", None)]
)
def test_completion_is_claimed_on_its_day_and_not_before_the_plan(completes: object, day: date | None) -> None:
    assert manner(completes=completes).claim_day(CLOSES, date(2021, 5, 15)) == day


def test_progress_goes_with_time_stands_still_or_follows_a_list() -> None:
    assert manner().percent(0, 0.254) == 25
    assert manner().percent(0, 1.7) == 100
    assert manner(progress="stuck").percent(4, 0.9) == 10
    assert [manner(progress=(20, 40)).percent(index, 0.5) for index in range(3)] == [20, 40, 40]


def test_the_evidence_is_a_picture() -> None:
    assert image_size(PHOTO) == (64, 64)


async def test_a_person_who_finds_no_button_says_who_when_and_what() -> None:
    box = Sandbox("1:x", lambda: NOW)
    box.user(7, "联络员", started=True)
    words = Words(Path(__file__).parents[2] / "message_templates", ZoneInfo("Asia/Shanghai"))
    await box.call("sendMessage", {"chat_id": 7, "text": "您好"})
    with pytest.raises(RehearsalError, match=r"2021-06-24 水利局联络员：找不到按钮“签收”.*您好"):
        Phone(box, words, 7, "水利局联络员").press("签收")
