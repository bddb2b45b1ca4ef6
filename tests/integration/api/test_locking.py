"""Locking somebody out: with the next request, and on what is open already."""

import asyncio
from argparse import Namespace
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from api import upkeep
from api.tables import push_subscription
from kernel import outbox
from tests.integration.api import authz
from tests.integration.api.test_sessions import sign_in
from tests.integration.api.test_streams import events, on_a_socket
from tests.integration.api.test_sync import body, enrolled, op, sent
from tests.support import small_estate as estate
from tests.support.database import on_both
from tests.support.owners import Owner
from tests.support.server import Server, server

ADMIN = "/api/v1/admin"
WHY = {"reason": "Handy verloren"}


@on_both
async def test_a_disabled_account_is_out_with_its_next_request_and_in_again_when_enabled(doorstep: Server) -> None:
    admin = await doorstep.persona("admin")
    technician = estate.PEOPLE["technician"]
    opened = (await sign_in(doorstep, "technician")).json()
    bearer = {"Authorization": f"Bearer {opened['access_token']}"}
    assert (await doorstep.client.put("/api/v1/me/push", json=authz.PUSH, headers=bearer)).status_code == 204
    done = await admin.post(f"{ADMIN}/accounts/{technician.id}/disable", WHY)
    assert (done.status_code, done.json()["disabled_at"]) == (200, "2026-11-24T02:00:00Z")
    assert (await doorstep.client.get("/api/v1/me", headers=bearer)).status_code == 401
    assert (await sign_in(doorstep, "technician")).json()["code"] == "account_disabled"
    async with doorstep.running.database.read() as conn:
        assert (await conn.execute(select(push_subscription))).first() is None
        told = (await outbox.history(conn, technician.id))[-1]
    assert (told.name, told.actor_id) == ("account.disabled", admin.id)
    rows = (await admin.get("/api/v1/estate/technicians")).json()["items"]
    assert next(row["state"] for row in rows if row["id"] == technician.id) == "off"
    assert (await admin.post(f"{ADMIN}/accounts/{technician.id}/enable", WHY)).json()["disabled_at"] is None
    assert (await sign_in(doorstep, "technician")).status_code == 200
    assert (await doorstep.client.get("/api/v1/me", headers=bearer)).status_code == 401, "the old sign-in stays over"


async def test_an_administrator_locks_out_neither_himself_nor_other_organisations(doorstep: Server) -> None:
    admin = await doorstep.persona("admin")
    own = await admin.post(f"{ADMIN}/accounts/{admin.id}/disable", WHY)
    assert (own.status_code, own.json()["code"]) == (409, "own_account")
    foreign = estate.PEOPLE["foreign_dispatcher"].id
    assert (await admin.post(f"{ADMIN}/accounts/{foreign}/disable", WHY)).status_code == 404
    listed = (await admin.get(f"{ADMIN}/accounts")).json()["items"]
    assert {row["code"] for row in listed} == {one.code for one in estate.PEOPLE.values() if one.org == estate.ORG}


async def test_an_open_stream_ends_within_five_seconds_of_being_locked_out(doorstep: Server) -> None:
    admin, dispatcher = await doorstep.persona("admin"), await doorstep.persona("dispatcher")
    bearer = {"Authorization": f"Bearer {dispatcher.token}"}
    async with (
        on_a_socket(doorstep) as (url, _),
        httpx.AsyncClient(base_url=url, timeout=20) as client,
        client.stream("GET", "/api/v1/board/stream", headers=bearer) as answer,
    ):
        assert (await admin.post(f"{ADMIN}/accounts/{dispatcher.id}/disable", WHY)).status_code == 200
        async with asyncio.timeout(6):
            assert [event async for event, _, _ in events(answer)] == ["bye"]


@on_both
async def test_a_lost_phone_is_out_and_what_it_brings_lies_in_the_dropbox(doorstep: Server) -> None:
    admin, anna = await doorstep.persona("admin"), await doorstep.persona("technician")
    device = await enrolled(anna)
    (row,) = (await admin.get(f"{ADMIN}/accounts/{anna.id}/devices")).json()["items"]
    assert (row["id"], row["revoked_at"]) == (device, None)
    (row,) = (await admin.post(f"{ADMIN}/devices/{device}/revoke", WHY)).json()["items"]
    assert row["revoked_at"] is not None
    assert (await anna.get("/api/v1/me")).status_code == 401
    again = await doorstep.persona("technician")
    refused = await sent(again, body(device, (1, op(again, 1))))
    assert (refused.status_code, refused.json()["code"]) == (403, "device_revoked")
    assert (await sent(again, body(await enrolled(again)))).status_code == 200


@on_both
async def test_revoked_links_close_the_pages_that_were_opened_with_them(doorstep: Server) -> None:
    owner, clerk = Owner(doorstep), await doorstep.persona("clerk")
    await owner.scan(estate.HOME.report_code)
    told = (await owner.report(place=estate.HOME.report_code, fault="PLB-02")).json()
    assert (await owner.open(told["link"])).status_code == 200
    path = f"/api/v1/work-orders/{told['work_order_id']}/links/revoke"
    assert (await clerk.post(path, WHY)).json() == {"count": 1}
    assert (await owner.get("/owner/page")).status_code == 401
    assert (await owner.open(told["link"])).status_code in {404, 410}


async def test_a_terminal_locks_out_and_lets_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with server(tmp_path) as made:
        settings = made.running.settings
    told = Namespace(what="disable", login="dispatcher", reason="gone")
    assert await upkeep.lock(settings, told) == 0
    assert capsys.readouterr().out == "dispatcher (dispatcher) is locked out.\n"
    assert await upkeep.lock(settings, Namespace(what="enable", login="dispatcher", reason="back")) == 0
    with pytest.raises(upkeep.UnknownLogin):
        await upkeep.lock(settings, Namespace(what="disable", login="nobody", reason="x"))
