"""Somebody of the office at a desk, in a browser of a run of phones.

Effects  a browser context that is closed at the end.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Page, expect

from tests.support.browsing import DESK
from tests.support.field import Field
from tests.support.server import PASSWORD


@asynccontextmanager
async def desk(field: Field, path: str) -> AsyncIterator[Page]:
    """A dispatcher who has signed in, on a page."""
    context = await field.browser.new_context(**DESK, locale="zh-CN")
    try:
        page = await context.new_page()
        await page.goto(field.server.url(path))
        await page.locator("input[autocomplete=username]").fill("dispatcher")
        await page.locator("input[type=password]").fill(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(page.locator("input[type=password]")).to_have_count(0)
        await page.goto(field.server.url(path))
        yield page
    finally:
        await context.close()
