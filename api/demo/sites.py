"""The seven communities of the demo company: what they are, where, and how they are built.

`floors` and `doors` are per stair or tower; the households they give are the company's figures. Floors 4, 13 and
14 carry other labels in Yunqi Lane (3A, 12A, 13A), so that a label is never mistaken for an order.

Units    degrees WGS-84; counts.
Pure     values only.
"""

from msgspec import Struct

from kernel.geo import LatLng


class Site(Struct, frozen=True, kw_only=True):
    code: str
    zh: str
    en: str
    kind: str
    built: int
    position: LatLng
    time_zone: str
    currency: str
    language: str
    buildings: int
    stairs: int  # 单元 per building
    floors: int
    doors: int
    lifts: int
    lifts_per_stair: int
    quiet_hours: tuple[tuple[str, str], ...] = ()
    work_hours: tuple[str, str] = ("08:00", "20:00")
    basements: tuple[str, ...] = ()
    no_signal: tuple[str, ...] = ()  # prefixes of codes without mobile signal, besides all lifts
    common: tuple[tuple[str, str, str], ...] = ()  # code after the community's, 中文, English
    layout: str = "rows"

    @property
    def households(self) -> int:
        return self.buildings * self.stairs * self.floors * self.doors

    @property
    def overseas(self) -> bool:
        return self.time_zone != "Asia/Shanghai"


_OUTSIDE = (
    ("GATE-N", "北门", "North gate"),
    ("GATE-S", "南门", "South gate"),
    ("GARDEN", "中心花园", "Central garden"),
    ("PLAY", "儿童游乐区", "Playground"),
    ("WASTE", "垃圾房", "Waste room"),
    ("OFFICE", "物业服务中心", "Service centre"),
    ("SEPTIC", "化粪池", "Septic tank"),
)

SITES: tuple[Site, ...] = (
    Site(
        code="YQL",
        zh="云栖里",
        en="Yunqi Lane",
        kind="residential high-rise",
        built=2016,
        position=LatLng(30.5735, 104.0621),
        time_zone="Asia/Shanghai",
        currency="CNY",
        language="zh-CN",
        buildings=8,
        stairs=2,
        floors=24,
        doors=4,
        lifts=32,
        lifts_per_stair=2,
        basements=("B1", "B2"),
        no_signal=("B1", "B2"),
        common=(
            *_OUTSIDE,
            ("B1-CHARGE", "地下一层充电区", "B1 charging bays"),
            ("B1-WORKSHOP", "地下一层工程车间", "B1 workshop"),
            ("B2-PUMP", "地下二层水泵房", "B2 pump room"),
            ("B1-BARRIER", "车库道闸", "Car-park barrier"),
            ("B2-SWITCH", "地下二层配电室", "B2 switch room"),
        ),
    ),
    Site(
        code="WTY",
        zh="梧桐苑",
        en="Wutong Court",
        kind="old walk-up",
        built=1998,
        position=LatLng(30.5902, 104.0488),
        time_zone="Asia/Shanghai",
        currency="CNY",
        language="zh-CN",
        buildings=14,
        stairs=3,
        floors=6,
        doors=2,
        lifts=0,
        lifts_per_stair=0,
        no_signal=("BIKE",),
        common=(
            *_OUTSIDE,
            ("BIKE-1", "一号地下自行车棚", "Bike shed 1"),
            ("BIKE-2", "二号地下自行车棚", "Bike shed 2"),
        ),
        layout="slabs",
    ),
    Site(
        code="BJY",
        zh="滨江壹号",
        en="Riverfront One",
        kind="high-end residential",
        built=2021,
        position=LatLng(30.5588, 104.0773),
        time_zone="Asia/Shanghai",
        currency="CNY",
        language="zh-CN",
        buildings=5,
        stairs=1,
        floors=31,
        doors=2,
        lifts=20,
        lifts_per_stair=4,
        quiet_hours=(("12:00", "14:30"), ("20:00", "08:00")),
        basements=("B1",),
        common=(*_OUTSIDE, ("POOL", "恒温泳池", "Heated pool"), ("B1-PUMP", "地下水泵房", "Pump room")),
        layout="river",
    ),
    Site(
        code="QMC",
        zh="启明科创中心",
        en="Qiming Tech Centre",
        kind="office park",
        built=2019,
        position=LatLng(30.5461, 104.0689),
        time_zone="Asia/Shanghai",
        currency="CNY",
        language="zh-CN",
        buildings=3,
        stairs=1,
        floors=31,
        doors=2,
        lifts=24,
        lifts_per_stair=8,
        basements=("B1", "B3"),
        no_signal=("B3",),
        common=(
            *_OUTSIDE[:2],
            ("PLAZA", "中央广场", "Plaza"),
            ("B3-BASE", "地下三层工程部", "B3 engineering base"),
            ("B3-CHILLER", "地下三层冷冻机房", "B3 chiller plant"),
            ("B1-BARRIER", "车库道闸", "Car-park barrier"),
            ("WASTE", "垃圾房", "Waste room"),
        ),
        layout="campus",
    ),
    Site(
        code="XHT",
        zh="星河天街",
        en="Galaxy Arcade",
        kind="retail mall",
        built=2018,
        position=LatLng(30.5527, 104.0552),
        time_zone="Asia/Shanghai",
        currency="CNY",
        language="zh-CN",
        buildings=1,
        stairs=1,
        floors=4,
        doors=53,
        lifts=14,
        lifts_per_stair=14,
        work_hours=("22:30", "08:30"),
        basements=("B1",),
        common=(
            *_OUTSIDE[:2],
            ("ATRIUM", "中庭", "Atrium"),
            ("L1-BACK", "一层后勤区", "Level 1 back of house"),
            ("B1-CHILLER", "冷冻机房", "Chiller plant"),
            ("FIRE", "消防控制室", "Fire control room"),
            ("WASTE", "垃圾房", "Waste room"),
            *((f"E{n:02d}", f"{n}号扶梯", f"Escalator {n}") for n in range(1, 19)),
        ),
        layout="mall",
    ),
    Site(
        code="LDW",
        zh="泰晤士苑",
        en="Thames Court",
        kind="residential, overseas",
        built=2012,
        position=LatLng(51.503, -0.0205),
        time_zone="Europe/London",
        currency="GBP",
        language="en-GB",
        buildings=1,
        stairs=1,
        floors=16,
        doors=4,
        lifts=2,
        lifts_per_stair=2,
        work_hours=("08:00", "18:00"),
        common=(("GATE-S", "大门", "Main gate"), ("GARDEN", "花园", "Garden"), ("BIN", "垃圾房", "Bin store")),
        layout="court",
    ),
    Site(
        code="HVR",
        zh="海景苑",
        en="Harbour View Residences",
        kind="residential, overseas",
        built=2014,
        position=LatLng(1.2702, 103.8105),
        time_zone="Asia/Singapore",
        currency="SGD",
        language="en-SG",
        buildings=2,
        stairs=1,
        floors=21,
        doors=4,
        lifts=6,
        lifts_per_stair=3,
        common=(("GATE-S", "大门", "Main gate"), ("POOL", "泳池", "Pool"), ("BIN", "垃圾房", "Bin centre")),
        layout="towers",
    ),
)

BY_CODE = {site.code: site for site in SITES}
