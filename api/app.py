"""The composition root: running parts in, a Litestar application out.

Everything is passed in; nothing registers itself. The application refuses to be made while a handler has no
policy.

Errors   `NoPolicy`.
"""

import asyncio
from collections.abc import Iterator, Sequence

from litestar import Litestar
from litestar.handlers import BaseRouteHandler
from litestar.types import ControllerRouterHandler

from api import edge, problems
from api.admission import Crowd, Turns
from api.auth import Authentication, policy_guard
from api.guards import Guards
from api.headers import Shell as Headers
from api.lanes import Lanes
from api.policies import POLICIES
from api.routes import (
    admin,
    blobs,
    board,
    buried,
    certificates,
    dropbox,
    estate,
    health,
    lost,
    me,
    openapi,
    orders,
    owner,
    parked,
    parts,
    phones,
    planning,
    reports,
    reviews,
    session,
    shell,
    sync,
)
from api.running import Running
from kernel.errors import Problem
from offline_sync.shelf import Shelf

ROUTES: tuple[ControllerRouterHandler, ...] = (
    *health.HANDLERS,
    *session.HANDLERS,
    *me.HANDLERS,
    *orders.HANDLERS,
    *parts.HANDLERS,
    *planning.HANDLERS,
    *board.HANDLERS,
    *reviews.HANDLERS,
    *estate.HANDLERS,
    *blobs.HANDLERS,
    *reports.HANDLERS,
    *owner.HANDLERS,
    *certificates.HANDLERS,
    *sync.HANDLERS,
    *lost.HANDLERS,
    *parked.HANDLERS,
    *admin.HANDLERS,
    *dropbox.HANDLERS,
    *phones.HANDLERS,
    *buried.HANDLERS,
    *openapi.HANDLERS,
    *shell.HANDLERS,
)


class NoPolicy(Problem):
    """A handler that nobody guards; the application does not start."""

    code = "no_policy"


def create_app(running: Running, routes: Sequence[ControllerRouterHandler] = ROUTES) -> Litestar:
    """The whole server around its running parts."""
    app = Litestar(
        route_handlers=list(routes),
        guards=[policy_guard],
        middleware=[Authentication, Guards],
        dependencies=edge.DEPENDENCIES,
        exception_handlers=problems.HANDLERS,
        openapi_config=None,
        logging_config=None,
        debug=False,
    )
    app.state.update(running._asdict())
    app.state.lanes = Lanes()
    app.state.shelf = Shelf(running.epoch)
    app.state.turns = Turns(running.settings.exchange_rate)
    app.state.crowd = Crowd()
    app.state.pen = asyncio.Semaphore(1)
    app.state.running = running
    app.state.shell = shell.Shell(running.settings.pwa)
    check_policies(app)
    app.asgi_handler = Headers(app.asgi_handler, running.database.ids.new, https=running.settings.https)
    return app


def handlers(app: Litestar) -> Iterator[tuple[str, list[str], BaseRouteHandler]]:
    """Every handler there is: path, methods, handler. Reads the routes, not the OpenAPI document."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", None) or [route.route_handler]:  # type: ignore[union-attr]
            methods = sorted(getattr(handler, "http_methods", {type(handler).__name__}))
            if methods != ["OPTIONS"] or "policy" in handler.opt:
                yield route.path, methods, handler


def check_policies(app: Litestar) -> None:
    """`NoPolicy` when a handler names none that exists."""
    for path, methods, handler in handlers(app):
        if handler.opt.get("policy") not in POLICIES:
            raise NoPolicy(path=path, methods=methods)
