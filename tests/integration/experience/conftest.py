"""One fresh server per test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.server import Server, server


@pytest.fixture
async def doorstep(tmp_path: Path) -> AsyncIterator[Server]:
    async with server(tmp_path) as made:
        yield made
