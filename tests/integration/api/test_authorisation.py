"""Default deny, proved over every route there is, and every principal's verdict on each of them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import get

from api.app import NoPolicy, create_app, handlers
from api.policies import POLICIES, Denied, check
from tests.integration.api.authz import FACTORIES, MATRIX, PRINCIPALS, STREAMS, World
from tests.support.server import Persona, Server, server
from tests.support.small_estate import PEOPLE


def routes(made: Server) -> list[str]:
    return sorted(f"{method} {path}" for path, methods, _ in handlers(made.app) for method in methods)


async def principal(made: Server, name: str, order: str) -> dict[str, str]:
    """The header by which a principal comes."""
    if name == "anonymous":
        return {}
    if name == "owner":
        linked = await (await made.persona("dispatcher")).post(f"/api/v1/work-orders/{order}/link")
        opened = await made.client.post("/api/v1/owner/session", json={"code": linked.json()["link"].split("#")[1]})
        return {"Authorization": f"Bearer {opened.json()['token']}"}
    if name == "ticket":
        place = await made.client.get("/api/v1/report/places/Q7K2M9XA")
        return {"Authorization": f"Bearer {place.json()['ticket']}"}
    return {"Authorization": f"Bearer {(await made.persona(name)).token}"}


async def offered_order(made: Server) -> str:
    """A work order of the home, dispatched to `technician`."""
    clerk = await made.persona("clerk")
    report = {"id": made.new_id(), "place": "YQL-03-2-1201", "fault": "PLB-02", "words": "厨房漏水", "channel": "desk"}
    answer = await clerk.post("/api/v1/work-orders", {**report, "consent": True})
    assert answer.status_code == 201, answer.text
    await made.drain()
    return str(answer.json()["work_order_id"])


async def version_of(who: Persona, order: str) -> int:
    detail = (await who.get(f"/api/v1/work-orders/{order}")).json()["detail"]
    assert detail["order"]["technician_id"] == PEOPLE["technician"].id
    return int(detail["order"]["version"])


@pytest.fixture
async def made(tmp_path: Path) -> AsyncIterator[Server]:
    async with server(tmp_path) as running:
        yield running


async def test_every_route_has_a_policy_a_row_and_a_factory(made: Server) -> None:
    assert [path for path, _, handler in handlers(made.app) if handler.opt.get("policy") not in POLICIES] == []
    assert set(routes(made)) == set(MATRIX)
    assert set(MATRIX) - set(FACTORIES) == set()
    assert all(set(row) == set(PRINCIPALS) for row in MATRIX.values())


async def test_an_app_with_an_unguarded_handler_does_not_start(made: Server) -> None:
    @get("/forgotten")
    async def forgotten() -> str:
        return "open"

    with pytest.raises(NoPolicy):
        create_app(made.running, [forgotten])


def test_an_unknown_policy_lets_nobody_pass() -> None:
    with pytest.raises(Denied):
        check(None, None)


@pytest.mark.parametrize("name", PRINCIPALS)
async def test_every_principal_gets_his_verdict_on_every_route(name: str, made: Server) -> None:
    order = await offered_order(made)
    headers = await principal(made, name, order)
    dispatcher = await made.persona("dispatcher")
    wrong: list[str] = []
    # Reads first, then what changes the order, then leaving: a success must not spoil the next question.
    for route in sorted(MATRIX, key=_late):
        if name in STREAMS.get(route, ()):
            continue
        version = await version_of(dispatcher, order) if route.endswith(("/offer", "/intents")) else 1
        world = World(made, order, version)
        asked = FACTORIES[route](world)
        body = {"content": asked.content} if asked.content is not None else {"json": asked.json}
        sent = {**headers, **(asked.headers or {})}
        answer = await made.client.request(route.split(" ")[0], asked.path, headers=sent, **body)
        if answer.status_code != MATRIX[route][name]:
            wrong.append(f"{route}: {answer.status_code}, not {MATRIX[route][name]}: {answer.text[:150]}")
    assert wrong == []


def _late(route: str) -> tuple[int, str]:
    """When to ask: an offer by hand hands the order to somebody else, so it comes last."""
    return (2 if route.endswith("/offer") else 0 if route.startswith("GET") else 1, route)


async def test_a_refusal_changes_nothing_and_hides_whether_the_order_exists(made: Server) -> None:
    order = await offered_order(made)
    stranger = await made.persona("foreign_dispatcher")
    real = await stranger.get(f"/api/v1/work-orders/{order}")
    invented = await stranger.get(f"/api/v1/work-orders/{made.new_id()}")
    assert real.status_code == invented.status_code == 404
    assert real.json() == invented.json()


async def test_unknown_fields_are_refused_everywhere(made: Server) -> None:
    who = await made.persona("dispatcher")
    answer = await who.ask("PATCH", "/api/v1/me", {"language": "en", "role": "admin"})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


async def test_path_tricks_open_nothing(made: Server) -> None:
    technician = await made.persona("technician")
    for path in (
        "/api/v1/board/",
        "/api/v1//board",
        "/api/v1/./board",
        "/api/v1/board;x",
        "/API/V1/board",
        "/api/v1/board/public",
    ):
        assert (await technician.get(path)).status_code in {403, 404}, path


async def test_a_technician_is_told_of_himself_and_of_no_colleague(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    told = (await technician.get("/api/v1/estate/technicians")).json()["items"]
    assert [row["id"] for row in told] == [technician.id]
