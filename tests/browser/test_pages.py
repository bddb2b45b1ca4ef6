"""Every page opens for whoever it is for, in both languages and at both sizes, without a complaint; what is wrong is said.

The basics of access are looked at on each page: names of controls, texts of pictures, the language of the document,
one heading, one main part, ids once, nothing wider than the screen. Contrast is checked where the colours are made.
"""

import re
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Playwright, expect

from tests.support import chromium, walk
from tests.support.browsing import CAMERA, PATIENCE_MS, PHONE, Person, Street, watch
from tests.support.ledger import written_into
from tests.support.server import PASSWORD
from tests.support.walk import button

pytestmark = pytest.mark.browser

SIZES = ((360, 780), (1440, 900))
FACES: dict[str, tuple[str, ...]] = {
    "technician": ("/t", "/t/job/{order}", "/t/job/{order}/camera?slot=during", "/t/sync", "/t/me"),
    "dispatcher": ("/d", "/d?order={order}", "/d?order={order}&tab=story", "/d?view=people", "/d/new", "/d/parked"),
    "clerk": ("/d", "/d/new"),
    "steward": ("/d", "/d/new"),
    "lead": ("/l", "/l/team"),
    "manager": ("/l",),
    "admin": ("/d", "/d/parked", "/l"),
}
BASICS = """() => {
  const told = []
  const seen = (element) => element.checkVisibility({ visibilityProperty: true })
  const name = (element) => (element.getAttribute('aria-label') ?? '') || (element.labels?.[0]?.textContent ?? '') || (element.textContent ?? '') ||
    (element.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join('') || (element.getAttribute('title') ?? '')
  for (const element of document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea, [role=button], [role=tab], [role=option], dialog'))
    if (seen(element) && !element.hidden && name(element).trim() === '') told.push('no name: ' + element.outerHTML.slice(0, 160))
  for (const image of document.querySelectorAll('img:not([alt])')) told.push('no text: ' + image.outerHTML.slice(0, 160))
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id)
  for (const id of new Set(ids.filter((id, at) => ids.indexOf(id) !== at))) told.push('id twice: ' + id)
  const heads = [...document.querySelectorAll('h1')].filter(seen).length
  if (heads > 1) told.push(heads + ' first headings')
  if ([...document.querySelectorAll('main, [role=main]')].filter(seen).length !== 1) told.push('not one main part')
  if (document.documentElement.scrollWidth > innerWidth + 1) told.push('wider than the screen: ' + document.documentElement.scrollWidth + ' of ' + innerWidth)
  return [document.documentElement.lang.slice(0, 2), ...told]
}"""


async def test_every_staff_face_opens_in_both_languages_at_both_sizes(lane: Street, playwright: Playwright) -> None:
    await walk.link_of(lane.server, "Q7K2M9XA", "厨房漏水")
    (order,) = written_into(lane.server.data, "select id from work_order")[0]
    found = chromium.find()
    browser = await playwright.chromium.launch(
        executable_path=found.path, env=found.env, args=[*chromium.QUIET, *CAMERA], headless=True
    )
    wrong: list[str] = []
    try:
        for role, paths in FACES.items():
            for locale in ("zh-CN", "en-GB"):
                wrong += await opened_by(browser, lane, role, locale, [path.format(order=order) for path in paths])
    finally:
        await browser.close()
    if wrong:
        raise AssertionError("\n".join(wrong))


async def opened_by(browser: Browser, lane: Street, role: str, locale: str, paths: list[str]) -> list[str]:
    """What is wrong on the pages of one person in one language."""
    told: list[str] = []
    context = await browser.new_context(locale=locale, permissions=["geolocation", "camera"])
    context.set_default_timeout(PATIENCE_MS)
    watch(context, told, lambda _text: False)
    page = await context.new_page()
    await page.goto(lane.server.url("/"))
    await page.locator("input[autocomplete=username]").fill(role)
    await page.locator("input[type=password]").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await expect(page.locator("input[type=password]")).to_have_count(0)
    for path in paths:
        await page.goto(lane.server.url(path))
        for width, height in SIZES:
            await page.set_viewport_size({"width": width, "height": height})
            await is_drawn(page)
            spoken, *wrong = await page.evaluate(BASICS)
            told += [f"{path} at {width}: {one}" for one in wrong]
            assert spoken == locale[:2], path
    await context.close()
    return [f"{role} {locale}: {one}" for one in told]


async def is_drawn(page: Page) -> None:
    """Nothing of the page is still on its way."""
    await expect(page.locator("main, [role=main]").first).to_be_visible()
    await expect(page.locator(".skeleton:visible")).to_have_count(0)


async def test_an_unknown_code_and_an_unknown_or_expired_link_say_what_to_do(lane: Street) -> None:
    link = await walk.link_of(lane.server, "Q7K2M9XA", "厨房漏水")
    written_into(lane.server.data, "update owner_link set created_at = 1")
    for locale, words in (
        ("zh-CN", ("没有找到这个二维码", "没有找到这个链接", "这个链接过期了", "请从短信或微信里的链接打开")),
        ("en-GB", ("code", "link", "expired", "link")),
    ):
        owner = lane.person("owner", PHONE, locale=locale)
        page = await owner.open()
        with owner.tolerating("status of (404|410)"):
            for path, said in zip(("/report/NOSUCH99", "/o#ds_ol_" + "x" * 43, f"/o#{link}", "/o"), words, strict=True):
                await page.goto("about:blank")
                await page.goto(owner.base + path)
                await expect(page.get_by_role("heading", level=1)).to_contain_text(said)
                _, *wrong = await page.evaluate(BASICS)
                assert wrong == [], path


def wrong_files(folder: Path) -> tuple[Path, Path]:
    """A receipt as text that calls itself a photo, and forty megabytes that no browser can draw."""
    notes, heavy = folder / "收据.jpg", folder / "全景.webp"
    notes.write_text("买角阀一只，十八元\n" * 50)
    heavy.write_bytes(b"RIFF\x00\x5a\x62\x02WEBPVP8 " + bytes(40_000_000))
    return notes, heavy


async def test_a_text_named_jpg_and_forty_megabytes_are_refused_in_words_wherever_a_photo_is_asked_for(
    lane: Street,
) -> None:
    owner, clerk = lane.person("owner", PHONE), lane.person("clerk")
    technician = await lane.person_on_a_line("technician")
    notes, heavy = wrong_files(lane.folder)
    await by_the_owner(owner, notes, heavy)
    await by_the_clerk(clerk, notes)
    await by_the_technician(technician, lane, ((notes, "这不是照片"), (heavy, "照片超过 25 MB")))


async def by_the_owner(owner: Person, notes: Path, heavy: Path) -> None:
    page = await owner.open("/report/Q7K2M9XA")
    await page.get_by_role("radio", name="户内渗漏").check(force=True)
    await button(page, "下一步").click()
    await page.locator("input[type=file]").set_input_files(notes)
    await expect(page.get_by_role("alert")).to_have_text("「收据.jpg」不是能打开的照片。")
    with owner.tolerating("status of 413"):
        await page.locator("input[type=file]").set_input_files(heavy)
        await expect(page.get_by_role("alert").nth(1)).to_contain_text("全景.webp · 内容过大")
    await page.locator("input[type=file]").set_input_files(walk.picture(9, "真的.jpg"))  # type: ignore[arg-type]
    await expect(page.get_by_text("已传好")).to_be_visible()


async def by_the_clerk(clerk: Person, notes: Path) -> None:
    page = await clerk.sign_in("/")
    await page.goto(f"{clerk.base}/d/new")
    await page.get_by_role("combobox", name="谁打来的").fill("WTY-01-1-0101")
    await page.locator(".options [role=option]").click()
    await page.locator("input[type=file]").set_input_files(notes)
    await expect(page.get_by_role("alert")).to_contain_text("“收据.jpg”不是能打开的照片")


async def by_the_technician(technician: Person, lane: Street, files: tuple[tuple[Path, str], ...]) -> None:
    """Nothing of it is kept: no operation, no bytes that would be sent for ever."""
    page = await technician.sign_in("/t")
    await walk.link_of(lane.server, "Q7K2M9XA", "厨房漏水")
    await walk.takes_the_offer(page, "户内渗漏")
    await walk.goes_and_arrives(page)
    await page.get_by_role("region", name="维修前", exact=True).get_by_role("button", name="拍照").click()
    for file, said in files:
        await page.locator("input[data-slot-input]").set_input_files(file)
        await expect(page.get_by_text(re.compile(said))).to_be_visible()
    await button(page, "完成").click()
    await expect(page.get_by_role("region", name="维修前", exact=True)).to_contain_text("还差 1 张")
    await expect(page.get_by_text(re.compile(r"^全部送达 \d"))).to_be_visible()
    assert written_into(lane.server.data, "select count(*) from sync_op where kind = 'photo.add'") == [(0,)]
    assert written_into(lane.server.data, "select count(*) from sync_op") == [(3,)]
