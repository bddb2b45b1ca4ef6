"""Statements of SQLAlchemy, prepared once: their text, the order of their values, the converters of their types.

A statement that lives in a module is prepared for good by the second time it is run; one that was put together for the
moment is found again by its kind, as in SQLAlchemy's own cache. Lists in `IN` are filled up to the next power of two by
repeating their last value, so a handful of texts serves every length, here and in the driver's cache.

Errors   `StatementError` for a value that is missing or that a column's type cannot convert.
Pure     but for its caches.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Executable, exc
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.util import LRUCache

Given = Mapping[str, Any]
Values = Sequence[Any]
DIALECT = sqlite_dialect(paramstyle="qmark")
_FILLED_UP_TO = 1024  # longer lists are rare, and SQLite takes 32 766 values at most
_NOTHING_IN_IT = "SELECT 1 FROM (SELECT 1) WHERE 1!=1"
_NEEDED = object()
_UNFIT = (KeyError, ValueError, TypeError, AttributeError)
_compiled: LRUCache[Any, Any] = LRUCache(1000)


class _Slot(NamedTuple):
    """Where one value of a statement comes from."""

    key: str
    name: str
    given: Any
    process: Callable[[Any], Any] | None
    listed: bool


class Prepared:
    """A statement ready to be run with any values."""

    def __init__(self, compiled: Any, fixed: Given) -> None:
        self._text = str(compiled.string)
        self._slots = [_slot(compiled, fixed, name) for name in compiled.positiontup or ()]
        self._fixed = {slot.key: slot.given for slot in self._slots if slot.given is not _NEEDED}
        self._lists = any(slot.listed for slot in self._slots)
        self._texts: dict[tuple[int, ...], str] = {}
        self._converted = [(at, slot.process) for at, slot in enumerate(self._slots) if slot.process is not None]
        self._pick = _picker([slot.key for slot in self._slots])
        columns = compiled._result_columns  # noqa: SLF001 - as SQLAlchemy's execution does
        self._keys = [str(column.keyname) for column in columns]
        self._processors = [column.type._cached_result_processor(DIALECT, None) for column in columns]  # noqa: SLF001
        self._shape: SimpleResultMetaData | None = None

    def said(self, given: Given) -> tuple[str, Values]:
        """The text and its values."""
        try:
            return self._with_lists(given) if self._lists else (self._text, self._row(given))
        except _UNFIT as error:
            raise self._unfit(error) from error

    def said_of_each(self, rows: Iterable[Given]) -> tuple[str, list[Values]]:
        """The text and the values of each row."""
        if self._lists:
            raise exc.InvalidRequestError("lists are not for many rows")
        try:
            columns: list[Iterable[Any]] = list(zip(*[self._picked(row) for row in rows], strict=True))
            for at, process in self._converted:
                columns[at] = [process(value) for value in columns[at]]
        except _UNFIT as error:
            raise self._unfit(error) from error
        return self._text, list(zip(*columns, strict=True))

    def _unfit(self, error: Exception) -> exc.StatementError:
        if isinstance(error, KeyError):
            error = exc.InvalidRequestError(f"A value is required for bind parameter {error}")
        return exc.StatementError(str(error), self._text, None, error, hide_parameters=True)

    def _picked(self, given: Given) -> Values:
        return self._pick({**self._fixed, **given} if self._fixed else given)

    def _row(self, given: Given) -> Values:
        values = self._picked(given)
        if not self._converted:
            return values
        row = list(values)
        for at, process in self._converted:
            row[at] = process(row[at])
        return row

    def _with_lists(self, given: Given) -> tuple[str, Values]:
        values: list[Any] = []
        lengths: dict[str, int] = {}
        for key, name, fixed, process, listed in self._slots:
            found = given[key] if fixed is _NEEDED else given.get(key, fixed)
            if not listed:
                values.append(found if process is None else process(found))
                continue
            filled = _filled(list(found))
            lengths[name] = len(filled)
            values.extend(filled if process is None else map(process, filled))
        sizes = tuple(lengths.values())
        text = self._texts.get(sizes)
        if text is None:
            text = self._texts[sizes] = self._spelt_out(lengths)
        return text, values

    def _spelt_out(self, lengths: Mapping[str, int]) -> str:
        text = self._text
        for name, length in lengths.items():
            text = text.replace(f"__[POSTCOMPILE_{name}]", ", ".join("?" * length) or _NOTHING_IN_IT)
        return text

    def shape_of(self, description: Sequence[Sequence[Any]]) -> SimpleResultMetaData:
        """Names and converters of the result; a text that declares none has those the database tells."""
        if self._shape is None:
            if len(self._keys) == len(description):
                twice = frozenset(key for key in self._keys if self._keys.count(key) > 1)
                usable = self._processors if any(self._processors) else None
                self._shape = SimpleResultMetaData(self._keys, _processors=usable, _ambiguous_keys=twice)
            else:
                self._shape = SimpleResultMetaData([str(column[0]) for column in description])
        return self._shape


_ready: WeakKeyDictionary[Executable, dict[Any, Prepared | None]] = WeakKeyDictionary()


def prepared(statement: Executable, first: Given, *, many: bool = False) -> Prepared:
    """The statement, ready. `first`: the values of the first or only row, whose names an INSERT is spelt by."""
    known = _ready.get(statement)
    if known is None:
        known = _ready[statement] = {}
    key = (many, *first)
    found = known.get(key)
    if found is None:
        found = _prepare(statement, sorted(first), many=many)
        # Kept from the second time on: what is run once only would be remembered for nothing.
        known[key] = found if key in known else None
    return found


def _prepare(statement: Any, keys: list[str], *, many: bool) -> Prepared:
    compiled, extracted, collected, _ = statement._compile_w_cache(  # noqa: SLF001 - as SQLAlchemy's execution does
        DIALECT, compiled_cache=_compiled, column_keys=keys, for_executemany=many
    )
    if compiled.literal_execute_params:
        raise exc.CompileError("values inside the text are not for this connection")
    given = compiled.construct_params(
        {}, extracted_parameters=extracted, _check=False, _no_postcompile=True, _collected_params=collected
    )
    fixed = {name: value for name, value in given.items() if not compiled.binds[name].required}
    return Prepared(compiled, fixed | _defaults(compiled))


def _slot(compiled: Any, fixed: Given, name: str) -> _Slot:
    parameter = compiled.binds[name]
    process = compiled._bind_processors.get(name)  # noqa: SLF001 - as SQLAlchemy's execution does
    if isinstance(process, tuple):
        raise exc.CompileError("lists of tuples are not for this connection")
    return _Slot(parameter.key, name, fixed.get(name, _NEEDED), process, parameter in compiled.post_compile_params)


def _defaults(compiled: Any) -> dict[str, Any]:
    """What columns are given that an INSERT or UPDATE does not name."""
    chosen = [(column, column.default) for column in compiled.insert_prefetch or ()]
    chosen += [(column, column.onupdate) for column in compiled.update_prefetch or ()]
    if any(default is None or not default.is_scalar for _, default in chosen):
        raise exc.CompileError("only plain defaults are for this connection")
    if not chosen:
        return {}
    named = compiled._within_exec_param_key_getter  # noqa: SLF001 - as SQLAlchemy's execution does
    return {named(column): default.arg for column, default in chosen}


def _picker(keys: list[str]) -> Callable[[Given], Values]:
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda given: tuple([given[key] for key in keys])


def _filled(values: list[Any]) -> list[Any]:
    """A list whose length is a power of two; to `IN` it is the same to be told a value twice."""
    count = len(values)
    if count <= 2 or count > _FILLED_UP_TO:
        return values
    return values + [values[-1]] * ((1 << (count - 1).bit_length()) - count)
