"""Uploads as a phone does them."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

import httpx

import dispatch.commands
import media.commands
from dispatch.model import Channel, Contact, WorkOrderId
from dispatch.opening import NewOrder
from kernel.actors import Actor, ActorId, OrgId, Role, system
from media.model import Photo, PhotoId
from tests.support import small_estate as estate
from tests.support.server import NOW, Persona, Server, an_id

BASE = "/api/v1/blobs"
RAW = {"Content-Type": "application/offset+octet-stream"}


def named(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def url(data: bytes) -> str:
    return f"{BASE}/{named(data)}"


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


async def create(who: Persona, data: bytes, body: bytes | None = None, **headers: str) -> httpx.Response:
    """The first attempt: named by the hash, carrying the body (or the part of it that got through)."""
    sent = data if body is None else body
    told = {"Upload-Length": str(len(data)), **(RAW if sent else {}), **headers}
    return await who.ask("POST", url(data), content=sent, headers=told)


async def go_on(who: Persona, data: bytes, offset: int, body: bytes | None = None, **headers: str) -> httpx.Response:
    told = {**RAW, "Upload-Offset": str(offset), **headers}
    return await who.ask("PATCH", url(data), content=data[offset:] if body is None else body, headers=told)


async def where(who: Persona, data: bytes) -> httpx.Response:
    return await who.ask("HEAD", url(data))


def actor(name: str) -> Actor:
    who = estate.PEOPLE[name]
    return Actor(ActorId(who.id), Role(who.role), OrgId(who.org), who.communities)


async def order_for(server: Server, name: str, number: int = 900, premises: Any = estate.HOME) -> str:
    """A work order that a technician sees."""
    async with server.running.database.act(system(premises.org_id)) as act:
        made, _ = await dispatch.commands.open_order(
            act,
            NewOrder(
                id=WorkOrderId(an_id(number)),
                premises=premises,
                channel=Channel.PHONE,
                words="厨房漏水",
                fault="PLB-02",
                priority=None,
                contact=Contact(),
                language="zh-CN",
                reported_at=act.now,
                window_start=None,
                window_end=None,
            ),
        )
        act.grant(estate.PEOPLE[name].id, made.id, visible=True, reason="offered")
    return made.id


def photo(work_order_id: str, data: bytes, name: str = "technician", **changes: Any) -> Photo:
    who = estate.PEOPLE[name]
    values = {
        "id": PhotoId(an_id(int(named(data)[:8], 16))),
        "org_id": who.org,
        "work_order_id": work_order_id,
        "slot": "before",
        "sha256": named(data),
        "taken_at": NOW - timedelta(minutes=5),
        "by": who.id,
        "by_role": who.role,
        **changes,
    }
    return Photo(**values)


async def add(server: Server, made: Photo, name: str = "technician") -> Photo:
    async with server.running.database.act(actor(name)) as act:
        return await media.commands.add_photo(act, made)
