"""START and OFFER: a start until the server answers, and a report until somebody is asked.

Limits: a Python that opens the same file; the statements of the same reports run bare.

Effects  servers, temporary databases.
"""

import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from api.app import create_app
from api.settings import Settings
from api.start import started
from bench import fleet
from bench.caller import Caller
from bench.context import Bench
from bench.process import House, cpu_of
from bench.table import Beside, Figure, Row
from bench.tape import Spent, Stopwatch, Tape, copy_of, recording, replay
from bench.wire import Refused
from kernel.clock import SystemClock
from kernel.ids import SystemLuck

REPORTS = 40
_BARE = """
import sqlite3, sys
opened = sqlite3.connect(sys.argv[1])
opened.execute("pragma journal_mode=wal")
opened.execute("select count(*) from work_order").fetchall()
"""


async def measured(bench: Bench) -> list[Row]:
    company = await bench.fleet()
    starts, bare, offers, floors, note = [], [], [], [], ""
    for _ in range(bench.runs):
        place = company.copy(bench.place("office"))
        starts.append(await _start(place))
        bare.append(_bare(fleet.db(place)))
        spent, floor, note = await _offers(place, company.dispatcher)
        offers.append(spent)
        floors.append(floor)
        bench.forget(place)
    return [
        Row(
            id="START",
            what="a start on an existing database until it is ready",
            ours=Figure(tuple(one.cpu * 1e3 for one in starts), "ms"),
            wall=Figure(tuple(one.wall * 1e3 for one in starts), "ms"),
            limits=(Beside("a Python that opens the file", Figure(tuple(one.cpu * 1e3 for one in bare), "ms")),),
        ),
        Row(
            id="OFFER",
            what="a report, triaged, and put to a technician",
            ours=Figure(tuple(one.cpu / REPORTS * 1e3 for one in offers), "ms"),
            limits=(
                Beside("the same statements bare", Figure(tuple(one.cpu / REPORTS * 1e3 for one in floors), "ms")),
            ),
            note=note,
        ),
    ]


async def _start(place: Path) -> Spent:
    began = time.perf_counter()
    async with House(place) as house:
        return Spent(cpu_of(house.pid), time.perf_counter() - began)


def _bare(database: Path) -> Spent:
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", _BARE, str(database)], stdin=subprocess.DEVNULL) as process:
        before = 0.0
        while process.poll() is None:
            try:
                before = cpu_of(process.pid)
            except OSError:
                break
            time.sleep(0.002)
        if process.returncode not in {0, None}:
            process.send_signal(signal.SIGKILL)
    return Spent(before, time.perf_counter() - began)


async def _offers(place: Path, token: str) -> tuple[Spent, Spent, str]:
    """Forty reports over the desk, each until the outbox owes nothing."""
    settings = Settings(data=place / "data", worker=False, demo=False, pwa=place / "no-app")
    tape = Tape()
    with recording(tape):
        async with started(settings, SystemClock(), SystemLuck()) as running:
            desk = Caller(create_app(running), token)
            await running.drain()
            sqlite3.connect(fleet.db(place)).execute("pragma wal_checkpoint(truncate)")
            before = copy_of(fleet.db(place), place / "before")
            tape.on = True
            with Stopwatch() as watch:
                for number in range(REPORTS):
                    await desk.ok("POST", "/api/v1/work-orders", _report(running.database.ids.new(), number))
                    await running.drain()
            tape.on = False
    looking = sqlite3.connect(fleet.db(place))
    offered = looking.execute("select count(*) from work_order where status = 'offered'").fetchone()[0]
    looking.close()
    if not offered:
        raise Refused("nobody was asked: it is not an offer that was measured")
    return watch.spent, replay(tape, before), f"{offered} of {REPORTS} offered, the others wait for somebody free"


def _report(id_: str, number: int) -> dict[str, Any]:
    return {
        "id": id_,
        "place": "YQL-03-2-1201",
        "words": f"水龙头坏了 {number}",
        "fault": "PLB-05",
        "contact": {"name": "业主", "phone": "00013800138000"},
        "consent": True,
        "channel": "phone",
    }
