"""One request about one upload: who sends, what is held, and the way from the last byte to a photo.

Errors   those of `media.problems`; `Busy` while so many operations stand in line that photos have to wait.
Effects  the blob store and the workshop between short transactions; no transaction is open while bytes arrive. One
photo at a time stands at the writer (the pen), so that operations find it free between two.
"""

import asyncio

from sqlalchemy.ext.asyncio import AsyncConnection

import dispatch.queries
import media.commands
import media.queries
from api.admission import Crowd, chance, later
from api.db import Busy, Database
from api.edge import Asked
from api.lanes import Lanes
from api.receiving import receive
from kernel import feed
from kernel.actors import OFFICE, Actor, Role
from kernel.errors import Invalid
from media import darkroom, uploads
from media.blobs import BlobStore
from media.model import Blob, BlobState
from media.problems import ChecksumMismatch, UnknownBlob
from media.workshop import Workshop


async def may_read(conn: AsyncConnection, me: Actor, sha256: str) -> bool:
    """Whether this actor has sent these bytes himself or sees a work order that shows them."""
    if await media.queries.present(conn, me, [sha256]):
        return True
    orders = await media.queries.work_orders_with(conn, me.org_id, sha256)
    if not orders:
        return False
    if me.role is Role.TECHNICIAN:
        return await feed.sees(conn, me.id, orders)
    if me.role not in OFFICE:
        return False
    communities = await dispatch.queries.communities_by_order(conn, me.org_id, orders)
    return any(me.covers(community) for community in communities.values())


class Desk:
    """Everything one request about an upload needs."""

    def __init__(self, request: Asked, me: Actor, sha256: str) -> None:
        state = request.app.state
        self._database: Database = state.database
        self._blobs: BlobStore = state.blobs
        self._workshop: Workshop = state.workshop
        self._lanes: Lanes = state.lanes
        self._crowd: Crowd = state.crowd
        self._pen: asyncio.Semaphore = state.pen
        self._request = request
        self._me = me
        self.sha256 = uploads.sha256(sha256)
        self._key = uploads.key(me.org_id, me.id, self.sha256)

    async def begin(self, length: int, mime: str) -> Blob:
        """The upload, new or known; present when there is nothing left to send."""
        async with self._pen, self._database.act(self._me) as act:
            if await may_read(act.conn, self._me, self.sha256):
                held = await media.commands.recognise(act, self.sha256, length)
                if held is not None:
                    return held
            return await media.commands.declare(act, self.sha256, length, mime)

    async def known(self) -> Blob:
        """This actor's upload, or `UnknownBlob`."""
        async with self._database.read() as conn:
            found = await media.queries.upload(conn, self._me, self.sha256)
        if found is None:
            raise UnknownBlob
        return found

    async def state(self) -> tuple[int, Blob]:
        """How many bytes are held, and the upload as it stands afterwards. Puts down an attempt that is under way.

        A whole upload that was never completed (the server died in between) is completed now: the offset says that
        nothing is left to send, so nobody else would. What turns out to be no photo then is forgotten and refused.
        """
        async with self._database.read() as conn:
            found = await media.queries.upload(conn, self._me, self.sha256)
            if found is None and await may_read(conn, self._me, self.sha256):
                found = await media.queries.blob(conn, self._me.org_id, self.sha256)
        if found is None:
            raise UnknownBlob
        if found.state is BlobState.PRESENT:
            return found.size, found
        async with self._lanes.take(self._key):
            held = await self._blobs.size(self._key) or 0
            if held == found.size:
                await self._complete()
                found = await self.known()
        return held, found

    async def take_in(self, upload: Blob, offset: int, *, anew: bool = False) -> int:
        """The request's body from `offset` on; where the upload ends now. The last byte completes it.

        `anew`: a client that lost the address sends everything again; what is held of it is passed over.
        """
        if upload.state is BlobState.PRESENT:
            uploads.goes_on(offset, upload.size)
            return upload.size
        if self._crowd.pressed:  # operations first
            raise Busy(retry_after_s=later(chance(self._database)))
        async with self._lanes.take(self._key) as stop:
            held = await self._blobs.size(self._key) or 0
            if not anew:
                uploads.goes_on(offset, held)
            piece = uploads.Piece(offset, upload.size, held if anew else 0)
            end = await receive(self._request, self._blobs, self._key, piece, stop)
            if end == upload.size:
                await self._complete()
        return end

    async def _complete(self) -> None:
        """Verify, keep, develop and tell; what is no photo is forgotten, so that it can be taken again."""
        try:
            developed = await darkroom.finish(self._blobs, self._workshop, self._key, self.sha256)
        except (ChecksumMismatch, Invalid):
            async with self._database.act(self._me) as act:
                await media.commands.give_up(act, self.sha256)
            raise
        async with self._pen, self._database.act(self._me) as act:
            await media.commands.complete(act, self.sha256, developed)
