"""The connection without a go-between answers as SQLAlchemy's does: the same statements through both."""

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import Struct
from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    Float,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    delete,
    exc,
    func,
    insert,
    literal,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from api.direct import Direct, Strayed, driven
from kernel.metadata import Json, Raw, UtcDateTime


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Point(Struct, frozen=True):
    x: int
    label: str = ""


_metadata = MetaData()
thing = Table(
    "thing",
    _metadata,
    Column("id", String(36), primary_key=True),
    Column("count", Integer, nullable=False, default=7),
    Column("on", Boolean),
    Column("at", UtcDateTime),
    Column("body", Raw),
    Column("points", Json(tuple[Point, ...])),
    Column("colour", String(8)),
    Column("weight", Float),
)
other = Table("other", _metadata, Column("id", String(36), primary_key=True), Column("thing_id", String(36)))

AT = datetime(2026, 11, 3, 8, 15, 30, 123457, tzinfo=UTC)
ROWS = [
    {
        "id": "a",
        "count": 1,
        "on": True,
        "at": AT,
        "body": b"\x00\xff",
        "points": (Point(1, "墙"),),
        "colour": Colour.RED,
        "weight": 0.1,
    },
    {"id": "b", "count": 2, "on": False, "at": None, "body": None, "points": None, "colour": None, "weight": None},
    {"id": "c", "count": 3, "on": None, "at": AT, "body": b"", "points": (), "colour": Colour.BLUE, "weight": -2.5},
]
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_BY_IDS = select(thing).where(thing.c.id.in_(_IDS)).order_by(thing.c.id)
_PUT = sqlite.insert(thing)
_UPSERT = _PUT.on_conflict_do_update(index_elements=["id"], set_={"count": _PUT.excluded.count + thing.c.count})
_SAVE = (
    update(thing)
    .where(thing.c.id == bindparam("b_id"))
    .values(
        {"at": bindparam("b_at", type_=thing.c.at.type), "points": bindparam("b_points", type_=thing.c.points.type)}
    )
)

Step = tuple[Any, Any]
STEPS: list[Step] = [
    (insert(thing), ROWS),
    (insert(thing), [{"id": "d"}]),  # the count by its default
    (insert(thing).values(id="e", on=True, at=AT), None),
    (insert(other), [{"id": "x", "thing_id": "a"}, {"id": "y", "thing_id": "c"}]),
    (select(thing).order_by(thing.c.id), None),
    (_BY_IDS, {"ids": []}),
    (_BY_IDS, {"ids": ["a"]}),
    (_BY_IDS, {"ids": ["c", "a", "zz"]}),
    (_BY_IDS, {"ids": ["e", "d", "c", "b", "a"]}),
    (select(thing.c.id).where(thing.c.id.not_in(["a", "b", "c"])).order_by(thing.c.id), None),
    (select(thing.c.id).where(thing.c.id.not_in([])).order_by(thing.c.id), None),
    (select(thing.c.id).where(thing.c.on.is_(True), thing.c.at == AT).order_by(thing.c.id), None),
    (select(thing.c.id, thing.c.at).where(thing.c.at >= AT).limit(1).offset(1).order_by(thing.c.id), None),
    (select(thing.c.id, other.c.id).join(other, other.c.thing_id == thing.c.id).order_by(other.c.id), None),
    (select(func.count(), func.max(thing.c.at), func.min(thing.c.points)).select_from(thing), None),
    (union_all(select(thing.c.id, literal(1).label("n")), select(other.c.id, literal(2).label("n"))), None),
    (_UPSERT, [{"id": "a", "count": 10}, {"id": "f", "count": 20}]),
    (_UPSERT, {"id": "a", "count": 100}),
    (_SAVE, [{"b_id": "b", "b_at": AT, "b_points": (Point(5),)}, {"b_id": "c", "b_at": None, "b_points": None}]),
    (_SAVE, {"b_id": "nobody", "b_at": AT, "b_points": None}),
    (update(thing).where(thing.c.id == "a").values(count=thing.c.count + 1).returning(thing.c.count), None),
    (insert(thing).values(id="g", points=(Point(9),)).returning(thing.c.points, thing.c.at), None),
    (text("select id, count, at from thing where id = :id"), {"id": "a"}),
    (select(thing).order_by(thing.c.id), None),
    (delete(thing).where(thing.c.id.in_(["a", "b"])), None),
    (select(thing).with_for_update().order_by(thing.c.id), None),
]


async def told(conn: AsyncConnection, step: Step) -> tuple[Any, ...]:
    """Everything an answer can be asked for."""
    statement, values = step
    answer = await conn.execute(statement, values) if values is not None else await conn.execute(statement)
    if not answer.returns_rows:
        return ("changed", answer.rowcount)
    rows = answer.all()
    return tuple(rows), [type(value) for row in rows for value in row], [dict(row._mapping) for row in rows]


async def both(folder: Path, work: Callable[[AsyncConnection], Awaitable[Any]]) -> tuple[Any, Any]:
    """What some work comes to over SQLAlchemy's connection, and over ours."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{folder / 'ordinary.db'}")
    async with engine.begin() as conn:
        await conn.run_sync(_metadata.create_all)
        ordinary = await work(conn)
    await engine.dispose()
    return ordinary, await work(direct().known())


def direct() -> Direct:
    made = Direct(sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False))
    for table in _metadata.sorted_tables:
        columns = ", ".join(f'"{c.name}" {c.type.compile(made.dialect)}' for c in table.columns)
        made.raw.execute(f'create table "{table.name}" ({columns}, primary key (id))')
    return made


async def test_the_same_statements_come_to_the_same_over_both_connections(tmp_path: Path) -> None:
    repeated = [step for step in STEPS for _ in range(1 if step[0].is_dml else 3)]  # prepared, kept, and from memory

    async def all_steps(conn: AsyncConnection) -> list[Any]:
        return [await told(conn, step) for step in repeated]

    ordinary, ours = await both(tmp_path, all_steps)
    for step, one, two in zip(repeated, ordinary, ours, strict=True):
        assert one == two, str(step[0])


@pytest.mark.parametrize("ask", ["first", "all", "scalar_one_or_none", "scalars", "mappings", "iterate", "unpack"])
async def test_an_answer_may_be_asked_in_every_way(tmp_path: Path, ask: str) -> None:
    async def asked(conn: AsyncConnection) -> Any:
        await conn.execute(insert(thing), ROWS)
        rows = await conn.execute(select(thing.c.at, thing.c.count, thing.c.id).where(thing.c.id == "a"))
        match ask:
            case "first":
                row = rows.first()
                return row and (row.at, row[1], row.id, row._asdict())
            case "scalars":
                return rows.scalars().all()
            case "mappings":
                return [(row["at"], {**row}) for row in rows.mappings()]
            case "iterate":
                return [row.id for row in rows]
            case "unpack":
                return [(at, number) for at, number, _ in rows]
            case _:
                return getattr(rows, ask)()

    ordinary, ours = await both(tmp_path, asked)
    assert ordinary == ours


BAD: dict[str, Step] = {
    "twice": (insert(thing), {"id": "a"}),
    "naive": (select(thing).where(thing.c.at == datetime(2026, 1, 1)), None),  # noqa: DTZ001 - is to be refused
    "unknown column": (text("select nothing from thing"), None),
    "missing value": (_BY_IDS, None),
    "too large": (select(thing.c.id).where(thing.c.count == 2**70), None),
    "of no type": (select(thing.c.id).where(thing.c.id == bindparam("x")), {"x": object()}),
    "many with one wrong": (insert(thing), [{"id": "new"}, {"id": "a"}]),
}


@pytest.mark.parametrize("name", BAD)
async def test_errors_are_of_the_same_kind_and_leave_the_transaction_usable(tmp_path: Path, name: str) -> None:
    async def failing(conn: AsyncConnection) -> Any:
        await conn.execute(insert(thing), ROWS)
        kind = None
        try:
            async with conn.begin_nested():
                await conn.execute(update(thing).values(count=0))
                await told(conn, BAD[name])
        except Exception as error:  # noqa: BLE001 - compared below
            kind = type(error), type(getattr(error, "orig", None))
        return kind, (await conn.execute(select(thing.c.id, thing.c.count).order_by(thing.c.id))).all()

    ordinary, ours = await both(tmp_path, failing)
    assert ours == ordinary
    assert ours[0] is not None
    assert [row.count for row in ours[1]] == [1, 2, 3], "what the savepoint held is undone"


def test_an_error_says_nothing_of_the_values() -> None:
    made = direct()
    driven(made.execute(insert(thing), {"id": "secret-id"}))
    with pytest.raises(exc.IntegrityError) as caught:
        driven(made.execute(insert(thing), {"id": "secret-id"}))
    assert "secret-id" not in str(caught.value)


def test_a_transaction_is_kept_or_undone_as_a_whole() -> None:
    made = direct()
    with made.transaction("BEGIN IMMEDIATE"):
        driven(made.execute(insert(thing), {"id": "kept"}))
    with pytest.raises(exc.IntegrityError), made.transaction("BEGIN IMMEDIATE"):  # noqa: PT012 - what is undone
        driven(made.execute(insert(thing), {"id": "gone"}))
        driven(made.execute(insert(thing), {"id": "kept"}))
    with made.transaction("BEGIN", keep=False):
        driven(made.execute(insert(thing), {"id": "looked"}))
    assert driven(made.execute(select(thing.c.id))).scalars().all() == ["kept"]
    assert not made.raw.in_transaction


def test_savepoints_lie_within_each_other() -> None:
    made = direct()

    async def nested() -> None:
        async with made.begin_nested():
            await made.execute(insert(thing), {"id": "outer"})
            with pytest.raises(exc.IntegrityError):  # noqa: PT012 - the block is what is undone
                async with made.begin_nested():
                    await made.execute(insert(thing), {"id": "inner"})
                    await made.execute(insert(thing), {"id": "outer"})
            async with made.begin_nested():
                await made.execute(insert(thing), {"id": "second"})

    with made.transaction("BEGIN"):
        driven(nested())
    assert sorted(driven(made.execute(select(thing.c.id))).scalars()) == ["outer", "second"]


def test_what_suspends_is_refused() -> None:
    class Waiting:
        def __await__(self) -> Any:
            yield

    async def strays() -> None:
        await Waiting()

    with pytest.raises(Strayed):
        driven(strays())


def test_an_observer_is_told_every_text_as_the_database_gets_it() -> None:
    said: list[tuple[str, Any, bool]] = []
    made = Direct(sqlite3.connect(":memory:", isolation_level=None), lambda *told: said.append(told))
    with made.transaction("BEGIN"):
        driven(made.execute(text("select :a"), {"a": 5}))
    assert [(one[0], list(one[1])) for one in said] == [("BEGIN", []), ("select ?", [5]), ("COMMIT", [])]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.integers(0, 40), max_size=70))
def test_lists_of_every_length_find_what_they_name(wanted: list[int]) -> None:
    made = direct()
    driven(made.execute(insert(thing), [{"id": str(number)} for number in range(20)]))
    found = driven(made.execute(_BY_IDS, {"ids": [str(one) for one in wanted]})).scalars().all()
    assert found == sorted({str(one) for one in wanted if one < 20})
    rest = driven(made.execute(select(thing.c.id).where(thing.c.id.not_in([str(one) for one in wanted])))).scalars()
    assert sorted(rest) == sorted({str(number) for number in range(20)} - {str(one) for one in wanted})
