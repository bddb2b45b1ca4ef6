"""What a plan of the day is made of, as one value that travels to the process that plans.

Pure     values only.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from dispatch.planning import Job, Prospect
from dispatch.policy import Policy


class Morning(Struct, frozen=True):
    """What a plan is made of: movable work, and for each piece of it everybody as a decision would see him."""

    now: datetime
    seed: int
    general: Policy
    policies: dict[str, Policy]  # by order
    jobs: tuple[Job, ...]
    prospects: dict[str, tuple[Prospect, ...]]  # by order, in the order of technician ids


def by_id(prospects: Mapping[str, Sequence[Prospect]]) -> dict[str, tuple[Prospect, ...]]:
    return {key: tuple(sorted(some, key=lambda one: one.technician.id)) for key, some in prospects.items()}
