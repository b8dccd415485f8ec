"""The Bot API over HTTP: /bot<token>/<method> and /file/bot<token>/<path>."""

import json
import re
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from sandbox.answers import ApiError, bad_request, not_found, unauthorized
from sandbox.faults import WireError
from sandbox.files import UPLOAD_LIMIT
from sandbox.params import Upload
from sandbox.telegram import Sandbox
from sandbox.wire import WireResponse

_TOKEN = re.compile(r"\d+:[\w-]+")
_OVERHEAD = 1_000_000
"""Bytes of a request beside its file."""


def bot_routes(box: Sandbox) -> list[Route]:
    async def call(request: Request) -> ASGIApp:
        try:
            token = _token(request)
            params, files = await _read(request)
            status, body = await box.call(request.path_params["method"], params, files, token=token)
        except ApiError as error:
            return _refusal(error)
        except WireError as error:
            return WireResponse(error, request.app.state.farewell)
        return JSONResponse(body, status)

    async def download(request: Request) -> Response:
        if request.path_params["token"] != box.token:
            return _refusal(unauthorized())
        content = box.download(request.path_params["path"])
        if content is None:
            return _refusal(not_found())
        return Response(content, media_type="application/octet-stream")

    return [
        Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download, methods=["GET"]),
    ]


def _token(request: Request) -> str:
    token: str = request.path_params["token"]
    if not _TOKEN.fullmatch(token):
        raise ApiError(404, "Not Found")
    return token


async def _read(request: Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters from the query and the body, whatever form the body has.

    Raises:
        ApiError: The body is too long or not what it says.
    """
    if int(request.headers.get("content-length", 0)) > UPLOAD_LIMIT + _OVERHEAD:
        raise ApiError(413, "Request Entity Too Large")
    params: dict[str, Any] = dict(request.query_params)
    files: dict[str, Upload] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        params.update(_json_object(await request.body()))
        return params, files
    async with request.form() as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                files[name] = (value.filename or "file", await value.read(), value.content_type or "")
            else:
                params[name] = value
    return params, files


def _json_object(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("JSON object expected")
    return value


def _refusal(error: ApiError) -> JSONResponse:
    return JSONResponse(error.body(), error.status)
