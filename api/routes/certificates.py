"""The completion certificate for the office, and the page behind the code printed on it.

Whoever holds a certificate knows its number and the digest of what was signed; with both, and only with both, the
server says whether that is what it has on record.

Effects  reads.
"""

from typing import Annotated

from litestar import Response, get
from litestar.params import FromPath, QueryParameter

import dispatch.nearby
from api import certificates
from api.edge import Asked, Db, Me
from api.policies import Hidden
from api.seeing import seen
from api.wire import Id

DIGEST = 64


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


@get("/verify/{number:str}/{digest:str}", opt={"policy": "public"})
async def verify(database: Db, number: FromPath[Id], digest: FromPath[Id]) -> Response[str]:
    """A plain sentence in both languages: on record, or not."""
    if len(digest) != DIGEST:
        raise Hidden
    async with database.read() as conn:
        order = await dispatch.nearby.signed_under(conn, number, digest)
    if order is None or order.sign_off is None:
        raise Hidden
    day = order.sign_off.at.strftime("%Y-%m-%d %H:%M UTC")
    state = "已被更正 superseded" if order.sign_off.stale else "有效 valid"
    told = f"{order.number}\n{state}\n签字 signed: {day}\nSHA-256: {digest}\n"
    return Response(told, media_type="text/plain", headers={"Cache-Control": "no-store"})


HANDLERS = (certificate, verify)
