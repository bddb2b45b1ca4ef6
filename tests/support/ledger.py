"""What a stopped or running server holds, read from its own database file and photo folder."""

import hashlib
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.db import open_database
from api.settings import Settings
from kernel import outbox
from kernel.clock import SystemClock
from kernel.ids import SystemLuck
from media.blobs import LocalBlobs, Variant


def written_into(data: Path, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """One statement beside the running server, in a transaction of its own."""
    with sqlite3.connect(data / "doorstep.db", timeout=20) as conn:
        found = conn.execute(sql, values).fetchall()
    conn.close()
    return found


@dataclass(frozen=True)
class Books:
    """A read-only look at a DATA folder."""

    data: Path

    def rows(self, sql: str, *values: Any) -> list[dict[str, Any]]:
        with sqlite3.connect(f"file:{self.data / 'doorstep.db'}?mode=ro", uri=True) as conn:
            conn.row_factory = sqlite3.Row
            found = [dict(row) for row in conn.execute(sql, values)]
        conn.close()
        return found

    def operations(self, device: str) -> list[dict[str, Any]]:
        return self.rows("select * from sync_op where device_id = ? order by cseq", device)

    async def photo(self, sha: str) -> bytes:
        """The original as it is kept; its hash is computed anew, not believed."""
        whole = await LocalBlobs(self.data / "blobs").open(sha, Variant.ORIGINAL)
        assert hashlib.sha256(whole).hexdigest() == sha
        return whole

    async def broken_links(self) -> dict[str, int]:
        """Scopes whose chain of events does not hold, with the first event that does not follow."""
        database = await open_database(Settings(data=self.data), SystemClock(), SystemLuck())
        try:
            async with database.read() as conn:
                chains = {scope: await outbox.history(conn, scope) for scope in await outbox.scopes(conn)}
        finally:
            await database.close()
        found = {scope: outbox.first_broken_link(chain) for scope, chain in chains.items()}
        return {scope: n for scope, n in found.items() if n is not None}
