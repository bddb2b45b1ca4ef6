"""What must hold of phones and their server: after every step, and when everybody has come to rest.

    I1  every operation a phone remembers is in the ledger      I2  its effect is there once, or not at all
    I3  a phone at rest holds what a fresh one is sent           I4  status goes back only by a verb that goes back
    I5  the history's chain is whole                             I7  no number beyond the device's last
    I8  every operation has a verdict                            I9  nothing is shown without its work order
    I10 everybody comes to rest                                  I11 a person's own note never vanishes
    I12 every parked operation lies in the inbox

Effects  reads the database of the house it is given; `rest` brings its phones to rest first.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from dispatch.model import WorkOrderId
from kernel import outbox
from kernel.actors import system
from kernel.ids import SeededLuck
from media import commands as media
from media.model import Developed, Quality
from offline_sync import parked
from offline_sync.exchange import DeviceUnknown
from offline_sync.feed import opened
from offline_sync.model import Verdict
from offline_sync.retrying import release_held
from offline_sync.tables import sync_device, sync_op
from tests.support.dispatch_builders import ORG
from tests.support.phones import OFFICE, House, Phone, sha


class Violation(AssertionError):
    pass


class Dice:
    """Chance, a byte at a time."""

    def __init__(self, seed: int) -> None:
        self._luck = SeededLuck(seed)

    def below(self, limit: int) -> int:
        return int.from_bytes(self._luck.bytes(4), "big") % limit

    def one(self, *choices: object) -> object:
        return choices[self.below(len(choices))]


@dataclass
class Checked:
    """A house, its phones, and what is known of what they did."""

    seed: int
    folder: Path
    house: House
    crew: list[Phone]
    dice: Dice
    trace: list[str] = field(default_factory=list)
    orders: list[WorkOrderId] = field(default_factory=list)
    notes: dict[str, tuple[Phone, str, str]] = field(default_factory=dict)  # op -> phone, order, note id
    zombies: list[tuple[Phone, bytes]] = field(default_factory=list)  # requests the network still holds
    waiting: set[str] = field(default_factory=set)  # names of pictures whose bytes operations wait for
    backup: Path | None = None
    restored: int = 0
    entries: dict[str, Any] = field(default_factory=dict)

    async def release(self) -> None:
        async with self.house.act(system(ORG)) as act:
            await release_held(act)

    # what must hold -----------------------------------------------------------------------------------------------

    def always(self) -> None:
        for phone in self.crew:
            rows = phone.memory.server
            shown = {row.wo for (kind, _), row in rows.items() if kind == "work_order"}
            for (kind, name), row in rows.items():
                if kind in {"photo", "signature"} and row.wo not in shown and self._whole(phone):
                    raise Violation(f"I9: {kind} {name} without its work order")
        for op, (phone, order, name) in self.notes.items():
            self._still_seen(phone, op, order, name)

    def _whole(self, phone: Phone) -> bool:
        position = opened(self.house.epoch, phone.memory.cursor)
        return position is not None and position.tx == position.whole

    def _still_seen(self, phone: Phone, op: str, order: str, name: str) -> None:
        queued = next((one for one in phone.memory.queue if one.op_id == op), None)
        row = phone.memory.server.get(("work_order", order))
        if queued is None or row is None or queued.verdict in {Verdict.PARKED, Verdict.HELD} or not self._whole(phone):
            return
        told = phone.outcomes().get(op)
        if told is not None and told["verdict"] in {"parked", "held"}:
            return
        if queued.cseq <= phone.memory.settled and name not in bytes(row.d).decode():
            raise Violation(f"I11: note {name} of {op} vanished from {order}")

    async def rest(self) -> None:
        """Everybody comes back, everything arrives, and then all must agree."""
        for name in sorted(self.waiting):
            for phone in self.crew:
                await upload(self.house, phone, name)
        for phone in self.crew:
            await self._come_to_rest(phone)
        await self.release()
        for phone in self.crew:
            await self._come_to_rest(phone)
        await self._ledger()
        await self._effects()
        await self._same()

    async def _come_to_rest(self, phone: Phone) -> None:
        for _ in range(60):
            try:
                await phone.sync(rounds=60, limit=40, page=40)
            except DeviceUnknown:
                phone.fork()
            except AssertionError as stalled:
                raise Violation("I10: a phone never came to rest") from stalled
            else:
                return
        raise Violation("I10: a phone never came to rest")

    async def _ledger(self) -> None:
        async with self.house.act(OFFICE) as act:
            entries = {row.op_id: row for row in await act.conn.execute(select(sync_op))}
            last = {row.id: row.last_cseq for row in await act.conn.execute(select(sync_device))}
            inbox = {item.op_id for item in (await parked.listing(act)).items}
            for order in self.orders:
                broken = outbox.first_broken_link(await outbox.history(act.conn, order))
                if broken is not None:
                    raise Violation(f"I5: the chain of {order} breaks at {broken}")
        for phone in self.crew:
            for one in phone.memory.queue:
                if one.op_id not in entries:
                    raise Violation(f"I1: {one.op_id} is not in the ledger")
                if one.verdict is None:
                    raise Violation(f"I8: {one.op_id} has no verdict")
                if entries[one.op_id].verdict == "held":
                    raise Violation(f"I8: {one.op_id} is still held: {entries[one.op_id].reason}")
        for row in entries.values():
            if row.device_id is not None and row.cseq > last[row.device_id]:
                raise Violation(f"I7: {row.op_id} has number {row.cseq} of {last[row.device_id]}")
            if row.verdict == "parked" and row.resolution is None and row.op_id not in inbox:
                raise Violation(f"I12: {row.op_id} is parked and nobody sees it")
        self.entries = entries

    async def _effects(self) -> None:
        texts: dict[str, int] = {}
        for order in self.orders:
            for note in (await self.house.order(order)).notes:
                texts[note.id] = texts.get(note.id, 0) + 1
        for op, (_, order, name) in self.notes.items():
            row = self.entries.get(op)
            if row is None or WorkOrderId(order) not in self.orders:
                continue
            there = texts.get(name, 0)
            applied = row.verdict in {"applied", "merged"} or row.resolution in {"accept", "amend"}
            if there != (1 if applied else 0):
                raise Violation(f"I2: note {name} of a {row.verdict} {row.reason} operation is there {there} times")

    async def _same(self) -> None:
        for phone in self.crew:
            fresh = Phone(self.house, phone.technician, 99)
            await fresh.sync(rounds=60, page=1000)
            mine = {key: (row.ver, bytes(row.d)) for key, row in phone.memory.server.items()}
            theirs = {key: (row.ver, bytes(row.d)) for key, row in fresh.memory.server.items()}
            if mine != theirs:
                odd = sorted(key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key))
                raise Violation(f"I3: {phone.technician.code} differs in {odd}")


async def upload(house: House, phone: Phone, name: str) -> None:
    async with house.act(phone.actor) as act:
        await media.declare(act, sha(name), 1000, "image/jpeg")
        await media.complete(act, sha(name), Developed("image/jpeg", b"", b"", Quality(width=9, height=9), 0))
