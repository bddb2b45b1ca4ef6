"""What a change of an order's parts means elsewhere: the technician's ledger, the stock, the radar of a hold.

`settle` stands between decisions and their being written (`dispatch.saving`), so that no way of changing parts
passes it by, and costs nothing when no part changed. Orders are settled one after another: what the first cost counts
for the second, though the ledger is read once and written once for all of them.

Effects  reads and writes the tables of parts and spending; leaves events on the act.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import asdict, replace
from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import events as e
from dispatch import parts, spending, store
from dispatch import tables as t
from dispatch.lifecycle import Standing
from dispatch.model import HoldReason, WorkOrder
from dispatch.particulars import Approval, Depot, PartAt
from dispatch.policy import Policy
from dispatch.spending import OVER_FLAG, Spent
from kernel.act import Act
from kernel.actors import Role
from kernel.geo import LatLng
from kernel.upserts import upsert

# Built once: putting a statement together costs more than running it.
_SPENT = (
    select(t.spending.c.work_order_id, t.spending.c.fen, t.work_order.c.approvals)
    .join(t.work_order, t.work_order.c.id == t.spending.c.work_order_id)
    .where(
        t.spending.c.technician_id == bindparam("technician_id"),
        t.spending.c.at > bindparam("since", type_=t.spending.c.at.type),
    )
)
_LEDGER = (
    select(*(t.spending.c[name] for name in ("line_id", "work_order_id", "technician_id", "fen", "at")))
    .add_columns(t.work_order.c.approvals)
    .join(t.work_order, t.work_order.c.id == t.spending.c.work_order_id)
    .where(
        t.spending.c.technician_id.in_(bindparam("ids", expanding=True)),
        t.spending.c.at > bindparam("since", type_=t.spending.c.at.type),
    )
)
_DROP = delete(t.spending).where(t.spending.c.line_id.in_(bindparam("ids", expanding=True)))
_DEPOTS = select(t.depot).where(t.depot.c.org_id == bindparam("org_id")).order_by(t.depot.c.code)


class _Line(Struct, frozen=True):
    """What one line of an order cost, in whose name and when."""

    work_order_id: str
    technician_id: str
    fen: int
    at: datetime


class _Ledger:
    """What some technicians have spent lately: as it is in the table, and as this act goes on with it."""

    def __init__(self, lines: dict[str, _Line], approvals: dict[str, Sequence[Approval]]) -> None:
        self._lines = lines
        self._approvals = approvals
        self.written: dict[str, dict[str, object]] = {}
        self.gone: set[str] = set()

    def follow(self, act: Act, was: WorkOrder, now: WorkOrder) -> None:
        """One row per line, in the name of whoever used the part."""
        spender = act.actor.id if act.actor.role is Role.TECHNICIAN else now.technician_id
        for key in {line.id for line in was.parts} - {line.id for line in now.parts}:
            self.gone.add(key)
            self.written.pop(key, None)
            self._lines.pop(key, None)
        known = {line.id: line.total_fen for line in was.parts}
        self._approvals.setdefault(now.id, was.approvals)
        for line in now.parts:
            if spender is not None and known.get(line.id) != line.total_fen:
                made = _Line(now.id, spender, line.total_fen, act.now)
                self.written[line.id] = {"line_id": line.id, **asdict(made), "device_id": act.actor.device_id}
                self.gone.discard(line.id)
                self._lines[line.id] = made

    def others(self, order: WorkOrder, since: datetime) -> list[Spent]:
        """What the technician of an order spent on all others, order by order."""
        found: dict[str, Spent] = {}
        for line in self._lines.values():
            key = line.work_order_id
            if line.technician_id == order.technician_id and key != order.id and line.at > since:
                so_far = found.get(key) or Spent(0, spending.granted_fen(self._approvals[key]))
                found[key] = replace(so_far, fen=so_far.fen + line.fen)
        return list(found.values())


async def settle(act: Act, moved: Sequence[tuple[Standing, Standing, Policy]]) -> list[Standing]:
    """The standings as they are to be written, with what their parts cost said and booked: (before, after, policy)."""
    ledger = await _ledger(act, moved)
    places: dict[str, list[Depot]] = {}
    settled = []
    for before, after, policy in moved:
        was, now = before.order, after.order
        if was.parts != now.parts:
            if after.place is not None and now.org_id not in places:
                places[now.org_id] = await depots(act.conn, now.org_id)
            source = parts.taken_from(places.get(now.org_id, ()), now.technician_id, after.place)
            await _book(act, was, now, source)
            ledger.follow(act, was, now)
        one = replace(after, order=_judged(act, now, policy, ledger)) if _costs(was, now) else after
        if was.hold is None and now.hold is not None and now.hold.reason is HoldReason.WAITING_PARTS:
            one = await _looked_for(act, one, policy) if now.hold.material else one
        settled.append(one)
    if ledger.gone:
        await act.conn.execute(_DROP, {"ids": sorted(ledger.gone)})
    await store.upsert(act.conn, t.spending, list(ledger.written.values()), ["line_id"])
    return settled


def _costs(was: WorkOrder, now: WorkOrder) -> bool:
    return was.parts != now.parts or was.approvals != now.approvals


async def _ledger(act: Act, moved: Sequence[tuple[Standing, Standing, Policy]]) -> _Ledger:
    touched = [(after.order, policy) for before, after, policy in moved if _costs(before.order, after.order)]
    people = {order.technician_id for order, _ in touched if order.technician_id is not None}
    if not people:
        return _Ledger({}, {})
    since = act.now - timedelta(days=max(policy.authority.window_days for _, policy in touched))
    rows = list(await act.conn.execute(_LEDGER, {"ids": sorted(people), "since": since}))
    return _Ledger({row[0]: _Line(*row[1:5]) for row in rows}, {row[1]: row[5] for row in rows})


async def spent_by(conn: AsyncConnection, technician_id: str, since: datetime, besides: str = "") -> list[Spent]:
    """What a technician spent since a moment, order by order, with what was granted for each."""
    rows = await conn.execute(_SPENT, {"technician_id": technician_id, "since": since})
    found: dict[str, Spent] = {}
    for order_id, fen, approvals in rows:
        if order_id != besides:
            so_far = found.get(order_id, Spent(0, spending.granted_fen(approvals)))
            found[order_id] = replace(so_far, fen=so_far.fen + fen)
    return list(found.values())


def _judged(act: Act, order: WorkOrder, policy: Policy, ledger: _Ledger) -> WorkOrder:
    """The order with or without the flag that it cost more than its technician may spend."""
    others = ledger.others(order, act.now - timedelta(days=policy.authority.window_days))
    left = spending.left_fen(spending.of_order(order), others, policy.authority)
    if left >= 0:
        return replace(order, flags=order.flags - {OVER_FLAG}) if OVER_FLAG in order.flags else order
    if OVER_FLAG in order.flags:
        return order
    act.record(order.id, e.SpendingExceeded(order.id, order.technician_id, -left))
    return replace(order, flags=order.flags | {OVER_FLAG})


async def depots(conn: AsyncConnection, org_id: str) -> list[Depot]:
    rows = await conn.execute(_DEPOTS, {"org_id": org_id})
    return [Depot(**row) for row in rows.mappings()]


async def _book(act: Act, was: WorkOrder, now: WorkOrder, source: Depot | None) -> None:
    """Take what was used out of the books of the van or the store it came from."""
    if source is None:
        return
    for use in parts.uses(was.parts, now.parts):
        if use.material:
            left = await move(act, source.id, use.material, -use.delta_milli, now.id)
            if left < 0:
                act.record(now.id, e.StockBelowZero(now.id, source.code, use.material, left))


async def move(act: Act, depot_id: str, material: str, delta_milli: int, work_order_id: str | None) -> int:
    """Change how much a depot holds of a material; how much it holds then."""
    held = t.stock.c.on_hand_milli
    put = upsert(act.conn.dialect.name, t.stock).values(depot_id=depot_id, material=material, on_hand_milli=delta_milli)
    added = put.on_conflict_do_update(index_elements=["depot_id", "material"], set_={held: held + delta_milli})
    left = (await act.conn.execute(added.returning(held))).scalar_one()
    moved = {
        "id": act.ids.new(),
        "depot_id": depot_id,
        "material": material,
        "delta_milli": delta_milli,
        "at": act.now,
        "by": act.actor.id,
        "work_order_id": work_order_id,
    }
    await act.conn.execute(t.stock_move.insert(), [moved])
    return int(left)


async def search(
    conn: AsyncConnection, org_id: str, material: str, here: LatLng, *, besides: str | None = None
) -> tuple[PartAt, ...]:
    """Where a part lies, the nearest first. A van is where its technician was last seen."""
    query = (
        select(t.depot, t.stock.c.on_hand_milli, t.position.c.lat, t.position.c.lng)
        .join(t.stock, t.stock.c.depot_id == t.depot.c.id)
        .outerjoin(t.position, t.position.c.technician_id == t.depot.c.technician_id)
        .where(t.depot.c.org_id == org_id, t.stock.c.material == material)
    )
    held: list[tuple[Depot, int]] = []
    fixes: dict[str, LatLng] = {}
    for row in (await conn.execute(query)).mappings():
        depot = Depot(**{name: row[name] for name in Depot.__struct_fields__})
        held.append((depot, row["on_hand_milli"]))
        if depot.technician_id is not None and row["lat"] is not None:
            fixes[depot.technician_id] = LatLng(row["lat"], row["lng"])
    return parts.radar(held, here, fixes, besides)


async def _looked_for(act: Act, standing: Standing, policy: Policy) -> Standing:
    """The hold with what the radar showed. The clock stands only when nothing is within reach."""
    order = standing.order
    if order.hold is None or standing.place is None:
        return standing
    seen = await search(act.conn, order.org_id, order.hold.material, standing.place, besides=order.technician_id)
    order = replace(order, hold=replace(order.hold, seen=seen))
    near = parts.within_reach(seen, policy.authority.near_m)
    if near is not None:
        order = replace(order, clocks=replace(order.clocks, paused_since=None))
        wanted = e.TransferWanted(order.id, near.depot, order.hold.material if order.hold else "", near.distance_m or 0)
        act.record(order.id, wanted)
    return replace(standing, order=order)


async def put_depots(act: Act, places: Sequence[Depot], held: Sequence[tuple[str, str, int]]) -> None:
    """Depots and what lies in them (depot, material, thousandths), as they are to be."""
    rows = [{name: getattr(one, name) for name in Depot.__struct_fields__} for one in places]
    await store.upsert(act.conn, t.depot, rows, ["id"])
    stock = [{"depot_id": depot, "material": code, "on_hand_milli": milli} for depot, code, milli in held]
    await store.upsert(act.conn, t.stock, stock, ["depot_id", "material"])
