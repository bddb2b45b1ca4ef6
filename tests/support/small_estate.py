"""A small estate for tests of the edge: two organisations, three communities, a dozen people.

`PEOPLE` names the principals of the authorisation matrix. Technicians' accounts carry the technician's id. A server
whose clock runs needs an estate that lives now: `Lived` says when and where.
"""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import dispatch.commands
from api import accounts
from api.db import Database
from dispatch.estate import Estate, Organisation
from dispatch.model import (
    Certificate,
    Community,
    CommunityId,
    Contact,
    Fault,
    Fix,
    Material,
    Premises,
    PremisesId,
    Priority,
    Shift,
    Skill,
    Technician,
    TechnicianId,
)
from dispatch.particulars import CheckStep
from kernel.actors import system
from kernel.geo import LatLng
from kernel.uuids import uuid7


def _id(number: int) -> str:
    return uuid7(1_760_000_000_000, number.to_bytes(10, "big"))


ORG, OTHER_ORG = _id(1), _id(2)
YQL, WTY, FAR = CommunityId(_id(11)), CommunityId(_id(12)), CommunityId(_id(13))
HOME = Premises(
    id=PremisesId(_id(21)),
    org_id=ORG,
    community_id=YQL,
    code="YQL-03-2-1201",
    kind="unit",
    label="3栋2单元1201",
    building="3",
    floor=12,
    floor_label="12",
    position=LatLng(30.5735, 104.0621),
    report_code="Q7K2M9XA",
    contact=Contact("业主", "00013800138000"),
)
OTHER_HOME = Premises(
    id=PremisesId(_id(22)),
    org_id=ORG,
    community_id=WTY,
    code="WTY-01-1-0101",
    kind="unit",
    label="1栋1单元101",
    building="1",
    floor=1,
    floor_label="1",
    position=LatLng(30.5902, 104.0488),
    report_code="W1T2Y3ZB",
)
FAR_HOME = Premises(
    id=PremisesId(_id(23)),
    org_id=OTHER_ORG,
    community_id=FAR,
    code="FAR-01-1-0101",
    kind="unit",
    label="1-1-101",
    building="1",
    floor=1,
    floor_label="1",
    position=LatLng(30.6, 104.1),
    report_code="F1A2R3ZC",
)


class Person(NamedTuple):
    id: str
    org: str
    code: str
    role: str
    communities: frozenset[str] = frozenset()


PEOPLE: dict[str, Person] = {
    "technician": Person(_id(31), ORG, "T-PLB-01", "technician", frozenset({YQL, WTY})),
    "colleague": Person(_id(32), ORG, "T-PLB-02", "technician", frozenset({YQL, WTY})),
    "dispatcher": Person(_id(41), ORG, "DISP-1", "dispatcher"),
    "clerk": Person(_id(42), ORG, "CLERK-1", "clerk"),
    "steward": Person(_id(43), ORG, "STW-YQL", "steward", frozenset({YQL})),
    "lead": Person(_id(44), ORG, "LEAD-YQL", "lead", frozenset({YQL})),
    "other_lead": Person(_id(45), ORG, "LEAD-WTY", "lead", frozenset({WTY})),
    "manager": Person(_id(46), ORG, "MGR-1", "manager"),
    "admin": Person(_id(47), ORG, "ADM-1", "admin"),
    "foreign_dispatcher": Person(_id(51), OTHER_ORG, "F-DISP-1", "dispatcher"),
    "disabled": Person(_id(61), ORG, "GONE-1", "dispatcher"),
}
PLB = Fault(
    code="PLB-02",
    org_id=ORG,
    zh="户内渗漏",
    en="Unit leak",
    area="unit",
    trade="PLB",
    min_level=3,
    certificates=("C-ORI",),
    priority=Priority.P1,
    before_photos=1,
    after_photos=1,
    billing="paid",
    price_fen=12000,
    keywords=("漏水", "渗漏", "leak"),
    checklist=(CheckStep("valve", "关闭阀门", "Valve closed", before_start=True),),
)
TAP = Fault(
    code="PLB-05",
    org_id=ORG,
    zh="水龙头更换",
    en="Tap replacement",
    area="unit",
    trade="PLB",
    min_level=1,
    priority=Priority.P2,
    keywords=("水龙头", "tap"),
)
VALVE = Material(code="M-001", org_id=ORG, zh="角阀", en="Angle valve", unit="个", price_fen=1800, on_hand_milli=60_000)


class Lived(NamedTuple):
    """The hours of the estate: the zone of its clocks, and the moment at which positions and certificates are fresh."""

    time_zone: str = "Asia/Shanghai"
    at: datetime = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


STANDING = Lived()


def _community(id_: CommunityId, org: str, code: str, at: LatLng, lived: Lived) -> Community:
    return Community(
        id=id_,
        org_id=org,
        code=code,
        zh=f"{code}小区",
        en=f"{code} Court",
        position=at,
        time_zone=lived.time_zone,
        currency="CNY",
        language="zh-CN",
    )


def _technician(name: str, level: int, at: LatLng, lived: Lived) -> Technician:
    who = PEOPLE[name]
    return Technician(
        id=TechnicianId(who.id),
        org_id=who.org,
        code=who.code,
        team="工程一队",
        communities=frozenset(CommunityId(place) for place in who.communities),
        home=at,
        time_zone=lived.time_zone,
        skills=(Skill("PLB", level),),
        certificates=(Certificate("C-ORI", lived.at + timedelta(days=189)),),
        shifts=(Shift((0, 1, 2, 3, 4, 5, 6), "07:00", "22:00"),),
        fix=Fix(position=at, at=lived.at - timedelta(minutes=5), accuracy_m=20),
    )


def technician(level: int, lived: Lived) -> Technician:
    """One more technician who lives next to `HOME`; his id and code are the caller's."""
    return _technician("technician", level, HOME.position, lived)


async def plant(database: Database, secret: str, lived: Lived = STANDING) -> None:
    """Write the estates and the accounts; everybody has the same password."""
    near, less_near = LatLng(30.5736, 104.0622), LatLng(30.59, 104.049)
    async with database.act(system(ORG)) as act:
        await dispatch.commands.put_estate(
            act,
            Estate(
                organisation=Organisation(id=ORG, code="LT", zh="澜庭物业", en="Lanting"),
                communities=(
                    _community(YQL, ORG, "YQL", HOME.position, lived),
                    _community(WTY, ORG, "WTY", OTHER_HOME.position, lived),
                ),
                premises=(HOME, OTHER_HOME),
                technicians=(
                    _technician("technician", 3, near, lived),
                    _technician("colleague", 4, less_near, lived),
                ),
                faults=(PLB, TAP),
                materials=(VALVE,),
            ),
        )
    async with database.act(system(OTHER_ORG)) as act:
        await dispatch.commands.put_estate(
            act,
            Estate(
                organisation=Organisation(id=OTHER_ORG, code="FF", zh="远方物业", en="Far"),
                communities=(_community(FAR, OTHER_ORG, "FAR", FAR_HOME.position, lived),),
                premises=(FAR_HOME,),
            ),
        )
    async with database.act(system("")) as act:
        for name, who in PEOPLE.items():
            made = accounts.Account(
                id=who.id, org_id=who.org, login=name, code=who.code, role=who.role, communities=who.communities
            )
            await accounts.create_account(act, made, secret)
        await accounts.disable(act, PEOPLE["disabled"].id)


HOURS = timedelta(hours=1)
