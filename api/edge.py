"""What handlers may ask for by name: the transaction, a snapshot, the caller, the running parts.

    async def approve(act: InAct, me: Me, data: JSONBody[Approval]) -> OrderDetail: ...

`act` is committed after the answer is encoded and before it is sent; an exception undoes it.

Effects  opens transactions through `api.db`.
"""

import ipaddress
from collections.abc import AsyncGenerator
from typing import Annotated, Any, TypeAlias

from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency, Provide
from litestar.params import SkipValidation
from sqlalchemy.ext.asyncio import AsyncConnection

from api.db import Database
from api.live import Hub
from api.policies import Caller, Unauthenticated
from api.settings import Settings
from kernel.act import Act
from kernel.actors import Actor, OrgId, Role
from kernel.actors import ActorId as _ActorId
from media.blobs import BlobStore
from media.workshop import Workshop

Asked: TypeAlias = Request[Any, Any, State]
InAct = NamedDependency[SkipValidation[Act]]
Reader = NamedDependency[SkipValidation[AsyncConnection]]
Me = NamedDependency[SkipValidation[Actor]]
By = NamedDependency[SkipValidation[Caller]]
Db = NamedDependency[SkipValidation[Database]]
Live = NamedDependency[SkipValidation[Hub]]
Conf = NamedDependency[SkipValidation[Settings]]
Blobs = NamedDependency[SkipValidation[BlobStore]]
Bench = NamedDependency[SkipValidation[Workshop]]

NOBODY = Actor(id=_ActorId("nobody"), role=Role.OWNER, org_id=OrgId(""))


def caller_of(request: Asked) -> Caller | None:
    """Who calls, as the authentication middleware decided; None when nobody is known."""
    found = request.scope.get("state", {}).get("caller")
    return found if isinstance(found, Caller) else None


def address(request: Asked) -> str:
    """Where a request comes from, for counting tries: one IPv6 network is one place, as its owner has 2^64 of them."""
    told = request.client.host if request.client else ""
    try:
        known = ipaddress.ip_address(told)
    except ValueError:
        return told
    if isinstance(known, ipaddress.IPv6Address) and known.ipv4_mapped is None:
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)


def provide_by(request: Asked) -> Caller:
    caller = caller_of(request)
    if caller is None:
        raise Unauthenticated
    return caller


def provide_me(request: Asked) -> Actor:
    return provide_by(request).actor


async def provide_act(request: Asked) -> AsyncGenerator[Act, None]:
    caller = caller_of(request)
    database: Database = request.app.state.database
    async with database.act(caller.actor if caller else NOBODY) as act:
        yield act


async def provide_reader(request: Asked) -> AsyncGenerator[AsyncConnection, None]:
    database: Database = request.app.state.database
    async with database.read() as conn:
        yield conn


def _from_state(name: str) -> Provide:
    def provide(request: Asked) -> object:
        return request.app.state[name]

    return Provide(provide, sync_to_thread=False)


DEPENDENCIES: dict[str, Provide] = {
    "act": Provide(provide_act),
    "conn": Provide(provide_reader),
    "me": Provide(provide_me, sync_to_thread=False),
    "by": Provide(provide_by, sync_to_thread=False),
    "database": _from_state("database"),
    "live": _from_state("live"),
    "settings": _from_state("settings"),
    "blobs": _from_state("blobs"),
    "workshop": _from_state("workshop"),
}

__all__ = ["DEPENDENCIES", "Annotated"]
