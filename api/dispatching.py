"""`doorstep dispatch explain` and `doorstep dispatch replay`: why somebody was sent, and whether it would be again.

A replay decides every kept decision of a time again, from what was kept with it. Under its own policy each must come
out byte for byte the same, or the exit code is 1; with `--policy` the decisions are made a second time under that
file, and what would have been different is told.

Errors   `UnknownNumber`, `BadPolicyFile`, `BadPolicy`.
Effects  reads the database and the file, writes to the terminal. On SQLite the server must be stopped first.
"""

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

import dispatch.organisations
import dispatch.queries
from api.db import open_database
from api.settings import Settings
from dispatch.policy import Policy, checked
from dispatch.replaying import Comparison, Counted, compared, holds
from dispatch.views import Decision
from kernel.clock import SystemClock
from kernel.errors import Invalid, NotFound
from kernel.ids import SystemLuck


class UnknownNumber(NotFound):
    code = "unknown_number"


class BadPolicyFile(Invalid):
    code = "bad_policy_file"


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    explain = what.add_parser("explain", help="why somebody was sent to a work order, and why nobody else")
    explain.add_argument("number", help="the work order's number or id")
    replay = what.add_parser("replay", help="decide again what was decided")
    replay.add_argument("--from", dest="since", type=_moment, help="first day, as 2026-11-01; a week ago")
    replay.add_argument("--to", dest="until", type=_moment, help="the day after the last; now")
    replay.add_argument("--policy", type=Path, help="a policy as JSON, to be compared with those that held")


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


async def dispatching(settings: Settings, told: argparse.Namespace) -> int:
    """Carry one of them out; the exit code."""
    other = _policy(told.policy) if told.what == "replay" and told.policy else None
    database = await open_database(settings, SystemClock(), SystemLuck())
    try:
        async with database.read() as conn:
            if told.what == "explain":
                return await _explain(conn, told.number)
            now = database.clock.now()
            return await _replay(conn, told.since or now - timedelta(days=7), told.until or now, other)
    finally:
        await database.close()


def _policy(file: Path) -> Policy:
    try:
        return checked(msgspec.json.decode(file.read_bytes(), type=Policy))
    except msgspec.MsgspecError as wrong:
        raise BadPolicyFile(file=str(file), why=str(wrong)) from wrong


async def _explain(conn: AsyncConnection, number: str) -> int:
    found = await dispatch.queries.decisions_by_number(conn, number)
    if not found:
        raise UnknownNumber(number=number)
    for _made in found:
        pass
    return 0


def explained(made: Decision) -> str:
    """One decision as a page of text."""
    margin = f", {made.margin_s} s ahead" if made.margin_s is not None else ""
    lines = [
        f"{made.at:%Y-%m-%d %H:%M:%S} UTC  {made.mode}  policy {made.policy} v{made.policy_version}{margin}",
        f"  inputs {made.input_hash}",
    ]
    for one in made.candidates:
        mark = "->" if one.technician_id == made.chosen else "  "
        terms = "  ".join(f"{term.code} {term.cost_s} ({term.raw:g} {term.unit})" for term in one.terms)
        flags = f"  [{', '.join(one.flags)}]" if one.flags else ""
        lines.append(f"{mark} {one.rank:>3} {one.code:<12} {one.cost_s:>6} s  {one.eta:%H:%M}  {terms}{flags}")
    for rejected in made.rejections:
        reasons = "; ".join(
            f"{reason.code} {' '.join(f'{name}={fact}' for name, fact in reason.facts.items())}".strip()
            for reason in rejected.reasons
        )
        lines.append(f"    no  {rejected.code:<12} {reasons}")
    for other in made.counterfactuals:
        facts = " ".join(f"{name}={fact}" for name, fact in other.facts.items())
        lines.append(
            f"    if  {other.code:<12} {', '.join(other.changes)} {facts}: rank {other.rank}, {other.cost_s} s"
        )
    if made.helpers:
        lines.append("    with " + ", ".join(f"{one.code} {one.cost_s} s" for one in made.helpers))
    return "\n".join(lines)


async def _replay(conn: AsyncConnection, since: datetime, until: datetime, other: Policy | None) -> int:
    same, different = 0, []
    counted = Counted()
    for org in await dispatch.organisations.organisations(conn):
        async for kept in dispatch.queries.kept_decisions(conn, org.id, since, until):
            if holds(kept.looked, kept.outcome_hash):
                same += 1
            else:
                different.append(f"{kept.looked.job.order.number} {kept.decision_id}")
            if other is not None:
                counted.take(compared(kept.looked, other, kept.decision_id))
    for _line in different:
        pass
    if other is not None:
        pass
    return 1 if different else 0


def told(found: Comparison) -> str:
    """A comparison as text."""
    lines = [
        f"{found.decisions} decisions under another policy, {found.changed} with somebody else",
        f"  nobody   {found.nobody_before} -> {found.nobody_after}",
        f"  wait     {found.wait_before_s} s -> {found.wait_after_s} s",
        f"  travel   {found.travel_before_min} min -> {found.travel_after_min} min",
        f"  late     {found.late_before} -> {found.late_after}",
        f"  busiest  {found.busiest_before} -> {found.busiest_after} orders",
    ]
    lines += [
        f"  {one.number}: {one.before or 'nobody'} -> {one.after or 'nobody'}"
        f" ({one.eta_s:+d} s, {one.travel_min:+g} min of travel)"
        for one in found.most_changed
    ]
    return "\n".join(lines)
