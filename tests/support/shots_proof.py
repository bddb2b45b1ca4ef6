"""Pictures of evidence at work: camera and brush, marks, sign-off, leave to spend, parts; the moments a list of paths cannot show.

The technician's moments come from the stories of `/design`, which need no visit to be walked through first; the lead's
from the demo company.

Effects  browser pages; files.
"""

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import Page

from tests.support.photos import jpeg, scene

Keep = Callable[[Page, str], Awaitable[None]]
STORIES = ("working", "over_limit", "hold", "rework", "resign", "closed", "sign", "camera")


def _named(page: Page, zh: str, en: str) -> re.Pattern[str]:
    return re.compile(f"^({zh}|{en})")


async def technician(page: Page, url: str, kept: Keep) -> None:
    for name in STORIES:
        await page.goto(f"{url}/design/stories/{name}")
        if name == "camera":
            await page.locator(".shutter:enabled").wait_for()
        await kept(page, f"proof-{name}")
    await page.goto(f"{url}/design/stories/camera")
    await page.locator(".camera-top .iconbtn").nth(2).click()  # the brush
    files = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg(scene(1600, 1200, 4))}
    await page.locator("input[data-slot-input]").set_input_files(files)  # type: ignore[arg-type]
    canvas = page.locator(".mask canvas")
    await canvas.wait_for()
    box = await canvas.bounding_box()
    if box is not None:
        await page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.4)
        await page.mouse.down()
        await page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.5, steps=6)
        await page.mouse.up()
    await kept(page, "proof-mask")
    await page.goto(f"{url}/design/stories/sign")
    for n, name in ((0, "nobody"), (1, "theirs")):
        await page.locator(".phone-bar .btn-stacked").nth(n).click()
        await kept(page, f"proof-sign-{name}")
        await page.keyboard.press("Escape")
    await page.goto(f"{url}/design/stories/working")
    await page.get_by_role("button", name=_named(page, "添加配件", "Add a part")).first.click()
    await page.get_by_role("option").last.click()
    await kept(page, "proof-part-over")
    await page.get_by_role("dialog").get_by_role("button", name=_named(page, "申请授权", "Ask for approval")).click()
    await kept(page, "proof-ask")


async def lead(page: Page, url: str, kept: Keep) -> None:
    await page.goto(f"{url}/l")
    await page.locator(".order").first.click()
    await page.locator("figure img").first.wait_for()
    await page.keyboard.press("m")
    for n, (x, y) in enumerate(((0.45, 0.5), (0.6, 0.35))):
        paper = page.locator(".paper").last
        await paper.scroll_into_view_if_needed()
        box = await paper.bounding_box()
        if box is not None:
            await page.mouse.click(box["x"] + box["width"] * x, box["y"] + box["height"] * y)
        await page.locator(".spot").nth(n).wait_for()
    await kept(page, "proof-pins")
    await page.keyboard.press("r")
    await kept(page, "proof-sendback")
