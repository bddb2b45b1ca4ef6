"""The complete metadata: every package's tables, imported so that foreign keys by name resolve.

Migrations and tests use it; nothing else needs to see all tables at once.

Pure     imports only.
"""

import importlib
import importlib.util

import api.tables
import kernel.feed
import kernel.outbox
from kernel.metadata import metadata

__all__ = ["api", "kernel", "metadata"]

# TODAY: siblings in parallel branches; replaced by plain imports at the merge.
for _package in ("dispatch", "media", "offline_sync", "experience"):
    if importlib.util.find_spec(f"{_package}.tables"):
        importlib.import_module(f"{_package}.tables")
