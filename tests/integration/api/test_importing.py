"""A sealed file of unsent work, and what lies in the drop-box: taken in by anybody of the office, exactly once."""

import hashlib
from datetime import timedelta

import msgspec
import pytest
from sqlalchemy import func, select

from api import timers
from kernel import outbox
from kernel.actors import system
from offline_sync import sealing
from offline_sync.tables import sync_op
from tests.integration.api.test_sync import body, enrolled, op, sent
from tests.support import small_estate as estate
from tests.support.database import on_both
from tests.support.http_phone import a_jpeg
from tests.support.server import Persona, Server, an_id
from tests.support.vectors_sealing import ONCE


def packed(who: Persona, texts: list[str], photos: list[bytes], **changes: object) -> bytes:
    """What the phone puts into a file, before it is sealed."""
    blobs = [{"sha256": hashlib.sha256(one).hexdigest(), "size": len(one), "mime": "image/jpeg"} for one in photos]
    ops = [{"cseq": at, "raw": text} for at, text in enumerate(texts, 5)]
    head = {"doorstep": 1, "actor": who.id, "org": "LT", "device_id": None, "ops": ops, "blobs": blobs}
    return msgspec.json.encode(head | changes) + b"\n" + b"".join(photos)


def file(server: Server, text: bytes) -> bytes:
    return sealing.sealed(text, sealing.public(server.running.sealing_key), ONCE, 4096)


async def ledger(server: Server) -> int:
    async with server.running.database.read() as conn:
        return int((await conn.execute(select(func.count()).select_from(sync_op))).scalar_one())


@on_both
async def test_a_file_is_taken_in_once_under_its_authors_name_and_its_photos_are_kept(doorstep: Server) -> None:
    anna, clerk = await doorstep.persona("technician"), await doorstep.persona("clerk")
    photo = a_jpeg(1)
    content = file(doorstep, packed(anna, [op(anna, n) for n in range(3)], [photo]))
    told = (await clerk.ask("POST", "/api/v1/imports", content=content)).json()
    assert (told["operations"], told["parked"], told["known"], told["photos"]) == (3, 3, 0, 1)
    again = (await clerk.ask("POST", "/api/v1/imports", content=content)).json()
    assert again == {**told, "again": True}
    assert await ledger(doorstep) == 3
    async with doorstep.running.database.read() as conn:
        (row, *_) = (await conn.execute(select(sync_op))).all()
        (event,) = [one for one in await outbox.history(conn, told["id"]) if one.name == "phone.work_imported"]
    assert (row.user_id, event.actor_id) == (anna.id, clerk.id)
    listed = (await clerk.get("/api/v1/imports")).json()["items"]
    assert [(one["told"]["id"], one["author_code"] != "") for one in listed] == [(told["id"], True)]
    head = await anna.ask("HEAD", f"/api/v1/blobs/{hashlib.sha256(photo).hexdigest()}")
    assert head.headers["upload-offset"] == str(len(photo))


async def test_what_the_phone_sends_as_well_is_done_once(doorstep: Server) -> None:
    anna, lead = await doorstep.persona("technician"), await doorstep.persona("lead")
    device = await enrolled(anna)
    texts = [op(anna, n) for n in range(4)]
    await sent(anna, body(device, (1, texts[0])))
    told = (await lead.ask("POST", "/api/v1/imports", content=file(doorstep, packed(anna, texts[:3], [])))).json()
    assert (told["operations"], told["known"]) == (3, 1)
    answer = (await sent(anna, body(device, *enumerate(texts[1:], 2)))).json()
    assert [one["dup"] for one in answer["results"]] == [True, True, False]
    assert (answer["dev"]["last_cseq"], await ledger(doorstep)) == (4, 4)


async def test_a_file_that_ends_too_soon_keeps_what_came_and_the_whole_one_finishes_it(doorstep: Server) -> None:
    anna, clerk = await doorstep.persona("technician"), await doorstep.persona("clerk")
    content = file(doorstep, packed(anna, [op(anna, 1)], [a_jpeg(1)]))
    cut = await clerk.ask("POST", "/api/v1/imports", content=content[:-5000])
    assert (cut.status_code, cut.json()["code"]) == (422, "seal_broken")
    assert (await clerk.get("/api/v1/imports")).json()["items"] == []
    told = (await clerk.ask("POST", "/api/v1/imports", content=content)).json()
    assert (told["operations"], told["known"], told["photos"], told["again"]) == (1, 1, 1, False)


async def test_a_damaged_photo_is_refused_and_the_rest_is_taken(doorstep: Server) -> None:
    anna, clerk = await doorstep.persona("technician"), await doorstep.persona("clerk")
    good, bad = a_jpeg(1), b"no photo at all"
    told = (
        await clerk.ask("POST", "/api/v1/imports", content=file(doorstep, packed(anna, [op(anna, 1)], [bad, good])))
    ).json()
    assert (told["photos"], told["photos_refused"], told["operations"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"org": an_id(9)}, 404, "unknown_author"),
        ({"actor": an_id(9)}, 404, "unknown_author"),
        ({"doorstep": 7}, 404, "unknown_author"),
        ({"ops": "x"}, 422, "bad_packing"),
        ({"actor": estate.PEOPLE["colleague"].id}, 409, "import_not_theirs"),
    ],
)
async def test_a_file_that_is_not_what_it_says_is_refused(
    doorstep: Server, changes: dict[str, object], status: int, code: str
) -> None:
    anna, clerk = await doorstep.persona("technician"), await doorstep.persona("clerk")
    content = file(doorstep, packed(anna, [op(anna, 1)], [], **changes))
    answer = await clerk.ask("POST", "/api/v1/imports", content=content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await ledger(doorstep) == 0


@on_both
async def test_what_a_lost_phone_left_in_the_dropbox_is_looked_into_and_taken_in_once(doorstep: Server) -> None:
    anna, admin = await doorstep.persona("technician"), await doorstep.persona("admin")
    device = await enrolled(anna)
    content = body(device, (1, op(anna, 1)), (2, op(anna, 2)))
    name = (await anna.ask("POST", f"/api/v1/sync/dropbox?device_id={device}", content=content)).json()["id"]
    seen = (await admin.get(f"/api/v1/dropbox/{name}/opened")).json()
    assert (seen["form"], [one["kind"] for one in seen["operations"]]) == ("request", ["note.add", "note.add"])
    told = (await admin.post(f"/api/v1/dropbox/{name}/import")).json()
    again = (await admin.post(f"/api/v1/dropbox/{name}/import")).json()
    assert (told["operations"], again["again"], await ledger(doorstep)) == (2, True, 2)
    assert (await admin.get("/api/v1/dropbox")).json()["count"] == 0
    seen = (await admin.get(f"/api/v1/dropbox/{name}/opened")).json()
    assert [one["verdict"] for one in seen["operations"]] == ["parked", "parked"]


@pytest.mark.parametrize(
    ("content", "form"),
    [(b"hello", "text"), (b"\xff\xfe", "bytes"), (b"", "text"), (b'{"ops":[', "text")],
)
async def test_a_drop_that_holds_no_operation_is_shown_and_cannot_be_taken_in(
    doorstep: Server, content: bytes, form: str
) -> None:
    anna, admin = await doorstep.persona("technician"), await doorstep.persona("admin")
    name = (await anna.ask("POST", "/api/v1/sync/dropbox", content=content)).json()["id"]
    seen = (await admin.get(f"/api/v1/dropbox/{name}/opened")).json()
    assert (seen["form"], seen["operations"]) == (form, [])
    refused = await admin.post(f"/api/v1/dropbox/{name}/import")
    assert (refused.status_code, refused.json()["code"]) == (422, "bad_packing")


async def test_buried_events_are_listed_and_tried_again_for_ones_own_organisation(doorstep: Server) -> None:
    anna, admin = await doorstep.persona("technician"), await doorstep.persona("admin")
    await anna.ask("POST", "/api/v1/sync/dropbox", content=b"x")
    async with doorstep.running.database.act(system(estate.ORG)) as act:
        events = await outbox.claim(act.conn, act.now)
        n = next(one.n for one in events if one.name == "dropbox.arrived")
        await act.conn.execute(outbox.outbox.update().values(attempts=outbox.MAX_ATTEMPTS))
        await outbox.put_back(act.conn, n, act.now, "ValueError: no")
    listed = (await admin.get("/api/v1/buried")).json()["items"]
    assert [(one["n"], one["name"], one["error"]) for one in listed] == [(n, "dropbox.arrived", "ValueError: no")]
    assert (await admin.post("/api/v1/buried/retry", {"n": [n]})).json()["items"] == []


async def test_the_office_sees_what_lies_on_phones_and_what_was_lost_with_one(doorstep: Server) -> None:
    anna, admin = await doorstep.persona("technician"), await doorstep.persona("admin")
    lost = await enrolled(anna)
    told = {"made": 3, "bytes": 900, "photos": [{"sha256": "a" * 64, "size": 900, "work_order": an_id(9)}]}
    assert (await anna.post(f"/api/v1/sync/holdings?device_id={lost}", told)).status_code == 204
    page = (await admin.get("/api/v1/phones")).json()
    assert [(one["by"], one["operations"], one["photos"]) for one in page["holders"]] == [(anna.id, 3, 1)]
    assert page["gaps"] == []
    await admin.post(f"/api/v1/admin/devices/{lost}/revoke", {"reason": "left in the lift"})
    await timers.watch_phones(doorstep.running)
    page = (await admin.get("/api/v1/phones")).json()
    ((gap,), holders) = page["gaps"], page["holders"]
    assert (gap["why"], gap["numbers"], len(gap["photos"]), holders) == ("revoked", [[1, 3]], 1, [])
    path = f"/api/v1/phones/gaps/{gap['id']}"
    assert (await admin.post(path, {"note": "  "})).status_code in {400, 422}
    page = (await admin.post(path, {"note": "Anna asked"})).json()
    assert [(one["state"], one["note"]) for one in page["gaps"]] == [("acknowledged", "Anna asked")]


async def test_the_bell_rings_when_something_is_parked_and_not_when_it_is_applied(doorstep: Server) -> None:
    anna = await doorstep.persona("technician")
    device = await enrolled(anna)
    with doorstep.running.live.subscribe([f"office:{estate.ORG}"]) as reader:
        await sent(anna, body(device, (1, op(anna, 1))))
        await doorstep.drain()
        frames = reader.frames()
        heard = [await anext(frames), await anext(frames)]
    assert any(b'"what":"operation"' in one for one in heard)


async def test_what_nobody_decides_for_a_day_is_told_once(doorstep: Server) -> None:
    anna = await doorstep.persona("technician")
    await sent(anna, body(await enrolled(anna), (1, op(anna, 1))))
    doorstep.clock.advance(timedelta(hours=23))
    await timers.escalate(doorstep.running)
    doorstep.clock.advance(timedelta(hours=2))
    for _ in range(2):
        await timers.escalate(doorstep.running)
    async with doorstep.running.database.read() as conn:
        told = [one.name for one in await outbox.history(conn, an_id(999))]
    assert told.count("operation.overdue") == 1
    await doorstep.drain()
