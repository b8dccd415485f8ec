"""The documents of each quarter, made beside the rehearsal from the register of the day on which drafts are due."""

from __future__ import annotations

import asyncio
from datetime import date
from pathlib import Path

from sqlmodel import col, select

from bot.letters import all_letters
from documents.compile import compile_letter, compile_slips
from documents.scope import Scope
from documents.worker import CompileFailed, Workshop
from register.quarters import quarter_of
from register.snapshot import take_snapshot
from register.tables import Notice
from rehearsal.knowledge import Gathering
from rehearsal.scene import Scene
from rehearsal.trouble import RehearsalError

_LETTERS = "letters"


class Papers:
    """Each quarter lies in a folder of its own below ``folder``."""

    def __init__(self, scene: Scene, rounds: list[Gathering], folder: Path) -> None:
        self._scene, self._folder = scene, folder
        rules = scene.files.rules
        self._due = {rules.calendar.after(one.closes, rules.policy.round.drafts_after): one for one in rounds}
        self._opens = {one.closes: one.opens for one in rounds}
        self._workshop = Workshop(templates=scene.files.templates.folder)
        self._making: list[asyncio.Task[object]] = []

    async def after_day(self, day: date) -> None:
        """Begin with the papers whose day this is; the rehearsal goes on meanwhile."""
        round_ = self._due.pop(day, None)
        if round_ is not None:
            await self._make(round_)

    async def finish(self) -> None:
        """The last round may not have come to its day yet: it is shown as it stands. Then wait for all."""
        today = self._scene.files.rules.today(self._scene.clock.now())
        begun = [one for one in self._due.values() if one.opens <= today]
        for round_ in begun:
            await self._make(round_)
        await self._write_issued()
        await self._make_letters()
        try:
            await asyncio.gather(*self._making)
        except CompileFailed as failure:
            raise RehearsalError(str(failure)) from failure

    async def close(self) -> None:
        for task in self._making:
            task.cancel()
        await self._workshop.close()

    async def _make_letters(self) -> None:
        """Beside the quarters: every order and urge there was, and the papers of cases, circulars and years."""
        scene, now = self._scene, self._scene.clock.now()
        rules = scene.files.rules
        async with scene.database.reading() as session:
            snapshot = await take_snapshot(session, rules, now)
            letters = await all_letters(session, rules, now)
        folder = self._folder / _LETTERS
        self._making.append(asyncio.create_task(self._workshop.run(compile_slips, snapshot, Scope(), folder)))
        for letter in letters:
            work = self._workshop.run(compile_letter, letter.kind, letter.subject, letter.facts, folder)
            self._making.append(asyncio.create_task(work))

    async def _make(self, round_: Gathering) -> None:
        scene, quarter = self._scene, quarter_of(round_.closes)
        async with scene.database.reading() as session:
            snapshot = await take_snapshot(session, scene.files.rules, scene.clock.now())
        work = self._workshop.compile(snapshot, Scope(quarter=quarter), self._folder / quarter)
        self._making.append(asyncio.create_task(work))

    async def _write_issued(self) -> None:
        """Every notice and brief as it was signed off, with its number, beside the papers of its quarter."""
        async with self._scene.database.reading() as session:
            issued = list(await session.exec(select(Notice).where(col(Notice.number).is_not(None))))
        say = self._scene.files.templates.words.say
        for notice in issued:
            folder = self._folder / notice.quarter
            folder.mkdir(parents=True, exist_ok=True)
            for file, public in ((notice.file, False), (notice.public_file, True)):
                if file is not None:
                    name = say("files", notice.kind, {"number": notice.number, "public": public})
                    (folder / f"{name}.docx").write_bytes(file)
