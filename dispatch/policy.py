"""The rules of dispatch that a company may set: weights, scales, timers, promises. One struct, one version.

Every soft term has a weight and a scale from `best` to `worst`. The currency of all terms is the
second-equivalent: a term at its worst costs `weight * scale_s` seconds, half-way half of it, and so on in a
straight line, also beyond the worst. With `scale_s` 12,000 and the default travel term, a second of travel costs
exactly a second. Weights: the trade's default scoring, 0.30 skill, 0.30 travel, 0.15 load, 0.10 familiarity,
0.10 slack, 0.05 fairness. Promises (`sla`): the property trade's 15 minutes / 2 hours / 24 hours practice.

Units    seconds unless a name says minutes (`_min`), hours (`_h`), metres (`_m`) or minor units (`_fen`); levels 1..5.
Errors   `BadPolicy` from `checked`: weights that do not sum to 1, scales without length, missing priorities, times
         below zero, rules of the law switched off.
Pure     values only.
"""

from math import isfinite

from msgspec import Struct, field

from dispatch.model import Priority
from kernel.errors import Invalid


class BadPolicy(Invalid):
    code = "bad_policy"


class Scale(Struct, frozen=True):
    """What counts as best and as worst of one term, and how much the distance between them counts."""

    weight: float
    best: float
    worst: float


class Scoring(Struct, frozen=True, kw_only=True):
    skill: Scale = Scale(0.30, 0, 3)  # levels away from the ideal one
    travel: Scale = Scale(0.30, 0, 3600)  # expected seconds on the way
    load: Scale = Scale(0.15, 0, 6)  # open work orders
    familiarity: Scale = Scale(0.10, 3, 0)  # earlier visits to these premises
    slack: Scale = Scale(0.10, 0, 1)  # share of the time left that is gone on arrival
    fairness: Scale = Scale(0.05, 0, 40)  # work orders taken in the last seven days
    scale_s: int = 12_000
    stale_s_per_min: int = 20  # doubt about an old position
    late_step_s: int = 3600  # being late at all, times the priority's weight
    late_slope: float = 2.0  # and every second of it
    lateness: dict[Priority, float] = field(default_factory=lambda: dict(zip(Priority, (6, 3, 1, 0.5), strict=True)))


class Targets(Struct, frozen=True, kw_only=True):
    """What is promised for one priority, from the report on. None: no such promise."""

    respond_min: int
    arrive_min: int | None
    fix_min: int
    working_hours: bool = False  # counted in the community's working hours, not around the clock
    ladder_min: tuple[int, ...]  # unanswered for so long: level 1, 2, 3
    respond_common_min: int | None = None  # common areas have their own promise
    fix_common_min: int | None = None


SLA: dict[Priority, Targets] = {
    Priority.P0: Targets(respond_min=2, arrive_min=15, fix_min=12 * 60, ladder_min=(2, 4, 8)),
    Priority.P1: Targets(respond_min=5, arrive_min=30, fix_min=24 * 60, ladder_min=(5, 10, 20)),
    Priority.P2: Targets(
        respond_min=15,
        arrive_min=120,
        fix_min=24 * 60,
        working_hours=True,
        ladder_min=(15, 30, 60),
        respond_common_min=120,
        fix_common_min=48 * 60,
    ),
    Priority.P3: Targets(
        respond_min=30, arrive_min=None, fix_min=72 * 60, working_hours=True, ladder_min=(30, 60, 120)
    ),
}

HOLIDAYS = {"Asia/Shanghai": tuple(f"2026-10-0{day}" for day in range(1, 8))}


class Planning(Struct, frozen=True, kw_only=True):
    """How much a plan may change, and how hard it is thought about."""

    change_s: int = 300  # what it costs to give planned work to somebody else
    freeze_min: int = 15  # who leaves so soon is left alone, unless for P0
    publish_gain_s: int = 600  # a plan is proposed when every change gains so much, or a promise is kept
    rounds: int = 2000  # of ruin and recreate: a number, not a time, so that equal inputs give equal plans
    together_from: int = 8  # so many waiting orders are matched together
    wait_weight: float = 0.25  # of a second of waiting, times the priority's lateness weight up to 3


class Authority(Struct, frozen=True, kw_only=True):
    """What may be spent on parts without asking, and how near a part is near enough to be fetched."""

    order_fen: int = 20_000  # a technician, on one work order
    window_fen: int = 60_000  # and on all of his within the window
    window_days: int = 7
    lead_fen: int = 100_000  # what a lead may grant for one work order
    manager_fen: int = 500_000
    allowance_h: int = 72  # so long a phone without a network may spend what it was given
    near_m: int = 5000  # a part within reach keeps the owner's clock running


class Policy(Struct, frozen=True, kw_only=True):
    id: str = "default"
    version: int = 1
    scoring: Scoring = field(default_factory=Scoring)
    sla: dict[Priority, Targets] = field(default_factory=lambda: dict(SLA))
    offer_s: dict[Priority, int] = field(default_factory=lambda: dict(zip(Priority, (60, 180, 600, 1200), strict=True)))
    close_call_s: int = 120  # a smaller margin between the first two is flagged
    lapsed_again_min: int = 30  # who let an offer lapse is not asked again for so long
    failures_allowed: int = 1  # so many failed visits to the same fault at the same place, then somebody else
    overtime_min: int = 30  # work may end so long after the shift
    reach_before_min: int = 60  # people may be asked so long before their shift starts
    waived: tuple[str, ...] = ()  # hard rules that do not count here; never those of the law
    vendor_trades: dict[str, tuple[str, ...]] = {}  # what a vendor was hired for; not named: whatever he knows
    vendor_only: dict[str, str] = {}  # trades that only this vendor may do
    plan: Planning = Planning()
    retry_min: int = 10  # an order without a candidate is tried again so often
    warn_share: float = 0.75  # of a clock's time: soon
    holidays: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(HOLIDAYS))  # time zone -> local dates
    authority: Authority = Authority()
    danger_words: tuple[str, ...] = (
        "触电", "漏电", "冒烟", "起火", "着火", "爆炸", "煤气味", "燃气味", "被困", "困人", "有人受伤",
        "electric shock", "smoke", "on fire", "gas smell", "smell of gas", "trapped", "injured",
    )  # fmt: skip


LEGAL = frozenset({"cert_missing", "cert_expired", "cert_expires_before_finish", "cert_review_overdue"})
_SCALES = ("skill", "travel", "load", "familiarity", "slack", "fairness")
_PRICES = ("stale_s_per_min", "late_step_s", "late_slope")
_TIMES = ("close_call_s", "lapsed_again_min", "failures_allowed", "overtime_min", "reach_before_min", "retry_min")


def checked(policy: Policy) -> Policy:
    """The policy, or `BadPolicy` saying what is wrong with it and by how much."""
    scoring = policy.scoring
    scales = {name: getattr(scoring, name) for name in _SCALES}
    negative = [name for name, scale in scales.items() if scale.weight < 0]
    if negative:
        raise BadPolicy(why="weights", negative=negative)
    total = sum(scale.weight for scale in scales.values())
    if not abs(total - 1) <= 1e-9:
        raise BadPolicy(why="weights", sum=round(total, 6))
    endless = [name for name, scale in scales.items() if not (isfinite(scale.best) and isfinite(scale.worst))]
    if endless:
        raise BadPolicy(why="scales", endless=endless)
    flat = [name for name, scale in scales.items() if scale.best == scale.worst]
    if flat or scoring.scale_s < 1:
        raise BadPolicy(why="scales", flat=flat)
    for name, table in (("sla", policy.sla), ("offer_s", policy.offer_s), ("lateness", scoring.lateness)):
        if set(table) != set(Priority):
            raise BadPolicy(why="priorities", table=name)
    if not 0 < policy.warn_share < 1:
        raise BadPolicy(why="warn_share")
    _check_times(policy)
    lawful = sorted(LEGAL.intersection(policy.waived))
    if lawful:
        raise BadPolicy(why="legal", rules=lawful)
    return policy


def _check_times(policy: Policy) -> None:
    below = [name for name in _TIMES if getattr(policy, name) < 0]
    below += [f"plan.{name}" for name in Planning.__struct_fields__ if getattr(policy.plan, name) < 0]
    below += [f"scoring.{name}" for name in _PRICES if not getattr(policy.scoring, name) >= 0]
    below += [f"offer_s.{name}" for name, seconds in policy.offer_s.items() if seconds < 1]
    below += [f"lateness.{name}" for name, weight in policy.scoring.lateness.items() if weight < 0]
    if below:
        raise BadPolicy(why="negative", names=below)
    rungs = [
        name for name, one in policy.sla.items() if not one.ladder_min or list(one.ladder_min) != sorted(one.ladder_min)
    ]
    if rungs:
        raise BadPolicy(why="ladder", priorities=rungs)
