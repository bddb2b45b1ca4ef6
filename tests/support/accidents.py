"""Accidents that happen to uploads: connections cut in the middle, servers killed, and how a phone goes on after them.

Units    bytes.
Errors   `AssertionError` for whatever may not happen.
Effects  requests to a server that is a process of its own.
"""

import asyncio
import contextlib
from random import Random  # noqa: TID251 - seeded accidents

import httpx

from tests.support.real_server import RealServer
from tests.support.uploading import RAW, named, url

PIECE = 256 * 1024


async def written(live: RealServer, data: bytes, least: int) -> None:
    """Wait until the server has that much on disk: on a busy machine bytes lie in the kernel's buffers for a while."""
    if least <= 0:
        return
    for _ in range(1000):
        files = [*(live.data / "blobs" / "incoming").glob(f"{named(data)}-*")]
        if files and files[0].stat().st_size >= least:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("the bytes were not written as they came")


async def asked(client: httpx.AsyncClient, live: RealServer, data: bytes) -> httpx.Response:
    """The offset, once the server has heard of the upload at all."""
    for _ in range(500):
        told = await client.head(live.url(url(data)))
        if told.status_code == 200:
            return told
        await asyncio.sleep(0.02)
    raise AssertionError("the server never heard of the upload")


async def welcome(live: RealServer, who: dict[str, str]) -> dict[str, str]:
    """The campaign outlives a token, and signing in at every turn would be refused."""
    async with httpx.AsyncClient(headers=who, timeout=60) as client:
        known = (await client.get(live.url("/api/v1/me"))).status_code == 200
    return who if known else await live.sign_in()


def kept(live: RealServer) -> set[str]:
    return {file.name for file in (live.data / "blobs").rglob("*") if file.is_file()}


async def offset_of(live: RealServer, who: dict[str, str], data: bytes) -> int | None:
    """Where the upload stands; None when the server has never heard of it."""
    async with httpx.AsyncClient(headers=who, timeout=60) as client:
        answer = await client.head(live.url(url(data)))
    assert answer.status_code in {200, 404}, answer.text
    return int(answer.headers["upload-offset"]) if answer.status_code == 200 else None


def asking(offset: int | None, data: bytes) -> tuple[str, dict[str, str]]:
    return ("POST", {"Upload-Length": str(len(data))}) if offset is None else ("PATCH", {"Upload-Offset": str(offset)})


async def part_of(live: RealServer, who: dict[str, str], data: bytes, luck: Random) -> None:
    """Some more of a photo, up to all of it, and then the connection is gone."""
    offset = await offset_of(live, who, data)
    start = offset or 0
    if start == len(data):
        return
    method, told = asking(offset, data)
    line = await live.begin(method, url(data), {**who, **RAW, **told}, len(data) - start)
    more = luck.randrange(1, len(data) - start + 1)
    with contextlib.suppress(ConnectionError):
        await line.send(data[start : start + more])
    line.cut()


async def finished(live: RealServer, who: dict[str, str], data: bytes) -> None:
    """The rest, however often it takes: an earlier attempt may still be being put down."""
    for _ in range(50):
        offset = await offset_of(live, who, data)
        if offset == len(data):
            return
        method, told = asking(offset, data)
        async with httpx.AsyncClient(headers=who, timeout=60) as client:
            body = data[offset or 0 :]
            answer = await client.request(method, live.url(url(data)), content=body, headers={**RAW, **told})
        if answer.status_code in {201, 204}:
            return
        assert answer.status_code in {409, 429}, answer.text
    raise AssertionError("it never got through")
