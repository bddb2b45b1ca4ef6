"""The whole server on a fresh database, and one signed-in client per persona.

The template (schema, a small estate, accounts) is made once per run and its folder copied for every test, so that
commits, locks and the log are real. The clock stands still, nothing runs in the background: a test drains the
outbox and turns the timers itself.
"""

import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from litestar import Litestar
from msgspec.structs import replace

from api import accounts, logs, tokens
from api.app import create_app
from api.running import Running
from api.settings import Settings
from api.start import started
from kernel.actors import system
from kernel.clock import FixedClock
from kernel.ids import SeededLuck
from kernel.uuids import uuid7
from tests.support import small_estate as estate
from tests.support.database import new_postgresql

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # a Tuesday, 10:00 in Shanghai
PASSWORD = "correct horse battery staple"
_templates: dict[str, tuple[Path, str]] = {}


@dataclass
class Persona:
    """Somebody with a token. `ask` sends JSON and returns the response."""

    server: "Server"
    name: str
    id: str
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, path: str, json: Any = None, **kwargs: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}", **self.headers, **kwargs.pop("headers", {})}
        return await self.server.client.request(method, path, json=json, headers=headers, **kwargs)

    async def get(self, path: str, **kwargs: Any) -> httpx.Response:
        return await self.ask("GET", path, **kwargs)

    async def post(self, path: str, json: Any = None, **kwargs: Any) -> httpx.Response:
        return await self.ask("POST", path, json, **kwargs)


@dataclass
class Server:
    app: Litestar
    client: httpx.AsyncClient
    running: Running
    clock: FixedClock

    async def persona(self, name: str) -> Persona:
        """A fresh sign-in of one of the small estate's people."""
        who = estate.PEOPLE[name]
        async with self.running.database.act(system("")) as act:
            issued = await tokens.begin(act, who.id)
        return Persona(self, name, who.id, issued.access)

    async def drain(self) -> int:
        return await self.running.drain()

    def new_id(self) -> str:
        return self.running.database.ids.new()


@asynccontextmanager
async def server(
    folder: Path, *, settings: Mapping[str, Any] | None = None, kind: str = "sqlite"
) -> AsyncIterator[Server]:
    """A server on a copy of the template in `folder`."""
    logs.configure("error")
    data = folder / "data"
    shutil.copytree(await template(kind), data)
    clock = FixedClock(NOW)
    url = _templates[kind][1]
    chosen = replace(_settings(data), database_url=url and await new_postgresql(url), **(settings or {}))
    async with started(chosen, clock, SeededLuck(1)) as running:
        app = create_app(running)
        async with client_of(app) as client:
            yield Server(app, client, running, clock)


def client_of(app: Litestar) -> httpx.AsyncClient:
    """HTTP into the application, in the test's own event loop (Litestar's client runs another one)."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)  # type: ignore[arg-type]
    return httpx.AsyncClient(transport=transport, base_url="https://doorstep.test", timeout=60)


async def template(kind: str = "sqlite") -> Path:
    """The folder of a migrated database with the small estate and its accounts."""
    if kind not in _templates:
        folder = Path(tempfile.mkdtemp(prefix="doorstep-template-")) / "data"
        url = "" if kind == "sqlite" else await new_postgresql()
        chosen = replace(_settings(folder), database_url=url)
        async with started(chosen, FixedClock(NOW), SeededLuck(7)) as running:
            secret = await accounts.hash_password(PASSWORD)
            await estate.plant(running.database, secret)
        (folder / "doorstep.lock").unlink(missing_ok=True)
        _templates[kind] = folder, url
    return _templates[kind][0]


def _settings(data: Path) -> Settings:
    return Settings(data=data, worker=False, demo=False, public_url="https://doorstep.test", pwa=data / "no-app")


def an_id(number: int) -> str:
    """A stable UUIDv7 for the test's own things."""
    return uuid7(int(NOW.timestamp() * 1000), number.to_bytes(10, "big"))
