"""The next migration, drafted from what the tables say and the migrations do not.

`python -m api.drafting "what it does"` prints a revision that brings an already migrated database to the declared
tables; a person reads it (a partial index is drafted for SQLite: PostgreSQL wants `where x`, not `x = 1`) and keeps
it in `api/migrations/versions`. Column types of the house are written
as what they are in the database, so that a migration never changes when a struct does.

Effects  a throw-away database; prints.
"""

import asyncio
import re
import sys
import tempfile
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import Connection
from sqlalchemy.types import TypeDecorator

from api.db import open_database
from api.migrate import migrate
from api.schema import metadata
from api.settings import Settings
from kernel.clock import SystemClock
from kernel.ids import SystemLuck

_HEAD = '''"""{message}

Effects  the schema.
"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {down}
branch_labels = None
depends_on = None


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    {downgrade}
'''


def _render(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """House types as plain ones; everything else as Alembic does."""
    if kind != "type":
        return False
    plain = item.impl if isinstance(item, TypeDecorator) else item
    if type(plain).__module__.startswith(("api", "kernel", "dispatch", "media", "offline_sync", "experience")):
        plain = type(plain).__mro__[1]()
    if getattr(item, "mapping", None) or getattr(plain, "_variant_mapping", None):
        return "sa.BigInteger().with_variant(sa.Integer(), 'sqlite')"
    return f"sa.{plain!r}"


def differences(conn: Connection) -> tuple[str, str]:
    """Python of what is missing, and of how to take it back."""
    context = MigrationContext.configure(conn, opts={"target_metadata": metadata, "render_item": _render})
    operations = produce_migrations(context, metadata)
    up, down = operations.upgrade_ops, operations.downgrade_ops
    if up is None or down is None:
        return "pass", "pass"
    code = [render_python_code(ops, render_item=_render, migration_context=context) for ops in (up, down)]
    return _plain(code[0]), _plain(code[1])


def _plain(code: str) -> str:
    return re.sub(r"\n\s*# ###.*", "", "\n" + code).strip() or "pass"


async def draft(message: str, revision: str, down: str | None) -> str:
    """The text of a revision after `down`; after nothing, the whole schema."""
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(Settings(data=Path(folder)), SystemClock(), SystemLuck())
        if down is not None:
            await migrate(database)
        async with database.writer.connect() as conn:
            up, back = await conn.run_sync(differences)
        await database.close()
    return _HEAD.format(message=message, revision=revision, down=repr(down), upgrade=up, downgrade=back)


if __name__ == "__main__":
    _, told, number, *rest = sys.argv
    sys.stdout.write(asyncio.run(draft(told, number, rest[0] if rest else None)))
