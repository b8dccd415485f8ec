"""Lives of the program: real processes that run the whole house until they are killed with -9.

``python -m tests.faults.lives`` has everything imported and runs nothing by itself; for each life that it is asked for
it forks a child, so that a life costs no new interpreter.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import math
import os
import select
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from database.clock import SteerableClock
from database.engine import Database
from duban.cli import main
from duban.greeting import hear_what_waits
from duban.house import House, Plot
from duban.logs import set_up_logs
from duban.loops import living
from outbox.gate import NO_LIMIT, Pace
from tests.faults.points import Trap, lay
from tests.faults.rig import Rig
from tests.harness.chat import RULES, TOKEN, shipped_templates

_LONGEST = 600.0
_PATIENCE = 20.0
"""Seconds until a life that was to end at a named point is given up."""
_BY_ITSELF = "ended by itself"
_SLOW = 40.0
"""Messages per second: some wait at the gate, claimed, while others are under way."""


@dataclass(frozen=True)
class Life:
    """What a child is to be. It ends at the ``nth`` passing of ``point``, after ``seconds``, or when it is told to."""

    url: str
    root: str
    folder: str
    now: str
    seconds: float
    point: str = ""
    nth: int = 1
    per_second: float = _SLOW
    clock_runs: bool = False

    def be(self) -> None:
        set_up_logs(TOKEN, logging.WARNING)
        asyncio.run(_run(self))


@dataclass(frozen=True)
class Command:
    """A child that is a command of ``duban``, in these surroundings; it ends as a life does."""

    words: tuple[str, ...]
    environment: Mapping[str, str]
    folder: str
    point: str
    nth: int = 1
    seconds: float = _PATIENCE

    def be(self) -> None:
        os.environ.update(self.environment)
        sys.argv = ["duban", *self.words]
        main()


class Nursery:
    """The test's side of the process that forks."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    async def live(self, rig: Rig, *, seconds: float = _PATIENCE, point: str = "", nth: int = 1) -> None:
        """One life on the rig's database against its server, from birth to kill -9.

        AssertionError when it ended in another way, or never came to its point.
        """
        self._ask(replace(_life_in(rig), seconds=seconds, point=point, nth=nth))
        await self._hear(rig.folder, "killed at its point" if point else "killed in time")

    async def types(self, command: Command) -> None:
        """The command, killed at its point; without one, after its seconds, if it has not ended before.

        AssertionError when it never came to its point.
        """
        self._ask(command)
        ends = ["killed at its point"] if command.point else ["killed in time", _BY_ITSELF]
        await self._hear(Path(command.folder), *ends)

    def begin(self, rig: Rig) -> None:
        """A life without hurry, its clock running, until ``kill``."""
        self._ask(replace(_life_in(rig), seconds=_LONGEST, per_second=math.inf, clock_runs=True))

    async def kill(self, rig: Rig) -> None:
        self._say("")
        await self._hear(rig.folder, "killed in time")

    def _ask(self, life: Life | Command) -> None:
        self._say(json.dumps(asdict(life)))

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        print(line, file=self._process.stdin, flush=True)

    async def _hear(self, folder: Path, *expected: str) -> None:
        assert self._process.stdout is not None
        end = (await asyncio.to_thread(self._process.stdout.readline)).strip()
        assert end in expected, f"{end}\n{(folder / 'life.log').read_text(encoding='utf-8')}"


def _life_in(rig: Rig) -> Life:
    url = rig.database.engine.url.render_as_string(hide_password=False)
    return Life(url, rig.root, str(rig.folder), rig.clock.now().isoformat(), _PATIENCE)


@contextlib.contextmanager
def running_nursery() -> Iterator[Nursery]:
    command = [sys.executable, "-m", "tests.faults.lives"]
    root = Path(__file__).resolve().parents[2]
    # Reading all certificates of the world would take as long as the rest of a life's beginning; nobody needs them.
    environment = {**os.environ, "SSL_CERT_DIR": str(root)}
    with subprocess.Popen(  # noqa: S603 - ourselves
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root, env=environment
    ) as process:
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()


def _serve() -> None:
    """One life after another, as asked on standard input; each answered by a line that says how it ended."""
    shipped_templates()
    while line := sys.stdin.readline():
        asked = json.loads(line)
        print(_end_of(Command(**asked) if "words" in asked else Life(**asked)), flush=True)  # noqa: T201 - the protocol of the two processes


def _end_of(life: Life | Command) -> str:
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        _be(life)
    os.close(tells)
    # The child never writes; the kernel closes its end when it is gone.
    heard, _, _ = select.select([told, sys.stdin], [], [], life.seconds)
    gone = told in heard
    if not gone:
        os.kill(child, signal.SIGKILL)
    if sys.stdin in heard:
        sys.stdin.readline()  # says no more than "now"
    os.close(told)
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        return _BY_ITSELF
    return "killed at its point" if gone else "killed in time"


def _be(life: Life | Command) -> None:
    log = os.open(Path(life.folder) / "life.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(log, sys.stdout.fileno())
    os.dup2(log, sys.stderr.fileno())
    try:
        if life.point:
            lay(Trap(life.point, life.nth))
        life.be()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(1)  # a life that ends by itself is a failure


async def _run(life: Life) -> None:
    """As ``duban run`` does it: what people did is heard before time says anything."""
    plot = Plot(
        Database(life.url),
        SteerableClock(datetime.fromisoformat(life.now), runs=life.clock_runs),
        RULES,
        shipped_templates(),
        Path(life.folder),
        life.root,
        TOKEN,
        "rig",
    )
    house = House(plot, Pace(life.per_second, NO_LIMIT, NO_LIMIT))
    await house.application.initialize()
    await hear_what_waits(house)
    await house.sweep()
    async with living(house) as broken:
        await broken


if __name__ == "__main__":
    _serve()
