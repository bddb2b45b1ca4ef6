"""What a change of an order's parts means elsewhere: the technician's ledger, the stock, the radar of a hold.

`settle` stands between a decision and its being written (`dispatch.saving`), so that no way of changing parts
passes it by, and costs nothing when no part changed.

Effects  reads and writes the tables of parts and spending; leaves events on the act.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from msgspec.structs import replace
from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import events as e
from dispatch import parts, spending, store
from dispatch import tables as t
from dispatch.lifecycle import Standing
from dispatch.model import HoldReason, WorkOrder
from dispatch.particulars import Depot, PartAt
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
_DEPOTS = select(t.depot).where(t.depot.c.org_id == bindparam("org_id")).order_by(t.depot.c.code)


async def settle(act: Act, before: Standing, after: Standing, policy: Policy) -> Standing:
    """The standing as it is to be written, with what its parts cost said and booked."""
    was, now = before.order, after.order
    if was.parts != now.parts:
        await _book(act, was, now, after.place)
        await _write_ledger(act, was, now)
    if was.parts != now.parts or was.approvals != now.approvals:
        after = replace(after, order=await _judged(act, now, policy))
    if was.hold is None and now.hold is not None and now.hold.reason is HoldReason.WAITING_PARTS and now.hold.material:
        after = await _looked_for(act, after, policy)
    return after


async def _write_ledger(act: Act, was: WorkOrder, now: WorkOrder) -> None:
    """One row per line, in the name of whoever used the part."""
    spender = act.actor.id if act.actor.role is Role.TECHNICIAN else now.technician_id
    gone = {line.id for line in was.parts} - {line.id for line in now.parts}
    if gone:
        await act.conn.execute(delete(t.spending).where(t.spending.c.line_id.in_(sorted(gone))))
    known = {line.id: line.total_fen for line in was.parts}
    rows = [
        {
            "line_id": line.id,
            "work_order_id": now.id,
            "technician_id": spender,
            "device_id": act.actor.device_id,
            "fen": line.total_fen,
            "at": act.now,
        }
        for line in now.parts
        if known.get(line.id) != line.total_fen
    ]
    if spender is not None:
        await store.upsert(act.conn, t.spending, rows, ["line_id"])


async def spent_by(conn: AsyncConnection, technician_id: str, since: datetime, besides: str = "") -> list[Spent]:
    """What a technician spent since a moment, order by order, with what was granted for each."""
    rows = await conn.execute(_SPENT, {"technician_id": technician_id, "since": since})
    found: dict[str, Spent] = {}
    for order_id, fen, approvals in rows:
        if order_id != besides:
            so_far = found.get(order_id, Spent(0, spending.granted_fen(approvals)))
            found[order_id] = replace(so_far, fen=so_far.fen + fen)
    return list(found.values())


async def _judged(act: Act, order: WorkOrder, policy: Policy) -> WorkOrder:
    """The order with or without the flag that it cost more than its technician may spend."""
    others: list[Spent] = []
    if order.technician_id is not None:
        since = act.now - timedelta(days=policy.authority.window_days)
        others = await spent_by(act.conn, order.technician_id, since, besides=order.id)
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


async def _book(act: Act, was: WorkOrder, now: WorkOrder, here: LatLng | None) -> None:
    """Take what was used out of the books of the van or the store it came from."""
    places = await depots(act.conn, now.org_id) if here is not None else []
    source = parts.taken_from(places, now.technician_id, here) if here is not None else None
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
