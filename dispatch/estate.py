"""A company's master data as one value: communities, premises, people, faults, materials.

Pure     values only.
"""

from msgspec import Struct

from dispatch.model import Community, Fault, Material, Premises, Technician
from dispatch.policy import Policy


class Organisation(Struct, frozen=True, kw_only=True):
    id: str
    code: str
    zh: str
    en: str
    policy: Policy | None = None  # None: the default


class Estate(Struct, frozen=True, kw_only=True):
    """What `commands.put_estate` writes; whatever is there already under the same id is replaced."""

    organisation: Organisation
    communities: tuple[Community, ...] = ()
    premises: tuple[Premises, ...] = ()
    technicians: tuple[Technician, ...] = ()
    faults: tuple[Fault, ...] = ()
    materials: tuple[Material, ...] = ()
