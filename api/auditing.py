"""Whether the whole house still stands as it was, and the root of each day for who wants to hold us to it.

`audit verify` walks every chain, compares the roots that were kept, and with `--evidence` reads every photo, stroke and
certificate as well. `audit roots` prints what can be published: a line a day.

Effects  reads the database and the blob store; the terminal.
"""

import argparse
from datetime import date

from api import proving
from api.db import Database, open_database
from api.settings import Settings
from api.start import blob_store
from kernel import outbox, roots
from kernel.clock import SystemClock
from kernel.ids import SystemLuck


async def audit(settings: Settings, told: argparse.Namespace) -> int:
    """`audit verify` and `audit roots`."""
    database = await open_database(settings, SystemClock(), SystemLuck())
    try:
        if told.what == "roots":
            return await _print_roots(database)
        return await verify(database, settings, evidence=told.evidence)
    finally:
        await database.close()


async def _print_roots(database: Database) -> int:
    async with database.read() as conn:
        for root in await roots.kept(conn):
            print(f"{root.day}  {root.org_id}  {root.root}  {root.chains} chains{'  stamped' if root.stamp else ''}")
    return 0


async def verify(database: Database, settings: Settings, *, evidence: bool) -> int:
    """Walk every chain; 1 and the place when something differs."""
    blobs = blob_store(settings) if evidence else None
    async with database.read() as conn:
        scopes = await outbox.scopes(conn)
        count = 0
        for scope in scopes:
            told = await outbox.history(conn, scope)
            count += len(told)
            broken = outbox.first_broken_link(told)
            if broken is not None:
                print(f"The chain of {scope} is broken at event {broken}.")
                return 1
            faults = await proving.examined(conn, blobs, scope) if blobs is not None else []
            if faults:
                print(*(f"{scope}: {one.part} {one.ref} {one.why}" for one in faults), sep="\n")
                return 1
        days = await roots.kept(conn)
        for root in days:
            now = await roots.computed(conn, root.org_id, date.fromisoformat(root.day))
            if now.root != root.root:
                print(f"The history of {root.day} is not the one whose root was kept.")
                return 1
    also = ", every photo, stroke, line and certificate" if evidence else ""
    print(f"{count} events in {len(scopes)} chains, {len(days)} days: every link holds{also}.")
    return 0
