"""The sync routes over real HTTP: what is let in, what is answered, what never becomes a failure."""

import gzip
from typing import Any, cast

import httpx
import msgspec
import pytest
from sqlalchemy import select, update

from api import logs
from kernel import outbox
from kernel.actors import system
from offline_sync import dropbox
from offline_sync.decide import HANDLERS
from offline_sync.tables import sync_device, sync_dropbox
from tests.support import small_estate as estate
from tests.support.database import on_both
from tests.support.server import Persona, Server, an_id

PULL = {"cursor": None, "limit": 100, "digest": False}


async def enrolled(who: Persona) -> str:
    answer = await who.post("/api/v1/sync/devices", {"build": "test", "platform": "pytest"})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["device_id"])


def body(device: str, *ops: tuple[int, str], pull: bool = True, proto: int = 1) -> bytes:
    told = ",".join(f'{{"cseq":{cseq},"op":{raw}}}' for cseq, raw in ops)
    head = {"proto": proto, "device_id": device, "epoch": None, "build": "test", "acked": 0}
    if pull:
        head["pull"] = PULL
    return f'{msgspec.json.encode(head).decode()[:-1]},"ops":[{told}]}}'.encode()


def op(who: Persona, number: int, kind: str = "note.add", **changes: object) -> str:
    made: dict[str, object] = {
        "op_id": an_id(number),
        "kind": kind,
        "v": 1,
        "actor": who.id,
        "at": {"wall": 1_795_485_600_000},
        "work_order": an_id(999),
        "args": {"id": an_id(number + 1000), "text": "看过了", "at": "2026-11-24T02:00:00Z"},
    }
    return msgspec.json.encode(made | changes).decode()


async def sent(who: Persona, content: bytes, **headers: str) -> httpx.Response:
    told = {"content-type": "application/json", **headers}
    return await who.ask("POST", "/api/v1/sync/exchange", content=content, headers=told)


async def test_an_unknown_work_order_is_a_verdict_and_not_a_failure(doorstep: Server) -> None:
    anna = await doorstep.persona("technician")
    device = await enrolled(anna)
    answer = await sent(anna, body(device, (1, op(anna, 1))))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [(r["verdict"], r["reason"]) for r in told["results"]] == [("parked", "unknown_work_order")]
    assert told["dev"]["last_cseq"] == 1
    again = await sent(anna, body(device, (1, op(anna, 1))))
    assert again.json()["results"][0]["dup"] is True


async def test_gzip_a_bomb_and_a_hundred_thousand_brackets(doorstep: Server) -> None:
    anna = await doorstep.persona("technician")
    device = await enrolled(anna)
    zipped = await sent(anna, gzip.compress(body(device, (1, op(anna, 1)))), **{"content-encoding": "gzip"})
    assert zipped.status_code == 200
    bomb = await sent(anna, gzip.compress(b" " * 30_000_000), **{"content-encoding": "gzip"})
    assert (bomb.status_code, bomb.json()["code"]) == (413, "batch_too_large")
    deep = await sent(anna, body(device, (2, "[" * 100_000 + "]" * 100_000)))
    assert (deep.status_code, deep.json()["code"]) == (400, "too_deep")


async def test_too_many_operations_and_a_broken_envelope(doorstep: Server) -> None:
    anna = await doorstep.persona("technician")
    device = await enrolled(anna)
    many = await sent(anna, body(device, *[(at, "{}") for at in range(1, 202)]))
    assert (many.status_code, many.json()["code"]) == (413, "batch_too_large")
    broken = await sent(anna, body(device, (1, op(anna, 1)))[:-7])
    assert (broken.status_code, broken.json()["code"]) == (400, "bad_envelope")


async def test_a_newer_build_is_taken_from_and_told_to_upgrade(doorstep: Server) -> None:
    anna = await doorstep.persona("technician")
    device = await enrolled(anna)
    answer = await sent(anna, body(device, (1, op(anna, 1)), proto=9))
    assert answer.status_code == 426
    assert answer.json()["results"][0]["verdict"] == "parked"
    assert answer.json()["pull"] is None


async def test_a_batch_of_another_person_is_refused(doorstep: Server) -> None:
    anna, colleague = await doorstep.persona("technician"), await doorstep.persona("colleague")
    device = await enrolled(anna)
    answer = await sent(anna, body(device, (1, op(colleague, 1))))
    assert (answer.status_code, answer.json()["code"]) == (403, "actor_mismatch")
    foreign = await sent(colleague, body(device))
    assert (foreign.status_code, foreign.json()["code"]) == (404, "device_unknown")


async def test_what_a_revoked_device_brings_lies_in_the_dropbox(doorstep: Server) -> None:
    anna = await doorstep.persona("technician")
    device = await enrolled(anna)
    async with doorstep.running.database.act(system(estate.ORG)) as act:
        await act.conn.execute(update(sync_device).values(revoked_at=act.now))
    answer = await sent(anna, body(device, (1, op(anna, 1))))
    assert (answer.status_code, answer.json()["code"]) == (403, "device_revoked")
    async with doorstep.running.database.read() as conn:
        row = (await conn.execute(select(sync_dropbox))).one()
    assert (row.reason, bytes(row.raw)) == ("device_revoked", body(device, (1, op(anna, 1))))


async def test_the_dropbox_takes_anything_once(doorstep: Server) -> None:
    anna = await doorstep.persona("technician")
    first = await anna.ask("POST", "/api/v1/sync/dropbox", content=b"\xff poison")
    again = await anna.ask("POST", "/api/v1/sync/dropbox", content=b"\xff poison")
    assert (first.status_code, first.json()) == (202, again.json())


@on_both
async def test_an_administrator_reads_the_dropbox_and_says_what_became_of_it(doorstep: Server) -> None:
    anna, admin = await doorstep.persona("technician"), await doorstep.persona("admin")
    name = (await anna.ask("POST", "/api/v1/sync/dropbox?device_id=phone", content=b"\xff poison")).json()["id"]
    listed = (await admin.get("/api/v1/dropbox")).json()
    assert (listed["count"], [(one["id"], one["bytes"], one["user_id"]) for one in listed["items"]]) == (
        1,
        [(name, 8, anna.id)],
    )
    raw = await admin.get(f"/api/v1/dropbox/{name}")
    assert (raw.content, raw.headers["content-type"]) == (b"\xff poison", "application/octet-stream")
    done = await admin.post(f"/api/v1/dropbox/{name}/handled", {"note": "entered by hand"})
    assert done.json() == {"count": 0, "items": []}
    async with doorstep.running.database.read() as conn:
        told = await outbox.history(conn, name)
    assert (told[-1].name, told[-1].actor_id) == ("dropbox.handled", admin.id)


async def test_a_phone_that_fills_the_dropbox_is_stopped_and_others_are_not(
    doorstep: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dropbox, "WAITING", 3)
    anna, boris = await doorstep.persona("technician"), await doorstep.persona("colleague")
    path = "/api/v1/sync/dropbox?device_id=phone"
    codes = [(await anna.ask("POST", path, content=b"%d" % n)).status_code for n in range(4)]
    assert codes == [202, 202, 202, 429]
    assert (await anna.ask("POST", path, content=b"1")).status_code == 202, "what lies there already"
    assert (await boris.ask("POST", path, content=b"1")).status_code == 202


async def test_a_failing_operation_is_logged_with_its_place_and_without_its_words(
    doorstep: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("王女士 13800138000")

    monkeypatch.setitem(cast("dict[str, object]", HANDLERS), "note.add", broken)
    logs.configure("error")
    anna = await doorstep.persona("technician")
    answer = await sent(anna, body(await enrolled(anna), (1, op(anna, 1))))
    assert answer.json()["results"][0]["reason"] == "internal_error"
    line = next(msgspec.json.decode(one) for one in capsys.readouterr().err.splitlines() if "operation_failed" in one)
    assert (line["name"], line["error"], line["code"]) == (an_id(1), "ValueError", "internal")
    assert "in broken" in line["trace"][-1]
    assert "dropped_fields" not in line
    assert "138" not in str(line["trace"])


async def test_the_receipt_and_the_inbox(doorstep: Server) -> None:
    anna, lead = await doorstep.persona("technician"), await doorstep.persona("dispatcher")
    device = await enrolled(anna)
    await sent(anna, body(device, (1, op(anna, 1))))
    receipt = (await anna.get(f"/api/v1/sync/receipt?device_id={device}")).json()
    assert (receipt["last_cseq"], receipt["n"], receipt["parked"]) == (1, 1, 1)
    items = (await lead.get("/api/v1/parked")).json()["items"]
    assert [(one["op_id"], one["reason"]) for one in items] == [(an_id(1), "unknown_work_order")]
    path = f"/api/v1/parked/{an_id(1)}"
    still = await lead.post(path, {"decision": "accept"})
    assert (still.status_code, still.json()["code"]) == (409, "cannot_apply")
    assert (await lead.post(path, {"decision": "sing"})).status_code in {400, 422}
    ruled = await lead.post(path, {"decision": "reject", "note": "typo"})
    assert (ruled.status_code, ruled.json()["resolution"]) == (200, "reject")
    assert (await lead.get("/api/v1/parked")).json()["items"] == []


async def test_a_commit_hints_at_whom_it_concerns(doorstep: Server) -> None:
    anna, lead = await doorstep.persona("technician"), await doorstep.persona("dispatcher")
    device = await enrolled(anna)
    await sent(anna, body(device, (1, op(anna, 1))))
    hub = doorstep.running.live
    with hub.subscribe([f"user:{anna.id}"]) as reader:
        await lead.post(f"/api/v1/parked/{an_id(1)}", {"decision": "reject"})
        frames = reader.frames()
        await anext(frames)
        told = await anext(frames)
    assert b"event: head" in told
    assert b'{"head":"' in told


async def test_a_connection_that_ends_in_the_middle_of_a_request_is_no_failure_of_the_server(doorstep: Server) -> None:
    phone = await doorstep.persona("technician")
    heard = iter(({"type": "http.request", "body": b'{"device_id":', "more_body": True}, {"type": "http.disconnect"}))
    said: list[dict[str, Any]] = []

    async def receive() -> Any:
        return next(heard)

    async def send(message: Any) -> None:
        said.append(message)

    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "https",
        "method": "POST",
        "path": "/api/v1/sync/exchange",
        "raw_path": b"/api/v1/sync/exchange",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"doorstep.test"), (b"authorization", f"Bearer {phone.token}".encode())],
        "client": ("127.0.0.1", 1),
        "server": ("doorstep.test", 443),
    }
    await doorstep.app(scope, receive, send)
    assert said[0]["status"] == 400
