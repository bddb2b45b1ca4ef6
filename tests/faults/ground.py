"""The ground a campaign stands on: a migrated database with people who can sign in and work they have accepted.

Made with the product's own commands, once per kind of database, and copied for every round.

Effects  folders that last as long as the test run; `forget` removes them.
"""

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from argon2 import PasswordHasher
from msgspec import json

from api.db import Database
from api.settings import Settings
from api.start import started
from dispatch import commands as office
from dispatch import intents
from dispatch.model import Channel, WorkOrderId
from dispatch.opening import NewOrder
from kernel.actors import Actor, ActorId, OrgId, Role
from kernel.clock import SystemClock
from kernel.ids import SystemLuck
from tests.support import small_estate as estate
from tests.support.database import new_postgresql
from tests.support.server import PASSWORD

TECHNICIANS = ("technician", "colleague")
ORDERS_EACH = 8
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # signing in is not what is asked here


class Ground(NamedTuple):
    data: Path
    database_url: str
    orders: dict[str, list[str]]
    """What each technician has accepted, by his login."""


_made: dict[str, Ground] = {}


def somewhere() -> Path:
    """A new folder, in memory where that can be had: whether a disk is slow is not what is asked here."""
    memory = Path("/dev/shm")
    usable = memory.is_dir() and os.access(memory, os.W_OK)
    return Path(tempfile.mkdtemp(prefix="doorstep-faults-", dir=memory if usable else None))


def forget() -> None:
    for made in _made.values():
        shutil.rmtree(made.data.parent, ignore_errors=True)
    _made.clear()


async def ground(kind: str, folder: Path) -> Ground:
    """A fresh copy in `folder`."""
    if kind not in _made:
        _made[kind] = await _make(kind)
    model = _made[kind]
    data = folder / "data"
    shutil.copytree(model.data, data)
    url = await new_postgresql(model.database_url) if model.database_url else ""
    return Ground(data, url, model.orders)


async def _make(kind: str) -> Ground:
    data = somewhere() / "data"
    url = await new_postgresql() if kind == "postgresql" else ""
    settings = Settings(data=data, database_url=url, worker=False, demo=False)
    async with started(settings, SystemClock(), SystemLuck()) as running:
        lived = estate.Lived("Etc/UTC", datetime.now(UTC))
        await estate.plant(running.database, _CHEAP.hash(PASSWORD), lived)
        orders = {
            login: [await _accepted(running.database, login) for _ in range(ORDERS_EACH)] for login in TECHNICIANS
        }
        await running.drain()
    (data / "doorstep.lock").unlink(missing_ok=True)
    (data / "ground.json").write_bytes(json.encode(orders))
    return Ground(data, url, orders)


async def _accepted(database: Database, login: str) -> str:
    """A tap to be replaced, offered to this technician and accepted by him."""
    who, now = estate.PEOPLE[login], database.clock.now()
    key = WorkOrderId(database.ids.new())
    new = NewOrder(id=key, premises=estate.HOME, channel=Channel.PHONE, words="水龙头", fault="PLB-05", reported_at=now)
    dispatcher = estate.PEOPLE["dispatcher"]
    async with database.act(Actor(ActorId(dispatcher.id), Role.DISPATCHER, OrgId(who.org))) as act:
        order, _ = await office.open_order(act, new)
        await office.offer_by_hand(act, key, who.id, version=order.version, reason="faults")
    async with database.act(Actor(ActorId(who.id), Role.TECHNICIAN, OrgId(who.org))) as act:
        await office.carry_out(act, key, intents.Accept(), version=None)
    return key
