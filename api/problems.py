"""From a failure to what the caller is told: `application/problem+json` with a sentence in his language.

Known failures are `Problem`s and found in `problem_table`; msgspec and Litestar have their own, mapped here;
anything else is a 500 with a reference to the log and nothing of its inside. Body: `type`, `title` (the sentence),
`status`, `code`, `detail`, then the facts.

Pure     except for the log line of an unknown failure.
"""

import sys
import traceback
from collections.abc import Iterable, Mapping
from string import Formatter

import msgspec
from litestar import Response
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotAuthorizedException,
    NotFoundException,
    PermissionDeniedException,
    ValidationException,
)
from litestar.types import ExceptionHandlersMap
from sqlalchemy import exc

from api import problem_table
from api.db import Busy, disk_has_failed, disk_is_full
from api.edge import Asked
from api.logs import failed
from api.policies import Unauthenticated
from kernel.errors import Conflict, Exhausted, Forbidden, Invalid, NotFound, Problem
from media.problems import DiskFull, TooLarge
from offline_sync.envelope import TooDeep

MEDIA_TYPE = "application/problem+json"
_KINDS: tuple[tuple[type[Problem], str], ...] = (
    (Invalid, "invalid"),
    (Forbidden, "forbidden"),
    (NotFound, "not_found"),
    (Conflict, "conflict"),
    (Exhausted, "exhausted"),
)


class BadRequest(Invalid):
    """The bytes are not what the route takes."""

    code = "bad_request"


class HoldsNul(Invalid):
    """A text with U+0000 in it."""

    code = "holds_nul"


class NoSuchPage(NotFound):
    code = "no_such_page"


class WrongMethod(Problem):
    code = "wrong_method"


class WrongType(Invalid):
    code = "wrong_type"


class ForeignOrigin(Forbidden):
    code = "foreign_origin"


class Internal(Problem):
    code = "internal"


class DatabaseAway(Problem):
    code = "database_away"


class StorageAway(Problem):
    """The disk of the photos has failed: nothing was kept, and it may be well again soon."""

    code = "storage_away"


def told(problem: Problem) -> problem_table.Told:
    """Status and sentences of a problem; a code that is not in the table falls back to its kind."""
    known = problem_table.TABLE.get(problem.code)
    if known is not None:
        return known
    kind = next((code for base, code in _KINDS if isinstance(problem, base)), "problem")
    return problem_table.TABLE[kind]


def language_of(accept: str) -> str:
    """`zh` or `en`: the first of the two that the header names; Chinese when it names neither."""
    for part in accept.lower().split(","):
        tag = part.split(";", 1)[0].strip()
        if tag[:2] in {"zh", "en"}:
            return tag[:2]
    return "zh"


def sentence(problem: Problem, language: str) -> str:
    """The sentence with its facts filled in."""
    words = told(problem).en if language == "en" else told(problem).zh
    facts = {name: _said(name, problem.facts.get(name, "?")) for _, name, _, _ in Formatter().parse(words) if name}
    return words.format(**facts)


def _said(name: str, fact: object) -> str:
    if name.endswith("_fen") and isinstance(fact, int):
        return f"{fact / 100:,.2f}"  # sums are kept in hundredths and said whole
    if isinstance(fact, (list, tuple, set, frozenset)):
        return ", ".join(str(part) for part in fact)
    return str(fact)


def document(problem: Problem, language: str) -> dict[str, object]:
    """The body of the answer."""
    return {
        **{name: _plain(fact) for name, fact in problem.facts.items()},
        "type": f"urn:doorstep:problem:{problem.code}",
        "title": sentence(problem, language),
        "status": told(problem).status,
        "code": problem.code,
        "detail": str(problem),
    }


def _plain(fact: object) -> object:
    try:
        msgspec.json.encode(fact)
    except (TypeError, ValueError):
        return str(fact)
    return fact


def answer(problem: Problem, accept_language: str) -> Response[bytes]:
    """The whole answer, encoded."""
    status = told(problem).status
    headers = {"Cache-Control": "no-store", "Content-Language": language_of(accept_language)}
    wait = problem.facts.get("retry_after_s", 2 if status == 503 else None)
    if wait is not None:
        headers["Retry-After"] = str(wait)
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    if status == 416:
        headers["Content-Range"] = f"bytes */{problem.facts['size']}"
    body = msgspec.json.encode(document(problem, language_of(accept_language)))
    return Response(body, status_code=status, media_type=MEDIA_TYPE, headers=headers)


def as_problem(request: Asked, error: Exception) -> Problem:
    """What an exception means to the caller. An unknown one is logged in full and told as a reference only."""
    match error:
        case Problem():
            return error
        case RecursionError():
            return TooDeep()
        case msgspec.ValidationError() | msgspec.DecodeError():
            return BadRequest(why=str(error))
        case ValidationException():
            return BadRequest(why=_invalid(error))
        case exc.DBAPIError() if disk_is_full(error.orig):
            return DiskFull()
        case exc.TimeoutError():
            return Busy(retry_after_s=2)
        case exc.OperationalError() | exc.InterfaceError() | ConnectionError():
            return _logged(request, error, DatabaseAway(retry_after_s=2))
        case OSError() if disk_is_full(error):
            return DiskFull()
        case OSError() if disk_has_failed(error):
            return _logged(request, error, StorageAway(retry_after_s=2))
        case HTTPException():
            return _http(request, error)
        case _:
            return _logged(request, error, Internal(trace=request_id(request)))


def _invalid(error: ValidationException) -> str:
    parts = error.extra if isinstance(error.extra, list) else []
    told_ = [
        f"{part.get('key', '')}: {part.get('message', '')}".strip(": ") for part in parts if isinstance(part, Mapping)
    ]
    return "; ".join(told_) or error.detail


def _http(request: Asked, error: HTTPException) -> Problem:
    match error:
        case NotAuthorizedException():
            return Unauthenticated()
        case PermissionDeniedException():
            return Forbidden()
        case NotFoundException():
            return NoSuchPage()
        case MethodNotAllowedException():
            return WrongMethod()
    if error.status_code == 413:
        return TooLarge(limit=getattr(request.scope.get("route_handler"), "request_max_body_size", None) or "?")
    if error.status_code == 415:
        return WrongType(expected="application/json")
    if error.status_code >= 500:
        return _logged(request, error, Internal(trace=request_id(request)))
    return BadRequest(why=error.detail)


def _logged(request: Asked, error: Exception, problem: Problem) -> Problem:
    trace = "".join(traceback.format_exception(error)) if sys.exc_info() else repr(error)
    failed(problem.code, request_id(request), type(error).__name__, trace)
    return problem


def request_id(request: Asked) -> str:
    return str(request.scope.get("state", {}).get("request_id", ""))


def handle(request: Asked, error: Exception) -> Response[bytes]:
    """Litestar's exception handler for everything."""
    return answer(as_problem(request, error), request.headers.get("accept-language", ""))


HANDLERS: ExceptionHandlersMap = {Exception: handle}


def _subclasses(kind: type[Problem]) -> Iterable[type[Problem]]:
    yield kind
    for sub in kind.__subclasses__():
        yield from _subclasses(sub)


def all_codes() -> dict[str, type[Problem]]:
    """Every code of the loaded packages and the class that carries it."""
    return {kind.code: kind for kind in _subclasses(Problem)}


def page() -> str:
    """`docs/problems.md`: every code with its status and sentences."""
    rows = [f"| `{code}` | {row.status} | {row.zh} | {row.en} |" for code, row in sorted(problem_table.TABLE.items())]
    told_of = "`type`, `title` (the sentence in the reader's language), `status`"
    head = [
        "# Problems",
        "",
        f"Every refusal is `application/problem+json` with {told_of},",
        "`code`, `detail` and the facts in braces. Codes are stable. Written from `api/problem_table.py`; a test",
        "compares.",
        "",
        "| code | status | 中文 | English |",
        "| --- | ---: | --- | --- |",
    ]
    return "\n".join([*head, *rows, ""])
