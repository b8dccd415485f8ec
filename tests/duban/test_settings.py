"""What the environment may say, and what is answered when it says something else."""

from __future__ import annotations

from pathlib import Path

import pytest

from duban.settings import TELEGRAM, is_telegram, read_settings
from duban.trouble import Trouble
from tests.duban.conftest import TOKEN


def test_nothing_set_is_telegram_itself_with_a_store_below_var() -> None:
    settings = read_settings()
    assert settings.bot_api_url == TELEGRAM
    assert settings.store == "sqlite:///var/duban.db"
    assert settings.timezone == "Asia/Shanghai"
    assert settings.plan.is_file()
    assert settings.listen is None


def test_the_database_follows_the_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_HOME", "elsewhere")
    assert read_settings().store == "sqlite:///elsewhere/duban.db"


def test_an_empty_value_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_TIMEZONE", "")
    assert read_settings().timezone == "Asia/Shanghai"


def test_a_secret_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    (home / "token").write_text(TOKEN + "\n", encoding="utf-8")
    monkeypatch.setenv("DUBAN_TELEGRAM_TOKEN_FILE", str(home / "token"))
    assert read_settings().token == TOKEN


def test_a_secret_is_not_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_TELEGRAM_TOKEN", TOKEN)
    assert TOKEN not in repr(read_settings())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DUBAN_TELEGRAM_TOKEN", "not a token"),
        ("DUBAN_BOT_API_URL", "telegram"),
        ("DUBAN_BOT_API_URL", "ftp://api.telegram.org"),
        ("DUBAN_DATABASE_URL", "mysql://server/plan"),
        ("DUBAN_DATABASE_URL", "duban.db"),
        ("DUBAN_TIMEZONE", "Mars/Olympus"),
        ("DUBAN_CLOCK", "2021-06-24T08:59:00"),
        ("DUBAN_CLOCK", "tomorrow"),
        ("DUBAN_LISTEN", "8080"),
        ("DUBAN_LISTEN", "127.0.0.1:99999"),
        ("DUBAN_WEBHOOK_SECRET", "short"),
        ("DUBAN_TELEGRAM_TOKEN_FILE", "/nowhere/token"),
        ("DUBAN_PLANS", "tasks.yaml"),
        ("DUBAN_HOME_FILE", "home"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Trouble) as trouble:
        read_settings()
    assert str(trouble.value).startswith(f"{name}：")
    assert str(trouble.value).endswith("。")


def test_all_mistakes_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DUBAN_TIMEZONE", "DUBAN_BOT_API_URL", "DUBAN_UNHEARD_OF"):
        monkeypatch.setenv(name, "?")
    with pytest.raises(Trouble) as trouble:
        read_settings()
    assert {line.partition("：")[0] for line in str(trouble.value).splitlines()} == {
        "DUBAN_TIMEZONE",
        "DUBAN_BOT_API_URL",
        "DUBAN_UNHEARD_OF",
    }


def test_a_wrong_token_is_never_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_TELEGRAM_TOKEN", "4242-secret-but-mistyped")
    with pytest.raises(Trouble) as trouble:
        read_settings()
    assert "mistyped" not in str(trouble.value)


def test_a_secret_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    (home / "token").write_text(TOKEN, encoding="utf-8")
    monkeypatch.setenv("DUBAN_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("DUBAN_TELEGRAM_TOKEN_FILE", str(home / "token"))
    with pytest.raises(Trouble, match="只能设置一项"):
        read_settings()


@pytest.mark.parametrize(
    "server", ["", "https://api.telegram.org", "https://API.Telegram.org/", "https://telegram.org."]
)
def test_nobody_steers_the_clock_before_real_people(monkeypatch: pytest.MonkeyPatch, server: str) -> None:
    monkeypatch.setenv("DUBAN_CLOCK", "2021-06-24T08:59:00+08:00")
    monkeypatch.setenv("DUBAN_BOT_API_URL", server)
    with pytest.raises(Trouble, match="DUBAN_CLOCK"):
        read_settings()


def test_the_clock_may_be_steered_on_a_server_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_CLOCK", "2021-06-24T08:59:00+08:00")
    monkeypatch.setenv("DUBAN_BOT_API_URL", "http://127.0.0.1:8081")
    clock = read_settings().clock
    assert clock is not None
    assert clock.isoformat() == "2021-06-24T08:59:00+08:00"


def test_a_webhook_needs_its_secret_and_a_listener(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_WEBHOOK_URL", "https://duban.example/telegram")
    with pytest.raises(Trouble, match="DUBAN_WEBHOOK_SECRET 和 DUBAN_LISTEN"):
        read_settings()


def test_a_server_that_only_looks_like_telegram_is_not() -> None:
    assert not is_telegram("https://api.telegram.org.example")
    assert not is_telegram("http://127.0.0.1/telegram.org")
