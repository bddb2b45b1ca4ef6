"""Fifteen stories that tests and screenshots look for, each a few recognisable work orders.

    1 a leak that comes back twice      6 over the limit, offline      11 a part that is elsewhere
    2 trapped in the lift               7 signed, then corrected       12 across the change of clocks
    3 one pump, 210 reports             8 a photo from 41 days ago     13 a drowned phone
    4 the storm                         9 a permit that ends at 0:00   14 the city's hotline
    5 three days offline               10 nobody home, three times     15 nap time

Effects  draws from the company's dice.
"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from api.demo.company import Company, Draft
from dispatch.model import Priority

STORM_REPORTS = 38
PUMP_REPORTS = 210
STORM_DAY = 23
_STORM = (
    ("PLB-01", "YQL", "unit"),
    ("CIV-02", "YQL", "ROOF"),
    ("PLB-04", "WTY", "LOBBY"),
    ("CIV-02", "WTY", "ROOF"),
    ("ELE-01", "BJY", "LOBBY"),
    ("PLB-02", "BJY", "unit"),
    ("LVS-04", "YQL", "BARRIER"),
    ("DWL-03", "WTY", "unit"),
)


def drafts(company: Company) -> list[Draft]:
    return [
        *_leak(company),
        *_lift(company),
        *_pump(company),
        *_storm(company),
        *_singles(company),
        *_abroad(company),
    ]


def _leak(company: Company) -> list[Draft]:
    place = "YQL-05-1-0803"
    days = ((12, "AGE", "leak_again"), (8, "PART", "leak_again"), (3, "UPSTREAM", "leak_found"))
    return [
        Draft(
            key=f"S01-{n}",
            at=company.local("YQL", company.days_ago(ago), 9, 12),
            place=place,
            fault="PLB-02",
            script=script,
            words=(
                "厨房水槽下面漏水，柜子都湿了",
                "又漏了，上次修的地方还在滴",
                "第三次了，漏得更大，楼上是不是有问题",
            )[n - 1],
            channel="phone",
            parent=f"S01-{n - 1}" if n > 1 else "",
            facts={"cause": cause},
        )
        for n, (ago, cause, script) in enumerate(days, 1)
    ]


def _lift(company: Company) -> list[Draft]:
    at = company.local("YQL", company.days_ago(6), 18, 42)
    words = "7 号电梯停在 9 楼和 10 楼之间，里面有两个人，有一个孩子在哭"
    return [Draft(key="S02", at=at, place="YQL-L07", fault="LFT-01", script="trapped", words=words, channel="phone")]


def _pump(company: Company) -> list[Draft]:
    """The first report is the incident; everybody else who has no water belongs to it."""
    dice = company.dice
    at = company.local("YQL", company.days_ago(15), 6, 10)
    words = "高区没有水，水泵房报警灯亮"
    made = [Draft(key="S03", at=at, place="YQL-B2-PUMP", fault="PMP-01", script="usual", words=words, channel="phone")]
    homes = [one.code for one in company.by_site["YQL"] if one.kind == "unit" and one.floor >= 12]
    for n in range(1, PUMP_REPORTS):
        moment = at + timedelta(seconds=40 + 17 * n + dice.below(16))
        code = homes[(n * 37) % len(homes)]
        made.append(
            Draft(
                key=f"S03-{n:03d}",
                at=moment,
                place=code,
                fault="PMP-01",
                script="duplicate",
                parent="S03",
                words="没有水了",
            )
        )
    return made


def _storm(company: Company) -> list[Draft]:
    """38 reports in 40 minutes; what is dangerous goes first, everybody else is told to wait."""
    dice = company.dice
    at = company.local("YQL", company.days_ago(STORM_DAY), 16, 3)
    made = []
    for n in range(STORM_REPORTS):
        fault, site, where = _STORM[n % len(_STORM)]
        fit = [one for one in company.by_site[site] if (one.kind == "unit" if where == "unit" else where in one.code)]
        script = "pre_empted" if n == 11 else "storm_wait" if company.faults[fault].priority > Priority.P0 else "usual"
        made.append(
            Draft(
                key=f"S04-{n:02d}",
                at=at + timedelta(seconds=63 * n),
                place=dice.pick(fit).code,
                fault=fault,
                script=script,
                channel="phone" if n % 3 else "qr",
            )
        )
    return made


def _singles(company: Company) -> list[Draft]:
    """The stories of one work order each."""
    yesterday, today = company.days_ago(1), company.now

    def one(key: str, at: datetime, place: str, fault: str, script: str, words: str = "") -> Draft:
        return Draft(key=key, at=at, place=place, fault=fault, script=script, words=words, channel="phone")

    return [
        one("S05", company.local("WTY", company.days_ago(9), 10, 5), "WTY-06-2-0402", "PLB-05", "offline_three_days"),
        one("S06", company.local("YQL", company.days_ago(2), 14, 20), "YQL-02-1-1504", "ELE-02", "over_limit"),
        one("S07", yesterday - timedelta(hours=2), "YQL-08-2-0602", "PLB-05", "corrected"),
        one("S08-1", company.days_ago(41.2), "YQL-04-1-1703", "PLB-05", "usual"),
        one("S08", today - timedelta(hours=7), "YQL-06-2-0904", "PLB-05", "reused"),
        one("S09", company.local("YQL", company.days_ago(9), 23, 48), "YQL-01-2-LOBBY", "ELE-04", "permit_ends"),
        one("S10", company.days_ago(2.1), "BJY-03-1-1802", "HVC-02", "nobody_home"),
        one("S11", today - timedelta(hours=9), "YQL-B2-PUMP", "PMP-01", "part_elsewhere", "二号泵机械密封漏水"),
        one("S13", company.local("YQL", company.days_ago(5), 11, 30), "YQL-04-1-0301", "ELE-05", "drowned"),
        one("S14", company.days_ago(4), "WTY-03-3-0501", "CIV-04", "hotline", "报修两次都没人来，已打 12345"),
        Draft(
            key="S15",
            at=company.days_ago(0.9),
            place="BJY-02-1-0701",
            fault="PLB-05",
            script="nap_time",
            words="水龙头关不紧。孩子 12:30 到 14:00 午睡，请不要这个时间来",
            window=_afternoon(company),
        ),
    ]


def _afternoon(company: Company) -> tuple[datetime, datetime]:
    """The next afternoon after the nap, local time."""
    start = company.local("BJY", company.now, 14, 30)
    if start < company.now + timedelta(minutes=30):
        start = company.local("BJY", company.now + timedelta(days=1), 14, 30)
    return start, start + timedelta(minutes=90)


def _abroad(company: Company) -> list[Draft]:
    """London across its change of clocks; Singapore in its own money."""
    change = clock_change(company.now)
    return [
        Draft(
            key="S12",
            at=change - timedelta(hours=9),
            place="LDW-01-1-0703",
            fault="PLB-05",
            script="across_clocks",
            words="The kitchen tap will not shut off",
            channel="phone",
        ),
        Draft(
            key="S12-SG",
            at=company.days_ago(3),
            place="HVR-02-1-1203",
            fault="PLB-02",
            script="usual",
            words="Water drips from the ceiling of the bathroom",
            channel="qr",
        ),
    ]


def clock_change(now: datetime) -> datetime:
    """The last time London's clocks changed, two days ago or earlier."""
    zone = ZoneInfo("Europe/London")
    at = (now - timedelta(days=2)).replace(minute=0, second=0, microsecond=0).astimezone(UTC)
    for _ in range(24 * 220):
        if at.astimezone(zone).utcoffset() != (at - timedelta(hours=1)).astimezone(zone).utcoffset():
            return at
        at -= timedelta(hours=1)
    raise AssertionError("London changes its clocks twice a year")
