"""Photos over HTTP: sent whole, cut and taken up again, refused by name, shown to who may see them."""

import asyncio
import io
from datetime import timedelta

import pytest
from PIL import Image

import dispatch.commands
import media.commands
import media.queries
from api.timers import forget
from dispatch import intents
from media import uploads
from media.blobs import Variant
from tests.support import hostile, photos
from tests.support import small_estate as estate
from tests.support.server import Server
from tests.support.uploading import BASE, RAW, actor, add, coded, create, go_on, named, order_for, photo, url, where

PHOTO = photos.turned(6)


async def test_the_first_attempt_carries_the_body_and_the_photo_comes_back_as_pixels(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    order = await order_for(doorstep, "technician")
    await add(doorstep, photo(order, PHOTO))
    assert (await where(technician, PHOTO)).status_code == 404

    made = await create(technician, PHOTO)
    assert (made.status_code, made.headers["upload-offset"]) == (201, str(len(PHOTO)))
    assert made.headers["location"] == url(PHOTO)
    assert made.headers["tus-resumable"] == "1.0.0"

    for variant in ("master", "thumb", "original"):
        shown = await technician.get(f"{url(PHOTO)}?v={variant}")
        assert shown.status_code == 200
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert shown.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert shown.headers["cache-control"] == "private, max-age=31536000, immutable"
        assert shown.headers["content-type"] == "image/jpeg"
        kind, _, name = shown.headers["content-disposition"].partition("; ")
        assert kind == ("attachment" if variant == "original" else "inline")
        assert name.startswith('filename="photo-')
        if variant == "original":
            assert shown.content == PHOTO
        else:
            assert b"Exif" not in shown.content
            assert photos.is_upright(Image.open(io.BytesIO(shown.content)))
        again = await technician.get(f"{url(PHOTO)}?v={variant}", headers={"If-None-Match": shown.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")

    async with doorstep.running.database.read() as conn:
        (kept,) = await media.queries.photos(conn, order)
    assert kept.present
    assert kept.quality is not None
    assert (kept.quality.width, kept.quality.height) == (800, 600)


async def test_sending_it_again_changes_nothing(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    for _ in range(5):
        made = await create(technician, PHOTO)
        assert (made.status_code, made.headers["upload-offset"]) == (201, str(len(PHOTO)))
    told = await where(technician, PHOTO)
    assert (told.status_code, told.headers["upload-offset"], told.headers["upload-length"]) == (
        200,
        *[str(len(PHOTO))] * 2,
    )
    assert (await go_on(technician, PHOTO, len(PHOTO))).status_code == 204
    assert (await go_on(technician, PHOTO, 5)).json()["offset"] == len(PHOTO)


async def test_after_a_cut_the_offset_is_asked_for_and_the_rest_is_sent(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    cut = len(PHOTO) // 3
    made = await create(technician, PHOTO, PHOTO[:cut])
    assert (made.status_code, made.headers["upload-offset"]) == (201, str(cut))
    assert "upload-expires" in made.headers
    told = await where(technician, PHOTO)
    assert (told.headers["upload-offset"], told.headers["upload-length"]) == (str(cut), str(len(PHOTO)))
    wrong = await go_on(technician, PHOTO, cut + 1)
    assert (wrong.status_code, wrong.json()["code"], wrong.json()["offset"]) == (409, "offset_mismatch", cut)
    replayed = await create(technician, PHOTO)
    assert (replayed.status_code, replayed.json()["offset"]) == (409, cut)
    step = await go_on(technician, PHOTO, cut, PHOTO[cut : cut + 1000])
    assert (step.status_code, step.headers["upload-offset"]) == (204, str(cut + 1000))
    done = await go_on(technician, PHOTO, cut + 1000)
    assert (done.status_code, done.headers["upload-offset"]) == (204, str(len(PHOTO)))
    assert (await technician.get(f"{url(PHOTO)}?v=original")).content == PHOTO


async def test_a_stock_client_creates_by_metadata(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    offered = await technician.ask("OPTIONS", BASE)
    assert offered.status_code == 204
    assert offered.headers["tus-max-size"] == str(25 * 1024 * 1024)
    assert "creation-with-upload" in offered.headers["tus-extension"]
    told = {"Tus-Resumable": "1.0.0", "Upload-Length": str(len(PHOTO))}
    metadata = f"sha256 {coded(named(PHOTO))},filename {coded('../../etc/passwd')},filetype {coded('image/jpeg')}"
    made = await technician.ask("POST", BASE, headers={**told, "Upload-Metadata": metadata})
    assert (made.status_code, made.headers["location"], made.headers["upload-offset"]) == (201, url(PHOTO), "0")
    assert (await go_on(technician, PHOTO, 0, **{"Tus-Resumable": "1.0.0"})).status_code == 204
    assert (await technician.ask("POST", BASE, headers=told)).json()["code"] == "bad_upload"
    old = await technician.ask("HEAD", url(PHOTO), headers={"Tus-Resumable": "0.2.2"})
    assert old.status_code == 412


LEAKS = (b"<?php", b"<script", b"PK\x03\x04", b"Exif", b"GPS", b"ICC_PROFILE")
VERDICTS = {"too_large": 413, "not_a_photo": 415, "empty": 400}


async def test_what_is_no_photo_is_answered_on_the_spot_and_can_be_taken_again(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    for name, (make, expected) in hostile.TABLE.items():
        data = make()
        told = await create(technician, data)
        if expected == "ok":
            assert told.status_code == 201, name
            shown = await technician.get(url(data))
            assert shown.content.endswith(b"\xff\xd9"), name
            assert not [leak for leak in LEAKS if leak in shown.content], name
            continue
        problem = told.json()
        assert problem["code"] in expected.split("|"), name
        assert told.status_code == VERDICTS.get(problem["code"], 422), name
        assert told.headers["content-type"].startswith("application/problem+json")
        assert (await where(technician, data)).status_code == 404 if data else True
        assert not data or not await doorstep.running.blobs.has(named(data), Variant.ORIGINAL)
    polite = await create(technician, b"text", **{"Accept-Language": "en"})
    assert polite.json()["title"].startswith("This is not a photo")


async def test_forty_megabytes_are_refused_before_they_are_read(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    huge = b"\xff\xd8\xff" + b"\0" * (40 * 1024 * 1024)
    told = await create(technician, huge)
    assert (told.status_code, told.json()["code"]) == (413, "too_large")
    lied = await technician.ask("POST", url(PHOTO), content=huge, headers={**RAW, "Upload-Length": "1000"})
    assert (lied.status_code, lied.json()["code"]) == (413, "too_large")
    assert (await where(technician, PHOTO)).headers["upload-offset"] == "0"


async def test_bytes_that_are_not_what_their_name_says_are_thrown_away(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    spoilt = PHOTO[:-1] + b"\0"
    told = await technician.ask("POST", url(PHOTO), content=spoilt, headers={**RAW, "Upload-Length": str(len(PHOTO))})
    assert (told.status_code, told.json()["code"]) == (460, "checksum_mismatch")
    assert (await where(technician, PHOTO)).status_code == 404
    assert (await create(technician, PHOTO)).status_code == 201


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Upload-Length": "-1"}, "bad_upload"),
        ({"Upload-Length": "10000000000000"}, "too_large"),
        ({"Upload-Length": "1e3"}, "bad_upload"),
        ({}, "bad_upload"),
        ({"Upload-Length": "10", "Content-Type": "image/jpeg"}, "wrong_upload_type"),
        ({"Upload-Length": "10", "Content-Encoding": "gzip"}, "wrong_upload_type"),
    ],
)
async def test_nonsense_in_the_headers_has_a_name(doorstep: Server, headers: dict[str, str], code: str) -> None:
    technician = await doorstep.persona("technician")
    told = await technician.ask("POST", url(PHOTO), content=b"0123456789", headers={**RAW, **headers})
    assert told.json()["code"] == code
    assert 400 <= told.status_code < 500


async def test_nobody_learns_of_or_continues_somebody_elses_upload(doorstep: Server) -> None:
    technician, colleague, dispatcher, stranger = [
        await doorstep.persona(name) for name in ("technician", "colleague", "dispatcher", "foreign_dispatcher")
    ]
    await create(technician, PHOTO, PHOTO[:1000])
    for other in (colleague, dispatcher, stranger):
        assert (await where(other, PHOTO)).status_code == 404
        assert (await go_on(other, PHOTO, 1000)).status_code == 404
        assert (await other.get(url(PHOTO))).status_code in {403, 404}
    await go_on(technician, PHOTO, 1000)
    for other in (colleague, dispatcher, stranger):
        assert (await where(other, PHOTO)).status_code == 404
        assert (await other.get(url(PHOTO))).status_code == 404
    assert (await doorstep.client.get(url(PHOTO))).status_code == 401
    # Whoever has the bytes himself sends them like anybody else, and then may see them.
    assert (await create(stranger, PHOTO)).status_code == 201
    assert (await stranger.get(f"{url(PHOTO)}?v=thumb")).status_code == 200


async def test_a_photo_is_seen_by_who_sees_its_work_order(doorstep: Server) -> None:
    order = await order_for(doorstep, "technician")
    await add(doorstep, photo(order, PHOTO))
    await create(await doorstep.persona("technician"), PHOTO)
    seen = {}
    for name in ("colleague", "dispatcher", "clerk", "steward", "lead", "other_lead", "manager", "foreign_dispatcher"):
        who = await doorstep.persona(name)
        seen[name] = (await who.get(f"{url(PHOTO)}?v=thumb")).status_code
        known = await where(who, PHOTO) if name != "manager" else None
        if known is not None:
            assert (known.status_code == 200) == (seen[name] == 200)
    hidden = dict.fromkeys(("colleague", "other_lead", "foreign_dispatcher"), 404)
    assert seen == {**dict.fromkeys(("dispatcher", "clerk", "steward", "lead", "manager"), 200), **hidden}
    # Sight ends with the assignment.
    async with doorstep.running.database.act(actor("dispatcher")) as act:
        act.grant(actor("technician").id, order, visible=False, reason="revoked")
        act.grant(actor("colleague").id, order, visible=True, reason="offered")
    assert (await (await doorstep.persona("colleague")).get(url(PHOTO))).status_code == 200


async def test_naming_the_hash_of_a_foreign_photo_does_not_open_it(doorstep: Server) -> None:
    theirs = await order_for(doorstep, "technician")
    await add(doorstep, photo(theirs, PHOTO))
    await create(await doorstep.persona("technician"), PHOTO)
    mine = await order_for(doorstep, "colleague", 901)
    claimed = await add(doorstep, photo(mine, PHOTO, "colleague", id=doorstep.new_id()), "colleague")
    assert not claimed.present
    colleague = await doorstep.persona("colleague")
    # He sees an order that says it shows these bytes, but has never proven that he has them.
    assert (await colleague.get(url(PHOTO))).status_code == 404


async def test_two_attempts_at_once_leave_one_whole_photo(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    await create(technician, PHOTO, PHOTO[:1000])
    answers = await asyncio.gather(*(go_on(technician, PHOTO, 1000) for _ in range(4)))
    assert min(answer.status_code for answer in answers) == 204
    assert {answer.status_code for answer in answers} <= {204, 409}
    assert (await technician.get(f"{url(PHOTO)}?v=original")).content == PHOTO


async def test_a_full_disk_says_so_and_keeps_what_it_has(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    await create(technician, PHOTO, PHOTO[:1000])
    doorstep.running.blobs._free = lambda _folder: 0  # type: ignore[attr-defined]
    told = await go_on(technician, PHOTO, 1000)
    assert (told.status_code, told.json()["code"]) == (507, "disk_full")
    assert (await where(technician, PHOTO)).headers["upload-offset"] == "1000"
    doorstep.running.blobs._free = lambda _folder: 1 << 40  # type: ignore[attr-defined]
    assert (await go_on(technician, PHOTO, 1000)).status_code == 204


async def test_uploads_that_nobody_finished_are_forgotten_after_thirty_days(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    await create(technician, PHOTO, PHOTO[:1000])
    await create(technician, photos.jpeg())
    doorstep.clock.advance(timedelta(days=29))
    await forget(doorstep.running)
    assert (await where(await doorstep.persona("technician"), PHOTO)).status_code == 200
    doorstep.clock.advance(timedelta(days=2))
    await forget(doorstep.running)
    technician = await doorstep.persona("technician")
    assert (await where(technician, PHOTO)).status_code == 404
    assert (await where(technician, photos.jpeg())).status_code == 200


async def test_too_many_unfinished_uploads_are_refused(doorstep: Server) -> None:
    async with doorstep.running.database.act(actor("technician")) as act:
        for number in range(media.commands.STAFF_UNFINISHED):
            await media.commands.declare(act, f"{number:064x}", 10, "image/jpeg")
    technician = await doorstep.persona("technician")
    told = await create(technician, PHOTO)
    assert (told.status_code, told.json()["code"]) == (429, "too_many_uploads")
    known = await technician.ask("POST", f"{BASE}/{1:064x}", headers={"Upload-Length": "10"})
    assert known.status_code == 201


async def test_a_whole_upload_that_was_never_completed_is_completed_when_asked_about(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    await create(technician, PHOTO, PHOTO[:1000])
    key = uploads.key(estate.ORG, technician.id, named(PHOTO))
    await doorstep.running.blobs.append(key, 1000, PHOTO[1000:])  # and then the server died
    told = await where(technician, PHOTO)
    assert told.headers["upload-offset"] == str(len(PHOTO))
    assert (await technician.get(f"{url(PHOTO)}?v=original")).content == PHOTO


BAD_METADATA = [
    "sha256 not*base64",
    f"sha256 {coded('x' * 64)}",
    f"sha256 {coded(named(PHOTO))},sha256 {coded(named(PHOTO))}",
    "sha256 " + "A" * 100_000,
    f"filename {coded('before.jpg')}",
    "sha256",
]


@pytest.mark.parametrize("told", BAD_METADATA)
async def test_metadata_that_makes_no_sense_is_refused(doorstep: Server, told: str) -> None:
    technician = await doorstep.persona("technician")
    headers = {"Upload-Length": "10", "Upload-Metadata": told}
    answer = await technician.ask("POST", BASE, headers=headers)
    assert answer.status_code in {400, 431}, answer.text
    assert answer.status_code == 431 or answer.json()["code"] == "bad_upload"


@pytest.mark.parametrize("label", ["../../etc/passwd", "a\x00b.jpg", "gpj.\u202eerofeb", "漏水.jpg"])
async def test_a_file_name_is_never_used_for_anything(doorstep: Server, label: str) -> None:
    technician = await doorstep.persona("technician")
    told = f"sha256 {coded(named(PHOTO))},filename {coded(label)},filetype {coded('text/html')}"
    answer = await technician.ask(
        "POST", BASE, content=PHOTO, headers={**RAW, "Upload-Length": str(len(PHOTO)), "Upload-Metadata": told}
    )
    assert answer.status_code == 201, answer.text
    shown = await technician.get(f"{url(PHOTO)}?v=original")
    assert shown.headers["content-type"] == "image/jpeg"
    assert shown.headers["content-disposition"] == f'attachment; filename="photo-{named(PHOTO)[:12]}.jpeg"'


async def test_more_bytes_than_announced_are_refused_and_the_offset_stays(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    await create(technician, PHOTO, PHOTO[:1000])
    told = await go_on(technician, PHOTO, 1000, PHOTO[1000:] + b"more")
    assert (told.status_code, told.json()["code"]) == (413, "too_large")
    assert (await where(technician, PHOTO)).headers["upload-offset"] == "1000"
    wrong = await go_on(technician, PHOTO, 1000, **{"Content-Type": "image/jpeg"})
    zipped = await go_on(technician, PHOTO, 1000, **{"Content-Encoding": "gzip"})
    assert [answer.status_code for answer in (wrong, zipped)] == [415, 415]
    beyond = await go_on(technician, PHOTO, len(PHOTO) + 5, b"x")
    assert (beyond.status_code, beyond.json()["offset"]) == (409, 1000)


async def test_another_method_in_a_header_is_not_another_method(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    await create(technician, PHOTO, PHOTO[:1000])
    for header in ("PATCH", "DELETE"):
        told = await technician.ask("GET", url(PHOTO), headers={"X-HTTP-Method-Override": header})
        assert told.status_code == 404  # nothing to be seen yet, and nothing was done
    assert (await technician.ask("DELETE", url(PHOTO))).status_code == 405
    assert (await where(technician, PHOTO)).headers["upload-offset"] == "1000"


async def test_a_range_beyond_the_end_is_refused_and_one_within_is_answered(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    await create(technician, PHOTO)
    address = f"{url(PHOTO)}?v=original"
    beyond = await technician.get(address, headers={"Range": f"bytes={len(PHOTO)}-"})
    assert (beyond.status_code, beyond.json()["code"]) == (416, "range_beyond")
    assert beyond.headers["content-range"] == f"bytes */{len(PHOTO)}"
    some = await technician.get(address, headers={"Range": "bytes=10-19"})
    assert (some.status_code, some.content) == (206, PHOTO[10:20])
    assert some.headers["content-range"] == f"bytes 10-19/{len(PHOTO)}"
    changed = await technician.get(address, headers={"Range": "bytes=10-19", "If-Range": '"another"'})
    assert (changed.status_code, changed.content) == (200, PHOTO)


async def test_a_photo_of_a_closed_or_cancelled_order_is_kept(doorstep: Server) -> None:
    """The bytes know of no order; what their operation meets is an addendum, told by the sync's own tests."""
    order = await order_for(doorstep, "technician")
    async with doorstep.running.database.act(actor("dispatcher")) as act:
        await dispatch.commands.carry_out(act, order, intents.Cancel("业主取消"), version=None)
    technician = await doorstep.persona("technician")
    assert (await create(technician, PHOTO)).status_code == 201
    late = await add(doorstep, photo(order, PHOTO))
    assert late.present
