"""The few shapes a verdict takes.

Pure     values only.
"""

from kernel.errors import Problem
from offline_sync.model import Verdict
from offline_sync.world import Effect


def parked(reason: str, **facts: object) -> Effect:
    """Not done; a person decides."""
    return Effect(verdict=Verdict.PARKED, reason=reason, facts=facts)


def refused(problem: Problem) -> Effect:
    """Not done because a rule of the house said no: its code and facts are the reason."""
    return parked(problem.code, **problem.facts)


def held(reason: str, **facts: object) -> Effect:
    """Not done yet; the server tries again."""
    return Effect(verdict=Verdict.HELD, reason=reason, facts=facts)


def merged(reason: str, **facts: object) -> Effect:
    return Effect(verdict=Verdict.MERGED, reason=reason, facts=facts)


def superseded(reason: str, **facts: object) -> Effect:
    """True but late: nothing changes."""
    return Effect(verdict=Verdict.SUPERSEDED, reason=reason, facts=facts)
