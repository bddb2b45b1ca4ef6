"""Photos and signatures in the database: known before or after their bytes, once each, flagged, retracted, told."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import select

import dispatch.commands
from kernel import feed, outbox
from kernel.actors import Actor, Role, system
from kernel.geo import LatLng
from media import commands, queries
from media.model import BlobState, Certificate, Developed, Photo, PhotoId, Quality, SignatureId
from media.problems import BadUpload, SheetMismatch, SignatureTooSmall, TooManyUploads, UnknownBlob, UnknownPhoto
from tests.support.database import DATABASES, Database, act_on, database
from tests.support.dispatch_builders import NOON, ORG, a_report, an_actor, an_estate
from tests.support.signing import signed, strokes

SCENE = 0xF0F033CC55AA9966


@pytest.fixture(params=DATABASES)
async def db(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    async with database(request.param, tmp_path) as opened:
        async with act_on(opened, system(ORG), NOON) as act:
            await dispatch.commands.put_estate(act, an_estate())
        yield opened


TECHNICIAN = an_actor(Role.TECHNICIAN, "technician")
COLLEAGUE = an_actor(Role.TECHNICIAN, "colleague")


def sha(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def seen(dhash: int = SCENE, warnings: tuple[str, ...] = ()) -> Developed:
    quality = Quality(2016, 1512, 120, 800, dhash, "data:", warnings)
    return Developed("image/jpeg", b"master", b"thumb", quality, ~dhash & (1 << 64) - 1, "2026:11:02 10:00:00")


async def an_order(db: Database) -> str:
    async with act_on(db, system(ORG), NOON) as act:
        made, _ = await dispatch.commands.open_order(act, a_report())
    return made.id


def shot(order: str, name: str, slot: str = "before", **changes: object) -> Photo:
    values = {
        "id": PhotoId(sha(f"{order}{name}{slot}")[:36]),
        "org_id": ORG,
        "work_order_id": order,
        "slot": slot,
        "sha256": sha(name),
        "taken_at": NOON,
        "by": "technician",
        "by_role": "technician",
        "position": LatLng(30.57, 104.06),
        "accuracy_m": 12.0,
        **changes,
    }
    return Photo(**values)  # type: ignore[arg-type]


async def add(db: Database, *photos: Photo, by: Actor = TECHNICIAN) -> list[Photo]:
    async with act_on(db, by, NOON) as act:
        return await commands.add_photos(act, photos)


async def arrive(db: Database, name: str, developed: Developed | None = None, by: Actor = TECHNICIAN) -> None:
    async with act_on(db, by, NOON) as act:
        await commands.declare(act, sha(name), 1000, "image/jpeg")
        await commands.complete(act, sha(name), developed or seen())


async def stored(db: Database, order: str) -> list[Photo]:
    async with db.read.connect() as conn:
        return await queries.photos(conn, order)


async def told(db: Database, order: str) -> list[str]:
    async with db.read.connect() as conn:
        history = await outbox.history(conn, order)
    assert outbox.first_broken_link(history) is None
    return [line.name for line in history if line.name.startswith(("photo.", "signature.", "certificate."))]


@pytest.mark.parametrize("bytes_first", [True, False])
async def test_a_photo_is_present_once_both_its_row_and_its_bytes_are_here(db: Database, *, bytes_first: bool) -> None:
    order = await an_order(db)
    if bytes_first:
        await arrive(db, "a")
    (answer,) = await add(db, shot(order, "a"))
    assert answer.present == bytes_first
    if not bytes_first:
        async with db.read.connect() as conn:
            assert await queries.proof_counts(conn, [order]) == {order: (1, 0, 1)}
        await arrive(db, "a")
    (photo,) = await stored(db, order)
    assert photo.present
    assert photo.quality == seen().quality
    assert (photo.version, photo.position) == (2, LatLng(30.57, 104.06))
    assert await told(db, order) == ["photo.added", "photo.stored"]
    async with db.read.connect() as conn:
        assert await queries.proof_counts(conn, [order, "unknown"]) == {order: (1, 0, 0), "unknown": (0, 0, 0)}
        heads = await conn.execute(select(feed.feed_head).where(feed.feed_head.c.kind == "photo"))
        (head,) = heads.all()
    assert (head.id, head.scope, head.version) == (photo.id, order, 2)
    assert msgspec.json.decode(head.body, type=Photo) == photo


async def test_the_same_photo_twice_is_one(db: Database) -> None:
    order = await an_order(db)
    first, again, other = await add(db, shot(order, "a"), shot(order, "a"), shot(order, "a", id="another"))
    assert first == again == other
    assert await add(db, shot(order, "a", id="a third")) == [first]
    as_after = (await add(db, shot(order, "a", "after")))[0]
    assert as_after.id != first.id
    assert [photo.id for photo in await stored(db, order)] == sorted([first.id, as_after.id])


async def test_a_photo_claims_nothing_of_its_own(db: Database) -> None:
    order = await an_order(db)
    lying = shot(order, "a", present=True, quality=seen().quality, version=99)
    (kept,) = await add(db, lying)
    assert (kept.present, kept.quality, kept.version) == (False, None, 1)


async def test_the_hash_of_somebody_elses_photo_is_not_enough(db: Database) -> None:
    order = await an_order(db)
    await arrive(db, "a")
    (claimed,) = await add(db, shot(order, "a", by="colleague"), by=COLLEAGUE)
    assert not claimed.present
    async with db.read.connect() as conn:
        assert await queries.present(conn, COLLEAGUE, [sha("a")]) == frozenset()
        assert await queries.present(conn, TECHNICIAN, [sha("a"), sha("b")]) == {sha("a")}
        assert await queries.work_orders_with(conn, ORG, sha("a")) == []
    await arrive(db, "a", by=COLLEAGUE)
    assert (await stored(db, order))[0].present


async def test_what_an_order_shows_already_may_be_shown_on_it_again(db: Database) -> None:
    order = await an_order(db)
    await arrive(db, "a")
    await add(db, shot(order, "a", "report"))
    (again,) = await add(db, shot(order, "a", by="colleague"), by=COLLEAGUE)
    assert again.present


async def test_the_system_answers_for_everybody(db: Database) -> None:
    order = await an_order(db)
    await add(db, shot(order, "a"), by=system(ORG))
    await arrive(db, "a", by=system(ORG))
    assert (await stored(db, order))[0].present


async def test_photos_seen_before_are_flagged_for_the_lead_and_kept(db: Database) -> None:
    first, second = await an_order(db), await an_order(db)
    await arrive(db, "a")
    await arrive(db, "b", seen(SCENE ^ 0b1111))
    await arrive(db, "c", seen(SCENE ^ (0xFFFFFFFF << 16)))
    await add(db, shot(first, "a"))
    await add(db, shot(second, "a"), shot(second, "b", "after"), shot(second, "c", "after"))
    flags = {(photo.slot, photo.sha256): photo.flags for photo in await stored(db, second)}
    assert flags == {
        ("before", sha("a")): ("seen_before",),
        ("after", sha("b")): ("suspected_reuse",),
        ("after", sha("c")): (),
    }
    assert (await told(db, second)).count("photo.flagged") == 2
    await add(db, shot(first, "a", "after"))
    assert [photo.flags for photo in await stored(db, first) if photo.slot == "after"] == [("seen_before", "unchanged")]


async def test_a_retracted_photo_counts_for_nothing_and_stays_in_the_history(db: Database) -> None:
    order = await an_order(db)
    (photo,) = await add(db, shot(order, "a"))
    for _ in range(2):
        async with act_on(db, TECHNICIAN, NOON) as act:
            gone = await commands.retract_photo(act, photo.id, "blurred")
    assert (gone.retracted_at, gone.version) == (NOON, 2)
    async with db.read.connect() as conn:
        assert await queries.proof_counts(conn, [order]) == {order: (0, 0, 0)}
        assert list(await queries.photos_of(conn, [order, "none"])) == [order, "none"]
    assert await told(db, order) == ["photo.added", "photo.retracted"]
    (retaken,) = await add(db, shot(order, "a", id="retaken"))
    assert retaken.id == "retaken"
    stranger = replace(TECHNICIAN, org_id="elsewhere")
    for actor, number in ((TECHNICIAN, "nothing"), (stranger, photo.id)):
        async with act_on(db, actor, NOON) as act:
            with pytest.raises(UnknownPhoto):
                await commands.retract_photo(act, number)


async def test_an_upload_has_one_length_and_one_owner(db: Database) -> None:
    async with act_on(db, TECHNICIAN, NOON) as act:
        made = await commands.declare(act, sha("a"), 1000, "image/jpeg")
        assert await commands.declare(act, sha("a"), 1000, "image/png") == made
        with pytest.raises(BadUpload):
            await commands.declare(act, sha("a"), 999, "image/jpeg")
    assert made.state is BlobState.PARTIAL
    async with act_on(db, COLLEAGUE, NOON) as act:
        with pytest.raises(UnknownBlob):
            await commands.complete(act, sha("a"), seen())
        assert await commands.recognise(act, sha("a"), 1000) is None


async def test_an_owner_sends_ten_photos_at_most(db: Database) -> None:
    owner = an_actor(Role.OWNER, "ticket")
    async with act_on(db, owner, NOON) as act:
        for number in range(10):
            await commands.declare(act, sha(str(number)), 1000, "image/jpeg")
            await commands.complete(act, sha(str(number)), seen())
        with pytest.raises(TooManyUploads):
            await commands.declare(act, sha("eleven"), 1000, "image/jpeg")


async def test_a_signature_is_kept_once_and_shown_to_phones(db: Database) -> None:
    order = await an_order(db)
    given = signed(order, org_id=ORG)
    for _ in range(2):
        async with act_on(db, TECHNICIAN, NOON) as act:
            assert await commands.add_signature(act, given) == given
    async with db.read.connect() as conn:
        assert await queries.signature(conn, order) == given
        assert await queries.signature(conn, "other") is None
        captured = (await outbox.history(conn, order))[-1]
    assert captured.name == "signature.captured"
    assert given.signer not in captured.body.decode()


async def test_the_same_strokes_on_another_order_are_told(db: Database) -> None:
    first, second = await an_order(db), await an_order(db)
    async with act_on(db, TECHNICIAN, NOON) as act:
        await commands.add_signature(act, signed(first, org_id=ORG))
        await commands.add_signature(act, signed(second, org_id=ORG, id=SignatureId("second")))
        await commands.add_signature(act, signed(second, org_id=ORG, id=SignatureId("third"), strokes=strokes(1)))
    assert await told(db, second) == ["signature.captured", "signature.repeated", "signature.captured"]


async def test_what_is_no_signature_is_not_kept(db: Database) -> None:
    order = await an_order(db)
    async with act_on(db, TECHNICIAN, NOON) as act:
        with pytest.raises(SignatureTooSmall):
            await commands.add_signature(act, signed(order, org_id=ORG, strokes=((1, 1),)))
        with pytest.raises(SheetMismatch):
            await commands.add_signature(act, signed(order, org_id=ORG, digest=sha("other")))
    async with db.read.connect() as conn:
        assert await queries.signature(conn, order) is None


async def test_the_same_certificate_is_issued_once(db: Database) -> None:
    order = await an_order(db)

    def made(id_: str, pdf: str = "p") -> Certificate:
        return Certificate(
            id=id_,
            org_id=ORG,
            work_order_id=order,
            number="C-1",
            language="zh",
            facts_sha256=sha("facts"),
            pdf_sha256=sha(pdf),
            template_sha256=sha("template"),
            font="font 1",
            typst="0.15.2",
            issued_at=NOON,
        )

    async with act_on(db, system(ORG), NOON) as act:
        first = await commands.issue_certificate(act, made("1"))
        assert await commands.issue_certificate(act, made("2")) == first
        second = await commands.issue_certificate(act, made("3", "another template"))
    async with db.read.connect() as conn:
        assert await queries.certificate(conn, order, "zh") == second
        assert await queries.certificate(conn, order, "en") is None
    assert await told(db, order) == ["certificate.issued"] * 2
