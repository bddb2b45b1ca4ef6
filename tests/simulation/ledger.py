"""What must hold of the server's tables and of what phones tell of themselves. Reads; decides nothing with product code.

After every request: status goes back only by a verb that goes back (I4), a device's operations stand in the order of
their numbers (I7), nothing that was in the ledger leaves it and no final verdict changes (I1, I2). At rest, from the
tables and the phones' own dumps:

    I1   what a phone was told of stands in the ledger, byte for byte, with the verdict it was told
    I2   each effect is there once, or not at all             I3   a phone holds exactly what its person may see
    I5   every chain of the history follows, every judgement is in it, nothing is told twice
    I6   who is asked or sent sees the order, nobody else does
    I8   every durably stored operation has a verdict, or lies in the drop-box
    I12  what is parked lies in the inbox and is told to its maker; nothing is held beyond its deadline
    I13  bytes that are said to be here are here, with their hash; photos of applied operations have arrived
    I14  phone and server name the same sum over what was sent
    I15  and the same sum over what the phone holds

Pure     reads tables.
"""

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
from typing import Any

RANK = {
    name: rank
    for rank, names in (
        (1, "reported"),
        (2, "triaged"),
        (3, "offered"),
        (9, "rework"),
        (10, "accepted"),
        (20, "en_route"),
        (30, "arrived"),
        (40, "in_progress"),
        (45, "on_hold"),
        (60, "work_done"),
        (65, "signed"),
        (66, "pending_evidence"),
        (70, "in_review"),
        (80, "completed"),
        (90, "closed"),
        (99, "cancelled merged declined"),
    )
    for name in names.split()
}
BACKWARDS = frozenset({"visit.undo", "visit.resume", "visit.hand_back", "offer.decline"})
DONE = frozenset({"applied", "merged", "superseded"})
_TURNING = f"""
    select op_id, work_order_id from sync_op
    where kind in ({",".join(f"'{kind}'" for kind in sorted(BACKWARDS))}) and verdict = 'applied'"""
_SCOPE = """
    select h.kind || '/' || h.id || '@' || h.version from feed_head h join feed_grant g on g.scope = h.scope
    where g.subject = ?1 and g.visible and h.body is not null
    union select kind || '/' || id || '@' || version from feed_head
    where scope in ('ref:' || ?2, 'ops:' || ?1) and body is not null order by 1"""
_ONCE = frozenset({"assignment.accepted", "photo.added", "signature.captured"})  # named by an id of their own
_PART = """
    select a.technician_id, a.work_order_id from assignment a join work_order w on w.id = a.work_order_id
    where a.state in ('offered', 'accepted', 'finished') and w.status <> 'closed'"""
Row = tuple[Any, ...]


class Ledger:
    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw
        self.begin()

    def begin(self) -> None:
        self._statuses: dict[str, str] = {}
        self._verdicts: dict[str, str] = {}
        self._seen = 0
        self._numbers: dict[str, int] = {}
        self._told: dict[str, set[int]] = {}
        self._boxed: list[bytes] = []
        self._backwards: set[str] = set()
        self._reached: dict[str, int] = {}  # the number each device is at
        self._noticed: list[str] = []
        self._written = -1
        self._scopes: dict[str, tuple[int, str]] = {}  # by person, as of how many written rows

    def restored(self) -> None:
        """Another history: what came after the backup is not here until the phones bring it again."""
        boxed = self._boxed
        self.begin()
        self._boxed = boxed
        self._reached = dict(self.rows("select id, last_cseq from sync_device"))

    def boxed(self, raw: bytes) -> None:
        self._boxed.append(raw)

    def wrong(self, what: str) -> None:
        self._noticed.append(what)

    def took(self, device: str, numbers: Iterable[int]) -> None:
        """What a device is at has grown by what it has just brought, and by nothing it has not (I7)."""
        (last,) = self.rows("select last_cseq from sync_device where id = ?", device)[0]
        missing = set(range(self._reached.get(device, 0) + 1, last + 1)) - set(numbers)
        if missing:
            self.wrong(f"I7: {device} is at {last} and has never brought {min(missing)}")
        self._reached[device] = last

    def answered(self, device: str, answer: Any) -> None:
        self._told.setdefault(device, set()).update(one.cseq for one in answer.results)

    def rows(self, query: str, *values: object) -> list[Row]:
        return self._raw.execute(query, values).fetchall()

    def _untouched(self) -> bool:
        """Whether no row has been written since the last look, kept or undone: then all is as it was found."""
        before, self._written = self._written, self._raw.total_changes
        return before == self._written

    # after every request -----------------------------------------------------------------------------------------

    def after(self, asked: dict[str, Any]) -> list[str]:
        noticed, self._noticed = self._noticed, []
        if self._untouched():
            return noticed
        wrong = [*noticed, *self._order_of_numbers(), *self._verdicts_stand()]
        office = asked["do"] in {"office", "restore"} or bool(asked.get("between"))
        return [*wrong, *self._no_way_back(office=office)]

    def _order_of_numbers(self) -> Iterable[str]:
        query = "select rowid, op_id, device_id, cseq from sync_op where rowid > ? order by rowid"
        for rowid, op_id, device, cseq in self.rows(query, self._seen):
            self._seen = rowid
            if device is None:
                continue
            if cseq <= self._numbers.get(device, 0):
                yield f"I7: {op_id} of {device} was taken as {cseq} after {self._numbers[device]}"
            self._numbers[device] = cseq

    def _verdicts_stand(self) -> Iterable[str]:
        now: dict[str, str] = dict(self.rows("select op_id, verdict from sync_op"))
        for op_id, verdict in self._verdicts.items():
            if op_id not in now:
                yield f"I1: {op_id} has left the ledger"
            elif verdict != "held" and now[op_id] != verdict:
                yield f"I2: {op_id} was {verdict} and is {now[op_id]}"
        self._verdicts = now

    def _no_way_back(self, *, office: bool) -> Iterable[str]:
        """A status may go back by the office, or by an operation that means it."""
        now: dict[str, str] = dict(self.rows("select id, status from work_order"))
        fresh: set[str] = set()
        for op_id, order in self.rows(_TURNING):
            if op_id not in self._backwards:
                self._backwards.add(op_id)
                fresh.add(order)
        for order, status in now.items():
            was = self._statuses.get(order, status)
            if RANK[status] < RANK[was] and not office and order not in fresh:
                yield f"I4: {order} went from {was} back to {status}"
        self._statuses = now

    def scope(self, org: str, person: str) -> str:
        """What this person's phone must hold now: every living head of what he sees, by kind, id and version."""
        written, known = self._scopes.get(person, (-1, ""))
        if written != self._raw.total_changes:
            known = " ".join(row[0] for row in self.rows(_SCOPE, person, org))
            self._scopes[person] = self._raw.total_changes, known
        return known

    # at rest -----------------------------------------------------------------------------------------------------

    def at_rest(self, dumps: list[dict[str, Any]], blobs: Any, summed: dict[str, str | None]) -> list[str]:
        """Everything that must hold when all phones have come to rest."""
        self._entries = {
            row[0]: row
            for row in self.rows(
                "select op_id, body, verdict, reason, resolution, pending, user_id, work_order_id, kind, device_id,"
                " cseq from sync_op order by rowid"
            )
        }
        wrong = [
            *self._effects(),
            *self._history(),
            *self._inbox(),
            *self._sights(),
            *self._bytes(blobs),
            *self._numbers_whole(),
        ]
        names = Counter(device for dump in dumps for device, _ in dump["receipt"])
        self._shared = {device for device, count in names.items() if count > 1}  # a clone has not been noticed yet
        for dump in dumps:
            wrong += [*self._kept(dump), *self._same(dump), *self._receipt(dump), *self._photos(dump)]
            if dump["picture"] != summed[dump["person"]]:
                wrong.append(
                    f"I15: {dump['name']} sums its picture up as {dump['picture']}, not {summed[dump['person']]}"
                )
        return wrong

    def _kept(self, dump: dict[str, Any]) -> Iterable[str]:
        for op_id, raw, answered in dump["made"]:
            entry = self._entries.get(op_id)
            if entry is not None:
                if bytes(entry[1]) != raw.encode():
                    yield f"I1: {op_id} stands in the ledger with other bytes"
            elif not any(op_id.encode() in box for box in self._boxed):
                yield f"{'I1' if answered else 'I8'}: {op_id} of {dump['name']} is neither in the ledger nor in the box"
        for op_id, cseq, verdict, reason, shown in dump["queue"]:
            if verdict is None:
                yield f"I8: {op_id} of {dump['name']} with number {cseq} has no verdict"
            elif reason != "dropbox" and op_id not in self._entries:
                yield f"I1: {op_id} of {dump['name']} was {verdict} and is not in the ledger"
            elif verdict != "held" and verdict != self._entries[op_id][2]:
                yield f"I1: {op_id} of {dump['name']} was told {verdict} and is {self._entries[op_id][2]}"
            elif reason != "dropbox" and shown == "held" != self._entries[op_id][2]:
                yield f"I11: {op_id} of {dump['name']} is shown as {shown} and is {self._entries[op_id][2]}"

    def _effects(self) -> Iterable[str]:
        """Notes, parts and photos of applied operations: each exactly once, on its order or on the survivor."""
        places: dict[str, list[str]] = {}
        merged_into = {}
        for order, notes, parts, into in self.rows("select id, notes, parts, merged_into from work_order"):
            merged_into[order] = into
            names = [one["id"] for one in json.loads(notes)] + [one["id"] for one in json.loads(parts)]
            for name, count in Counter(names).items():
                places.setdefault(name, []).append(order)
                if count > 1:
                    yield f"I2: {name} is {count} times on {order}"
        for (name,) in self.rows("select id from photo"):
            places.setdefault(name, []).append("")
        removed = {
            json.loads(entry[1])["args"]["id"]
            for entry in self._entries.values()
            if entry[8] == "part.remove" and _applied(entry)
        }
        for op_id, entry in self._entries.items():
            if entry[8] not in {"note.add", "part.add", "photo.add"} or entry[9] is None:
                continue
            name = json.loads(entry[1])["args"]["id"]
            there = places.get(name, [])
            if len(there) > 1:
                yield f"I2: {name} of {op_id} is on {there}"
            if entry[2] == "applied" and not there and name not in removed:
                yield f"I2: {op_id} ({entry[8]}) was applied and has no effect"
            if entry[2] in {"parked", "held"} and there and not _applied(entry) and not self._twin(op_id, name):
                yield f"I2: {op_id} is {entry[2]} {entry[3]} and has an effect"

    def _twin(self, op_id: str, name: str) -> bool:
        """Whether another operation, or the office, brought what this one names."""
        named = name.encode()
        return any(_applied(one) and named in bytes(one[1]) for key, one in self._entries.items() if key != op_id)

    def _history(self) -> Iterable[str]:
        chains: dict[str, str] = {}
        judged: set[str] = set()
        told: set[tuple[str, bytes]] = set()
        columns = "id, org_id, scope, name, actor_id, actor_role, occurred_at, recorded_at, device_id, body, hash"
        for *words, device, body, found in self.rows(f"select {columns} from event order by n"):
            scope = words[2]
            expected = hashlib.sha256()
            for part in (chains.get(scope, ""), *map(str, words), device or ""):
                text = part.encode()
                expected.update(b"%d:%b" % (len(text), text))
            expected.update(b"%d:%b" % (len(body), bytes(body)))
            if expected.hexdigest() != found:
                yield f"I5: the chain of {scope} does not follow"
            chains[scope] = found
            said = words[3], bytes(body)
            if words[3] in _ONCE and said in told:
                yield f"I5: {words[3]} of {scope} is told twice"
            told.add(said)
            if words[3] == "operation.judged":
                judged.add(json.loads(body)["op_id"])
        for op_id, entry in self._entries.items():
            if entry[2] != "applied" and entry[9] is not None and op_id not in judged:
                yield f"I5: nothing in the history tells that {op_id} is {entry[2]}"

    def _inbox(self) -> Iterable[str]:
        heads = {
            (name, scope): json.loads(bytes(body))
            for name, scope, body in self.rows("select id, scope, body from feed_head where kind = 'op_outcome'")
        }
        for (op_id, _), told in heads.items():
            entry = self._entries.get(op_id)
            if entry is not None and told.get("resolution") is None and told["verdict"] != entry[2]:
                yield f"I12: the maker of {op_id} is told that it is {told['verdict']}, and it is {entry[2]}"
        for op_id, entry in self._entries.items():
            verdict, resolution, pending = entry[2], entry[4], entry[5]
            if verdict == "held":
                yield f"I10: {op_id} is still held: {entry[3]}"
            if verdict != "parked" or entry[9] is None:
                continue
            if resolution is None and not pending:
                yield f"I12: {op_id} is parked ({entry[3]}) and in nobody's inbox"
            told = heads.get((op_id, f"ops:{entry[6]}"))
            if told is None or told.get("resolution") != resolution:
                yield f"I12: the maker of {op_id} is not told that it is parked or ruled"

    def _sights(self) -> Iterable[str]:
        """An offer and an order that is his are seen; what was taken from him, or is closed, is not."""
        sees = set(self.rows("select subject, scope from feed_grant where visible"))
        part = set(self.rows(_PART))
        for person, order in sorted(sees - part):
            yield f"I6: {person} goes on seeing {order}"
        for person, order in sorted(part - sees):
            yield f"I6: {person} is not shown {order}"

    def _bytes(self, blobs: Any) -> Iterable[str]:
        held = {sha for (sha, _), data in blobs.kept.items() if hashlib.sha256(data).hexdigest() == sha}
        for (sha,) in self.rows("select sha256 from photo where present union select sha256 from blob"):
            if sha not in held:
                yield f"I13: {sha} is said to be here and is not"

    def _numbers_whole(self) -> Iterable[str]:
        for device, last, count in self.rows("select id, last_cseq, count from sync_device"):
            top = self.rows("select max(cseq) from sync_op where device_id = ?", device)[0][0] or 0
            if top > last:
                yield f"I7: {device} is at {last} and has {top}"
            if count != last:
                yield f"I7: {device} is at {last} and counted {count}"

    def _same(self, dump: dict[str, Any]) -> Iterable[str]:
        query = """
            select h.kind, h.id, h.scope, h.version, h.body from feed_head h join feed_grant g on g.scope = h.scope
            where g.subject = ?1 and g.visible and h.body is not null
            union all select kind, id, scope, version, body from feed_head
            where scope in ('ref:' || ?2, 'ops:' || ?1) and body is not null"""
        theirs = {
            (kind, name): ("" if ":" in scope else scope, version, json.loads(bytes(body)))
            for kind, name, scope, version, body in self.rows(query, dump["person"], dump["org"])
        }
        mine = {(t, name): (wo, ver, d) for t, name, wo, ver, d in dump["book"]}
        odd = sorted(key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key))
        if odd:
            at = odd[0]
            yield f"I3: {dump['name']} differs in {odd[:4]}: {str(mine.get(at))[:200]} is {str(theirs.get(at))[:200]}"
        orders = {row[0]: row[1:] for row in self.rows("select id, version, status from work_order")}
        for (kind, name), (_, version, shown) in theirs.items():
            if kind == "work_order" and orders.get(name) != (version, shown["order"]["status"]):
                yield f"I3: the picture of {name} is not what the order is: {orders.get(name)}"

    def _receipt(self, dump: dict[str, Any]) -> Iterable[str]:
        for device, told in dump["receipt"]:
            row = self.rows("select digest, last_cseq, revoked_at from sync_device where id = ?", device)
            if row and row[0][2] is None and device not in self._shared and row[0][0] != told:
                yield f"I14: {dump['name']} sums up {told}, the server {row[0][0]} at {row[0][1]}"

    def _photos(self, dump: dict[str, Any]) -> Iterable[str]:
        query = "select sha256, max(present or retracted_at is not null) from photo group by sha256"
        present: dict[str, int] = dict(self.rows(query))
        for sha, state in dump["uploads"]:
            if state not in {"present", "ghost"}:
                yield f"I10: the bytes of {sha} are still {state} on {dump['name']}"
            elif state == "present" and present.get(sha) == 0:
                yield f"I13: {dump['name']} gave its bytes of {sha} and its photo still lacks them"

    def told(self) -> dict[str, dict[str, int]]:
        """Verdicts by kind, for the report of a campaign."""
        return {
            "verdicts": {
                f"{verdict} {reason}".strip(): count
                for verdict, reason, count in self.rows(
                    "select verdict, reason, count(*) from sync_op where device_id is not null group by 1, 2"
                )
            },
            "kinds": dict(self.rows("select kind, count(*) from sync_op where device_id is not null group by 1")),
        }


def _applied(entry: Row) -> bool:
    return entry[2] in DONE or entry[4] in {"accept", "amend"}
