"""P12: the same push and bootstrap with a million operations in the ledger and a hundred thousand work orders.

The past is written with SQL from one real row of each table, with ids that sort by time as real ones do.

Effects  servers, one database of a gigabyte in the temporary folder while it lasts.
"""

import shutil
import sqlite3
from pathlib import Path

from bench import boot, fleet, push
from bench.context import Bench
from bench.fleet import JOBS, Fleet
from bench.process import House
from bench.table import Beside, Goal, Row, ratio
from bench.tape import Spent

OPERATIONS, ORDERS, HOMES = 1_000_000, 100_000, 10_000
_TX = "i / 50 - 1000000"  # before every transaction of today
_NUMBERS = "with recursive n(i) as (select 0 union all select i + 1 from n where i + 1 < :many)"


def _id(i: str = "i") -> str:
    """An id of some years ago, in the order of i."""
    return f"printf('0170%04x-%04x-7%03x-8%03x-%012x', {i} >> 16, {i} & 65535, {i} % 4096, {i} % 4096, {i})"


async def measured(bench: Bench) -> list[Row]:
    company = await bench.fleet()
    full = bench.place("ledger")
    company.copy(full)
    await _one_day(full, company)
    _fill(fleet.db(full), company)
    pushes: dict[str, list[Spent]] = {"empty": [], "full": []}
    boots: dict[str, list[Spent]] = {"empty": [], "full": []}
    for _ in range(bench.runs):
        for name, source in (("empty", company.data), ("full", full / "data")):
            place = bench.place(f"p12-{name}")
            shutil.copytree(source, place / "data")
            async with House(place) as house:
                await boot.bootstrap(house.port, company.phones[0])
                boots[name].append((await boot.measured_on(house, company.large))[0])
                spent, answers = await push.pushed(house, push.queues(company)[:_PUSHERS])
                push.applied(answers)
                pushes[name].append(spent)
            bench.forget(place)
    size = fleet.db(full).stat().st_size / 2**20
    bench.forget(full)
    return _rows(pushes, boots, size)


_LAST = 1  # the phone that gives the pattern of the past takes no part
_PUSHERS = fleet.PHONES - _LAST


async def _one_day(full: Path, company: Fleet) -> None:
    """One phone's real day: the rows that the past is made of."""
    async with House(full) as house:
        _, answers = await push.pushed(house, push.queues(company)[_PUSHERS:])
        push.applied(answers)


def _fill(database: Path, company: Fleet) -> None:
    opened = sqlite3.connect(database)
    for pragma in ("journal_mode=off", "synchronous=off", "cache_size=-400000", "foreign_keys=off"):
        opened.execute(f"pragma {pragma}")
    pattern, like = company.phones[_PUSHERS], company.phones[0].orders[0]
    where = opened.execute("select id, premises_id from work_order where id = ?", (like,)).fetchone()[1]
    _copies(opened, "premises", where, {"code": "'P12-' || i", "report_code": "'P12-' || i"}, HOMES)
    own = {"number": "'P12-' || i", "status": "'closed'", "due_at": "null", "premises_id": _id(f"(i % {HOMES})")}
    _copies(opened, "work_order", like, own, ORDERS)
    opened.execute(
        f"""insert into feed_head(kind, id, scope, tx, seq, version, body) {_NUMBERS}
            select 'work_order', {_id()}, {_id()}, {_TX}, i % 50, 3, (select body from feed_head where id = :like)
            from n""",
        {"many": ORDERS, "like": like},
    )
    opened.execute(
        f"""insert into feed_grant(subject, scope, visible, reason, tx, seq) {_NUMBERS}
            select 'past-' || (i % 500), {_id()}, 0, 'closed', {_TX}, i % 50 from n""",
        {"many": ORDERS},
    )
    _copies_of_operations(opened, pattern)
    opened.commit()
    opened.execute("pragma journal_mode=wal")
    opened.close()


def _copies(opened: sqlite3.Connection, table: str, like: str, own: dict[str, str], many: int) -> None:
    """`many` rows like one row, each with an id of its own and some columns of its own."""
    _like(opened, table, {"id": _id(), **own}, "id = :like", {"like": like, "many": many})


def _like(opened: sqlite3.Connection, table: str, own: dict[str, str], where: str, told: dict[str, object]) -> None:
    columns = [row[1] for row in opened.execute(f"pragma table_info({table})")]
    values = [own.get(name, f"t.{name}") for name in columns]
    opened.execute(
        f"""insert into {table}({", ".join(columns)}) {_NUMBERS}
            select {", ".join(values)} from n, (select * from {table} where {where} limit 1) t""",
        told,
    )


def _copies_of_operations(opened: sqlite3.Connection, pattern: fleet.Phone) -> None:
    """A million ledger rows and a million events, ten an order, on five hundred devices of the past."""
    told: dict[str, object] = {"many": OPERATIONS, "device": pattern.device}
    order = _id("(i / 10)")
    own = {
        "op_id": _id(),
        "device_id": "'past-' || (i % 500)",
        "cseq": "1 + i / 500",
        "tx": _TX,
        "work_order_id": order,
    }
    _like(opened, "sync_op", own, "device_id = :device and kind = 'note.add'", told)
    newest = opened.execute("select max(n) from event").fetchone()[0]
    own = {"n": f"{newest} + 1 + i", "id": _id(), "scope": order}
    _like(opened, "event", own, "device_id = :device", told)


def _rows(pushes: dict[str, list[Spent]], boots: dict[str, list[Spent]], size: float) -> list[Row]:
    units = _PUSHERS * fleet.OPS
    ours, empty = push.us(pushes["full"], units), push.us(pushes["empty"], units)
    large, small = boot.ms(boots["full"]), boot.ms(boots["empty"])
    note = f"{OPERATIONS:,} operations and events, {ORDERS:,} work orders, {size:.0f} MiB"
    return [
        Row(
            id="P12",
            what="the push of P1 on a full ledger",
            ours=ours,
            limits=(Beside("on an empty one", empty),),
            goals=(Goal("CPU full ÷ empty", 1.15, ratio(ours, empty), unit="×"),),
            note=note,
        ),
        Row(
            id="P12",
            what=f"the bootstrap of {JOBS} jobs of P4 on a full ledger",
            ours=large,
            limits=(Beside("on an empty one", small),),
            goals=(Goal("CPU full ÷ empty", 1.15, ratio(large, small), unit="×"),),
        ),
    ]
