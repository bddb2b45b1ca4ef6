"""The answer to a statement, without what an answer of SQLAlchemy can do besides.

SQLAlchemy's `Result` is made for streams, buffers and objects of an ORM; making one costs more than a small statement.
Here all rows are there already. They are SQLAlchemy's own `Row`, so whoever reads them cannot tell the difference.

Errors   `NoResultFound`, `MultipleResultsFound`, as SQLAlchemy raises them.
Pure     yes.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, RowMapping, exc
from sqlalchemy.engine.result import SimpleResultMetaData

MakeRow = Callable[[Sequence[Any]], Row[Any]]


def shape(names: Sequence[str], processors: Sequence[Any]) -> MakeRow:
    """How a row of the driver becomes one with names, each value through its type's converter."""
    twice = frozenset(name for name in names if names.count(name) > 1)
    usable = list(processors) if any(processors) else None
    metadata = SimpleResultMetaData(list(names), _processors=usable, _ambiguous_keys=twice)
    places = metadata._key_to_index  # noqa: SLF001 - as SQLAlchemy's own results do
    return lambda found: Row(metadata, usable, places, found)


class Several(list[Any]):
    """Values in a row, as `scalars` and `mappings` give them."""

    def all(self) -> list[Any]:
        return self

    def first(self) -> Any:
        return self[0] if self else None

    def one(self) -> Any:
        return self[_only(self)]

    def one_or_none(self) -> Any:
        return self[_only(self)] if self else None


class Rows:
    """All rows of an answer. `make` is None for a statement that gives none."""

    __slots__ = ("_found", "_make", "rowcount")

    def __init__(self, make: MakeRow | None, found: Sequence[Any], rowcount: int) -> None:
        self._make = make
        self._found = found
        self.rowcount = rowcount

    @property
    def returns_rows(self) -> bool:
        return self._make is not None

    def _row(self, found: Any) -> Row[Any]:
        if self._make is None:
            raise exc.ResourceClosedError("This result object does not return rows.")
        return self._make(found)

    def __iter__(self) -> Iterator[Row[Any]]:
        return map(self._row, self._found)

    def all(self) -> list[Row[Any]]:
        return list(self)

    def fetchall(self) -> list[Row[Any]]:
        return list(self)

    def first(self) -> Row[Any] | None:
        return self._row(self._found[0]) if self._found else None

    def one(self) -> Row[Any]:
        return self._row(self._found[_only(self._found)])

    def one_or_none(self) -> Row[Any] | None:
        return self.one() if self._found else None

    def scalar(self) -> Any:
        return self._row(self._found[0])[0] if self._found else None

    def scalar_one(self) -> Any:
        return self.one()[0]

    def scalar_one_or_none(self) -> Any:
        return self.one()[0] if self._found else None

    def scalars(self) -> Several:
        return Several([row[0] for row in self])

    def mappings(self) -> Several:
        made: list[RowMapping] = [row._mapping for row in self]  # noqa: SLF001 - the documented name
        return Several(made)


def _only(found: Sequence[Any]) -> int:
    """The place of the only one."""
    if not found:
        raise exc.NoResultFound("No row was found when one was required")
    if len(found) > 1:
        raise exc.MultipleResultsFound("Multiple rows were found when exactly one was required")
    return 0
