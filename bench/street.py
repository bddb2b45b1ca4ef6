"""P5, P6: all that a phone has kept for hours, over a mobile network; and the same while it dies every five seconds.

The built app in Chromium does the sending: two hundred operations and forty photos are put into its own IndexedDB, in
its own shape, while it is closed; then it is opened behind a shaped line. The limit is the line itself: bytes ÷ rate.

Units    seconds, bytes.
Effects  a server, a browser, sockets on this machine.
"""

import asyncio
import base64
import hashlib
import io
import sqlite3
import time
from pathlib import Path
from typing import NamedTuple

import msgspec
from PIL import Image
from playwright.async_api import Page, Playwright, async_playwright

from api.bootstrap import PWA, ensure_app
from bench import fleet
from bench.context import Bench
from bench.fleet import NOTE, Fleet, Phone
from bench.process import House
from bench.shaper import Quality, Shaped
from bench.table import Beside, Figure, Goal, Row, ratio
from kernel.clock import SystemClock
from kernel.ids import Ids, SystemLuck
from tests.support.browsing import PHONE, Person

PHOTOS, OPERATIONS, SIZE = 40, 200, 300 * 1024
CUT_EVERY, CHUNK, GIVE_UP = 5.0, 262_144, 240.0
AT_ONCE = Quality(rate=1e9, round_trip=0.0, loss=0.0)
FILL = (Path(__file__).parent / "page" / "fill.js").read_text()


class Sent(NamedTuple):
    """What came of one catch-up."""

    operations: float  # seconds until all were answered
    trips: int  # exchanges that it took
    photos: float  # seconds until all bytes were there, from the same beginning
    up: int
    cuts: int
    done: bool


async def measured(bench: Bench) -> list[Row]:
    ensure_app()
    company = await bench.fleet()
    whole: list[Sent] = []
    cut: list[Sent] = []
    async with async_playwright() as playwright:
        for number in range(bench.runs):
            whole.append(await _caught_up(bench, playwright, company, number, cutting=False))
            cut.append(await _caught_up(bench, playwright, company, number, cutting=True))
    return _rows(whole, cut)


def _rows(whole: list[Sent], cut: list[Sent]) -> list[Row]:
    line = PHOTOS * SIZE / Quality().rate
    ops = Figure(tuple(one.operations for one in whole), "s")
    photos = Figure(tuple(one.photos for one in whole), "s")
    later = Figure(tuple(one.photos for one in cut), "s")
    wasted = max((one.up - base.up) / max(1, one.cuts) for one, base in zip(cut, whole, strict=True))
    limit = Beside("the line itself", Figure(tuple(line for _ in whole), "s"))
    return [
        Row(
            id="P5",
            what=f"{OPERATIONS} operations over 5 Mbit/s, 100 ms, 1 % loss: all answered",
            ours=ops,
            goals=(
                Goal("all answered", 2.5, ops.middle, unit=" s"),
                Goal("exchanges", 6, max(one.trips for one in whole)),
            ),
        ),
        Row(
            id="P5",
            what=f"… and {PHOTOS} photos of 300 KiB behind them",
            ours=photos,
            limits=(limit,),
            goals=(Goal("÷ the line's time", 1.10, ratio(photos, limit.figure), unit="×"),),
            note="" if all(one.done for one in whole) else f"given up after {GIVE_UP:.0f} s",
        ),
        Row(
            id="P6",
            what=f"the same while every connection is cut every {CUT_EVERY:.0f} s",
            ours=later,
            limits=(Beside("uncut", photos),),
            goals=(
                Goal("÷ uncut", 1.35, ratio(later, photos), unit="×"),
                Goal("bytes sent again for a cut", CHUNK, wasted),
                Goal("left behind", 0, sum(not one.done for one in cut)),
            ),
            note=f"{cut[-1].cuts} cuts, {cut[-1].trips} exchanges; nobody touched the phone",
        ),
    ]


async def _caught_up(bench: Bench, playwright: Playwright, company: Fleet, seed: int, *, cutting: bool) -> Sent:
    place = company.copy(bench.place("street"))
    phone = company.phones[2]
    async with House(place, PWA=str(PWA / "dist")) as house, Shaped(house.port, AT_ONCE, seed) as line:
        person = Person(playwright, company.login(phone), place / "profile", f"http://127.0.0.1:{line.port}", PHONE)
        page = await person.open("/t")
        await person.sign_in()
        await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        await page.wait_for_timeout(4000)
        await page.goto(f"{person.base}/health/live")
        await _fill(page, phone, company)
        line.quality, line.up, line.paths = Quality(), 0, []
        try:
            return await _watched(page, person.base, line, fleet.db(place), cutting=cutting)
        finally:
            await person.close()
            bench.forget(place)


async def _fill(page: Page, phone: Phone, company: Fleet) -> None:
    """What the phone kept while it was away."""
    ids = Ids(SystemClock(), SystemLuck())
    wall = int(company.now.timestamp() * 1000)
    rows = []
    await page.evaluate(FILL)
    for number in range(OPERATIONS):
        order = phone.orders[number * len(phone.orders) // OPERATIONS]
        kind, args = "note.add", {"id": ids.new(), "text": NOTE, "at": company.now}
        if number % (OPERATIONS // PHOTOS) == 0:
            data = _picture(number)
            sha = hashlib.sha256(data).hexdigest()
            told = {"id": ids.new(), "slot": "during", "sha256": sha, "size": len(data), "mime": "image/jpeg"}
            kind, args = "photo.add", {**told, "taken_at": company.now, "width": 900, "height": 700}
            upload = {
                "sha256": sha,
                "size": len(data),
                "mime": "image/jpeg",
                "workOrder": order,
                "takenAt": wall + number,
            }
            await page.evaluate("([up, text]) => window.__photo(up, text)", [upload, base64.b64encode(data).decode()])
        op = {"op_id": ids.new(), "kind": kind, "v": 1, "actor": phone.id, "work_order": order, "seen": "", "base": {}}
        op |= {"at": {"wall": wall + number, "tz": "Asia/Shanghai"}, "args": args, "deps": {}, "grp": ""}
        rows.append({"cseq": number + 1, "op_id": op["op_id"], "wo": order, "raw": msgspec.json.encode(op).decode()})
    await page.evaluate("rows => window.__operations(rows)", rows)


def _picture(seed: int) -> bytes:
    """A real JPEG of exactly the size: what follows its end is no part of the picture."""
    out = io.BytesIO()
    Image.effect_noise((900, 700), 40 + seed % 7).convert("RGB").save(out, "JPEG", quality=75)
    data = out.getvalue()
    assert len(data) < SIZE, len(data)
    return data + seed.to_bytes(SIZE - len(data), "big")


async def _watched(page: Page, base: str, line: Shaped, database: Path, *, cutting: bool) -> Sent:
    """Open the app and look at the server's own books until everything is there."""
    began, cuts = time.perf_counter(), 0
    await page.goto(f"{base}/t", wait_until="commit")
    while not any("/sync/exchange" in path for path in line.paths):  # noqa: ASYNC110 - a browser is waited for
        await asyncio.sleep(0.01)
    started, next_cut = time.perf_counter(), time.perf_counter() + CUT_EVERY
    answered, trips, done = 0.0, 0, False
    looking = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    while time.perf_counter() - began < GIVE_UP and not done:
        await asyncio.sleep(0.05)
        if cutting and time.perf_counter() >= next_cut:
            line.cut()
            cuts, next_cut = cuts + 1, next_cut + CUT_EVERY
        if not answered and looking.execute("select count(*) from sync_op").fetchone()[0] >= OPERATIONS:
            answered = time.perf_counter() - started + line.quality.round_trip / 2
            trips = sum("/sync/exchange" in path for path in line.paths)
        done = looking.execute("select count(*) from blob where state = 'present'").fetchone()[0] >= PHOTOS
    looking.close()
    return Sent(answered or GIVE_UP, trips, time.perf_counter() - started, line.up, cuts, done)
