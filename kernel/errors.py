"""Failures a caller can act on.

A `Problem` has a kind (this file's classes), a stable `code` (part of the public contract, listed in
`docs/problems.md`) and facts that fill the sentence shown to a person. HTTP numbers and sentences live
in `api/problem_table.py`, nowhere else. Packages subclass a kind with a `code`:

    class OfferLapsed(Conflict):
        code = "offer_lapsed"

    raise OfferLapsed(lapsed_at=offer.expires_at)

Pure     values only.
"""

from typing import ClassVar


class Problem(Exception):
    """Base of every expected failure."""

    code: ClassVar[str] = "problem"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code)
        self.facts: dict[str, object] = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={_plain(value)}" for name, value in sorted(self.facts.items()))
        return f"{self.code}: {told}" if told else self.code


def _plain(value: object) -> str:
    """A fact as a person would write it, without Python's own spelling."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return " ".join(str(one) for one in value)
    return str(value)


class Invalid(Problem):
    """What was asked makes no sense, whoever asks and whenever."""

    code = "invalid"


class Forbidden(Problem):
    """This actor may not do this."""

    code = "forbidden"


class NotFound(Problem):
    """It does not exist, or this actor may not know that it does."""

    code = "not_found"


class Conflict(Problem):
    """It made sense once, but not as things stand."""

    code = "conflict"


class Stale(Conflict):
    """Somebody else changed it in between."""

    code = "stale"


class Exhausted(Problem):
    """A limit was reached: rate, size, space, attempts."""

    code = "exhausted"
