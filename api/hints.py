"""Telling phones that something moved for them, after every commit. What it is, their next pull tells.

Effects  puts frames on the live topics of the people concerned; losing one costs a phone its polling pause.
"""

from api.db import Committed, Hook
from api.live import Hub
from offline_sync.feed import Epoch, Position, seal

OUTCOMES = "ops:"


def hint(live: Hub, epoch: Epoch) -> Hook:
    """The hook that tells `user:<person>` of a new head."""

    def tell(committed: Committed) -> None:
        if committed.tx is None:
            return
        people = set(committed.people)
        people |= {scope.removeprefix(OUTCOMES) for scope in committed.scopes if scope.startswith(OUTCOMES)}
        head = {"head": seal(epoch, Position(committed.tx, committed.tx))}
        for person in people:
            live.publish(f"user:{person}", "head", head)

    return tell
