"""One seeded schedule of phones, office, network and server. What must hold is in `simulated_checks`.

Pure     but for the database it is given a folder for; chance and time come from the seed.
"""

import shutil
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import event, select

from dispatch import commands as office
from dispatch.intents import Revoke
from dispatch.lifecycle_table import RANK
from dispatch.model import Status, WorkOrderId
from dispatch.tables import work_order
from kernel.errors import Problem
from kernel.ids import SeededLuck
from offline_sync import epoch, parked
from offline_sync.exchange import DeviceUnknown
from offline_sync.model import ExchangeAnswer
from tests.support.database import Database, database, sqlite_engine
from tests.support.phones import OFFICE, TECHNICIANS, Crashed, House, Phone, phones, sha
from tests.support.simulated_checks import Checked, Dice, Violation, upload

STEPS = 26
BACKWARDS = frozenset({"visit.undo", "visit.resume", "visit.hand_back", "offer.decline"})


class Schedule(Checked):
    # the office ---------------------------------------------------------------------------------------------------

    async def report(self) -> None:
        if len(self.orders) < 3:
            order = await self.house.report()
            await self.house.offer(order, self.crew[self.dice.below(3)].technician)
            self.orders.append(order)

    async def reassign(self) -> None:
        if self.orders:
            await self.house.offer(self.pick(), self.crew[self.dice.below(3)].technician)

    async def cancel(self) -> None:
        if self.orders and self.dice.below(3) == 0:
            await self.house.cancel(self.pick())

    async def revoke(self) -> None:
        if self.orders:
            await self.house.intend(self.pick(), Revoke("needed elsewhere"))

    async def rule(self) -> None:
        async with self.house.act(OFFICE) as act:
            items = (await parked.listing(act)).items
        if items:
            item = items[self.dice.below(len(items))]
            async with self.house.act(OFFICE) as act:
                await parked.ruled(act, item.op_id, parked.Ruling(str(self.dice.one("accept", "reject"))))

    def pick(self) -> WorkOrderId:
        return self.orders[self.dice.below(len(self.orders))]

    # a person with a phone ----------------------------------------------------------------------------------------

    async def tap(self) -> None:
        phone = self.crew[self.dice.below(3)]
        known = sorted(phone.orders()) or [str(order) for order in self.orders]
        if not known:
            return
        order = known[self.dice.below(len(known))]
        for _ in range(1 + self.dice.below(3)):
            self._tap(phone, order)

    def _tap(self, phone: Phone, order: str) -> None:
        house = phone.house
        kind = str(
            self.dice.one(
                "accept", "visit", "note", "note", "photo", "finish", "undo", "back", "part", "hold", "held", "group"
            )
        )
        if kind == "visit":
            phone.do(str(self.dice.one("visit.depart", "visit.start", "visit.resume")), order)
        elif kind == "accept":
            phone.do("offer.accept", order)
        elif kind == "photo":
            phone.photo(order, str(self.dice.one("before", "after")))
        elif kind == "finish":
            phone.do("visit.finish", order, cause="AGE", action="REPLACE")
        elif kind == "undo":
            phone.do("visit.undo", order, reason="again")
        elif kind == "back" and self.dice.below(4) == 0:
            phone.do("visit.hand_back", order, reason="unwell")
        elif kind == "part":
            part = {"material": "M-001", "name": "角阀", "unit": "个", "quantity_milli": 1000, "unit_price_fen": 1800}
            phone.do("part.add", order, id=phone.an_id(), **part)
        elif kind == "hold":
            phone.do(
                "visit.hold", order, reason="waiting_parts", until=house.now + phone.skew + timedelta(hours=8), note=""
            )
        elif kind == "held":
            name = phone.an_id()
            self.waiting.add(name)
            self._note(phone, order, deps={"ops": [], "blobs": [sha(name)]})
        elif kind == "group":
            group = phone.an_id()
            self._note(phone, order, grp=group)
            phone.mint("visit.start", order, {}, grp=group)
            self._note(phone, order, grp=group)
        else:
            self._note(phone, order)

    def _note(self, phone: Phone, order: str, **outside: object) -> None:
        name = phone.an_id()
        op = phone.mint("note.add", order, {"id": name, "text": f"n {name}", "at": phone.house.now}, **outside)
        self.notes[op] = (phone, order, name)

    # the network and the server -----------------------------------------------------------------------------------

    async def sync(self) -> None:
        phone = self.crew[self.dice.below(3)]
        if not phone.memory.device:
            await phone.enrol()
        asked_from, body = phone.memory.cursor, phone.body(1 + self.dice.below(8), page=1 + self.dice.below(6))
        fault = str(self.dice.one("none", "none", "none", "lost", "twice", "before", "after", "zombie", "late"))
        self.trace[-1] += f" {phone.technician.code} {fault}"
        if fault == "lost":
            return
        if fault == "zombie":
            self.zombies.append((phone, body))
            return
        if fault in {"before", "after"}:
            await self._deliver(phone, body, fault)
            return
        answer = await self._deliver(phone, body)
        if fault == "twice":
            again = await self._deliver(phone, body)
            answer = again if self.dice.below(2) else answer
        if fault != "late" and answer is not None:
            phone.hear(answer, asked_from)

    async def zombie(self) -> None:
        """A request that was given up long ago arrives after all."""
        if self.zombies:
            phone, body = self.zombies.pop(self.dice.below(len(self.zombies)))
            await self._deliver(phone, body)

    async def _deliver(self, phone: Phone, body: bytes, crash: str = "") -> ExchangeAnswer | None:
        before = await self._statuses()
        try:
            answer = await self.house.exchange(phone.actor, body, crash=crash)
        except Crashed:
            answer = None
        except DeviceUnknown:
            if msgspec.json.decode(body)["device_id"] == phone.memory.device:
                phone.fork()
            return None
        kinds = {one["op"]["kind"] for one in msgspec.json.decode(body)["ops"]}
        after = await self._statuses()
        for order, was in before.items():
            if RANK[after[order]] < RANK[was] and not kinds & BACKWARDS:
                raise Violation(f"I4: {order} went from {was} back to {after[order]} by {sorted(kinds)}")
        return answer

    async def _statuses(self) -> dict[WorkOrderId, Status]:
        async with self.house.db.read.connect() as conn:
            query = select(work_order.c.id, work_order.c.status).where(work_order.c.id.in_(self.orders))
            return {row.id: row.status for row in await conn.execute(query)}

    async def rewind(self) -> None:
        """A phone is restored from a copy of its own memory: the same numbers, other work."""
        if self.dice.below(3) == 0:
            at = self.dice.below(3)
            phone = self.crew[at]
            twin = phone.clone()
            twin.luck = SeededLuck(self.seed * 1000 + len(self.trace))
            self._adopt(phone, twin)
            self.crew[at] = twin

    def _adopt(self, phone: Phone, twin: Phone) -> None:
        """Whatever the old phone had queued the twin has too: it goes on as this person's phone."""
        for op, (owner, order, name) in list(self.notes.items()):
            if owner is phone:
                self.notes[op] = (twin, order, name)

    async def arrive(self) -> None:
        """Bytes that operations wait for."""
        for name in sorted(self.waiting)[:1]:
            for phone in self.crew:
                await upload(self.house, phone, name)
            self.waiting.discard(name)

    async def save(self) -> None:
        if self.backup is None:
            self.backup = self.folder / "backup.db"
            async with self.house.db.write.connect() as conn:
                raw = await conn.get_raw_connection()
                await raw.driver_connection.execute(f"vacuum into '{self.backup}'")

    async def restore(self) -> None:
        """The server goes back to its backup; somebody says so, and a new epoch begins."""
        if self.backup is None or self.restored or self.dice.below(2):
            return
        self.restored += 1
        await self.house.db.close()
        file = self.folder / "restored.db"
        shutil.copy(self.backup, file)
        self.house.db = Database("sqlite", sqlite_engine(file, write=True), sqlite_engine(file, write=False))
        hurry(self.house.db)
        async with self.house.act(OFFICE) as act:
            self.house.epoch = await epoch.begin(act.conn, self.house.ids, self.house.now)
            known = await office.standings(act, self.orders)
        self.orders = [order for order in self.orders if order in known]

    async def wait(self) -> None:
        self.house.later(minutes=1 + self.dice.below(90))
        self.crew[self.dice.below(3)].skew = self.house.now - self.house.now.replace(year=2026 + self.dice.below(3) - 1)


def hurry(db: Database) -> None:
    """Schedules test the protocol; what a power cut does to a file is tested elsewhere."""
    for engine in (db.write, db.read):

        @event.listens_for(engine.sync_engine, "connect")
        def _connected(connection: Any, _: object) -> None:
            cursor = connection.cursor()
            cursor.execute("pragma synchronous=off")
            cursor.close()


async def play(seed: int, folder: Path) -> list[str]:
    """The trace of one schedule; raises `Violation` where something did not hold."""
    async with database("sqlite", folder) as db:
        hurry(db)
        house = await House(db, seed).open(TECHNICIANS)
        schedule = Schedule(seed, folder, house, phones(house), Dice(seed))
        moves: list[Callable[[], Awaitable[None]]] = [
            *([schedule.tap] * 7),
            *([schedule.sync] * 9),
            *([schedule.report] * 2),
            *([schedule.reassign] * 2),
            schedule.cancel,
            schedule.revoke,
            schedule.rule,
            schedule.zombie,
            schedule.rewind,
            schedule.arrive,
            schedule.release,
            schedule.save,
            schedule.restore,
            schedule.wait,
        ]
        await schedule.report()
        for _ in range(STEPS):
            move = moves[schedule.dice.below(len(moves))]
            schedule.trace.append(move.__name__)
            try:
                await move()
            except Problem as refused:  # the office may want what is not possible
                schedule.trace[-1] += f" {refused.code}"
            schedule.always()
        await schedule.rest()
        trace = [*schedule.trace, *[str(await house.order(order)) for order in schedule.orders]]
        await house.db.close()
        return trace


__all__ = ["Status", "Violation", "play"]
