"""Evidence on people's own screens: the limit and the lead's answer, a signature that is turned and asked for again, marks
on a photo, an owner who is not there, a part that lies next door, a camera that costs the page its life.

The visit up to the moment in question is done by the phone's engine without screens; the moment itself with fingers.
"""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.support import small_estate as estate
from tests.support import walk
from tests.support.browsing import AT_THE_DOOR, DESK, drawn
from tests.support.field import Field, Pocket
from tests.support.phone_store import held
from tests.support.server import PASSWORD
from tests.support.walk import button, picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
deep = pytest.mark.deep
SENT = re.compile(r"^全部送达 \d")
TALL, WIDE = {"width": 360, "height": 780}, {"width": 780, "height": 360}


async def at_work(phone: Pocket, *, finished: bool = False) -> None:
    """Arrived by the code on the door, photographed, begun; with `finished`, done too."""
    seed = int(phone.hand.login.split("-")[1]) * 100
    now = await phone.page.evaluate("() => new Date().toISOString()")
    proof = {"method": "asset_qr", "at": now, "position": None, "accuracy_m": None, "proof": estate.HOME.report_code}
    await phone.act("visit.depart", {})
    await phone.act("visit.arrive", {"presence": proof})
    await photographed(phone, "before", seed)
    await phone.act("visit.start", {})
    if finished:
        await photographed(phone, "after", seed + 1)
        await phone.act("visit.finish", {"cause": "AGE", "action": "REPLACE"})
    await phone.until_sent()


async def photographed(phone: Pocket, slot: str, seed: int) -> None:
    await phone.page.evaluate(
        "([order, slot, seed]) => probe.photo(order, slot, seed, 640, probe.newId())", [phone.hand.order, slot, seed]
    )


async def job(phone: Pocket, deed: str = "") -> Page:
    """The app on the job, and no other tab beside it."""
    page = await phone.app(f"/t/job/{phone.hand.order}{deed}")
    await phone.page.close()
    phone.page = page
    return page


@asynccontextmanager
async def desk(field: Field, login: str, path: str) -> AsyncIterator[Page]:
    context = await field.browser.new_context(**DESK, locale="zh-CN")
    page = await context.new_page()
    await page.goto(field.server.url(path))
    await page.locator("input[autocomplete=username]").fill(login)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("input[type=password]")).to_have_count(0)
    yield page
    await context.close()


def order_of(phone: Pocket) -> dict[str, Any]:
    (row,) = phone.books.rows("select * from work_order where id = ?", phone.hand.order)
    return {name: _read(value) for name, value in row.items()}


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value[:1] in {"{", "["} else value


async def adds(page: Page, name: str, more: int = 0) -> None:
    await button(page, "添加配件").click()
    await page.get_by_role("option", name=re.compile(name)).click()
    for _ in range(more):
        await page.get_by_role("dialog").get_by_role("button", name="数量: 增加").click()


async def test_198_and_15_yuan_without_a_network_the_second_is_asked_for_and_the_lead_grants_it(
    field: Field, pocket: Pocket
) -> None:
    await at_work(pocket)
    page = await job(pocket)
    await expect(page.get_by_text(SENT)).to_be_visible()
    pocket.line.cut()
    await adds(page, "角阀", more=10)
    await button(page.get_by_role("dialog"), re.compile("^添加配件 · ¥198")).click()
    await expect(page.get_by_text("还可用 ¥2.00")).to_be_visible()
    await adds(page, "密封胶")
    sheet = page.get_by_role("dialog")
    await expect(sheet.get_by_text("超出 ¥13.00，请先申请授权")).to_be_visible()
    await button(sheet, "申请授权").click()
    await expect(sheet.get_by_label("要花多少")).to_have_value("13")
    await button(sheet, re.compile("^申请 · ¥13")).click()
    await expect(page.locator(".approvals")).to_contain_text("等答复")
    await adds(page, "密封胶")
    await button(page.get_by_role("dialog"), re.compile("^添加配件 · ¥15")).click()
    pocket.line.mend()
    async with desk(field, "lead", "/l/approvals") as office:
        card = office.locator(".askedcard", has_text=pocket.hand.login.upper())
        await expect(card).to_contain_text(
            "密封胶 1 支", timeout=120_000
        )  # a phone that was cut off waits longer each time
        await card.get_by_label("给维修工的话").fill("可以，用吧")
        await button(card, re.compile("^批准")).click()
        await expect(card).to_have_count(0)
    await expect(page.locator(".approvals")).to_contain_text("已批准")
    await expect(page.locator(".approvals")).to_contain_text("可以，用吧")
    assert "over_limit" not in order_of(pocket)["flags"]


async def test_the_pad_is_turned_twenty_times_and_every_stroke_stays_where_it_was(pocket: Pocket) -> None:
    await at_work(pocket, finished=True)
    page = await job(pocket, "/sign")
    await button(page, "交给业主签字").click()
    pad = page.get_by_role("dialog")
    await pad.get_by_label("签字人姓名").fill("王女士")
    await drawn(page, pad.locator("canvas"))
    await turned(page, 2)  # the first turn draws what was reported, in even ink
    before, inked = await picture_of(page), await extent(page)
    await turned(page, 20)
    assert await picture_of(page) == before
    await turned(page, 1)  # signed on across: another stroke on a pad of another shape
    await drawn(page, pad.locator("canvas"))
    await turned(page, 21)
    across = await picture_of(page)
    assert across != before
    await turned(page, 20)
    assert await picture_of(page) == across
    await button(pad, "确认签字").click()
    await expect(page.get_by_text(re.compile("于 .+ 签字"))).to_be_visible()
    (told,) = [json.loads(one["raw"]) for one in (await held(page)).operations if '"sign_off.capture"' in one["raw"]]
    assert len(told["args"]["strokes"]) == 4
    kept = spanned(told["args"]["strokes"][:2])  # the first two are what was seen before anything was turned
    assert all(abs(a - b) < 0.015 for a, b in zip(kept, inked, strict=True)), (kept, inked)


async def turned(page: Page, times: int) -> None:
    """The phone is turned; the pad has drawn itself again by the time this returns."""
    for _ in range(times):
        now = await page.evaluate("() => innerWidth")
        await page.set_viewport_size(WIDE if now == TALL["width"] else TALL)  # type: ignore[arg-type]
        await page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


async def extent(page: Page) -> list[float]:
    """Left, top, right and bottom of the ink that is seen, in widths of the pad."""
    told: list[float] = await page.locator(".sign canvas").evaluate(
        """(canvas) => { const { width, height } = canvas, { data } = canvas.getContext('2d').getImageData(0, 0, width, height)
          let [left, top, right, bottom] = [width, height, 0, 0]
          for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (data[(y * width + x) * 4 + 3] > 128) {
            left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y) }
          return [left, top, right, bottom].map((one) => one / width) }"""
    )
    return told


def spanned(strokes: list[list[int]]) -> list[float]:
    """The same of strokes as they are sent: a first point and then differences, in ten-thousandths of the width."""
    across: list[int] = []
    down: list[int] = []
    for stroke in strokes:
        across += itertools.accumulate(stroke[::2])
        down += itertools.accumulate(stroke[1::2])
    return [one / 10_000 for one in (min(across), min(down), max(across), max(down))]


async def picture_of(page: Page) -> str:
    told: str = await page.locator(".sign canvas").evaluate("(canvas) => canvas.toDataURL()")
    return told


@deep
async def test_a_fee_changed_after_signing_is_seen_by_both_and_signed_again_on_the_owners_phone(
    field: Field, pocket: Pocket
) -> None:
    await at_work(pocket, finished=True)
    line = {"material": "M-001", "name": "角阀", "unit": "个", "quantity_milli": 3000, "unit_price_fen": 1800}
    part = await pocket.page.evaluate("() => probe.newId()")
    await pocket.act("part.add", {"id": part, **line})
    page = await job(pocket, "/sign")
    await button(page, "交给业主签字").click()
    pad = page.get_by_role("dialog")
    await pad.get_by_label("签字人姓名").fill("王女士")
    await drawn(page, pad.locator("canvas"))
    await button(pad, "确认签字").click()
    await expect(page.get_by_text(re.compile("于 .+ 签字"))).to_be_visible()
    await expect(page.get_by_text(SENT)).to_be_visible()
    bare = await pocket.again()
    await pocket.act("part.quantity", {"id": part, "quantity_milli": 2000}, page=bare)
    await expect(page.get_by_text("费用有变，请重新签字")).to_be_visible()
    await expect(page.get_by_text(SENT)).to_be_visible()
    assert order_of(pocket)["sign_off"]["stale"]
    link = (await (await field.office()).post(f"/work-orders/{pocket.hand.order}/link"))["link"]
    context = await field.browser.new_context(locale="zh-CN", viewport=TALL)  # type: ignore[arg-type]
    owner = await context.new_page()
    await owner.goto(field.server.url(f"/o{link[link.index('#') :]}"))
    await expect(owner.get_by_text("费用有改动，请重新签字")).to_be_visible()
    await button(owner, "查看并签字").click()
    await owner.get_by_label("签字人姓名").fill("王女士")
    await drawn(owner, owner.locator(".pad canvas"))
    await button(owner, "确认签字").click()
    await expect(owner.get_by_text("费用有改动，请重新签字")).to_have_count(0)
    await context.close()
    await expect(page.get_by_text("费用有变，请重新签字")).to_have_count(0)
    signed = order_of(pocket)["sign_off"]
    assert (signed["method"], signed["stale"]) == ("link", False)


@deep
async def test_a_spot_marked_by_the_lead_is_on_the_photo_in_the_technicians_hand(field: Field, pocket: Pocket) -> None:
    await at_work(pocket, finished=True)
    page = await job(pocket, "/sign")
    await button(page, "交给业主签字").click()
    pad = page.get_by_role("dialog")
    await pad.get_by_label("签字人姓名").fill("王女士")
    await drawn(page, pad.locator("canvas"))
    await button(pad, "确认签字").click()
    await expect(page.get_by_text("待审核")).to_be_visible()
    async with desk(field, "lead", f"/l?order={pocket.hand.order}") as office:
        paper = office.locator("figure", has=office.get_by_text("维修后", exact=True)).locator(".paper")
        await expect(paper.locator("img")).to_have_js_property("complete", value=True)
        await office.keyboard.press("z")
        await office.keyboard.press("m")
        box = await paper.bounding_box()
        assert box is not None  # nearer now: the middle of what is seen is the middle of the photo
        await office.mouse.click(box["x"] + box["width"] * 0.52, box["y"] + box["height"] * 0.47)
        await office.keyboard.press("r")
        sheet = office.get_by_role("dialog")
        await sheet.get_by_label("哪里要返工").fill("接口没有拧紧")
        await sheet.get_by_label("第 1 处：要改什么").fill("这里还在渗")
        await button(sheet, "退回").click()
        await expect(office.get_by_text("已退回")).to_be_visible()
    await expect(page.get_by_text("主管标出的地方")).to_be_visible()
    await expect(page.get_by_text("这里还在渗")).to_be_visible()
    (pin,) = order_of(pocket)["review"]["pins"]
    assert abs(pin["x"] - 5200) < 60
    assert abs(pin["y"] - 4700) < 60
    spot = page.get_by_role("img", name="第 1 处")
    assert await spot.evaluate("(one) => [one.style.left, one.style.top]") == [
        f"{pin['x'] / 100:g}%",
        f"{pin['y'] / 100:g}%",
    ]
    await button(page, "照着再拍一张").click()
    await expect(page).to_have_url(re.compile("camera.slot=after"))


@deep
async def test_an_owner_who_is_absent_three_times_and_whose_door_is_shown(pocket: Pocket) -> None:
    await at_work(pocket)
    for _ in range(3):
        until = await pocket.page.evaluate("() => new Date(Date.now() + 3600e3).toISOString()")
        await pocket.act("visit.hold", {"reason": "waiting_owner_access", "until": until, "note": "没人开门"})
        await pocket.act("visit.resume", {})
    await photographed(pocket, "after", 77_000)
    await pocket.act("visit.finish", {"cause": "AGE", "action": "REPLACE"})
    await pocket.until_sent()
    assert "absent_3" in order_of(pocket)["flags"]
    page = await job(pocket, "/sign")
    await button(page, re.compile("业主不签或不在")).click()
    sheet = page.get_by_role("dialog")
    await expect(button(sheet, "记录并结束")).to_be_disabled()
    await button(sheet, "拍门口照片").click()
    await page.locator("input[data-slot-input]").set_input_files(picture(9, "门.jpg"))  # type: ignore[arg-type]
    await expect(page.get_by_text(re.compile("已拍 1 张")).first).to_be_visible()
    await button(page, "完成").click()
    await expect(page).not_to_have_url(re.compile("camera"))  # it goes back by itself, which would undo the next step
    await page.goto(f"{pocket.line.url}/t/job/{pocket.hand.order}/sign")
    await button(page, re.compile("业主不签或不在")).click()
    await walk.ticks(page, "敲门、按铃没人应")
    await expect(button(sheet, "记录并结束")).to_be_disabled()
    await walk.ticks(page, "打电话没人接")
    await button(sheet, "记录并结束").click()
    await expect(page.get_by_text("没有签字").first).to_be_visible()  # only now is there something to send
    await expect(page.get_by_text(SENT)).to_be_visible()
    signed = order_of(pocket)["sign_off"]
    assert (signed["method"], signed["reason"]) == ("absent", "敲门、按铃没人应、打电话没人接")


@deep
async def test_a_part_that_lies_three_kilometres_away_is_shown_before_waiting_and_stops_no_clock(
    pocket: Pocket,
) -> None:
    await at_work(pocket)
    page = await job(pocket)
    await button(page, "挂起").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_text("待配件").click()
    await sheet.get_by_text("1 小时后").click()
    await expect(button(sheet, "挂起")).to_be_disabled()  # for which part?
    await sheet.get_by_role("option", name=re.compile("机械密封")).click()
    await expect(sheet.get_by_text("启明科创中心仓有货，3.1 公里")).to_be_visible()
    await button(sheet, "挂起").click()
    await expect(page.get_by_text("挂起时查到的库存")).to_be_visible()
    await expect(page.locator(".places")).to_contain_text("启明科创中心仓")
    order = order_of(pocket)
    assert order["hold"]["material"] == "M-013"
    assert order["clocks"]["paused_since"] is None


@deep
async def test_a_camera_that_costs_the_page_its_life_opens_again_on_the_same_job_and_slot(pocket: Pocket) -> None:
    await at_work(pocket)
    page = await job(pocket, "/camera?slot=after")
    await expect(button(page, "拍摄")).to_be_enabled()
    cdp = await page.context.new_cdp_session(page)
    gone = asyncio.Event()
    page.once("crash", lambda _: gone.set())
    crashing = asyncio.ensure_future(cdp.send("Page.crash"))
    crashing.add_done_callback(lambda done: done.cancelled() or done.exception())
    await asyncio.wait_for(gone.wait(), 10)
    await page.close()
    pocket.page = await pocket.app("/t")
    await expect(pocket.page).to_have_url(re.compile(f"/t/job/{pocket.hand.order}/camera.slot=after"))
    await expect(button(pocket.page, "拍摄")).to_be_enabled()


@deep
async def test_a_face_is_gone_from_the_only_picture_that_is_kept_and_a_mistake_is_taken_back(pocket: Pocket) -> None:
    await at_work(pocket)
    page = await job(pocket, "/camera?slot=after")
    await page.context.set_geolocation(AT_THE_DOOR)  # type: ignore[arg-type]
    await button(page, "不打码").click()
    given = picture(5, "脸.jpg")
    await page.locator("input[data-slot-input]").set_input_files(given)  # type: ignore[arg-type]
    canvas = page.locator(".mask canvas")
    await expect(canvas).to_be_visible()
    box = await canvas.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    await page.mouse.down()
    await page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2, steps=4)
    await page.mouse.up()
    await button(page, "保存打码后的照片").click()
    await expect(page.get_by_text("已保存到本机")).to_be_visible()
    kept = (await held(page)).photos
    assert given["buffer"] not in kept.values()
    await button(page, "撤销").click()
    await expect(page.get_by_text("已撤回这张照片")).to_be_visible()
    kinds = [json.loads(one["raw"])["kind"] for one in (await held(page)).operations]
    assert kinds[-2:] == ["photo.add", "photo.retract"]
