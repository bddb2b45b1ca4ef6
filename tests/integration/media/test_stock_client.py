"""A tus client that knows nothing of us sends a photo through a line that breaks."""

import asyncio
import json
import os
from pathlib import Path
from random import Random  # noqa: TID251 - seeded accidents

import httpx
import pytest

from tests.support import photos
from tests.support.cutting import CutLine, Fault
from tests.support.real_server import ROOT, RealServer, real_server
from tests.support.uploading import BASE, named, url

CLIENT = ROOT / "pwa" / "src" / "testing" / "stock-tus.mjs"
CUTS = int(os.environ.get("CUTS", "3"))  # per photo
PIECE = 128 * 1024


async def sent_by_client(line: CutLine, token: str, file: Path, data: bytes, chunk: int) -> dict[str, object]:
    arguments = ("node", str(CLIENT), f"{line.url}{BASE}", token, str(file), named(data), str(chunk))
    process = await asyncio.create_subprocess_exec(*arguments, cwd=CLIENT.parent, stdout=asyncio.subprocess.PIPE)
    out, _ = await asyncio.wait_for(process.communicate(), 120)
    told: dict[str, object] = json.loads(out)
    return told


@pytest.mark.parametrize("chunk", [0, PIECE])
async def test_a_stock_client_gets_its_photo_through_a_line_that_breaks(chunk: int, tmp_path: Path) -> None:
    server: RealServer = await real_server(tmp_path)
    line = await CutLine(server.port).lay()
    try:
        who = await server.sign_in()
        data = photos.jpeg(photos.scene(1600, 1200, seed=chunk % 97), quality=90)
        file = tmp_path / "photo.jpg"
        file.write_bytes(data)
        luck = Random(chunk)
        for _ in range(CUTS):
            line.befall(Fault(BASE, request_bytes=luck.randrange(2000, chunk or len(data))))
            line.befall(Fault(BASE, answer_bytes=0))
        told = await sent_by_client(line, who["Authorization"].split()[1], file, data, chunk)
        assert "error" not in told, told
        assert line.lost == 2 * CUTS
        async with httpx.AsyncClient(headers=who) as client:
            assert (await client.get(server.url(url(data) + "?v=original"))).content == data
        assert list((server.data / "blobs" / "incoming").iterdir()) == []
    finally:
        await line.take_up()
        server.kill()
