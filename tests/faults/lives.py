"""Lives of the program: real processes that run the whole house until they are killed with -9.

``python -m tests.faults.lives`` has everything imported and runs nothing by itself; for each life that it is asked for
it forks a child, so that a life costs no new interpreter.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from database.clock import SteerableClock
from database.engine import Database
from duban.greeting import hear_what_waits
from duban.house import House, Plot
from duban.loops import living
from outbox.gate import NO_LIMIT, Pace
from tests.faults.points import Trap, lay
from tests.faults.rig import Rig
from tests.harness.chat import RULES, TOKEN, shipped_templates

_PATIENCE = 20.0
"""Seconds until a life that was to end at a named point is given up."""
_PACE = Pace(per_second=40, private=NO_LIMIT, group=NO_LIMIT)
"""Slow enough that some messages wait at the gate, claimed, while others are under way."""


@dataclass(frozen=True)
class Life:
    """What a child is to be. It ends at the ``nth`` passing of ``point``, or else after ``seconds``."""

    url: str
    root: str
    folder: str
    now: str
    seconds: float
    point: str = ""
    nth: int = 1


class Nursery:
    """The test's side of the process that forks."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    async def live(self, rig: Rig, *, seconds: float = _PATIENCE, point: str = "", nth: int = 1) -> None:
        """One life on the rig's database against its server, from birth to kill -9.

        AssertionError when it ended in another way, or never came to its point.
        """
        url = rig.database.engine.url.render_as_string(hide_password=False)
        life = Life(url, rig.root, str(rig.folder), rig.clock.now().isoformat(), seconds, point, nth)
        end = await asyncio.to_thread(self._ask, json.dumps(asdict(life)))
        log = rig.folder / "life.log"
        expected = f"killed {'at its point' if point else 'in time'}"
        assert end == expected, f"{life}: {end}\n{log.read_text(encoding='utf-8')}"

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(line, file=self._process.stdin, flush=True)
        return self._process.stdout.readline().strip()


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
    for line in sys.stdin:
        print(_end_of(Life(**json.loads(line))), flush=True)  # noqa: T201 - the protocol of the two processes


def _end_of(life: Life) -> str:
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        _be(life)
    os.close(tells)
    # The child never writes; the kernel closes its end when it is gone.
    gone, _, _ = select.select([told], [], [], life.seconds)
    os.close(told)
    if not gone:
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
        return f"ended with {status}"
    return "killed at its point" if gone else "killed in time"


def _be(life: Life) -> None:
    log = os.open(Path(life.folder) / "life.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(log, sys.stdout.fileno())
    os.dup2(log, sys.stderr.fileno())
    try:
        if life.point:
            lay(Trap(life.point, life.nth))
        asyncio.run(_run(life))
    finally:
        sys.stdout.flush()
        os._exit(1)  # a life that ends by itself is a failure


async def _run(life: Life) -> None:
    """As ``duban run`` does it: what people did is heard before time says anything."""
    plot = Plot(
        Database(life.url),
        SteerableClock(datetime.fromisoformat(life.now), runs=False),
        RULES,
        shipped_templates(),
        Path(life.folder),
        life.root,
        TOKEN,
        "rig",
    )
    house = House(plot, _PACE)
    await house.application.initialize()
    await hear_what_waits(house)
    await house.sweep()
    async with living(house) as broken:
        await broken


if __name__ == "__main__":
    _serve()
