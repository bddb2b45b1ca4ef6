"""Statements of SQLAlchemy, prepared once: their text, the order of their values, the converters of their types.

A statement that lives in a module is prepared for good by the second time it is run; one that was put together for the
moment is found again by its kind, as in SQLAlchemy's own cache. Lists in `IN` are filled up to the next power of two by
repeating their last value, so a handful of texts serves every length, here and in the driver's cache.

    text, values = SQLITE.prepared(statement, {"id": "…"}).said({"id": "…"})

Errors   `StatementError` for a value that is missing or that a column's type cannot convert.
Pure     but for its caches.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Executable, exc
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.engine import Dialect
from sqlalchemy.util import LRUCache

from api.rows import MakeRow, shape

Given = Mapping[str, Any]
Values = Sequence[Any]
_FILLED_UP_TO = 1024  # longer lists are rare, and SQLite takes 32 766 values at most
_NOTHING_IN_IT = "SELECT 1 FROM (SELECT 1) WHERE 1!=1"
_FLOAT8 = 701  # PostgreSQL's number of its type; told to converters, of which only those of fractions ask
_NEEDED = object()
_UNFIT = (KeyError, ValueError, TypeError, AttributeError)


class _Slot(NamedTuple):
    """Where one value of a statement comes from."""

    key: str
    name: str
    given: Any
    process: Callable[[Any], Any] | None
    listed: str  # how each value of a list is spelt; empty when it is no list


class Prepared:
    """A statement ready to be run with any values."""

    def __init__(self, compiled: Any, fixed: Given) -> None:
        self._slots = [_slot(compiled, fixed, name) for name in compiled.positiontup or ()]
        self._text = str(compiled.string)
        if compiled.dialect.name == "postgresql":
            self._text, self._slots = _in_the_way_of_postgres(self._text, self._slots)
        self._fixed = {slot.key: slot.given for slot in self._slots if slot.given is not _NEEDED}
        self._lists = {slot.name: slot.listed for slot in self._slots if slot.listed}
        self._texts: dict[tuple[int, ...], str] = {}
        self._converted = [(at, slot.process) for at, slot in enumerate(self._slots) if slot.process is not None]
        self._pick = _picker([slot.key for slot in self._slots])
        columns = compiled._result_columns  # noqa: SLF001 - as SQLAlchemy's execution does
        self.keys = [str(column.keyname) for column in columns]  # none: as many as the database tells
        dialect = compiled.dialect
        self._processors = [column.type._cached_result_processor(dialect, _FLOAT8) for column in columns]  # noqa: SLF001
        self._make: MakeRow | None = None

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
            spelt = ", ".join([self._lists[name]] * length) or _NOTHING_IN_IT
            text = text.replace(f"__[POSTCOMPILE_{name}]", spelt)
        return text

    def made(self, told: Callable[[], Sequence[str]]) -> MakeRow:
        """How a row is made; a text that declares no columns has those that the database tells."""
        if self._make is None:
            self._make = shape(self.keys, self._processors) if self.keys else shape(list(told()), ())
        return self._make


class Preparer:
    """All statements of one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self._compiled: LRUCache[Any, Any] = LRUCache(1000)
        self._ready: WeakKeyDictionary[Executable, dict[Any, Prepared | None]] = WeakKeyDictionary()

    def prepared(self, statement: Executable, first: Given, *, many: bool = False) -> Prepared:
        """The statement, ready. `first`: the values of the first or only row, whose names an INSERT is spelt by."""
        known = self._ready.get(statement)
        if known is None:
            known = self._ready[statement] = {}
        key = (many, *first)
        found = known.get(key)
        if found is None:
            found = self._prepare(statement, sorted(first), many=many)
            # Kept from the second time on: what is run once only would be remembered for nothing.
            known[key] = found if key in known else None
        return found

    def _prepare(self, statement: Any, keys: list[str], *, many: bool) -> Prepared:
        compiled, extracted, collected, _ = statement._compile_w_cache(  # noqa: SLF001 - as SQLAlchemy's execution does
            self.dialect, compiled_cache=self._compiled, column_keys=keys, for_executemany=many
        )
        if compiled.literal_execute_params:
            raise exc.CompileError("values inside the text are not for this connection")
        given = compiled.construct_params(
            {}, extracted_parameters=extracted, _check=False, _no_postcompile=True, _collected_params=collected
        )
        fixed = {name: value for name, value in given.items() if not compiled.binds[name].required}
        return Prepared(compiled, fixed | _defaults(compiled))


SQLITE = Preparer(sqlite_dialect(paramstyle="qmark"))


def _slot(compiled: Any, fixed: Given, name: str) -> _Slot:
    parameter = compiled.binds[name]
    process = compiled._bind_processors.get(name)  # noqa: SLF001 - as SQLAlchemy's execution does
    if isinstance(process, tuple):
        raise exc.CompileError("lists of tuples are not for this connection")
    listed = _spelt(compiled, parameter.type) if parameter in compiled.post_compile_params else ""
    return _Slot(parameter.key, name, fixed.get(name, _NEEDED), process, listed)


def _in_the_way_of_postgres(text: str, slots: Iterable[_Slot]) -> tuple[str, list[_Slot]]:
    """A list is one value, an array, so one text serves every length; places are numbered."""
    arrays = []
    for slot in slots:
        if slot.listed:
            for spelt, way in ((" NOT IN ", " != ALL "), (" IN ", " = ANY ")):
                array = f"{slot.listed}[]" if "::" in slot.listed else slot.listed
                text = text.replace(f"{spelt}(__[POSTCOMPILE_{slot.name}])", f"{way}({array})")
        arrays.append(slot._replace(process=_each(slot.process), listed="") if slot.listed else slot)
    first, *rest = text.split("?")
    return first + "".join([f"${at}{part}" for at, part in enumerate(rest, 1)]), arrays


def _each(process: Callable[[Any], Any] | None) -> Callable[[Iterable[Any]], list[Any]]:
    return list if process is None else lambda values: list(map(process, values))


def _spelt(compiled: Any, type_: Any) -> str:
    """One value of a list, with its type where the database wants to be told."""
    kind = type_._unwrapped_dialect_impl(compiled.dialect)  # noqa: SLF001 - as the compiler does
    if compiled.dialect._bind_typing_render_casts and kind.render_bind_cast:  # noqa: SLF001 - as the compiler does
        return str(compiled.render_bind_cast(type_, kind, "?"))
    return "?"


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
