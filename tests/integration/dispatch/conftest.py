from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dispatch.commands import put_estate
from kernel.actors import system
from tests.support.database import DATABASES, Database, act_on, database
from tests.support.dispatch_builders import NOON, ORG, an_estate


@pytest.fixture(params=DATABASES)
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with database(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture
async def db(empty: Database) -> Database:
    """A database with the small estate of the builders."""
    async with act_on(empty, system(ORG), NOON) as act:
        await put_estate(act, an_estate())
    return empty
