"""Things of dispatch, ready-made for tests: a small estate, people, orders, in the words of the demo company."""

from datetime import UTC, datetime, timedelta
from itertools import count

from msgspec.structs import replace

from dispatch.estate import Estate, Organisation
from dispatch.model import (
    Assignment,
    AssignmentId,
    AssignmentState,
    Certificate,
    Channel,
    Community,
    CommunityId,
    Contact,
    Fault,
    Fix,
    Kind,
    Material,
    Premises,
    PremisesId,
    Priority,
    Shift,
    Skill,
    Status,
    Technician,
    TechnicianId,
    WorkOrder,
    WorkOrderId,
)
from dispatch.opening import NewOrder
from dispatch.particulars import CheckStep
from dispatch.planning import Job, Prospect
from kernel.actors import Actor, ActorId, OrgId, Role
from kernel.geo import LatLng

ORG = "00000000-0000-7000-8000-00000000000a"
NOON = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Chengdu
EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
ALL_DAY = Shift(EVERY_DAY, "00:00", "00:00")
EARLY = Shift(EVERY_DAY, "08:00", "16:00")
_serial = count(1)


def an_id(name: str = "") -> str:
    """A UUID-shaped id; the same for the same name."""
    number = abs(hash_of(name)) if name else next(_serial)
    return f"00000000-0000-7000-8000-{number % 10**12:012d}"


def hash_of(name: str) -> int:
    value = 7
    for char in name:
        value = (value * 31 + ord(char)) % 999_999_937
    return value


YQL = CommunityId(an_id("YQL"))
BJY = CommunityId(an_id("BJY"))


def an_actor(role: Role = Role.DISPATCHER, actor_id: str = "", communities: frozenset[str] = frozenset()) -> Actor:
    return Actor(ActorId(actor_id or an_id(f"actor {role}")), role, OrgId(ORG), communities)


def a_community(code: str = "YQL", **changes: object) -> Community:
    made = Community(
        id=CommunityId(an_id(code)),
        org_id=ORG,
        code=code,
        zh="云栖里",
        en="Yunqi Lane",
        position=LatLng(30.5735, 104.0621),
        time_zone="Asia/Shanghai",
        currency="CNY",
        language="zh-CN",
        quiet_hours=(("12:00", "14:30"), ("20:00", "08:00")) if code == "BJY" else (),
    )
    return replace(made, **changes)


def some_premises(code: str = "YQL-03-2-1201", **changes: object) -> Premises:
    community = code.split("-", maxsplit=1)[0]
    made = Premises(
        id=PremisesId(an_id(code)),
        org_id=ORG,
        community_id=CommunityId(an_id(community)),
        code=code,
        kind="unit",
        label="3栋2单元1201",
        building="03",
        floor=12,
        floor_label="12",
        position=LatLng(30.5741, 104.0630),
        report_code=f"R-{code}",
        contact=Contact("张阿姨", "00013800001"),
        visit_notes="家有幼儿 12:30-14:00 午睡",
    )
    return replace(made, **changes)


LEAK = Fault(
    code="PLB-02",
    org_id=ORG,
    zh="户内渗漏/天花板滴水",
    en="Unit leak / ceiling drip",
    area="unit",
    trade="PLB",
    min_level=3,
    certificates=("C-ORI",),
    priority=Priority.P1,
    before_photos=2,
    after_photos=2,
    billing="paid",
    price_fen=12_000,
    keywords=("漏水", "滴水", "渗水", "leak", "dripping"),
    checklist=(
        CheckStep("SHOES", "穿鞋套", "Shoe covers on", before_start=True),
        CheckStep("VALVE", "关总阀", "Main valve closed"),
        CheckStep("TEST", "水压测试", "Pressure test", kind="reading"),
        CheckStep("TIDY", "清理现场", "Tidy up", required=False),
    ),
)
TAP = Fault(
    code="PLB-05",
    org_id=ORG,
    zh="水龙头/角阀更换",
    en="Tap / angle-valve replacement",
    area="unit",
    trade="PLB",
    min_level=1,
    certificates=("C-ORI",),
    priority=Priority.P2,
    billing="paid",
    price_fen=6_000,
    keywords=("水龙头", "角阀", "tap", "faucet"),
)
LIFT = Fault(
    code="LFT-01",
    org_id=ORG,
    zh="电梯困人",
    en="Lift entrapment",
    area="common",
    trade="LFT",
    min_level=4,
    certificates=("C-LFT-T",),
    priority=Priority.P0,
    crew=2,
    before_photos=0,
    after_photos=1,
    sign_off="duty_manager",
    keywords=("困人", "被困", "trapped"),
)
LIGHT = Fault(
    code="ELE-04",
    org_id=ORG,
    zh="公共照明故障",
    en="Common lighting fault",
    area="common",
    trade="ELE",
    min_level=2,
    certificates=("C-ELE-LV",),
    priority=Priority.P2,
    sign_off="steward",
    keywords=("路灯", "楼道灯", "corridor light"),
)
VALVE = Material(code="M-001", org_id=ORG, zh="1/2寸角阀", en="Angle valve 1/2in", unit="个", price_fen=1800)


def a_technician(code: str = "T-PLB-01", **changes: object) -> Technician:
    made = Technician(
        id=TechnicianId(an_id(code)),
        org_id=ORG,
        code=code,
        team="工程一队",
        communities=frozenset({YQL, BJY}),
        home=LatLng(30.5730, 104.0615),
        time_zone="Asia/Shanghai",
        skills=(Skill("PLB", 3),),
        certificates=(Certificate("C-ORI", datetime(2027, 5, 1, tzinfo=UTC)),),
        shifts=(ALL_DAY,),
    )
    return replace(made, **changes)


def a_fix(lat: float = 30.5735, lng: float = 104.0625, *, at: datetime = NOON, accuracy_m: float = 20) -> Fix:
    return Fix(LatLng(lat, lng), at, accuracy_m)


def an_order(status: Status = Status.TRIAGED, **changes: object) -> WorkOrder:
    made = WorkOrder(
        id=WorkOrderId(an_id("order")),
        org_id=ORG,
        community_id=YQL,
        premises_id=PremisesId(an_id("YQL-03-2-1201")),
        number="YQL-261102-0001",
        kind=Kind.REPAIR_UNIT,
        channel=Channel.QR,
        status=status,
        priority=Priority.P1,
        fault="PLB-02",
        description="厨房天花板滴水",
        language="zh-CN",
        contact=Contact("张阿姨", "00013800001"),
        reported_at=NOON,
        received_at=NOON,
        updated_at=NOON,
    )
    return replace(made, **changes)


def an_assignment(
    technician: Technician, state: AssignmentState = AssignmentState.OFFERED, **changes: object
) -> Assignment:
    made = Assignment(
        id=AssignmentId(an_id("assignment")),
        work_order_id=WorkOrderId(an_id("order")),
        technician_id=technician.id,
        state=state,
        offered_at=NOON,
        expires_at=NOON + timedelta(minutes=3),
    )
    return replace(made, **changes)


def a_job(order: WorkOrder | None = None, fault: Fault = LEAK, **changes: object) -> Job:
    code = str(changes.pop("place", "YQL-03-2-1201"))
    community = a_community(code.split("-", maxsplit=1)[0])
    return Job(order or an_order(), fault, some_premises(code, **changes), community)


def a_prospect(technician: Technician | None = None, **changes: object) -> Prospect:
    return replace(Prospect(technician=technician or a_technician()), **changes)


def a_report(words: str = "厨房天花板滴水", **changes: object) -> NewOrder:
    made = NewOrder(
        id=WorkOrderId(an_id()),
        premises=some_premises(),
        channel=Channel.QR,
        words=words,
        reported_at=NOON,
    )
    return replace(made, **changes)


def an_estate(*technicians: Technician) -> Estate:
    return Estate(
        organisation=Organisation(id=ORG, code="lanting", zh="澜庭物业", en="Lanting"),
        communities=(a_community(), a_community("BJY", zh="滨江壹号", en="Riverfront One")),
        premises=(
            some_premises(),
            some_premises("YQL-03-2-1202", label="3栋2单元1202"),
            some_premises("YQL-L07", kind="lift", label="7号电梯", building="", floor=0, no_signal=True),
            some_premises("BJY-01-1-0301", label="1栋301", building="01", floor=3),
        ),
        technicians=technicians or (a_technician(), a_technician("T-PLB-02"), a_technician("T-PLB-03")),
        faults=(LEAK, TAP, LIFT, LIGHT),
        materials=(VALVE,),
    )
