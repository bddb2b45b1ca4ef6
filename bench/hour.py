"""P13: what an idle phone costs: an hour of the app in the foreground in which nothing happens.

The page's own clock is turned in jumps, so that every wait of the app ends when it would; the requests it makes meanwhile
are real and go through a line that counts them. No stream lives for an hour of such a clock: its heartbeats and its
renewals are added.

Units    requests; KiB in both directions, heads included.
Effects  a server, a browser.
"""

import asyncio
from collections import Counter

from playwright.async_api import Playwright, async_playwright

from api.bootstrap import PWA, ensure_app
from bench.context import Bench
from bench.fleet import Fleet
from bench.process import House
from bench.shaper import Counted
from bench.table import Beside, Figure, Goal, Row
from tests.support.browsing import PHONE, Person

JUMP_S = 15  # shorter than any wait of the app that matters
_BEAT_S, _BEAT_BYTES, _STREAM_S = 25, 20, 1800


async def measured(bench: Bench) -> list[Row]:
    ensure_app()
    company = await bench.fleet()
    requests, size, paths = [], [], Counter[str]()
    async with async_playwright() as playwright:
        for _ in range(bench.runs):
            line = await _hour(bench, playwright, company)
            requests.append(float(line.requests + 3600 // _STREAM_S))
            size.append((line.up + line.down + 3600 // _BEAT_S * _BEAT_BYTES) / 1024)
            paths = Counter(path.split("?")[0].removesuffix(" HTTP/1.1") for path in line.paths)
    asked, told = Figure(tuple(requests), "requests"), Figure(tuple(size), "KiB")
    return [
        Row(
            id="P13",
            what="an idle hour in the foreground, its clock turned",
            ours=asked,
            limits=(Beside("bytes in both directions", told),),
            goals=(Goal("requests", 60, asked.middle), Goal("bytes", 40, told.middle, unit=" KiB")),
            note=", ".join(f"{path} {n}" for path, n in paths.most_common(6)),
        )
    ]


async def _hour(bench: Bench, playwright: Playwright, company: Fleet) -> Counted:
    """What the line counted."""
    place = company.copy(bench.place("hour"))
    async with House(place, PWA=str(PWA / "dist")) as house, Counted(house.port) as line:
        base = f"http://127.0.0.1:{line.port}"
        person = Person(playwright, company.login(company.phones[1]), place / "idle", base, PHONE)
        page = await person.open()
        await page.clock.install()
        await page.goto(f"{base}/t")
        await person.sign_in()
        await page.wait_for_timeout(4000)
        line.requests, line.up, line.down, line.paths = 0, 0, 0, []
        for _ in range(3600 // JUMP_S):
            await page.clock.fast_forward(JUMP_S * 1000)
            await asyncio.sleep(0.1)
        await asyncio.sleep(1)
        await person.close()
    bench.forget(place)
    return line
