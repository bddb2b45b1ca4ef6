"""P8: the end of a shift: everybody's phone finds the network at the same moment.

Each phone sends sixty operations and then four photos, obeys `Retry-After`, and gives up never. The default is a
hundred phones; `STAMPEDE=500` is the whole of it.

Effects  a server, load from this process.
"""

import asyncio
import hashlib
import io
import os
import time
from collections import Counter

from PIL import Image

from bench import fleet
from bench.context import Bench
from bench.fleet import Phone
from bench.process import House, cpu_of, peak_of
from bench.table import Figure, Goal, Row
from bench.wire import Socket, request

PHONES = int(os.environ.get("STAMPEDE") or "100")
ORDERS, PHOTOS = 3, 4


class _Told:
    """What the phones saw."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.statuses: Counter[int] = Counter()
        self.admitted: list[float] = []
        self.answered = 0.0
        self.operations = 0


async def measured(bench: Bench) -> list[Row]:
    company = await fleet.made(bench.place("crowd"), phones=PHONES, orders=ORDERS)
    picture = _picture()
    crowd = [
        (
            phone,
            (
                fleet.exchanges(phone, fleet.operations(phone, number, company.now)),
                [picture + f"{number}.{at}".encode() for at in range(PHOTOS)],
            ),
        )
        for number, phone in enumerate(company.phones)
    ]
    seconds, p99, peaks, odd, whole, cpu = [], [], [], [], [], []
    for _ in range(bench.runs):
        place = company.copy(bench.place("stampede"))
        async with House(place, WORKER="1", EXCHANGE_RATE="10") as house:
            before = cpu_of(house.pid)
            told = _Told()
            await asyncio.gather(*(_day(house.port, phone, told, *work) for phone, work in crowd))
            whole.append(time.perf_counter() - told.began)
            cpu.append(cpu_of(house.pid) - before)
            peaks.append(peak_of(house.pid) / 2**20)
        seconds.append(told.answered)
        p99.append(sorted(told.admitted)[-max(1, len(told.admitted) // 100)])
        odd.append(float(sum(n for status, n in told.statuses.items() if status >= 300 and status not in {429, 503})))
        statuses = ", ".join(f"{status}: {n}" for status, n in sorted(told.statuses.items()))
        bench.forget(place)
    note = (
        f"answers by status {statuses}; everything with its photos after {whole[-1]:.0f} s, server CPU {cpu[-1]:.0f} s"
    )
    row = Row(
        id="P8",
        what=f"{PHONES} phones × {ORDERS * 20} operations and {PHOTOS} photos at once: all operations answered",
        ours=Figure(tuple(seconds), "s"),
        goals=(
            Goal("all operations", 30, Figure(tuple(seconds)).middle, unit=" s"),
            Goal("p99 of an admitted exchange", 2, Figure(tuple(p99)).middle, unit=" s"),
            Goal("errors besides 429 and 503", 0, max(odd)),
            Goal("peak memory", 400, max(peaks), unit=" MiB"),
        ),
        note=note,
    )
    return [row]


def _picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((800, 600), 60).convert("RGB").save(out, "JPEG", quality=70)
    return out.getvalue()


async def _day(port: int, phone: Phone, told: _Told, requests: list[bytes], pictures: list[bytes]) -> None:
    async with Socket(port) as line:
        for raw in requests:
            await _until_taken(line, raw, told, count=True)
        told.answered = max(told.answered, time.perf_counter() - told.began)
        for data in pictures:
            sha = hashlib.sha256(data).hexdigest()
            headers = {
                "Authorization": f"Bearer {phone.token}",
                "Tus-Resumable": "1.0.0",
                "Upload-Length": str(len(data)),
                "Upload-Mime": "image/jpeg",
                "Content-Type": "application/offset+octet-stream",
            }
            await _until_taken(line, request("POST", f"/api/v1/blobs/{sha}", data, headers), told, count=False)


async def _until_taken(line: Socket, raw: bytes, told: _Told, *, count: bool) -> None:
    while True:
        answer = await line.ask(raw)
        told.statuses[answer.status] += 1
        if answer.status not in {429, 503}:
            if count:
                told.admitted.append(answer.seconds)
            return
        await asyncio.sleep(float(answer.headers.get("retry-after", "2")))
