"""Work that a phone announced and that never came: noticed, named exactly, and told to the office.

A phone says with every exchange what it still holds (`announcing`). When it then falls silent for `SILENT`, is
reported lost, or its person enrols what looks like the same phone anew (its storage was wiped), the difference
between what was announced and what is here is an alarm: the very numbers, operations, photos and orders, and whose
they are. An alarm is raised once for one announcement. What comes after all (the phone was found, somebody brought its
file) leaves the alarm by itself; the rest waits for somebody who says what was done about it.

Errors   `UnknownGap`.
Effects  reads and writes inside the caller's transaction; an event for each alarm and each happy end.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel.act import Act
from kernel.actors import Actor, ActorId, OrgId, Role
from kernel.errors import NotFound
from media import queries as evidence
from offline_sync import store
from offline_sync.events import WorkCame, WorkMissing
from offline_sync.model import HeldOp, HeldPhoto, Holdings
from offline_sync.sequence import alias_of, fingerprint
from offline_sync.store import Device
from offline_sync.tables import sync_device, sync_gap

SILENT = timedelta(hours=48)
REPLACED = timedelta(minutes=15)  # long enough for a second phone of the same make to say that it is alive
LISTED = 200


class UnknownGap(NotFound):
    code = "unknown_gap"


class Lost(Struct, frozen=True):
    """What was announced and is not here. `numbers` are ranges, both ends included."""

    numbers: tuple[tuple[int, int], ...] = ()
    operations: tuple[HeldOp, ...] = ()  # those of them that were named
    photos: tuple[HeldPhoto, ...] = ()
    more_photos: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.numbers or self.operations or self.photos or self.more_photos)

    @property
    def orders(self) -> tuple[str, ...]:
        named = [*(one.work_order for one in self.operations), *(one.work_order for one in self.photos)]
        return tuple(dict.fromkeys(filter(None, named)))

    @property
    def count(self) -> int:
        return sum(last - first + 1 for first, last in self.numbers)


class Gap(Struct, frozen=True, kw_only=True):
    id: str
    org_id: str
    user_id: str
    device_id: str
    why: str  # silent | replaced | revoked
    announced_at: datetime
    raised_at: datetime
    lost: Lost
    state: str  # open | acknowledged | came
    platform: str = ""  # of the phone, and when it was last heard
    seen_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str | None = None
    note: str | None = None


def without(first: int, last: int, here: Collection[int]) -> tuple[tuple[int, int], ...]:
    """The numbers from `first` to `last` except those that are here, as ranges."""
    ranges = []
    for number in sorted(one for one in here if first <= one <= last):
        if number > first:
            ranges.append((first, number - 1))
        first = number + 1
    if first <= last:
        ranges.append((first, last))
    return tuple(ranges)


async def missing(conn: AsyncConnection, device: Device, told: Holdings, *, forked: bool = False) -> Lost:
    """What of an announcement is not here. After a fork only what was named counts: the rest has new numbers."""
    known = await store.known(conn, [one.op_id for one in told.waiting]) if told.waiting else {}
    named = tuple(one for one in told.waiting if one.op_id not in known)
    here = [one.cseq for one in told.waiting if one.op_id in known]
    photos = await _without_bytes(conn, device, told.photos)
    each = tuple((one.cseq, one.cseq) for one in named)
    numbers = each if forked else without(device.last_cseq + 1, told.made, here)
    return Lost(numbers, named, photos, told.more_photos)


async def _without_bytes(conn: AsyncConnection, device: Device, photos: Iterable[HeldPhoto]) -> tuple[HeldPhoto, ...]:
    wanted = tuple(photos)
    if not wanted:
        return ()
    person = Actor(ActorId(device.user_id), Role.TECHNICIAN, OrgId(device.org_id))
    here = await evidence.present(conn, person, [one.sha256 for one in wanted])
    return tuple(one for one in wanted if one.sha256 not in here)


async def watch(act: Act) -> int:
    """Raise what has become an alarm in the act's organisation, and end those whose work came; for a timer."""
    await _ended(act)
    raised = 0
    for device, why in await _due(act):
        told = msgspec.json.decode(device.holds or "{}", type=Holdings)
        forked = await store.was_forked(act.conn, device.id)
        lost = await missing(act.conn, device, told, forked=forked)
        if lost.nothing:  # it came another way
            await store.save_holds(act.conn, replace(device, holds=None, holds_at=None))
            continue
        raised += await _raise(act, device, why, lost)
    return raised


async def _due(act: Act) -> list[tuple[Device, str]]:
    """Devices that hold something and from which nothing more is to be expected."""
    c = sync_device.c
    quiet = (c.org_id == act.actor.org_id, c.holds.is_not(None))
    waiting = (c.seen_at < act.now - REPLACED) | c.revoked_at.is_not(None)
    found = await store.devices_where(act.conn, *quiet, waiting)
    people = sorted({one.user_id for one in found})
    others = await store.devices_where(act.conn, c.user_id.in_(people)) if people else []
    return [(one, why) for one in found if (why := _why(one, others, act.now))]


def _why(device: Device, others: Collection[Device], now: datetime) -> str:
    if device.revoked_at is not None:
        return "revoked"
    if any(_succeeds(other, device, now) for other in others):
        return "replaced"
    return "silent" if now - device.seen_at >= SILENT else ""


def _succeeds(other: Device, device: Device, now: datetime) -> bool:
    """The same person's same kind of phone was enrolled anew since this one was last heard."""
    alike = other.user_id == device.user_id and other.platform == device.platform and other.platform != ""
    return alike and other.enrolled_at > device.seen_at and now - other.enrolled_at >= REPLACED


async def _raise(act: Act, device: Device, why: str, lost: Lost) -> int:
    at = device.holds_at or device.seen_at
    name = alias_of(device.id, fingerprint(f"{at.isoformat()}{device.holds}".encode()))
    known = await act.conn.execute(select(sync_gap.c.id).where(sync_gap.c.id == name))
    if known.first() is not None:
        return 0
    row = {
        "id": name,
        "org_id": device.org_id,
        "user_id": device.user_id,
        "device_id": device.id,
        "why": why,
        "announced_at": at,
        "raised_at": act.now,
        "lost": msgspec.json.encode(lost).decode(),
        "state": "open",
    }
    await act.conn.execute(insert(sync_gap).values(row))
    photos = len(lost.photos) + lost.more_photos
    act.record(name, WorkMissing(name, device.id, device.user_id, why, lost.count, photos, lost.orders))
    return 1


async def _ended(act: Act) -> None:
    """Open alarms without what has come meanwhile; one with nothing left is over."""
    for gap in await _gaps(act, sync_gap.c.state == "open"):
        device = await store.device(act.conn, gap.device_id)
        if device is None:
            continue
        left = await _left(act.conn, device, gap.lost)
        if left == gap.lost:
            continue
        values: dict[str, object] = {"lost": msgspec.json.encode(left).decode()}
        if left.nothing:
            values |= {"state": "came", "settled_at": act.now}
            act.record(gap.id, WorkCame(gap.id, gap.device_id, gap.user_id))
        await act.conn.execute(update(sync_gap).where(sync_gap.c.id == gap.id).values(values))


async def _left(conn: AsyncConnection, device: Device, lost: Lost) -> Lost:
    known = await store.known(conn, [one.op_id for one in lost.operations]) if lost.operations else {}
    here = {one.cseq for one in lost.operations if one.op_id in known}
    numbers = [part for first, last in lost.numbers for part in without(max(first, device.last_cseq + 1), last, here)]
    return Lost(
        tuple(numbers),
        tuple(one for one in lost.operations if one.op_id not in known),
        await _without_bytes(conn, device, lost.photos),
        lost.more_photos if device.holds is not None else 0,
    )


async def _gaps(act: Act, *which: ColumnElement[bool]) -> list[Gap]:
    phone = sync_gap.outerjoin(sync_device, sync_device.c.id == sync_gap.c.device_id)
    query = select(sync_gap, sync_device.c.platform, sync_device.c.seen_at).select_from(phone)
    query = query.where(sync_gap.c.org_id == act.actor.org_id, *which)
    rows = await act.conn.execute(query.order_by(sync_gap.c.raised_at.desc(), sync_gap.c.id).limit(LISTED))
    return [
        Gap(**{**row, "platform": row["platform"] or "", "lost": msgspec.json.decode(row["lost"], type=Lost)})
        for row in rows.mappings()
    ]


class Holder(Struct, frozen=True, kw_only=True):
    """A phone that has something which is not here yet."""

    device_id: str
    user_id: str
    platform: str
    seen_at: datetime
    since: datetime
    operations: int
    told: Holdings


async def holders(act: Act) -> list[Holder]:
    """What still lies on phones that are expected to send it, the longest silent first."""
    c = sync_device.c
    mine = (c.org_id == act.actor.org_id, c.holds.is_not(None), c.revoked_at.is_(None))
    alarmed = {gap.device_id for gap in await _gaps(act, sync_gap.c.state == "open")}
    found = [one for one in await store.devices_where(act.conn, *mine) if one.id not in alarmed]
    return [_holder(one) for one in sorted(found, key=lambda one: one.seen_at)]


def _holder(device: Device) -> Holder:
    told = msgspec.json.decode(device.holds or "{}", type=Holdings)
    return Holder(
        device_id=device.id,
        user_id=device.user_id,
        platform=device.platform,
        seen_at=device.seen_at,
        since=device.holds_at or device.seen_at,
        operations=max(0, told.made - device.last_cseq),
        told=told,
    )


async def differing(act: Act) -> list[Device]:
    """Phones that have lately held another picture than ours, and read it anew; the newest first."""
    c = sync_device.c
    since = act.now - timedelta(days=30)
    found = await store.devices_where(act.conn, c.org_id == act.actor.org_id, c.differed_at > since)
    return sorted(found, key=lambda one: (one.differed_at or since, one.id), reverse=True)[:LISTED]


async def listed(act: Act) -> list[Gap]:
    """Open alarms and those of the last weeks, newest first."""
    since = act.now - timedelta(days=30)
    return await _gaps(act, (sync_gap.c.state == "open") | (sync_gap.c.raised_at > since))


async def acknowledge(act: Act, gap_id: str, note: str) -> Gap:
    """Somebody has dealt with it and says how. The first word stands."""
    mine = (sync_gap.c.id == gap_id, sync_gap.c.org_id == act.actor.org_id)
    values = {"state": "acknowledged", "settled_at": act.now, "settled_by": act.actor.id, "note": note}
    await act.conn.execute(update(sync_gap).where(*mine, sync_gap.c.state == "open").values(values))
    found = await _gaps(act, sync_gap.c.id == gap_id)
    if not found:
        raise UnknownGap(gap_id=gap_id)
    return found[0]
