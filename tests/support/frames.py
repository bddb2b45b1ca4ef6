"""How smoothly the board's map moves with 300 technicians and 2,000 orders: `python -m tests.support.frames [--plain]`.

A generated fleet takes the place of the board's answer; then the map is dragged and zoomed while every frame is timed. A
machine without a graphics card draws in software, so beside the time from frame to frame it prints what the page's own
thread needs for one: that is what our code costs, and it must stay below the sixtieth of a second.

Units    milliseconds.
Effects  a server process, a browser; prints a table.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec
from playwright.async_api import Page, Route, async_playwright

from tests.support.desk_stage import desk_of

PEOPLE, ORDERS, COMMUNITIES = 300, 2000, 20
PLAIN = "--plain" in sys.argv  # drawn as SVG: without what software takes to draw WebGL
STATES = ("free", "accepted", "en_route", "on_site", "off")
STATUSES = ("triaged", "offered", "accepted", "en_route", "in_progress")
HEALTH = ("ok", "soon", "late")
RECORD = """() => { const times = globalThis.frames = []; let last = performance.now()
  const tick = (now) => { times.push(now - last); last = now; globalThis.frames === times && requestAnimationFrame(tick) }
  requestAnimationFrame(tick) }"""
TAKE = "() => { const times = globalThis.frames; globalThis.frames = null; return times.slice(1) }"


def spot(n: int) -> dict[str, float]:
    """Scattered over a city, the same every time."""
    c, k = n % COMMUNITIES, n // COMMUNITIES
    return {
        "lat": 30.50 + (c // 5) * 0.035 + (k * 37 % 100) * 0.00016,
        "lng": 104.00 + (c % 5) * 0.035 + (k * 61 % 100) * 0.00016,
    }


def fleet(board: dict[str, Any]) -> dict[str, Any]:
    at, place = board["at"], board["communities"][0]
    communities = [
        {
            **place,
            "id": f"c{n}",
            "code": f"C{n:02}",
            "zh": f"小区{n}",
            "en": f"Court {n}",
            "position": spot(n),
            "plan": "",
        }
        for n in range(COMMUNITIES)
    ]
    people = [
        {
            "id": f"t{n}", "code": f"T-{n:03}", "team": "", "state": STATES[n % 5], "position": spot(n * 7 + 3),
            "position_at": at, "accuracy_m": 20, "open_orders": n % 6, "max_open": 6, "skills": [], "expiring": [],
            "communities": [f"C{n % COMMUNITIES:02}"],
        }
        for n in range(PEOPLE)
    ]  # fmt: skip
    orders = [
        {
            "id": f"o{n}", "number": f"C-{n:04}", "status": STATUSES[n % 5], "priority": f"P{n % 4}", "kind": "repair_unit",
            "fault": "PLB-02", "fault_zh": "户内渗漏", "fault_en": "Unit leak", "label": f"{n % 9}栋{n % 30}01",
            "community": f"C{n % COMMUNITIES:02}", "position": spot(n), "technician_id": f"t{n % PEOPLE}",
            "technician": f"T-{n % PEOPLE:03}", "reported_at": at, "window_start": None, "flags": [], "escalation": 0,
            "version": 1, "health": {"clock": "arrive", "due_at": at, "state": HEALTH[n % 3]},
        }
        for n in range(ORDERS)
    ]  # fmt: skip
    return {"at": at, "orders": orders, "technicians": people, "communities": communities}


async def moved(page: Page, name: str, deed: Any) -> str:
    session = await page.context.new_cdp_session(page)
    await session.send("Performance.enable")
    await page.evaluate(RECORD)
    before = await metrics(session)
    await deed()
    after = await metrics(session)
    times = sorted(await page.evaluate(TAKE))
    count = len(times)
    own = (after["TaskDuration"] - before["TaskDuration"]) * 1000 / count
    script = (after["ScriptDuration"] - before["ScriptDuration"]) * 1000 / count
    smooth = sum(one <= 1000 / 60 + 1 for one in times) / count
    return (
        f"{name:<22}{count:>6}{times[count // 2]:>9.1f}{times[int(count * 0.95)]:>9.1f}{times[-1]:>9.1f}"
        f"{smooth:>8.0%}{own:>12.1f}{script:>10.1f}"
    )


async def metrics(session: Any) -> dict[str, float]:
    told = await session.send("Performance.getMetrics")
    return {one["name"]: one["value"] for one in told["metrics"]}


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="doorstep-frames-") as folder:
        async with async_playwright() as made, desk_of(made, Path(folder)) as desk, desk.seat() as page:
            board = fleet(await (await desk.office()).get("/board"))
            body = msgspec.json.encode(board)

            async def instead(route: Route) -> None:
                await route.fulfill(body=body, content_type="application/json")

            await page.context.route("**/api/v1/board", instead)
            await page.goto(desk.server.url(f"/d?map={'plain' if PLAIN else ''}"))
            await page.locator(".pin").first.wait_for()
            box = await page.locator(".map").bounding_box()
            assert box is not None
            x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

            async def rests() -> None:
                await asyncio.sleep(3)

            async def drags() -> None:
                await page.mouse.move(x, y)
                await page.mouse.down()
                for n in range(60):
                    await page.mouse.move(x + 120 * ((n % 20) / 10 - 1), y + 80 * ((n % 14) / 7 - 1))
                await page.mouse.up()

            async def zooms() -> None:
                await page.mouse.move(x, y)
                for n in range(40):
                    await page.mouse.wheel(0, -90 if n < 20 else 90)

            print(
                f"{PEOPLE} technicians, {ORDERS} orders; ms from frame to frame, and of the page's own thread per frame"
            )
            print(f"{'':<22}{'frames':>6}{'p50':>9}{'p95':>9}{'worst':>9}{'60 fps':>8}{'thread':>12}{'script':>10}")
            for name, deed in (("at rest", rests), ("dragged", drags), ("zoomed", zooms)):
                print(await moved(page, name, deed))


if __name__ == "__main__":
    asyncio.run(main())
