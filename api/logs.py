"""The log: JSON lines from an allow-list of fields, so that nothing personal can slip in.

A line has a name and only fields of `FIELDS`; an unknown field is dropped and counted. Routes appear as
templates, people as ids, exceptions as class names and a trace whose message line is cut off (messages may
quote what somebody typed).

Effects  writes to standard error.
"""

import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

FIELDS = frozenset(
    {
        "event",
        "level",
        "at",
        "request_id",
        "method",
        "route",
        "status",
        "ms",
        "bytes",
        "actor",
        "role",
        "org",
        "code",
        "error",
        "trace",
        "n",
        "name",
        "attempts",
        "count",
        "reaction",
        "dropped_fields",
    }
)
_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


def allow_listed(_logger: object, _method: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """The line without fields nobody has agreed to."""
    kept = {name: value for name, value in line.items() if name in FIELDS}
    dropped = len(line) - len(kept)
    return {**kept, "dropped_fields": dropped} if dropped else kept


def configure(level: str = "info") -> None:
    """Set the log up once, at the start of the process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            allow_listed,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS.get(level, 20)),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )


def said(event: str, **fields: object) -> None:
    """An ordinary line."""
    structlog.get_logger().info(event, **fields)


def warned(event: str, **fields: object) -> None:
    """Something an operator may have to look at."""
    structlog.get_logger().warning(event, **fields)


def failed(code: str, request_id: str, error: str, trace: str) -> None:
    """An unknown failure with where it happened, without the message's text."""
    frames = [line for line in trace.splitlines() if line.startswith("  File ")]
    structlog.get_logger().error("failed", code=code, request_id=request_id, error=error, trace=frames[-12:])
