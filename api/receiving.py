"""A request's body into the blob store, piece by piece, as it arrives.

Pieces are written once they are large enough and whatever is in hand when the connection breaks, when a newer
attempt wants the lane or when the sender is too slow: a cut costs the sender nothing that has reached us. No
transaction is open meanwhile.

Units    bytes, seconds.
Errors   `TooLarge` for more than was announced, `UploadInterrupted` when it ended early, those of the store.
Effects  the blob store.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from litestar.exceptions import HTTPException

from api.edge import Asked
from media import uploads
from media.blobs import BlobStore
from media.problems import TooLarge, UploadInterrupted

PIECE = 256 * 1024
WINDOW = 30.0
SLOWEST = 512  # bytes a second over a window; below that the line is better closed and tried again


async def receive(request: Asked, blobs: BlobStore, upload: str, piece: uploads.Piece, stop: asyncio.Event) -> int:
    """Append the body at `piece.offset`, without what is held of it already; where the upload ends now."""
    uploads.fits(uploads.Piece(piece.offset + _announced(request), piece.length))
    end, skip, hand = piece.offset + piece.skip, piece.skip, bytearray()
    whole = False
    try:
        async with aclosing(_until(request, stop)) as chunks:
            async for sent in chunks:
                chunk, skip = sent[skip:], max(0, skip - len(sent))
                if end + len(hand) + len(chunk) > piece.length:
                    hand.clear()
                    raise TooLarge(limit=piece.length)
                hand += chunk
                if len(hand) >= PIECE:
                    taken, hand = bytes(hand), bytearray()
                    end = await blobs.append(upload, end, taken)
        whole = not stop.is_set()
    except UploadInterrupted:
        whole = False
    finally:
        if hand:
            end = await blobs.append(upload, end, bytes(hand))
    if not whole and end < piece.length:  # who has the last byte completes it, also when a newer attempt waits
        raise UploadInterrupted(offset=end)
    return end


def _announced(request: Asked) -> int:
    told = request.headers.get("content-length", "0")
    return int(told) if told.isdigit() and len(told) < 16 else 0


async def _until(request: Asked, stop: asyncio.Event) -> AsyncGenerator[bytes, None]:
    """The body's chunks until it ends; `UploadInterrupted` when it breaks, is asked to stop, or crawls."""
    clock = asyncio.get_running_loop().time
    chunks = request.stream()
    stopped = asyncio.ensure_future(stop.wait())
    began, got = clock(), 0
    try:
        while True:
            coming = asyncio.ensure_future(anext(chunks, None))
            left = began + WINDOW - clock()
            await asyncio.wait({coming, stopped}, timeout=max(left, 0.0), return_when=asyncio.FIRST_COMPLETED)
            if not coming.done():
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)
                raise UploadInterrupted
            try:
                chunk = coming.result()
            except HTTPException as error:  # how Litestar tells that the sender is gone
                raise UploadInterrupted from error
            if chunk is None:
                return
            yield chunk
            if stopped.done():
                raise UploadInterrupted
            got += len(chunk)
            if clock() - began > WINDOW:
                if got < WINDOW * SLOWEST:
                    raise UploadInterrupted
                began, got = clock(), 0
    finally:
        stopped.cancel()
        await chunks.aclose()
