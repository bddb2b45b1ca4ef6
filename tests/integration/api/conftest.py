"""One fresh server per test: on SQLite, and on PostgreSQL too where a test says `on_both`."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.server import Server, server


@pytest.fixture
async def doorstep(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Server]:
    async with server(tmp_path, kind=getattr(request, "param", "sqlite")) as made:
        yield made
