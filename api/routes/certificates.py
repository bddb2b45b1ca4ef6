"""The completion certificate for the office, and the page behind the code printed on it.

Whoever holds a certificate knows its number and the digest of what was signed; with both, and only with both, the
server says whether that is what it has on record and what of it was changed. A file may be brought as well.

Errors   `Hidden` where number and digest do not belong together; `TooMany`.
Effects  reads the database and the blob store; a try of the caller's address.
"""

import hashlib
from pathlib import Path
from typing import Annotated

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, QueryParameter

from api import authenticity, certificates, limits
from api.edge import NOBODY, Asked, Db, Me, address
from api.limits import Limit
from api.policies import Hidden
from api.seeing import seen
from api.wire import Id
from experience.authenticity import Paper, page

CSS = Path(__file__).resolve().parent.parent / "paper.css"
DIGEST = 64
LOOKS = Limit(30, 0.5)  # an examination reads every photo of an order
PAPER = "/v/{number:str}/{digest:str}"
LARGEST = 20 * 1024 * 1024
HTML = {"Cache-Control": "no-store"}


@get("/api/v1/work-orders/{work_order_id:str}/certificate", opt={"policy": "orders.read"})
async def certificate(
    request: Asked,
    database: Db,
    me: Me,
    work_order_id: FromPath[Id],
    lang: Annotated[str, QueryParameter(max_length=8)] = "zh",
) -> Response[bytes]:
    async with database.read() as conn:
        await seen(conn, me, work_order_id, database.clock.now())
    return await certificates.printed(request.app.state.running, work_order_id, lang)


@get([PAPER, "/verify/{number:str}/{digest:str}"], opt={"policy": "public"})
async def verify(request: Asked, number: FromPath[Id], digest: FromPath[Id]) -> Response[str]:
    """Whether the paper is genuine, in both languages. The second address is the one on the first papers."""
    return Response(page(await _paper(request, number, digest)), media_type="text/html", headers=HTML)


@post(PAPER, opt={"policy": "public", "body": "raw"}, status_code=200, request_max_body_size=LARGEST)
async def compared(
    request: Asked,
    number: FromPath[Id],
    digest: FromPath[Id],
    data: Annotated[dict[str, UploadFile], Body(media_type=RequestEncodingType.MULTI_PART)],
) -> Response[str]:
    """The same page, and whether this very file is the one that was issued."""
    brought = data.get("pdf")
    sha256 = hashlib.sha256(await brought.read()).hexdigest() if brought is not None else ""
    told = await _paper(request, number, digest, sha256)
    return Response(page(told), media_type="text/html", headers=HTML)


async def _paper(request: Asked, number: str, digest: str, file: str = "") -> Paper:
    running = request.app.state.running
    if len(digest) != DIGEST:
        raise Hidden
    async with running.database.act(NOBODY) as act:
        await limits.spend(act.conn, f"paper:{address(request)}", LOOKS, act.now)
    told = await authenticity.paper(running, number, digest, file)
    if told is None:
        raise Hidden
    return told


@get("/v.css", opt={"policy": "public"})
async def style() -> Response[str]:
    return Response(CSS.read_text(), media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


HANDLERS = (certificate, verify, compared, style)
