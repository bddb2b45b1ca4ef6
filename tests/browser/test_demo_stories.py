"""Stories of the demo company on the screens of those they concern: a leak that comes back, a photo from weeks ago, a part
that lies next door; and the lead's queue with the keyboard.

One demo server for the module; what is changed in it last comes last.

Effects  a server process, browser pages.
"""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.support import chromium, shots
from tests.support.browsing import CAMERA
from tests.support.shots import DESK, PHONE, Shown

pytestmark = [pytest.mark.browser, pytest.mark.deep, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo() -> AsyncIterator[tuple[Browser, Shown]]:
    found = chromium.find()
    async with shots.shown() as at, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=found.path, env=found.env, args=[*chromium.QUIET, *CAMERA], headless=True
        )
        yield browser, at
        await browser.close()


async def signed_in(demo: tuple[Browser, Shown], login: str, *, phone: bool = False) -> Page:
    browser, at = demo
    context = await shots.opened(browser, at, PHONE if phone else DESK, "zh-CN", "light")
    page = await context.new_page()
    await page.goto(at.url)
    await page.locator("input[autocomplete=username]").fill(login)
    await page.locator("input[type=password]").fill(at.demo.personas[0].password)
    await page.keyboard.press("Enter")
    await expect(page.locator("input[type=password]")).to_have_count(0)
    return page


async def test_a_leak_that_came_back_twice_shows_its_history_to_the_office(demo: tuple[Browser, Shown]) -> None:
    login, password = demo[1].login("dispatcher")
    async with httpx.AsyncClient(base_url=f"{demo[1].url}/api/v1", timeout=30) as client:
        session = (await client.post("/auth/login", json={"login": login, "password": password})).json()
        client.headers["Authorization"] = f"Bearer {session['access_token']}"
        found = await client.get("/work-orders", params={"q": demo[1].demo.stories["S01"]})
    page = await signed_in(demo, login)
    await page.goto(f"{demo[1].url}/d?order={found.json()['items'][0]['id']}")
    await expect(page.locator(".past li")).to_have_count(2)
    await expect(page.locator(".past")).to_contain_text("返修")
    await page.context.close()


async def test_the_part_next_door_is_on_the_phone_of_who_waits_for_it(demo: tuple[Browser, Shown]) -> None:
    page = await signed_in(demo, "t-plb-05", phone=True)
    await page.get_by_text("二次供水").first.click()
    await expect(page.locator(".places")).to_contain_text("启明科创中心仓")
    await expect(page.locator(".places")).to_contain_text("3.1 公里")
    await page.context.close()


async def test_a_photo_from_weeks_ago_leads_the_queue_and_the_rest_is_approved_together(
    demo: tuple[Browser, Shown],
) -> None:
    page = await signed_in(demo, "lead-yql")
    first = page.locator(".order").first
    await expect(first).to_contain_text("照片和另一张工单的一模一样")
    await expect(page.locator(".grouphead").first).to_contain_text("先看")
    await page.keyboard.press("j")
    await expect(page.locator(".order").nth(1)).to_have_attribute("aria-current", "true")
    await page.keyboard.press("k")
    await expect(first).to_have_attribute("aria-current", "true")
    await page.keyboard.press("r")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    before = await page.locator(".order").count()
    await page.get_by_role("button", name="一并通过").click()
    await page.get_by_role("alertdialog").get_by_role("button", name="一并通过").click()
    await expect(page.get_by_text(re.compile(r"\d+ 张已通过"))).to_be_visible(timeout=60_000)
    assert 0 < await page.locator(".order").count() < before
    await expect(first).to_contain_text("照片和另一张工单的一模一样")  # what should be looked at stays
    await page.context.close()
