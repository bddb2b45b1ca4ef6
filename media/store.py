"""Loading and saving evidence; structs in, structs out.

Errors   none of its own; what is not there is None or missing from the answer.
Effects  reads and writes this package's tables inside the caller's transaction.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from msgspec import Struct
from sqlalchemy import BindParameter, Insert, Row, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.upserts import upsert
from media.evidence import MASK, Print
from media.model import NO_SEALS, Blob, BlobState, Certificate, Photo, Quality, Seals, Signature
from media.tables import blob, certificate, photo, signature, upload

PRINTS = 20_000  # how many photos of an organisation, newest first, a new one is compared with
# Built once: putting a statement together costs more than running it.
_SHAS: BindParameter[Any] = bindparam("shas", expanding=True)
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_PROVEN = select(upload.c.sha256, upload.c.created_by).where(
    upload.c.org_id == bindparam("org_id"),
    upload.c.sha256.in_(_SHAS),
    upload.c.created_by.in_(bindparam("actors", expanding=True)),
    upload.c.state == BlobState.PRESENT,
)
_BLOBS = select(blob).where(blob.c.org_id == bindparam("org_id"), blob.c.sha256.in_(_SHAS))
_PHOTOS = select(photo).where(photo.c.id.in_(_IDS)).with_for_update()
_PHOTOS_AND_BESIDE = (
    select(photo)
    .where(photo.c.id.in_(_IDS) | photo.c.work_order_id.in_(bindparam("orders", expanding=True)))
    .order_by(photo.c.taken_at, photo.c.id)
    .with_for_update()
)
_PHOTOS_OF = select(photo).where(photo.c.work_order_id.in_(_IDS)).order_by(photo.c.taken_at, photo.c.id)
_PUT_PHOTOS = insert(photo)
_AWAITING = (
    select(photo)
    .where(photo.c.org_id == bindparam("org_id"), photo.c.sha256 == bindparam("sha256"), photo.c.present.is_(False))
    .order_by(photo.c.id)
    .with_for_update()
)
_SAVE_PHOTO = (
    update(photo)
    .where(photo.c.id == bindparam("b_id"))
    .values({one.name: bindparam(f"b_{one.name}", type_=one.type) for one in photo.c if one.name != "id"})
)
_PRINTS = (
    select(
        *(photo.c.id, photo.c.work_order_id, photo.c.slot, photo.c.sha256),
        *(blob.c.dhash, blob.c.dhash_mirror, blob.c.comparable),
    )
    .join(blob, (blob.c.org_id == photo.c.org_id) & (blob.c.sha256 == photo.c.sha256))
    .where(photo.c.org_id == bindparam("org_id"), photo.c.present.is_(True), photo.c.retracted_at.is_(None))
    .order_by(photo.c.id.desc())
    .limit(PRINTS)
)
_BY = (upload.c.org_id == bindparam("org_id"), upload.c.created_by == bindparam("actor_id"))
_UPLOAD = select(upload).where(*_BY, upload.c.sha256 == bindparam("sha256"))
_DROP_UPLOAD = delete(upload).where(*_BY, upload.c.sha256 == bindparam("sha256"))
_COUNT_UPLOADS = select(func.count()).select_from(upload).where(*_BY)
_COUNT_UPLOADS_IN = _COUNT_UPLOADS.where(upload.c.state == bindparam("state", type_=upload.c.state.type))


class Held(Struct, frozen=True):
    """A blob with what developing it told."""

    blob: Blob
    quality: Quality
    mirror: int
    comparable: bool
    camera_time: str = ""
    seals: Seals = NO_SEALS


async def find_upload(conn: AsyncConnection, org_id: str, sha256: str, actor_id: str) -> Blob | None:
    row = (await conn.execute(_UPLOAD, {"org_id": org_id, "actor_id": actor_id, "sha256": sha256})).first()
    return None if row is None else Blob(**_values(row) | {"state": BlobState(row.state)})


async def put_upload(conn: AsyncConnection, given: Blob) -> None:
    values = {column.name: getattr(given, column.name) for column in upload.c}
    await _upsert(conn, upload, values, ("org_id", "sha256", "created_by"))


async def drop_upload(conn: AsyncConnection, org_id: str, sha256: str, actor_id: str) -> None:
    await conn.execute(_DROP_UPLOAD, {"org_id": org_id, "actor_id": actor_id, "sha256": sha256})


async def count_uploads(conn: AsyncConnection, org_id: str, actor_id: str, state: BlobState | None) -> int:
    mine: dict[str, object] = {"org_id": org_id, "actor_id": actor_id}
    if state is None:
        return int((await conn.execute(_COUNT_UPLOADS, mine)).scalar_one())
    return int((await conn.execute(_COUNT_UPLOADS_IN, mine | {"state": state})).scalar_one())


async def expired_uploads(conn: AsyncConnection, now: datetime, limit: int) -> list[Blob]:
    late = (upload.c.expires_at <= now, upload.c.state == BlobState.PARTIAL)
    rows = await conn.execute(select(upload).where(*late).limit(limit))
    return [Blob(**_values(row) | {"state": BlobState(row.state)}) for row in rows]


async def proven(
    conn: AsyncConnection, org_id: str, shas: Collection[str], actors: Collection[str]
) -> set[tuple[str, str]]:
    """Which of these actors have sent all bytes of which of these hashes, as (sha256, actor)."""
    if not shas:
        return set()
    asked = {"org_id": org_id, "shas": list(shas), "actors": list(actors)}
    return {(row.sha256, row.created_by) for row in await conn.execute(_PROVEN, asked)}


async def find_blobs(conn: AsyncConnection, org_id: str, shas: Collection[str]) -> dict[str, Held]:
    rows = await conn.execute(_BLOBS, {"org_id": org_id, "shas": list(shas)})
    return {row.sha256: _held(row) for row in rows}


async def put_blob(conn: AsyncConnection, held: Held) -> None:
    values = {
        **{name: getattr(held.blob, name) for name in ("org_id", "sha256", "size", "mime", "state")},
        "created_at": held.blob.created_at,
        "created_by": held.blob.created_by,
        "quality": held.quality,
        "dhash": _signed(held.quality.dhash),
        "dhash_mirror": _signed(held.mirror),
        "comparable": held.comparable,
        "camera_time": held.camera_time,
        "master_sha256": held.seals.master,
        "thumb_sha256": held.seals.thumb,
        "paper_sha256": held.seals.paper,
    }
    await _upsert(conn, blob, values, ("org_id", "sha256"))


async def find_photos(conn: AsyncConnection, ids: Collection[str]) -> dict[str, Photo]:
    """Photos by id, locked until the transaction ends where the database can."""
    rows = await conn.execute(_PHOTOS, {"ids": list(ids)})
    return {row.id: Photo(**_values(row)) for row in rows}


async def photos_of(conn: AsyncConnection, work_order_ids: Collection[str]) -> list[Photo]:
    """All photos of these work orders in the order in which they were taken."""
    return [Photo(**_values(row)) for row in await conn.execute(_PHOTOS_OF, {"ids": list(work_order_ids)})]


async def photos_and_beside(conn: AsyncConnection, ids: Collection[str], orders: Collection[str]) -> list[Photo]:
    """Photos by id and all of some work orders, in the order in which they were taken, locked."""
    rows = await conn.execute(_PHOTOS_AND_BESIDE, {"ids": list(ids), "orders": list(orders)})
    return [Photo(**_values(row)) for row in rows]


async def awaiting(conn: AsyncConnection, org_id: str, sha256: str) -> list[Photo]:
    """Photos whose bytes were announced under this hash and have not arrived."""
    rows = await conn.execute(_AWAITING, {"org_id": org_id, "sha256": sha256})
    return [Photo(**_values(row)) for row in rows]


async def insert_photos(conn: AsyncConnection, photos: Sequence[Photo]) -> None:
    if photos:
        await conn.execute(_PUT_PHOTOS, [_columns(item) for item in photos])


async def save_photo(conn: AsyncConnection, changed: Photo) -> None:
    await conn.execute(_SAVE_PHOTO, {f"b_{name}": value for name, value in _columns(changed).items()})


async def prints(conn: AsyncConnection, org_id: str) -> list[Print]:
    """The fingerprints of the newest photos that an organisation holds."""
    return [
        Print(id_, order, slot, sha256, dhash & MASK, mirror & MASK, comparable)
        for id_, order, slot, sha256, dhash, mirror, comparable in await conn.execute(_PRINTS, {"org_id": org_id})
    ]


async def find_signature(conn: AsyncConnection, signature_id: str) -> Signature | None:
    row = (await conn.execute(select(signature).where(signature.c.id == signature_id))).first()
    return None if row is None else _signature(row)


async def newest_signatures(conn: AsyncConnection, work_order_ids: Collection[str]) -> dict[str, Signature]:
    query = select(signature).where(signature.c.work_order_id.in_(work_order_ids))
    rows = await conn.execute(query.order_by(signature.c.signed_at, signature.c.id))
    return {row.work_order_id: _signature(row) for row in rows}


async def same_ink(conn: AsyncConnection, org_id: str, ink: str, besides: str) -> str | None:
    """Another work order that carries the very same strokes."""
    other = (signature.c.org_id == org_id, signature.c.ink == ink, signature.c.work_order_id != besides)
    return (await conn.execute(select(signature.c.work_order_id).where(*other).limit(1))).scalar_one_or_none()


async def insert_signature(conn: AsyncConnection, given: Signature, ink: str) -> None:
    values = {name: getattr(given, name) for name in given.__struct_fields__}
    await conn.execute(insert(signature).values(**values, ink=ink))


async def newest_certificate(conn: AsyncConnection, work_order_id: str, language: str) -> Certificate | None:
    query = select(certificate).where(certificate.c.work_order_id == work_order_id, certificate.c.language == language)
    newest = query.order_by(certificate.c.issued_at.desc(), certificate.c.id.desc()).limit(1)
    row = (await conn.execute(newest)).first()
    return None if row is None else Certificate(**_values(row))


async def certificates_of(conn: AsyncConnection, work_order_id: str) -> list[Certificate]:
    query = select(certificate).where(certificate.c.work_order_id == work_order_id)
    rows = await conn.execute(query.order_by(certificate.c.issued_at, certificate.c.id))
    return [Certificate(**_values(row)) for row in rows]


async def insert_certificate(conn: AsyncConnection, given: Certificate) -> None:
    await conn.execute(insert(certificate).values({name: getattr(given, name) for name in given.__struct_fields__}))


async def _upsert(conn: AsyncConnection, table: Table, values: dict[str, Any], keys: tuple[str, ...]) -> None:
    await conn.execute(_upserting(conn.dialect.name, table, tuple(values), keys), values)


@cache
def _upserting(dialect: str, table: Table, names: tuple[str, ...], keys: tuple[str, ...]) -> Insert:
    put = upsert(dialect, table)
    rest = {name: put.excluded[name] for name in names if name not in keys}
    return put.on_conflict_do_update(index_elements=list(keys), set_=rest)


def _values(row: Row[Any]) -> dict[str, Any]:
    return dict(row._mapping)  # noqa: SLF001 - the documented way to a row's names


def _columns(item: Photo) -> dict[str, Any]:
    return {name: getattr(item, name) for name in item.__struct_fields__}


def _signed(value: int) -> int:
    """The same 64 bits as a number the database can hold."""
    return value - (1 << 64) if value >> 63 else value


def _held(row: Row[Any]) -> Held:
    known = Blob(
        sha256=row.sha256,
        org_id=row.org_id,
        size=row.size,
        mime=row.mime,
        state=BlobState(row.state),
        received=row.size,
        created_at=row.created_at,
        created_by=row.created_by,
    )
    seals = Seals(row.master_sha256, row.thumb_sha256, row.paper_sha256)
    return Held(known, row.quality, row.dhash_mirror & MASK, row.comparable, row.camera_time, seals)


def _signature(row: Row[Any]) -> Signature:
    values = _values(row)
    values.pop("ink")
    return Signature(**values)
