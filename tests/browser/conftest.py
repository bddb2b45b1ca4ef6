"""One street per test: a real server process and people with real browsers; a failure leaves a picture of each page."""

import contextlib
from collections.abc import AsyncIterator, Generator
from pathlib import Path

import pytest
from playwright.async_api import Playwright, async_playwright

from tests.support.browsing import Street, street

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


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
