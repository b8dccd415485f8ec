"""The environment, read and judged as a whole before anything is begun."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, AwareDatetime, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from duban.trouble import Trouble

ROOT = Path(__file__).resolve().parents[1]
"""Where the files that people edit lie, unless a setting names others."""
PREFIX = "DUBAN_"
TELEGRAM = "https://api.telegram.org"
_FILE = "_FILE"
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_SECRET_WORD = re.compile(r"[A-Za-z0-9_-]{16,256}")
_TESTS = re.compile(r"DUBAN_TEST_\w+")


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(name)
    return name


def _web_address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query:
        raise ValueError(address)
    return address.rstrip("/")


def _store(url: str) -> str:
    if url.partition("://")[0] not in ("sqlite", "postgresql", "postgres") or "://" not in url:
        raise ValueError(url)
    return url


def _token(secret: SecretStr) -> SecretStr:
    if not _TOKEN.fullmatch(secret.get_secret_value()):
        raise ValueError("token")
    return secret


def _secret_word(secret: SecretStr) -> SecretStr:
    if not _SECRET_WORD.fullmatch(secret.get_secret_value()):
        raise ValueError("secret")
    return secret


def _listen(address: str) -> str:
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65_536:
        raise ValueError(address)
    return address


WebAddress = Annotated[str, AfterValidator(_web_address)]


class Settings(BaseSettings):
    """One field per setting; its description says in Chinese what is expected there."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True)

    telegram_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        None, description="机器人令牌，形如 123456:ABC-DEF，由 BotFather 给出"
    )
    bot_api_url: WebAddress = Field(TELEGRAM, description="Bot API 服务器的根地址，形如 https://api.telegram.org")
    database_url: Annotated[str, AfterValidator(_store)] | None = Field(
        None, description="数据库地址，形如 sqlite:///var/duban.db 或 postgresql://用户@主机/库"
    )
    plan: Path = Field(ROOT / "data" / "tasks.yaml", description="方案文件的路径")
    policy: Path = Field(ROOT / "data" / "policy.yaml", description="督办规则文件的路径")
    workdays: Path = Field(ROOT / "data" / "workdays", description="各年工作日文件所在的文件夹")
    templates: Path = Field(ROOT / "message_templates", description="消息和文书模板所在的文件夹")
    timezone: Annotated[str, AfterValidator(_zone)] = Field("Asia/Shanghai", description="时区名，形如 Asia/Shanghai")
    home: Path = Field(Path("var"), description="运行数据所在的文件夹")
    clock: AwareDatetime | None = Field(None, description="带时区的时刻，形如 2021-06-24T08:59:00+08:00")
    deployment: str = Field("duban", min_length=1, max_length=80, description="本部署的名称，80 字以内")
    listen: Annotated[str, AfterValidator(_listen)] | None = Field(
        None, description="网页服务的监听地址，形如 127.0.0.1:8080；不设则不开网页服务"
    )
    webhook_url: WebAddress | None = Field(None, description="Telegram 推送更新所用的外网地址，形如 https://…/telegram")
    webhook_secret: Annotated[SecretStr, AfterValidator(_secret_word)] | None = Field(
        None, description="推送更新的口令，16 至 256 个字母、数字、“_”或“-”"
    )

    @property
    def token(self) -> str:
        """The bot's token; Trouble when none was given."""
        if self.telegram_token is None:
            raise Trouble(
                "没有设置机器人令牌：请设置 DUBAN_TELEGRAM_TOKEN，或用 DUBAN_TELEGRAM_TOKEN_FILE 指明存放它的文件。"
            )
        return self.telegram_token.get_secret_value()

    @property
    def store(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'duban.db'}"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the library's signature
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, _SecretFiles(settings_cls)


SECRETS = ("telegram_token", "webhook_secret")


class _SecretFiles(PydanticBaseSettingsSource):
    """``DUBAN_X_FILE`` names a file that holds the secret ``DUBAN_X``."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:  # noqa: ARG002 - the library's signature
        path = os.environ.get(_name(field_name) + _FILE) if field_name in SECRETS else None
        try:
            return (Path(path).read_text(encoding="utf-8").strip() if path else None), field_name, False
        except (OSError, UnicodeDecodeError):
            return None, field_name, False  # `_unreadable` names it

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(FieldInfo(), name)[0] for name in SECRETS}
        return {name: value for name, value in found.items() if value is not None}


def read_settings() -> Settings:
    """The settings; Trouble with one line for every problem."""
    problems = [*_unknown(), *_unreadable()]
    try:
        settings = Settings()
    except ValidationError as error:
        raise Trouble("\n".join([*problems, *_wrong(error)])) from error
    problems += _at_odds(settings)
    if problems:
        raise Trouble("\n".join(problems))
    return settings


def _name(field: str) -> str:
    return PREFIX + field.upper()


def _unknown() -> list[str]:
    known = {_name(field) for field in Settings.model_fields} | {_name(field) + _FILE for field in SECRETS}
    given = sorted(name for name in os.environ if name.upper().startswith(PREFIX) and not _TESTS.fullmatch(name))
    return [f"{name}：没有这项设置，请核对名称或删去。" for name in given if name not in known]


def _unreadable() -> list[str]:
    problems = []
    for field in SECRETS:
        name = _name(field)
        path = os.environ.get(name + _FILE)
        if path and os.environ.get(name):
            problems.append(f"{name} 与 {name}{_FILE} 只能设置一项，请删去其中一项。")
        elif path and not _readable(Path(path)):
            problems.append(f"{name}{_FILE}：文件“{path}”读不出来，请核对路径和权限。")
    return problems


def _readable(path: Path) -> bool:
    try:
        return bool(path.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError):
        return False


def _wrong(error: ValidationError) -> list[str]:
    """A secret's value is never repeated."""
    lines = []
    for fault in error.errors(include_url=False):
        field = str(fault["loc"][0])
        written = "" if field in SECRETS or field == "database_url" else f"写作“{fault['input']}”，"
        lines.append(f"{_name(field)}：{written}应为{Settings.model_fields[field].description}。")
    return list(dict.fromkeys(lines))


def _at_odds(settings: Settings) -> list[str]:
    problems = []
    if settings.clock is not None and is_telegram(settings.bot_api_url):
        problems.append("DUBAN_CLOCK：连接 Telegram 正式服务器时不得改动时钟，请删去这项设置。")
    if settings.webhook_url and not (settings.webhook_secret and settings.listen):
        problems.append("DUBAN_WEBHOOK_URL：须同时设置 DUBAN_WEBHOOK_SECRET 和 DUBAN_LISTEN。")
    return problems


def is_telegram(address: str) -> bool:
    """Whether a server is Telegram's own, where real people read."""
    host = (urlsplit(address).hostname or "").rstrip(".")
    return host == "telegram.org" or host.endswith(".telegram.org")
