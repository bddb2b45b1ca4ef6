"""Faults planted in the server's side of the protocol.

Pure     values only.
"""

from tests.simulation.planted import CLONED, LOSSY, OFFICE, PAGED, RESTORED, Change, Mutant, one

_SEQUENCE = "offline_sync/sequence.py"
_FEED = "kernel/feed.py"
_TURNED = "offline_sync/feed.py"
_PULLING = "offline_sync/pulling.py"
_PARKED = {"office": 0.15, "phones": 1, "steps": 100}
_REFUSED = {"refuse": 0.3, "poison": 0.2, "steps": 80}

_SWEPT = {"sweep": 0.15, "office": 0.2, "wait": 0.1, "steps": 150, "lost": 0.2}

SERVER = (
    one(
        "a reader from before the sweep is believed",
        _TURNED,
        "(floor is not None and _stood(position) < floor)",
        "(floor is not None and position.tx < -(2**62))",
        _SWEPT,
    ),
    one(
        "a first picture is begun again with each page",
        _TURNED,
        "return position.whole - BEGINNING - 1 if is_first(position.whole) else position.tx",
        "return position.tx",
        {**_SWEPT, "page": 1},
    ),
    one(
        "what is known is taken again",
        _SEQUENCE,
        "        if before is not None:\n",
        "        if before is not None and item.cseq > last + 1:\n",
        LOSSY,
    ),
    one(
        "a number that was given is a repeat, whatever it carries",
        _SEQUENCE,
        "            return Order(tuple(arrivals), last, fork=True)\n",
        "            continue\n",
        CLONED,
    ),
    one(
        "no receipt is ever told",
        "offline_sync/pulling.py",
        "    known = request.epoch == epoch.id and pushed.state.last_cseq <= heard\n",
        "    known = heard >= 0\n",
        {"silent": 0.3, "batch": 2, "steps": 120, "office": 0.2, "orders": 1},
    ),
    one(
        "a line of a merged order is edited on the one that goes on",
        "offline_sync/handlers_details.py",
        "status is Status.MERGED and not _holds(standing.order, line)",
        "status is Status.MERGED",
        {
            **CLONED,
            "steps": 150,
            "orders": 2,
            "office": 0.12,
            "hurry": 3000,
            "lost": 0.4,
            "silent": 0.2,
            "restore": 0,
            "batch": 200,
        },
    ),
    one(
        "a hole is not noticed",
        _SEQUENCE,
        "        if item.cseq > last + 1:\n            return Order(tuple(arrivals), last, expected=last + 1)\n",
        "",
        {**RESTORED, "lying": True, "power": 0.05},
    ),
    one(
        "a verdict is told and not entered",
        "offline_sync/writing.py",
        "for one, what in pairs])\n    for one",
        'for one, what in pairs if what.effect.verdict != "superseded"])\n    for one',
        OFFICE,
    ),
    one(
        "the history does not tell what was superseded",
        "offline_sync/writing.py",
        "        if effect.verdict is Verdict.APPLIED:\n",
        "        if effect.verdict in {Verdict.APPLIED, Verdict.SUPERSEDED}:\n",
        OFFICE,
    ),
    one(
        "the maker is not told that his word is parked",
        "offline_sync/writing.py",
        "        if effect.verdict in {Verdict.PARKED, Verdict.HELD}:\n            told",
        "        if effect.verdict is Verdict.HELD:\n            told",
        _PARKED,
    ),
    one(
        "what is parked lies in nobody's inbox",
        "offline_sync/writing.py",
        "waiting = effect.verdict in {Verdict.PARKED, Verdict.HELD}",
        "waiting = effect.verdict is Verdict.HELD",
        _PARKED,
    ),
    one(
        "the maker is not told what the office ruled",
        "offline_sync/parked.py",
        "    writing.show_outcome(act, entry.user_id, told, 3)\n",
        "",
        _PARKED,
    ),
    one(
        "the maker is not told what became of a held one",
        "offline_sync/retrying.py",
        "    writing.show_outcome(act, entry.user_id, told, 2)\n",
        "",
        {"steps": 90},
    ),
    one(
        "nothing that is held is tried again",
        "offline_sync/retrying.py",
        "    for _ in range(PASSES):\n",
        "    for _ in range(0):\n",
        {"steps": 90},
    ),
    one(
        "what is held has no end",
        "offline_sync/retrying.py",
        "if entry.due_at is None or act.now < entry.due_at:",
        "if entry.due_at is None or act.now < entry.due_at or act.now > entry.due_at:",
        {"steps": 90},
    ),
    one(
        "who is asked is not shown the order",
        "dispatch/saving.py",
        "            act.grant(now.technician_id, after.order.id, True, now.state)\n",
        "            pass\n",
        OFFICE,
    ),
    one(
        "who was taken off an order goes on seeing it",
        "dispatch/saving.py",
        "        act.grant(now.technician_id, after.order.id, False, reason)\n",
        "        pass\n",
        OFFICE,
    ),
    one(
        "a grant brings only what changed since",
        _FEED,
        "        .where(own, feed_grant.c.tx > since, feed_grant.c.tx <= until, feed_head.c.tx < below)\n",
        "        .where(own, feed_grant.c.tx > since, feed_grant.c.tx <= until, feed_head.c.tx > since)\n",
        {"office": 0.25, "phones": 2, "steps": 200, "orders": 1, "shared": False},
    ),
    one(
        "a change does not move forward",
        _FEED,
        '("tx", "seq", "version", "body")}',
        '("seq", "version", "body")}',
        OFFICE,
    ),
    one(
        "two transactions have one number",
        _FEED,
        ".values(tx=feed_clock.c.tx + 1)",
        ".values(tx=feed_clock.c.tx + (feed_clock.c.tx % 3 > 0))",
        OFFICE,
    ),
    one(
        "a page ends inside a transaction",
        _PULLING,
        "    return until, cut is not None, feed.changes(owed, gone, fresh=fresh)\n",
        "    return until, cut is not None, feed.changes(owed[:limit], gone, fresh=fresh)\n",
        PAGED,
    ),
    one(
        "a page skips the transaction it ends before",
        _PULLING,
        "    after = Position(until, position.whole",
        "    after = Position(until + more, position.whole",
        PAGED,
    ),
    one(
        "revocations are not shown",
        _PULLING,
        "    gone = [] if fresh else await",
        "    gone = [] if limit else await",
        OFFICE,
    ),
    one(
        "a page is shown again whatever has moved since",
        _PULLING,
        "    if page.below == below:\n        return True\n",
        "    if page.below <= below:\n        return True\n",
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
            Change(_TURNED, "    if position is None or position.tx >= horizon or", "    if position is None or"),
            Change(
                "offline_sync/epoch.py", "Epoch(ids.new(), ids.secret(32))", 'Epoch(ids.new(), b"the same for ever")'
            ),
        ),
        RESTORED,
    ),
    one(
        "a late word wins",
        "offline_sync/handlers.py",
        "    if status is not Status.REWORK and where is Standpoint.BEHIND:\n        return superseded",
        "    if status is not Status.REWORK and where is Standpoint.BEHIND:\n"
        "        back = replace(standing, order=replace(standing.order, status=to, version=standing.order.version + 1))\n"
        "        return Effect(verdict=Verdict.APPLIED, standing=back)\n    if False:\n        return superseded",
        {"steps": 150, "phones": 2, "shared": True, "orders": 1},
    ),
    one(
        "half a group is applied",
        "offline_sync/decide.py",
        "            return world, [answer if one.op_id == answer.op_id else one for one in together]",
        "            return attempt, [answer if one.op_id == answer.op_id else one for one in together]",
        {"steps": 100},
    ),
    one(
        "a group that is undone leaves its marks",
        "offline_sync/world.py",
        "            if isinstance(value, dict | list):\n                setattr(copied, name, value.copy())\n",
        "            if isinstance(value, set):\n                setattr(copied, name, value.copy())\n",
        {"steps": 100},
    ),
    one(
        "what a savepoint undid is told all the same",
        "offline_sync/taking.py",
        "    act.envelopes, act.heads, act.grants, act.memory, act.tx = traces\n",
        "    act.memory, act.tx = traces[3:]\n",
        {"refuse": 0.5, "steps": 100, "phones": 1},
    ),
    one(
        "the last number is not kept",
        "offline_sync/exchange.py",
        "        last_cseq=order.last,\n",
        "        last_cseq=device.last_cseq,\n",
    ),
    one(
        "a repeat is counted again",
        "offline_sync/exchange.py",
        "        if arrival.incoming.cseq == number + 1:\n            number += 1\n",
        "        if True:\n            number += 1\n",
        LOSSY,
    ),
    Mutant(
        "everything counts as shown",
        (
            Change(_PULLING, "    return last if first is None else first - 1\n", "    return last\n"),
            Change(
                "pwa/src/engine/owed.ts",
                "return pull?.more ? Math.min(before, dev.settled_cseq) : dev.settled_cseq",
                "return dev.settled_cseq",
            ),
        ),
        PAGED,
        "in the middle of a catch-up the phone settles nothing",
    ),
    one(
        "a photo does not learn that its bytes were here first",
        "media/commands.py",
        "    changed = await _arrive(act, await _already_held(act, new, beside))\n",
        "    changed: dict[str, Photo] = {}\n",
        {**LOSSY, "batch": 1},
    ),
    one(
        "a photo does not learn that its bytes have come",
        "media/commands.py",
        "    waiting = await store.awaiting(act.conn, act.actor.org_id, sha256)\n",
        "    waiting: list[Photo] = []\n",
    ),
    one(
        "a chain of the history begins anew with every act",
        "kernel/outbox.py",
        'link(newest.get(envelope.scope, ""), envelope)',
        'link("", envelope)',
    ),
    Mutant(
        "a failing handler fails its whole batch",
        (
            Change(
                "offline_sync/decide.py",
                '        return parked("internal_error", trace=trace), Trouble(asked.op.op_id, trace, error)',
                "        raise error",
            ),
            Change(
                "offline_sync/taking.py",
                "    except Exception as error:  # noqa: BLE001 - becomes a parked verdict with a trace id\n        failure = error",
                "    except LookupError as error:\n        failure = error",
            ),
        ),
        {"poison": 0.4, "steps": 80},
    ),
    one(
        "an operation whose number is taken is applied under it",
        _SEQUENCE,
        "        if item.cseq <= last:\n            return Order(tuple(arrivals), last, fork=True)\n",
        "",
        CLONED,
    ),
)
