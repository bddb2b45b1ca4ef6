"""What changed for this person since his cursor, whole transactions at a time.

Runs in a snapshot of its own, after the push has committed. Visible are the work orders granted to the person, the
catalogues of his organisation (`ref:<org>`) and what became of his operations (`ops:<user>`).

Effects  reads only.
"""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel import feed as tables
from kernel import tombs
from kernel.actors import Actor
from media import queries as evidence
from offline_sync import feed, store
from offline_sync.exchange import DeviceUnknown, Pushed
from offline_sync.feed import Epoch, Position
from offline_sync.loading import BLOBS_KEPT_WAITING
from offline_sync.model import PROTO, Change, ExchangeAnswer, ExchangeRequest, Pull, PullAnswer, Receipt
from offline_sync.shelf import Page, Shelf

_UPGRADE = "pull_upgrade_required"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def implicit(actor: Actor) -> tuple[str, str]:
    """The scopes everybody sees without a grant."""
    return f"ref:{actor.org_id}", f"ops:{actor.id}"


async def answer(
    conn: AsyncConnection, actor: Actor, request: ExchangeRequest, shelf: Shelf, pushed: Pushed, now: datetime
) -> ExchangeAnswer:
    """The whole answer of an exchange."""
    shown: PullAnswer | None = None
    wanted = request.pull if request.proto == PROTO else None
    if wanted is not None:
        shown, position = await pull(conn, actor, wanted, shelf)
        settled = await _settled(conn, request.device_id, pushed.state.last_cseq, position.whole)
        pushed = replace(pushed, state=replace(pushed.state, settled_cseq=settled))
    return answered(request, shelf.epoch, pushed, now, shown)


def answered(
    request: ExchangeRequest, epoch: Epoch, pushed: Pushed, now: datetime, shown: PullAnswer | None = None
) -> ExchangeAnswer:
    """The answer's envelope; nothing shown to a build that can no longer be shown anything."""
    heard = max(request.acked, *(one.cseq for one in request.ops), 0)
    known = request.epoch == epoch.id and pushed.state.last_cseq <= heard
    return ExchangeAnswer(
        epoch=epoch.id,
        now=(now - _EPOCH) // timedelta(milliseconds=1),
        dev=pushed.state if known else replace(pushed.state, receipt=pushed.receipt),
        results=pushed.results,
        pull=shown,
        upgrade=_UPGRADE if request.pull is not None and shown is None else "",
    )


async def pull(conn: AsyncConnection, actor: Actor, wanted: Pull, shelf: Shelf) -> tuple[PullAnswer, Position]:
    """One page, and where it leaves the phone."""
    below = await tables.horizon(conn)
    floor = await tombs.floor(conn)
    position, reset = feed.start(shelf.epoch, wanted.cursor, below, floor)
    asked_from = replace(position, whole=feed.BEGINNING) if reset else position  # whenever that is
    key = (actor.org_id, actor.id, asked_from, wanted.limit)
    kept = None if wanted.digest else shelf.find(key)
    swept = kept is not None and floor is not None and kept.below <= floor  # what ended since then left no trace
    if kept is not None and not swept and await _stands(conn, actor, kept, below):
        return kept.answer, kept.after
    moving = [] if conn.dialect.name == "sqlite" else await tables.in_flight(conn, actor.id, below)
    below = feed.safe(position.tx, below, moving)
    until, more, changes = await _page(conn, actor, (position.tx, below), wanted.limit, fresh=reset)
    after = Position(until, position.whole if more or moving else until)
    digest = None
    if wanted.digest and not more and not moving:
        digest = feed.digest(await tables.versions(conn, actor.id, implicit(actor)), below)
    shown = PullAnswer(feed.seal(shelf.epoch, after), more, reset, changes, digest)
    if not wanted.digest and not moving:
        shelf.keep(key, Page(shown, after, below, feed.weight(changes)))
    return shown, after


async def _stands(conn: AsyncConnection, actor: Actor, page: Page, below: int) -> bool:
    """Whether nothing this person sees has moved since a page was made."""
    window = (page.below - 1, below)
    if page.below == below:
        return True
    if await tables.gone_since(conn, actor.id, window):
        return False
    return not await tables.sizes_since(conn, actor.id, implicit(actor), window, 1)


async def _page(
    conn: AsyncConnection, actor: Actor, window: tuple[int, int], limit: int, *, fresh: bool
) -> tuple[int, bool, tuple[Change, ...]]:
    """How far a page goes, whether there is more, and its lines. First it is counted: bodies are read once."""
    also, last = implicit(actor), window[1] - 1
    gone = [] if fresh else await tables.gone_since(conn, actor.id, window)
    sizes = await tables.sizes_since(conn, actor.id, also, window, limit + 1)
    cut = feed.cut(sizes, gone, limit)
    until = last if cut is None else cut
    owed = await tables.changes_since(conn, actor.id, also, window, until) if sizes else []
    gone = [(tx, scope) for tx, scope in gone if tx <= until]
    return until, cut is not None, feed.changes(owed, gone, fresh=fresh)


async def _settled(conn: AsyncConnection, device_id: str, last: int, whole: int) -> int:
    """The newest number up to which this device's operations are part of what it has been shown."""
    if feed.is_first(whole):
        return 0
    first = await store.first_unsettled(conn, device_id, whole)
    return last if first is None else first - 1


async def newest(conn: AsyncConnection) -> int:
    """The newest transaction that may be shown."""
    return await tables.horizon(conn) - 1


async def receipt(conn: AsyncConnection, actor: Actor, device_id: str, now: datetime) -> Receipt:
    """What the server holds of a device, to be compared with what the device has told."""
    device = await store.device(conn, device_id)
    if device is None or device.user_id != actor.id:
        raise DeviceUnknown
    orders = await store.orders_with_photos(conn, device_id, now - BLOBS_KEPT_WAITING)
    found = await evidence.photos_of(conn, orders) if orders else {}
    missing = {
        photo.sha256
        for photos in found.values()
        for photo in photos
        if photo.by == actor.id and not photo.present and photo.retracted_at is None
    }
    parked = await store.parked_count(conn, device_id)
    return Receipt(device.last_cseq, device.count, device.digest, tuple(sorted(missing)), parked)
