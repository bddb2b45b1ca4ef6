"""Whether one work order still stands as it was: its chain, its lines, its photos, strokes and certificates.

The same examination for the page behind a certificate's code and for `audit verify`. It trusts only the chain of
events; a chain that is broken is itself the first finding.

Effects  reads the database and the blob store.
"""

from collections.abc import Sequence

import msgspec
from msgspec import Struct
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

import dispatch.nearby
from kernel import outbox
from kernel.events import Envelope
from media import proving
from media.blobs import BlobStore
from media.proving import Differs

_UNREADABLE = (DBAPIError, msgspec.MsgspecError, ValueError, TypeError, OverflowError)


class _Signed(Struct, frozen=True):
    digest: str = ""
    lines: str = ""


async def examined(conn: AsyncConnection, blobs: BlobStore, order_id: str) -> list[Differs]:
    """Everything about an order that differs from what its history told; empty when it stands."""
    try:
        history = await outbox.history(conn, order_id)
        broken = outbox.first_broken_link(history)
        if broken is not None:
            return [Differs("event", str(broken))]
        return await _evidence(conn, blobs, order_id, history)
    except _UNREADABLE as error:
        return [Differs("event", type(error).__name__, "unreadable")]


async def _evidence(
    conn: AsyncConnection, blobs: BlobStore, order_id: str, history: Sequence[Envelope]
) -> list[Differs]:
    seen = proving.told([(one.name, one.body) for one in history])
    found = [fault async for fault in proving.photo_faults(blobs, seen)]
    for what, faults in (
        ("strokes", proving.signature_faults(conn, seen)),
        ("pdf", proving.certificate_faults(conn, blobs, seen)),
    ):
        try:
            found += [fault async for fault in faults]
        except _UNREADABLE as error:
            found.append(Differs(what, type(error).__name__, "unreadable"))
    return found + await _lines(conn, order_id, history)


async def _lines(conn: AsyncConnection, order_id: str, history: Sequence[Envelope]) -> list[Differs]:
    """The lines against the seal of the newest sign-off, unless they were changed openly since."""
    sealed = ""
    for one in history:
        if one.name == "work_order.signed_off":
            sealed = msgspec.json.decode(one.body, type=_Signed).lines
        elif one.name in {"work_order.sign_off_stale", "work_order.sent_back", "work_order.reopened"}:
            sealed = ""
    if not sealed:
        return []
    try:
        same = await dispatch.nearby.lines_now(conn, order_id) == sealed
    except _UNREADABLE as error:
        return [Differs("lines", type(error).__name__, "unreadable")]
    return [] if same else [Differs("lines", order_id)]


def digests(history: Sequence[Envelope]) -> list[str]:
    """What was ever signed on an order, oldest first."""
    return [
        msgspec.json.decode(one.body, type=_Signed).digest for one in history if one.name == "work_order.signed_off"
    ]
