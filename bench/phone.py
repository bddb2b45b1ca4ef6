"""P4 on the phone, P7, P9, P10: the built app in Chromium, its CPU slowed down four times.

What is measured is seen from inside the page: a script put in before the app notes when each answer of an exchange
had come, when each writing transaction of IndexedDB was complete, and when each tap fell. A frame after the words are
in the page counts as painted. Limit of P9: the same page writing as many bytes into a
database of its own with strict durability and painting a line, nothing else.

Units    milliseconds of the page.
Effects  a server, browsers.
"""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.async_api import Page, Playwright, async_playwright, expect

from api.bootstrap import PWA, ensure_app
from bench import fleet
from bench.context import Bench
from bench.fleet import JOBS, Fleet, Phone
from bench.process import House
from bench.table import Beside, Figure, Goal, Row
from bench.wire import json_request, once
from kernel.clock import SystemClock
from kernel.ids import Ids, SystemLuck
from tests.support.browsing import PHONE, Person
from tests.support.walk import button

SLOWER, NOTES, SHOTS, STARTS, TOLD = 4, 20, 10, 5, 20
PATIENCE = 180_000
WATCH = (Path(__file__).parent / "page" / "watch.js").read_text()


async def measured(bench: Bench) -> list[Row]:
    ensure_app()
    company = await bench.fleet()
    applied, cold, told = [], [], []
    notes, photos = _Beside(), _Beside()
    async with async_playwright() as playwright:
        for _ in range(bench.runs):
            place = company.copy(bench.place("phone"))
            async with House(place, PWA=str(PWA / "dist")) as house:
                large = Person(playwright, company.login(company.large), place / "large", _base(house.port), PHONE)
                applied.append(await _first_day(large))
                cold.append(_p95(await _cold(large)))
                await large.close()
                one = await _at_work(playwright, house, company, place)
                await notes.take(one.page, [await _note(one.page, f"已检查第{n}处接头") for n in range(NOTES)], 400)
                await photos.take(one.page, await _photos(one.page), 300 * 1024)
                told.append(_p95(await _told(one, house, company)))
                await one.close()
            bench.forget(place)
    return _rows(Figure(tuple(applied), "ms"), cold, told, notes, photos)


def _base(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


class _Beside:
    """p95 of each run, and of the bare page doing as much."""

    def __init__(self) -> None:
        self.ours: list[float] = []
        self.bare: list[float] = []

    async def take(self, page: Page, found: list[float], size: int) -> None:
        self.ours.append(_p95(found))
        self.bare.append(_p95(await page.evaluate("([n, size]) => window.__bare(n, size)", [len(found), size])))


def _rows(applied: Figure, cold: list[float], told: list[float], notes: _Beside, photos: _Beside) -> list[Row]:
    def row(id_: str, what: str, runs: list[float], bound: float, bare: list[float] | None = None) -> Row:
        figure = Figure(tuple(runs), "ms")
        limits = (Beside("a bare page", Figure(tuple(bare), "ms")),) if bare else ()
        return Row(
            id=id_, what=what, ours=figure, limits=limits, goals=(Goal("p95", bound, figure.middle, unit=" ms"),)
        )

    kept = f"“keep this photo” until its bytes are on the disk, p95 of {SHOTS} (÷{SLOWER})"
    return [
        Row(
            id="P4",
            what=f"the phone takes {JOBS} jobs in: from each answer until it is on the disk (Chromium, ÷{SLOWER})",
            ours=applied,
            goals=(Goal("all pages", 800, applied.middle, unit=" ms"),),
        ),
        row("P7", f"a note of the office until it is on the technician's screen, p95 of {TOLD}", told, 300),
        row("P9", f"a tap until it is on the disk and painted, p95 of {NOTES} (÷{SLOWER})", notes.ours, 50, notes.bare),
        row("P9", kept, photos.ours, 150, photos.bare),
        row("P10", f"cold start without a network, {JOBS} jobs, p95 of {STARTS} (÷{SLOWER})", cold, 1000),
    ]


async def slowed(page: Page, times: int) -> None:
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})


async def opened(person: Person, path: str = "") -> Page:
    """The person's browser, watched."""
    page = await person.open()
    await page.context.add_init_script(WATCH)
    if path:
        await page.goto(person.base + path)
    return page


async def _first_day(person: Person) -> float:
    """Milliseconds of taking in all pages of the first pull."""
    page = await opened(person, "/t")
    await slowed(page, SLOWER)
    await person.sign_in()
    taken: float = await asyncio.wait_for(page.evaluate("window.__all()"), PATIENCE / 1000)
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await page.wait_for_timeout(3000)
    return taken


async def _cold(person: Person) -> list[float]:
    """From the beginning of the navigation until the list can be tapped, the browser started anew each time."""
    found = []
    for _ in range(STARTS):
        await person.close()
        page = await person.open(offline=True)
        await page.context.add_init_script(WATCH)
        await slowed(page, SLOWER)
        await page.goto(person.base + "/t", wait_until="commit")
        found.append(await page.evaluate("window.__shown('户内渗漏')"))
    return found


async def _at_work(playwright: Playwright, house: House, company: Fleet, place: Path) -> Person:
    """A phone in the middle of a visit, slowed down."""
    phone = company.phones[0]
    await _arrived(house.port, phone, company)
    person = Person(playwright, company.login(phone), place / "phone", _base(house.port), PHONE)
    page = await opened(person, "/t")
    await person.sign_in()
    await page.goto(f"{person.base}/t/job/{phone.orders[0]}")
    await expect(button(page, "写备注")).to_be_visible(timeout=PATIENCE)
    await page.wait_for_timeout(2000)
    await slowed(page, SLOWER)
    return person


async def _arrived(port: int, phone: Phone, company: Fleet) -> None:
    """The visit has begun, told by another phone of the same person."""
    told = await once(port, json_request("/api/v1/sync/devices", {"build": "bench"}, phone.token))
    other = phone._replace(device=told.json()["device_id"])
    texts = fleet.operations(phone, 77, company.now)[:5]
    answer = await once(port, fleet.exchanges(other, texts)[0])
    assert [one["verdict"] for one in answer.json()["results"]] == ["applied"] * 5, answer.body


async def _note(page: Page, words: str) -> float:
    await button(page, "写备注").click()
    await page.get_by_role("dialog").get_by_role("textbox").fill(words)
    await page.evaluate("words => { window.__wait = window.__kept(words, 'outbox') }", words)
    await button(page.get_by_role("dialog"), "保存").click()
    taken: float = await page.evaluate("window.__wait")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    return taken


async def _photos(page: Page) -> list[float]:
    await page.get_by_role("region", name="维修前", exact=True).get_by_role("button", name="拍照").click()
    found = []
    for _ in range(SHOTS):
        await expect(button(page, "拍摄")).to_be_enabled(timeout=PATIENCE)
        await page.evaluate("() => { window.__wait = window.__kept('', 'chunks') }")
        await button(page, "拍摄").click()
        anyway = button(page, "仍然保留")
        waiting = asyncio.ensure_future(page.evaluate("window.__wait"))
        while not waiting.done():
            if await anyway.is_visible():
                await anyway.click()
            await asyncio.sleep(0.05)
        found.append(await waiting)
    await button(page, "完成").click()
    return found


async def _told(person: Person, house: House, company: Fleet) -> list[float]:
    """From the office's answer to the technician's screen."""
    page, ids, order = person.page, Ids(SystemClock(), SystemLuck()), company.phones[0].orders[0]
    await slowed(page, 1)
    await page.goto(f"{person.base}/t/job/{order}")
    await page.wait_for_timeout(3000)
    found = []
    for number in range(TOLD):
        words = f"办公室说第{number}件事"
        await page.evaluate("words => { window.__wait = window.__at(words) }", words)
        note = {"id": ids.new(), "text": words}
        await once(house.port, json_request(f"/api/v1/work-orders/{order}/notes", note, company.dispatcher))
        written = time.time_ns() / 1e6
        found.append(max(0.0, await page.evaluate("window.__wait") - written))
        await page.wait_for_timeout(400)
    return found
