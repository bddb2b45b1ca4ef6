"""One act: who does something, when, in which transaction, and what must be told afterwards.

A command receives an `Act`, decides, saves, and leaves three kinds of traces on it: events (`record`),
entity heads that phones follow (`show`) and grants of sight (`grant`). The edge that opened the
transaction calls `finish` once before it commits, which writes all traces in bulk under one
transaction number. Nobody else commits, nobody else writes these tables.

Effects  `finish` writes the event, outbox and feed tables inside the caller's transaction.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from kernel import feed, outbox
from kernel.actors import Actor
from kernel.events import Envelope, Event, apart
from kernel.heads import Grant, Head
from kernel.ids import Ids


@dataclass
class Act:
    conn: AsyncConnection
    actor: Actor
    now: datetime
    ids: Ids
    envelopes: list[Envelope] = field(default_factory=list)
    heads: dict[tuple[str, str, str], Head] = field(default_factory=dict)
    grants: dict[tuple[str, str], Grant] = field(default_factory=dict)
    tx: int | None = None  # the number of its transaction, once somebody has asked
    memory: dict[str, Any] = field(default_factory=dict)  # what a package has read and need not read again in this act

    def record(self, scope: str, *events: Event, occurred_at: datetime | None = None, by: Actor | None = None) -> None:
        """Note facts about `scope`, to be written and relayed when the act is finished."""
        actor = by or self.actor
        for told in events:
            event, words = apart(told)
            self.envelopes.append(
                Envelope(
                    id=self.ids.new(),
                    org_id=actor.org_id,
                    scope=scope,
                    name=str(event.__struct_config__.tag),
                    occurred_at=occurred_at or self.now,
                    recorded_at=self.now,
                    actor_id=actor.id,
                    actor_role=actor.role,
                    device_id=actor.device_id,
                    body=msgspec.json.encode(event),
                    words=words,
                )
            )

    def show(self, head: Head) -> None:
        """The newest picture of an entity; an earlier one of the same act is replaced."""
        self.heads[head.kind, head.id, head.scope] = head

    def grant(self, subject: str, scope: str, visible: bool, reason: str) -> None:
        """Whether `subject` (a person's id) sees everything of `scope` from now on."""
        self.grants[subject, scope] = Grant(subject, scope, visible, reason)


async def number(act: Act) -> int:
    """The number of the act's transaction, the same however often it is asked for."""
    if act.tx is None:
        act.tx = await feed.next_tx(act.conn)
    return act.tx


async def finish(act: Act) -> int | None:
    """Write the traces of the act; the transaction number, or None when nothing changed for phones."""
    await outbox.append(act.conn, act.envelopes)
    tx = await feed.write(act.conn, list(act.heads.values()), list(act.grants.values()), act.tx)
    act.envelopes, act.heads, act.grants = [], {}, {}
    return tx
