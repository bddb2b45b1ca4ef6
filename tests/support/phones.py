"""A phone and a house for tests: the phone mints, stores and sends operations as the TypeScript engine does.

`House` is the server's side: a real database, the exchange as the route runs it, and what the office does. `Phone` is
durable memory and nothing else: an outbox that is also the journal, the server's picture, the cursor. A crash of
the page loses nothing of it; `clone` and `restore` make the accidents of real phones.

Units    epoch milliseconds on the phone; the house's clock is a `FixedClock`.
"""

import copy
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import replace

from dispatch import commands as office
from dispatch import sheet
from dispatch.intents import AnyIntent, Cancel
from dispatch.model import Technician, TechnicianId, WorkOrder, WorkOrderId
from dispatch.opening import NewOrder
from dispatch.views import PhoneOrder
from kernel.actors import Actor, ActorId, OrgId, Role, system
from kernel.clock import FixedClock
from kernel.ids import Ids, SeededLuck
from kernel.uuids import uuid7
from offline_sync import devices, envelope, epoch, exchange, pulling, shelf
from offline_sync.feed import Epoch
from offline_sync.model import (
    Change,
    EnrolRequest,
    ExchangeAnswer,
    ExchangeRequest,
    HeldOp,
    HeldPhoto,
    Holdings,
    Verdict,
)
from tests.support.database import Database, act_on
from tests.support.dispatch_builders import NOON, ORG, TAP, a_report, a_technician, an_actor, an_estate, some_premises

TECHNICIANS = (a_technician("T-PLB-01"), a_technician("T-PLB-02"), a_technician("T-PLB-03"))
OFFICE = an_actor(Role.DISPATCHER)
LEAD = an_actor(Role.LEAD)
PLACE = some_premises()
EPOCH_AT = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
SIGNATURE = ((2000, 2000, 900, 500, 900, -400, 700, 600, 800, -500),)


class Crashed(Exception):
    """The server died before it could answer."""


def millis(at: datetime) -> int:
    return (at - EPOCH_AT) // timedelta(milliseconds=1)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


class House:
    """One organisation on one database, with a clock that only tests move."""

    def __init__(self, db: Database, seed: int = 1) -> None:
        self.db = db
        self.clock = FixedClock(NOON)
        self.ids = Ids(self.clock, SeededLuck(seed))
        self.epoch = Epoch("", b"")
        self.shelf = shelf.Shelf(self.epoch, worth=0)

    async def open(self, technicians: tuple[Technician, ...] = TECHNICIANS) -> "House":
        async with self.act(system(ORG)) as act:
            await office.put_estate(act, an_estate(*technicians))
            self.epoch = await epoch.check_epoch(act.conn, self.ids, self.clock.now(), None)
        return self

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def later(self, **span: float) -> datetime:
        return self.clock.advance(timedelta(**span))

    def act(self, actor: Actor) -> Any:
        return act_on(self.db, actor, self.clock.now(), self.ids)

    async def report(self, **changes: object) -> WorkOrderId:
        """A tap is to be replaced: the simplest fault there is."""
        new: NewOrder = a_report(
            "换水龙头", id=WorkOrderId(self.ids.new()), fault=TAP.code, reported_at=self.now, **changes
        )
        async with self.act(OFFICE) as act:
            order, _ = await office.open_order(act, new)
        return order.id

    async def offer(self, order: WorkOrderId, to: Technician) -> WorkOrder:
        """Put to one technician by hand, whoever has it now."""
        async with self.act(OFFICE) as act:
            standing = (await office.standings(act, [order]))[order]
            version = standing.order.version
            return await office.offer_by_hand(act, order, TechnicianId(to.id), version=version, reason="test")

    async def intend(self, order: WorkOrderId, intent: AnyIntent, by: Actor = OFFICE) -> WorkOrder:
        async with self.act(by) as act:
            return await office.carry_out(act, order, intent, version=None)

    async def cancel(self, order: WorkOrderId) -> WorkOrder:
        return await self.intend(order, Cancel("owner changed his mind"))

    async def order(self, order: WorkOrderId) -> WorkOrder:
        async with self.act(OFFICE) as act:
            return (await office.standings(act, [order]))[order].order

    async def exchange(self, actor: Actor, body: bytes, *, crash: str = "") -> ExchangeAnswer:
        """One exchange as the route runs it. `crash`: `before` or `after` the commit."""
        request: ExchangeRequest = envelope.read(body)
        async with self.act(actor) as act:
            pushed = await exchange.push(act, request, self.epoch)
            if crash == "before":
                raise Crashed
        if crash == "after":
            raise Crashed
        self.shelf = self.shelf if self.shelf.epoch is self.epoch else shelf.Shelf(self.epoch, worth=0)
        async with self.db.read.connect() as conn:
            await conn.begin()
            answer = await pulling.answer(conn, actor, request, self.shelf, pushed, self.now)
            await conn.rollback()
        return msgspec.json.decode(msgspec.json.encode(answer), type=ExchangeAnswer)


@dataclass
class Queued:
    cseq: int
    op_id: str
    raw: str
    verdict: Verdict | None = None
    reason: str = ""


@dataclass
class Memory:
    """What survives a dead page: one IndexedDB database."""

    device: str = ""
    forked_from: str = ""
    epoch: str = ""
    cursor: str | None = None
    acked: int = 0
    settled: int = 0
    queue: list[Queued] = field(default_factory=list)
    server: dict[tuple[str, str], Change] = field(default_factory=dict)


class Phone:
    def __init__(self, house: House, technician: Technician, seed: int = 7) -> None:
        self.house = house
        self.technician = technician
        self.actor = Actor(ActorId(technician.id), Role.TECHNICIAN, OrgId(ORG))
        self.luck = SeededLuck(seed)
        self.memory, self.platform = Memory(), ""
        self.holding: dict[str, int] = {}  # photos whose bytes lie only here: hash and size
        self.skew = timedelta(0)  # how far this phone's clock is off
        self.known_offset = timedelta(0)  # what the phone has measured of it

    def an_id(self) -> str:
        return uuid7(millis(self.house.now), self.luck.bytes(10))

    # what the person does -------------------------------------------------------------------------------------

    def do(self, kind: str, order: str = "", **args: object) -> str:
        """Mint an operation: stored before anything else happens."""
        return self.mint(kind, order, args)

    def mint(self, kind: str, order: str, args: dict[str, Any], **outside: Any) -> str:
        op_id = outside.pop("op_id", None) or self.an_id()
        wall = self.house.now + self.skew
        text = msgspec.json.encode(
            {
                "op_id": op_id,
                "kind": kind,
                "v": 1,
                "actor": self.technician.id,
                "at": {"wall": millis(wall), "off_ms": self.known_offset // timedelta(milliseconds=1), "unc_ms": 50},
                "work_order": order,
                "seen": self.memory.cursor or "",
                "base": {},
                "args": args,
                "deps": {"ops": [], "blobs": []},
                "grp": "",
                **outside,
            }
        ).decode()
        self.put(op_id, text)
        return op_id

    def put(self, op_id: str, text: str) -> None:
        last = max((one.cseq for one in self.memory.queue), default=0)
        self.memory.queue.append(Queued(last + 1, op_id, text))

    def photo(self, order: str, slot: str, name: str = "") -> str:
        args = {
            "id": self.an_id(),
            "slot": slot,
            "sha256": sha(name or self.an_id()),
            "size": 300_000,
            "mime": "image/jpeg",
            "taken_at": self.house.now,
            "width": 1600,
            "height": 1200,
            "warnings": [],
        }
        return self.do("photo.add", order, **args)

    def note(self, order: str, text: str) -> str:
        return self.do("note.add", order, id=self.an_id(), text=text, at=self.house.now)

    def arrive(self, order: str) -> str:
        presence = {"method": "asset_qr", "at": self.house.now, "proof": PLACE.report_code}
        return self.do("visit.arrive", order, presence=presence)

    def work(self, order: str) -> None:
        """The whole visit up to "done", as one technician does it alone."""
        self.do("visit.depart", order)
        self.arrive(order)
        self.photo(order, "before", f"before {order}")
        self.do("visit.start", order)
        self.do("check.set", order, step="TIDY", done=True, value="", at=self.house.now)
        self.photo(order, "after", f"after {order}")
        self.do("visit.finish", order, cause="AGE", action="REPLACE")

    def sheet(self, shown: PhoneOrder, order: WorkOrder, pictures: Iterable[str]) -> tuple[str, str]:
        text = sheet.canonical(sheet.compose(replace(shown, order=order), list(pictures), self.technician.code))
        return text, sha(text)

    def sign(self, order: str, text: str, digest: str, **changes: object) -> str:
        args: dict[str, object] = {
            "method": "in_person",
            "signer": "张阿姨",
            "signature_id": self.an_id(),
            "strokes": SIGNATURE,
            "aspect": 0.5,
            "digest": digest,
            "sheet": text,
            "reason": "",
            "at": self.house.now,
        }
        return self.do("sign_off.capture", order, **(args | changes))

    # what the engine does -------------------------------------------------------------------------------------

    async def enrol(self) -> None:
        async with self.house.act(self.actor) as act:
            asked = EnrolRequest("test", self.platform, fork_of=self.memory.forked_from or None)
            answer = await devices.enrol(act, asked, self.house.epoch)
        self.memory.device, self.memory.epoch = answer.device_id, answer.epoch

    def body(self, limit: int = 200, *, pull: bool = True, page: int = 1000) -> bytes:
        """The next request, its operations byte for byte as they were written."""
        waiting = [one for one in self.memory.queue if one.verdict is None][:limit]
        ops = ",".join(f'{{"cseq":{one.cseq},"op":{one.raw}}}' for one in waiting)
        head: dict[str, Any] = {
            "proto": 1,
            "device_id": self.memory.device,
            "epoch": self.memory.epoch or None,
            "build": "test",
            "acked": self.memory.acked,
            "holds": self.holdings(limit),
        }
        if pull:
            head["pull"] = {"cursor": self.memory.cursor, "limit": page, "digest": False}
        return f'{msgspec.json.encode(head).decode()[:-1]},"ops":[{ops}]}}'.encode()

    def holdings(self, limit: int = 200) -> Holdings:
        """What stays behind when the next request has arrived."""
        left = [one for one in self.memory.queue if one.verdict is None][limit:]
        made = max((one.cseq for one in self.memory.queue), default=0)
        photos = tuple(HeldPhoto(sha, size) for sha, size in self.holding.items())
        return Holdings(made, tuple(HeldOp(one.cseq, one.op_id) for one in left[:200]), photos)

    def hear(self, answer: ExchangeAnswer, asked_from: str | None) -> None:
        """Take an answer in, as one transaction."""
        memory = self.memory
        if answer.dev.fork:
            return self.fork()
        said = {result.op_id: result for result in answer.results}
        for one in memory.queue:
            word = said.get(one.op_id)
            if word is not None and one.verdict in {None, Verdict.HELD}:
                one.verdict, one.reason = word.verdict, word.reason
        owed = answer.dev.expected - 1 if answer.dev.expected is not None else answer.dev.last_cseq
        if answer.dev.expected is not None or answer.dev.last_cseq < memory.acked:
            for one in memory.queue:
                if one.cseq > owed and one.op_id not in said:
                    one.verdict = None
        memory.epoch = answer.epoch
        memory.acked = self._acknowledged(min(memory.acked, answer.dev.last_cseq))
        if answer.pull is None or memory.cursor != asked_from:
            return None
        memory.settled = answer.dev.settled_cseq
        if answer.pull.reset:
            memory.server.clear()
        for change in answer.pull.changes:
            self._turn(change)
        memory.cursor = answer.pull.cursor
        return None

    def _acknowledged(self, before: int) -> int:
        for one in self.memory.queue:
            if one.verdict is None:
                return one.cseq - 1
            before = max(before, one.cseq)
        return before

    def _turn(self, change: Change) -> None:
        server = self.memory.server
        if change.op == "revoke":
            for key in [key for key, row in server.items() if row.wo == change.wo]:
                del server[key]
        elif change.op == "del":
            server.pop((change.t, change.id), None)
        else:
            server[change.t, change.id] = change

    def fork(self) -> None:
        """A new identity: everything remembered is numbered afresh and offered again, ids and texts stay.

        Also what was settled: a server restored to before this device was enrolled has none of it.
        """
        memory = self.memory
        memory.forked_from, memory.device = memory.device, ""
        memory.queue = [Queued(at + 1, one.op_id, one.raw) for at, one in enumerate(memory.queue)]
        memory.acked = memory.settled = 0

    def clone(self) -> "Phone":
        """A second phone with the same memory, as a restored backup makes it."""
        other = Phone(self.house, self.technician, 99)
        other.memory = copy.deepcopy(self.memory)
        return other

    async def sync(self, rounds: int = 12, *, limit: int = 200, page: int = 1000) -> ExchangeAnswer:
        """Exchange until nothing is owed either way."""
        for _ in range(rounds):
            if not self.memory.device:
                await self.enrol()
            asked_from = self.memory.cursor
            answer = await self.house.exchange(self.actor, self.body(limit, page=page))
            self.hear(answer, asked_from)
            waiting = any(one.verdict is None for one in self.memory.queue)
            if not waiting and self.memory.device and not (answer.pull and answer.pull.more):
                return answer
        raise AssertionError("the phone never came to rest")

    # what the screens show ------------------------------------------------------------------------------------

    def verdict(self, op_id: str) -> str:
        """`applied`, or verdict and reason."""
        one = next(one for one in self.memory.queue if one.op_id == op_id)
        return f"{one.verdict} {one.reason}".strip()

    def orders(self) -> dict[str, PhoneOrder]:
        rows = [row for (kind, _), row in self.memory.server.items() if kind == "work_order"]
        return {row.id: msgspec.json.decode(row.d or b"", type=PhoneOrder) for row in rows}

    def status(self, order: str) -> str | None:
        shown = self.orders().get(order)
        return None if shown is None else str(shown.order.status)

    def outcomes(self) -> dict[str, dict[str, Any]]:
        rows = [row for (kind, _), row in self.memory.server.items() if kind == "op_outcome"]
        return {row.id: msgspec.json.decode(row.d or b"") for row in rows}


async def a_house(db: Database, seed: int = 1) -> House:
    return await House(db, seed).open()


def phones(house: House, count: int = 3) -> list[Phone]:
    return [Phone(house, technician, 100 + at) for at, technician in enumerate(TECHNICIANS[:count])]


__all__ = [
    "LEAD",
    "OFFICE",
    "PLACE",
    "TECHNICIANS",
    "Crashed",
    "House",
    "Phone",
    "a_house",
    "phones",
]
