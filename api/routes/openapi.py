"""The description of this interface, for those who are signed in and for the repository.

Litestar's own schema routes are not used: they would be public and load scripts from elsewhere. The document is
made once per application; `docs/openapi.json` is written from `document` and a test compares.

Pure     yes.
"""

from typing import Any

import msgspec
from litestar import Litestar, Response, get
from litestar._openapi.plugin import OpenAPIPlugin
from litestar.openapi.config import OpenAPIConfig
from litestar.routes import HTTPRoute

from api.edge import Asked

VERSION = "2026.11.1"


def document(app: Litestar) -> bytes:
    """The OpenAPI 3.1 document as indented JSON with sorted keys, the same for the same routes."""
    plugin = OpenAPIPlugin(app)
    config = OpenAPIConfig(title="Doorstep", version=VERSION, use_handler_docstrings=True)
    plugin._openapi_config = config  # noqa: SLF001 - the public way would register public routes
    for route in app.routes:
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/"):
            plugin.receive_route(route)
    made: dict[str, Any] = plugin.provide_openapi_schema()
    for name in _strict_structs(msgspec.Struct) & set(made["components"]["schemas"]):
        made["components"]["schemas"][name]["additionalProperties"] = False
    return msgspec.json.format(msgspec.json.encode(made, order="sorted"), indent=1) + b"\n"


def _strict_structs(base: type[msgspec.Struct]) -> set[str]:
    """Names of the structs that refuse unknown fields; Litestar does not tell them."""
    found = {base.__name__} if base.__struct_config__.forbid_unknown_fields else set()
    return found.union(*(_strict_structs(sub) for sub in base.__subclasses__()))


@get("/api/v1/schema", opt={"policy": "schema"}, include_in_schema=False)
async def schema(request: Asked) -> Response[bytes]:
    return Response(document(request.app), media_type="application/json")


HANDLERS = (schema,)
