"""What would have to be otherwise: for somebody ruled out to be in it, for somebody behind to be first.

Nothing is guessed: the fact is changed, everything is judged again, and the rank is read off. Facts that nobody should
change to get work (declining, letting it lapse, failing twice, not being welcome) are left alone.

Units    whole seconds-equivalent, ranks from 1.
Pure     the moment is an argument.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import datetime
from math import floor

from msgspec.structs import replace

from dispatch.judging import Judged, Key, judged
from dispatch.model import Certificate, Shift, Skill
from dispatch.planning import Job, Prospect
from dispatch.policy import Policy, Scale
from dispatch.scoring import whole
from dispatch.views import Candidate, Counterfactual, Term

MISSES = 6  # of those ruled out, the nearest
BEHIND = 4  # of the candidates after the first
_MOST_CHANGES = 2
_ALWAYS = (Shift((0, 1, 2, 3, 4, 5, 6), "00:00", "00:00"),)
_WHICH = {
    "cert_missing": "certificate",
    "cert_expired": "certificate",
    "cert_expires_before_finish": "certificate",
    "cert_review_overdue": "certificate",
    "skill_missing": "level",
    "skill_level": "level",
    "not_on_shift": "hours",
    "shift_end": "hours",
    "off_duty": "duty",
    "on_break": "duty",
    "load": "load",
    "territory": "territory",
    "quiet_hours": "quiet",
    "household_hours": "quiet",
}
Change = Callable[[Prospect, Job], tuple[Prospect, Job]]


def _certified(one: Prospect, job: Job) -> tuple[Prospect, Job]:
    held = tuple(kept for kept in one.technician.certificates if kept.code not in job.fault.certificates)
    renewed = tuple(Certificate(code, None) for code in job.fault.certificates)
    return replace(one, technician=replace(one.technician, certificates=(*held, *renewed))), job


def _trained(one: Prospect, job: Job) -> tuple[Prospect, Job]:
    skills = (*one.technician.skills, Skill(job.fault.trade, job.fault.min_level))
    return replace(one, technician=replace(one.technician, skills=skills)), job


def _on_shift(one: Prospect, job: Job) -> tuple[Prospect, Job]:
    return replace(one, technician=replace(one.technician, shifts=_ALWAYS)), job


def _on_duty(one: Prospect, job: Job) -> tuple[Prospect, Job]:
    return replace(one, technician=replace(one.technician, off_duty=False, on_break=False)), job


def _with_room(one: Prospect, job: Job) -> tuple[Prospect, Job]:
    return replace(one, technician=replace(one.technician, max_open=len(one.stops) + 1)), job


def _here(one: Prospect, job: Job) -> tuple[Prospect, Job]:
    communities = one.technician.communities | {job.order.community_id}
    return replace(one, technician=replace(one.technician, communities=communities)), job


def _not_quiet(one: Prospect, job: Job) -> tuple[Prospect, Job]:
    premises, community = replace(job.premises, quiet_hours=()), replace(job.community, quiet_hours=())
    return one, replace(job, premises=premises, community=community)


_CHANGES: dict[str, Change] = {
    "certificate": _certified,
    "level": _trained,
    "hours": _on_shift,
    "duty": _on_duty,
    "load": _with_room,
    "territory": _here,
    "quiet": _not_quiet,
}


def counterfactuals(
    ranked: Sequence[Judged], out: Sequence[Judged], job: Job, policy: Policy, now: datetime
) -> tuple[Counterfactual, ...]:
    """For the nearest misses and for those just behind; `ranked` and `out` are in their order."""
    keys = [one.key for one in ranked]
    admitted = (admittance(one, keys, job, policy, now) for one in out[:MISSES])
    behind = (_overtaking(ranked[0].candidate, one.candidate, policy) for one in ranked[1 : 1 + BEHIND])
    return tuple(found for found in (*behind, *admitted) if found is not None)


def admittance(one: Judged, keys: Sequence[Key], job: Job, policy: Policy, now: datetime) -> Counterfactual | None:
    """Where he would stand if what rules him out were mended; None when that cannot be mended or takes too much."""
    changes = tuple(dict.fromkeys(_WHICH.get(reason.code, "") for reason in one.against))
    if "" in changes or len(changes) > _MOST_CHANGES:
        return None
    prospect, wanted = one.prospect, job
    for change in changes:
        prospect, wanted = _CHANGES[change](prospect, wanted)
    again = judged(prospect, wanted, policy, now)
    if again.against:
        return None
    facts = {reason.code: next(iter(sorted(reason.facts.values())), "") for reason in one.against}
    return Counterfactual(
        technician_id=prospect.technician.id,
        code=prospect.technician.code,
        changes=changes,
        facts=facts,
        rank=bisect_left(keys, again.key) + 1,
        cost_s=again.candidate.cost_s,
    )


def _overtaking(first: Candidate, one: Candidate, policy: Policy) -> Counterfactual | None:
    """The term in which he would have to change least, as a share of its scale, to be first."""
    gap = one.cost_s - first.cost_s + 1
    found: list[tuple[float, str, Term, float]] = []
    for term in one.terms:
        scale = getattr(policy.scoring, term.code, None)
        if term.code in _MENDABLE and isinstance(scale, Scale) and scale.weight > 0:
            needed = _needed(term, scale, gap, policy)
            if needed is not None:
                found.append((abs(needed - term.raw) / abs(scale.worst - scale.best), term.code, term, needed))
    if not found:
        return None
    _, code, term, needed = min(found)[:4]
    facts = {"term": code, "now": f"{term.raw:g}", "needed": f"{needed:g}", "unit": term.unit}
    return Counterfactual(one.technician_id, one.code, (code,), facts, 1, first.cost_s - 1)


_MENDABLE = frozenset({"travel", "load", "fairness", "familiarity", "skill"})


def _needed(term: Term, scale: Scale, gap: int, policy: Policy) -> float | None:
    """The nearest whole value of the term that makes up for the gap, if it lies on the scale."""
    slope = scale.weight * policy.scoring.scale_s / (scale.worst - scale.best)  # seconds per unit, signed
    step = 1 if slope < 0 else -1
    needed = floor(term.raw) if slope > 0 else floor(term.raw) + 1
    needed += step * max(0, floor(gap / abs(slope)) - 1)
    for _ in range(4):
        share = (needed - scale.best) / (scale.worst - scale.best)
        if share < 0:
            return None
        if term.cost_s - whole(scale.weight * policy.scoring.scale_s * share) >= gap:
            return float(needed)
        needed += step
    return None
