"""From the text a phone stored, whenever that was, to today's operation.

A kind and a version are frozen once a build has shipped them. A new shape gets a new version and one
function here that lifts the one before it, so an operation that lay in a drawer for a year is
still understood. What is newer than this server is not an error: it is held until the server is.

Errors   `TooNew` for a kind or version that this server does not know yet, `Malformed` for text that is not an
         operation, `BadArguments` for arguments that break a bound.
Pure     yes.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from kernel.bodies import whole_characters
from kernel.errors import Conflict, Invalid
from offline_sync import args as a
from offline_sync.model import Operation

Lift = Callable[[dict[str, Any]], dict[str, Any]]

# Kind -> the arguments of its newest version.
ARGS: Mapping[str, type[a.Args]] = {
    "offer.accept": a.Nothing,
    "offer.decline": a.Reason,
    "visit.depart": a.Nothing,
    "visit.arrive": a.Arrival,
    "visit.start": a.Nothing,
    "visit.hold": a.Pause,
    "visit.resume": a.Nothing,
    "visit.finish": a.Finishing,
    "visit.undo": a.Reason,
    "visit.hand_back": a.Reason,
    "check.set": a.Check,
    "note.add": a.NoteText,
    "note.revise": a.NoteText,
    "photo.add": a.NewPhoto,
    "photo.retract": a.Retraction,
    "part.add": a.NewPart,
    "part.quantity": a.PartQuantity,
    "part.remove": a.PartRemoval,
    "approval.ask": a.ApprovalRequest,
    "sign_off.capture": a.Capture,
    "report.add": a.FoundOnSite,
}

# (kind, version) -> how to lift its arguments to the version after it.
LIFTS: Mapping[tuple[str, int], Lift] = {}


class TooNew(Conflict):
    code = "server_too_old"


class Malformed(Invalid):
    code = "malformed"


class BadArguments(Invalid):
    code = "bad_arguments"


class Told(Struct, frozen=True):
    """An operation understood: its outside as sent, its arguments as today's struct."""

    op: Operation
    args: a.Args


_operation = msgspec.json.Decoder(Operation)
_anything = msgspec.json.Decoder(dict[str, Any])


@cache
def _decoder(shape: type[a.Args]) -> msgspec.json.Decoder[a.Args]:
    return msgspec.json.Decoder(shape)


def newest(kind: str, lifts: Mapping[tuple[str, int], Lift] = LIFTS) -> int:
    """The version of a kind that needs no lifting."""
    version = 1
    while (kind, version) in lifts:
        version += 1
    return version


_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeDecodeError)  # the last: text within is decoded lazily


def outside(raw: bytes) -> Operation:
    """The operation without a look at its arguments."""
    try:
        return _operation.decode(raw)
    except _UNREADABLE as error:
        mended = whole_characters(raw)
        if mended != raw:
            return outside(mended)
        raise Malformed(why=str(error)[:200]) from error


def understand(
    op: Operation,
    kinds: Mapping[str, type[a.Args]] = ARGS,
    lifts: Mapping[tuple[str, int], Lift] = LIFTS,
) -> Told:
    """The operation with arguments of today."""
    if op.kind not in kinds or op.v > newest(op.kind, lifts):
        raise TooNew(kind=op.kind, v=op.v)
    if op.v < 1:
        raise BadArguments(why="version")
    try:
        if (op.kind, op.v) not in lifts:
            return Told(op, _decoder(kinds[op.kind]).decode(op.args))
        found = _anything.decode(op.args)
        for version in range(op.v, newest(op.kind, lifts)):
            found = lifts[op.kind, version](found)
        return Told(op, msgspec.convert(found, kinds[op.kind]))
    except _UNREADABLE as error:
        raise BadArguments(why=str(error)[:200]) from error
