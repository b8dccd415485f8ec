"""The sandbox as a server on this machine."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.bot_api import bot_routes
from sandbox.guard import LOOPBACK, Guard
from sandbox.page_routes import page_routes
from sandbox.stage import Stage
from sandbox.telegram import Sandbox
from sandbox.wire import OpenHandedProtocol


class PortInUseError(Exception):
    """Says in Chinese which port is taken and what to do."""


def create_app(box: Sandbox, stage: Stage | None = None) -> Starlette:
    """The Bot API, and the chat page where there is a stage to show."""
    routes: list[BaseRoute] = [*bot_routes(box)]
    if stage is not None:
        routes += [Route("/", _to_page), *page_routes(box, stage)]
    app = Starlette(routes=routes, middleware=[Middleware(Guard)])
    app.state.box = box
    return app


@contextlib.asynccontextmanager
async def serve(app: Starlette, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[str]:
    """Serve until the block ends; gives the root address, such as http://127.0.0.1:8081.

    Port 0 takes a free one. The sandbox's state outlives the server and can be served again.

    Raises:
        PortInUseError: Somebody else listens there.
        ValueError: The host is not this machine's loopback.
    """
    if host not in LOOPBACK:
        raise ValueError(f"试用环境只能在本机回环地址上监听，不能使用 {host}。")
    listener = _listen(host, port)
    app.state.farewell = asyncio.Event()
    server = _QuietServer(
        uvicorn.Config(app, http=OpenHandedProtocol, ws="none", log_config=None, access_log=False, lifespan="off")
    )
    running = asyncio.create_task(server.serve(sockets=[listener]))
    await server.ready.wait()
    try:
        yield f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
    finally:
        app.state.farewell.set()
        await app.state.box.close()
        server.stopping.set()
        await running


class _QuietServer(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.stopping = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def main_loop(self) -> None:
        """Waits instead of looking ten times a second."""
        await self.stopping.wait()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leaves signals to the program that the server runs in."""
        yield


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named, the protocol lets asyncio answer without waiting for more to send (TCP_NODELAY).
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise PortInUseError(f"端口 {port} 已被占用或不可用：请关闭占用它的程序，或换一个端口再试。") from error
    return listener


async def _to_page(_: object) -> Response:
    return RedirectResponse("/sandbox/")
