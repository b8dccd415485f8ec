"""The chat page and its JSON API under /sandbox/."""

from collections.abc import Callable
from functools import partial
from mimetypes import guess_type
from pathlib import Path
from typing import get_args
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.answers import ApiError
from sandbox.clockwork import Clockwork
from sandbox.guests import Guests
from sandbox.live import Live
from sandbox.page_view import chat_view, seat_view
from sandbox.people import ImpossibleError
from sandbox.stage import Move, Stage
from sandbox.telegram import Sandbox

_PAGE = Path(__file__).parent / "page"
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})
_PATIENCE = 12.0
"""Seconds that a press waits for the bot."""


def page_routes(box: Sandbox, stage: Stage) -> list[BaseRoute]:
    page = _Page(box, stage)
    box.watchers.add(page.live.chat_changed)
    post = partial(Route, methods=["POST"])
    return [
        Route("/sandbox/", lambda _: FileResponse(_PAGE / "index.html")),
        Mount("/sandbox/page", StaticFiles(directory=_PAGE)),
        Route("/sandbox/api/stage", page.overview),
        Route("/sandbox/api/events", page.events),
        Route("/sandbox/api/chat", page.chat),
        Route("/sandbox/api/files/{file_id}", page.file),
        post("/sandbox/api/say", page.say),
        post("/sandbox/api/press", page.press),
        post("/sandbox/api/send_file", page.send_file),
        post("/sandbox/api/read", page.read),
        post("/sandbox/api/block", page.block),
        post("/sandbox/api/people", page.add_person),
        post("/sandbox/api/move", page.move),
    ]


class _Page:
    def __init__(self, box: Sandbox, stage: Stage) -> None:
        self._box = box
        self._stage = stage
        self._guests = Guests(box, stage)
        self._clockwork = Clockwork(stage)
        self.live = Live(self._clockwork.face)

    async def overview(self, _: Request) -> Response:
        zone = self._stage.now().tzinfo
        seats = [seat_view(self._box, seat, zone) for seat in self._guests.seats()]
        bot = {"name": self._box.bot["first_name"], "username": self._box.bot["username"]}
        return JSONResponse({"bot": bot, "clock": self._clockwork.face(), "seats": seats})

    async def events(self, request: Request) -> Response:
        stream = self.live.events(request.app.state.farewell)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"cache-control": "no-store"})

    async def chat(self, request: Request) -> Response:
        asked = {name: int(request.query_params.get(name, 0)) for name in ("user_id", "chat_id", "before")}
        return JSONResponse(chat_view(self._box, **asked, zone=self._stage.now().tzinfo))

    async def file(self, request: Request) -> Response:
        """Pictures are shown; everything else is only ever downloaded."""
        try:
            stored = self._box.files.by_id(request.path_params["file_id"])
        except ApiError:
            return _refused("文件已不在试用环境里。", 404)
        mime = guess_type(stored.name)[0] or stored.mime
        shown = mime in _PICTURES and "download" not in request.query_params
        manner = "inline" if shown else "attachment"
        headers = {"content-disposition": f"{manner}; filename*=UTF-8''{quote(stored.name)}"}
        return Response(stored.content, media_type=mime if shown else "application/octet-stream", headers=headers)

    async def say(self, request: Request) -> Response:
        asked = await request.json()
        return self._tried(
            lambda: self._box.say(asked["user_id"], asked["text"], asked["chat_id"], reply_to=asked.get("reply_to"))
        )

    async def send_file(self, request: Request) -> Response:
        async with request.form() as form:
            upload = form["file"]
            if not isinstance(upload, UploadFile):
                return _refused("没有选择文件。")
            content, name = await upload.read(), upload.filename or "文件"
            user_id, chat_id = int(str(form["user_id"])), int(str(form["chat_id"]))
            photo = form.get("photo") == "true"
            caption = str(form.get("caption", ""))
        return self._tried(lambda: self._box.send_file(user_id, name, content, caption, photo=photo, chat_id=chat_id))

    async def press(self, request: Request) -> Response:
        asked = await request.json()
        try:
            press = self._box.press(asked["user_id"], asked["chat_id"], asked["message_id"], asked["data"])
        except ImpossibleError as error:
            return _refused(str(error))
        try:
            await press.wait(_PATIENCE)
        except TimeoutError:
            return _refused("机器人没有应答，请稍后再试。", 504)
        return JSONResponse({"text": press.text, "alert": press.alert, "url": press.url})

    async def read(self, request: Request) -> Response:
        asked = await request.json()
        self._box.read(asked["user_id"], asked["chat_id"], asked["message_id"])
        return JSONResponse({})

    async def block(self, request: Request) -> Response:
        asked = await request.json()
        act = self._box.block if asked["blocked"] else self._box.unblock
        return self._tried(lambda: act(asked["user_id"]))

    async def add_person(self, request: Request) -> Response:
        name = str((await request.json()).get("name", "")).strip()[:32]
        if not name:
            return _refused("请填写姓名。")
        seat = self._guests.add(name)
        self.live.chat_changed(seat.chat_id)
        return JSONResponse({"user_id": seat.user_id, "chat_id": seat.chat_id})

    async def move(self, request: Request) -> Response:
        how: Move = (await request.json()).get("how")
        if how not in get_args(Move):
            return _refused("不认识这种走法。")
        if not self._clockwork.start(how, self.live.clock_changed):
            return _refused("时钟正在走，请稍候。")
        return JSONResponse({}, 202)

    def _tried(self, act: Callable[[], object]) -> Response:
        try:
            act()
        except ImpossibleError as error:
            return _refused(str(error))
        except ApiError:
            return _refused("发送不了：文件为空、过大，或者不是图片。")
        return JSONResponse({})


def _refused(why: str, status: int = 409) -> JSONResponse:
    return JSONResponse({"error": why}, status)
