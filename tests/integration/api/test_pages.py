"""The interface is described completely, and only to those who are signed in."""

import json
from pathlib import Path

from api import pages
from api.app import handlers
from tests.support.server import Server


async def test_the_openapi_file_is_fresh() -> None:
    assert (pages.DOCS / "openapi.json").read_bytes() == await pages.interface(), "run api.pages.write"


async def test_every_api_route_is_described(doorstep: Server) -> None:
    described = json.loads((Path(pages.DOCS) / "openapi.json").read_bytes())["paths"]
    for path, methods, handler in handlers(doorstep.app):
        if path.startswith("/api/") and handler.resolve_include_in_schema():
            shown = "/".join(
                "{" + part[1:].split(":")[0] + "}" if part.startswith("{") else part for part in path.split("/")
            )
            assert set(map(str.lower, methods)) <= set(described[shown]), path


async def test_the_served_description_is_the_file(doorstep: Server) -> None:
    who = await doorstep.persona("technician")
    answer = await who.get("/api/v1/schema")
    assert answer.content == (pages.DOCS / "openapi.json").read_bytes()
