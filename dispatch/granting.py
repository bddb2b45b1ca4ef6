"""Leave to spend: asked for by a technician, granted or declined by whoever may grant so much; phones' allowances.

Errors   `UnknownApproval`, `AlreadyDecided`, `OverAuthority`, `OrderOver`, and those of `dispatch.handling`.
Effects  writes orders and allowances; leaves events, heads and grants on the act.
"""

from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Text, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from dispatch import events as e
from dispatch import spending, store
from dispatch import tables as t
from dispatch.details import OVER, OrderOver
from dispatch.handling import standing_of
from dispatch.model import Fen, WorkOrder
from dispatch.particulars import Consent
from dispatch.policy import Authority
from dispatch.saving import save_standings, surroundings
from dispatch.spending import Given
from dispatch.stocking import spent_by
from dispatch.views import Allowance, ApprovalRow
from kernel.act import Act
from kernel.actors import Role
from kernel.errors import Conflict, Forbidden, NotFound, Stale


class UnknownApproval(NotFound):
    code = "unknown_approval"


class AlreadyDecided(Conflict):
    """Somebody has answered this request."""

    code = "already_decided"


class OverAuthority(Forbidden):
    """More than this role may grant for one work order; `limit_fen` says how much it may."""

    code = "over_authority"


class Answer(Struct, frozen=True, kw_only=True):
    """What somebody says to a request."""

    granted: bool
    fen: Fen  # what is granted; what was asked for, when declined
    note: str
    by_name: str


def may_grant_fen(role: Role, authority: Authority) -> Fen:
    """How much a role may grant for one work order."""
    if role in {Role.MANAGER, Role.ADMIN}:
        return authority.manager_fen
    return authority.lead_fen if role is Role.LEAD else 0


async def decide(act: Act, order_id: str, approval_id: str, answer: Answer, *, version: int) -> WorkOrder:
    """Grant or decline one request."""
    before = await standing_of(act, order_id)
    order = before.order
    asked = next((one for one in order.approvals if one.id == approval_id), None)
    if asked is None:
        raise UnknownApproval(approval=approval_id)
    if order.version != version:
        raise Stale(work_order_id=order_id, version=order.version)
    if asked.state is not Consent.ASKED:
        raise AlreadyDecided(approval=approval_id, state=asked.state)
    if order.status in OVER:
        raise OrderOver(order_status=order.status)
    authority = (await surroundings(act, [order])).policy_of(order).authority
    limit = may_grant_fen(act.actor.role, authority)
    if answer.granted and spending.granted_fen(order.approvals) + answer.fen > limit:
        raise OverAuthority(limit_fen=limit)
    state = Consent.GRANTED if answer.granted else Consent.DECLINED
    told = replace(
        asked,
        state=state,
        fen=answer.fen if answer.granted else asked.fen,
        decided_at=act.now,
        decided_by=act.actor.id,
        decided_name=answer.by_name,
        note=answer.note,
    )
    approvals = tuple(told if one.id == approval_id else one for one in order.approvals)
    changed = replace(order, approvals=approvals, version=order.version + 1, updated_at=act.now)
    (after,) = await save_standings(act, [(before, replace(before, order=changed))])
    act.record(order_id, e.ApprovalDecided(order.id, approval_id, state, told.fen))
    return after.order


async def waiting(conn: AsyncConnection, org_id: str, communities: frozenset[str]) -> list[ApprovalRow]:
    """Requests that nobody has answered, the oldest first."""
    o = t.work_order.c
    query = (
        select(*store.order_columns, t.community.c.code.label("c_code"), t.premises.c.label.label("p_label"))
        .add_columns(t.technician.c.code.label("t_code"))
        .join_from(t.work_order, t.community, t.community.c.id == o.community_id)
        .join(t.premises, t.premises.c.id == o.premises_id)
        .outerjoin(t.technician, t.technician.c.id == o.technician_id)
        .where(o.org_id == org_id, o.status.not_in(sorted(OVER)), func.length(type_coerce(o.approvals, Text)) > 2)
    )
    if communities:
        query = query.where(o.community_id.in_(sorted(communities)))
    rows: list[ApprovalRow] = []
    for row in (await conn.execute(query)).mappings():
        order = store.to_order(row)
        rows += [
            ApprovalRow(
                work_order_id=order.id,
                number=order.number,
                community=row["c_code"],
                label=row["p_label"],
                technician=row["t_code"] or "",
                spent_fen=order.fees.parts_fen,
                currency=order.fees.currency,
                version=order.version,
                approval=one,
            )
            for one in order.approvals
            if one.state is Consent.ASKED
        ]
    return sorted(rows, key=lambda one: (one.approval.asked_at, one.approval.id))


async def give_allowance(act: Act, device_id: str) -> Allowance:
    """What this phone may spend without a network from now on; whatever it was told before is void."""
    technician, authority = act.actor.id, (await store.book_of(act.conn, act.actor.org_id)).general.authority
    a = t.allowance.c
    running = await act.conn.execute(
        select(t.allowance).where(a.technician_id == technician, a.until > act.now).with_for_update()
    )
    others = []
    for row in running.mappings():
        if row["device_id"] != device_id:
            since = (t.spending.c.device_id == row["device_id"], t.spending.c.at >= row["issued_at"])
            spent = select(func.coalesce(func.sum(t.spending.c.fen), 0)).where(*since)
            others.append(Given(row["left_fen"], int((await act.conn.execute(spent)).scalar_one())))
    mine = await spent_by(act.conn, technician, act.now - timedelta(days=authority.window_days))
    left = spending.allowed_fen(mine, others, authority)
    until = act.now + timedelta(hours=authority.allowance_h)
    row_now = {"device_id": device_id, "technician_id": technician, "left_fen": left}
    await store.upsert(act.conn, t.allowance, [{**row_now, "issued_at": act.now, "until": until}], ["device_id"])
    return Allowance(device_id, left, authority.order_fen, until)
