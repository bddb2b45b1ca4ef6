"""Who works at the demo company: 65 technicians in seven teams, and the people around them.

The composition per team and trade is the company's; secondary skills are listed by name; what a shift still
lacks is taught to the person on that shift who knows least besides (`filled`), except the planted
gaps, which must surface as "nobody eligible".

Pure     values and rules.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from api.demo.fault_table import ROWS
from api.demo.sites import BY_CODE, SITES

EARLY, MID, NIGHT = ("08:00", "16:00"), ("14:00", "22:00"), ("22:00", "08:00")
DAY, MALL, SITE_SG, SITE_LDN = ("08:00", "18:00"), ("22:30", "08:30"), ("09:00", "18:00"), ("09:00", "17:00")
MALL_DAY, MALL_LATE = ("08:30", "16:30"), ("14:30", "22:30")
# Two rounds of 24 hours, half a day apart, so that no job ever meets the end of a shift.
ROUND_THE_CLOCK = (("08:00", "08:00"), ("20:00", "20:00"))
EVENING = ("18:00", "22:00")
# The local hours at which every fault must find somebody: in the middle of early, mid and night.
PROBES = {"early": "11:00", "mid": "20:00", "night": "03:00"}
CHINA = frozenset({"YQL", "WTY", "BJY", "QMC", "XHT"})
WITH_LIFTS = CHINA - {"WTY"}
PLANTED_GAPS = frozenset({("WTY", "CIV-01", "night"), ("HVR", "FIR-01", "early")})


class Hand(Struct, frozen=True, kw_only=True):
    """One technician as planned, before he becomes a row."""

    code: str
    team: str
    communities: frozenset[str]
    trade: str
    level: int
    shifts: tuple[tuple[str, str], ...]
    extra: tuple[tuple[str, int], ...] = ()
    certificates: frozenset[str] = frozenset()
    vendor: str = ""
    taught: int = 0  # skills the filling added

    def knows(self, trade: str) -> int:
        return max((level for name, level in ((self.trade, self.level), *self.extra) if name == trade), default=0)


_BASIC: dict[str, tuple[str, ...]] = {
    "ELE": ("C-ELE-LV",),
    "HVC": ("C-REF",),
    "LFT": ("C-LFT-T",),
    "FIR": ("C-FIRE",),
    "CIV": ("C-HGT",),
    "HYG": ("C-CSP",),
    "DWL": ("C-HGT",),
    "PMP": ("C-HLTH", "C-CSP", "C-ELE-LV"),
}

_Plan = tuple[str, frozenset[str], dict[str, tuple[int, int, int, int]], tuple[tuple[str, str], ...]]
_TEAMS: tuple[_Plan, ...] = (
    (
        "工程一队",
        frozenset({"YQL", "WTY"}),
        {"PLB": (2, 3, 2, 0), "ELE": (1, 2, 2, 1), "LVS": (0, 1, 1, 0), "GEN": (2, 1, 0, 0)},
        (
            EARLY,
            NIGHT,
            MID,
            EARLY,
            MID,
            EARLY,
            EARLY,
            MID,
            NIGHT,
            EARLY,
            EARLY,
            MID,
            EARLY,
            NIGHT,
            EARLY,
            MID,
            EARLY,
            EARLY,
        ),
    ),
    (
        "工程二队",
        frozenset({"BJY", "QMC"}),
        {"ELE": (0, 2, 2, 1), "HVC": (0, 1, 3, 1), "LVS": (0, 1, 2, 0), "DWL": (1, 1, 1, 0)},
        (EARLY, MID, NIGHT, EARLY, MID, EARLY, NIGHT, MID, EARLY, EARLY, EARLY, MID, EARLY, NIGHT, MID, EARLY),
    ),
    (
        "工程三队",
        frozenset({"XHT"}),
        {"ELE": (0, 1, 2, 1), "HVC": (0, 1, 2, 0), "FIR": (0, 0, 2, 1), "DWL": (0, 1, 1, 0)},
        (MALL, MALL_DAY, MALL, MALL, MALL_LATE, MALL, MALL, MALL_DAY, MALL, MALL, MALL, MALL),
    ),
    (
        "综合土建组",
        CHINA,
        {"CIV": (1, 3, 3, 1), "HYG": (1, 1, 0, 0)},
        (DAY,) * 10,
    ),
)

# What some people can do besides their trade: PMP by four of team 1, GAS by two of each team, FIR by two of
# team 2, PLB by two of team 3, and the on-call arrangements of the few who hold the highest levels.
_BESIDES: dict[str, dict[str, object]] = {
    "T-PLB-05": {"extra": (("PMP", 3), ("GAS", 3))},
    "T-PLB-06": {"extra": (("PMP", 3),)},
    "T-PLB-07": {"extra": (("PMP", 3), ("GAS", 3))},
    "T-ELE-04": {"extra": (("PMP", 3),)},
    "T-ELE-11": {"extra": (("GAS", 3),)},
    "T-HVC-04": {"extra": (("GAS", 3), ("FIR", 3))},
    "T-LVS-05": {"extra": (("FIR", 3),)},
    "T-ELE-14": {"extra": (("GAS", 3), ("PLB", 3))},
    "T-DWL-05": {"extra": (("GAS", 3), ("PLB", 3))},
    "T-CIV-07": {"extra": (("HYG", 3),)},
}
_ALL_CHINA = (
    "T-PLB-05",
    "T-PLB-06",
    "T-PLB-07",
    "T-ELE-04",
    "T-ELE-06",
    "T-ELE-11",
    "T-ELE-15",
    "T-FIR-03",
    "T-HVC-05",
)
_ON_CALL: dict[str, tuple[tuple[str, str], ...]] = {
    "T-HVC-05": ROUND_THE_CLOCK,
    "T-FIR-03": ROUND_THE_CLOCK,
    "T-CIV-05": (DAY, EVENING),
    "T-CIV-07": (DAY, EVENING, NIGHT),
    "T-CIV-08": (DAY, EVENING),
    "T-ELE-06": (EARLY,),
    "T-ELE-11": (MID,),
    "T-ELE-15": (MALL, NIGHT),
    "T-PLB-05": (EARLY,),
    "T-PLB-06": (MID,),
    "T-PLB-07": (NIGHT,),
    "T-ELE-04": (MID,),
}
# Facades at night are climbed by one man only, and he does not go to Wutong Court: the planted gap.
_NIGHT_CLIMBER = "T-DWL-03"


def hands() -> list[Hand]:
    """All 65, with every gap of the shifts filled that is not planted."""
    made: list[Hand] = []
    counts: dict[str, int] = {}
    for team, communities, composition, shifts in _TEAMS:
        members = [
            (trade, lv + 1) for trade, levels in composition.items() for lv, n in enumerate(levels) for _ in range(n)
        ]
        for (trade, level), shift in zip(members, shifts, strict=True):
            counts[trade] = counts.get(trade, 0) + 1
            made.append(_hand(f"T-{trade}-{counts[trade]:02d}", team, communities, (trade, level), (shift,)))
    made.extend(_outside())
    return filled(made)


def _hand(
    code: str, team: str, communities: frozenset[str], skill: tuple[str, int], shifts: tuple[tuple[str, str], ...]
) -> Hand:
    extra: tuple[tuple[str, int], ...] = _BESIDES.get(code, {}).get("extra", ())  # type: ignore[assignment]
    if code == _NIGHT_CLIMBER:
        extra, shifts, communities = (("CIV", 4),), (NIGHT,), CHINA - {"WTY"}
    trades = (skill[0], *(name for name, _ in extra))
    return Hand(
        code=code,
        team=team,
        communities=CHINA if code in _ALL_CHINA else communities,
        trade=skill[0],
        level=skill[1],
        shifts=_ON_CALL.get(code, shifts),
        extra=extra,
        certificates=frozenset({"C-ORI", *(c for trade in trades for c in _BASIC.get(trade, ()))}),
    )


def _outside() -> list[Hand]:
    """The lift company and the people on site overseas."""
    lift = [
        replace(
            _hand(f"T-LFT-{n:02d}", "电梯维保", WITH_LIFTS, ("LFT", 4), ROUND_THE_CLOCK),
            vendor="VND-LIFT",
        )
        for n in range(1, 7)
    ]
    singapore, london = frozenset({"HVR"}), frozenset({"LDW"})
    return [
        *lift,
        replace(_hand("T-HVR-01", "HVR 驻场", singapore, ("GEN", 3), (SITE_SG,)), extra=(("PLB", 3),)),
        _hand("T-HVR-02", "HVR 驻场", singapore, ("ELE", 3), (SITE_SG,)),
        replace(
            _hand("T-LDW-01", "LDW 驻场", london, ("GEN", 3), (SITE_LDN,)),
            extra=(("PLB", 3), ("ELE", 3)),
            certificates=frozenset({"C-ORI", "C-ELE-LV"}),
        ),
    ]


class Need(Struct, frozen=True):
    community: str
    fault: str
    shift: str
    trade: str
    level: int
    certificates: frozenset[str]


def needs() -> list[Need]:
    """Every fault that can happen somewhere, on every shift that must answer it."""
    made: list[Need] = []
    for site in SITES:
        for row in ROWS:
            code, trade, level, certificates = row[0], row[4], row[5], frozenset(row[6].split())
            if not applies(site.code, code, trade):
                continue
            shifts = ("early",) if site.overseas else tuple(PROBES)
            made.extend(Need(site.code, code, shift, trade, level, certificates) for shift in shifts)
    return made


def applies(community: str, fault: str, trade: str) -> bool:
    """Whether a fault can happen there and somebody of the company is meant to mend it."""
    site = BY_CODE[community]
    if trade == "LFT":
        return site.lifts > 0 and not site.overseas and (fault != "LFT-03" or community == "XHT")
    if fault == "HVC-01":
        return community in {"QMC", "XHT"}
    if site.overseas:
        return trade in ({"GEN", "PLB", "ELE"}) and fault != "ELE-01"
    return True


def on_shift(hand: Hand, at: str) -> bool:
    """Whether local time `at` ("HH:MM") lies in one of the shifts."""
    return any(
        start <= at < end if start < end else start == end or at >= start or at < end for start, end in hand.shifts
    )


def answers(hand: Hand, need: Need) -> bool:
    return (
        need.community in hand.communities
        and hand.knows(need.trade) >= need.level
        and need.certificates <= hand.certificates
        and on_shift(hand, PROBES[need.shift])
    )


def uncovered(crew: Sequence[Hand], wanted: Iterable[Need]) -> list[Need]:
    return [need for need in wanted if not any(answers(hand, need) for hand in crew)]


def filled(crew: list[Hand]) -> list[Hand]:
    """Teach what is missing to whoever is on that shift in that community and was taught least so far."""
    wanted = [need for need in needs() if (need.community, need.fault, need.shift) not in PLANTED_GAPS]
    for need in sorted(wanted, key=lambda item: -item.level):
        if any(answers(hand, need) for hand in crew):
            continue
        able = [
            n
            for n, hand in enumerate(crew)
            if need.community in hand.communities and on_shift(hand, PROBES[need.shift]) and not hand.vendor
        ]
        chosen = min(able, key=lambda n: (need.trade != crew[n].trade, -crew[n].knows(need.trade), crew[n].taught, n))
        crew[chosen] = _taught(crew[chosen], need)
    return crew


def _taught(hand: Hand, need: Need) -> Hand:
    extra = hand.extra
    if hand.knows(need.trade) < need.level:
        extra = (*(item for item in extra if item[0] != need.trade), (need.trade, need.level))
    held = hand.certificates | need.certificates
    return replace(hand, extra=extra, certificates=held, taught=hand.taught + 1)
