"""Two web processes and workers on PostgreSQL, Redis and S3: one company, whichever process is asked or dies.

The tests share one installation and follow each other as a day does; each leaves it whole.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select

from api.db import Database, open_database
from kernel import outbox
from kernel.clock import SystemClock
from kernel.ids import Ids, SystemLuck
from tests.support.http_phone import HttpPhone, a_jpeg
from tests.support.installation import Installation, installation, patience
from tests.support.server import PASSWORD, Persona, Server
from tests.support.small_estate import HOME

LUCK = Ids(SystemClock(), SystemLuck())
ORDERS = "/api/v1/work-orders"


class Door(Server):
    """One web process, as the phone of `tests.support` sees a server."""

    def new_id(self) -> str:
        return LUCK.new()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    with installation(tmp_path_factory.mktemp("house")) as made:
        yield made


@asynccontextmanager
async def signed_in(url: str, login: str) -> AsyncIterator[Persona]:
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        told = (await client.post("/api/v1/auth/login", json={"login": login, "password": PASSWORD})).json()
        door = Door(None, client, None, SystemClock())  # type: ignore[arg-type]
        yield Persona(door, login, told["me"]["id"], told["access_token"])


async def report(clerk: Persona, fault: str = "PLB-02") -> str:
    body = {
        "id": LUCK.new(),
        "place": "YQL-03-2-1201",
        "fault": fault,
        "words": "厨房漏水",
        "channel": "desk",
        "consent": True,
    }
    answer = await clerk.post(ORDERS, body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["work_order_id"])


async def order(who: Persona, work_order: str) -> dict[str, Any]:
    answer = await who.get(f"{ORDERS}/{work_order}")
    assert answer.status_code == 200, answer.text
    shown: dict[str, Any] = answer.json()["detail"]["order"]
    return shown


async def until(ask: Callable[[], Awaitable[bool]], seconds: float) -> float:
    """Seconds until it is so; fails when it never is."""
    began = time.monotonic()
    allowed = patience(seconds)
    while not await ask():
        assert time.monotonic() - began < allowed, "it never came"
        await asyncio.sleep(0.05)
    return time.monotonic() - began


@dataclass
class Board:
    """An open board stream and what came through it."""

    heard: list[tuple[str, str]] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False

    async def follow(self, who: Persona) -> None:
        headers = {"Authorization": f"Bearer {who.token}"}
        client = who.server.client
        async with client.stream("GET", "/api/v1/board/stream", headers=headers, timeout=None) as answer:
            assert answer.status_code == 200
            event = ""
            async for line in answer.aiter_lines():
                self.open.set()
                if line.startswith("event: "):
                    event = line[7:]
                elif line.startswith("data: "):
                    self.heard.append((event, line[6:]))
        self.ended = True

    async def told(self, event: str, word: str = "") -> bool:
        return any(name == event and word in data for name, data in self.heard)


@asynccontextmanager
async def watching(url: str) -> AsyncIterator[Board]:
    board = Board()
    async with signed_in(url, "dispatcher") as who:
        task = asyncio.create_task(board.follow(who))
        await asyncio.wait_for(board.open.wait(), 60)
        yield board
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@asynccontextmanager
async def data(house: Installation) -> AsyncIterator[Database]:
    database = await open_database(house.settings, SystemClock(), SystemLuck())
    try:
        yield database
    finally:
        await database.close()


async def owed(database: Database) -> int:
    async with database.read() as conn:
        return int((await conn.execute(select(func.count()).select_from(outbox.outbox))).scalar_one())


async def test_a_report_to_one_process_is_offered_by_the_worker_and_shown_live_by_the_other(
    house: Installation,
) -> None:
    async with signed_in(house.a, "clerk") as clerk, watching(house.b) as board:
        first = await report(clerk)  # the worker may still be starting
        await until(lambda: board.told("order", first), 20)

        async def offered() -> bool:
            return (await order(clerk, second))["status"] == "offered"

        second = await report(clerk, "PLB-05")
        assert await until(offered, 10) < patience(2)  # rung, not polled
        await until(lambda: board.told("order", second), 2)


async def test_a_photo_sent_to_one_process_is_shown_by_the_other(house: Installation) -> None:
    async with signed_in(house.a, "technician") as at_a, signed_in(house.b, "technician") as at_b:
        phone, other = HttpPhone(at_a), HttpPhone(at_b)
        await phone.enrol()
        await phone.sync()
        work_order = next(id_ for (kind, id_), body in phone.server.items() if kind == "work_order" and body["offer"])
        phone.do("offer.accept", work_order)
        phone.do("visit.depart", work_order)
        presence = {"method": "asset_qr", "at": phone.now, "proof": HOME.report_code}
        phone.do("visit.arrive", work_order, presence=presence)
        sha = phone.photo(work_order, "before", a_jpeg(5))
        verdicts = [told["verdict"] for told in await phone.sync()]
        assert set(verdicts) == {"applied"}, verdicts
        await phone.upload()
        shown = await at_b.get(f"/api/v1/blobs/{sha}?v=thumb")
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
        await other.enrol()
        await other.sync()
        assert other.shown(work_order).order.status == "arrived"
        assert other.epoch == phone.epoch
        pictures = [body for (kind, _), body in other.server.items() if kind == "photo"]
        assert [(picture["sha256"], picture["present"]) for picture in pictures] == [(sha, True)]


async def test_a_worker_killed_in_the_middle_loses_nothing(house: Installation) -> None:
    async with signed_in(house.a, "clerk") as clerk, watching(house.b) as board, data(house) as database:
        reports = await asyncio.gather(*[report(clerk) for _ in range(24)])

        async def begun() -> bool:
            return any([await board.told("order", one) for one in reports])

        await until(begun, 10)
        house.kill("worker")
        assert await owed(database) > 0, "it was not in the middle of anything"
        house.start_worker("heir")

        async def finished() -> bool:
            return await owed(database) == 0

        await until(finished, outbox.LEASE.total_seconds() + 15)
        async with database.read() as conn:
            for one in reports:
                chain = await outbox.history(conn, one)
                names = [told.name for told in chain]
                assert names[0] == "work_order.reported"
                assert {"assignment.offered", "dispatch.nobody_eligible"} & set(names), names
                assert names.count("assignment.offered") <= 1, names


async def test_without_redis_work_goes_on_and_afterwards_so_do_live_frames(house: Installation) -> None:
    async with signed_in(house.a, "clerk") as clerk, watching(house.b) as board:
        assert house.terminate("redis")["redis"][0] == 0
        alone = await report(clerk)

        async def dealt_with() -> bool:
            timeline = (await clerk.get(f"{ORDERS}/{alone}")).json()["detail"]["timeline"]
            return bool({"assignment.offered", "dispatch.nobody_eligible"} & {line["name"] for line in timeline})

        await until(dealt_with, 10)
        assert not await board.told("order", alone)
        house.start_redis()
        await until(lambda: board.told("reset"), 10)  # whoever reads the board now has it

        async def live() -> bool:
            again.append(await report(clerk))
            await asyncio.sleep(0.5)
            return any([await board.told("order", one) for one in again])

        again: list[str] = []
        await until(live, 10)


async def test_all_of_them_stop_at_once_with_streams_open_and_every_chain_holds(house: Installation) -> None:
    async with watching(house.a) as at_a, watching(house.b) as at_b:
        told = await asyncio.to_thread(house.terminate, "a", "b", "heir")
        assert {code for code, _ in told.values()} == {0}, told
        assert set(told) == {"a", "b", "heir"}
        assert max(seconds for _, seconds in told.values()) < patience(2), told

        async def said_goodbye() -> bool:
            return at_a.ended and at_b.ended and await at_a.told("bye") and await at_b.told("bye")

        await until(said_goodbye, 2)
    async with data(house) as database, database.read() as conn:
        for scope in await outbox.scopes(conn):
            assert outbox.first_broken_link(await outbox.history(conn, scope)) is None, scope


def test_nothing_went_wrong_unnoticed(house: Installation) -> None:
    """No process logged an error; warnings are those of the time without Redis."""
    for name in ("a", "b", "worker", "heir"):
        lines = (Path(house.folder) / f"{name}.log").read_text().splitlines()
        assert [line for line in lines if '"error"' in line or "Traceback" in line] == [], name
