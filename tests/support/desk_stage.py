"""A desk with something to decide: lifts with a crew, a pump that serves everybody, certificates, a household that sleeps.

One server whose clocks show eleven in the morning and one Chromium; people sign in at the desk, calls come in through the
API.

Effects  a server process, a browser, a folder.
"""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from msgspec.structs import replace
from playwright.async_api import Browser, Page, Playwright, expect

import dispatch.commands as office
from api import accounts
from api.bootstrap import ROOT
from api.settings import Settings
from api.start import started
from dispatch.estate import Estate, Organisation
from dispatch.model import Certificate, Fault, Premises, PremisesId, Priority, Skill, Technician, TechnicianId
from kernel.actors import system
from kernel.clock import SystemClock
from kernel.ids import Ids, SystemLuck
from kernel.uuids import uuid7
from tests.support import chromium
from tests.support import small_estate as estate
from tests.support.browsing import DESK, PATIENCE_MS, free_port, late_morning
from tests.support.field import Office
from tests.support.real_server import RealServer
from tests.support.server import PASSWORD

LIFT = Fault(
    code="LFT-01", org_id=estate.ORG, zh="电梯困人", en="Lift entrapment", area="common", trade="LFT", min_level=4,
    certificates=("C-LFT-T",), priority=Priority.P0, crew=2, before_photos=0, keywords=("困人",),
)  # fmt: skip
PUMP = Fault(
    code="PMP-01", org_id=estate.ORG, zh="二次供水泵故障停水", en="No water: booster pump", area="common", trade="PMP",
    min_level=3, priority=Priority.P1, keywords=("没水", "停水"),
)  # fmt: skip
SOCKET = Fault(
    code="ELE-05", org_id=estate.ORG, zh="灯具开关更换", en="Lamp replacement", area="unit", trade="ELE", min_level=2,
    certificates=("C-ELE-LV",), priority=Priority.P2, keywords=("灯",),
)  # fmt: skip


def _id(number: int) -> str:
    return uuid7(1_760_000_000_000, (9_000 + number).to_bytes(10, "big"))


def _place(number: int, code: str, **changes: Any) -> Premises:
    return replace(estate.HOME, id=PremisesId(_id(number)), code=code, report_code=f"DESK{number:04}", **changes)


LIFT_7 = _place(1, "YQL-L07", kind="lift", label="7号电梯", building="", floor=0, floor_label="")
PUMP_ROOM = _place(2, "YQL-B2-PUMP", kind="common", label="B2水泵房", building="", floor=-2, floor_label="B2")
NAP_HOME = _place(3, "YQL-05-1-0803", label="5栋1单元803", building="5", floor=8, quiet_hours=(("12:30", "14:00"),))
HOMES = tuple(
    _place(10 + n, f"YQL-{n:02}-1-1501", label=f"{n}栋1单元1501", building=str(n), floor=15) for n in range(6, 12)
)


def _technician(
    number: int, code: str, skills: tuple[Skill, ...], held: tuple[Certificate, ...], lived: Any
) -> Technician:
    one = estate.technician(3, lived)
    return replace(one, id=TechnicianId(_id(number)), code=code, skills=skills, certificates=held)


def midnight(lived: Any) -> datetime:
    """Eleven in the morning there, so the day began eleven hours ago."""
    began: datetime = lived.at - timedelta(hours=11)
    return began


async def planted(folder: Path) -> datetime:
    """The folder filled; half past twelve of its people's day."""
    clock = SystemClock()
    lived = estate.Lived(late_morning(clock.now()), clock.now())
    good = Certificate("C-LFT-T", lived.at + timedelta(days=400))
    lv = Certificate("C-ELE-LV", lived.at + timedelta(days=400))
    people = (
        _technician(31, "T-LFT-01", (Skill("LFT", 4),), (good,), lived),
        _technician(32, "T-LFT-02", (Skill("LFT", 2),), (), lived),
        _technician(33, "T-PMP-01", (Skill("PMP", 3),), (), lived),
        _technician(34, "T-ELE-01", (Skill("ELE", 3),), (Certificate("C-ELE-LV", midnight(lived)),), lived),
        _technician(35, "T-ELE-02", (Skill("ELE", 3),), (lv,), lived),
    )
    settings = Settings(data=folder, worker=False, demo=False, pwa=folder / "no-app")
    async with started(settings, clock, SystemLuck()) as running:
        await estate.plant(running.database, await accounts.hash_password(PASSWORD), lived)
        where = Organisation(id=estate.ORG, code="LT", zh="澜庭物业", en="Lanting")
        async with running.database.act(system(estate.ORG)) as act:
            await office.put_estate(
                act,
                Estate(
                    organisation=where,
                    premises=(LIFT_7, PUMP_ROOM, NAP_HOME, *HOMES),
                    technicians=people,
                    faults=(LIFT, PUMP, SOCKET),
                ),
            )
    (folder / "doorstep.lock").unlink()
    return lived.at.replace(minute=30, second=0, microsecond=0) + timedelta(hours=1)


@dataclass
class Desk:
    server: RealServer
    browser: Browser
    half_past_twelve: datetime
    offices: dict[str, Office] = field(default_factory=dict)

    async def office(self, login: str = "dispatcher") -> Office:
        if login not in self.offices:
            headers = await self.server.sign_in(login)
            self.offices[login] = Office(httpx.AsyncClient(base_url=self.server.url(""), headers=headers, timeout=30))
        return self.offices[login]

    @asynccontextmanager
    async def seat(self, path: str = "/d", login: str = "dispatcher", **options: Any) -> AsyncIterator[Page]:
        """Somebody at a desk of his own, signed in, on a page."""
        context = await self.browser.new_context(**{**DESK, "locale": "zh-CN", "service_workers": "block", **options})
        context.set_default_timeout(PATIENCE_MS)
        page = await context.new_page()
        await page.goto(self.server.url("/d"))
        await page.locator("input[autocomplete=username]").fill(login)
        await page.locator("input[type=password]").fill(PASSWORD)
        await page.keyboard.press("Enter")
        await expect(page.locator("input[type=password]")).to_have_count(0)
        if path != "/d":
            await page.goto(self.server.url(path))
        yield page
        await context.close()

    async def call(self, place: str, fault: str, **more: Any) -> str:
        """A report through the API; the order's id."""
        desk = await self.office()
        body = {
            "id": Ids(SystemClock(), SystemLuck()).new(),
            "place": place,
            "fault": fault,
            "words": "电话",
            "consent": True,
        }
        told = await desk.post("/work-orders", {**body, "channel": "phone", **more})
        order: str = told["work_order_id"]
        return order

    async def order(self, order_id: str) -> dict[str, Any]:
        desk = await self.office()
        found: dict[str, Any] = (await desk.get(f"/work-orders/{order_id}"))["detail"]
        return found


@asynccontextmanager
async def desk_of(playwright: Playwright, folder: Path) -> AsyncIterator[Desk]:
    nap = await planted(folder / "data")
    shutil.copytree(ROOT / "pwa" / "dist", folder / "app")
    server = RealServer(folder / "data", free_port(), PWA=str(folder / "app"))
    await server.start()
    found = chromium.find()
    browser = await playwright.chromium.launch(
        executable_path=found.path, env=found.env, args=[*chromium.QUIET], headless=True
    )
    made = Desk(server, browser, nap)
    try:
        yield made
    finally:
        for one in made.offices.values():
            await one.client.aclose()
        await browser.close()
        server.kill()
