"""Faults planted in the phone's engine and store.

Pure     values only.
"""

from tests.simulation.planted import CLONED, DOUBTFUL, LOSSY, OFFICE, PAGED, PAIRS, RESTORED, Change, Mutant, one

_SYNC = "pwa/src/engine/sync.ts"
_OWED = "pwa/src/engine/owed.ts"
_CLOCK = "pwa/src/engine/clock.ts"
_OUTBOX = "pwa/src/engine/outbox.ts"
_BOOK = "pwa/src/engine/book.ts"
_STORE = "pwa/src/platform/store.ts"
_UPLOADS = "pwa/src/engine/uploads.ts"
_RUN = "pwa/src/engine/run.ts"

PHONE = (
    one(
        "an operation leaves the queue when it is sent",
        _SYNC,
        "{ ...fly(sync, 'exchange', sent, now), pullWanted: false,",
        "{ ...fly(sync, 'exchange', sent, now), queue: sync.queue.filter((op) => !sent.includes(op.cseq)), pullWanted: false,",
        LOSSY,
    ),
    one(
        "an answered operation is deleted, not journalled",
        _STORE,
        "    await kept.put({ cseq: row.cseq, op_id, wo, raw, shown, midway, verdict: said.verdict, reason: said.reason, answered_at: patch.now })\n",
        "    void [op_id, wo, raw, shown, midway]\n",
        RESTORED,
    ),
    one(
        "the overlay is dropped at the answer",
        "pwa/src/engine/view.ts",
        "book.has(key('op_outcome', op.op.op_id)))) || op.cseq > device.settled)",
        "book.has(key('op_outcome', op.op.op_id)))))",
        PAGED,
    ),
    one(
        "the cursor is stored without its rows",
        _STORE,
        "if (patch.page && !faster) await turnPage(tx, patch.page)",
        "if (patch.page && patch.page.clear && !faster) await turnPage(tx, patch.page)",
    ),
    Mutant(
        "a server that lost time is believed",
        (
            Change(_OWED, "return dev.last_cseq < sync.device.acked ? dev.last_cseq : null", "return null"),
            Change(
                _OWED,
                "epoch !== sync.device.epoch) return Math.min(first.cseq - 1, dev.last_cseq)",
                "epoch === '') return 0",
            ),
        ),
        {"backup": 0.05, "restore": 0.1, "steps": 90, "phones": 3, "lying": False},
        "another history of the server is owed everything",
    ),
    one(
        "a number means the same in every history",
        _OWED,
        "epoch !== sync.device.epoch) return Math.min(first.cseq - 1, dev.last_cseq)",
        "epoch === '') return 0",
        {**CLONED, **RESTORED},
    ),
    one(
        "what lies in the drop-box is summed up as sent",
        _SYNC,
        "old.filter((op) => op.reason !== DROPBOX)",
        "old",
        {"poison": 0.6, "wait": 0.9, "steps": 300, "phones": 1, "clone": 0, "restore": 0, "lying": False},
    ),
    one(
        "a hole that cannot be filled is waited for",
        _SYNC,
        "if (owed !== null && hole(sync.queue, owed + 1)) return fork(heard, now)",
        "",
        {"lying": True, "power": 0.05, "steps": 90, **RESTORED},
    ),
    one("a fork is not heard", _SYNC, "if (body.dev.fork) return fork(heard, now)", "", CLONED),
    one(
        "a fork keeps the old numbers",
        _STORE,
        "else await back(tx, row, next++)",
        "else await back(tx, row, (next = Math.max(next, row.cseq + 1)) - 1)",
        {"poison": 0.5, "wait": 0.5, "lose": 0.03, "steps": 150, "phones": 1},
    ),
    one(
        "a fork forgets what was answered",
        _STORE,
        "[...waiting, ...kept].sort",
        "[...waiting].sort",
        {**CLONED, **RESTORED},
    ),
    one("a reset forgets nothing", _BOOK, "return { clear: pull.reset,", "return { clear: false,", RESTORED),
    one("a revocation is not heard", _BOOK, "      revoked.add(gone)\n", "", OFFICE),
    Mutant(
        "a revocation takes what the same page grants",
        (
            Change(
                _STORE,
                """  for (const wo of page.revoked) {
    for (const gone of await server.index('wo').getAllKeys(wo)) asked.push(server.delete(gone))
  }
  for (const { t, id } of page.dels) asked.push(server.delete([t, id]))
  for (const row of page.puts) asked.push(server.put(row))
""",
                """  for (const { t, id } of page.dels) asked.push(server.delete([t, id]))
  for (const row of page.puts) asked.push(server.put(row))
  for (const wo of page.revoked) {
    for (const gone of await server.index('wo').getAllKeys(wo)) asked.push(server.delete(gone))
  }
""",
            ),
            Change("kernel/feed.py", "        ~feed_grant.c.visible,\n    )\n    .order_by", "    )\n    .order_by"),
        ),
        {**OFFICE, "phones": 1, "page": 1000},
        "the server tells only of revocations that still stand",
    ),
    one(
        "a batch that is too large stays as large",
        _SYNC,
        "limit: Math.max(1, Math.floor(flight.cseqs.length / 2)), error: code }, []]",
        "limit: flight.cseqs.length, error: code }, []]",
        {"batch": 1, "lost": 0.3},
    ),
    one(
        "signing in does not wake the queue",
        _SYNC,
        "return [{ ...sync, needsLogin: false, anew: true, failures: 0, notBefore: 0, pullWanted: true }, []]",
        "return [sync, []]",
        {"session": 0.05},
    ),
    one("poison is sent for ever", _SYNC, "const POISON_TIMES = 5", "const POISON_TIMES = 5e9", {"poison": 0.3}),
    one(
        "nobody watches over a request",
        _SYNC,
        "elapsed(sync.flight.since, now) >= WATCHDOG_MS",
        "now < 0",
        {"lost": 0.4},
    ),
    one(
        "a slower page overwrites a faster one",
        _STORE,
        "const faster = meta.device.cursor !== patch.fromCursor",
        "const faster = meta.device.cursor !== patch.fromCursor && false",
        {**PAIRS, "office": 0.3, "page": 1000, "phones": 1, "steps": 200, "hurry": 20_000},
    ),
    Mutant(
        "an answer to another identity is stored",
        (
            Change(_STORE, "if ((meta.device.id ?? '') !== patch.deviceId) return false", ""),
            Change(
                "offline_sync/sequence.py",
                "        if item.cseq <= last:\n            return Order(tuple(arrivals), last, fork=True)\n",
                "",
            ),
        ),
        {**PAIRS, "clone": 0.03},
        "a number that was given to something else is a fork, and a fork begins anew",
    ),
    one(
        "a portal's word enrols",
        _RUN,
        "heard(mine, word, isEnrolment,",
        "heard(mine, word, (one: unknown): one is any => true,",
        {"portal": 0.3},
    ),
    one(
        "a portal takes over from the drop-box",
        _RUN,
        "heard(mine, word, isBoxed,",
        "heard(mine, word, (one: unknown): one is any => true,",
        {"portal": 0.3, "poison": 0.8, "hurry": 60_000, "steps": 300, "phones": 1, "lost": 0, "silent": 0, "kill": 0},
    ),
    one(
        "an upload goes on from its beginning",
        _UPLOADS,
        "const from = one.state === 'fresh' ? 0 : one.offset",
        "const from = 0",
        {"cut": 0.6},
    ),
    one(
        "an upload is done when something has arrived",
        _UPLOADS,
        "return held >= one.size ?",
        "return held >= 0 ?",
        {"cut": 0.6, "silent": 0.2},
    ),
    one(
        "another history of the server is believed to hold the photos",
        _UPLOADS,
        "const lost = one.state === 'present' && epoch !== null && one.heldIn !== epoch",
        "const lost = one.state === 'present' && epoch === ''",
        {**RESTORED, "blobsBack": True},
    ),
    one(
        "the wrong bytes of a photo are read",
        _STORE,
        "whole.slice(from - first * CHUNK, to - first * CHUNK)",
        "whole.slice(0, to - from)",
        {"cut": 0.6, "big": 0.7, "steps": 80},
    ),
    one(
        "photos wait until nothing else does",
        "pwa/src/platform/at-work.ts",
        "return !waiting || sync.failures > 0",
        "return waiting && sync.failures > 9",
    ),
    one(
        "numbers are not kept",
        _STORE,
        "await tx.objectStore('meta').put({ ...meta, next_cseq: next }, 'phone')",
        "",
        {"steps": 60},
    ),
    one(
        "settled runs ahead of what is shown",
        _OWED,
        "return pull?.more ? Math.min(before, dev.settled_cseq) : dev.settled_cseq",
        "return dev.last_cseq",
        PAGED,
    ),
    one(
        "the middle of a catch-up settles what another identity brought",
        _OWED,
        "return pull?.more ? Math.min(before, dev.settled_cseq) : dev.settled_cseq",
        "return dev.settled_cseq",
        {**CLONED, **PAGED, "steps": 200},
    ),
    one(
        "an answer settles without its page",
        _OWED,
        "  if (!shown) return before\n",
        "",
        {**PAIRS, "silent": 0.2, "steps": 200, "jump": 0.03},
    ),
    one(
        "the journal is kept for a moment",
        _OUTBOX,
        "export const KEEP = 14 * 24 * 3_600_000",
        "export const KEEP = 1000",
        RESTORED,
    ),
    one(
        "the journal is told after the restore only what is new",
        _STORE,
        "if (row.reason !== DROPBOX) await back(tx, row, row.cseq)",
        "if (row.reason !== DROPBOX && row.verdict !== 'applied') await back(tx, row, row.cseq)",
        {**RESTORED, "kill": 0.2, "restore": 0.08, "backup": 0.08},
    ),
    one(
        "a page that hears of another reads nothing",
        _RUN,
        "tell({ is: 'loaded', stored: { device, queue, book } })",
        "void [device, queue, book]",
        PAIRS,
    ),
    one(
        "a clock that is set back stops the watches",
        _CLOCK,
        "const elapsed = (then: number, now: number): number => Math.abs(now - then)",
        "const elapsed = (then: number, now: number): number => now - then",
        {"jump": 0.05, "lost": 0.3, "steps": 60},
    ),
    one(
        "a server's receipt is believed whatever it says",
        _OWED,
        "return dev.receipt === expected(queue, device.forgotten, dev.last_cseq) ? dev.last_cseq : 0",
        "return dev.last_cseq",
        {**CLONED, "backup": 0.05, "restore": 0.05},
    ),
    one(
        "a new identity trusts a picture of before it",
        _STORE,
        "settled: 0, whole: false",
        "settled: 0",
        {"portal": 0.3, "poison": 0.8, "hurry": 300_000, "steps": 200, "phones": 1, "lost": 0, "silent": 0, "kill": 0},
    ),
    one(
        "what the server knows is in its picture, parked or not",
        "pwa/src/engine/view.ts",
        " || book.has(key('op_outcome', op.op.op_id))",
        "",
        DOUBTFUL,
    ),
    one(
        "what a closed page wrote is not looked for",
        _STORE,
        "return (await tx.objectStore('outbox').count()) === patch.waiting",
        "return true",
        {
            "pages": 3,
            "shut": 0.8,
            "steps": 60,
            "phones": 1,
            "storage": 0,
            "kill": 0,
            "hurry": 3000,
            "restore": 0,
            "backup": 0,
        },
    ),
    Mutant(
        "a revoked phone never gets a new identity",
        (
            Change(
                _SYNC, "if (sync.error === 'device_revoked') return fork", "if (sync.error === 'never') return fork"
            ),
            Change(_SYNC, "if (code === 'device_revoked' && sync.anew) return fork(sync, input.now)", ""),
        ),
        {"lose": 0.05},
        "whoever has signed in since and is refused again takes one",
    ),
    Mutant(
        "a later word than the last one changes what is final",
        (
            Change(
                _STORE, "'verdict' in row && row.verdict !== 'held'", "'verdict' in row && row.verdict === 'parked'"
            ),
            Change("pwa/src/engine/view.ts", "(outcome?.verdict ?? one.verdict)", "one.verdict"),
        ),
        {**PAIRS, "hurry": 20_000, "deploy": 0.15, "silent": 0.3, "lost": 0, "phones": 1},
        "screens go by the outcome that the picture tells",
    ),
    Mutant(
        "nothing is ever known to be answered",
        (
            Change(_OUTBOX, "    top = Math.max(top, op.cseq)\n", ""),
            Change(
                _OWED,
                "epoch !== sync.device.epoch) return Math.min(first.cseq - 1, dev.last_cseq)",
                "epoch === '') return 0",
            ),
        ),
        {"backup": 0.05, "restore": 0.1, "steps": 90, "phones": 3, "lying": False},
        "another history of the server is owed everything",
    ),
    one(
        "operations go newest first",
        _OUTBOX,
        "  for (const waiting of queue) {\n",
        "  for (const waiting of [...queue].reverse()) {\n",
        LOSSY,
    ),
    one(
        "a server that asks for time is not given it",
        _SYNC,
        "const soonest = Math.max(ahead(sync.notBefore, now, LONGEST_MS), ahead(sync.asked, now, 2 * PATIENT_MS))",
        "const soonest = ahead(sync.notBefore, now, LONGEST_MS)",
        {"rate": 1, "limited": 0.15},
    ),
    one(
        "nobody compares the picture",
        "pwa/src/engine/picture.ts",
        "elapsed(at, now) >= EVERY_MS",
        "elapsed(at, now) >= 1e15 * EVERY_MS",
        {"rot": 0.05},
    ),
    one(
        "a picture that differs stays as it is",
        _SYNC,
        "cursor: found?.odd ? null : page",
        "cursor: page",
        {"rot": 0.05},
    ),
    one(
        "the picture is summed up before the page is turned",
        _SYNC,
        "compared(sync.device, book, body.pull.digest, now)",
        "compared(sync.device, sync.book, body.pull.digest, now)",
    ),
    one(
        "an unknown device is kept",
        _SYNC,
        "if (code === 'device_unknown' || code === 'cseq_fork') return",
        "if (code === 'cseq_fork') return",
        RESTORED,
    ),
    one(
        "what could not be stored is not read again",
        _SYNC,
        "  if (sync.stale) return [fly(sync, 'store', [], now), [{ do: 'reload' }]]\n",
        "",
        {**RESTORED, "storage": 0.1},
    ),
    one(
        "bytes that another page kept are not looked for",
        _RUN,
        "    around.read(uploads)\n",
        "    void uploads\n",
        {**PAIRS, "storage": 0.1},
    ),
    one(
        "a refusal that comes late is taken for the request under way",
        _RUN,
        "else if (mine === latest) tell(",
        "else if (mine > 0) tell(",
        {"poison": 0.8, "hurry": 20_000, "steps": 250, "phones": 1, "batch": 1, "wait": 0.1},
    ),
)
