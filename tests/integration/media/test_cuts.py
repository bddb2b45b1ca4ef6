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


async def test_a_server_killed_in_the_middle_goes_on_where_it_was(live: RealServer) -> None:
    data = picture(2)
    luck = Random(20261124)
    who = await live.sign_in()
    offset, kills = 0, int(os.environ.get("KILLS", "3"))
    for kill in range(kills):
        method, told = (
            ("POST", {"Upload-Length": str(len(data))}) if kill == 0 else ("PATCH", {"Upload-Offset": str(offset)})
        )
        line = await live.begin(method, url(data), {**who, **RAW, **told}, len(data) - offset)
        more = luck.randrange(1, max(2, (len(data) - offset) // 2))
        await line.send(data[offset : offset + more])
        live.kill()
        line.cut()
        await live.start()
        async with httpx.AsyncClient(headers=who) as client:
            answer = await client.head(live.url(url(data)))
        reached = int(answer.headers["upload-offset"]) if answer.status_code == 200 else 0
        assert offset <= reached <= offset + more
        offset = reached
        if answer.status_code == 404:
            break
    async with httpx.AsyncClient(headers=who, timeout=60) as client:
        if answer.status_code == 404:
            told = {**RAW, "Upload-Length": str(len(data))}
            done = await client.post(live.url(url(data)), content=data, headers=told)
        else:
            told = {**RAW, "Upload-Offset": str(offset)}
            done = await client.patch(live.url(url(data)), content=data[offset:], headers=told)
        assert done.status_code in {201, 204}
        assert (await client.get(live.url(url(data) + "?v=original"))).content == data
    incoming = live.data / "blobs" / "incoming"
    assert list(incoming.iterdir()) == []
