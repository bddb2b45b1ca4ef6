"""A request body, checked before anything is built from it: size, compression, depth, number.

A body may be gzip; it is unpacked with a bound, so a bomb costs one buffer. Nesting is counted on the text
before the decoder sees it, since deep nesting ends a thread with a small stack. An operation is cut out of the
envelope as the bytes that were sent and is not decoded here: one bad operation must not spoil the
others.

Units    bytes, levels.
Errors   `BatchTooLarge`, `TooDeep`, `BadEnvelope`.
Pure     yes.
"""

import msgspec
from msgspec.structs import replace

from kernel.bodies import depth, inflated, whole_characters
from kernel.errors import Exhausted, Invalid
from offline_sync.model import BYTES_PER_BATCH, OPS_PER_BATCH, ExchangeRequest

MAX_DEPTH = 64

_decoder = msgspec.json.Decoder(ExchangeRequest)


class BatchTooLarge(Exhausted):
    """Send less at once: half of it, then half of that."""

    code = "batch_too_large"


class TooDeep(Invalid):
    code = "too_deep"


class BadEnvelope(Invalid):
    code = "bad_envelope"


def unpacked(body: bytes, encoding: str, limit: int = BYTES_PER_BATCH) -> bytes:
    """The plain bytes of a body, never more than `limit` of them."""
    if encoding in {"", "identity"}:
        plain = body
    elif encoding == "gzip":
        found = inflated(body, limit)
        if found is None:
            raise BadEnvelope(why="gzip")
        plain = found
    else:
        raise BadEnvelope(why="encoding")
    if len(plain) > limit:
        raise BatchTooLarge(bytes=limit, ops=OPS_PER_BATCH)
    return plain


def read(body: bytes, encoding: str = "") -> ExchangeRequest:
    """The envelope of an exchange."""
    plain = unpacked(body, encoding)
    if depth(plain, MAX_DEPTH) > MAX_DEPTH:
        raise TooDeep(limit=MAX_DEPTH)
    request = _decoded(plain)
    if len(request.ops) > OPS_PER_BATCH:
        raise BatchTooLarge(bytes=BYTES_PER_BATCH, ops=OPS_PER_BATCH)
    return request


def _decoded(plain: bytes) -> ExchangeRequest:
    """The request; half a character in one operation spoils neither the others nor, in the ledger, its own bytes."""
    try:
        return _decoder.decode(plain)
    except (msgspec.MsgspecError, RecursionError) as error:
        mended = whole_characters(plain)
        if mended == plain:
            raise BadEnvelope(why=str(error)[:200]) from error
    try:
        request = _decoder.decode(mended)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise BadEnvelope(why=str(error)[:200]) from error
    ops, at = [], 0
    for item in request.ops:  # as they were sent: what was put in their place is as long
        at = mended.index(bytes(item.op), at)
        end = at + len(bytes(item.op))
        ops.append(replace(item, op=msgspec.Raw(plain[at:end])))
        at = end
    return replace(request, ops=tuple(ops))
