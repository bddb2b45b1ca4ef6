"""Alembic's entry: it runs on the connection it is given, inside that connection's transaction.

Effects  the schema.
"""

from alembic import context

from api.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True, render_as_batch=False)
context.run_migrations()
