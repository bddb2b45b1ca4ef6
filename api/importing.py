"""Taking in a phone's work on behalf of its author: a sealed file as it arrives, or the operations of a drop.

A file is opened while it is read, so that its size does not matter: operations first, then photo by photo. What is
done stays done when the rest does not come; the same file again finishes it.

Errors   those of `offline_sync.sealing` and `offline_sync.importing`; `UnknownAuthor`; `BadPacking`.
Effects  several short transactions, the blob store, the workshop.
"""

import hashlib
from collections.abc import AsyncIterator, Sequence

import msgspec
from msgspec.structs import replace

import dispatch.organisations
import media.commands
import media.queries
from api import accounts
from api.lanes import Lanes
from api.running import Running
from kernel.actors import Actor, ActorId, Role
from kernel.errors import Invalid, NotFound
from media import darkroom, uploads
from media.model import BlobState
from media.problems import ChecksumMismatch
from offline_sync import importing
from offline_sync.importing import Imported
from offline_sync.sealing import Opening, Packed, PackedPhoto, Tampered

HEAD_LIMIT = 64 * 1024 * 1024  # of the line with the operations


class UnknownAuthor(NotFound):
    """Nobody of this organisation made this work."""

    code = "unknown_author"


class BadPacking(Invalid):
    """Sealed properly, but what is inside is no unsent work."""

    code = "bad_packing"


class Reader:
    """The text of a sealed file, taken out of it as it is needed."""

    def __init__(self, parts: AsyncIterator[bytes], key: bytes) -> None:
        self._parts = parts
        self._opening = Opening(key)
        self._held = bytearray()
        self._over = False

    async def line(self) -> bytes:
        """Up to the first line feed."""
        looked = 0
        while (at := self._held.find(b"\n", looked)) < 0:
            looked = len(self._held)
            if looked > HEAD_LIMIT or not await self._more():
                raise BadPacking
        return self._taken(at + 1)

    async def exactly(self, size: int) -> bytes:
        while len(self._held) < size:
            if not await self._more():
                raise Tampered(piece=-1)
        return self._taken(size)

    async def rest(self) -> None:
        """Read to the end: an end that is missing must be noticed."""
        while await self._more():
            self._held.clear()

    def _taken(self, size: int) -> bytes:
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken

    async def _more(self) -> bool:
        if self._over:
            return False
        part = await anext(self._parts, None)
        if part is None:
            self._held += self._opening.end()
            self._over = True
        else:
            self._held += self._opening.feed(part)
        return True


async def author(running: Running, me: Actor, user_id: str) -> Actor:
    """The technician of this organisation whose work it is."""
    async with running.database.read() as conn:
        found = await accounts.get(conn, user_id)
    if found is None or found.org_id != me.org_id or found.role != Role.TECHNICIAN:
        raise UnknownAuthor(author=user_id)
    return Actor(ActorId(found.id), Role.TECHNICIAN, me.org_id)


async def file(running: Running, lanes: Lanes, me: Actor, parts: AsyncIterator[bytes]) -> Imported:
    """A whole file; what came of it."""
    reader = Reader(parts, running.sealing_key)
    head = await reader.line()
    try:
        packed = msgspec.json.decode(head, type=Packed)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise BadPacking from error
    name = importing.name_of(me.org_id, head)
    async with running.database.read() as conn:
        ours = await dispatch.organisations.organisation(conn, me.org_id)
        before = await importing.find(conn, me.org_id, name)
    if packed.doorstep != 1 or ours is None or packed.org != ours.code:  # a phone knows its organisation by its code
        raise UnknownAuthor(author=packed.actor)
    if before is not None:
        await reader.rest()
        return replace(before, again=True)
    whose = await author(running, me, packed.actor)
    told = await operations(running, whose, name, [one.raw.encode() for one in packed.ops])
    for photo in packed.blobs:
        told = await _photo(running, lanes, whose, photo, await reader.exactly(photo.size), told)
    await reader.rest()
    return await _recorded(running, me, told)


async def drop(running: Running, me: Actor, user_id: str, content: bytes, texts: Sequence[bytes]) -> Imported:
    """The operations of a drop; what came of them."""
    name = importing.name_of(me.org_id, content)
    async with running.database.read() as conn:
        before = await importing.find(conn, me.org_id, name)
    if before is not None:
        return replace(before, again=True)
    whose = await author(running, me, user_id)
    return await _recorded(running, me, await operations(running, whose, name, texts))


async def operations(running: Running, whose: Actor, name: str, texts: Sequence[bytes]) -> Imported:
    importing.check_author(texts, whose.id)
    told = Imported(id=name, user_id=whose.id)
    for batch in importing.batches(texts):
        async with running.database.act(whose) as act:
            results = await importing.push(act, name, batch, running.epoch)
        told = importing.counted(told, results)
    return told


async def _recorded(running: Running, me: Actor, told: Imported) -> Imported:
    async with running.database.act(me) as act:
        await importing.record(act, told)
    return told


async def _photo(
    running: Running, lanes: Lanes, whose: Actor, photo: PackedPhoto, data: bytes, told: Imported
) -> Imported:
    """One photo under its author's name, as if his phone had sent it."""
    if hashlib.sha256(data).hexdigest() != photo.sha256 or len(data) > uploads.MAX_BYTES:
        return replace(told, photos_refused=told.photos_refused + 1)
    async with running.database.act(whose) as act:
        upload = await media.commands.declare(act, photo.sha256, len(data), uploads.mime(photo.mime))
    if upload.state is BlobState.PRESENT:
        return replace(told, photos_known=told.photos_known + 1)
    key = uploads.key(whose.org_id, whose.id, photo.sha256)
    async with lanes.take(key):
        held = await running.blobs.size(key) or 0
        try:
            if held < len(data):
                await running.blobs.append(key, held, data[held:])
            developed = await darkroom.finish(running.blobs, running.workshop, key, photo.sha256)
        except (ChecksumMismatch, Invalid):
            async with running.database.act(whose) as act:
                await media.commands.give_up(act, photo.sha256)
            return replace(told, photos_refused=told.photos_refused + 1)
        async with running.database.act(whose) as act:
            await media.commands.complete(act, photo.sha256, developed)
    return replace(told, photos=told.photos + 1)
