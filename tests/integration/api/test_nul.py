"""U+0000 is in no text that reaches a database: every route that takes JSON says so, every address too."""

from typing import Any

from litestar.handlers import BaseRouteHandler

from api.app import handlers
from tests.integration.api.authz import FACTORIES, MATRIX, World
from tests.integration.api.test_authorisation import offered_order, principal
from tests.support.server import Server


def spoilt(value: Any) -> Any:
    """The same request with U+0000 at the end of every text, the names of its fields left alone."""
    if isinstance(value, str):
        return value + "\0"
    if isinstance(value, dict):
        return {name: spoilt(one) for name, one in value.items()}
    return [spoilt(one) for one in value] if isinstance(value, list) else value


def _handlers(doorstep: Server) -> dict[str, BaseRouteHandler]:
    return {f"{method} {path}": one for path, methods, one in handlers(doorstep.app) for method in methods}


async def test_every_route_that_takes_json_refuses_a_nul(doorstep: Server) -> None:
    order = await offered_order(doorstep)
    known, asked = _handlers(doorstep), 0
    for route, verdicts in MATRIX.items():
        wanted = FACTORIES[route](World(doorstep, order, 1))
        if spoilt(wanted.json) == wanted.json or known[route].opt.get("body") == "raw":
            continue
        who = max(
            verdicts, key=lambda name: (verdicts[name] not in {401, 403}, verdicts[name] != 404, verdicts[name] < 300)
        )
        headers = {**(wanted.headers or {}), **await principal(doorstep, who, order)}
        told = await doorstep.client.request(route.split()[0], wanted.path, json=spoilt(wanted.json), headers=headers)
        assert (told.status_code, told.json()["code"]) == (400, "holds_nul"), route
        asked += 1
    assert asked > 20


async def test_no_address_holds_one_either(doorstep: Server) -> None:
    who = await doorstep.persona("dispatcher")
    for path in ("/api/v1/work-orders?q=a%00b", "/api/v1/work-orders/%00", "/api/v1/estate/premises?q=%00"):
        told = await who.get(path)
        assert (told.status_code, told.json()["code"]) == (400, "holds_nul"), path
    assert (await who.get("/api/v1/work-orders?q=a%2500b")).status_code == 200


async def test_what_merely_spells_one_is_an_ordinary_text(doorstep: Server) -> None:
    order = await offered_order(doorstep)
    note = {"id": doorstep.new_id(), "text": r"C:\u0000 is no such drive"}
    told = await (await doorstep.persona("dispatcher")).post(f"/api/v1/work-orders/{order}/notes", note)
    assert told.status_code < 300, told.text
