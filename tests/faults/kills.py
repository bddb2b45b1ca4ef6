"""Killing a server under load, again and again: at random moments and at named points.

    for each round: a fresh copy of the ground, a few phones
        for each life: start, let the phones work, kill, judge what lies there once the next one serves
        then peace: everything owed is answered, what each phone was shown is what a new phone is shown

The seed decides points, moments and what people do; how far a server has come at a moment is up to the machine.
"""

import asyncio
import contextlib
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import points
from tests.faults.books import Tables, leases_end, read_postgresql, read_sqlite, read_still
from tests.faults.client import Door, Phone
from tests.faults.ground import TECHNICIANS, Ground, ground
from tests.faults.judge import judge, settled
from tests.faults.oracle import Oracle
from tests.faults.points import Plan
from tests.faults.victims import Victim, Zygote
from tests.support import small_estate as estate
from tests.support.server import PASSWORD

LIVES = 40
"""Kills of one round, before everything begins anew."""
PHONES = 3
TURNS = 6
"""Turns of the phones, at most, that a server lives which is killed at a random moment..."""
AFTER = 0.03
"""...and seconds beyond, at most: moments are counted in work, since machines differ in speed."""
ENOUGH = 9
"""Turns to wait for a named point that may not come."""


@dataclass
class Report:
    seed: int
    kills: Counter[str] = field(default_factory=Counter)
    operations: int = 0
    promised: int = 0
    photos: int = 0
    losses: int = 0
    judged: int = 0
    seconds: float = 0.0
    found: list[str] = field(default_factory=list)

    @property
    def killed(self) -> int:
        return sum(self.kills.values())


class Round:
    """One copy of the ground and the phones on it."""

    def __init__(self, zygote: Zygote, made: Ground, luck: random.Random, variant: str = "") -> None:
        self.zygote, self.ground, self.luck, self.variant = zygote, made, luck, variant
        self.oracle, self.over = Oracle(), False
        self.door = Door(0, PASSWORD)
        self.phones = [self._phone(number) for number in range(PHONES)]

    def _phone(self, number: int) -> Phone:
        login = TECHNICIANS[number % len(TECHNICIANS)]
        who, orders = estate.PEOPLE[login], self.ground.orders[login]
        luck = random.Random(self.luck.getrandbits(64))
        return Phone(self.door, self.oracle, login, who.id, orders, luck, premises=estate.HOME.code)

    async def start(self, plan: Plan) -> Victim:
        more = {"DATABASE_URL": self.ground.database_url} if self.ground.database_url else {}
        victim = await self.zygote.start(self.ground.data, plan, **more)
        self.door.port = victim.port
        return victim

    async def tables(self, *, still: bool = False) -> Tables:
        if self.ground.database_url:
            return await read_postgresql(self.ground.database_url)
        return (read_still if still else read_sqlite)(self.ground.data / "doorstep.db")

    async def judge(self) -> list[str]:
        """What is wrong with what a dead server has left behind."""
        return judge(await self.tables(still=True), self.ground.data / "blobs", self.oracle)

    @contextlib.asynccontextmanager
    async def load(self):  # type: ignore[no-untyped-def]
        """The phones at work."""
        self.over = False

        async def busy(phone: Phone) -> None:
            while not self.over:
                await phone.step()

        tasks = [asyncio.create_task(busy(phone)) for phone in self.phones]
        try:
            yield
        finally:
            self.over = True
            await asyncio.gather(*tasks)

    async def life(self) -> str:
        """One server from start to death; what it died of."""
        plan, turns = self._fate()
        victim = await self.start(plan)
        before = self._turns()
        async with self.load():
            while not victim.over.is_set() and self._turns() - before < turns:
                await _first(victim.over, self.luck.uniform(0.0, AFTER))
            died = plan.kill_at if victim.over.is_set() else "at random"
            await victim.kill()
        return died or "at random"

    def _turns(self) -> int:
        return sum(phone.rounds for phone in self.phones)

    def _fate(self) -> tuple[Plan, int]:
        if self.luck.random() < 0.4:
            return Plan(variant=self.variant), self.luck.randint(0, TURNS)
        names = points.POSTGRESQL if self.ground.database_url else points.SQLITE
        nth = 1 + int(self.luck.expovariate(0.5))
        return Plan(kill_at=self.luck.choice(names), nth=nth, variant=self.variant), ENOUGH

    async def pause(self) -> None:
        await asyncio.sleep(self.luck.uniform(0.0, AFTER))

    async def begin(self, how: int = signal.SIGKILL) -> None:
        """Everybody signs in and shows his phone, before anything happens to anybody."""
        victim = await self.start(Plan())
        for phone in self.phones:
            await phone.enrol()
        await victim.kill(how)

    async def peace(self) -> list[str]:
        """The end of a round: nothing is cut any more."""
        await leases_end(self.ground.data / "doorstep.db", self.ground.database_url)
        victim = await self.start(Plan())
        done = await asyncio.gather(*(phone.quiet() for phone in self.phones))
        found = [f"{phone.login}: work is stuck" for phone, ok in zip(self.phones, done, strict=True) if not ok]
        for _ in range(200):
            tables = await self.tables()
            if not tables["outbox"]:
                break
            await asyncio.sleep(0.05)
        else:
            found.append(f"the relay is stuck over {len(tables['outbox'])} events")
        for phone in self.phones:
            found += await self._same_picture(phone)
        found += judge(await self.tables(), self.ground.data / "blobs", self.oracle)
        found += settled(await self.tables(), self.oracle)
        await victim.kill(signal.SIGTERM)
        return found

    async def _same_picture(self, phone: Phone) -> list[str]:
        """What was shown bit by bit is what somebody is shown who comes now."""
        fresh = Phone(self.door, Oracle(), phone.login, phone.actor, phone.orders, random.Random(1))
        for _ in range(20):
            await phone.exchange()
            await fresh.enrol() if not fresh.device else None
            await fresh.exchange()
            if phone.picture == fresh.picture:
                return []
            await asyncio.sleep(0.05)
        apart = [
            key
            for key in phone.picture.keys() | fresh.picture.keys()
            if phone.picture.get(key) != fresh.picture.get(key)
        ]
        return [f"{phone.login} was shown something else: {sorted(apart)[:3]}"]


async def _first(flag: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await flag.wait()


async def campaign(kind: str, kills: int, seed: int, folder: Path, *, variant: str = "") -> Report:
    """So many kills; stops at the first round in which something was found."""
    report, luck, began = Report(seed), random.Random(seed), time.monotonic()
    zygote = await Zygote().open()
    try:
        while report.killed < kills and not report.found:
            place = folder / f"{kind}-{report.killed}"
            place.mkdir(parents=True)
            now = Round(zygote, await ground(kind, place), luck, variant)
            await _round(now, min(LIVES, kills - report.killed), report)
    finally:
        await zygote.close()
    report.seconds = time.monotonic() - began
    return report


async def _round(now: Round, lives: int, report: Report) -> None:
    await now.begin()
    for _ in range(lives):
        report.kills[await now.life()] += 1
        report.found += await now.judge()
        report.judged += 1
        if report.found:
            break
    if not report.found:
        report.found += await now.peace()
    report.operations += len(now.oracle.meant)
    report.promised += len(now.oracle.promised)
    report.photos += len(now.oracle.bytes_promised)
    report.losses += sum(phone.losses for phone in now.phones)
