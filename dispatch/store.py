"""Loading and saving the aggregates of dispatch, in bulk: one statement for any number of rows.

`save_orders` checks the version of every row it overwrites under a lock and raises `Stale` before it writes
anything. Master data is upserted by id.

Errors   `Stale`, `UnknownOrder`.
Effects  reads and writes this package's tables inside the caller's transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import BindParameter, Insert, Table, Update, bindparam, delete, insert, select, update
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningInsert

from dispatch import tables as t
from dispatch.estate import Organisation
from dispatch.model import Assignment, Certificate, Community, Fault, Fix, Material, Premises, Technician, WorkOrder
from dispatch.policy import Policy
from dispatch.rulebook import Book, Rule, book
from dispatch.views import Decision
from kernel import upserts
from kernel.errors import NotFound, Stale
from kernel.geo import LatLng

_ORDER = WorkOrder.__struct_fields__
_ASSIGNMENT = Assignment.__struct_fields__
_PREMISES = Premises.__struct_fields__
_COMMUNITY = Community.__struct_fields__
_TECHNICIAN = tuple(name for name in Technician.__struct_fields__ if name != "fix")
order_columns = [t.work_order.c[name] for name in _ORDER]
# Built once: putting a statement together costs more than running it.
_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_ORDERS = select(*order_columns).where(t.work_order.c.id.in_(_ids)).order_by(t.work_order.c.id)
_ORDERS_LOCKED = _ORDERS.with_for_update()
_VERSIONS = (
    select(t.work_order.c.id, t.work_order.c.version)
    .where(t.work_order.c.id.in_(_ids))
    .order_by(t.work_order.c.id)
    .with_for_update()
)
_PUT = insert(t.work_order)
_FAULTS = select(t.fault.c.body).where(t.fault.c.org_id.in_(_ids)).order_by(t.fault.c.code)
_COMMUNITIES = select(t.community).where(t.community.c.id.in_(_ids))
_ASSIGNMENTS = select(t.assignment).where(t.assignment.c.id.in_(_ids))
_DECISIONS = select(t.decision.c.id, t.decision.c.body).where(t.decision.c.id.in_(_ids))
_PUT_DECISION = insert(t.decision)
_SOME_FAULTS = select(t.fault.c.body).where(
    t.fault.c.org_id.in_(bindparam("orgs", expanding=True)), t.fault.c.code.in_(bindparam("codes", expanding=True))
)
_PLACES = (
    select(
        *(t.premises.c[name] for name in _PREMISES),
        *(t.community.c[name] for name in _COMMUNITY),
    )
    .join_from(t.premises, t.community, t.community.c.id == t.premises.c.community_id)
    .where(t.premises.c.id.in_(_ids))
)
_pv = t.policy_version.c
_BOOKS = (
    select(t.organisation.c.id, t.organisation.c.policy, _pv.community_id, _pv.trade, _pv.body)
    .outerjoin_from(t.organisation, t.policy_version, (_pv.org_id == t.organisation.c.id) & _pv.active)
    .where(t.organisation.c.id.in_(_ids))
)
_CERTIFICATES = select(t.technician.c.id, t.technician.c.certificates).where(t.technician.c.id.in_(_ids))
CHUNK = 400  # rows per statement, below every database's limit of parameters


class UnknownOrder(NotFound):
    code = "unknown_order"


def row_of(item: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(item, name) for name in names}


def to_order(row: RowMapping) -> WorkOrder:
    return WorkOrder(**{name: row[name] for name in _ORDER})


def chunks(ids: Iterable[str]) -> list[list[str]]:
    distinct = list(dict.fromkeys(ids))
    return [distinct[at : at + CHUNK] for at in range(0, len(distinct), CHUNK)]


async def orders(conn: AsyncConnection, ids: Iterable[str], *, for_update: bool = False) -> dict[str, WorkOrder]:
    """The orders that exist, locked in the order of their ids if they are to be changed."""
    found: dict[str, WorkOrder] = {}
    for part in chunks(ids):
        rows = await conn.execute(_ORDERS_LOCKED if for_update else _ORDERS, {"ids": part})
        found |= {row["id"]: to_order(row) for row in rows.mappings()}
    return found


async def order(conn: AsyncConnection, order_id: str, *, for_update: bool = False) -> WorkOrder:
    found = await orders(conn, [order_id], for_update=for_update)
    if order_id not in found:
        raise UnknownOrder(work_order_id=order_id)
    return found[order_id]


async def insert_orders(conn: AsyncConnection, made: Sequence[tuple[WorkOrder, datetime | None]]) -> None:
    """New orders, each with the moment at which the sweep must look at it."""
    if made:
        rows = [row_of(one, _ORDER) | {"due_at": due, "alarms": ()} for one, due in made]
        await conn.execute(_PUT, rows)


async def save_orders(conn: AsyncConnection, changed: Sequence[tuple[WorkOrder, WorkOrder, datetime | None]]) -> None:
    """Overwrite orders; each comes as it was decided on and as it is to be."""
    if not changed:
        return
    seen = {before.id: before.version for before, _, _ in changed}
    found: dict[str, int] = {}
    for part in chunks(seen):
        rows = await conn.execute(_VERSIONS, {"ids": part})
        found |= {row.id: row.version for row in rows}
    for order_id, version in seen.items():
        if found.get(order_id) != version:
            raise Stale(work_order_id=order_id, version=found.get(order_id, 0))
    different = tuple(
        name for name in _ORDER if any(getattr(before, name) != getattr(after, name) for before, after, _ in changed)
    )
    values = [
        {"b_id": after.id, "b_due_at": due} | {f"b_{name}": getattr(after, name) for name in different}
        for _, after, due in changed
    ]
    await conn.execute(_saving(different), values)


@lru_cache(256)
def _saving(names: tuple[str, ...]) -> Update:
    """An update of what is different, so that only the indexes that change are written."""
    columns = {name: bindparam(f"b_{name}", type_=t.work_order.c[name].type) for name in (*names, "due_at")}
    return update(t.work_order).where(t.work_order.c.id == bindparam("b_id")).values(columns)


async def assignments(conn: AsyncConnection, ids: Iterable[str]) -> dict[str, Assignment]:
    found: dict[str, Assignment] = {}
    for part in chunks(ids):
        rows = await conn.execute(_ASSIGNMENTS, {"ids": part})
        found |= {row["id"]: Assignment(**row) for row in rows.mappings()}
    return found


async def put_assignments(conn: AsyncConnection, items: Sequence[Assignment]) -> None:
    await upsert(conn, t.assignment, [row_of(one, _ASSIGNMENT) for one in items], ["id"])


async def put_decision(conn: AsyncConnection, made: Decision) -> None:
    values = row_of(made, ("id", "work_order_id", "at", "mode", "chosen"))
    await conn.execute(_PUT_DECISION, values | {"body": made})


async def drop_decision(conn: AsyncConnection, decision_id: str) -> None:
    await conn.execute(delete(t.decision).where(t.decision.c.id == decision_id))


async def last_decision(conn: AsyncConnection, order_id: str) -> Decision | None:
    query = (
        select(t.decision.c.body)
        .where(t.decision.c.work_order_id == order_id)
        .order_by(t.decision.c.at.desc(), t.decision.c.id.desc())
        .limit(1)
    )
    made: Decision | None = (await conn.execute(query)).scalar_one_or_none()
    return made


async def decisions(conn: AsyncConnection, ids: Iterable[str]) -> dict[str, Decision]:
    found: dict[str, Decision] = {}
    for part in chunks(ids):
        rows = await conn.execute(_DECISIONS, {"ids": part})
        found |= {row.id: row.body for row in rows}
    return found


async def books(conn: AsyncConnection, org_ids: Iterable[str]) -> dict[str, Book]:
    """The policies of some organisations, in one statement."""
    general: dict[str, Policy | None] = {}
    rules: dict[str, list[Rule]] = {}
    for row in await conn.execute(_BOOKS, {"ids": list(dict.fromkeys(org_ids))}):
        general[row.id] = row.policy
        if row.body is not None:
            rules.setdefault(row.id, []).append(Rule(row.community_id, row.trade, row.body))
    return {key: book(one, rules.get(key, ())) for key, one in general.items()}


async def book_of(conn: AsyncConnection, org_id: str) -> Book:
    return (await books(conn, [org_id])).get(org_id) or Book()


async def faults(conn: AsyncConnection, org_ids: Iterable[str]) -> dict[tuple[str, str], Fault]:
    """The catalogues of some organisations, by organisation and code."""
    rows = await conn.execute(_FAULTS, {"ids": list(dict.fromkeys(org_ids))})
    return {(fault.org_id, fault.code): fault for fault in rows.scalars()}


async def communities(conn: AsyncConnection, ids: Iterable[str]) -> dict[str, Community]:
    rows = await conn.execute(_COMMUNITIES, {"ids": list(dict.fromkeys(ids))})
    return {row["id"]: Community(**row) for row in rows.mappings()}


async def premises(conn: AsyncConnection, ids: Iterable[str]) -> dict[str, Premises]:
    found: dict[str, Premises] = {}
    for part in chunks(ids):
        rows = await conn.execute(select(t.premises).where(t.premises.c.id.in_(part)))
        found |= {row["id"]: Premises(**row) for row in rows.mappings()}
    return found


async def places(
    conn: AsyncConnection, premises_ids: Iterable[str]
) -> tuple[dict[str, Premises], dict[str, Community]]:
    """Premises and their communities, in one statement."""
    found: dict[str, Premises] = {}
    around: dict[str, Community] = {}
    for part in chunks(premises_ids):
        for row in await conn.execute(_PLACES, {"ids": part}):
            given = iter(row)
            place = Premises(**{name: next(given) for name in _PREMISES})
            community = Community(**{name: next(given) for name in _COMMUNITY})
            found[place.id], around[community.id] = place, community
    return found, around


async def some_faults(conn: AsyncConnection, wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Fault]:
    """The faults of these organisations and codes, as far as they exist."""
    keys = set(wanted)
    if not keys:
        return {}
    named = {"orgs": sorted({org_id for org_id, _ in keys}), "codes": sorted({code for _, code in keys})}
    rows = (await conn.execute(_SOME_FAULTS, named)).scalars()
    return {(fault.org_id, fault.code): fault for fault in rows}


async def technicians(
    conn: AsyncConnection, org_id: str, ids: Sequence[str] | None = None, *, for_update: bool = False
) -> dict[str, Technician]:
    """The technicians of an organisation with their last positions, by id."""
    at = t.position.c
    columns = [*(t.technician.c[name] for name in _TECHNICIAN), at.lat, at.lng, at.at, at.accuracy_m, at.source]
    query = select(*columns).outerjoin_from(t.technician, t.position).where(t.technician.c.org_id == org_id)
    if ids is not None:
        query = query.where(t.technician.c.id.in_(list(ids)))
    if for_update:
        query = query.with_for_update(of=t.technician)
    rows = await conn.execute(query.order_by(t.technician.c.id))
    return {row["id"]: _to_technician(row) for row in rows.mappings()}


def _to_technician(row: RowMapping) -> Technician:
    fix = None
    if row["at"] is not None:
        fix = Fix(LatLng(row["lat"], row["lng"]), row["at"], row["accuracy_m"], row["source"])
    return Technician(**{name: row[name] for name in _TECHNICIAN}, fix=fix)


async def certificates(conn: AsyncConnection, ids: Iterable[str]) -> dict[str, tuple[Certificate, ...]]:
    """What these people hold."""
    found: dict[str, tuple[Certificate, ...]] = {}
    for part in chunks(ids):
        rows = await conn.execute(_CERTIFICATES, {"ids": part})
        found |= {row.id: row.certificates for row in rows}
    return found


async def put_position(conn: AsyncConnection, technician_id: str, fix: Fix) -> None:
    row = {
        "technician_id": technician_id,
        "lat": fix.position.lat,
        "lng": fix.position.lng,
        "at": fix.at,
        "accuracy_m": fix.accuracy_m,
        "source": fix.source,
    }
    await upsert(conn, t.position, [row], ["technician_id"])


async def take_numbers(conn: AsyncConnection, community_id: str, day: str, count: int) -> int:
    """Reserve `count` numbers of a community's day; the first of them."""
    asked = {"community_id": community_id, "day": day, "last": count}
    return int((await conn.execute(_counting(conn.dialect.name), asked)).scalar_one()) - count + 1


@cache
def _counting(dialect: str) -> ReturningInsert[Any]:
    put = upserts.upsert(dialect, t.number_counter)
    more = put.on_conflict_do_update(
        index_elements=["community_id", "day"], set_={"last": t.number_counter.c.last + put.excluded.last}
    )
    return more.returning(t.number_counter.c.last)


async def put_organisation(conn: AsyncConnection, item: Organisation) -> None:
    await upsert(conn, t.organisation, [row_of(item, Organisation.__struct_fields__)], ["id"])


async def put_communities(conn: AsyncConnection, items: Sequence[Community]) -> None:
    await upsert(conn, t.community, [row_of(one, _COMMUNITY) for one in items], ["id"])


async def put_premises(conn: AsyncConnection, items: Sequence[Premises]) -> None:
    await upsert(conn, t.premises, [row_of(one, _PREMISES) for one in items], ["id"])


async def put_technicians(conn: AsyncConnection, items: Sequence[Technician]) -> None:
    await upsert(conn, t.technician, [row_of(one, _TECHNICIAN) for one in items], ["id"])
    for one in items:
        if one.fix is not None:
            await put_position(conn, one.id, one.fix)


async def put_catalogue(conn: AsyncConnection, faults_: Sequence[Fault], materials: Sequence[Material]) -> None:
    rows = [{"org_id": f.org_id, "code": f.code, "area": f.area, "trade": f.trade, "body": f} for f in faults_]
    await upsert(conn, t.fault, rows, ["org_id", "code"])
    stock = [{"org_id": one.org_id, "code": one.code, "body": one} for one in materials]
    await upsert(conn, t.material, stock, ["org_id", "code"])


async def upsert(conn: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]], keys: list[str]) -> None:
    """Insert rows, or overwrite those with the same key."""
    if not rows:
        return
    statement = _upserting(conn.dialect.name, table, tuple(rows[0]), tuple(keys))
    await conn.execute(statement, list(rows))


@cache
def _upserting(dialect: str, table: Table, names: Sequence[str], keys: Sequence[str]) -> Insert:
    put = upserts.upsert(dialect, table)
    changed = {name: put.excluded[name] for name in names if name not in keys}
    return put.on_conflict_do_update(index_elements=list(keys), set_=changed)


async def materials(conn: AsyncConnection, org_id: str) -> list[Material]:
    query = select(t.material.c.body).where(t.material.c.org_id == org_id).order_by(t.material.c.code)
    return list((await conn.execute(query)).scalars())


async def insert_new(conn: AsyncConnection, table: Table, rows: Sequence[Mapping[str, Any]], keys: list[str]) -> None:
    """Insert rows; those that somebody else has inserted meanwhile stay as they are."""
    if rows:
        put = upserts.upsert(conn.dialect.name, table)
        await conn.execute(put.on_conflict_do_nothing(index_elements=keys), list(rows))
