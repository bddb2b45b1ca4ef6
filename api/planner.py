"""Planning beside the server: in a process of its own, at its own pace, and only when there is something to gain.

The morning is read in one transaction, thought about in another process (the planner holds no lock of this one's
interpreter), and the proposal is written in a third transaction. A person applies or drops it. What changes days (an
emergency, somebody who goes home, work that nobody can do) asks for a plan soon; `PLAN_EVERY` asks for one anyway.

Units    seconds.
Errors   `PlannerBusy`.
Effects  a child process, started at the first plan; the tables of dispatch.
"""

import asyncio
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import datetime

import msgspec

import dispatch.commands
from api.db import Database
from dispatch.morning import Morning
from dispatch.plans import PlanView, Proposal
from kernel.actors import Actor, system
from kernel.errors import Conflict

PATIENCE = 120.0
_TRIES = 2


class PlannerBusy(Conflict):
    """The other process does not answer: the first plan on a machine compiles the planner."""

    code = "planner_busy"


def think(morning: bytes) -> bytes:
    """In the other process: bytes in, bytes out."""
    from dispatch.proposing import proposed  # noqa: PLC0415 - only the other process pays for the compiler

    return msgspec.msgpack.encode(proposed(msgspec.msgpack.decode(morning, type=Morning)))


class Planner:
    """The planning of one server."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._pool: ProcessPoolExecutor | None = None
        self._one_at_a_time = asyncio.Lock()
        self._soon: dict[str, str] = {}
        self._last: dict[str, datetime] = {}

    def soon(self, org_id: str, cause: str) -> None:
        """Something has changed what today looks like."""
        self._soon.setdefault(org_id, cause)

    async def turn(self, org_id: str, every_s: float) -> None:
        """For a timer: plan if somebody asked for it or it is time, and there is enough to be moved."""
        now = self._database.clock.now()
        last = self._last.setdefault(org_id, now)
        cause = self._soon.pop(org_id, "" if (now - last).total_seconds() < every_s else "clock")
        if cause:
            self._last[org_id] = now
            await self.plan(org_id, cause, only_if_many=True)

    async def plan(
        self, org_id: str, cause: str, *, by: Actor | None = None, only_if_many: bool = False
    ) -> PlanView | None:
        """A new proposal for the rest of the day; None when there is too little to move, or nothing gained."""
        actor = by or system(org_id)
        async with self._one_at_a_time:
            async with self._database.look(actor) as act:
                morning = await dispatch.commands.morning(act)
            if only_if_many and len(morning.jobs) < morning.general.plan.together_from:
                return None
            proposal = msgspec.msgpack.decode(await self._thought(msgspec.msgpack.encode(morning)), type=Proposal)
            if only_if_many and not proposal.moves:
                return None
            async with self._database.act(actor) as act:
                return await dispatch.commands.keep_plan(act, proposal, cause)

    async def _thought(self, morning: bytes) -> bytes:
        """The other process's answer; one that died is replaced once."""
        loop = asyncio.get_running_loop()
        for attempt in range(_TRIES):
            if self._pool is None:
                self._pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
            try:
                return await asyncio.wait_for(loop.run_in_executor(self._pool, think, morning), PATIENCE)
            except TimeoutError as late:
                self.close()
                raise PlannerBusy(seconds=PATIENCE) from late
            except BrokenProcessPool as died:
                self.close()
                if attempt == _TRIES - 1:
                    raise PlannerBusy(seconds=0) from died
        raise PlannerBusy(seconds=0)

    def close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
