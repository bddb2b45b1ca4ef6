"""An insert that says what to do when the row is there already: spelt the same by both databases, made by two modules.

Effects  none: it builds a statement.
"""

from typing import cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(dialect: str, table: Table) -> sqlite.Insert:
    """An insert into `table` with `on_conflict_do_update` and `on_conflict_do_nothing`."""
    if dialect == "postgresql":
        return cast("sqlite.Insert", postgresql.insert(table))
    return sqlite.insert(table)
