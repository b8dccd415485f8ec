"""Keeps other sites out: a page on the internet must not reach this server through the visitor's browser."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
PAGE_HEADER = "x-sandbox"

_SAFE = (
    (b"content-security-policy", b"default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


class Guard:
    """Refuses foreign hosts (DNS rebinding), foreign origins, and page requests without the page's own header."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not _welcome(scope["method"], scope["path"], Headers(scope=scope)):
            await JSONResponse({"error": "拒绝访问：只接受本机页面的请求。"}, 403)(scope, receive, send)
            return

        async def send_safely(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_SAFE]  # type: ignore[misc]  # ASGI headers are a list
            await send(message)

        await self._app(scope, receive, send_safely)  # type: ignore[arg-type]  # messages are mutable mappings


def _welcome(method: str, path: str, headers: Headers) -> bool:
    host = headers.get("host", "")
    if urlsplit(f"//{host}").hostname not in LOOPBACK:
        return False
    origin = headers.get("origin")
    if origin is not None and origin != f"http://{host}":
        return False
    api, reads = path.startswith("/sandbox/api/"), method in ("GET", "HEAD")
    followed_link = reads and not api and headers.get("sec-fetch-mode") == "navigate"
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and not followed_link:
        return False
    return not api or reads or headers.get(PAGE_HEADER) == "page"
