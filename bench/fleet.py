"""A company to measure with: fifty phones with ten orders each, one phone with five hundred, everybody signed in.

Made once per run of the bench through the product's own commands, then copied for every measurement. `day` writes what
one phone did in a day as the phone writes it: whole visits of twenty operations.

Units    milliseconds on the wire.
Effects  a folder with a database.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

import dispatch.bulk
import dispatch.commands
from api import accounts, logs, tokens
from api.running import Running
from api.settings import Settings
from api.start import started
from bench.wire import json_request
from dispatch.estate import Estate, Organisation
from dispatch.model import (
    Assignment,
    AssignmentId,
    AssignmentState,
    Certificate,
    Channel,
    Contact,
    Kind,
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
from kernel.act import Act
from kernel.actors import Actor, ActorId, OrgId, Role, system
from kernel.clock import SystemClock
from kernel.ids import Ids, SeededLuck, SystemLuck
from media import commands as evidence
from media.model import Photo, PhotoId
from offline_sync import devices
from offline_sync.model import EnrolRequest
from tests.support import small_estate as estate
from tests.support.browsing import late_morning
from tests.support.server import PASSWORD

PHONES, ORDERS, OPS, BATCH = 50, 10, 200, 50
JOBS, PHOTOS = 500, 6
VISITS = 4  # orders of one home
LARGE = 9999  # the number of the phone with the many jobs
EXCHANGE = "/api/v1/sync/exchange"
NOTE = "业主说厨房水管昨晚开始漏水，已关总阀。" * 6  # about 220 characters' worth of bytes, as in the prototype


class Phone(NamedTuple):
    id: str
    token: str
    device: str
    orders: tuple[str, ...]


class Fleet(NamedTuple):
    data: Path
    phones: tuple[Phone, ...]
    large: Phone
    dispatcher: str  # a token
    now: datetime

    def login(self, phone: Phone) -> str:
        return f"bench{self.phones.index(phone) if phone in self.phones else LARGE}"

    def copy(self, folder: Path) -> Path:
        """A data folder to serve from."""
        shutil.copytree(self.data, folder / "data")
        return folder


def db(folder: Path) -> Path:
    return folder / "data" / "doorstep.db"


async def made(folder: Path, *, phones: int = PHONES, orders: int = ORDERS, url: str = "") -> Fleet:
    """A company on a fresh database."""
    logs.configure("error")
    data = folder / "data"
    settings = Settings(data=data, database_url=url, worker=False, demo=False, pwa=data / "no-app")
    clock = SystemClock()
    async with started(settings, clock, SystemLuck()) as running:
        secret = await accounts.hash_password(PASSWORD)
        lived = estate.Lived(late_morning(clock.now()), clock.now())
        await estate.plant(running.database, secret, lived)
        people = [await _person(running, secret, number, orders) for number in range(phones)]
        large = await _person(running, secret, LARGE, JOBS if orders == ORDERS else 1)
        async with running.database.act(system("")) as act:
            desk = await tokens.begin(act, estate.PEOPLE["dispatcher"].id)
            await _lasting(act)
    (data / "doorstep.lock").unlink(missing_ok=True)
    if not url:
        _settle(data / "doorstep.db")
    return Fleet(data, tuple(people), large, desk.access, clock.now())


async def _lasting(act: Act) -> None:
    """Tokens that outlive the bench, and nothing owed: neither is what is measured."""
    await act.conn.exec_driver_sql("update token set expires_at = expires_at + 86400000000")
    await act.conn.exec_driver_sql("delete from outbox")


def _settle(database: Path) -> None:
    """The log emptied into the file, so that copies are alike."""
    opened = sqlite3.connect(database)
    opened.execute("pragma wal_checkpoint(truncate)")
    opened.close()


async def _person(running: Running, secret: str, number: int, orders: int) -> Phone:
    database = running.database
    async with database.act(system(estate.ORG)) as act:
        who = act.ids.new()
        place = estate.HOME.position
        technician = Technician(
            id=TechnicianId(who),
            org_id=estate.ORG,
            code=f"B-{number:04d}",
            team="bench",
            communities=frozenset({estate.YQL, estate.WTY}),
            home=place,
            time_zone="Asia/Shanghai",
            skills=(Skill("PLB", 3),),
            certificates=(Certificate("C-ORI", None),),
            shifts=(Shift((0, 1, 2, 3, 4, 5, 6), "00:00", "23:59"),),
        )
        organisation = Organisation(id=estate.ORG, code="LT", zh="澜庭物业", en="Lanting")
        homes = tuple(_home(act, f"B{number:04d}-{at:03d}") for at in range(-(-orders // VISITS)))
        await dispatch.commands.put_estate(
            act, Estate(organisation=organisation, technicians=(technician,), premises=homes)
        )
        account = accounts.Account(
            id=who, org_id=estate.ORG, login=f"bench{number}", code=technician.code, role=Role.TECHNICIAN
        )
        await accounts.create_account(act, account, secret)
        pairs = [_order(act, who, f"YQL-B{number:04d}-{at:04d}", homes[at // VISITS].id) for at in range(orders)]
        await dispatch.bulk.put_orders(act, [one for one, _ in pairs], [two for _, two in pairs])
        for order, _ in pairs if number == LARGE else ():
            await evidence.add_photos(act, [_photo(act, who, order.id, at) for at in range(PHOTOS)])
    actor = Actor(ActorId(who), Role.TECHNICIAN, OrgId(estate.ORG))
    async with database.act(actor) as act:
        device = await devices.enrol(act, EnrolRequest(build="bench"), running.epoch)
        issued = await tokens.begin(act, who)
    return Phone(who, issued.access, device.device_id, tuple(order.id for order, _ in pairs))


def _home(act: Act, code: str) -> Premises:
    return replace(
        estate.HOME,
        id=PremisesId(act.ids.new()),
        code=code,
        report_code=code,
        contact=Contact("业主", "00013800138000"),
    )


def _order(act: Act, who: str, number: str, home: PremisesId) -> tuple[WorkOrder, Assignment]:
    order_id, assignment_id = WorkOrderId(act.ids.new()), AssignmentId(act.ids.new())
    order = WorkOrder(
        id=order_id,
        org_id=estate.ORG,
        community_id=estate.YQL,
        premises_id=home,
        number=number,
        kind=Kind.REPAIR_UNIT,
        channel=Channel.PHONE,
        status=Status.ACCEPTED,
        priority=Priority.P2,
        fault=estate.PLB.code,
        description="厨房水管漏水，水已经流到楼下，请尽快派人来看看。",
        language="zh-CN",
        contact=Contact("业主", "00013800138000"),
        reported_at=act.now,
        received_at=act.now,
        visit_notes="门铃坏了，请打电话。",
        technician_id=TechnicianId(who),
        assignment_id=assignment_id,
        updated_at=act.now,
    )
    assignment = Assignment(
        id=assignment_id,
        work_order_id=order_id,
        technician_id=TechnicianId(who),
        state=AssignmentState.ACCEPTED,
        offered_at=act.now,
        answered_at=act.now,
    )
    return order, assignment


def _photo(act: Act, who: str, order: str, at: int) -> Photo:
    return Photo(
        id=PhotoId(act.ids.new()),
        org_id=estate.ORG,
        work_order_id=order,
        slot=("before", "during", "after")[at % 3],
        sha256=act.ids.secret().hex(),
        taken_at=act.now,
        by=who,
        by_role="technician",
        position=estate.HOME.position,
        accuracy_m=8,
    )


def _visit(ids: Ids, at: datetime) -> Iterable[tuple[str, dict[str, Any]]]:
    """Twenty operations of one visit."""
    home = estate.HOME.position
    fence = {"method": "fence", "at": at, "position": home, "accuracy_m": 8}

    def note() -> tuple[str, dict[str, Any]]:
        return "note.add", {"id": ids.new(), "text": NOTE, "at": at}

    def photo(slot: str) -> tuple[str, dict[str, Any]]:
        told = {"id": ids.new(), "slot": slot, "sha256": ids.secret().hex(), "size": 307200, "mime": "image/jpeg"}
        return "photo.add", {**told, "taken_at": at, "position": home, "accuracy_m": 8, "width": 1600, "height": 1200}

    part = ids.new()
    told = {"id": part, "material": "M-001", "name": "角阀", "unit": "个", "quantity_milli": 1000}
    yield "visit.depart", {}
    yield "visit.arrive", {"presence": fence}
    yield photo("before")
    yield "check.set", {"step": "valve", "done": True, "at": at}
    yield "visit.start", {}
    yield from (note() for _ in range(5))
    yield "part.add", {**told, "unit_price_fen": 1800}
    yield "part.quantity", {"id": part, "quantity_milli": 2000}
    yield "visit.hold", {"reason": "waiting_parts", "until": at + timedelta(hours=20), "note": "缺角阀"}
    yield "visit.resume", {}
    yield photo("during")
    yield from (note() for _ in range(3))
    yield photo("after")
    yield "visit.finish", {"cause": "worn", "action": "replaced"}


def operations(phone: Phone, seed: int, now: datetime) -> list[bytes]:
    """Everything a phone did, each operation as the text that it would keep for ever."""
    ids = Ids(SystemClock(), SeededLuck(seed))
    wall = int(now.timestamp() * 1000)
    texts = []
    for order in phone.orders:
        for kind, args in _visit(ids, now.astimezone(UTC)):
            op = {
                "op_id": ids.new(),
                "kind": kind,
                "v": 1,
                "actor": phone.id,
                "at": {"wall": wall + len(texts), "off_ms": 0, "unc_ms": 40, "tz": "Asia/Shanghai"},
                "work_order": order,
                "args": args,
            }
            texts.append(msgspec.json.encode(op))
    return texts


def batches(phone: Phone, texts: Sequence[bytes], size: int = BATCH, **more: Any) -> list[bytes]:
    """The bodies of the exchanges that carry these operations."""
    bodies = []
    for at in range(0, len(texts), size):
        head = {"proto": 1, "device_id": phone.device, "build": "bench", "acked": at, **more}
        ops = b",".join(b'{"cseq":%d,"op":%s}' % (at + n + 1, raw) for n, raw in enumerate(texts[at : at + size]))
        bodies.append(msgspec.json.encode(head)[:-1] + b',"ops":[' + ops + b"]}")
    return bodies


def exchanges(phone: Phone, texts: Sequence[bytes], size: int = BATCH, **more: Any) -> list[bytes]:
    """The same as requests."""
    return [json_request(EXCHANGE, body, phone.token) for body in batches(phone, texts, size, **more)]
