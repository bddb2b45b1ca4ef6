"""Connections that break and servers that die: what has arrived stays, little is sent again, no photo is spoilt."""

import contextlib
import os
from collections.abc import AsyncIterator
from random import Random  # noqa: TID251 - seeded accidents

import httpx
import pytest
import pytest_asyncio

from tests.support import photos
from tests.support.accidents import PIECE, asked, finished, kept, part_of, welcome, written
from tests.support.real_server import RealServer, real_server
from tests.support.uploading import RAW, named, url

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
