from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.support.database import DATABASES, database
from tests.support.phones import House, Phone, a_house
from tests.support.phones import phones as made


@pytest.fixture(params=DATABASES)
async def house(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[House]:
    async with database(request.param, tmp_path) as opened:
        yield await a_house(opened)


@pytest.fixture
def phones(house: House) -> list[Phone]:
    return made(house)


@pytest.fixture
def phone(phones: list[Phone]) -> Phone:
    return phones[0]
