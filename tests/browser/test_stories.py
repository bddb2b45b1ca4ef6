"""Three people, one order, one of them without a network: the story of each, played on their own screens.

The technician in the cellar works on; meanwhile the office reassigns the order, cancels it, or a colleague does the work.
When the network returns his evidence is kept, his steps wait for a person, that person sees both versions and decides, and
the decision reaches his phone in words. `SHOTS=FOLDER` keeps a picture of each moment, to be looked at.

Effects  browser pages; files in the folder of `SHOTS`.
"""

import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import BrowserContext, Page, expect

from tests.support.browsing import DESK
from tests.support.field import Field, Pocket
from tests.support.server import PASSWORD
from tests.support.walk import button

pytestmark = [pytest.mark.browser, pytest.mark.deep, pytest.mark.asyncio(loop_scope="session")]
SENT = re.compile(r"^全部送达 \d")
SHOTS = os.environ.get("SHOTS", "")


@dataclass
class Cast:
    """The one in the cellar, his colleague, and whoever decides at a desk."""

    first: Pocket
    colleague: Pocket
    desk: BrowserContext
    field: Field

    @property
    def order(self) -> str:
        return self.first.hand.order

    async def seen(self, page: Page, name: str) -> None:
        if not SHOTS:
            return
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            await page.screenshot(path=Path(SHOTS) / f"{name}-{scheme}.png")
        await page.emulate_media(color_scheme="light")

    async def version(self) -> int:
        (row,) = self.first.books.rows("select version from work_order where id = ?", self.order)
        return int(row["version"])

    async def reassigns(self) -> None:
        office = await self.field.office()
        to = {"technician_id": self.colleague.hand.id, "version": await self.version(), "reason": "离得更近"}
        await office.post(f"/work-orders/{self.order}/offer", to)


@pytest_asyncio.fixture(loop_scope="session")
async def cast(field: Field) -> AsyncIterator[Cast]:
    async with field.pocket() as first, field.pocket() as second:
        desk = await field.browser.new_context(**DESK, locale="zh-CN")
        made = Cast(await first.first_day(), await second.first_day(), desk, field)
        for phone in (first, second):
            await phone.page.close()
        first.page = await first.app(f"/t/job/{made.order}")
        second.page = await second.app("/t")
        for phone in (first, second):
            await expect(phone.page.get_by_text(SENT)).to_be_visible()
        yield made
        await desk.close()


async def works_in_the_cellar(cast: Cast) -> None:
    page = cast.first.page
    cast.first.line.cut()
    await button(page, "出发").click()
    await expect(page.get_by_text(re.compile("1 条更新待发送"))).to_be_visible()
    await button(page, "写备注").click()
    await page.get_by_role("dialog").get_by_role("textbox").fill("接头已经裂了，拍了照片")
    await button(page.get_by_role("dialog"), "保存").click()
    await expect(page.get_by_text(re.compile("2 条更新待发送"))).to_be_visible()


async def comes_up(cast: Cast, name: str) -> None:
    """The network is back; the sync centre says what became of each step."""
    page = cast.first.page
    cast.first.line.mend()
    await page.goto(f"{cast.first.line.url}/t/sync")
    await expect(page.locator(".op", has_text="出发")).to_contain_text("办公室核对中")
    await expect(page.locator(".op", has_text="备注")).to_contain_text("已确认")
    await cast.seen(page, f"{name}-phone-parked")


async def decides(cast: Cast, name: str, verb: str, note: str) -> None:
    """At a desk: the step, both versions side by side, a word, a decision."""
    page = await cast.desk.new_page()
    await page.goto(cast.field.server.url("/d"))
    await page.locator("input[autocomplete=username]").fill("dispatcher")
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("input[type=password]")).to_have_count(0)
    (parked,) = cast.first.books.rows(
        "select op_id from sync_op where user_id = ? and verdict = 'parked'", cast.first.hand.id
    )
    await page.goto(cast.field.server.url(f"/d/parked?op={parked['op_id']}"))
    await page.get_by_label("给维修工的话").fill(note)
    await cast.seen(page, f"{name}-desk-parked")
    await button(page, verb).click()
    line = cast.first.page.locator(".op", has_text="出发")
    await expect(line).to_contain_text(note)
    await cast.seen(cast.first.page, f"{name}-phone-decided")


async def test_reassigned_while_he_was_offline_his_evidence_counts_and_the_lead_decides_on_his_steps(
    cast: Cast,
) -> None:
    await works_in_the_cellar(cast)
    await cast.reassigns()
    second = cast.colleague.page
    await second.goto(f"{cast.colleague.line.url}/t/job/{cast.order}")
    await button(second, "接单").click()
    await expect(button(second, "出发")).to_be_visible()
    await comes_up(cast, "reassigned")
    await expect(second.get_by_text("接头已经裂了，拍了照片")).to_be_visible()  # what he found helps his colleague
    await cast.seen(second, "reassigned-colleague")
    await decides(cast, "reassigned", "保持现在的", "已改派给同事，谢谢你的记录")


async def test_cancelled_while_he_was_offline_his_trip_is_not_forgotten_and_the_office_decides(cast: Cast) -> None:
    await works_in_the_cellar(cast)
    office = await cast.field.office()
    intent = {"version": await cast.version(), "intent": {"intent": "cancel", "reason": "业主自己修好了"}}
    await office.post(f"/work-orders/{cast.order}/intents", intent)
    await comes_up(cast, "cancelled")
    await decides(cast, "cancelled", "保持现在的", "业主取消，本次上门已登记")


async def test_two_on_one_order_both_keep_what_they_found_and_the_first_step_stands(cast: Cast) -> None:
    await works_in_the_cellar(cast)
    await cast.reassigns()
    second = cast.colleague.page
    await second.goto(f"{cast.colleague.line.url}/t/job/{cast.order}")
    await button(second, "接单").click()
    await button(second, "出发").click()
    await button(second, "写备注").click()
    await second.get_by_role("dialog").get_by_role("textbox").fill("我已经在路上了")
    await button(second.get_by_role("dialog"), "保存").click()
    await expect(second.get_by_text(SENT)).to_be_visible()
    await comes_up(cast, "two")
    for words in ("我已经在路上了", "接头已经裂了，拍了照片"):
        await expect(second.get_by_text(words)).to_be_visible()
    await cast.seen(second, "two-colleague")
    await decides(cast, "two", "保持现在的", "同事已在现场")
    (order,) = cast.first.books.rows("select status, technician_id from work_order where id = ?", cast.order)
    assert (order["status"], order["technician_id"]) == ("en_route", cast.colleague.hand.id)
