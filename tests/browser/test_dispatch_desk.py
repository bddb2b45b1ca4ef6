"""The dispatcher's screens in a real browser: a call by keyboard, a move seen before it lands, and the stories of the demo.

Always: the keys of a call, and two dispatchers on one order. With ALL=1: the lift, the pump, the storm, the certificate that
ended at midnight, the household that sleeps, and a plan.
"""

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.support.desk_stage import HOMES, LIFT_7, NAP_HOME, PUMP_ROOM, Desk, desk_of
from tests.support.small_estate import HOME
from tests.support.walk import button

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

COUNT_KEYS = "() => { globalThis.pressed = 0; addEventListener('keydown', (e) => { if (e.isTrusted) globalThis.pressed++ }, true) }"
KEY_S, THINK_S = 0.28, 1.35  # keystroke-level model: a practised typist's key, and a moment of thought
THOUGHTS = 4  # whom, what, is it right, send


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    async with async_playwright() as made, desk_of(made, tmp_path_factory.mktemp("desk")) as found:
        yield found


async def test_a_call_is_an_order_by_keyboard_alone_and_within_twenty_seconds_of_keys(desk: Desk) -> None:
    async with desk.seat() as page:
        await expect(page.get_by_role("tab", name=re.compile("工单"))).to_be_visible()
        await page.evaluate(COUNT_KEYS)
        await page.keyboard.press("n")
        await expect(page.get_by_label("谁打来的")).to_be_focused()
        await page.keyboard.type("3-2-1201")
        await expect(page.get_by_role("option")).to_have_count(1)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("combobox", name=re.compile("故障"))).to_be_focused()
        await page.keyboard.type("漏水")
        await expect(page.get_by_role("option").first).to_contain_text("户内渗漏")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Control+Enter")
        await expect(page.get_by_role("heading", name=re.compile("已创建"))).to_be_visible()
        keys = int(await page.evaluate("() => globalThis.pressed"))
    assert keys * KEY_S + THOUGHTS * THINK_S < 20, f"{keys} keys"


async def block_of(page: Page, order: str) -> None:
    await page.goto(f"{page.url.split('/d')[0]}/d/timeline?order={order}")
    await expect(page.locator(f'.tl-block[data-order="{order}"]')).to_be_visible()
    await expect(page.locator(".options-list > li").first).to_be_visible()


async def test_a_move_is_seen_before_it_lands_and_a_second_dispatcher_overwrites_nothing(desk: Desk) -> None:
    order = await desk.call(HOME.code, "PLB-02")
    async with desk.seat() as first, desk.seat() as second:
        await second.context.route("**/board/stream*", lambda route: route.abort())  # he hears nothing of the first
        for page in (first, second):
            await block_of(page, order)
        held = (await desk.order(order))["order"]["technician_id"]
        fits = first.locator('.options-list > li[data-fit="good"], .options-list > li[data-fit="late"]')
        code = await fits.first.locator("strong").inner_text()
        row = first.locator(".tl-row", has=first.locator(".tl-name strong", has_text=code))
        await drag(first, order, row)
        card = first.locator(".tl-hand")
        await expect(card).to_contain_text(f"→ {code}")
        await expect(card).to_contain_text("约")
        await expect(card).to_contain_text("公里")
        assert (await desk.order(order))["order"]["technician_id"] == held, "nothing has happened yet"
        await first.mouse.up()
        await expect(first.get_by_text(re.compile(f"已派给 {code}"))).to_be_visible()
        moved = await desk.order(order)
        assert moved["technician"] == code
        await second.keyboard.press("m")
        await expect(second.get_by_text(re.compile("^移动 "))).to_be_visible()
        await button(
            second.locator('.options-list > li[data-fit="good"], .options-list > li[data-fit="late"]').first,
            re.compile("派给"),
        ).click()
        await expect(second.get_by_text("没有覆盖")).to_be_visible()
        assert (await desk.order(order))["order"]["version"] == moved["order"]["version"]


async def drag(page: Page, order: str, row: Locator) -> None:
    """Into the hand and over the row, not let go."""
    block = await page.locator(f'.tl-block[data-order="{order}"]').bounding_box()
    goal = await row.locator(".tl-name").bounding_box()
    assert block is not None
    assert goal is not None
    await page.mouse.move(block["x"] + 10, block["y"] + 10)
    await page.mouse.down()
    await page.mouse.move(goal["x"] + 60, goal["y"] + 20, steps=6)


@pytest.mark.deep
async def test_story_2_a_lift_takes_two_and_only_the_certified_one_leads(desk: Desk) -> None:
    order = await desk.call(LIFT_7.code, "LFT-01")
    async with desk.seat(f"/d?order={order}&tab=why") as page:
        await expect(page.locator(".candidate, .rejected").first).to_be_visible()
        await expect(page.get_by_text("可以同去的人")).to_be_visible()
        await expect(page.get_by_text(re.compile("T-LFT-02 约"))).to_be_visible()
        await page.locator(".rejected summary").click()
        helper = page.locator(".rejected li", has_text="T-LFT-02")
        await expect(helper).to_contain_text("没有电梯修理证")
        await expect(button(helper, "仍要派给")).to_have_count(0)
    async with desk.seat(f"/d?order={order}", login="manager") as page:
        await button(page, "紧急放行").click()
        await page.get_by_role("dialog").get_by_role("textbox").fill("轿厢里有孩子，消防已到场")
        await button(page, "我负责，放行").click()
        await expect(page.get_by_text("紧急放行").first).to_be_visible()
    assert "emergency_override" in (await desk.order(order))["order"]["flags"]


@pytest.mark.deep
async def test_story_3_a_pump_and_all_its_callers_are_one_incident(desk: Desk) -> None:
    pump = await desk.call(PUMP_ROOM.code, "PMP-01")
    calls = [await desk.call(home.code, "PMP-01") for home in HOMES]
    async with desk.seat() as page:
        await page.get_by_role("link", name=re.compile("件事有多次报修")).click()
        thing = page.locator(".incident", has_text="二次供水泵")
        await expect(thing).to_contain_text(f"{len(calls) + 1} 次报修")
        await button(thing, f"并入 {len(calls)} 张").click()
        await expect(page.get_by_text(re.compile("业主都看到同样的进展")).first).to_be_visible()
    merged = [await desk.order(call) for call in calls]
    assert {(one["order"]["status"], one["order"]["merged_into"]) for one in merged} == {("merged", pump)}
    async with desk.seat("/d/new") as page:
        await expect(page.get_by_label("谁打来的")).to_be_focused()
        await page.keyboard.type("3-2-1201")
        await page.get_by_role("option").first.click()
        await expect(page.get_by_role("combobox", name=re.compile("故障"))).to_be_focused()
        await page.keyboard.type("停水")
        await page.get_by_role("option", name=re.compile("供水泵")).click()
        await button(page, "并入这件事").click()
        await page.keyboard.press("Control+Enter")
        await expect(page.get_by_text(re.compile("已并入"))).to_be_visible()


@pytest.mark.deep
async def test_story_4_a_storm_is_planned_anew_and_applied_by_a_person(desk: Desk) -> None:
    for home in HOMES:
        await desk.call(home.code, "PLB-02")
    async with desk.seat("/d/plan") as page:
        await button(page, "重新规划").click()
        await expect(page.get_by_text("正在规划").first).to_be_visible()
        await expect(page.locator(".figures")).to_be_visible(timeout=150_000)
        await expect(page.get_by_role("rowheader", name="路程")).to_be_visible()
        apply = page.get_by_role("button", name=re.compile(r"应用 \d+ 项"))
        if await apply.count():
            await apply.click()
            await expect(page.get_by_text("已应用").first).to_be_visible()


@pytest.mark.deep
async def test_story_9_a_certificate_that_ended_at_midnight_rules_out_with_its_day(desk: Desk) -> None:
    order = await desk.call(NAP_HOME.code, "ELE-05")
    async with desk.seat(f"/d?order={order}&tab=why") as page:
        await page.locator(".rejected summary").click()
        gone = page.locator(".rejected li", has_text="T-ELE-01")
        await expect(gone).to_contain_text(re.compile(r"低压电工证已于 \d{4}-\d\d-\d\d 过期"))
        await expect(gone).to_contain_text("若")
        await expect(button(gone, "仍要派给")).to_have_count(0)
        await page.goto(desk.server.url("/d/timeline?w=everyone"))
        row = page.locator(".tl-row", has=page.locator("strong", has_text="T-ELE-01"))
        await expect(row.get_by_label(re.compile("低压电工证"))).to_be_visible()


@pytest.mark.deep
async def test_story_15_a_household_that_sleeps_at_noon_rejects_the_slot(desk: Desk) -> None:
    noon = desk.half_past_twelve
    window = {"window_start": noon.isoformat(), "window_end": (noon + timedelta(hours=1)).isoformat()}
    order = await desk.call(NAP_HOME.code, "PLB-05", **window)
    async with desk.seat(f"/d?order={order}&tab=why") as page:
        await expect(page.locator(".rejected")).to_be_visible()
        await expect(page.get_by_text(re.compile("住户 12:30–14:00 免打扰")).first).to_be_visible()
