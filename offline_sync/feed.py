"""The arithmetic of the change feed: cursors, pages, resets, digests.

A cursor is `epoch|tx|whole|mac` in base64url: everything up to transaction `tx` has been shown, and the phone's
picture was last a whole one at `whole` (behind `tx` while a long catch-up is still being paged; during the first one
`BEGINNING` and the horizon where it began). Phones echo it
and cannot make one; a cursor of another epoch, with a wrong seal, or from beyond the newest transaction means
that histories have parted, and the phone starts from nothing (its own unsent work is never touched by that).
A page ends between transactions, never inside one: half a transaction would be a state that never was.

Units    transaction numbers; bytes; the digest is the sum of 64-bit FNV-1a over `kind|id|version`, in hex.
Pure     yes.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Sequence

from msgspec import Raw, Struct

from kernel.heads import Due, Moved
from offline_sync.model import NOTHING, Change

PAGE_BYTES = 512 * 1024
BEGINNING = -(2**62)  # before every transaction, restored ones included
_MAC = 12
_FNV_OFFSET = 0xCBF29CE484222325
_FNV_PRIME = 0x100000001B3
_64 = (1 << 64) - 1


class Epoch(Struct, frozen=True):
    """One history of the data. `key` seals its cursors."""

    id: str
    key: bytes


class Position(Struct, frozen=True):
    tx: int
    whole: int


class Line(Struct, frozen=True):
    """One line of the feed at the transaction where it is due."""

    tx: int
    change: Change
    size: int


class Page(Struct, frozen=True):
    lines: tuple[Line, ...]
    until: int  # everything up to this transaction is shown
    more: bool


def seal(epoch: Epoch, position: Position) -> str:
    """The cursor for a position."""
    plain = f"{epoch.id}|{position.tx}|{position.whole}".encode()
    mac = hmac.new(epoch.key, plain, hashlib.sha256).hexdigest()[:_MAC]
    return base64.urlsafe_b64encode(plain + b"|" + mac.encode()).rstrip(b"=").decode()


def opened(epoch: Epoch, cursor: str | None) -> Position | None:
    """The position of a cursor of this epoch; None for any other text."""
    if not cursor or len(cursor) > 200:
        return None
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        plain, _, mac = text.rpartition("|")
        name, tx, whole = plain.split("|")
        position = Position(int(tx), int(whole))
    except (ValueError, UnicodeError, binascii.Error):
        return None
    expected = hmac.new(epoch.key, plain.encode(), hashlib.sha256).hexdigest()[:_MAC]
    if name != epoch.id or not hmac.compare_digest(expected.encode(), mac.encode()):
        return None
    return position


def start(epoch: Epoch, cursor: str | None, horizon: int, floor: int | None = None) -> tuple[Position, bool]:
    """Where a reader goes on, and whether he must first forget everything the server had shown him.

    `floor`: up to there tombstones have been swept. Whoever last stood below it was never told of them; whoever is
    being shown everything has stood where he began with that.
    """
    position = opened(epoch, cursor)
    if position is None or position.tx >= horizon or (floor is not None and _stood(position) < floor):
        return Position(BEGINNING, BEGINNING + max(0, horizon)), True
    return position, False


def is_first(whole: int) -> bool:
    """Whether a picture has never been a whole one: it is still being shown for the first time."""
    return whole < BEGINNING // 2


def _stood(position: Position) -> int:
    return position.whole - BEGINNING if is_first(position.whole) else position.tx


def safe(since: int, below: int, moving: Iterable[tuple[int, int]]) -> int:
    """How far may be read while heads move beyond the horizon.

    A scope granted in this window must come whole, so reading ends before the grant of one that cannot yet.
    """
    return min([below, *(granted for granted, _ in moving if granted > since)])


def lines(due: Iterable[Due], grants: Iterable[Moved], *, fresh: bool) -> list[Line]:
    """Feed lines in the order in which they are due; revocations before what else their transaction changed."""
    found = []
    for moved in grants:
        if moved.grant is not None and not moved.grant.visible and not fresh:
            scope = moved.grant.scope
            found.append(Line(moved.tx, Change("work_order", scope, scope, 0, "revoke"), 120))
    for owed in due:
        head = owed.head
        if head.body is None and fresh:
            continue
        told, data = ("del", NOTHING) if head.body is None else ("put", Raw(head.body))
        change = Change(head.kind, head.id, _work_order(head.scope), head.version, told, data)
        found.append(Line(owed.tx, change, 160 + len(head.body or b"")))
    return sorted(found, key=lambda line: line.tx)


def _work_order(scope: str) -> str:
    return "" if ":" in scope else scope


def page(found: Sequence[Line], complete_below: int | None, horizon: int, limit: int, bytes_: int = PAGE_BYTES) -> Page:
    """As many whole transactions as fit, at least one.

    `complete_below`: lines from this transaction on may be missing because the query ended there; None when all
    lines below the horizon are here.
    """
    usable = [line for line in found if complete_below is None or line.tx < complete_below]
    taken: list[Line] = []
    size = 0
    at = 0
    while at < len(usable):
        end = at
        while end < len(usable) and usable[end].tx == usable[at].tx:
            end += 1
        together = usable[at:end]
        size += sum(line.size for line in together)
        if taken and (len(taken) + len(together) > limit or size > bytes_):
            return Page(tuple(taken), taken[-1].tx, more=True)
        taken.extend(together)
        at = end
    if complete_below is not None:
        return Page(tuple(taken), complete_below - 1, more=True)
    return Page(tuple(taken), horizon - 1, more=False)


def fnv64(text: str) -> int:
    """FNV-1a over UTF-8: small enough to be written twice, here and on the phone."""
    value = _FNV_OFFSET
    for byte in text.encode():
        value = (value ^ byte) * _FNV_PRIME & _64
    return value


def summed(texts: Iterable[str], start_at: int = 0) -> int:
    """A sum that does not depend on the order and can be carried on."""
    return (start_at + sum(map(fnv64, texts))) & _64


def digest(versions: Iterable[tuple[int, str, str, int]], horizon: int) -> str | None:
    """The digest of what a phone must hold; None while something newer is still in flight."""
    texts = []
    for tx, kind, id_, version in versions:
        if tx >= horizon:
            return None
        texts.append(f"{kind}|{id_}|{version}")
    return f"{summed(texts):016x}"
