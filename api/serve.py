"""The process: open everything, serve, and on SIGTERM let go in well under a second.

Streams are the reason why a stop takes long elsewhere: here the signal first closes the hub, every stream says
`bye` and ends, then the server stops accepting and the parts close in reverse order.

Errors   `PortTaken`, and those of opening the database.
Effects  a socket, the database, tasks.
"""

import asyncio
import errno
import gc
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

import uvicorn

from api import logs
from api.app import create_app
from api.settings import Settings
from api.start import started
from kernel.clock import Clock, SystemClock
from kernel.errors import Problem
from kernel.ids import Luck, SystemLuck


class PortTaken(Problem):
    """Something else listens there."""

    code = "port_taken"


class BadAddress(Problem):
    """This machine cannot listen there."""

    code = "bad_address"


class Draining(uvicorn.Server):
    """Uvicorn that ends the open streams before it waits for them."""

    def __init__(self, config: uvicorn.Config, drain: Callable[[], None], ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._drain = drain
        self._ready = ready
        self._loop = asyncio.get_running_loop()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """As uvicorn does, but without sending the signal again: it would end the process before its parts closed."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self._loop.call_soon_threadsafe(self._drain)
        super().handle_exit(sig, frame)


def listen(host: str, port: int) -> socket.socket:
    """A bound socket, or a problem that says what to do."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTaken(port=port) from None
        raise BadAddress(host=host, port=port) from None
    return made


async def serve(
    settings: Settings,
    clock: Clock | None = None,
    luck: Luck | None = None,
    *,
    ready: Callable[[int], None] | None = None,
) -> None:
    """Serve until told to stop. `ready` is called with the port once requests are answered."""
    logs.configure(settings.log_level)
    listening = listen(settings.host, settings.port)
    try:
        async with started(settings, clock or SystemClock(), luck or SystemLuck()) as running:
            config = uvicorn.Config(
                create_app(running),
                loop="none",
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=10,
                timeout_keep_alive=20,
                limit_concurrency=2000,
                h11_max_incomplete_event_size=16384,
                forwarded_allow_ips=settings.proxies,
            )
            gc.freeze()  # what serves stays: a full collection among it holds every request up for a tenth of a second
            server = Draining(config, running.live.close, lambda: _tell(listening, ready))
            await server.serve(sockets=[listening])
    finally:
        listening.close()


def _tell(listening: socket.socket, ready: Callable[[int], None] | None) -> None:
    if ready is not None:
        ready(listening.getsockname()[1])
