"""P4 on the phone, P7, P9, P10, P13: the built app in Chromium, its CPU slowed down four times.

What is measured is seen from inside the page: a script put in before the app notes when each answer of an exchange
had come, when each writing transaction of IndexedDB was complete, and when each tap fell. A frame after the words are
in the page counts as painted. P13 turns the page's own clock for an hour; the requests it makes meanwhile are real.

Units    milliseconds of the page; requests; KiB in both directions, heads included.
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
from bench.shaper import Counted
from bench.table import Beside, Figure, Goal, Row
from bench.wire import json_request, once
from kernel.clock import SystemClock
from kernel.ids import Ids, SystemLuck
from tests.support.browsing import PHONE, Person
from tests.support.walk import button

SLOWER, NOTES, SHOTS, STARTS, TOLD = 4, 20, 10, 5, 20
PATIENCE = 180_000
JUMP_S = 15  # at a time, while the clock is turned: shorter than any of the app's own waits that matter
WATCH = (Path(__file__).parent / "page" / "watch.js").read_text()
_BEAT_S, _BEAT_BYTES, _STREAM_S = 25, 20, 1800  # the stream's heartbeat and length, for the hour that no stream lives


async def measured(bench: Bench) -> list[Row]:
    ensure_app()
    company = await bench.fleet()
    applied, notes, photos, cold, told = [], [], [], [], []
    async with async_playwright() as playwright:
        for _ in range(bench.runs):
            place = company.copy(bench.place("phone"))
            async with House(place, PWA=str(PWA / "dist")) as house:
                large = Person(playwright, company.login(company.large), place / "large", _base(house.port), PHONE)
                applied.append(await _first_day(large))
                cold.append(_p95(await _cold(large)))
                await large.close()
                one, saved, shot = await _at_work(playwright, house, company, place)
                notes.append(_p95(saved))
                photos.append(_p95(shot))
                told.append(_p95(await _told(one, house, company)))
                await one.close()
            bench.forget(place)
        hour = await _hour(bench, playwright, company) if bench.wants("P13") else []
    return [*_rows(Figure(tuple(applied), "ms"), notes, photos, cold, told), *hour]


def _base(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


def _rows(applied: Figure, notes: list[float], photos: list[float], cold: list[float], told: list[float]) -> list[Row]:
    def row(id_: str, what: str, runs: list[float], bound: float) -> Row:
        figure = Figure(tuple(runs), "ms")
        return Row(id=id_, what=what, ours=figure, goals=(Goal("p95", bound, figure.middle, unit=" ms"),))

    return [
        Row(
            id="P4",
            what=f"the phone takes {JOBS} jobs in: from each answer until it is on the disk (Chromium, ÷{SLOWER})",
            ours=applied,
            goals=(Goal("all pages", 800, applied.middle, unit=" ms"),),
        ),
        row("P7", f"a note of the office until it is on the technician's screen, p95 of {TOLD}", told, 300),
        row("P9", f"a tap until it is on the disk and painted, p95 of {NOTES} (Chromium, ÷{SLOWER})", notes, 50),
        row("P9", f"“keep this photo” until its bytes are on the disk, p95 of {SHOTS} (÷{SLOWER})", photos, 150),
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


async def _at_work(
    playwright: Playwright, house: House, company: Fleet, place: Path
) -> tuple[Person, list[float], list[float]]:
    """A phone in the middle of a visit: notes and photos."""
    phone = company.phones[0]
    await _arrived(house.port, phone, company)
    person = Person(playwright, company.login(phone), place / "phone", _base(house.port), PHONE)
    page = await opened(person, "/t")
    await person.sign_in()
    await page.goto(f"{person.base}/t/job/{phone.orders[0]}")
    await expect(button(page, "写备注")).to_be_visible(timeout=PATIENCE)
    await page.wait_for_timeout(2000)
    await slowed(page, SLOWER)
    saved = [await _note(page, f"已检查第{number}处接头") for number in range(NOTES)]
    shot = await _photos(page)
    return person, saved, shot


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


async def _hour(bench: Bench, playwright: Playwright, company: Fleet) -> list[Row]:
    """An hour in the foreground in which nothing happens."""
    requests, size = [], []
    for _ in range(bench.runs):
        place = company.copy(bench.place("hour"))
        async with House(place, PWA=str(PWA / "dist")) as house, Counted(house.port) as line:
            person = Person(playwright, company.login(company.phones[1]), place / "idle", _base(line.port), PHONE)
            page = await person.open()
            await page.clock.install()
            await page.goto(person.base + "/t")
            await person.sign_in()
            await page.wait_for_timeout(4000)
            before = line.requests, line.up + line.down
            for _ in range(3600 // JUMP_S):
                await page.clock.fast_forward(JUMP_S * 1000)
                await asyncio.sleep(0.1)
            await asyncio.sleep(1)
            beats = 3600 // _BEAT_S * _BEAT_BYTES
            requests.append(float(line.requests - before[0] + 3600 // _STREAM_S))
            size.append((line.up + line.down - before[1] + beats) / 1024)
            await person.close()
        bench.forget(place)
    asked, told = Figure(tuple(requests), "requests"), Figure(tuple(size), "KiB")
    note = "the page's clock is turned, its requests are real; the stream's heartbeats and two renewals are added"
    return [
        Row(
            id="P13",
            what="an idle hour in the foreground",
            ours=asked,
            limits=(Beside("bytes in both directions", told),),
            goals=(Goal("requests", 60, asked.middle), Goal("bytes", 40, told.middle, unit=" KiB")),
            note=note,
        )
    ]
