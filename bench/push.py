"""P1, P3, M1, M2, M12: what phones bring, taken in; and the same again.

Ours is the server process over HTTP with authentication, rules, ledger, feed and audit. Limits: the very statements of
these exchanges run bare, and a fixed raw schema of four statements an operation that no change of ours moves; both one
transaction per batch with `synchronous=FULL`.

Effects  servers, temporary databases.
"""

import asyncio
import sqlite3
import time
from pathlib import Path

from api.app import create_app
from api.settings import Settings
from api.start import started
from bench import fleet, peers
from bench.caller import Caller
from bench.context import Bench
from bench.fleet import BATCH, EXCHANGE, OPS, PHONES, Fleet
from bench.process import House, cpu_of
from bench.table import Beside, Figure, Goal, Row, ratio
from bench.tape import Spent, Stopwatch, Tape, recording, replay
from bench.wire import Answer, Refused, all_at_once
from kernel.clock import SystemClock
from kernel.ids import SystemLuck

ALL = PHONES * OPS
_RAW = """
create table op(op_id text primary key, device text, cseq int, kind text, job text, hash blob, verdict text, body blob)
    without rowid;
create unique index op_device on op(device, cseq);
create table job(id text primary key, version int, status text, body blob) without rowid;
create table feed(scope text, seq int, kind text, id text, body blob, primary key(scope, seq)) without rowid;
create table audit(n integer primary key, op_id text, job text, what text, hash text);
"""


def applied(answers: list[list[Answer]], *, again: bool = False) -> None:
    """Every operation answered, applied, and not doubled."""
    results = [one for queue in answers for answer in queue for one in answer.json()["results"]]
    wrong = [one for one in results if one["verdict"] != "applied" or one["dup"] is not again]
    if len(results) != sum(len(queue) for queue in answers) * BATCH or wrong:
        raise Refused(f"{len(results)} results, not as expected: {wrong[:2]}")


def queues(company: Fleet, **more: object) -> list[list[bytes]]:
    return [
        fleet.exchanges(phone, fleet.operations(phone, number, company.now), **more)
        for number, phone in enumerate(company.phones)
    ]


async def pushed(house: House, requests: list[list[bytes]]) -> tuple[Spent, list[list[Answer]]]:
    """CPU of the server and wall of the clients for all of it."""
    cpu, wall = cpu_of(house.pid), time.perf_counter()
    answers = await all_at_once(house.port, requests)
    return Spent(cpu_of(house.pid) - cpu, time.perf_counter() - wall), answers


async def taped(bench: Bench, company: Fleet) -> Tape:
    """The statements of all these exchanges, one after another on a copy of the database."""
    place = company.copy(bench.place("tape"))
    tape = Tape()
    settings = Settings(data=place / "data", worker=False, demo=False, pwa=place / "no-app")
    with recording(tape):
        async with started(settings, SystemClock(), SystemLuck()) as running:
            app = create_app(running)
            tape.on = True
            for number, phone in enumerate(company.phones):
                caller = Caller(app, phone.token)
                for body in fleet.batches(phone, fleet.operations(phone, number, company.now)):
                    await caller.ok("POST", EXCHANGE, body)
            tape.on = False
    bench.forget(place)
    return tape


def raw_schema(database: Path, company: Fleet) -> Spent:
    """Four statements an operation on a schema made for it: what SQLite itself needs, whatever our tables are."""
    opened = sqlite3.connect(database, isolation_level=None)
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "temp_store=memory"):
        opened.execute(f"pragma {pragma}")
    opened.executescript(_RAW)
    orders = [(order, 1, "accepted", b"x" * 1200) for phone in company.phones for order in phone.orders]
    opened.executemany("insert into job values(?,?,?,?)", orders)
    work = []
    for number, phone in enumerate(company.phones):
        texts = fleet.operations(phone, number, company.now)
        at = [(text, phone.orders[n // (OPS // len(phone.orders))], n + 1) for n, text in enumerate(texts)]
        work += [(phone, at[n : n + BATCH]) for n in range(0, len(at), BATCH)]
    with Stopwatch() as watch:
        for phone, batch in work:
            opened.execute("begin immediate")
            opened.executemany(
                "insert into op values(?,?,?,?,?,?,?,?)",
                [(f"{phone.id}{n}", phone.device, n, "k", job, b"h" * 32, "applied", raw) for raw, job, n in batch],
            )
            opened.executemany(
                "update job set version=version+1, body=? where id=?", [(raw, job) for raw, job, _ in batch]
            )
            opened.executemany(
                "insert into feed values(?,?,?,?,?)", [(phone.id, n, "note", job, raw) for raw, job, n in batch]
            )
            opened.executemany(
                "insert into audit(op_id,job,what,hash) values(?,?,?,?)",
                [(f"{phone.id}{n}", job, "noted", "h" * 64) for _, job, n in batch],
            )
            opened.execute("commit")
    opened.close()
    return watch.spent


def us(spent: list[Spent], units: int = ALL) -> Figure:
    return Figure(tuple(one.cpu / units * 1e6 for one in spent))


def rate(spent: list[Spent], units: int = ALL) -> Figure:
    return Figure(tuple(units / one.wall for one in spent), "ops/s")


class _Runs:
    """What one alternation of ours, limits and peers leaves."""

    def __init__(self) -> None:
        self.ours: list[Spent] = []
        self.again: list[Spent] = []
        self.pulling: list[Spent] = []
        self.telling: list[Spent] = []
        self.same: list[Spent] = []
        self.raw: list[Spent] = []
        self.waits: list[float] = []
        self.later = 0
        self.peers: dict[str, list[Spent]] = {}
        self.bytes: dict[str, int] = {}


async def _one(bench: Bench, company: Fleet, tape: Tape, runs: _Runs) -> None:
    place = company.copy(bench.place("floor"))
    runs.same.append(replay(tape, fleet.db(place)))
    runs.raw.append(raw_schema(place / "raw.db", company))
    bench.forget(place)
    requests = queues(company)
    place = company.copy(bench.place("push"))
    async with House(place) as house:
        spent, answers = await pushed(house, requests)
        applied(answers)
        runs.ours.append(spent)
        runs.waits = [answer.seconds for queue in answers for answer in queue]
        runs.later += sum(answer.later for queue in answers for answer in queue)
        spent, answers = await pushed(house, requests)
        applied(answers, again=True)
        runs.again.append(spent)
    bench.forget(place)
    place = company.copy(bench.place("push-pull"))
    async with House(place) as house:
        spent, answers = await pushed(house, queues(company, pull={"cursor": None, "limit": 1000}))
        applied(answers)
        runs.pulling.append(spent)
    bench.forget(place)
    place = company.copy(bench.place("push-tell"))
    async with House(place, WORKER="1") as house:
        runs.telling.append(await _until_told(house, requests, fleet.db(place)))
    bench.forget(place)


async def _until_told(house: House, requests: list[list[bytes]], database: Path) -> Spent:
    """The exchanges and all their consequences."""
    cpu, wall = cpu_of(house.pid), time.perf_counter()
    applied(await all_at_once(house.port, requests))
    looking = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    while looking.execute("select count(*) from outbox where buried_at is null").fetchone()[0]:
        await asyncio.sleep(0.05)
        if time.perf_counter() - wall > 180:
            raise Refused("consequences were not worked off within three minutes")
    looking.close()
    return Spent(cpu_of(house.pid) - cpu, time.perf_counter() - wall)


async def measured(bench: Bench) -> list[Row]:
    company = await bench.fleet()
    tape = await taped(bench, company)
    runs = _Runs()
    documents = peers.documents(company)
    for _ in range(bench.runs):
        await _one(bench, company, tape, runs)
        for way in peers.present():
            place = bench.place(way.peer.name)
            spent, size = await peers.push(way, place, documents)
            runs.peers.setdefault(way.peer.name, []).append(spent)
            runs.bytes[way.peer.name] = size
            bench.forget(place)
    return [*_rows(runs), *_against_raw(runs), *_again(runs), *_statements(tape)]


def _rows(runs: _Runs) -> list[Row]:
    ours, same, raw = us(runs.ours), us(runs.same), us(runs.raw)
    speed = ratio(rate(runs.ours), rate(runs.same))
    waits = sorted(runs.waits)
    note = f"an exchange waits p50 {waits[len(waits) // 2] * 1e3:.0f} ms, p99 {waits[-len(waits) // 100] * 1e3:.0f} ms"
    note += f"; {runs.later} times told to come later" if runs.later else ""
    limits = (Beside("the same statements bare", same), Beside("four raw statements an operation", raw))
    theirs = {name: list(us(spent).runs) for name, spent in runs.peers.items()}
    pouch, rxdb = (peers.figure(theirs, peer, "µs/op") for peer in (peers.POUCH, peers.RXDB))
    against = [Goal("CPU of express-pouchdb ÷ ours", 4, ratio(pouch, ours), least=True, unit="×")] if pouch else []
    against += [Goal("CPU of rxdb-server ÷ ours", 1, ratio(rxdb, ours), least=True, unit="×")] if rxdb else []
    push = Row(
        id="P1",
        what=f"{PHONES} phones × {OPS} operations in batches of {BATCH}",
        ours=ours,
        wall=rate(runs.ours),
        limits=(*limits, Beside("their ops/s", rate(runs.same))),
        peers=peers.beside(theirs, "µs/op"),
        goals=(
            Goal("server CPU", 120, ours.middle, unit=" µs"),
            Goal("CPU ÷ same statements", 2.0, ratio(ours, same), unit="×"),
            Goal("ops/s ÷ same statements", 1.0, speed, least=True, unit="×"),
            *against,
        ),
        note=note,
    )
    return [
        push,
        Row(
            id="P1", what="… and each exchange pulls from the beginning", ours=us(runs.pulling), wall=rate(runs.pulling)
        ),
        Row(
            id="P1",
            what="… and all consequences told, by the same process",
            ours=us(runs.telling),
            wall=rate(runs.telling),
        ),
    ]


def _against_raw(runs: _Runs) -> list[Row]:
    """M1 to M4: the same run in the words of `performance.md`."""
    ours, raw = us(runs.ours), us(runs.raw)
    fast, bare = rate(runs.ours), rate(runs.raw)
    theirs = {name: list(rate(spent).runs) for name, spent in runs.peers.items()}
    pouch = peers.figure(theirs, peers.POUCH, "ops/s")
    limits = "four raw statements an operation"
    return [
        Row(
            id="M1",
            what="push, ops/s beside raw SQLite, one transaction a batch",
            ours=fast,
            limits=(Beside(limits, bare),),
            goals=(Goal("ops/s ÷ raw", 1.0, ratio(fast, bare), least=True, unit="×"),),
        ),
        Row(
            id="M2",
            what="push, CPU beside raw SQLite",
            ours=ours,
            limits=(Beside(limits, raw),),
            goals=(Goal("CPU ÷ raw", 2.5, ratio(ours, raw), unit="×"),),
        ),
        Row(
            id="M3",
            what="push, ops/s beside CouchDB",
            ours=fast,
            peers=(Beside("CouchDB", why="no package of it in Debian 12, PyPI or npm"), *peers.beside(theirs, "ops/s")),
            goals=(Goal("ops/s ÷ express-pouchdb", 1.5, ratio(fast, pouch), least=True, unit="×"),) if pouch else (),
        ),
        Row(
            id="M4",
            what="push beside Parse Server and ODK Central",
            ours=ours,
            peers=(
                Beside("Parse Server", why="not installed: it needs a PostgreSQL and a schema of its own"),
                Beside("ODK Central", why="not in a package registry"),
            ),
        ),
    ]


def _again(runs: _Runs) -> list[Row]:
    ours, first = us(runs.again), us(runs.ours)
    return [
        Row(
            id="P3",
            what=f"the same {ALL} again: nothing doubled",
            ours=ours,
            wall=rate(runs.again),
            limits=(Beside("the first time", first),),
            goals=(Goal("CPU ÷ first time", 0.35, ratio(ours, first), unit="×"),),
        )
    ]


def _statements(tape: Tape) -> list[Row]:
    number = ALL // BATCH
    statements, commits = tape.statements / number, tape.commits / number
    return [
        Row(
            id="M12",
            what=f"statements and commits of one exchange of {BATCH}, asked one after another",
            ours=Figure((statements,), "statements"),
            goals=(Goal("statements", 8, statements), Goal("commits", 1, commits)),
            note="each commit is one fsync of the log; the driver's calls are counted, authentication included",
        )
    ]
