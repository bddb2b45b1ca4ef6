"""Where the parts of the demo company lie: three stores, and a van for each plumber and electrician.

The seal of the pump is out of stock at Yunqi; two of them lie in Qiming's store, three kilometres away.

Units    thousandths.
Pure     yes.
"""

from api.demo import catalog, people, roster
from api.demo.estate import stable_id
from api.demo.sites import BY_CODE
from dispatch.particulars import Depot, PartAt
from dispatch.parts import STORE, VAN, radar
from kernel.geo import LatLng

# Depot, its site, what it is called, what it holds besides or instead of the company's books.
_STORES: tuple[tuple[str, str, str, str, dict[str, int]], ...] = (
    ("CK-YQL", "YQL", "云栖里总库", "Yunqi main store", {"M-013": 0}),
    ("CK-WTY", "WTY", "梧桐苑料房", "Wutong parts room", {"M-013": 0, "M-012": 2, "M-009": 4, "M-001": 12}),
    ("CK-QMC", "QMC", "启明科创中心仓", "Qiming store", {"M-013": 2, "M-012": 5, "M-005": 8, "M-014": 6}),
)
_MAIN = "CK-YQL"
_VANS = {"PLB": {"M-001": 4, "M-002": 4, "M-010": 6}, "ELE": {"M-004": 3, "M-006": 10, "M-007": 4}}


def depots(org_id: str, seed: int) -> tuple[list[Depot], list[tuple[str, str, int]]]:
    """The places, and what lies in them: depot, material, how much."""
    places: list[Depot] = []
    held: list[tuple[str, str, int]] = []
    for code, site, zh, en, own in _STORES:
        key, books = stable_id(seed, "depot", code), catalog.materials(org_id) if code == _MAIN else []
        here = BY_CODE[site].position
        places.append(Depot(id=key, org_id=org_id, code=code, zh=zh, en=en, kind=STORE, position=here))
        lies = {one.code: one.on_hand_milli for one in books} | {part: count * 1000 for part, count in own.items()}
        held += [(key, part, milli) for part, milli in lies.items()]
    for hand in roster.hands():
        carried = _VANS.get(hand.code.split("-")[1], {})
        if carried:
            key, owner = stable_id(seed, "depot", hand.code), str(people.technician_id(seed, hand.code))
            zh, en = f"{hand.code} 的车", f"Van of {hand.code}"
            van = Depot(id=key, org_id=org_id, code=f"VAN-{hand.code[2:]}", zh=zh, en=en, kind=VAN, technician_id=owner)
            places.append(van)
            held += [(key, part, count * 1000) for part, count in carried.items()]
    return places, held


def near(org_id: str, seed: int, material: str, here: LatLng) -> tuple[PartAt, ...]:
    """What the radar showed on the day: the stores that held some of it."""
    places, held = depots(org_id, seed)
    lies = {key: milli for key, part, milli in held if part == material}
    return radar([(one, lies.get(one.id, 0)) for one in places], here, {})
