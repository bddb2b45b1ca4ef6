"""The blob store on S3-compatible storage.

An object cannot grow, so an unfinished upload is a row of objects named by their offset; each is created only
if it is not there yet, which makes two writers at one offset one winner. Finishing joins and verifies them, so
any process can continue what another one began. Calls are the library's synchronous ones in threads: its
asynchronous ones abort the interpreter at exit now and then.

Units    bytes.
Errors   as `media.blobs`.
Effects  network calls to the configured storage, in threads.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import S3Store

from media.blobs import Variant
from media.problems import ChecksumMismatch, OffsetMismatch, UnknownBlob

_HASH = re.compile("[0-9a-f]{64}")


class S3Blobs:
    def __init__(self, store: S3Store) -> None:
        self._store = store

    async def size(self, upload: str) -> int | None:
        pieces = await asyncio.to_thread(self._pieces, upload)
        return _end(pieces) if pieces else None

    async def append(self, upload: str, offset: int, data: bytes) -> int:
        return await asyncio.to_thread(self._append, upload, offset, data)

    async def finish(self, upload: str, sha256: str) -> None:
        await asyncio.to_thread(self._finish, upload, sha256)

    async def discard(self, upload: str) -> None:
        await asyncio.to_thread(self._discard, upload)

    async def has(self, sha256: str, variant: Variant = Variant.ORIGINAL) -> bool:
        return await asyncio.to_thread(self._has, sha256, variant)

    async def open(self, sha256: str, variant: Variant = Variant.ORIGINAL) -> bytes:
        try:
            return await asyncio.to_thread(self._get, _path(sha256, variant))
        except FileNotFoundError as error:
            raise UnknownBlob from error

    async def put(self, sha256: str, variant: Variant, data: bytes) -> None:
        await asyncio.to_thread(obstore.put, self._store, _path(sha256, variant), data)

    async def remove(self, sha256: str) -> None:
        paths = [_path(sha256, variant) for variant in Variant if await self.has(sha256, variant)]
        if paths:
            await asyncio.to_thread(obstore.delete, self._store, paths)

    async def every(self) -> AsyncIterator[str]:
        for name in await asyncio.to_thread(self._names):
            yield name

    def _names(self) -> list[str]:
        names = (item["path"].rpartition("/")[2] for batch in obstore.list(self._store) for item in batch)
        return sorted(name for name in names if _HASH.fullmatch(name))

    def _pieces(self, upload: str) -> list[tuple[int, int]]:
        """Offset and size of each piece, in order."""
        found = [
            (int(item["path"].rpartition("/")[2]), item["size"])
            for batch in obstore.list(self._store, prefix=f"incoming/{upload}/")
            for item in batch
        ]
        return sorted(found)

    def _append(self, upload: str, offset: int, data: bytes) -> int:
        held = _end(self._pieces(upload))
        if held != offset:
            raise OffsetMismatch(offset=held)
        if not data:
            return offset
        try:
            obstore.put(self._store, _piece(upload, offset), data, mode="create")
        except AlreadyExistsError as error:
            raise OffsetMismatch(offset=_end(self._pieces(upload))) from error
        return offset + len(data)

    def _finish(self, upload: str, sha256: str) -> None:
        pieces = self._pieces(upload)
        if not pieces:
            if self._has(sha256, Variant.ORIGINAL):
                return
            raise UnknownBlob
        data = b"".join(self._get(_piece(upload, offset)) for offset, _ in pieces)
        found = hashlib.sha256(data).hexdigest()
        if found == sha256:
            obstore.put(self._store, _path(sha256, Variant.ORIGINAL), data)
        self._discard(upload)
        if found != sha256:
            raise ChecksumMismatch(expected=sha256, found=found)

    def _discard(self, upload: str) -> None:
        paths = [_piece(upload, offset) for offset, _ in self._pieces(upload)]
        if paths:
            obstore.delete(self._store, paths)

    def _has(self, sha256: str, variant: Variant) -> bool:
        try:
            obstore.head(self._store, _path(sha256, variant))
        except FileNotFoundError:
            return False
        return True

    def _get(self, path: str) -> bytes:
        return bytes(obstore.get(self._store, path).bytes())


def open_bucket(bucket: str, endpoint: str, region: str, key_id: str, secret: str) -> S3Blobs:
    """A store in one bucket; an `http://` endpoint is for storage on the same machine or network."""
    store = S3Store(
        bucket,
        endpoint=endpoint or None,
        region=region,
        access_key_id=key_id,
        secret_access_key=secret,
        client_options={"allow_http": endpoint.startswith("http://")},
    )
    return S3Blobs(store)


def _path(sha256: str, variant: Variant) -> str:
    suffix = "" if variant is Variant.ORIGINAL else f".{variant}.jpg"
    return f"{sha256[:2]}/{sha256[2:4]}/{sha256}{suffix}"


def _piece(upload: str, offset: int) -> str:
    return f"incoming/{upload}/{offset:012d}"


def _end(pieces: list[tuple[int, int]]) -> int:
    """Where the unbroken row of pieces from the start ends."""
    end = 0
    for offset, size in pieces:
        if offset != end:
            break
        end += size
    return end
