"""The complete metadata: every package's tables, imported so that foreign keys by name resolve.

Migrations and tests use it; nothing else needs to see all tables at once.

Pure     imports only.
"""

import api.tables
import dispatch.tables
import experience.tables
import kernel.feed
import kernel.outbox
import kernel.roots
import kernel.tombs
import media.tables
import offline_sync.tables
from kernel.metadata import metadata

__all__ = ["api", "dispatch", "experience", "kernel", "media", "metadata", "offline_sync"]
