"""A real Chromium, driven by the DevTools protocol over a pair of pipes."""

import asyncio
import base64
import contextlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--remote-debugging-pipe",
)


_HAND_OVER = """
import os, sys
os.set_inheritable(source := os.dup(int(sys.argv[1])), True)
os.set_inheritable(sink := os.dup(int(sys.argv[2])), True)
os.dup2(source, 3), os.dup2(sink, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
"""Chromium wants its pipes as descriptors 3 and 4."""


_WAIT = """new Promise((resolve) => {
  const look = () => {
    try { if (CONDITION) return resolve(true); } catch { /* not there yet */ }
    setTimeout(look, 20);
  };
  look();
})"""


class Browser:
    """One tab."""

    def __init__(self, reader: asyncio.StreamReader, commands: int) -> None:
        self._reader = reader
        self._commands = commands
        self._number = 0
        self._session = ""
        self.complaints: list[str] = []

    async def start(self) -> None:
        target = await self._ask("Target.createTarget", url="about:blank")
        attached = await self._ask("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        await self._ask("Runtime.enable")
        await self._ask("Log.enable")

    async def go(self, address: str, width: int = 1280, height: int = 800) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        await self._ask("Emulation.setDeviceMetricsOverride", **size)
        await self._ask("Page.navigate", url=address)

    async def run(self, script: str) -> Any:
        """Value of a JavaScript expression; promises are awaited."""
        asked = {"expression": script, "awaitPromise": True, "returnByValue": True, "userGesture": True}
        answer = await self._ask("Runtime.evaluate", **asked)
        if "exceptionDetails" in answer:
            raise AssertionError(json.dumps(answer["exceptionDetails"], ensure_ascii=False))
        return answer["result"].get("value")

    async def until(self, condition: str, seconds: float = 10.0) -> None:
        """Wait until a JavaScript condition holds."""
        script = _WAIT.replace("CONDITION", condition)
        try:
            await asyncio.wait_for(self.run(script), seconds)
        except TimeoutError:
            raise AssertionError(f"the page never came to: {condition}") from None

    async def click(self, selector: str) -> None:
        await self.run(f"document.querySelector({json.dumps(selector)}).click()")

    async def press_button(self, label: str) -> None:
        """Click the button with this label."""
        wanted = json.dumps(label)
        await self.run(f"[...document.querySelectorAll('button')].find((b) => b.textContent === {wanted}).click()")

    async def write(self, text: str) -> None:
        """Type into the chat and send."""
        await self.run(f"document.querySelector('#text').value = {json.dumps(text)}")
        await self.click("#send")

    async def picture(self) -> bytes:
        """A PNG of what is seen."""
        shot = await self._ask("Page.captureScreenshot", format="png")
        return base64.b64decode(shot["data"])

    async def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        number = self._number
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            heard = json.loads((await self._reader.readuntil(b"\0"))[:-1])
            if heard.get("id") == number:
                if "error" in heard:
                    raise AssertionError(f"{method}: {heard['error']}")
                result: dict[str, Any] = heard["result"]
                return result
            self._note(heard)

    def _note(self, heard: dict[str, Any]) -> None:
        """Errors on the page's console are faults of the page."""
        params = heard.get("params", {})
        if heard.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(str(params["exceptionDetails"].get("exception", params["exceptionDetails"])))
        elif heard.get("method") == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.complaints.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")


@contextlib.asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Start a Chromium with a profile of its own; it is gone afterwards."""
    assert CHROMIUM is not None
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            _HAND_OVER,
            str(theirs_in),
            str(theirs_out),
            CHROMIUM,
            *_ARGUMENTS,
            f"--user-data-dir={profile}",
            pass_fds=(theirs_in, theirs_out),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        reader = asyncio.StreamReader(limit=64_000_000)
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(ours_in, "rb", 0)
        )
        tab = Browser(reader, ours_out)
        try:
            await tab.start()
            yield tab
        finally:
            process.terminate()
            await process.wait()
            transport.close()
            os.close(ours_out)
