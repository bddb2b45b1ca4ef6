"""The one `MetaData` of the house and its column types.

Moments are stored as integer microseconds since 1970 (SQLite would return naive datetimes); structured
values as JSON text through msgspec, so a column decodes into the struct it was declared with.

Units    microseconds in the database, aware UTC `datetime` outside.
Errors   `ValueError` for a naive datetime.
Effects  declarations only.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import BigInteger, LargeBinary, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_encode = msgspec.json.Encoder().encode


def to_micros(at: datetime) -> int:
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return (at - _EPOCH) // _MICROSECOND


def _to_micros_or_none(at: datetime | None) -> int | None:
    return None if at is None else to_micros(at)


def from_micros(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC datetime as integer microseconds."""

    impl = BigInteger
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], int | None]:
        return _to_micros_or_none

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[int | None], datetime | None]:
        return lambda value: None if value is None else from_micros(value)


class Json(TypeDecorator[Any]):
    """A msgspec-encodable value of one declared type, as JSON text."""

    impl = Text
    cache_ok = True

    def __init__(self, type_: Any) -> None:
        super().__init__()
        self.type_ = type_
        self._decoder = msgspec.json.Decoder(type_)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:
        return lambda value: None if value is None else _encode(value).decode()

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Any]:
        decode = self._decoder.decode
        return lambda value: None if value is None else decode(value)


class Raw(LargeBinary):
    """Bytes kept exactly as they came."""

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        """Both drivers give bytes."""
