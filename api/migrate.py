"""The schema, brought to what this version needs, in one transaction.

The common case costs one read: the database is already at `HEAD`. Otherwise Alembic is loaded and runs inside the
writer's transaction, so that a crash leaves the old schema or the new one. Of several processes that start at once one
migrates and the others wait. A database of a newer version is refused.

Errors   `NewerDatabase`.
Effects  the schema.
"""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text

from api.db import Database
from kernel.errors import Problem

HEAD = "0009"
FOLDER = Path(__file__).parent / "migrations"


class NewerDatabase(Problem):
    """The data were written by a newer version of the program."""

    code = "newer_database"


def current(conn: Connection) -> str | None:
    """The revision a database is at; None when it is empty."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(text("select version_num from alembic_version")).scalar_one_or_none()


async def migrate(database: Database) -> bool:
    """Bring the schema to `HEAD`; true when something had to be done."""
    if await _is_at_head(database):
        return False
    async with database.alone():
        if await _is_at_head(database):
            return False
        async with database.writer.begin() as conn:
            await conn.run_sync(_upgrade)
    return True


async def _is_at_head(database: Database) -> bool:
    async with database.read() as conn:
        return await conn.run_sync(current) == HEAD


def _upgrade(conn: Connection) -> None:
    # Loaded only when needed: a start at the newest schema must not pay for it.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - see above

    config = configuration()
    at = current(conn)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if at is not None and at not in known:
        raise NewerDatabase(found=at, known=HEAD)
    config.attributes["connection"] = conn
    command.upgrade(config, "head")


def configuration() -> Any:
    """Alembic's configuration without a file of its own."""
    from alembic.config import Config  # noqa: PLC0415 - loaded only when there is something to migrate

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config
