"""P4, M6, M7: what a phone is sent the first time, and what it is sent when little has changed.

Limits: the statements of the same pages run bare; the same bytes joined and packed once, which is what any server must
do that answers in gzip. The slope of a pull is counted in SQLite's own instructions, which no busy machine disturbs.

Effects  servers, temporary databases.
"""

import gzip
import math
import sqlite3
import time
from pathlib import Path
from typing import Any

from api.app import create_app
from api.settings import Settings
from api.start import started
from bench import fleet, peers
from bench.caller import Caller
from bench.context import Bench
from bench.fleet import EXCHANGE, JOBS, PHOTOS, Fleet, Phone
from bench.process import House, cpu_of
from bench.table import Beside, Figure, Goal, Row, ratio
from bench.tape import Spent, Stopwatch, Tape, recording, replay
from bench.wire import Answer, Refused, Socket, json_request
from kernel.clock import SystemClock
from kernel.ids import SystemLuck

ROWS = JOBS * (1 + PHOTOS)
TIMES = 3


def asked(phone: Phone, cursor: str | None, limit: int = 1000) -> dict[str, Any]:
    return {"proto": 1, "device_id": phone.device, "build": "bench", "pull": {"cursor": cursor, "limit": limit}}


async def bootstrap(port: int, phone: Phone) -> list[Answer]:
    """Every page, from nothing."""
    answers, cursor, more = [], None, True
    async with Socket(port) as line:
        while more:
            answers.append(await line.ok(json_request(EXCHANGE, asked(phone, cursor), phone.token, gz=True)))
            page = answers[-1].json()["pull"]
            cursor, more = page["cursor"], page["more"]
    return answers


def complete(answers: list[Answer]) -> None:
    rows = sum(len(answer.json()["pull"]["changes"]) for answer in answers)
    if rows < ROWS:
        raise Refused(f"{rows} rows instead of {ROWS}")


async def measured_on(house: House, phone: Phone) -> tuple[Spent, list[Answer]]:
    cpu, wall = cpu_of(house.pid), time.perf_counter()
    answers = await bootstrap(house.port, phone)
    spent = Spent(cpu_of(house.pid) - cpu, time.perf_counter() - wall)
    complete(answers)
    return spent, answers


async def taped(bench: Bench, company: Fleet) -> Tape:
    """The statements of one bootstrap."""
    place = company.copy(bench.place("tape"))
    tape = Tape()
    settings = Settings(data=place / "data", worker=False, demo=False, pwa=place / "no-app")
    with recording(tape):
        async with started(settings, SystemClock(), SystemLuck()) as running:
            caller = Caller(create_app(running), company.large.token)
            tape.on, cursor, more = True, None, True
            while more:
                page = (await caller.ok("POST", EXCHANGE, asked(company.large, cursor)))["pull"]
                cursor, more = page["cursor"], page["more"]
            tape.on = False
    bench.forget(place)
    return tape


def packed(bodies: list[bytes]) -> tuple[Spent, int]:
    """Joining the rows of a bootstrap and packing them once, as cheaply as the standard library can."""
    pieces = [body[at : at + 400] for body in bodies for at in range(0, len(body), 400)]
    with Stopwatch() as watch:
        wire = gzip.compress(b"".join(pieces), 1)
    return watch.spent, len(wire)


class _Runs:
    def __init__(self) -> None:
        self.first: list[Spent] = []
        self.again: list[Spent] = []
        self.bare: list[Spent] = []
        self.packed: list[Spent] = []
        self.peers: dict[str, list[Spent]] = {}
        self.answers: list[Answer] = []
        self.small = 0


async def measured(bench: Bench) -> list[Row]:
    company = await bench.fleet()
    tape, runs = await taped(bench, company), _Runs()
    queue: list[peers.Document] = []
    for _ in range(bench.runs):
        place = company.copy(bench.place("boot"))
        runs.bare.append(replay(tape, fleet.db(place)))
        async with House(place) as house:
            await bootstrap(house.port, company.phones[0])  # warm: a server that has answered before
            first, runs.answers = await measured_on(house, company.large)
            runs.first.append(first)
            runs.again += [(await measured_on(house, company.large))[0] for _ in range(TIMES)]
        bench.forget(place)
        spent, runs.small = packed([answer.body for answer in runs.answers])
        runs.packed.append(spent)
        queue = queue or [
            peers.as_document(f"{number:06d}", change["d"])
            for number, change in enumerate(
                change for answer in runs.answers for change in answer.json()["pull"]["changes"] if change["d"]
            )
        ]
        for way in peers.present():
            place = bench.place(way.peer.name)
            told = await peers.pull(way, place, queue, TIMES)
            runs.peers.setdefault(way.peer.name, []).append(_middle([spent for spent, _ in told]))
            bench.forget(place)
    return [*_rows(runs), await _slope(bench, company)]


def _middle(spent: list[Spent]) -> Spent:
    return sorted(spent)[len(spent) // 2]


def ms(spent: list[Spent]) -> Figure:
    return Figure(tuple(one.cpu * 1e3 for one in spent), "ms")


def walls(spent: list[Spent]) -> Figure:
    return Figure(tuple(one.wall * 1e3 for one in spent), "ms")


def _rows(runs: _Runs) -> list[Row]:
    ours, again = ms(runs.first), Figure(tuple(one.cpu * 1e3 for one in runs.again[::TIMES]), "ms")
    theirs = {name: list(ms(spent).runs) for name, spent in runs.peers.items()}
    pouch, rxdb = (peers.figure(theirs, peer, "ms") for peer in (peers.POUCH, peers.RXDB))
    against = [Goal("CPU of express-pouchdb ÷ ours", 20, ratio(pouch, ours), least=True, unit="×")] if pouch else []
    against += [Goal("CPU of rxdb-server ÷ ours", 3, ratio(rxdb, ours), least=True, unit="×")] if rxdb else []
    wire, plain = sum(len(one.wire) for one in runs.answers), sum(len(one.body) for one in runs.answers)
    count = sum(len(one.json()["pull"]["changes"]) for one in runs.answers)
    note = f"{count} rows in {len(runs.answers)} pages, {plain / 1024:.0f} KiB"
    note += f", {wire / 1024:.0f} KiB on the wire; gzip would make it {runs.small / 1024:.0f} KiB"
    limit = ms(runs.packed)
    return [
        Row(
            id="P4",
            what=f"bootstrap of {JOBS} jobs and their {JOBS * PHOTOS} photo rows",
            ours=ours,
            wall=walls(runs.first),
            limits=(Beside("the same statements bare", ms(runs.bare)),),
            peers=peers.beside(theirs, "ms"),
            goals=(
                Goal("server CPU", 60, ours.middle, unit=" ms"),
                Goal("wall", 250, walls(runs.first).middle, unit=" ms"),
                Goal("wire", 350, wire / 1024, unit=" KiB"),
                *against,
            ),
            note=note,
        ),
        Row(
            id="M6",
            what=f"bootstrap of {JOBS} jobs beside joining and packing the same bytes",
            ours=ours,
            limits=(Beside("join and gzip 1", limit), Beside("ours, asked again", again)),
            goals=(
                Goal("first ÷ limit", 2, ratio(ours, limit), unit="×"),
                Goal("again ÷ limit", 0.2, ratio(again, limit), unit="×"),
            ),
        ),
    ]


async def _slope(bench: Bench, company: Fleet) -> Row:
    """SQLite's instructions for a pull of ten changed orders, as other people's feeds grow a hundredfold."""
    place = company.copy(bench.place("slope"))
    tape, sizes, counts = Tape(), (1_000, 10_000, 100_000), []
    settings = Settings(data=place / "data", worker=False, demo=False, pwa=place / "no-app")
    phone = company.phones[0]
    with recording(tape):
        async with started(settings, SystemClock(), SystemLuck()) as running:
            caller = Caller(create_app(running), phone.token)
            cursor = (await caller.ok("POST", EXCHANGE, asked(phone, None)))["pull"]["cursor"]
            texts = fleet.operations(phone, 1, company.now)
            for body in fleet.batches(phone, texts):
                await caller.ok("POST", EXCHANGE, body)
            tape.on = True
            await caller.ok("POST", EXCHANGE, asked(phone, cursor))
            tape.on = False
    database = fleet.db(place)
    for before, size in zip((0, *sizes), sizes, strict=False):
        _longer(database, before, size)
        counts.append(_instructions(tape, database))
    slope = math.log(counts[-1] / counts[0]) / math.log(sizes[-1] / sizes[0])
    bench.forget(place)
    return Row(
        id="M7",
        what="a pull of ten changed orders, as the feed grows from 1,000 to 100,000 rows",
        ours=Figure((slope,), "slope"),
        goals=(Goal("slope of SQLite's instructions", 0.1, slope),),
        note=f"instructions at {', '.join(f'{size:,}' for size in sizes)} rows: {', '.join(map(str, counts))}",
    )


def _longer(database: Path, before: int, size: int) -> None:
    """Feed rows and grants of somebody else."""
    opened = sqlite3.connect(database)
    opened.execute(
        """insert into feed_head(kind, id, scope, tx, seq, version, body)
           with recursive n(i) as (select ? union all select i + 1 from n where i + 1 < ?)
           select 'work_order', 'other-' || i, 'other-' || i, 1 + i % 40, i, 1, x'7b7d' from n""",
        (before, size),
    )
    opened.execute(
        """insert into feed_grant(subject, scope, visible, reason, tx, seq)
           with recursive n(i) as (select ? union all select i + 1 from n where i + 1 < ?)
           select 'other-' || (i % 500), 'other-' || i, 1, 'accepted', 1 + i % 40, i from n""",
        (before, size),
    )
    opened.commit()
    opened.close()


def _instructions(tape: Tape, database: Path) -> int:
    """Instructions of SQLite's machine for all the statements of a tape."""
    opened = sqlite3.connect(database, isolation_level=None)
    found = 0

    def step() -> int:
        nonlocal found
        found += 1
        return 0

    opened.set_progress_handler(step, 1)
    for line in tape.lines:
        if line.statement.lstrip()[:6].upper() == "SELECT":
            opened.execute(line.statement, line.parameters).fetchall()
    opened.close()
    return found
