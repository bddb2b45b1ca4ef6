"""Screenshots of the four faces, from the demo company at half past ten in the morning.

    python -m tests.support.shots                 docs/shots/{technician,dispatcher,owner,lead}.png
    python -m tests.support.shots --all FOLDER    every screen, light and dark, zh and en, phone and desk, to look at;
                                                  `light-zh-phone` and the like after it choose

The server runs on a clock of its own, moved to the morning of today, and so do the pages: what is to be seen does not
depend on when the pictures are made. Each picture stays below 200 KB.

Effects  a server process, a browser, files.
"""

import asyncio
import io
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import httpx
import msgspec
from PIL import Image
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from api.bootstrap import ROOT
from api.db import open_database
from api.demo.load import DemoSummary, load_demo
from api.migrate import migrate
from api.serve import serve
from api.settings import Settings
from api.start import blob_store
from kernel.clock import SystemClock
from kernel.ids import Ids, SystemLuck
from tests.support import chromium, shots_proof
from tests.support.browsing import CAMERA, free_port

SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = time(10, 30)
PHONE = {"viewport": {"width": 360, "height": 780}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1440, "height": 900}, "device_scale_factor": 1}
LARGEST = 200 * 1024
PREVIEW = 400  # a picture in so few characters is the preview of one that is on its way
_MOVED = """(() => {
  const real = Date, by = %d
  globalThis.Date = class extends real { constructor(...told) { told.length ? super(...told) : super(real.now() + by) } static now() { return real.now() + by } }
})()"""


class Moved:
    """The wall clock, so much later or earlier."""

    def __init__(self, by: timedelta) -> None:
        self._by = by

    def now(self) -> datetime:
        return SystemClock().now() + self._by


class Shown(NamedTuple):
    """A running demo: where it is, who is in it, how far its clock is moved."""

    url: str
    demo: DemoSummary
    by: timedelta

    def login(self, role: str) -> tuple[str, str]:
        return next((one.login, one.password) for one in self.demo.personas if one.role == role)


def to_the_morning(now: datetime) -> timedelta:
    here = now.astimezone(SHANGHAI)
    return datetime.combine(here.date(), MORNING, SHANGHAI) - here


async def serve_moved(data: Path, port: int, seconds: float) -> None:
    """The child process: load the company at the moved moment, then serve it."""
    clock = Moved(timedelta(seconds=seconds))
    settings = Settings(data=data, port=port, log_level="error")
    database = await open_database(settings, clock, SystemLuck())
    try:
        await migrate(database)
        made = await load_demo(database, blob_store(settings), clock.now())
    finally:
        await database.close()
    (data / "demo.json").write_bytes(msgspec.json.encode(made))
    await serve(settings, clock)


@asynccontextmanager
async def shown() -> AsyncIterator[Shown]:
    by = to_the_morning(SystemClock().now())
    with tempfile.TemporaryDirectory(prefix="doorstep-shots-") as folder:
        data, port = Path(folder) / "data", free_port()
        told = ["--serve", str(data), str(port), str(by.total_seconds())]
        server = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.support.shots", *told, cwd=ROOT)
        try:
            url = f"http://127.0.0.1:{port}"
            await is_ready(url, server)
            yield Shown(url, msgspec.json.decode((data / "demo.json").read_bytes(), type=DemoSummary), by)
        finally:
            server.kill()
            await server.wait()


async def is_ready(url: str, server: asyncio.subprocess.Process) -> None:
    async with httpx.AsyncClient() as client:
        for _ in range(1200):
            if server.returncode is not None:
                raise RuntimeError("the server ended by itself")
            try:
                if (await client.get(f"{url}/health/ready")).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            await asyncio.sleep(0.1)
    raise RuntimeError("the server never became ready")


async def opened(browser: Browser, at: Shown, device: dict[str, Any], locale: str, theme: str) -> BrowserContext:
    context = await browser.new_context(
        locale=locale,
        timezone_id="Asia/Shanghai",
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        service_workers="block",
        permissions=["camera", "geolocation"],
        **device,
    )
    await context.add_init_script(_MOVED % round(at.by.total_seconds() * 1000))
    return context


async def signed_in(context: BrowserContext, at: Shown, role: str) -> Page:
    login, password = at.login(role)
    page = await context.new_page()
    await page.goto(at.url)
    await page.locator("input[autocomplete=username]").fill(login)
    await page.locator("input[type=password]").fill(password)
    await page.keyboard.press("Enter")
    await page.locator("input[type=password]").wait_for(state="detached")
    return page


async def settled(page: Page) -> None:
    """Everything has been drawn, pictures included."""
    await page.locator("h1, main, [role=main]").first.wait_for()
    await page.wait_for_function("() => document.querySelectorAll('.skeleton, .shape').length === 0")
    await page.wait_for_function(
        "() => [...document.images].every((one) => one.complete && !(one.src.startsWith('data:') && one.src.length < PREVIEW))".replace(
            "PREVIEW", str(PREVIEW)
        )
    )
    await page.evaluate("document.fonts.ready.then(() => true)")


def packed(png: bytes) -> bytes:
    """The same picture with a palette: as many colours as fit below `LARGEST`."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    made = b""
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        image.quantize(colours, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        made = out.getvalue()
        if len(made) < LARGEST:
            break
    return made


async def kept(page: Page, path: Path, tall: int = 0) -> None:
    """The page as a file; with `tall`, only so much of it from the top."""
    await settled(page)
    width = (page.viewport_size or {"width": 360})["width"]
    clip: Any = {"x": 0, "y": 0, "width": width, "height": tall} if tall else None
    picture = packed(await page.screenshot(clip=clip))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
    print(f"  {path.name:<48} {len(picture) / 1024:6.0f} KB")


async def fresh_report(at: Shown) -> str:
    """A leak reported just now from the code on a door, so that the engine's choice is to be seen; its id."""
    async with httpx.AsyncClient(base_url=f"{at.url}/api/v1", timeout=30) as client:
        ticket = (await client.get(f"/report/places/{at.demo.report_code}")).json()["ticket"]
        report = {
            "id": Ids(Moved(at.by), SystemLuck()).new(),
            "place": at.demo.report_code,
            "words": "厨房水槽下面漏水",
        }
        report |= {"fault": "PLB-02", "photos": [], "consent": True}
        told = await client.post("/report", json=report, headers={"Authorization": f"Bearer {ticket}"})
    order: str = told.json()["work_order_id"]
    return order


async def finished_leak(at: Shown) -> tuple[str, str]:
    """A repaired leak that waits for its review, before and after on it: its id, and a link for its owner."""
    login, password = at.login("lead")
    async with httpx.AsyncClient(base_url=f"{at.url}/api/v1", timeout=30) as client:
        session = (await client.post("/auth/login", json={"login": login, "password": password})).json()
        client.headers["Authorization"] = f"Bearer {session['access_token']}"
        waiting = (await client.get("/reviews")).json()["items"]
        order = next((one["id"] for one in waiting if "漏" in one["fault_zh"]), waiting[0]["id"])
        link: str = (await client.post(f"/work-orders/{order}/link")).json()["link"]
    return order, link.removeprefix(at.url)


async def four(browser: Browser, at: Shown, folder: Path) -> None:
    """What the README shows."""
    leak, link = await finished_leak(at)
    phone = await opened(browser, at, PHONE, "zh-CN", "light")
    page = await signed_in(phone, at, "technician")
    await page.locator(".job-card").first.wait_for()
    await kept(page, folder / "technician.png", 620)
    owner = await phone.new_page()
    await owner.goto(at.url + link)
    await owner.locator(".compare img").first.wait_for()
    await kept(owner, folder / "owner.png", 620)
    await phone.close()
    desk = await opened(browser, at, DESK, "zh-CN", "light")
    page = await signed_in(desk, at, "dispatcher")
    await page.goto(f"{at.url}/d?c=YQL&sort=newest&order={await fresh_report(at)}&tab=why")
    await page.locator(".candidate").first.wait_for()
    await kept(page, folder / "dispatcher.png")
    await desk.close()
    desk = await opened(browser, at, DESK, "zh-CN", "light")
    page = await signed_in(desk, at, "lead")
    await page.goto(f"{at.url}/l?order={leak}")
    await page.locator("figure img").first.wait_for()
    await kept(page, folder / "lead.png")
    await desk.close()
    heavy = [one.name for one in folder.glob("*.png") if one.stat().st_size > LARGEST]
    if heavy:
        raise RuntimeError(f"above {LARGEST} bytes: {', '.join(heavy)}")


EVERY: dict[str, tuple[str, ...]] = {
    "technician": ("/t", "/t/sync", "/t/me"),
    "dispatcher": (
        "/d",
        "/d?view=people",
        "/d?view=map",
        "/d/new",
        "/d/timeline",
        "/d/plan",
        "/d/incidents",
        "/d/parked",
        "/d/phones",
    ),
    "lead": ("/l", "/l/approvals", "/l/team", "/l/parked", "/l/phones"),
    "manager": ("/l", "/d/rules"),
    "administrator": ("/d/keep", "/d/phones", "/d/rules"),
}


async def everything(browser: Browser, at: Shown, folder: Path, wanted: list[str]) -> None:
    """Every screen in every look, or only in those wanted: `light-zh-phone`."""
    for theme in ("light", "dark"):
        for locale in ("zh-CN", "en-GB"):
            for size, device in (("phone", PHONE), ("desk", DESK)):
                tail = f"{theme}-{locale[:2]}-{size}.png"
                if wanted and tail.removesuffix(".png") not in wanted:
                    continue
                await without_account(browser, at, folder, (device, locale, theme, tail))
                for role, paths in EVERY.items():
                    context = await opened(browser, at, device, locale, theme)
                    page = await signed_in(context, at, role)
                    for path in paths:
                        await page.goto(at.url + path)
                        await kept(page, folder / f"{role}{path.replace('/', '-').replace('?', '-')}-{tail}")
                    for n, kind in enumerate((".job-card", ".order")):
                        await page.goto(at.url + ("/t" if role == "technician" else paths[0]))
                        await settled(page)
                        if await page.locator(kind).count():
                            await page.locator(kind).first.click()
                            await kept(page, folder / f"{role}-opened{n}-{tail}")
                    await at_work(page, at, role, (folder, tail))
                    await context.close()


async def at_work(page: Page, at: Shown, role: str, where: tuple[Path, str]) -> None:
    """The moments of evidence that no path leads to."""
    deeds = {"technician": shots_proof.technician, "lead": shots_proof.lead}.get(role)
    folder, tail = where
    if deeds is not None:
        await deeds(page, at.url, lambda page, name: kept(page, folder / f"{name}-{tail}"))


async def without_account(browser: Browser, at: Shown, folder: Path, how: tuple[dict[str, Any], str, str, str]) -> None:
    device, locale, theme, tail = how
    context = await opened(browser, at, device, locale, theme)
    page = await context.new_page()
    for name, path in (("signin", "/"), ("owner", at.demo.owner_link), ("report", f"/report/{at.demo.report_code}")):
        await page.goto("about:blank")
        await page.goto(at.url + path)
        await kept(page, folder / f"{name}-{tail}")
    await context.close()


async def main(arguments: list[str]) -> None:
    found = chromium.find()
    async with shown() as at, async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=found.path, env=found.env, args=[*chromium.QUIET, *CAMERA], headless=True
        )
        if "--all" in arguments:
            folder, *wanted = arguments[arguments.index("--all") + 1 :]
            await everything(browser, at, Path(folder), wanted)
        else:
            await four(browser, at, ROOT / "docs" / "shots")
        await browser.close()


if __name__ == "__main__":
    if "--serve" in sys.argv:
        at_ = sys.argv.index("--serve")
        asyncio.run(serve_moved(Path(sys.argv[at_ + 1]), int(sys.argv[at_ + 2]), float(sys.argv[at_ + 3])))
    else:
        asyncio.run(main(sys.argv[1:]))
