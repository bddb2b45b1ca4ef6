"""Limits that hold: counted before looking, against somebody who cannot make himself new."""

from datetime import timedelta

import httpx
from sqlalchemy import func, select

from api import timers
from experience.tables import report_ticket
from tests.support import small_estate as estate
from tests.support.database import on_both
from tests.support.owners import Owner
from tests.support.server import Server

CODE = estate.HOME.report_code
PLACES = "/api/v1/report/places"
pytestmark = on_both


async def link_of(doorstep: Server) -> str:
    """An owner's link to a fresh order."""
    owner = Owner(doorstep)
    await owner.scan(CODE)
    return str((await owner.report(place=CODE, fault="PLB-02")).json()["link"])


async def test_a_right_link_does_not_open_once_guessing_has_used_the_tries_up(doorstep: Server) -> None:
    owner, link = Owner(doorstep), await link_of(doorstep)
    for n in range(20):
        assert (await owner.open(f"/o#ds_ol_{n:043d}")).status_code == 404
    assert (await owner.open(link)).status_code == 429
    doorstep.clock.advance(timedelta(seconds=3))
    assert (await owner.open(link)).status_code == 200


async def test_opening_one_s_own_link_again_and_again_uses_nothing_up(doorstep: Server) -> None:
    owner, link = Owner(doorstep), await link_of(doorstep)
    assert {(await owner.open(link)).status_code for _ in range(40)} == {200}


async def test_a_right_code_does_not_open_once_guessing_has_used_the_tries_up(doorstep: Server) -> None:
    codes = [(await doorstep.client.get(f"{PLACES}/NOPE{n}")).status_code for n in range(21)]
    assert codes == [404] * 20 + [429]
    assert (await doorstep.client.get(f"{PLACES}/{CODE}")).status_code == 429
    doorstep.clock.advance(timedelta(seconds=3))
    assert (await doorstep.client.get(f"{PLACES}/{CODE}")).status_code == 200


async def reported(doorstep: Server, client: httpx.AsyncClient, home: str) -> int:
    place = (await client.get(f"{PLACES}/{home}")).json()
    report = {
        "id": doorstep.new_id(),
        "place": home,
        "fault": "PLB-02",
        "words": "漏水",
        "consent": True,
        "channel": "qr",
    }
    sent = await client.post("/api/v1/report", json=report, headers={"Authorization": f"Bearer {place['ticket']}"})
    return sent.status_code


async def test_an_address_and_a_home_report_ten_times_an_hour_whatever_tickets_they_draw(doorstep: Server) -> None:
    codes = [await reported(doorstep, doorstep.client, CODE) for _ in range(11)]
    assert codes == [201] * 10 + [429]
    assert await reported(doorstep, doorstep.client, estate.OTHER_HOME.report_code) == 429, "the address is the same"
    transport = httpx.ASGITransport(doorstep.app, client=("2001:db8::7", 5))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="https://doorstep.test") as other:
        assert await reported(doorstep, other, CODE) == 429, "the home is the same"
        assert await reported(doorstep, other, estate.OTHER_HOME.report_code) == 201


async def test_tickets_that_ran_out_are_forgotten_by_the_timer(doorstep: Server) -> None:
    for _ in range(3):
        assert (await doorstep.client.get(f"{PLACES}/{CODE}")).status_code == 200
    doorstep.clock.advance(timedelta(hours=1))
    await timers.forget(doorstep.running)
    async with doorstep.running.database.read() as conn:
        assert (await conn.execute(select(func.count()).select_from(report_ticket))).scalar_one() == 0


async def test_one_sign_in_is_renewed_thirty_times_and_then_slowly(doorstep: Server) -> None:
    login = {"login": "dispatcher", "password": "correct horse battery staple"}
    answer = await doorstep.client.post("/api/v1/auth/login", json=login)
    codes = []
    for _ in range(31):
        shown = answer.headers["set-cookie"].split(";")[0]
        doorstep.client.cookies.clear()
        answer = await doorstep.client.post("/api/v1/auth/refresh", headers={"Cookie": shown})
        codes.append(answer.status_code)
    assert codes == [200] * 30 + [429]


async def test_whoever_may_not_is_refused_before_his_body_is_read(doorstep: Server) -> None:
    deep = b"[" * 2_000_000
    anonymous = await doorstep.client.post("/api/v1/work-orders", content=deep)
    assert anonymous.status_code == 401
    technician = await doorstep.persona("technician")
    assert (await technician.ask("POST", "/api/v1/work-orders", content=deep)).status_code == 403
    login = await doorstep.client.post("/api/v1/auth/login", content=b"[" * 5000)
    assert (login.status_code, login.json()["code"]) == (413, "too_large")
