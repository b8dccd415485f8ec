"""A user's mistake ends in one clear sentence and 1, never in a traceback."""

from __future__ import annotations

import asyncio
import gc
import socket
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from duban import cli
from duban.clock import clock_of
from duban.files import read_files
from duban.settings import Settings, read_settings
from duban.store import fill, opened
from duban.trouble import Trouble, of_the_database
from tests.duban.conftest import TOKEN

NOWHERE = "http://127.0.0.1:9"
ELSEWHERE = "http://telegram.example"


@pytest.fixture
def duban(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Duban]:
    monkeypatch.setenv("DUBAN_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("DUBAN_BOT_API_URL", NOWHERE)
    yield Duban(monkeypatch, capsys)
    with warnings.catch_warnings():
        # The driver does not close a connection whose first words the database refused.
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


class Duban:
    """The command line, in this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys

    def __call__(self, *words: str) -> tuple[int, str, str]:
        """Exit code, output, errors."""
        self._monkeypatch.setattr(sys, "argv", ["duban", *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = self._capsys.readouterr()
        return int(end.value.code or 0), out, err

    def refused(self, *words: str) -> str:
        """The sentence, when the command ends with 1 and says nothing else."""
        code, _, err = self(*words)
        assert code == 1
        assert "Traceback" not in err
        assert err.strip().endswith("。")
        return err


def test_the_real_command_says_one_sentence_about_an_unreachable_server(home: Path) -> None:
    environment = {"DUBAN_TELEGRAM_TOKEN": TOKEN, "DUBAN_BOT_API_URL": NOWHERE, "PATH": "/usr/bin:/bin"}
    command = [sys.executable, "-c", "from duban.cli import main; main()", "run"]
    ended = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        f"连不上 Bot API 服务器 {NOWHERE}：请检查网络和 DUBAN_BOT_API_URL 后再试；"
        "已登记的内容和待发的消息都在，不会丢失。"
    ]


@pytest.mark.parametrize(
    ("proxy", "said"),
    [
        ("socks5://name:secret@127.0.0.1:1080", "socks5 代理"),
        ("http://name:secret@127.0.0.1:99999", "代理地址"),
    ],
)
def test_a_proxy_that_cannot_be_used(
    duban: Duban, monkeypatch: pytest.MonkeyPatch, home: Path, proxy: str, said: str
) -> None:
    monkeypatch.setenv("DUBAN_BOT_API_URL", ELSEWHERE)
    monkeypatch.setenv("HTTP_PROXY", proxy)
    sentence = duban.refused("invite", "发改委")
    assert said in sentence
    assert "secret" not in sentence


@pytest.mark.parametrize("command", [("run",), ("invite", "发改委")])
def test_certificates_that_are_not_there(
    duban: Duban, monkeypatch: pytest.MonkeyPatch, home: Path, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DUBAN_BOT_API_URL", "https://127.0.0.1:9")
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere.pem")
    assert "SSL_CERT_FILE" in duban.refused(*command)


def test_no_token(duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUBAN_TELEGRAM_TOKEN")
    assert "DUBAN_TELEGRAM_TOKEN" in duban.refused("invite", "发改委")


def test_a_unit_that_is_not_there_is_told_before_the_token_is_missed(
    duban: Duban, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DUBAN_TELEGRAM_TOKEN")
    assert duban.refused("invite", "月球局") == "方案中没有单位“月球局”：请用方案里的名称或别名。\n"
    assert "没有这一席位（bureau）" in duban.refused("invite", "发改委", "--role", "bureau")


def test_a_backup_that_is_not_there_is_told_before_what_stands_in_its_way(duban: Duban, home: Path) -> None:
    (home / "var").mkdir()
    (home / "var" / "kept").touch()
    assert duban.refused("restore", "duban.tar.gz") == "没有备份文件 duban.tar.gz：请核对文件名和路径。\n"


def test_a_file_that_is_not_there_is_called_a_file(duban: Duban) -> None:
    _, _, err = duban("check", "nowhere.yaml")
    assert err.splitlines()[0] == "nowhere.yaml:1: 文件: 找不到，请核对文件名和路径"


def test_a_wrong_setting(duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_TIMEZONE", "Mars")
    assert "DUBAN_TIMEZONE" in duban.refused("status")


def test_a_plan_that_is_not_there(duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_PLAN", "nowhere.yaml")
    assert "nowhere.yaml:1" in duban.refused("report")


def test_status_before_the_first_run_leaves_no_database_behind(duban: Duban, home: Path) -> None:
    assert "还没有数据库" in duban.refused("status")
    assert not (home / "var").exists()


@pytest.mark.parametrize("words", [("report",), ("report", "2021Q2")])
def test_a_report_before_the_first_run_makes_nothing(duban: Duban, home: Path, words: tuple[str, ...]) -> None:
    assert "还没有数据库" in duban.refused(*words)
    assert not (home / "var").exists()
    assert not (home / "out").exists()


def test_a_rehearsal_that_ends_before_the_plan_begins_is_refused(duban: Duban, home: Path) -> None:
    assert "方案从2021年5月15日开始" in duban.refused("rehearse", "--to", "2020-07-12", "--out", str(home / "out"))
    assert not (home / "out").exists()


def test_doctor_before_the_first_run_says_that_there_is_no_database_yet(duban: Duban, home: Path) -> None:
    code, out, _ = duban("doctor")
    assert code == 1  # the server cannot be reached
    assert "数据库与审计：还没有数据库" in out
    assert not (home / "var").exists()


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("rehearse", "--to", "2021-13-40"), "“--to”（到哪天为止）应写成日期，如 2021-06-30。"),
        (("rehearse", "--to"), "“--to”后面要写内容。"),
        (("demo", "--port", "99999"), "“--port”（网页端口）应是 0 至 65535 之间的整数。"),
        (("report", "--task", "x"), "“--task”（只要某一项）应是不小于 1 的整数。"),
        (("report", "--nix"), "没有“--nix”这个选项。"),
        (("report", "2021Q2", "2021Q3"), "多出了“2021Q3”。"),
        (("invite",), "缺少“单位”（单位名称或别名）。"),
        (("diff",), "缺少“文件”（改过的方案文件）。"),
        (("import",), "缺少“文件”（原文："),
        (("backup",), "缺少“备份文件”（备份文件，如 duban-0630.tar.gz；"),
        (("restore",), "缺少“备份文件”（由 duban backup 做成的文件）。"),
        (("invite", "发改委", "--role", "boss"), "只能是：contact、leader、office、bureau、leading-group。"),
        (("foo",), "没有“foo”这个命令。写法请看 duban --help。"),
        (("audit", "foo"), "没有“foo”这个命令。写法请看 duban audit --help。"),
    ],
)
def test_what_is_typed_wrongly_is_told_in_chinese(duban: Duban, words: tuple[str, ...], answer: str) -> None:
    said = duban.refused(*words)
    assert answer in said
    assert said.count("\n") == 1


def test_without_a_command_the_help_is_shown(duban: Duban) -> None:
    code, out, err = duban()
    assert (code, err) == (0, "")
    assert "rehearse" in out


def test_a_locked_database() -> None:
    """The wait of ten seconds before it is the database's own."""
    with pytest.raises(Trouble, match="占用"), of_the_database("sqlite:///var/duban.db"):
        raise sqlite3.OperationalError("database is locked")


def test_a_password_is_not_repeated() -> None:
    with pytest.raises(Trouble) as trouble, of_the_database("postgresql://duban:hush@server/plan"):
        raise OperationalError("SELECT 1", None, Exception("connection failed"))
    assert "server/plan" in str(trouble.value)
    assert "hush" not in str(trouble.value)


def test_a_read_only_database(duban: Duban, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sqlite3.connect(home / "read.db").close()
    monkeypatch.setenv("DUBAN_DATABASE_URL", f"sqlite:///file:{home / 'read.db'}?mode=ro&uri=true")
    assert "只读" in duban.refused("report")


def test_a_file_that_is_no_database(duban: Duban, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "letter.db").write_text("致各单位：" * 500, encoding="utf-8")
    monkeypatch.setenv("DUBAN_DATABASE_URL", f"sqlite:///{home / 'letter.db'}")
    assert "不是数据库" in duban.refused("report")


def test_a_database_in_a_place_that_cannot_be(duban: Duban, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("DUBAN_DATABASE_URL", f"sqlite:///{home / 'file' / 'duban.db'}")
    assert "无法访问" in duban.refused("report")


def test_a_port_in_use(duban: Duban) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"端口 {port}" in duban.refused("demo", "--no-browser", "--port", str(port))


def test_check_of_the_shipped_files_finds_no_error(duban: Duban) -> None:
    code, _, err = duban("check")
    assert code == 0
    assert err.splitlines()[-1].startswith("0 errors, ")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("plan: {}\n", "bad.yaml:1"),
        ("working_day:\n  speak_at: 16:30\n", "bad.yaml:2"),
        ("plan:\n  id: a\n  id: b\n", "bad.yaml:3"),
    ],
)
def test_check_names_file_and_line(duban: Duban, home: Path, text: str, where: str) -> None:
    (home / "bad.yaml").write_text(text, encoding="utf-8")
    code, _, err = duban("check", "bad.yaml")
    assert code == 1
    assert where in err
    assert not err.splitlines()[-1].startswith("0 errors")


def test_check_tells_of_a_lead_that_nobody_can_reach_once_there_is_a_register(
    duban: Duban, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    _, _, before = duban("check")
    assert "没有能收到消息的席位" not in before
    assert not (home / "var").exists()
    monkeypatch.setenv("DUBAN_BOT_API_URL", NOWHERE)
    asyncio.run(installed(read_settings()))
    code, _, err = duban("check")
    assert code == 0
    assert "牵头单位“发改委”没有能收到消息的席位，请用 duban invite 邀请其联络员" in err


async def installed(settings: Settings) -> None:
    """The register as the first start leaves it."""
    files = read_files(settings)
    async with opened(settings, durable=False) as store:
        await fill(store, files, clock_of(settings).now())


def test_check_counts_wrong_settings(duban: Duban, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUBAN_NONSENSE", "1")
    code, _, err = duban("check")
    assert code == 1
    assert "DUBAN_NONSENSE" in err
    assert err.splitlines()[-1].startswith("1 error, ")
