"""What can be done with evidence: upload, add, retract, sign, certify.

Bytes and rows come on different lanes and in any order: a photo may be known before its bytes, the bytes may
be here before the photo. Whichever comes second makes the photo present. Decoding happens before `complete`
is called (`media.darkroom`), so no transaction waits for it.

Errors   the problems of `media.problems`.
Effects  store and act; never commits.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from kernel.act import Act
from kernel.actors import Role
from kernel.heads import Head
from media import events as e
from media import evidence, graves, signature, store, uploads
from media.evidence import Print
from media.model import Blob, BlobState, Certificate, Developed, Photo, Signature
from media.problems import TooManyUploads, UnknownBlob, UnknownPhoto
from media.store import Held

OWNER_UPLOADS = 10
STAFF_UNFINISHED = 500


async def declare(act: Act, sha256: str, size: int, mime: str) -> Blob:
    """An upload of this actor, new or known. Present when he has sent these bytes before."""
    await graves.revive(act.conn, [sha256])
    known = await store.find_upload(act.conn, act.actor.org_id, sha256, act.actor.id)
    if known is not None:
        uploads.same_length(size, known.size)
        return known
    await _check_quota(act)
    made = Blob(
        sha256=sha256,
        org_id=act.actor.org_id,
        size=size,
        mime=mime,
        state=BlobState.PARTIAL,
        created_at=act.now,
        created_by=act.actor.id,
        expires_at=uploads.expiry(act.now),
    )
    await store.put_upload(act.conn, made)
    return made


async def _check_quota(act: Act) -> None:
    owner = act.actor.role is Role.OWNER
    state, limit = (None, OWNER_UPLOADS) if owner else (BlobState.PARTIAL, STAFF_UNFINISHED)
    if await store.count_uploads(act.conn, act.actor.org_id, act.actor.id, state) >= limit:
        raise TooManyUploads(limit=limit)


async def recognise(act: Act, sha256: str, size: int) -> Blob | None:
    """The organisation holds these bytes and the caller has seen that this actor may read them: nothing to send."""
    await graves.revive(act.conn, [sha256])
    held = (await store.find_blobs(act.conn, act.actor.org_id, [sha256])).get(sha256)
    if held is None or held.blob.size != size:
        return None
    known = replace(held.blob, created_by=act.actor.id, created_at=act.now)
    await store.put_upload(act.conn, known)
    return known


async def complete(act: Act, sha256: str, developed: Developed) -> Blob:
    """All bytes of this actor's upload are here, verified and developed: his waiting photos become present."""
    known = await store.find_upload(act.conn, act.actor.org_id, sha256, act.actor.id)
    if known is None:
        raise UnknownBlob
    done = replace(known, state=BlobState.PRESENT, received=known.size, expires_at=None, mime=developed.mime)
    await store.put_upload(act.conn, done)
    quality = developed.quality
    comparable = evidence.comparable(quality.dhash, quality.warnings)
    held = Held(done, quality, developed.mirror, comparable, developed.camera_time, developed.seals)
    await store.put_blob(act.conn, held)
    waiting = await store.awaiting(act.conn, act.actor.org_id, sha256)
    whole = act.actor.role is Role.SYSTEM
    await _arrive(act, [(photo, held) for photo in waiting if whole or photo.by == act.actor.id])
    return done


async def give_up(act: Act, sha256: str) -> None:
    """Forget an upload whose bytes turned out to be no photo, or that nobody finished."""
    await store.drop_upload(act.conn, act.actor.org_id, sha256, act.actor.id)


async def sweep(act: Act, limit: int = 500) -> list[Blob]:
    """Forget uploads that were not finished in time; the caller discards their bytes."""
    late = await store.expired_uploads(act.conn, act.now, limit)
    for old in late:
        await store.drop_upload(act.conn, old.org_id, old.sha256, old.created_by)
    return late


async def add_photo(act: Act, photo: Photo) -> Photo:
    """One photo; the same id twice is one, so are the same bytes twice in one slot of one work order."""
    return (await add_photos(act, [photo]))[0]


async def add_photos(act: Act, photos: Sequence[Photo]) -> list[Photo]:
    """Photos as they stand afterwards, one for each given."""
    orders = {photo.work_order_id for photo in photos}
    found_there = await store.photos_and_beside(act.conn, [photo.id for photo in photos], orders)
    known = {photo.id: photo for photo in found_there}
    beside = [one for one in found_there if one.work_order_id in orders and one.retracted_at is None]
    same = {(photo.work_order_id, photo.slot, photo.sha256): photo for photo in beside}
    new: list[Photo] = []
    answers: list[Photo] = []
    for photo in photos:
        place = photo.work_order_id, photo.slot, photo.sha256
        found = known.get(photo.id) or same.get(place)
        if found is None:
            found = replace(photo, present=False, quality=None, retracted_at=None, version=1)
            new.append(found)
        known[photo.id] = same[place] = found
        answers.append(found)
    await store.insert_photos(act.conn, new)
    for photo in new:
        act.record(photo.work_order_id, e.PhotoAdded(photo.id, photo.slot, photo.sha256), occurred_at=photo.taken_at)
        _show(act, photo)
    changed = await _arrive(act, await _already_held(act, new, beside))
    return [changed.get(photo.id, photo) for photo in answers]


async def _already_held(act: Act, new: Sequence[Photo], beside: Sequence[Photo]) -> list[tuple[Photo, Held]]:
    """The new photos whose bytes are held and may be used: proven by the sender, or seen on the same order.

    Naming the hash of somebody else's photo is not enough, or it would open that photo.
    """
    if not new:
        return []
    shas = {photo.sha256 for photo in new}
    await graves.revive(act.conn, shas)
    held = await store.find_blobs(act.conn, act.actor.org_id, shas)
    if not held:
        return []
    senders = {photo.by for photo in new} | {act.actor.id}
    proof = await store.proven(act.conn, act.actor.org_id, held, senders)
    seen = {(photo.work_order_id, photo.sha256) for photo in beside if photo.present}
    return [
        (photo, held[photo.sha256])
        for photo in new
        if photo.sha256 in held
        and (
            (photo.sha256, photo.by) in proof
            or (photo.sha256, act.actor.id) in proof
            or (photo.work_order_id, photo.sha256) in seen
        )
    ]


async def _arrive(act: Act, arrivals: Sequence[tuple[Photo, Held]]) -> dict[str, Photo]:
    """Make photos present, and look whether they were seen before."""
    if not arrivals:
        return {}
    others = await store.prints(act.conn, act.actor.org_id)
    changed: dict[str, Photo] = {}
    for photo, held in arrivals:
        fingerprint = Print(
            photo.id, photo.work_order_id, photo.slot, photo.sha256, held.quality.dhash, held.mirror, held.comparable
        )
        found = evidence.findings(fingerprint, others)
        others.append(fingerprint)
        flags = tuple(dict.fromkeys((*photo.flags, *found)))
        now = replace(photo, present=True, quality=held.quality, flags=flags, version=photo.version + 1)
        await store.save_photo(act.conn, now)
        act.record(now.work_order_id, e.PhotoStored(now.id, now.slot, now.sha256, held.quality.warnings, held.seals))
        if found:
            act.record(now.work_order_id, e.PhotoFlagged(now.id, now.slot, found))
        _show(act, now)
        changed[now.id] = now
    return changed


async def retract_photo(act: Act, photo_id: str, reason: str = "", *, at: datetime | None = None) -> Photo:
    """Take a photo back. It stays in the history and on disk, and counts for nothing. Twice is once."""
    photo = (await store.find_photos(act.conn, [photo_id])).get(photo_id)
    if photo is None or photo.org_id != act.actor.org_id:
        raise UnknownPhoto(photo=photo_id)
    if photo.retracted_at is not None:
        return photo
    now = replace(photo, retracted_at=at or act.now, version=photo.version + 1)
    await store.save_photo(act.conn, now)
    act.record(now.work_order_id, e.PhotoRetracted(now.id, now.slot, reason), occurred_at=at)
    _show(act, now)
    return now


async def credit(act: Act, work_order_id: str, by: str, flag: str) -> None:
    """Photos of somebody who is given the order back lose the flag that kept them from counting."""
    for photo in await store.photos_of(act.conn, [work_order_id]):
        if photo.by == by and flag in photo.flags:
            left = tuple(one for one in photo.flags if one != flag)
            kept = replace(photo, flags=left, version=photo.version + 1)
            await store.save_photo(act.conn, kept)
            _show(act, kept)


async def add_signature(act: Act, given: Signature) -> Signature:
    """A signature over a sheet; the same id twice is one."""
    known = await store.find_signature(act.conn, given.id)
    if known is not None:
        return known
    signature.check(given)
    kept = replace(given, version=1)
    ink = signature.ink(kept.strokes)
    other = await store.same_ink(act.conn, kept.org_id, ink, besides=kept.work_order_id)
    await store.insert_signature(act.conn, kept, ink)
    act.record(kept.work_order_id, e.SignatureCaptured(kept.id, kept.digest, ink), occurred_at=kept.signed_at)
    if other is not None:
        act.record(kept.work_order_id, e.SignatureRepeated(kept.id, other))
    body = msgspec.json.encode(kept)
    act.show(Head("signature", kept.id, kept.work_order_id, kept.version, body))
    return kept


async def issue_certificate(act: Act, issued: Certificate) -> Certificate:
    """Remember what was issued; its bytes are stored before. The same facts in the same language are one."""
    newest = await store.newest_certificate(act.conn, issued.work_order_id, issued.language)
    if newest is not None and newest.facts_sha256 == issued.facts_sha256 and newest.pdf_sha256 == issued.pdf_sha256:
        return newest
    await store.insert_certificate(act.conn, issued)
    told = e.CertificateIssued(issued.id, issued.number, issued.language, issued.pdf_sha256)
    act.record(issued.work_order_id, told)
    return issued


def _show(act: Act, photo: Photo) -> None:
    act.show(Head("photo", photo.id, photo.work_order_id, photo.version, msgspec.json.encode(photo)))
