"""What the five people of the main job do with their fingers: a function per deed, which ends when its effect is seen."""

import re

import httpx
from playwright.async_api import Locator, Page, expect

from kernel.clock import SystemClock
from kernel.ids import Ids, SystemLuck
from tests.support.browsing import AT_THE_DOOR, ON_THE_WAY, Person, drawn
from tests.support.photos import jpeg, scene
from tests.support.real_server import RealServer


def picture(seed: int, name: str = "photo.jpg", size: tuple[int, int] = (1600, 1200)) -> dict[str, object]:
    """A real JPEG as a file chooser gives it; one seed, one picture."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": jpeg(scene(*size, seed))}


def button(page: Page | Locator, name: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("button", name=name, exact=isinstance(name, str))


# ── the owner


async def reports_by_qr(owner: Person, place: str, words: str, photo: dict[str, object]) -> str:
    """Scans the code on the door, says what is wrong, adds a photo, agrees; the code of the progress link."""
    page = await owner.open(f"/report/{place}")
    await page.get_by_role("radio", name="户内渗漏").check(force=True)
    await page.get_by_label("说说情况").fill(words)
    await button(page, "下一步").click()
    await page.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
    await expect(page.get_by_text("已传好")).to_be_visible()
    await button(page, "下一步").click()
    await page.get_by_label("怎么称呼").fill("王女士")
    await page.get_by_label("手机号").fill("13800138000")
    await page.get_by_role("checkbox").check()
    await button(page, "提交报修").click()
    await expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    link = await page.get_by_role("link", name="查看进度").get_attribute("href")
    assert link is not None
    return link.split("#")[1]


async def link_of(server: RealServer, place: str, words: str) -> str:
    """The same without a browser, where the report is not what the test is about."""
    async with httpx.AsyncClient(base_url=server.url("/api/v1"), timeout=30) as client:
        ticket = (await client.get(f"/report/places/{place}")).json()["ticket"]
        report = {"id": a_new_id(), "place": place, "words": words, "fault": "PLB-02", "photos": [], "consent": True}
        contact = {"contact": {"name": "王女士", "phone": "13800138000"}}
        told = await client.post("/report", json={**report, **contact}, headers={"Authorization": f"Bearer {ticket}"})
    assert told.status_code == 201, told.text
    link: str = told.json()["link"]
    return link.split("#")[1]


def a_new_id() -> str:
    return Ids(SystemClock(), SystemLuck()).new()


# ── the clerk


async def takes_a_call(clerk: Person, unit: str, fault: str, words: str) -> Locator:
    """From the sign-in to the created order without touching the mouse; the heading with the number."""
    page = await clerk.open("/")
    await expect(page.get_by_label("账号")).to_be_focused()
    await page.keyboard.type(clerk.name)
    await page.keyboard.press("Tab")
    await page.keyboard.type("correct horse battery staple")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("实时", exact=True)).to_be_visible()
    await page.keyboard.press("n")
    await expect(page.get_by_role("combobox", name="谁打来的")).to_be_focused()
    await page.keyboard.type(unit)
    await expect(page.locator(".options [role=option]")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("combobox", name=re.compile("故障"))).to_be_focused()
    await page.keyboard.type(fault)
    await expect(page.locator(".options [role=option]")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("业主原话")).to_be_focused()
    await page.keyboard.type(words)
    await page.keyboard.press("Control+Enter")
    created = page.get_by_role("heading", name=re.compile("已创建"))
    await expect(created).to_be_visible()
    return created


# ── the technician


async def takes_the_offer(page: Page, fault: str) -> None:
    await button(page, re.compile(fault)).first.click()
    await expect(page.get_by_text("为什么派给我")).to_be_visible()
    await button(page, "接单").click()
    await expect(button(page, "出发")).to_be_visible()


async def goes_and_arrives(page: Page) -> None:
    """Proof of presence by the fence: too far away at first, then at the door."""
    await page.context.set_geolocation(ON_THE_WAY)  # type: ignore[arg-type]
    await button(page, "出发").click()
    await button(page, "我到了").click()
    await page.context.set_geolocation(AT_THE_DOOR)  # type: ignore[arg-type]
    await button(page, "确认到场").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def keeps_a_file(page: Page, slot: str, photo: dict[str, object]) -> None:
    """A photo from the gallery into a slot; back on the job when it is kept."""
    await page.get_by_role("region", name=slot, exact=True).get_by_role("button", name="拍照").click()
    await page.locator("input[data-slot-input]").set_input_files(photo)  # type: ignore[arg-type]
    await expect(page.get_by_text(re.compile("已拍 1 张"))).to_be_visible()
    await button(page, "完成").click()


async def shoots(page: Page, slot: str) -> None:
    """A photo from the camera in the page, kept although the fake camera's picture is poor."""
    await page.get_by_role("region", name=slot, exact=True).get_by_role("button", name="拍照").click()
    await expect(button(page, "拍摄")).to_be_enabled()
    await button(page, "拍摄").click()
    anyway = button(page, "仍然保留")
    taken = page.get_by_text(re.compile("已拍 1 张"))
    await expect(anyway.or_(taken).first).to_be_visible()
    if await anyway.is_visible():
        await anyway.click()
    await expect(taken).to_be_visible()
    await button(page, "完成").click()


async def ticks(page: Page, step: str) -> None:
    box = page.get_by_role("checkbox", name=step)
    await box.click()
    await expect(box).to_have_attribute("aria-checked", "true")


async def adds_a_part(page: Page, typed: str, name: str) -> None:
    await button(page, "添加配件").click()
    await page.get_by_role("combobox").fill(typed)
    await page.get_by_role("option", name=re.compile(name)).click()
    await button(page, re.compile("^添加配件 ·")).click()
    await expect(page.locator(".part", has_text=name)).to_be_visible()


async def finishes(page: Page) -> None:
    await button(page, "完工").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_text("老化").click()
    await sheet.get_by_text("更换", exact=True).click()
    await button(sheet, "完工，去签字").click()
    await expect(button(page, "请业主签字")).to_be_visible()


async def has_it_signed(page: Page, signer: str, *, again: bool = False) -> None:
    """The owner reads the sheet, and signs on the glass."""
    await button(page, "费用有变，请重新签字" if again else "请业主签字").click()
    await button(page, "交给业主签字").click()
    pad = page.get_by_role("dialog")
    name = pad.get_by_label("签字人姓名")
    if not await name.input_value():
        await name.fill(signer)
    await drawn(page, pad.locator("canvas"))
    await button(pad, "确认签字").click()
    await expect(page.get_by_text(re.compile("于 .+ 签字"))).to_be_visible()


# ── the team lead


async def opens_the_review(page: Page) -> None:
    """The one order that waits, before and after side by side."""
    await expect(page.get_by_role("heading", name="1 张待审核")).to_be_visible()
    for slot in ("维修前", "维修后"):
        figure = page.locator("figure", has=page.get_by_text(slot, exact=True))
        image = figure.locator("img").first
        await expect(image).to_be_visible()
        await expect(image).to_have_js_property("complete", value=True)


async def sends_back(page: Page, reason: str) -> None:
    await page.keyboard.press("r")
    await page.get_by_label("哪里要返工").fill(reason)
    await button(page.get_by_role("dialog"), "退回").click()
    await expect(page.get_by_text("没有待审核的工单")).to_be_visible()


async def approves(page: Page) -> None:
    await page.keyboard.press("a")
    await expect(page.get_by_text("没有待审核的工单")).to_be_visible()
