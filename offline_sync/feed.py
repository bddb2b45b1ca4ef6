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
from collections import Counter
from collections.abc import Iterable
from operator import itemgetter

from msgspec import Raw, Struct

from kernel.heads import Due, Size
from offline_sync.model import Change

Gone = tuple[int, str]  # a scope that is no longer seen, and since which transaction
PAGE_BYTES = 512 * 1024
BEGINNING = -(2**62)  # before every transaction, restored ones included
_ENVELOPE = 160  # of a line, around its body
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
    """The newest transaction of the picture that he has, or has begun with: what is shown lies below the horizon."""
    return position.whole - BEGINNING - 1 if is_first(position.whole) else position.tx


def safe(since: int, below: int, moving: Iterable[tuple[int, int]]) -> int:
    """How far may be read while heads move beyond the horizon.

    A scope granted in this window must come whole, so reading ends before the grant of one that cannot yet.
    """
    return min([below, *(granted for granted, _ in moving if granted > since)])


def cut(sizes: Iterable[Size], gone: Iterable[Gone], limit: int, bytes_: int = PAGE_BYTES) -> int | None:
    """The transaction a page ends with: as many whole ones as fit, at least one. None when there is room for all."""
    lines, weight = Counter(tx for tx, _ in gone), Counter[int]()
    for size in sizes:
        lines[size.tx] += size.lines
        weight[size.tx] += size.bytes
    taken = heavy = 0
    last = None
    for tx in sorted(lines):
        taken += lines[tx]
        heavy += weight[tx] + _ENVELOPE * lines[tx]
        if last is not None and (taken > limit or heavy > bytes_):
            return last
        last = tx
    return None


def changes(due: Iterable[Due], gone: Iterable[Gone], *, fresh: bool) -> tuple[Change, ...]:
    """Feed lines in the order in which they are due; revocations before what else their transaction changed."""
    found = [(tx, Change("work_order", scope, scope, 0, "revoke")) for tx, scope in gone]
    mixed = bool(found)
    for tx, kind, id_, scope, version, body in due:
        if body is not None:
            found.append((tx, Change(kind, id_, _work_order(scope), version, "put", Raw(body))))
        elif not fresh:
            found.append((tx, Change(kind, id_, _work_order(scope), version, "del")))
    if mixed:
        found.sort(key=itemgetter(0))
    return tuple(map(itemgetter(1), found))


def weight(shown: Iterable[Change]) -> int:
    """Bytes of the bodies of some lines."""
    return sum(len(memoryview(change.d)) for change in shown)


def _work_order(scope: str) -> str:
    return "" if ":" in scope else scope


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
    """The digest of what a phone must hold; None while something newer is still in flight.

    The version goes first: the last byte of FNV-1a is multiplied once only, and two rows that are each one version
    behind would cancel each other out in the sum every second time.
    """
    texts = []
    for tx, kind, id_, version in versions:
        if tx >= horizon:
            return None
        texts.append(f"{version}|{kind}|{id_}")
    return f"{summed(texts):016x}"
