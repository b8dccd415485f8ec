"""Documents are made in a process of their own, within limits: a heavy report cannot hold up the chat."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import ParamSpec, TypeVar

from documents.compile import Compiled, compile_report
from documents.scope import Scope
from documents.words import SHIPPED, use_templates
from register.snapshot import Snapshot

P = ParamSpec("P")
R = TypeVar("R")


class CompileFailed(Exception):  # noqa: N818 - what the asker is told
    """The documents could not be made within the limits; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one set of documents may cost."""

    seconds: int = 60
    megabytes: int = 3072
    """Address space, of which the libraries themselves map about a gigabyte."""
    reports_per_process: int = 50


class Workshop:
    """One worker process, started when it is first needed and started anew when it died."""

    def __init__(self, limits: Limits | None = None, templates: Path = SHIPPED) -> None:
        """``templates``: the folder of the words that papers are written from."""
        self._limits = limits or Limits()
        self._templates = templates
        self._pool: ProcessPoolExecutor | None = None
        self._context = multiprocessing.get_context("spawn")
        self._told, self._tells = self._context.Pipe(duplex=False)
        self._turn = asyncio.Lock()

    async def compile(self, snapshot: Snapshot, scope: Scope, folder: Path, *, pdf: bool = False) -> Compiled:
        """``compile_report`` elsewhere. Raises CompileFailed, and what ``compile_report`` raises."""
        return await self.run(compile_report, snapshot, scope, folder, pdf=pdf)

    async def run(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Do ``work`` in the worker. One at a time: a process that dies takes only its own report with it."""
        async with self._turn:
            started = time.monotonic()
            task = partial(work, *args, **kwargs)
            pool = self._pool = self._pool or self._open()
            try:
                return await asyncio.wrap_future(pool.submit(_within, self._limits.seconds, task))
            except BrokenProcessPool:
                self._pool = None
                pool.shutdown(wait=False)
                if time.monotonic() - started >= self._limits.seconds:
                    raise CompileFailed("生成文件超过时限，请缩小范围（如只要一个季度或一个单位）后重试。") from None
                raise CompileFailed("生成文件的进程意外中断，请稍后重试。") from None
            except MemoryError:
                raise CompileFailed("生成文件所需内存超过限额，请缩小范围后重试。") from None

    async def close(self) -> None:
        """Let the worker go, whatever it is doing: what was asked for stays on record, and is made by the next one."""
        self._tells.close()
        pool, self._pool = self._pool, None
        if pool is not None:
            await asyncio.to_thread(pool.shutdown, cancel_futures=True)
        self._told.close()

    def _open(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(
            max_workers=1,
            mp_context=self._context,
            initializer=_settle,
            initargs=(self._limits.megabytes, self._told, self._templates),
            max_tasks_per_child=self._limits.reports_per_process,
        )


def _within(seconds: int, work: Callable[[], R]) -> R:
    # An alarm nobody handles ends the process, even one that is stuck inside a library.
    signal.alarm(seconds)
    try:
        return work()
    finally:
        signal.alarm(0)


def _settle(megabytes: int, told: Connection, templates: Path) -> None:
    """The worker's own limits; it ignores Ctrl-C, which is for the service, and does not outlive the service."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":  # elsewhere the system does not keep this limit
        most = megabytes * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    use_templates(templates)
    threading.Thread(target=_end_with_workshop, args=(told,), daemon=True).start()


def _end_with_workshop(told: Connection) -> None:
    """Nobody ever writes into the pipe: it ends when the workshop closes it, or dies."""
    told.poll(None)
    os._exit(1)
