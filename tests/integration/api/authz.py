"""Who may call what, as data: every route of the application and what each principal gets.

A row is (method, path) → the verdict per principal. Verdicts are statuses; a principal that is not named gets the
row's `rest`. Object-level refusals are 404, function-level ones 403, a missing credential is 401, always before
anything is said about existence. `FACTORIES` builds a valid request per route; a route without one fails the test.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

PRINCIPALS = (
    "anonymous",
    "technician",
    "colleague",
    "dispatcher",
    "clerk",
    "steward",
    "lead",
    "other_lead",
    "manager",
    "admin",
    "foreign_dispatcher",
    "disabled",
    "owner",
    "ticket",
)


class Row(NamedTuple):
    allowed: dict[str, int]
    rest: int = 403
    anonymous: int = 401


class Asked(NamedTuple):
    """A valid request for a route: path parameters filled in, body, headers."""

    path: str
    json: Any = None
    content: bytes | None = None
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed


def ok(*names: str, status: int = 200, **others: int) -> Row:
    return Row({**dict.fromkeys(names, status), **others})


def public(status: int) -> Row:
    return Row({}, rest=status, anonymous=status)


OFFICE = ("dispatcher", "clerk", "steward", "lead", "other_lead", "manager", "admin", "foreign_dispatcher")
STAFF = ("technician", "colleague", *OFFICE)
Factory = Callable[["Any"], Asked]
