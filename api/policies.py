"""Who may call what: one named policy per group of routes, and nothing without one.

Every handler carries `opt={"policy": "<name>"}`. The guard of the application looks the name up here and denies
what it does not find; the application refuses to start while a handler has none. A policy says by which
credential and in which role; which objects is decided by the object rules below (own orders, own community, own
organisation), whose refusal is "not found" so that existence stays hidden.

Errors   `Unauthenticated`, `Forbidden`, `Hidden`.
Pure     yes.
"""

from enum import StrEnum

from msgspec import Struct

from kernel.actors import OFFICE, Actor, Role
from kernel.errors import Forbidden, NotFound, Problem


class Unauthenticated(Problem):
    """No credential, or one that no longer opens anything."""

    code = "unauthenticated"


class Denied(Forbidden):
    """The role may not do this at all."""

    code = "denied"


class Hidden(NotFound):
    """It does not exist, or this actor may not know that it does."""

    code = "hidden"


class Via(StrEnum):
    """By which credential somebody came."""

    STAFF = "staff"  # an access token
    OWNER = "owner"  # a session opened with a progress link
    TICKET = "ticket"  # a report ticket of a QR code


class Caller(Struct, frozen=True):
    """An authenticated actor and how he proved it. `token` is the SHA-256 of what he showed."""

    actor: Actor
    via: Via
    token: str = ""
    family: str = ""


class Policy(Struct, frozen=True):
    roles: frozenset[Role] = frozenset()
    via: frozenset[Via] = frozenset({Via.STAFF})
    public: bool = False


R = Role
_STAFF = OFFICE | {R.TECHNICIAN}
_DESK = frozenset({R.DISPATCHER, R.CLERK, R.STEWARD, R.LEAD, R.ADMIN})
_DISPATCH = frozenset({R.DISPATCHER, R.ADMIN})
_BY_OWNER = frozenset({Via.OWNER})

POLICIES: dict[str, Policy] = {
    "public": Policy(public=True),  # shell, health, sign-in, refresh by cookie, the place behind a QR code
    "me": Policy(_STAFF),
    "schema": Policy(_STAFF),
    "push": Policy(_STAFF),
    "position": Policy(frozenset({R.TECHNICIAN})),
    "orders.read": Policy(_STAFF),
    "orders.list": Policy(OFFICE),
    "orders.create": Policy(_DESK),
    "orders.dispatch": Policy(_DISPATCH),
    "policies": Policy(frozenset({R.MANAGER, R.ADMIN})),
    "policies.read": Policy(_DISPATCH | {R.MANAGER}),  # and tried on what was decided
    "orders.intend": Policy(OFFICE),
    "orders.note": Policy(_STAFF),
    "orders.link": Policy(_DESK),
    "board": Policy(frozenset({R.DISPATCHER, R.CLERK, R.STEWARD, R.MANAGER, R.ADMIN})),  # a steward: his communities
    "reviews": Policy(frozenset({R.LEAD, R.MANAGER, R.ADMIN})),
    "approvals": Policy(frozenset({R.LEAD, R.MANAGER, R.ADMIN})),
    "orders.sign_off": Policy(_DISPATCH | {R.STEWARD, R.MANAGER}),
    "admin": Policy(frozenset({R.ADMIN})),
    "orders.phone": Policy(frozenset({R.DISPATCHER, R.LEAD, R.ADMIN})),
    "estate": Policy(OFFICE),
    "people": Policy(_STAFF),  # a technician: himself
    "catalog": Policy(_STAFF),
    "sync": Policy(frozenset({R.TECHNICIAN})),
    "dropbox": Policy(_STAFF),
    "parked": Policy(frozenset({R.DISPATCHER, R.LEAD, R.ADMIN})),
    "imports": Policy(OFFICE),
    "blobs.write": Policy(_DESK | {R.TECHNICIAN, R.OWNER}, frozenset(Via)),
    "blobs.read": Policy(_STAFF),
    "report": Policy(frozenset({R.OWNER}), frozenset({Via.TICKET})),
    "owner": Policy(frozenset({R.OWNER}), _BY_OWNER),
}


def check(policy: Policy | None, caller: Caller | None) -> None:
    """Let the caller pass or raise; an unknown policy lets nobody pass."""
    if policy is None:
        raise Denied
    if policy.public:
        return
    if caller is None:
        raise Unauthenticated
    if caller.via not in policy.via or caller.actor.role not in policy.roles:
        raise Denied


def may_see(actor: Actor, *, org_id: str, community_id: str, technician_id: str | None, work_order_id: str) -> bool:
    """Whether a work order exists at all for this actor."""
    if actor.role is Role.OWNER:
        return actor.scope == work_order_id
    if org_id != actor.org_id:
        return False
    if actor.role is Role.TECHNICIAN:
        return technician_id == actor.id
    return actor.covers(community_id)


def must_see(actor: Actor, *, org_id: str, community_id: str, technician_id: str | None, work_order_id: str) -> None:
    """`Hidden` unless the work order exists for this actor."""
    if not may_see(
        actor,
        org_id=org_id,
        community_id=community_id,
        technician_id=technician_id,
        work_order_id=work_order_id,
    ):
        raise Hidden
