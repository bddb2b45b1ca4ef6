"""Everything the judge looks at, read with plain SQL: from an SQLite file, or from a PostgreSQL by its address.

Nothing of the product is imported here, and nothing of its schema but names of tables and columns.
"""

import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import asyncpg

Row = dict[str, Any]
Tables = dict[str, list[Row]]

QUERIES = {
    "sync_op": "select op_id, device_id, cseq, body, hash, verdict, reason, kind, work_order_id, tx from sync_op",
    "sync_device": "select id, last_cseq, count, digest from sync_device",
    "event": "select n, id, org_id, scope, name, occurred_at, recorded_at, actor_id, actor_role, device_id, body, hash"
    " from event order by n",
    "outbox": "select n, attempts, buried_at from outbox",
    "work_order": "select id, notes, parts, number from work_order",
    "decision": "select work_order_id from decision",
    "photo": "select id, sha256, present, work_order_id from photo",
    "blob": "select sha256, size, state from blob",
    "upload": "select sha256, size, state from upload",
    "feed_head": "select kind, id, scope, tx, seq, version from feed_head",
    "feed_grant": "select subject, scope, tx, seq from feed_grant",
    "feed_clock": "select tx from feed_clock",
}


def read_still(file: Path) -> Tables:
    """A database that nobody has open, read in a copy: opening it would already begin to repair it."""
    with tempfile.TemporaryDirectory(dir=file.parent.parent) as folder:
        for name in (file.name, f"{file.name}-wal"):
            if (file.parent / name).exists():
                shutil.copyfile(file.parent / name, Path(folder) / name)
        return _read(f"file:{folder}/{file.name}")


def read_sqlite(file: Path) -> Tables:
    """One snapshot of a database file, beside whoever has it open."""
    return _read(f"file:{file}?mode=ro")


def _read(address: str) -> Tables:
    with sqlite3.connect(address, uri=True, timeout=20, isolation_level=None) as conn:
        conn.row_factory = sqlite3.Row
        conn.execute("begin")
        found = {name: [dict(row) for row in conn.execute(query)] for name, query in QUERIES.items()}
        found["damage"] = [dict(row) for row in conn.execute("pragma integrity_check")]
    conn.close()
    return found


async def read_postgresql(url: str) -> Tables:
    conn = await asyncpg.connect(url)
    try:
        async with conn.transaction(isolation="repeatable_read", readonly=True):
            return {name: [dict(row) for row in await conn.fetch(query)] for name, query in QUERIES.items()}
    finally:
        await conn.close()


_LATER = "update outbox set due_at = 0"


async def leases_end(sqlite: Path, url: str) -> None:
    """As if everything that a dead server had taken in hand had been let go by now, which takes it a quarter of a minute."""
    if url:
        conn = await asyncpg.connect(url)
        await conn.execute(_LATER)
        await conn.close()
        return
    with sqlite3.connect(sqlite, timeout=20) as made:
        made.execute(_LATER)
    made.close()
