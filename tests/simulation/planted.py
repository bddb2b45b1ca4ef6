"""The faults that are planted: what is changed where, and which faults of the world bring it to light.

Pure     values only.
"""

from typing import Any

from msgspec import Struct


class Change(Struct, frozen=True):
    """A piece of one file that occurs once, and what stands there instead."""

    file: str
    find: str
    put: str


class Mutant(Struct, frozen=True):
    name: str
    changes: tuple[Change, ...]
    change: dict[str, Any] = {}

    @property
    def side(self) -> str:
        sides = {"phone" if one.file.startswith("pwa") else "server" for one in self.changes}
        return "both" if len(sides) > 1 else sides.pop()


RESTORED = {"backup": 0.04, "restore": 0.04, "steps": 90}
LOSSY = {"lost": 0.2, "silent": 0.2, "steps": 80}
CLONED = {"clone": 0.03, "steps": 90, "phones": 1}
PAIRS = {"pages": 2, "leaders": True, "steps": 100, "slow": 0.2}
OFFICE = {"office": 0.15, "steps": 80}
PAGED = {"page": 1, "steps": 90, "office": 0.12, "phones": 2}

_SYNC = "pwa/src/engine/sync.ts"
_OUTBOX = "pwa/src/engine/outbox.ts"
_BOOK = "pwa/src/engine/book.ts"
_STORE = "pwa/src/platform/store.ts"
_UPLOADS = "pwa/src/engine/uploads.ts"
_RUN = "pwa/src/engine/run.ts"


def _one(name: str, file: str, find: str, put: str, change: dict[str, Any] | None = None) -> Mutant:
    return Mutant(name, (Change(file, find, put),), change or {})


PHONE = (
    _one(
        "an operation leaves the queue when it is sent",
        _SYNC,
        "{ ...fly(sync, 'exchange', sent, now), pullWanted: false,",
        "{ ...fly(sync, 'exchange', sent, now), queue: sync.queue.filter((op) => !sent.includes(op.cseq)), pullWanted: false,",
        LOSSY,
    ),
    _one(
        "an answered operation is deleted, not journalled",
        _STORE,
        "    await kept.put({ cseq: row.cseq, op_id, wo, raw, verdict: said.verdict, reason: said.reason, answered_at: patch.now })\n",
        "    void [op_id, wo, raw]\n",
        RESTORED,
    ),
    _one(
        "the overlay is dropped at the answer",
        "pwa/src/engine/view.ts",
        "op.verdict === null || op.cseq > sync.device.settled",
        "op.verdict === null",
        PAGED,
    ),
    _one(
        "the cursor is stored without its rows",
        _STORE,
        "if (patch.page && !faster) await turnPage(tx, patch.page)",
        "if (patch.page && patch.page.clear && !faster) await turnPage(tx, patch.page)",
    ),
    _one(
        "a server that lost time is believed",
        _SYNC,
        "return body.dev.last_cseq < sync.device.acked ? body.dev.last_cseq : null",
        "return null",
        RESTORED,
    ),
    _one(
        "a hole that cannot be filled is waited for",
        _SYNC,
        "if (owed !== null && hole(sync.queue, owed + 1)) return fork(heard, now)",
        "",
        {"lying": True, "power": 0.05, "steps": 90, **RESTORED},
    ),
    _one("a fork is not heard", _SYNC, "if (body.dev.fork) return fork(heard, now)", "", CLONED),
    _one(
        "a fork keeps the old numbers",
        _STORE,
        "else await back(tx, row, next++)",
        "else await back(tx, row, (next = Math.max(next, row.cseq + 1)) - 1)",
        CLONED,
    ),
    _one(
        "a fork forgets what was answered",
        _STORE,
        "[...waiting, ...kept].sort",
        "[...waiting].sort",
        {**CLONED, **RESTORED},
    ),
    _one("a reset forgets nothing", _BOOK, "return { clear: pull.reset,", "return { clear: false,", RESTORED),
    _one("a revocation is not heard", _BOOK, "      revoked.add(gone)\n", "", OFFICE),
    _one(
        "a revocation takes what the same page grants",
        _STORE,
        """  for (const wo of page.revoked) {
    for (const gone of await server.index('wo').getAllKeys(wo)) await server.delete(gone)
  }
  for (const { t, id } of page.dels) await server.delete([t, id])
  for (const row of page.puts) await server.put(row)
""",
        """  for (const { t, id } of page.dels) await server.delete([t, id])
  for (const row of page.puts) await server.put(row)
  for (const wo of page.revoked) {
    for (const gone of await server.index('wo').getAllKeys(wo)) await server.delete(gone)
  }
""",
        {**OFFICE, "phones": 1, "page": 1000},
    ),
    _one(
        "a batch that is too large stays as large",
        _SYNC,
        "limit: Math.max(1, Math.floor(flight.cseqs.length / 2)), error: code }, []]",
        "limit: flight.cseqs.length, error: code }, []]",
        {"batch": 1, "lost": 0.3},
    ),
    _one(
        "signing in does not wake the queue",
        _SYNC,
        "return [{ ...sync, needsLogin: false, failures: 0, notBefore: 0, pullWanted: true }, []]",
        "return [sync, []]",
        {"session": 0.05},
    ),
    _one("poison is sent for ever", _SYNC, "const POISON_TIMES = 5", "const POISON_TIMES = 5e9", {"poison": 0.3}),
    _one("nobody watches over a request", _SYNC, "now - sync.flight.since >= WATCHDOG_MS", "now < 0", {"lost": 0.4}),
    _one(
        "a slower page overwrites a faster one",
        _STORE,
        "const faster = meta.device.cursor !== patch.fromCursor",
        "const faster = meta.device.cursor !== patch.fromCursor && false",
        {**PAIRS, "office": 0.12, "page": 1},
    ),
    _one(
        "an answer to another identity is stored",
        _STORE,
        "if ((meta.device.id ?? '') !== patch.deviceId) return false",
        "",
        {**PAIRS, "clone": 0.03},
    ),
    _one(
        "a portal's word enrols",
        _RUN,
        "heard(word, isEnrolment,",
        "heard(word, (one: unknown): one is any => true,",
        {"portal": 0.3},
    ),
    _one(
        "a portal takes over from the drop-box",
        _RUN,
        "heard(word, isBoxed,",
        "heard(word, (one: unknown): one is any => true,",
        {"portal": 0.3, "poison": 0.3, "wait": 0.05},
    ),
    _one(
        "an upload goes on from its beginning",
        _UPLOADS,
        "const from = one.state === 'fresh' ? 0 : one.offset",
        "const from = 0",
        {"cut": 0.6},
    ),
    _one(
        "an upload is done when something has arrived",
        _UPLOADS,
        "return held >= one.size ?",
        "return held >= 0 ?",
        {"cut": 0.6, "silent": 0.2},
    ),
    _one(
        "another history of the server is believed to hold the photos",
        _UPLOADS,
        "const lost = one.state === 'present' && epoch !== null && one.heldIn !== epoch",
        "const lost = one.state === 'present' && epoch === ''",
        {**RESTORED, "blobsBack": True},
    ),
    _one(
        "the wrong bytes of a photo are read",
        _STORE,
        "whole.slice(from - first * CHUNK, to - first * CHUNK)",
        "whole.slice(0, to - from)",
        {"cut": 0.6},
    ),
    _one(
        "photos wait until nothing else does",
        "pwa/src/platform/at-work.ts",
        "return !waiting || sync.failures > 0",
        "return waiting && sync.failures > 9",
    ),
    _one(
        "numbers are not kept",
        _STORE,
        "await tx.objectStore('meta').put({ ...meta, next_cseq: next }, 'phone')",
        "",
        {"steps": 60},
    ),
    _one(
        "settled runs ahead of what is shown",
        _SYNC,
        "return pull?.more ? Math.min(before, dev.settled_cseq) : dev.settled_cseq",
        "return dev.last_cseq",
        PAGED,
    ),
    _one(
        "the middle of a catch-up settles what another identity brought",
        _SYNC,
        "return pull?.more ? Math.min(before, dev.settled_cseq) : dev.settled_cseq",
        "return dev.settled_cseq",
        {**CLONED, **PAGED, "steps": 200},
    ),
    _one(
        "an answer settles without its page",
        _SYNC,
        "  if (!shown) return before\n",
        "",
        {**PAIRS, "silent": 0.2, "steps": 200, "jump": 0.03},
    ),
    _one(
        "the journal is kept for a moment",
        _OUTBOX,
        "export const KEEP = 14 * 24 * 3_600_000",
        "export const KEEP = 1000",
        RESTORED,
    ),
    _one(
        "the journal is told after the restore only what is new",
        _STORE,
        "if (row.reason !== DROPBOX) await back(tx, row, row.cseq)",
        "if (row.reason !== DROPBOX && row.verdict !== 'applied') await back(tx, row, row.cseq)",
        RESTORED,
    ),
    _one(
        "a page that hears of another reads nothing",
        _RUN,
        "tell({ is: 'loaded', stored: { device, queue, book } })",
        "void [device, queue, book]",
        PAIRS,
    ),
    _one(
        "a revoked phone never gets a new identity",
        _SYNC,
        "if (sync.error === 'device_revoked') return fork",
        "if (sync.error === 'never') return fork",
        {"lose": 0.05},
    ),
    _one(
        "a later word than the last one changes what is final",
        _STORE,
        "'verdict' in row && row.verdict !== 'held'",
        "'verdict' in row && row.verdict === 'parked'",
        {"twice": 0.3, **PAIRS},
    ),
    _one(
        "the last number is told before all is answered",
        _OUTBOX,
        "if (op.verdict === null) return Math.max(0, op.cseq - 1)",
        "if (op.verdict === null) continue",
        {**LOSSY, "batch": 1},
    ),
    _one(
        "operations go newest first",
        _OUTBOX,
        "  for (const waiting of queue) {\n",
        "  for (const waiting of [...queue].reverse()) {\n",
        LOSSY,
    ),
    _one(
        "an unknown device is kept",
        _SYNC,
        "if (code === 'device_unknown' || code === 'cseq_fork') return",
        "if (code === 'cseq_fork') return",
        RESTORED,
    ),
)

_SEQUENCE = "offline_sync/sequence.py"
_FEED = "kernel/feed.py"
_TURNED = "offline_sync/feed.py"
_PARKED = {"office": 0.15, "phones": 1, "steps": 100}
_REFUSED = {"refuse": 0.3, "poison": 0.2, "steps": 80}

SERVER = (
    _one(
        "what is known is taken again",
        _SEQUENCE,
        "        if before is not None:\n",
        "        if before is not None and item.cseq > last + 1:\n",
        LOSSY,
    ),
    _one(
        "a number that was given is a repeat, whatever it carries",
        _SEQUENCE,
        "            return Order(tuple(arrivals), last, fork=True)\n",
        "            continue\n",
        CLONED,
    ),
    _one(
        "a hole is not noticed",
        _SEQUENCE,
        "        if item.cseq > last + 1:\n            return Order(tuple(arrivals), last, expected=last + 1)\n",
        "",
        {**RESTORED, "lying": True, "power": 0.05},
    ),
    _one(
        "a verdict is told and not entered",
        "offline_sync/writing.py",
        "for one, what in pairs])\n    for one",
        'for one, what in pairs if what.effect.verdict != "superseded"])\n    for one',
        OFFICE,
    ),
    _one(
        "the history does not tell what was superseded",
        "offline_sync/writing.py",
        "        if effect.verdict is Verdict.APPLIED:\n",
        "        if effect.verdict in {Verdict.APPLIED, Verdict.SUPERSEDED}:\n",
        OFFICE,
    ),
    _one(
        "the maker is not told that his word is parked",
        "offline_sync/writing.py",
        "        if effect.verdict in {Verdict.PARKED, Verdict.HELD}:\n            told",
        "        if effect.verdict is Verdict.HELD:\n            told",
        _PARKED,
    ),
    _one(
        "what is parked lies in nobody's inbox",
        "offline_sync/writing.py",
        "waiting = effect.verdict in {Verdict.PARKED, Verdict.HELD}",
        "waiting = effect.verdict is Verdict.HELD",
        _PARKED,
    ),
    _one(
        "the maker is not told what the office ruled",
        "offline_sync/parked.py",
        "    writing.show_outcome(act, entry.user_id, told, 3)\n",
        "",
        _PARKED,
    ),
    _one(
        "the maker is not told what became of a held one",
        "offline_sync/retrying.py",
        "    writing.show_outcome(act, entry.user_id, told, 2)\n",
        "",
        {"steps": 90},
    ),
    _one(
        "nothing that is held is tried again",
        "offline_sync/retrying.py",
        "    for _ in range(PASSES):\n",
        "    for _ in range(0):\n",
        {"steps": 90},
    ),
    _one(
        "what is held has no end",
        "offline_sync/retrying.py",
        "if entry.due_at is None or act.now < entry.due_at:",
        "if entry.due_at is None or act.now < entry.due_at or act.now > entry.due_at:",
        {"steps": 90},
    ),
    _one(
        "who loses an order is not told",
        "dispatch/saving.py",
        '        act.grant(was.technician_id, after.order.id, False, "replaced")\n',
        "        pass\n",
        OFFICE,
    ),
    _one(
        "who was taken off an order goes on seeing it",
        "dispatch/saving.py",
        "        act.grant(now.technician_id, after.order.id, False, reason)\n",
        "        pass\n",
        OFFICE,
    ),
    _one(
        "a grant brings only what changed since",
        _FEED,
        "        .where(own, feed_grant.c.tx > since, feed_grant.c.tx < below, feed_head.c.tx < below)\n",
        "        .where(own, feed_grant.c.tx > since, feed_grant.c.tx < below, feed_head.c.tx > since, feed_head.c.tx < below)\n",
        {**OFFICE, "phones": 2},
    ),
    _one(
        "a change does not move forward",
        _FEED,
        '("tx", "seq", "version", "body")}',
        '("seq", "version", "body")}',
        OFFICE,
    ),
    _one(
        "two transactions have one number",
        _FEED,
        ".values(tx=feed_clock.c.tx + 1)",
        ".values(tx=feed_clock.c.tx + (feed_clock.c.tx % 3 > 0))",
        OFFICE,
    ),
    _one(
        "a page ends inside a transaction",
        _TURNED,
        "        taken.extend(together)\n        at = end\n",
        "        taken.extend(together[: max(1, limit)])\n        at = end\n",
        PAGED,
    ),
    _one(
        "a page skips the transaction it ends before",
        _TURNED,
        "return Page(tuple(taken), taken[-1].tx, more=True)",
        "return Page(tuple(taken), taken[-1].tx + 1, more=True)",
        PAGED,
    ),
    _one(
        "revocations are not shown",
        _TURNED,
        "        if moved.grant is not None and not moved.grant.visible and not fresh:",
        "        if moved.grant is None:",
        OFFICE,
    ),
    Mutant(
        "a restored server goes on with its old history",
        (
            Change(
                "offline_sync/epoch.py",
                "    fresh = Epoch(ids.new(), ids.secret(32))\n",
                "    fresh = await current(conn) or Epoch(ids.new(), ids.secret(32))\n",
            ),
        ),
        RESTORED,
    ),
    Mutant(
        "a cursor of another history, or of the future, is read as one of this",
        (
            Change(_TURNED, "    if name != epoch.id or not", "    if not"),
            Change(_TURNED, "    if position is None or position.tx >= horizon:", "    if position is None:"),
            Change(
                "offline_sync/epoch.py", "Epoch(ids.new(), ids.secret(32))", 'Epoch(ids.new(), b"the same for ever")'
            ),
        ),
        RESTORED,
    ),
    _one(
        "a late word wins",
        "offline_sync/handlers.py",
        "    if status is not Status.REWORK and where is Standpoint.BEHIND:\n        return superseded",
        "    if status is not Status.REWORK and where is Standpoint.BEHIND:\n"
        "        back = replace(standing, order=replace(standing.order, status=to, version=standing.order.version + 1))\n"
        "        return Effect(verdict=Verdict.APPLIED, standing=back)\n    if False:\n        return superseded",
        {"steps": 100},
    ),
    _one(
        "half a group is applied",
        "offline_sync/decide.py",
        "            return world, [answer if one.op_id == answer.op_id else one for one in together]",
        "            return attempt, [answer if one.op_id == answer.op_id else one for one in together]",
        {"steps": 100},
    ),
    _one(
        "a group that is undone leaves its marks",
        "offline_sync/world.py",
        "            if isinstance(value, dict | list):\n                setattr(copied, name, value.copy())\n",
        "            if isinstance(value, set):\n                setattr(copied, name, value.copy())\n",
        {"steps": 100},
    ),
    _one(
        "what a savepoint undid is told all the same",
        "offline_sync/taking.py",
        "    act.envelopes, act.heads, act.grants = traces\n",
        "",
        _REFUSED,
    ),
    _one(
        "the last number is not kept",
        "offline_sync/exchange.py",
        "        last_cseq=order.last,\n",
        "        last_cseq=device.last_cseq,\n",
    ),
    _one(
        "a repeat is counted again",
        "offline_sync/exchange.py",
        "        if arrival.incoming.cseq == number + 1:\n            number += 1\n",
        "        if True:\n            number += 1\n",
        LOSSY,
    ),
    _one(
        "everything counts as shown",
        "offline_sync/pulling.py",
        "    return last if first is None else first - 1\n",
        "    return last\n",
        PAGED,
    ),
    _one(
        "a photo does not learn that its bytes were here first",
        "media/commands.py",
        "    changed = await _arrive(act, await _already_held(act, new, beside))\n",
        "    changed: dict[str, Photo] = {}\n",
        {**LOSSY, "batch": 1},
    ),
    _one(
        "a photo does not learn that its bytes have come",
        "media/commands.py",
        "    waiting = await store.awaiting(act.conn, act.actor.org_id, sha256)\n",
        "    waiting: list[Photo] = []\n",
    ),
    _one(
        "a chain of the history begins anew with every act", "kernel/outbox.py", 'chain.get(envelope.scope, "")', '""'
    ),
    Mutant(
        "a failing handler fails its whole batch",
        (
            Change(
                "offline_sync/decide.py",
                '        return parked("internal_error", trace=trace), Trouble(asked.op.op_id, trace, error)',
                "        raise SystemError(trace) from error",
            ),
            Change(
                "offline_sync/taking.py",
                "    except Exception as error:  # noqa: BLE001 - becomes a parked verdict with a trace id\n        failure = error",
                "    except LookupError as error:\n        failure = error",
            ),
        ),
        {"poison": 0.4, "steps": 80},
    ),
    _one(
        "an operation whose number is taken is applied under it",
        _SEQUENCE,
        "        if item.cseq <= last:\n            return Order(tuple(arrivals), last, fork=True)\n",
        "",
        CLONED,
    ),
)

PLANTED = (*PHONE, *SERVER)
