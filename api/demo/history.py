"""Sixty days of reports: how many, when, where, what, and what becomes of them.

    1 200 orders: 46 % in homes, 39 % in common areas, 9 % complaints, 6 % maintenance and inspection; P0 3 %,
    P1 22 %, P2 55 %, P3 20 %; the hours 8–10 and 18–21 at 2.4 times the mean; one day of storm at three times;
    7 % come back, 11 % are duplicates, 5 % are faked.

Effects  draws from the company's dice.
"""

from datetime import datetime, timedelta

from api.demo import roster
from api.demo.company import Company, Draft
from api.demo.fault_table import ROWS
from api.demo.sites import BY_CODE
from dispatch.model import Premises

DAYS = 60
ORDERS = 1200
CALLBACKS, DUPLICATES, FAKES = 84, 132, 60
STORM_DAY = 23  # days ago
PEAK = 2.4
_HOURS = (0.2,) * 7 + (0.8,) + (PEAK,) * 2 + (1.0,) * 8 + (PEAK,) * 3 + (0.7, 0.7, 0.4)
_PLACES = (("YQL", 38), ("WTY", 24), ("XHT", 12), ("BJY", 10), ("QMC", 10), ("HVR", 4), ("LDW", 2))
_KINDS = (("unit", 46), ("common", 39), ("complaint", 9), ("planned", 3), ("inspection", 3))
_PRIORITIES = (("P0", 3.5), ("P1", 26), ("P2", 54), ("P3", 16.5))
_CHANNELS = (("qr", 46), ("phone", 24), ("link", 12), ("desk", 11), ("api", 7))
_CHANNELS_OLD = (("qr", 16), ("phone", 54), ("link", 4), ("desk", 26))
_SCRIPTS = (("usual", 79), ("held", 8), ("sent_back", 4), ("handed_on", 3), ("cancelled", 4), ("declined", 2))
_PLANNED = ("HVC-03", "FIR-03", "ELE-04", "HYG-02")
# Where in a community a common fault is found: codes that contain one of these.
_WHERE = {
    "LFT-01": ("-L",),
    "LFT-02": ("-L",),
    "LFT-03": ("-E",),
    "PMP-01": ("PUMP",),
    "PMP-02": ("PUMP",),
    "ELE-06": ("CHARGE", "B1"),
    "LVS-04": ("BARRIER", "GATE"),
    "HVC-01": ("CHILLER",),
    "CIV-01": ("FACADE",),
    "CIV-02": ("ROOF",),
    "CIV-05": ("GARDEN", "PLAZA", "GATE"),
    "HYG-01": ("SEPTIC", "WASTE"),
    "HYG-02": ("WASTE", "BIN"),
    "GEN-02": ("PLAY", "GARDEN", "POOL"),
    "FIR-01": ("FIRE", "LOBBY"),
}


def drafts(company: Company) -> list[Draft]:
    """All reports of the sixty days, in no particular order."""
    moments = _moments(company, ORDERS - CALLBACKS - DUPLICATES)
    made = [_report(company, f"H{n:04d}", at) for n, at in enumerate(moments)]
    made = _faked(company, made)
    return [*made, *_duplicates(company, made), *_callbacks(company, made)]


def _moments(company: Company, count: int) -> list[datetime]:
    """When people report: by day and hour, up to now."""
    now, dice = company.now, company.dice
    days = [(day, 3.0 if day == STORM_DAY else 1.0) for day in range(DAYS)]
    hours = list(enumerate(_HOURS))
    made: list[datetime] = []
    while len(made) < count:
        midnight = company.local("YQL", now - timedelta(days=dice.weighted(days)), 0)
        at = midnight + timedelta(hours=dice.weighted(hours), seconds=dice.below(3600))
        if now - timedelta(days=DAYS) < at < now - timedelta(minutes=3):
            made.append(at)
    return sorted(made)


def _report(company: Company, key: str, at: datetime) -> Draft:
    dice = company.dice
    site = dice.weighted(_PLACES)
    at += _zone_shift(site)
    if at >= company.now - timedelta(minutes=3):
        at -= timedelta(days=1)
    kind = dice.weighted(_KINDS)
    script = dice.weighted(_SCRIPTS)
    channel = dice.weighted(_CHANNELS_OLD if site == "WTY" else _CHANNELS)
    if kind == "planned":
        return Draft(key=key, at=at, place=_common(company, site, "HVC-03").code, fault=dice.pick(_planned(site)),
                     script="planned", channel="api")  # fmt: skip
    if kind == "inspection":
        place = _home(company, site)
        return Draft(key=key, at=at, place=place.code, fault="INS-01", script="usual", channel="desk")
    if kind == "complaint":
        return Draft(key=key, at=at, place=_home(company, site).code, fault="CMP-01", script="usual", channel=channel)
    fault = _fault(company, site, kind)
    place = _home(company, site) if kind == "unit" else _common(company, site, fault)
    if script == "declined":
        words = "马路对面的公交站牌歪了" if not BY_CODE[site].overseas else "The bus stop sign across the road is bent"
        return Draft(key=key, at=at, place=place.code, fault=None, script="declined", words=words, channel=channel)
    return Draft(key=key, at=at, place=place.code, fault=fault, script=script, channel=channel)


def _zone_shift(site: str) -> timedelta:
    """Londoners get up eight hours later."""
    return timedelta(hours=8) if site == "LDW" else timedelta(0)


def _planned(site: str) -> tuple[str, ...]:
    trades = {row[0]: row[4] for row in ROWS}
    fit = tuple(code for code in _PLANNED if roster.applies(site, code, trades[code]))
    return fit or ("ELE-04",)


def _fault(company: Company, site: str, kind: str) -> str:
    """A fault of a drawn priority that can happen there."""
    priority = company.dice.weighted(_PRIORITIES)
    fit = [
        row[0]
        for row in ROWS
        if row[3] in {kind, "both"}
        and row[7] == priority
        and row[0] not in {"CMP-01", "INS-01"}
        and roster.applies(site, row[0], row[4])
    ]
    if fit:
        return company.dice.pick(fit)
    return "PLB-05" if kind == "unit" else "ELE-04"


def _home(company: Company, site: str) -> Premises:
    return company.dice.pick([one for one in company.by_site[site] if one.kind == "unit"])


def _common(company: Company, site: str, fault: str) -> Premises:
    places = company.by_site[site]
    wanted = _WHERE.get(fault, ("LOBBY",))
    fit = [one for one in places if one.kind != "unit" and any(part in one.code[3:] for part in wanted)]
    if fault.startswith("LFT") and fault != "LFT-03":
        fit = [one for one in places if one.kind == "lift"]
    return company.dice.pick(fit or [one for one in places if one.kind == "lobby"])


def _faked(company: Company, made: list[Draft]) -> list[Draft]:
    """Sixty of the usual ones were not done at all."""
    able = [n for n, draft in enumerate(made) if draft.script == "usual" and draft.fault in _FAKEABLE]
    for turn in range(min(FAKES, len(able))):
        n = able[turn * len(able) // FAKES]
        old = made[n]
        fake = {"fake": "photo" if turn % 2 else "quick"}
        made[n] = Draft(
            key=old.key, at=old.at, place=old.place, fault=old.fault, script="faked", channel="qr", facts=fake
        )
    return made


_FAKEABLE = frozenset(
    {"PLB-05", "ELE-05", "DWL-02", "GEN-01", "PLB-03", "ELE-04", "LVS-02", "CIV-05", "FIR-03", "PLB-02"}
)


def _duplicates(company: Company, made: list[Draft]) -> list[Draft]:
    """The same thing told again by somebody else, within three hours."""
    dice = company.dice
    able = [draft for draft in made if draft.script in {"usual", "held"} and draft.fault and draft.fault != "INS-01"]
    copies = []
    for n in range(DUPLICATES):
        first = able[(n * 7 + dice.below(5)) % len(able)]
        at = min(first.at + dice.minutes(3, 180), company.now - timedelta(minutes=2))
        copies.append(
            Draft(key=f"D{n:04d}", at=at, place=first.place, fault=first.fault, script="duplicate", parent=first.key)
        )
    return [copy for copy in copies if copy.at > next(d.at for d in able if d.key == copy.parent)]


def _callbacks(company: Company, made: list[Draft]) -> list[Draft]:
    """What was not solved comes back within the callback days."""
    dice = company.dice
    latest = company.now - timedelta(days=14)
    able = [n for n, d in enumerate(made) if d.script == "usual" and d.at < latest and d.fault in _COMES_BACK]
    backs = []
    for turn in range(CALLBACKS):
        n = able[turn * len(able) // CALLBACKS]
        old = made[n]
        made[n] = Draft(
            key=old.key, at=old.at, place=old.place, fault=old.fault, script="came_back", channel=old.channel
        )
        at = old.at + timedelta(days=6 + dice.below(6), seconds=dice.below(7200))
        backs.append(Draft(key=f"B{turn:04d}", at=at, place=old.place, fault=old.fault, script="usual", parent=old.key))
    return backs


_COMES_BACK = frozenset(
    {
        "PLB-02",
        "PLB-03",
        "PLB-05",
        "ELE-02",
        "ELE-05",
        "HVC-02",
        "LVS-01",
        "LVS-02",
        "ELE-04",
        "LFT-02",
        "DWL-02",
        "PLB-04",
    }
)
