"""Who is asking.

An `Actor` is decided once at the edge (session, device, owner's link, integration key, the system
itself) and travels down as a value. `communities` limits what a lead or steward may touch; an
empty set means the whole organisation.

Pure     values only.
"""

from enum import StrEnum
from typing import NewType

from msgspec import Struct

OrgId = NewType("OrgId", str)
ActorId = NewType("ActorId", str)
DeviceId = NewType("DeviceId", str)


class Role(StrEnum):
    TECHNICIAN = "technician"
    DISPATCHER = "dispatcher"
    CLERK = "clerk"  # front desk and follow-up
    STEWARD = "steward"
    LEAD = "lead"
    MANAGER = "manager"
    ADMIN = "admin"
    OWNER = "owner"  # through a progress link, scoped to one work order
    INTEGRATION = "integration"
    SYSTEM = "system"  # timers, rules, the dispatch engine


OFFICE = frozenset({Role.DISPATCHER, Role.CLERK, Role.LEAD, Role.MANAGER, Role.ADMIN, Role.STEWARD})


class Actor(Struct, frozen=True):
    id: ActorId
    role: Role
    org_id: OrgId
    communities: frozenset[str] = frozenset()
    device_id: DeviceId | None = None
    scope: str | None = None  # the one work order that an owner's link opens

    def covers(self, community_id: str) -> bool:
        """Whether this actor may work in that community."""
        return not self.communities or community_id in self.communities


def system(org_id: str) -> Actor:
    """The actor of timers, rules and the dispatch engine."""
    return Actor(id=ActorId("system"), role=Role.SYSTEM, org_id=OrgId(org_id))
