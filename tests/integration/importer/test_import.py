"""A file of somebody else's requests comes in once, and no row disappears without a reason."""

import csv
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from api.db import Database, open_database
from api.importer import command, reading
from api.importer.command import Wanted
from api.migrate import migrate
from api.settings import Settings
from kernel.clock import FixedClock
from kernel.ids import SeededLuck

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HEADER = (
    "SRNumber,CreatedDate,ClosedDate,RequestType,Status,RequestSource,Owner,Address,ZipCode,Latitude,Longitude,NCName"
)
LA = ZoneInfo("America/Los_Angeles")
GOOD = (
    "{number},2026-03-02 10:00:00,2026-03-03 09:00:00,Bulky Items,Closed,Call,BOS,"
    "{number} E 24TH ST,90011,34.02,-118.25,SOUTH"
)


def row(number: str = "1-1", **changes: str) -> str:
    cells = dict(zip(HEADER.split(","), GOOD.format(number=number).split(","), strict=True)) | changes
    return ",".join(cells.values())


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    settings = Settings(data=tmp_path / "data", worker=False, demo=False)
    opened = await open_database(settings, FixedClock(NOW), SeededLuck(5))
    await migrate(opened)
    yield opened
    await opened.close()


def wanted(tmp_path: Path, *rows: str | bytes, dry_run: bool = False) -> Wanted:
    file = tmp_path / "requests.csv"
    lines = [HEADER, *rows]
    file.write_bytes(b"\n".join(one.encode() if isinstance(one, str) else one for one in lines) + b"\n")
    return Wanted(file=file, map=("la311",), org="LA", time_zone="America/Los_Angeles", dry_run=dry_run)


def refused(tmp_path: Path) -> list[dict[str, str]]:
    with (tmp_path / "requests.refused.csv").open(encoding="utf-8", newline="") as out:
        return list(csv.DictReader(out))


async def count(database: Database, what: str) -> int:
    async with database.read() as conn:
        return int((await conn.execute(text(f"select count(*) from {what}"))).scalar_one())


async def test_good_rows_become_work_orders_with_their_past(database: Database, tmp_path: Path) -> None:
    rows = [row("1-1"), row("1-2", Status="Cancelled"), row("1-3", Status="Open", ClosedDate="")]
    tally = await command.bring_in(database, wanted(tmp_path, *rows))
    assert (tally.read, tally.created, tally.refused, tally.communities, tally.premises) == (3, 3, 0, 1, 3)
    async with database.read() as conn:
        found = await conn.execute(text("select number, status from work_order order by number"))
        assert [tuple(one) for one in found] == [("1-1", "closed"), ("1-2", "cancelled"), ("1-3", "triaged")]
    assert await count(database, "event") == 3 * 2 + 2
    assert await count(database, "outbox") == 0


async def test_a_second_run_creates_nothing(database: Database, tmp_path: Path) -> None:
    asked = wanted(tmp_path, *(row(f"1-{n}") for n in range(20)))
    await command.bring_in(database, asked)
    before = [await count(database, what) for what in ("work_order", "event", "premises", "community")]
    again = await command.bring_in(database, asked)
    assert (again.created, again.known) == (0, 20)
    assert [await count(database, what) for what in ("work_order", "event", "premises", "community")] == before


async def test_a_stopped_import_is_finished_by_the_next(database: Database, tmp_path: Path) -> None:
    await command.bring_in(database, wanted(tmp_path, *(row(f"1-{n}") for n in range(7))))
    whole = await command.bring_in(database, wanted(tmp_path, *(row(f"1-{n}") for n in range(12))))
    assert (whole.created, whole.known) == (5, 7)


async def test_a_dry_run_says_everything_and_changes_nothing(database: Database, tmp_path: Path) -> None:
    asked = wanted(tmp_path, row("1-1"), row("1-2", Latitude="", Longitude=""), dry_run=True)
    tally = await command.bring_in(database, asked)
    assert (tally.created, tally.by_reason) == (1, {"missing_position": 1})
    assert await count(database, "work_order") == 0
    assert await count(database, "organisation") == 0
    assert refused(tmp_path)[0]["SRNumber"] == "1-2"
    assert "would be created" in command.told(tally, dry_run=True)


async def test_every_bad_row_is_listed_with_its_line_and_all_its_reasons(database: Database, tmp_path: Path) -> None:
    bad = [
        (row("2-1", Latitude="", Longitude=""), "missing_position"),
        (row("2-2", Latitude="0", Longitude="0"), "bad_position"),
        (row("2-3", CreatedDate="yesterday"), "impossible_time"),
        (row("2-4", CreatedDate="2031-01-01 00:00:00", ClosedDate=""), "impossible_time"),
        (row("2-5", ClosedDate="2026-03-01 10:00:00"), "closed_before_created"),
        (row(""), "missing_number"),
        (row("1-1"), "duplicate_number"),
        (row("2-6", NCName=""), "missing_area"),
        (row("2-7", Latitude="36.02"), "outside_area"),
        ("only,three,cells", "unreadable"),
        (b"\xff\xfe" + row("2-8").encode(), "unreadable"),
        (row("2-9", CreatedDate="never", Latitude=""), "impossible_time missing_position"),
    ]
    good = [row("1-1"), row("1-2"), row("1-3"), row("1-4"), row("1-5")]
    tally = await command.bring_in(database, wanted(tmp_path, *good, *(one for one, _ in bad)))
    assert (tally.read, tally.created, tally.refused) == (len(good) + len(bad), len(good), len(bad))
    found = refused(tmp_path)
    assert [one["reasons"] for one in found] == [reason for _, reason in bad]
    assert [int(one["line"]) for one in found] == list(range(len(good) + 2, len(good) + len(bad) + 2))


@pytest.mark.parametrize(
    ("local", "moments"),
    [
        ("2026-03-02 10:00:00", ["2026-03-02T18:00:00+00:00"]),
        ("2026-07-02 10:00:00", ["2026-07-02T17:00:00+00:00"]),
        ("2026-03-08 02:30:00", []),  # the clocks go forward over it
        ("2026-11-01 01:30:00", ["2026-11-01T08:30:00+00:00", "2026-11-01T09:30:00+00:00"]),  # it happens twice
    ],
)
def test_local_times_mean_what_the_zone_says(local: str, moments: list[str]) -> None:
    assert [at.isoformat() for at in reading.moments(local, LA)] == moments


def test_of_an_hour_that_happens_twice_the_one_that_makes_sense_is_taken() -> None:
    told = reading.span("2026-11-01 01:50:00", "2026-11-01 01:10:00", LA)
    assert told is not None
    assert told[1] is not None
    assert told[0] < told[1]


async def test_quoted_commas_line_breaks_and_a_byte_order_mark_are_read(database: Database, tmp_path: Path) -> None:
    asked = wanted(tmp_path, row("1-1", Address='"374 N AVENUE 51,\n 90042"'))
    asked.file.write_bytes(b"\xef\xbb\xbf" + asked.file.read_bytes())
    tally = await command.bring_in(database, asked)
    assert tally.created == 1
    async with database.read() as conn:
        label = (await conn.execute(text("select label from premises"))).scalar_one()
    assert label == "374 N AVENUE 51, 90042"


async def test_what_the_terminal_got_wrong_is_told(database: Database, tmp_path: Path) -> None:
    asked = wanted(tmp_path, row())
    nowhere = Wanted(file=tmp_path / "none.csv", map=("la311",), org="LA", time_zone="America/Los_Angeles")
    with pytest.raises(command.BadFile):
        await command.bring_in(database, nowhere)
    zone = Wanted(file=asked.file, map=("la311",), org="LA", time_zone="Mars/Olympus")
    with pytest.raises(command.BadZone):
        await command.bring_in(database, zone)
    for names in (("boston",), ("la311", "created=When"), ("number=SRNumber",), ("colour=Owner",)):
        wrong = Wanted(file=asked.file, map=names, org="LA", time_zone="America/Los_Angeles")
        with pytest.raises(reading.BadMap):
            await command.bring_in(database, wrong)
