"""P2, M5: the same push on PostgreSQL, eight exchanges at a time, beside asyncpg and four raw statements an operation.

CPU is that of our process and of the whole database server, since there the work is divided between them.

Effects  a PostgreSQL, servers.
"""

import asyncio
import time
from collections.abc import Sequence

import asyncpg

from bench import fleet, push
from bench.context import Bench
from bench.fleet import BATCH, EXCHANGE, OPS, Fleet
from bench.postgres import Counting, Postgres
from bench.process import House, cpu_of, cpu_of_tree
from bench.table import Beside, Figure, Goal, Row, ratio
from bench.tape import Spent
from bench.wire import Answer, Socket, json_request

AT_ONCE, WARM = 8, 2
_RAW = """
create table op(op_id text primary key, device text, cseq int, kind text, job text, hash bytea, verdict text,
    body bytea);
create unique index op_device on op(device, cseq);
create table job(id text primary key, version int, status text, body bytea);
create table feed(scope text, seq int, kind text, id text, body bytea, primary key(scope, seq));
create table audit(n bigserial primary key, op_id text, job text, what text, hash text);
"""
_STATEMENTS = (
    "insert into op values($1,$2,$3,$4,$5,$6,$7,$8)",
    "update job set version=version+1, body=$1 where id=$2",
    "insert into feed values($1,$2,$3,$4,$5)",
    "insert into audit(op_id,job,what,hash) values($1,$2,$3,$4)",
)


async def measured(bench: Bench) -> list[Row]:
    ours: list[Spent] = []
    bare: list[Spent] = []
    apart: list[float] = []
    async with Postgres() as server:
        source = await server.database()
        company = await fleet.made(bench.place("pg"), url=server.url(source))
        requests = push.queues(company)
        for _ in range(bench.runs):
            bare.append(await _bare(server, company))
            name = await server.database(source)
            async with House(company.data.parent, DATABASE_URL=server.url(name)) as house:
                cpu, inside, wall = cpu_of(house.pid), cpu_of_tree(server.process.pid), time.perf_counter()
                answers = await _few_at_once(house.port, requests)
                seconds = time.perf_counter() - wall
                own = cpu_of(house.pid) - cpu
                push.applied(answers)
            ours.append(Spent(own + cpu_of_tree(server.process.pid) - inside, seconds))
            apart.append(own / push.ALL * 1e6)
        trips = await _trips(server, company, await server.database(source))
    return _rows(ours, bare, Figure(tuple(apart)), trips)


def _rows(ours: list[Spent], bare: list[Spent], own: Figure, trips: float) -> list[Row]:
    fast, raw = push.rate(ours), push.rate(bare)
    limits = f"asyncpg, four raw statements an operation, {AT_ONCE} connections"
    return [
        Row(
            id="P2",
            what=f"the push of P1 on PostgreSQL, {AT_ONCE} exchanges at a time",
            ours=push.us(ours),
            wall=fast,
            limits=(Beside(limits, push.us(bare)), Beside("our process alone", own)),
            goals=(
                Goal("ops/s", 3000, fast.middle, least=True),
                Goal("round trips of an exchange", 8, trips),
            ),
            note="CPU of the process and of PostgreSQL, fsync on; what its feed shows is counted in P11",
        ),
        Row(
            id="M5",
            what="push on PostgreSQL, ops/s beside raw asyncpg",
            ours=fast,
            limits=(Beside(limits, raw),),
            goals=(Goal("ops/s ÷ raw", 0.5, ratio(fast, raw), least=True, unit="×"),),
        ),
    ]


async def _few_at_once(port: int, queues: Sequence[Sequence[bytes]]) -> list[list[Answer]]:
    """All queues, a few of them at a time."""
    waiting = list(enumerate(queues))
    found: dict[int, list[Answer]] = {}

    async def one() -> None:
        async with Socket(port) as line:
            while waiting:
                number, queue = waiting.pop(0)
                found[number] = [await line.ok(raw) for raw in queue]

    await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    return [found[number] for number in range(len(queues))]


async def _trips(server: Postgres, company: Fleet, name: str) -> float:
    """How often an exchange of fifty waits for the database, once its statements are known there."""
    phone = company.phones[0]
    bodies = fleet.batches(phone, fleet.operations(phone, 0, company.now))
    async with (
        Counting(server.folder) as line,
        House(company.data.parent, DATABASE_URL=server.url(name, line.folder)) as house,
        Socket(house.port) as client,
    ):
        for body in bodies[:WARM]:
            await client.ok(json_request(EXCHANGE, body, phone.token))
        before = line.trips
        for body in bodies[WARM:]:
            await client.ok(json_request(EXCHANGE, body, phone.token))
        trips = line.trips - before
    return trips / (OPS // BATCH - WARM)


async def _bare(server: Postgres, company: Fleet) -> Spent:
    """One transaction a batch, the same bytes, eight connections."""
    name = await server.database()
    setting = await server.connect(name)
    await setting.execute(_RAW)
    orders = [(order, 1, "accepted", b"x" * 1200) for phone in company.phones for order in phone.orders]
    await setting.executemany("insert into job values($1,$2,$3,$4)", orders)
    await setting.close()
    waiting = list(enumerate(company.phones))
    cpu, inside, wall = time.process_time(), cpu_of_tree(server.process.pid), time.perf_counter()

    async def one() -> None:
        line = await server.connect(name)
        while waiting:
            number, phone = waiting.pop(0)
            texts = fleet.operations(phone, number, company.now)
            for at in range(0, OPS, BATCH):
                await _batch(line, phone, texts, at)
        await line.close()

    await asyncio.gather(*(one() for _ in range(AT_ONCE)))
    seconds = time.perf_counter() - wall
    spent = time.process_time() - cpu + cpu_of_tree(server.process.pid) - inside
    return Spent(spent, seconds)


async def _batch(line: asyncpg.Connection, phone: fleet.Phone, texts: Sequence[bytes], at: int) -> None:
    size = OPS // len(phone.orders)
    rows = [(texts[n], phone.orders[n // size], n + 1) for n in range(at, at + BATCH)]
    told = (
        [(f"{phone.id}{n}", phone.device, n, "k", job, b"h" * 32, "applied", raw) for raw, job, n in rows],
        [(raw, job) for raw, job, _ in rows],
        [(phone.id, n, "note", job, raw) for raw, job, n in rows],
        [(f"{phone.id}{n}", job, "noted", "h" * 64) for _, job, n in rows],
    )
    async with line.transaction():
        for statement, values in zip(_STATEMENTS, told, strict=True):
            await line.executemany(statement, values)
