"""Many phones in one real Chromium on one server: each scenario has a technician, an order and a network of its own.

`Field` is the server and the browser of a whole run. A `Pocket` is one phone: a fresh browser profile on a line that may
fail. Its page is bare and opens the product's engine, store and lanes without screens (`pwa/src/testing/probe.ts`);
where a scenario is about screens it opens the app itself on the same profile. Whatever `act` and `photo` resolved
is remembered, and `arrives` asks the server's own files whether it is there, once and in order.

Effects  processes, sockets, folders below the run's own.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from msgspec.structs import replace
from playwright.async_api import Browser, BrowserContext, Page, Playwright, expect

import dispatch.commands as office
from api import accounts
from api.bootstrap import ROOT, node
from api.settings import Settings
from api.start import started
from dispatch import stocking
from dispatch.estate import Estate, Organisation
from dispatch.handling import step
from dispatch.intents import Accept, Offer
from dispatch.model import AssignmentId, Channel, Material, Technician, TechnicianId, WorkOrderId
from dispatch.opening import NewOrder
from dispatch.particulars import Depot
from kernel.act import Act
from kernel.actors import Actor, ActorId, OrgId, Role, system
from kernel.clock import SystemClock
from kernel.geo import LatLng
from kernel.ids import Ids, SystemLuck
from tests.support import chromium
from tests.support import small_estate as estate
from tests.support.browsing import CAMERA, ON_THE_WAY, PATIENCE_MS, PHONE, free_port, late_morning, watch
from tests.support.cutting import CutLine
from tests.support.ledger import Books
from tests.support.real_server import RealServer
from tests.support.server import PASSWORD

ALL = os.environ.get("ALL") == "1"
"""Whether every scenario is played, or the core of them."""
HANDS = 104 if ALL else 32
SEALANT = Material(
    code="M-011", org_id=estate.ORG, zh="密封胶", en="Sealant", unit="支", price_fen=1500, on_hand_milli=9000
)
SEAL = Material(
    code="M-013", org_id=estate.ORG, zh="机械密封", en="Pump seal", unit="套", price_fen=48_000, on_hand_milli=0
)
PARTS = (estate.VALVE, SEALANT, SEAL)
NEXT_DOOR = Depot(
    id="00000000-0000-7000-8000-0000000d3907",
    org_id=estate.ORG,
    code="CK-QMC",
    zh="启明科创中心仓",
    en="Qiming store",
    kind="store",
    position=LatLng(estate.HOME.position.lat - 0.0275, estate.HOME.position.lng),
)
"""The only place with a pump seal: 3.1 km from where everybody works."""
EXCHANGE = "/api/v1/sync/exchange"
SETTLED = """() => { const all = probe.state(); return all.photosWaiting.count === 0 && all.sync.phase === 'idle' &&
  all.outbox.every((one) => one.state === 'confirmed' || one.state === 'parked') }"""

SOON = "async () => { for (let n = 0; n < 3; n++) await fetch('/health/live').catch(() => 0) }"
"""A moment for what is under way, measured in answers of the server and not in milliseconds."""


@dataclass(frozen=True)
class Hand:
    """A technician of the field, and the accepted order that waits for him."""

    login: str
    id: str
    order: str


async def planted(folder: Path, count: int = HANDS) -> list[Hand]:
    """A data folder whose technicians each have one accepted order."""
    clock = SystemClock()
    ids = Ids(clock, SystemLuck())
    lived = estate.Lived(late_morning(clock.now()), clock.now())
    settings = Settings(data=folder, worker=False, demo=False, pwa=folder / "no-app")
    hands = [Hand(f"hand-{number:03}", ids.new(), ids.new()) for number in range(count)]
    async with started(settings, clock, SystemLuck()) as running:
        secret = await accounts.hash_password(PASSWORD)
        await estate.plant(running.database, secret, lived)
        where = Organisation(id=estate.ORG, code="LT", zh="澜庭物业", en="Lanting")
        async with running.database.act(system(estate.ORG)) as act:
            people = tuple(_technician(hand, lived) for hand in hands)
            await office.put_estate(act, Estate(organisation=where, technicians=people, materials=PARTS))
            await stocking.put_depots(act, (NEXT_DOOR,), [(NEXT_DOOR.id, SEAL.code, 2000)])
            for hand in hands:
                await accounts.create_account(act, _account(hand), secret)
                await _given(act, hand)
    (folder / "doorstep.lock").unlink()
    return hands


def _technician(hand: Hand, lived: estate.Lived) -> Technician:
    return replace(estate.technician(3, lived), id=TechnicianId(hand.id), code=hand.login.upper())


def _account(hand: Hand) -> accounts.Account:
    communities = frozenset({estate.YQL, estate.WTY})
    return accounts.Account(
        id=hand.id,
        org_id=estate.ORG,
        login=hand.login,
        code=hand.login.upper(),
        role="technician",
        communities=communities,
    )


async def _given(act: Act, hand: Hand) -> None:
    """His order, opened, offered and accepted, without asking who else might have had it."""
    new = NewOrder(
        id=WorkOrderId(hand.order),
        premises=estate.HOME,
        channel=Channel.QR,
        words="换水龙头",
        fault=estate.TAP.code,
        reported_at=act.now - timedelta(minutes=1),
    )
    await office.open_order(act, new)
    offer = Offer(AssignmentId(act.ids.new()), TechnicianId(hand.id))
    offered = await step(act, (await office.standings(act, [hand.order]))[WorkOrderId(hand.order)], offer)
    await step(act, offered, Accept(), by=Actor(ActorId(hand.id), Role.TECHNICIAN, OrgId(estate.ORG)))


@dataclass
class Pocket:
    """One phone of one technician."""

    context: BrowserContext
    line: CutLine
    hand: Hand
    books: Books
    troubles: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """The ids of operations whose promise was resolved."""
    photos: dict[str, str] = field(default_factory=dict)
    """The id of each photo that was kept, and the hash of its bytes."""
    page: Page = None  # type: ignore[assignment]
    timed: bool = False
    """Whether the clocks of its pages are in the test's hand."""

    async def bare(self, page: Page | None = None) -> Page:
        """A page with the engine, not yet opened; the first one becomes `page`."""
        page = page or await self.context.new_page()
        if self.timed:
            await page.clock.install()
        await page.goto(f"{self.line.url}/probe.html")
        await page.wait_for_function("() => globalThis.probe !== undefined", polling=20)
        return page

    async def bare_offline(self) -> Page:
        """A page of this origin without anything of ours, whatever the network."""
        page = await self.context.new_page()
        whole, self.line.whole = self.line.whole, True
        await page.goto(f"{self.line.url}/health/live")
        self.line.whole = whole
        return page

    async def first_day(self) -> "Pocket":
        """Signed in, enrolled, the order on the phone."""
        self.page = await self.bare()
        await self.page.evaluate("([login, password]) => probe.signIn(login, password)", [self.hand.login, PASSWORD])
        await self.page.evaluate("() => probe.open()")
        await self.sees("(all) => all.orders.length === 1 && all.sync.phase === 'idle'")
        return self

    async def again(self, page: Page | None = None) -> Page:
        """A page of the same person on the same profile: a second tab, or the first after it died."""
        made = await self.bare(page)
        assert await made.evaluate("() => probe.restore()")
        await made.evaluate("() => probe.open()")
        return made

    async def act(self, kind: str, args: dict[str, Any], page: Page | None = None) -> str:
        op_id: str = await (page or self.page).evaluate(
            "async ([kind, order, args]) => { const id = probe.newId(); await probe.act(kind, order, args, id); return id }",
            [kind, self.hand.order, args],
        )
        self.kept.append(op_id)
        return op_id

    async def notes(self, count: int, page: Page | None = None) -> list[str]:
        """So many notes, one after the other, each kept before the next."""
        made: list[str] = await (page or self.page).evaluate(
            """async ([count, order]) => { const ids = []
              for (let n = 0; n < count; n++) { const id = probe.newId()
                await probe.act('note.add', order, { id, text: `note ${n}`, at: new Date().toISOString() }, id); ids.push(id) }
              return ids }""",
            [count, self.hand.order],
        )
        self.kept += made
        return made

    async def photo(self, seed: int, side: int = 320, page: Page | None = None) -> str:
        """A photo of its own pixels; the hash of its bytes."""
        photo, sha = await (page or self.page).evaluate(
            "async ([order, seed, side]) => { const id = probe.newId(); return [id, await probe.photo(order, 'during', seed, side, id)] }",
            [self.hand.order, seed, side],
        )
        self.photos[photo] = sha
        return str(sha)

    async def sees(self, that: str, *, within: float = PATIENCE_MS, page: Page | None = None) -> None:
        """Waits until something is true of the phone's state; `that` is a function of it."""
        await self.waits(page or self.page, f"() => ({that})(probe.state())", within)

    async def state(self, page: Page | None = None) -> dict[str, Any]:
        told: dict[str, Any] = await (page or self.page).evaluate("() => probe.state()")
        return told

    async def until_sent(self, *, within: float = PATIENCE_MS, page: Page | None = None) -> None:
        await self.waits((page or self.page), SETTLED, within)

    async def waits(self, page: Page, that: str, within: float) -> None:
        """Until `that` is true. Where the clock is ours, its seconds pass quickly, as many as `within` has."""
        if not self.timed:
            await page.wait_for_function(that, polling=25, timeout=within)
            return
        for _ in range(int(within // 1000)):
            if await page.evaluate(that):
                return
            await page.clock.run_for(1000)
            await page.evaluate(SOON)
        raise AssertionError(f"never true: {that}: {await page.evaluate('() => probe.state().sync')}")

    async def arrives(self, *, within: float = PATIENCE_MS, page: Page | None = None) -> None:
        """Everything settles by itself, the receipt says so, and the server's files hold it once and in order."""
        await self.until_sent(within=within, page=page)
        receipt = await (page or self.page).evaluate("() => probe.receipt()")
        assert receipt["safe"], receipt
        await self.is_held_once()

    def ledger(self) -> list[dict[str, Any]]:
        return self.books.rows("select * from sync_op where user_id = ? order by device_id, cseq", self.hand.id)

    async def is_held_once(self) -> None:
        """Every kept operation once, numbers without a hole per device, every photo byte for byte."""
        rows = self.ledger()
        ids = [row["op_id"] for row in rows]
        assert len(ids) == len(set(ids))
        assert set(self.kept) <= set(ids), f"lost: {sorted(set(self.kept) - set(ids))}"
        devices = {row["device_id"] for row in rows}
        for device in devices:
            numbers = [row["cseq"] for row in rows if row["device_id"] == device]
            # A phone that was numbered afresh tells again what its old identity had told: that stays the old one's.
            first = 1 if len(devices) == 1 else numbers[0]
            assert numbers == list(range(first, first + len(numbers))), numbers
        named = [json.loads(row["body"])["args"] for row in rows if row["kind"] == "photo.add"]
        assert len({one["id"] for one in named}) == len(named)
        told = {one["id"]: one["sha256"] for one in named}
        assert self.photos.items() <= told.items(), f"photos lost: {set(self.photos) - set(told)}"
        for sha in self.photos.values():
            await self.books.photo(sha)

    async def app(self, path: str) -> Page:
        """The app itself on a page of this profile."""
        page = await self.context.new_page()
        await page.goto(self.line.url + path)
        return page


@dataclass(frozen=True)
class Office:
    """Somebody of the office at the API, where a scenario is not about their screens."""

    client: httpx.AsyncClient

    async def get(self, path: str) -> Any:
        return self._fine(await self.client.get(f"/api/v1{path}"))

    async def post(self, path: str, body: Any = None) -> Any:
        return self._fine(await self.client.post(f"/api/v1{path}", json=body))

    def _fine(self, answer: httpx.Response) -> Any:
        assert answer.status_code < 300, f"{answer.status_code} {answer.text}"
        return answer.json() if answer.content else None


@dataclass
class Field:
    """One server and one browser for a run."""

    playwright: Playwright
    folder: Path
    server: RealServer
    browser: Browser
    hands: list[Hand]
    next: int = 0
    offices: dict[str, Office] = field(default_factory=dict)

    async def office(self, login: str = "dispatcher") -> Office:
        if login not in self.offices:
            headers = await self.server.sign_in(login)
            client = httpx.AsyncClient(base_url=self.server.url(""), headers=headers, timeout=30)
            self.offices[login] = Office(client)
        return self.offices[login]

    def taken(self) -> Hand:
        """The next technician whom no scenario has had."""
        self.next += 1
        return self.hands[self.next - 1]

    def guest(self, host: Pocket) -> Pocket:
        """Another technician, on the phone of somebody else."""
        return Pocket(host.context, host.line, self.taken(), host.books, troubles=host.troubles)

    @asynccontextmanager
    async def pocket(self, *, timed: bool = False, **options: Any) -> AsyncIterator[Pocket]:
        """The phone of the next technician; whatever its pages complained about fails the scenario."""
        hand = self.taken()
        line = await CutLine(self.server.port).lay()
        context = await self.browser.new_context(
            **{
                **PHONE,
                "locale": "zh-CN",
                "geolocation": ON_THE_WAY,
                "permissions": ["geolocation", "camera"],
                **options,
            }
        )
        context.set_default_timeout(PATIENCE_MS)
        made = Pocket(context, line, hand, Books(self.server.data), timed=timed)
        watch(context, made.troubles, lambda text: not text.startswith("exception"))
        try:
            yield made
        finally:
            await context.close()
            await line.take_up()
        assert made.troubles == []


@asynccontextmanager
async def field_of(playwright: Playwright, folder: Path, count: int = HANDS) -> AsyncIterator[Field]:
    hands = await planted(folder / "data", count)
    shutil.copytree(ROOT / "pwa" / "dist", folder / "app")
    with_probe(folder / "app")
    server = RealServer(folder / "data", free_port(), PWA=str(folder / "app"))
    await server.start()
    found = chromium.find()
    browser = await playwright.chromium.launch(
        executable_path=found.path, env=found.env, args=[*chromium.QUIET, *CAMERA], headless=True
    )
    made = Field(playwright, folder, server, browser, hands)
    try:
        yield made
    finally:
        for office_ in made.offices.values():
            await office_.client.aclose()
        await browser.close()
        server.kill()


def with_probe(app: Path) -> None:
    """The bare page beside the app."""
    pwa = ROOT / "pwa"
    subprocess.run([str(node()[0]), "build/probe.mjs", str(app)], cwd=pwa, check=True, timeout=120)


def sha_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


__all__ = ["EXCHANGE", "Field", "Hand", "Pocket", "expect", "field_of", "planted", "sha_of", "with_probe"]
