"""Connections that break and servers that die: what has arrived stays, little is sent again, no photo is spoilt."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator
from random import Random  # noqa: TID251 - seeded accidents

import httpx
import pytest
import pytest_asyncio

from tests.support import photos
from tests.support.real_server import RealServer, real_server
from tests.support.uploading import RAW, named, url

PIECE = 256 * 1024


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def live(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RealServer]:
    made = await real_server(tmp_path_factory.mktemp("live"))
    try:
        yield made
    finally:
        made.kill()


def picture(seed: int) -> bytes:
    return photos.jpeg(photos.scene(3000, 2000, seed), quality=90)


async def written(live: RealServer, data: bytes, least: int) -> None:
    """Wait until the server has that much on disk: on a busy machine bytes lie in the kernel's buffers for a while."""
    if least <= 0:
        return
    for _ in range(1000):
        files = [*(live.data / "blobs" / "incoming").glob(f"{named(data)}-*")]
        if files and files[0].stat().st_size >= least:
            return
        await asyncio.sleep(0.02)
    pytest.fail("the bytes were not written as they came")


async def asked(client: httpx.AsyncClient, live: RealServer, data: bytes) -> httpx.Response:
    """The offset, once the server has heard of the upload at all."""
    for _ in range(500):
        told = await client.head(live.url(url(data)))
        if told.status_code == 200:
            return told
        await asyncio.sleep(0.02)
    pytest.fail("the server never heard of the upload")


async def test_a_cut_in_the_first_request_costs_next_to_nothing(live: RealServer) -> None:
    who = await live.sign_in()
    async with httpx.AsyncClient(headers=who, timeout=60) as client:
        for share in (5, 25, 50, 75, 95):
            data = picture(share)
            sent = len(data) * share // 100
            line = await live.begin("POST", url(data), {**who, **RAW, "Upload-Length": str(len(data))}, len(data))
            await line.send(data[:sent])
            await written(live, data, sent - PIECE)
            line.cut()
            offset = int((await asked(client, live, data)).headers["upload-offset"])
            assert sent - PIECE - 1024 <= offset <= sent
            told = {**RAW, "Upload-Offset": str(offset)}
            done = await client.patch(live.url(url(data)), content=data[offset:], headers=told)
            assert (done.status_code, done.headers["upload-offset"]) == (204, str(len(data)))
            assert (await client.get(live.url(url(data) + "?v=original"))).content == data


async def test_asking_for_the_offset_puts_down_an_attempt_that_nobody_sends_any_more(live: RealServer) -> None:
    who = await live.sign_in()
    data = picture(1)
    half = len(data) // 2
    line = await live.begin("POST", url(data), {**who, **RAW, "Upload-Length": str(len(data))}, len(data))
    await line.send(data[:half])
    async with httpx.AsyncClient(headers=who, timeout=60) as client:
        await written(live, data, half - PIECE)
        told = await client.head(live.url(url(data)))
        offset = int(told.headers["upload-offset"])
        assert half - PIECE <= offset <= half
        told = {**RAW, "Upload-Offset": str(offset)}
        assert (await client.patch(live.url(url(data)), content=data[offset:], headers=told)).status_code == 204
        # The dead one wakes up: its late bytes spoil nothing.
        with contextlib.suppress(ConnectionError):
            await line.send(data[half : half + 65_536])
        assert (await client.get(live.url(url(data) + "?v=original"))).content == data
    line.cut()


async def test_killed_on_either_side_no_photo_is_corrupt_doubled_or_lost(live: RealServer) -> None:
    """`KILLS=200` for the campaign. Half of the accidents kill the server, half the phone's connection."""
    kills, luck = int(os.environ.get("KILLS", "4")), Random(20261124)
    who = await live.sign_in()
    before = kept(live)
    sent: list[bytes] = []
    while kills > 0:
        data = photos.jpeg(photos.scene(1200, 900, len(sent)), quality=88)
        sent.append(data)
        for _ in range(min(kills, luck.randrange(1, 4))):
            kills -= 1
            who = await welcome(live, who)
            await part_of(live, who, data, luck)
            if luck.random() < 0.5:
                live.kill()
                await live.start()
        who = await welcome(live, who)
        await finished(live, who, data)
    async with httpx.AsyncClient(headers=who, timeout=60) as client:
        for data in sent:
            assert (await client.get(live.url(url(data) + "?v=original"))).content == data
    assert list((live.data / "blobs" / "incoming").iterdir()) == []
    assert kept(live) - before == {
        named(data) + rest for data in sent for rest in ("", ".master.jpg", ".paper.jpg", ".thumb.jpg")
    }


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
    pytest.fail("it never got through")
