"""P13: what an idle phone costs: an hour of the app in the foreground in which nothing happens.

Some real minutes of it are measured through a line that counts, and made an hour (`IDLE` says how many). A page's clock
that is merely turned would lie: the session would seem to end at every request, and the stream to have died. What comes
more seldom than that is added: a renewal of the session every ten minutes and of the stream every half hour.

Units    requests; KiB in both directions, heads included.
Effects  a server, a browser.
"""

import asyncio
import os
from collections import Counter

from playwright.async_api import Playwright, async_playwright

from api.bootstrap import PWA, ensure_app
from bench.context import Bench
from bench.fleet import Fleet
from bench.process import House
from bench.shaper import Counted
from bench.table import Beside, Figure, Goal, Row
from tests.support.browsing import PHONE, Person

MINUTES = float(os.environ.get("IDLE") or "4")
_SESSIONS, _STREAMS = 6, 2  # renewals in an hour
_RENEWAL = 1.5  # KiB of one, heads included: two tokens there, two back


async def measured(bench: Bench) -> list[Row]:
    ensure_app()
    company = await bench.fleet()
    requests, size, paths = [], [], Counter[str]()
    async with async_playwright() as playwright:
        for _ in range(bench.runs):
            line = await _hour(bench, playwright, company)
            requests.append(line.requests * 60 / MINUTES + _SESSIONS + _STREAMS)
            size.append((line.up + line.down) / 1024 * 60 / MINUTES + (_SESSIONS + _STREAMS) * _RENEWAL)
            paths = Counter(path.split("?")[0].removesuffix(" HTTP/1.1") for path in line.paths)
    asked, told = Figure(tuple(requests), "requests"), Figure(tuple(size), "KiB")
    return [
        Row(
            id="P13",
            what=f"an idle hour in the foreground, from {MINUTES:g} real minutes",
            ours=asked,
            limits=(Beside("bytes in both directions", told),),
            goals=(Goal("requests", 60, asked.middle), Goal("bytes", 40, told.middle, unit=" KiB")),
            note="in those minutes: " + ", ".join(f"{path} {n}" for path, n in paths.most_common(6)),
        )
    ]


async def _hour(bench: Bench, playwright: Playwright, company: Fleet) -> Counted:
    """What the line counted."""
    place = company.copy(bench.place("hour"))
    async with House(place, PWA=str(PWA / "dist")) as house, Counted(house.port) as line:
        base = f"http://127.0.0.1:{line.port}"
        person = Person(playwright, company.login(company.phones[1]), place / "idle", base, PHONE)
        page = await person.open()
        await page.goto(f"{base}/t")
        await person.sign_in()
        await page.wait_for_timeout(8000)
        line.requests, line.up, line.down, line.paths = 0, 0, 0, []
        await asyncio.sleep(MINUTES * 60)
        await person.close()
    bench.forget(place)
    return line
