"""The page behind a certificate's code: it says genuine while everything is as it was, and names the part that is not."""

import io
import os

import pypdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from api import proving
from media.blobs import Variant
from tests.support.flips import Paper, issued, missed
from tests.support.server import Server

FLIPS = int(os.environ.get("FLIPS", "40"))
SECRET = ("欧阳", "00013800138000", "1201")


@pytest.fixture
async def paper(doorstep: Server) -> Paper:
    return await issued(doorstep)


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


async def test_any_single_changed_bit_is_found(doorstep: Server, paper: Paper) -> None:
    """`FLIPS=1000` for the campaign. Every flip is undone before the next."""
    blobs, database = doorstep.running.blobs, doorstep.running.database
    async with database.read() as conn:
        assert await proving.examined(conn, blobs, paper.order) == []
    assert await missed(doorstep, paper, FLIPS) == []
    async with database.read() as conn:
        assert await proving.examined(conn, blobs, paper.order) == []
    assert not await blobs.has("0" * 64, Variant.ORIGINAL)
