"""One fresh server per test, on each database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.database import DATABASES
from tests.support.server import Server, server


@pytest.fixture(params=DATABASES)
async def doorstep(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Server]:
    async with server(tmp_path, kind=request.param) as made:
        yield made
