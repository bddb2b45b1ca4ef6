"""The page behind a certificate's code: it says genuine while everything is as it was, and names the part that is not."""

import hashlib
import io
import os
from collections.abc import Callable
from pathlib import Path
from random import Random  # noqa: TID251 - seeded damage
from typing import Any, NamedTuple

import pypdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from sqlalchemy import text

from api import proving
from media.blobs import Variant
from media.proving import Differs
from tests.support.server import Server
from tests.support.signed_off import approved, done_again, opened, with_a_leak

FLIPS = int(os.environ.get("FLIPS", "40"))
SECRET = ("欧阳", "00013800138000", "1201")


class Paper(NamedTuple):
    order: str
    pdf: bytes
    url: str


@pytest.fixture
async def paper(doorstep: Server) -> Paper:
    """An approved order with its issued certificate, and the address on it."""
    owner = await with_a_leak(doorstep)
    order = await opened(owner) and await done_again(doorstep, owner)
    await approved(doorstep, order)
    pdf = (await owner.get("/owner/certificate?lang=zh")).content
    desk = await doorstep.persona("dispatcher")
    shown = (await desk.get(f"/api/v1/work-orders/{order}")).json()["detail"]["order"]
    return Paper(order, pdf, f"/v/{shown['number']}/{shown['sign_off']['digest']}")


async def seen(doorstep: Server, url: str) -> str:
    answer = await doorstep.client.get(url)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


async def test_a_genuine_paper_is_called_so_and_tells_no_secrets(doorstep: Server, paper: Paper) -> None:
    page = await seen(doorstep, paper.url)
    assert "真实有效" in page
    assert "YQL小区" in page
    assert not [secret for secret in SECRET if secret in page]
    assert "<script" not in page
    number, digest = paper.url.split("/")[2:]
    for wrong in (f"/v/{number}/{'0' * 64}", f"/v/{number}X/{digest}", f"/v/{number}/short"):
        assert (await doorstep.client.get(wrong)).status_code == 404
    assert (await doorstep.client.get("/v.css")).headers["content-type"].startswith("text/css")


async def test_a_file_is_the_issued_one_or_is_not(doorstep: Server, paper: Paper) -> None:
    told = await doorstep.client.post(paper.url, files={"pdf": ("c.pdf", paper.pdf, "application/pdf")})
    assert "此文件即签发的原件" in told.text
    changed = bytearray(paper.pdf)
    changed[len(changed) // 2] ^= 1
    told = await doorstep.client.post(paper.url, files={"pdf": ("c.pdf", bytes(changed), "application/pdf")})
    assert "与签发的原件不同" in told.text
    assert "真实有效" in told.text  # the record itself still stands


async def test_a_paper_that_was_corrected_later_says_so(doorstep: Server, paper: Paper) -> None:
    corrected = """update work_order set sign_off = replace(sign_off, '"stale":false', '"stale":true')"""
    async with doorstep.running.database.writer.begin() as conn:
        await conn.exec_driver_sql(corrected)
    assert "已被更新" in await seen(doorstep, paper.url)


def test_the_seal_on_an_issued_certificate_is_whole_and_covers_all_of_it(paper: Paper, doorstep: Server) -> None:
    (signature,) = PdfFileReader(io.BytesIO(paper.pdf)).embedded_signatures
    own = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    told = validate_pdf_signature(signature, own, skip_diff=False)
    assert (told.intact, told.valid, told.coverage.name) == (True, True, "ENTIRE_FILE")
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    unsigned = paper.pdf[: paper.pdf.index(b"%%EOF") + 5]
    assert len(pypdf.PdfReader(io.BytesIO(unsigned)).pages) == 1
    spoilt = bytearray(paper.pdf)
    spoilt[1000] ^= 4
    (signature,) = PdfFileReader(io.BytesIO(bytes(spoilt)), strict=False).embedded_signatures
    assert not validate_pdf_signature(signature, own, skip_diff=True).intact


Flip = Callable[[Server, Paper, Random], Any]


def flipped(data: bytes, luck: Random) -> bytes:
    spoilt = bytearray(data)
    spoilt[luck.randrange(len(spoilt))] ^= 1 << luck.randrange(8)
    return bytes(spoilt)


def _files(doorstep: Server, paper: Paper, *, pdf: bool) -> list[Path]:
    sha = hashlib.sha256(paper.pdf).hexdigest()
    everything = sorted((doorstep.running.settings.data / "blobs").rglob("*"))
    return [file for file in everything if file.is_file() and (file.name == sha) is pdf]


CELLS = {
    "strokes": ("signature", ("strokes", "sheet", "digest"), "work_order_id"),
    "lines": ("work_order", ("parts", "fees"), "id"),
    "event": ("event", ("body", "hash", "name", "actor_id", "id", "org_id"), "scope"),
}


async def flip(doorstep: Server, paper: Paper, kind: str, luck: Random) -> str:
    """Change one bit somewhere; what was changed."""
    if kind in {"photo", "pdf"}:
        file = luck.choice(_files(doorstep, paper, pdf=kind == "pdf"))
        file.write_bytes(flipped(file.read_bytes(), luck))
        return file.name
    table, columns, key = CELLS[kind]
    column = luck.choice(columns)
    async with doorstep.running.database.writer.begin() as conn:
        found = f"select rowid, cast({column} as blob) from {table} where {key} = :k and length({column}) > 0"
        row, data = luck.choice((await conn.execute(text(found), {"k": paper.order})).all())
        spoilt = f"update {table} set {column} = {'?' if column == 'body' else 'cast(? as text)'} where rowid = ?"
        await conn.exec_driver_sql(spoilt, (flipped(data, luck), row))
    return f"{table}.{column}"


async def test_any_single_changed_bit_is_found(doorstep: Server, paper: Paper) -> None:
    """`FLIPS=1000` for the campaign. Every flip is undone before the next."""
    luck = Random(20261124)
    blobs, database = doorstep.running.blobs, doorstep.running.database
    async with database.read() as conn:
        assert await proving.examined(conn, blobs, paper.order) == []
    missed = []
    for number in range(FLIPS):
        kind = ("photo", "pdf", *CELLS)[number % 5]
        undo = await remembered(doorstep, paper)
        what = await flip(doorstep, paper, kind, luck)
        async with database.read() as conn:
            found: list[Differs] = await proving.examined(conn, blobs, paper.order)
        if not found:
            missed.append(what)
        await undo()
    assert missed == []
    async with database.read() as conn:
        assert await proving.examined(conn, blobs, paper.order) == []
    assert not await blobs.has("0" * 64, Variant.ORIGINAL)


async def remembered(doorstep: Server, paper: Paper) -> Callable[[], Any]:
    """How everything is, to be put back."""
    files = {file: file.read_bytes() for pdf in (True, False) for file in _files(doorstep, paper, pdf=pdf)}
    rows: dict[str, list[Any]] = {}
    async with doorstep.running.database.read() as conn:
        for table, columns, key in CELLS.values():
            query = f"select {', '.join(columns)}, rowid from {table} where {key} = :k"
            rows[table] = [tuple(row) for row in (await conn.execute(text(query), {"k": paper.order})).all()]

    async def undo() -> None:
        for file, data in files.items():
            if file.read_bytes() != data:
                file.write_bytes(data)
        async with doorstep.running.database.writer.begin() as conn:
            for table, columns, _ in CELLS.values():
                setting = ", ".join(f"{column} = ?" for column in columns)
                for row in rows[table]:
                    await conn.exec_driver_sql(f"update {table} set {setting} where rowid = ?", row)

    return undo
