"""Technicians and the estate: positions, duty, master data.

A position is the last word on where somebody is, not an event: losing one is harmless. One that is older than the
known one, from the future, or further away than anybody can travel in the time is dropped.

Errors   `BadPosition`, `BadHours`, `BadPolicy`, `UnknownTechnician`, `Forbidden`.
Effects  writes technicians, positions and the estate; leaves events and catalogue heads on the act.
"""

from datetime import timedelta

import msgspec
from msgspec.structs import replace

from dispatch import events as e
from dispatch import saving, store
from dispatch.estate import Estate
from dispatch.estate import checked as checked_estate
from dispatch.model import Fault, Fix, Material, Technician, TechnicianId
from dispatch.policy import checked as checked_policy
from dispatch.sending import UnknownTechnician
from kernel.act import Act
from kernel.actors import Role
from kernel.errors import Forbidden
from kernel.geo import checked, haversine_km
from kernel.heads import Head

_FUTURE = timedelta(seconds=60)
_FASTEST_M_S = 33.0
_JITTER_M = 200.0
_ROLES = frozenset({Role.DISPATCHER, Role.LEAD, Role.MANAGER, Role.ADMIN, Role.SYSTEM})


async def ping(act: Act, fix: Fix) -> Technician:
    """The acting technician says where he is."""
    known = await _technician(act, str(act.actor.id))
    checked(fix.position.lat, fix.position.lng)
    if fix.at > act.now + _FUTURE or _impossible(known.fix, fix):
        return known
    await store.put_position(act.conn, known.id, fix)
    return replace(known, fix=fix)


def _impossible(known: Fix | None, fix: Fix) -> bool:
    if known is None:
        return False
    seconds = (fix.at - known.at).total_seconds()
    metres = haversine_km(known.position, fix.position) * 1000
    return seconds < 0 or metres > _JITTER_M + known.accuracy_m + fix.accuracy_m + _FASTEST_M_S * seconds


async def _technician(act: Act, technician_id: str) -> Technician:
    found = await store.technicians(act.conn, act.actor.org_id, [technician_id], for_update=True)
    if technician_id not in found:
        raise UnknownTechnician(technician_id=technician_id)
    return found[technician_id]


async def set_duty(
    act: Act, technician_id: str, *, on_break: bool | None = None, off_duty: bool | None = None
) -> Technician:
    """A technician says so himself, or the office for him."""
    if act.actor.role not in _ROLES and act.actor.id != technician_id:
        raise Forbidden(technician_id=technician_id)
    known = await _technician(act, technician_id)
    now = replace(
        known,
        on_break=known.on_break if on_break is None else on_break,
        off_duty=known.off_duty if off_duty is None else off_duty,
    )
    if now == known:
        return known
    now = replace(now, version=known.version + 1)
    await store.put_technicians(act.conn, [replace(now, fix=None)])
    act.record(technician_id, e.DutyChanged(TechnicianId(technician_id), now.on_break, now.off_duty))
    return now


async def put_estate(act: Act, estate: Estate) -> None:
    """Write master data, whatever was there under the same ids, and show the catalogue to the phones."""
    conn, org = act.conn, estate.organisation
    if org.policy is not None:
        checked_policy(org.policy)
    checked_estate(estate)
    await store.put_organisation(conn, org)
    await store.put_communities(conn, estate.communities)
    await store.put_premises(conn, estate.premises)
    await store.put_technicians(conn, estate.technicians)
    await store.put_catalogue(conn, estate.faults, estate.materials)
    saving.forget(act)
    await show_catalogue(act, org.id)


async def show_catalogue(act: Act, org_id: str) -> None:
    """The organisation's faults and materials as phones keep them."""
    faults = [fault for (_, _), fault in sorted((await store.faults(act.conn, [org_id])).items())]
    materials = await store.materials(act.conn, org_id)
    version = int(act.now.timestamp() * 1000)
    for name, items in (("faults", faults), ("materials", materials)):
        body = msgspec.json.encode(_Items(items))
        act.show(Head("catalog", name, scope=f"ref:{org_id}", version=version, body=body))


class _Items(msgspec.Struct, frozen=True):
    items: list[Fault] | list[Material]
