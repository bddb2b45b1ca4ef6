"""The composition root: settings and running parts in, a Litestar application out.

Everything is passed in; nothing registers itself. The application refuses to be made while a handler has no
policy.

Errors   `NoPolicy`.
"""

from collections.abc import Callable, Iterator, Sequence

from litestar import Litestar
from litestar.handlers import BaseRouteHandler
from litestar.types import ControllerRouterHandler

from api import edge, problems
from api.auth import Authentication, policy_guard
from api.db import Database
from api.guards import Guards
from api.headers import Shell
from api.live import Hub
from api.policies import POLICIES
from api.routes import health
from api.settings import Settings
from kernel.clock import Clock
from kernel.errors import Problem
from kernel.ids import Ids, Luck

ROUTES: tuple[ControllerRouterHandler, ...] = (health.live, health.ready)


class NoPolicy(Problem):
    """A handler that nobody guards; the application does not start."""

    code = "no_policy"


def create_app(
    settings: Settings,
    clock: Clock,
    luck: Luck,
    *,
    database: Database,
    live: Hub,
    routes: Sequence[ControllerRouterHandler] = ROUTES,
) -> Litestar:
    """The whole server around an open database."""
    ids = Ids(clock, luck)
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
    app.state.settings = settings
    app.state.clock = clock
    app.state.ids = ids
    app.state.database = database
    app.state.live = live
    check_policies(app)
    app.asgi_handler = Shell(app.asgi_handler, ids.new, https=settings.https)
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


__all__ = ["Callable", "check_policies", "create_app", "handlers"]
