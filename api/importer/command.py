"""`doorstep import requests FILE.csv --map la311 --org LA --time-zone America/Los_Angeles [--dry-run]`.

Reads the whole file, says of every row whether it comes in and if not why, writes the refused ones with their
reasons beside the file, and brings the rest in, 500 to a transaction. Stopped in the middle or run again it brings in
what is missing and nothing twice.

Effects  the file, the report beside it, the database; prints to the terminal.
"""

import argparse
import csv
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

import dispatch.bulk
import dispatch.commands
import dispatch.organisations
from api.db import Database, open_database
from api.importer import building, reading
from api.importer.building import Target
from api.importer.reading import Judged, Line, Refused, Request
from api.migrate import migrate
from api.settings import Settings
from kernel import outbox
from kernel.actors import Actor, ActorId, OrgId, Role
from kernel.clock import SystemClock
from kernel.errors import Invalid
from kernel.ids import SystemLuck

BATCH = 500
REACH_KM = 25.0
csv.field_size_limit(1_000_000)


class BadZone(Invalid):
    code = "bad_zone"


class BadFile(Invalid):
    """There is no such file, or it has no header."""

    code = "bad_file"


class Wanted(Struct, frozen=True, kw_only=True):
    """What the person at the terminal asked for."""

    file: Path
    map: tuple[str, ...]
    org: str
    time_zone: str
    currency: str = "USD"
    name: str = ""
    reach_km: float = REACH_KM
    report: Path | None = None
    dry_run: bool = False


class Tally(Struct, frozen=True, kw_only=True):
    read: int
    created: int
    known: int
    refused: int
    by_reason: dict[str, int]
    communities: int
    premises: int
    seconds: float
    report: str


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `doorstep import requests` takes."""
    parser.add_argument("file", type=Path, help="the CSV file")
    parser.add_argument("--map", required=True, help="a built-in map (la311), name=Column pairs, or both, with commas")
    parser.add_argument("--org", required=True, help="code of the organisation; made if it does not exist")
    parser.add_argument("--time-zone", required=True, help="zone of the file's local times, such as Europe/London")
    parser.add_argument("--currency", default="USD")
    parser.add_argument("--name", default="", help="name of a new organisation")
    parser.add_argument("--reach-km", type=float, default=REACH_KM, help="how far a neighbourhood reaches")
    parser.add_argument("--report", type=Path, help="where refused rows go; beside the file if not said")
    parser.add_argument("--dry-run", action="store_true", help="change nothing, say what would happen")


def wanted(told: argparse.Namespace) -> Wanted:
    return Wanted(
        file=told.file,
        map=tuple(part.strip() for part in told.map.split(",")),
        org=told.org,
        time_zone=told.time_zone,
        currency=told.currency,
        name=told.name,
        reach_km=told.reach_km,
        report=told.report,
        dry_run=told.dry_run,
    )


async def import_requests(settings: Settings, told_: argparse.Namespace) -> int:
    """The command: opens the database of these settings, brings the file in, says what happened."""
    asked = wanted(told_)
    database = await open_database(settings, SystemClock(), SystemLuck())
    try:
        await migrate(database)
        tally = await bring_in(database, asked)
    finally:
        await database.close()
    sys.stdout.write(told(tally, dry_run=asked.dry_run) + "\n")
    return 0


async def bring_in(database: Database, asked: Wanted) -> Tally:
    """The whole import; what it did."""
    began = time.monotonic()
    try:
        zone = ZoneInfo(asked.time_zone)
    except (ZoneInfoNotFoundError, ValueError) as unknown:
        raise BadZone(time_zone=asked.time_zone) from unknown
    now = database.clock.now()
    header, lines = _lines(asked.file)
    judged = reading.judge(lines, header, reading.mapping(asked.map), zone, (now, asked.reach_km))
    report = _written(asked, header, judged.refused)
    target = await _target(database, asked)
    created, places, premises = await _brought_in(database, target, judged, now, dry_run=asked.dry_run)
    return Tally(
        read=len(lines),
        created=created,
        known=len(judged.requests) - created,
        refused=len(judged.refused),
        by_reason=dict(reading.reasons(judged.refused)),
        communities=places,
        premises=premises,
        seconds=round(time.monotonic() - began, 2),
        report=report,
    )


def _lines(file: Path) -> tuple[list[str], list[Line]]:
    """The header and every row; a row the reader stumbles over is kept as one that could not be read."""
    try:
        stream = file.open(encoding="utf-8-sig", errors="surrogateescape", newline="")
    except OSError as absent:
        raise BadFile(file=str(file), why=absent.strerror or "unreadable") from absent
    with stream:
        rows = csv.reader(stream, strict=True)
        header = next(rows, [])
        if not header:
            raise BadFile(file=str(file), why="empty")
        return header, list(_read(rows))


def _read(rows: Any) -> Iterator[Line]:
    while True:
        number = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield Line(number, None)
            continue
        if row:
            yield Line(number, tuple(row))


def _written(asked: Wanted, header: Sequence[str], refused: Sequence[Refused]) -> str:
    """Refused rows as they were, each with its line and its reasons."""
    if not refused:
        return ""
    path = asked.report or asked.file.with_name(asked.file.stem + ".refused.csv")
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["line", "reasons", *header])
        rows.writerows([one.line, " ".join(one.reasons), *one.fields] for one in refused)
    return str(path)


async def _target(database: Database, asked: Wanted) -> Target:
    async with database.read() as conn:
        known = {one.code: one for one in await dispatch.organisations.organisations(conn)}
    found = known.get(asked.org)
    return Target(
        org_id=found.id if found else building.stable_id("organisation", asked.org),
        org=asked.org,
        name=found.en if found else asked.name or asked.org,
        time_zone=asked.time_zone,
        currency=asked.currency,
    )


async def _brought_in(
    database: Database, target: Target, judged: Judged, now: datetime, *, dry_run: bool
) -> tuple[int, int, int]:
    """New orders, communities and premises, in batches that each stand alone."""
    actor = Actor(ActorId("import"), Role.INTEGRATION, OrgId(target.org_id))
    async with database.read() as conn:
        ids = [building.order_id(target, one) for one in judged.requests]
        have = await dispatch.bulk.known_orders(conn, ids)
        homes = await dispatch.bulk.known_premises(conn, {building.premises_id(target, one) for one in judged.requests})
    new = [one for one, key in zip(judged.requests, ids, strict=True) if key not in have]
    places = building.estate(target, judged.requests, homes.__contains__, lambda: database.ids.secret(10).hex())
    if dry_run or not new:
        return len(new), len(places.communities), len(places.premises)
    async with database.act(actor) as act:
        await dispatch.commands.put_estate(act, places)
    for at in range(0, len(new), BATCH):
        batch: list[Request] = new[at : at + BATCH]
        built = building.orders(target, batch, places, actor, now)
        async with database.act(actor) as act:
            await dispatch.bulk.put_orders(act, [one.order for one in built], [])
            await outbox.append(act.conn, [event for one in built for event in one.told], owed=False)
    return len(new), len(places.communities), len(places.premises)


def told(tally: Tally, *, dry_run: bool) -> str:
    """What happened, for the terminal."""
    verb = "would be created" if dry_run else "created"
    lines = [
        f"  read       {tally.read:>7,}",
        f"  {verb:<10} {tally.created:>7,}   in {tally.communities} communities, {tally.premises:,} new premises",
        f"  known      {tally.known:>7,}   from an earlier run",
        f"  refused    {tally.refused:>7,}",
        *(f"    {reason:<24}{count:>7,}" for reason, count in tally.by_reason.items()),
        f"  {tally.seconds:.1f} s",
    ]
    return "\n".join([*lines, f"  refused rows: {tally.report}"] if tally.report else lines)
