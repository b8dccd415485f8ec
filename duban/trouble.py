"""What a user of the command line can mend: told in one sentence that says what to do, never by a traceback."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class Trouble(Exception):  # noqa: N818 - named for what the user meets; it is an answer, not a fault of the program
    """Its text is the sentence (or the sentences, a line each) that the user reads; the command then ends with 1."""


_SQLITE = (
    ("readonly", "数据库只读，无法写入：{url}。请检查文件和所在文件夹的写权限后再试。"),
    ("locked", "数据库正被其他程序占用：{url}。请先关闭占用它的程序，再试一次。"),
    ("busy", "数据库正被其他程序占用：{url}。请先关闭占用它的程序，再试一次。"),
    ("unable to open", "数据库文件打不开：{url}。请检查 DUBAN_DATABASE_URL 所指的位置和权限。"),
    ("not a database", "所指的文件不是数据库：{url}。请检查 DUBAN_DATABASE_URL。"),
    ("malformed", "数据库文件已损坏：{url}。请用最近一次备份恢复。"),
    ("full", "磁盘已满，数据库无法写入：{url}。请腾出空间后再试。"),
    ("disk i/o", "磁盘读写出错：{url}。请检查磁盘后再试。"),
    ("no such", "数据库结构与程序版本不符：{url}。请先运行一次 duban run，或核对 DUBAN_DATABASE_URL。"),
)


@contextmanager
def of_the_database(url: str) -> Iterator[None]:
    """Turn what a database says against the place we were given into a sentence about it."""
    from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError  # noqa: PLC0415 - `duban --help` is quick

    shown = without_password(url)
    try:
        yield
    except (ArgumentError, NoSuchModuleError) as error:
        raise Trouble(
            f"DUBAN_DATABASE_URL 写法有误：{shown}。应如 sqlite:///var/duban.db 或 postgresql://…。"
        ) from error
    except (DBAPIError, sqlite3.Error) as error:
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise Trouble(_sentence(cause or error, shown)) from error
    except OSError as error:
        raise Trouble(
            f"数据库无法访问：{shown}。请检查位置和权限（{error.strerror or type(error).__name__}）。"
        ) from error


def _sentence(cause: BaseException, url: str) -> str:
    said = str(cause).lower()
    for sign, sentence in _SQLITE:
        if sign in said:
            return sentence.format(url=url)
    if "connect" in said or "authentication" in said or "does not exist" in said:
        return f"连不上数据库：{url}。请检查 DUBAN_DATABASE_URL，并确认数据库服务已启动。"
    return f"数据库出错：{url}（{type(cause).__name__}）。请运行 duban doctor 查看。"


def without_password(url: str) -> str:
    """The address of a database as it may be shown."""
    scheme, separator, rest = url.partition("://")
    return scheme + separator + rest.rpartition("@")[2]
