"""A stable name for each running process: no two alive share it, and a process started anew gets its old one back."""

from __future__ import annotations

import fcntl
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from duban.trouble import Trouble

_MOST = 16
_FILE = "run-{}.lock"


def is_slot(path: Path) -> bool:
    """Whether this is nothing but such a place."""
    return path.match(_FILE.format("*"))


@contextmanager
def taken_slot(home: Path, *, alone: bool) -> Iterator[str]:
    """Hold the first free place below ``home``; ``alone`` (SQLite): there is only one.

    The kernel lets go of the lock when the process dies, however it dies.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Trouble(f"文件夹“{home}”不能建立：请检查 DUBAN_HOME 和写权限。") from error
    for number in range(1, 2 if alone else _MOST + 1):
        try:
            file = (home / _FILE.format(number)).open("a+", encoding="ascii")
        except OSError as error:
            raise Trouble(f"文件夹“{home}”不能写入：请检查 DUBAN_HOME 和写权限。") from error
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                continue
            yield f"{socket.gethostname()}/{home.resolve()}/{number}/{_word(file)}"
            return
    raise Trouble(f"此数据正由另一个 duban 进程使用（{home}）：请先停止那个进程，再启动。")


def _word(file: TextIO) -> str:
    """What tells this place from one of the same name on another machine: chosen once, and kept in its file."""
    file.seek(0)
    word = file.read().strip()
    if not word:
        word = secrets.token_hex(4)
        file.write(word)
        file.flush()
    return word
