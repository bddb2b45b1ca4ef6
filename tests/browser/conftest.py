"""One street per test: a real server process and people with real browsers; a failure leaves a picture of each page."""

import contextlib
from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Playwright, async_playwright

from tests.support.browsing import Street, street
from tests.support.field import ALL, Field, Pocket, field_of

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Scenarios marked `deep` are played with ALL=1, and named as left out otherwise."""
    left = [] if ALL else [item for item in items if item.get_closest_marker("deep")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


@pytest.fixture
async def playwright() -> AsyncIterator[Playwright]:
    async with async_playwright() as made:
        yield made


@pytest.fixture
async def lane(playwright: Playwright, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Street]:
    """The street; any complaint of a page fails the test at its end."""
    async with street(playwright, tmp_path) as made:
        yield made
        if request.node.stash.get(FAILED, False):
            for person in made.people:
                with contextlib.suppress(Exception):
                    await person.page.screenshot(path=tmp_path / f"{person.name}.png")
            print(f"\npictures of the pages: {tmp_path}")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def field(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Field]:
    """One server and one Chromium for all scenarios of the phone's engine."""
    async with async_playwright() as made, field_of(made, tmp_path_factory.mktemp("field")) as found:
        yield found


@pytest_asyncio.fixture(loop_scope="session")
async def pocket(field: Field) -> AsyncIterator[Pocket]:
    """A phone nobody else has, signed in, with its order."""
    async with field.pocket() as made:
        yield await made.first_day()


@pytest_asyncio.fixture(loop_scope="session")
async def timed(field: Field) -> AsyncIterator[Pocket]:
    """The same, and its clock is in the test's hand: pauses of minutes pass in moments."""
    async with field.pocket(timed=True) as made:
        yield await made.first_day()
