"""Owners for tests: their actor, their pages, and one who does everything over HTTP."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx
from msgspec.structs import replace

from dispatch import showing
from dispatch.model import AssignmentId, Fix, Status, TechnicianId, WorkOrder
from dispatch.views import Health, OrderDetail, TimelineLine
from experience.progress import Facts
from kernel.actors import Actor, ActorId, OrgId, Role
from kernel.geo import LatLng
from media.model import Photo, PhotoId, Quality
from tests.support.dispatch_builders import LEAK, NOON, ORG, a_community, an_id, an_order, some_premises
from tests.support.server import Server

API = "/api/v1"
STROKES = [[1000, 2000, 400, -600, 500, 700, 300, -500, 600, 400], [4000, 1500, 500, 600, 300, -700]]


def an_owner(order_id: str | None = None) -> Actor:
    return Actor(ActorId("link:1"), Role.OWNER, OrgId(ORG), scope=order_id)


def a_photo(slot: str, **changes: object) -> Photo:
    made = Photo(
        id=PhotoId(an_id(f"photo-{slot}")),
        org_id=ORG,
        work_order_id=an_id("order"),
        slot=slot,
        sha256="b" * 64,
        taken_at=NOON,
        by="t",
        by_role="technician",
        present=True,
        quality=Quality(800, 600),
    )
    return replace(made, **changes)


def line(name: str, at: datetime, **facts: Any) -> TimelineLine:
    return TimelineLine(1, at, at, name, "technician", "T-PLB-01", facts)


def page_facts(
    status: Status, *, order: dict[str, object] | None = None, timeline: tuple[TimelineLine, ...] = (), **facts: object
) -> Facts:
    """What a page is made of for an order in this status, with a technician where one would be."""
    sent = {"technician_id": TechnicianId(an_id("technician")), "assignment_id": AssignmentId(an_id("assignment"))}
    made: WorkOrder = an_order(status, **{**sent, **(order or {})})
    detail = OrderDetail(
        order=made,
        fault=LEAK,
        place=showing.place(some_premises(), a_community()),
        health=Health("fix", None, "ok"),
        technician="T-PLB-01",
        assignments=(),
        timeline=timeline,
    )
    return replace(Facts(detail=detail, own=made, photos=()), **facts)


def a_fix(lat: float, lng: float, at: datetime = NOON) -> Fix:
    return Fix(LatLng(lat, lng), at, 12.0)


@dataclass
class Owner:
    """Somebody with a phone browser and, once opened, a session."""

    server: Server
    token: str = ""
    page: dict[str, Any] | None = None
    link: str = ""

    async def scan(self, code: str) -> dict[str, Any]:
        answer = await self.server.client.get(f"{API}/report/places/{code}")
        assert answer.status_code == 200, answer.text
        place: dict[str, Any] = answer.json()
        self.token = place["ticket"]
        return place

    async def report(self, **told: Any) -> httpx.Response:
        body = {"id": self.server.new_id(), "words": "厨房水槽下面漏水", "consent": True, **told}
        return await self.post("/report", body)

    async def open(self, link: str) -> httpx.Response:
        code = link.rpartition("#")[2]
        answer = await self.server.client.post(f"{API}/owner/session", json={"code": code})
        if answer.status_code == 200:
            self.token, self.page = answer.json()["token"], answer.json()["page"]
        return answer

    async def look(self) -> dict[str, Any]:
        answer = await self.get("/owner/page")
        assert answer.status_code == 200, answer.text
        self.page = answer.json()
        return self.page

    async def get(self, path: str) -> httpx.Response:
        return await self.server.client.get(API + path, headers=self._head())

    async def post(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return await self.server.client.post(API + path, json=body, headers=self._head())

    def _head(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}
