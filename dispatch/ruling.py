"""Policies as people set them: versions by community and trade, tried on past decisions before they hold.

Every version stays, so a decision's own is always found. A policy for a narrower place is a whole one: nothing
of the wider policy shines through.

Errors   `BadPolicy`, `UnknownScope`, `Forbidden`, `Stale`.
Effects  reads and writes this package's tables; leaves events on the act.
"""

from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import events as e
from dispatch import recording, saving, store
from dispatch import tables as t
from dispatch.policy import Policy, checked
from dispatch.replaying import Comparison, Counted, compared
from kernel.act import Act
from kernel.errors import NotFound, Stale

_PREVIEWED = timedelta(days=7)
_MOST = 400  # decisions tried


class UnknownScope(NotFound):
    """No such community or trade in this organisation."""

    code = "unknown_scope"


class PolicyRow(Struct, frozen=True):
    """One version of one policy. '' for all communities, for all trades."""

    community_id: str
    trade: str
    version: int
    active: bool
    policy: Policy
    at: datetime | None  # None: as delivered
    by: str
    note: str


async def rules(conn: AsyncConnection, org_id: str) -> list[PolicyRow]:
    """Everything that holds now, the widest first."""
    p = t.policy_version.c
    rows = await conn.execute(
        select(t.policy_version).where(p.org_id == org_id, p.active).order_by(p.community_id, p.trade)
    )
    found = [PolicyRow(r.community_id, r.trade, r.version, r.active, r.body, r.at, r.by, r.note) for r in rows]
    if not any(one.community_id == one.trade == "" for one in found):
        general = (await store.book_of(conn, org_id)).general
        found.insert(0, PolicyRow("", "", general.version, True, general, None, "", ""))
    return found


async def put(act: Act, scope: tuple[str, str], policy: Policy, note: str, *, base: int | None = None) -> PolicyRow:
    """A new version for a scope (community, trade), which holds from now on. `base` is the one that was read before."""
    org = act.actor.org_id
    name = await _named(act.conn, org, scope)
    checked(policy)
    p = t.policy_version.c
    here = (p.org_id == org, p.community_id == scope[0], p.trade == scope[1])
    last = (await act.conn.execute(select(func.max(p.version)).where(*here))).scalar_one()
    known = (await store.book_of(act.conn, org)).general.version if scope == ("", "") else 0
    version = max(last or 0, known) + 1
    if base is not None and base != version - 1:
        raise Stale(version=version - 1)
    made = replace(policy, id=name, version=version)
    await act.conn.execute(update(t.policy_version).where(*here).values(active=False))
    row = {
        "id": act.ids.new(),
        "org_id": org,
        "community_id": scope[0],
        "trade": scope[1],
        "version": version,
        "active": True,
        "body": made,
        "at": act.now,
        "by": str(act.actor.id),
        "note": note,
    }
    await act.conn.execute(insert(t.policy_version), row)
    saving.forget(act)
    act.record(f"policy:{org}", e.PolicyPut(name, version))
    return PolicyRow(scope[0], scope[1], version, True, made, act.now, str(act.actor.id), note)


async def drop(act: Act, scope: tuple[str, str]) -> None:
    """The narrower policy holds no more; the wider one does."""
    if scope == ("", ""):
        raise UnknownScope(community="", trade="")
    name = await _named(act.conn, act.actor.org_id, scope)
    p = t.policy_version.c
    here = (p.org_id == act.actor.org_id, p.community_id == scope[0], p.trade == scope[1], p.active)
    await act.conn.execute(update(t.policy_version).where(*here).values(active=False))
    saving.forget(act)
    act.record(f"policy:{act.actor.org_id}", e.PolicyDropped(name))


async def _named(conn: AsyncConnection, org_id: str, scope: tuple[str, str]) -> str:
    """What a scope is called, after looking whether it exists."""
    community_id, trade = scope
    place = "*"
    if community_id:
        found = (await store.communities(conn, [community_id])).get(community_id)
        if found is None or found.org_id != org_id:
            raise UnknownScope(community=community_id, trade=trade)
        place = found.code
    if trade and trade not in {fault.trade for fault in (await store.faults(conn, [org_id])).values()}:
        raise UnknownScope(community=community_id, trade=trade)
    return "default" if scope == ("", "") else f"{place}/{trade or '*'}"


async def preview(act: Act, scope: tuple[str, str], policy: Policy) -> Comparison:
    """What the last week's decisions of this scope would have been under another policy. Nothing is stored."""
    await _named(act.conn, act.actor.org_id, scope)
    checked(policy)
    counted = Counted()
    async for kept in recording.between(act.conn, act.actor.org_id, act.now - _PREVIEWED, act.now):
        job = kept.looked.job
        if scope[0] in {"", job.order.community_id} and scope[1] in {"", job.fault.trade}:
            counted.take(compared(kept.looked, policy, kept.decision_id))
            if counted.decisions >= _MOST:
                break
    return counted.told()
