"""The judge: given the tables, the photo folder and what the phones know, what is lost, doubled, torn or out of order.

It shares no code with the product: the hash chain, the device digest and the layout of the photos are written down here
once more, from their descriptions. Each finding is one sentence; none is what a server is worth that keeps its promises.

    promises    every answered operation is in the ledger once, under its number, byte for byte, with its verdict
    order       numbers of a device are 1..n without a hole, and transactions follow them
    effects     an applied operation brought about exactly one thing, any other none; nothing came from nowhere
    history     every ledger row has its event; every chain of hashes is whole
    feed        no two heads share a place; no number lies ahead of the clock
    photos      what is called present is there, as long and with the hash it should have; so is every file under a hash
    duty        what was triaged has been dispatched or is still owed; nothing is buried

Pure     but for reading photo files.
"""

import hashlib
import itertools
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.faults.books import Row, Tables
from tests.faults.oracle import Oracle

_FIRST = {"note.add": ("work_order.detailed", "note"), "part.add": ("work_order.detailed", "part_added")}
_NAMES = {"photo.add": ("photo.added", "photo_id"), "report.add": ("work_order.reported", "work_order_id")}


def judge(tables: Tables, blobs: Path, oracle: Oracle) -> list[str]:
    """Everything that is wrong."""
    return [
        *oracle.wrong,
        *(f"database damaged: {row}" for row in tables.get("damage", ()) if row != {"integrity_check": "ok"}),
        *_promises(tables, oracle),
        *_order(tables),
        *_effects(tables, oracle),
        *_history(tables),
        *_feed(tables),
        *_photos(tables, blobs, oracle),
        *_duty(tables),
    ]


def settled(tables: Tables, oracle: Oracle) -> list[str]:
    """What is wrong once everybody has come to rest: something meant that was never answered, something still owed."""
    held = {row["sha256"] for row in tables["upload"] if row["state"] == "present"}
    return [
        *(f"never answered: {key}" for key in oracle.meant if key not in oracle.promised),
        *(f"never whole: photo {sha}" for sha in oracle.bytes_meant if sha not in held),
        *(f"not in the ledger: {key}" for key in oracle.meant.keys() - {row["op_id"] for row in tables["sync_op"]}),
    ]


def _promises(tables: Tables, oracle: Oracle) -> Iterator[str]:
    ledger = {row["op_id"]: row for row in tables["sync_op"]}
    if len(ledger) != len(tables["sync_op"]):
        yield "an operation is in the ledger twice"
    for op_id, promise in oracle.promised.items():
        meant, row = oracle.meant[op_id], ledger.get(op_id)
        if row is None:
            yield f"lost: {op_id} was answered {promise.verdict}"
            continue
        if bytes(row["body"]) != meant.text:
            yield f"other bytes: {op_id}"
        if (row["device_id"], row["cseq"]) != (meant.device, meant.cseq):
            yield f"other number: {op_id} is {row['cseq']}, was {meant.cseq}"
        if row["verdict"] != promise.verdict and promise.verdict != "held":
            yield f"other verdict: {op_id} is {row['verdict']}, was {promise.verdict}"
    for row in tables["sync_op"]:
        if row["device_id"] and hashlib.sha256(bytes(row["body"])).digest() != bytes(row["hash"]):
            yield f"hash of {row['op_id']} is not that of its bytes"


def _order(tables: Tables) -> Iterator[str]:
    by_device: dict[str, list[Row]] = defaultdict(list)
    for row in tables["sync_op"]:
        if row["device_id"]:
            by_device[row["device_id"]].append(row)
    for device in tables["sync_device"]:
        rows = sorted(by_device.pop(device["id"], []), key=lambda row: row["cseq"])
        numbers = [row["cseq"] for row in rows]
        if numbers != list(range(1, device["last_cseq"] + 1)) or device["count"] != len(numbers):
            yield f"numbers of {device['id']}: {len(numbers)} rows, last {device['last_cseq']}, count {device['count']}"
        if any(one["tx"] > two["tx"] for one, two in itertools.pairwise(rows)):
            yield f"transactions of {device['id']} are not in the order of its numbers"
        if f"{_sum(row['op_id'] for row in rows):016x}" != device["digest"]:
            yield f"digest of {device['id']}"
    yield from (f"rows of an unknown device {device}" for device in by_device)


def _sum(ids: Iterable[str]) -> int:
    """FNV-1a of each id, added up modulo 2^64."""
    total = 0
    for text in ids:
        value = 0xCBF29CE484222325
        for byte in text.encode():
            value = (value ^ byte) * 0x100000001B3 % 2**64
        total = (total + value) % 2**64
    return total


def _effects(tables: Tables, oracle: Oracle) -> Iterator[str]:
    there: Counter[str] = Counter()
    for row in tables["work_order"]:
        there[row["id"]] += 1
        there.update(line["id"] for line in (*json.loads(row["notes"]), *json.loads(row["parts"])))
    there.update(row["id"] for row in tables["photo"])
    wanted = {one.effect for one in oracle.meant.values() if one.effect}
    applied = Counter()
    for row in tables["sync_op"]:
        meant = oracle.meant.get(row["op_id"])
        if meant is None or not meant.effect:
            continue
        applied[meant.effect] += row["verdict"] == "applied"
    for effect in wanted:
        if there[effect] != min(applied[effect], 1):
            yield f"effect {effect} is there {there[effect]} times, applied {applied[effect]} times"
    yield from (f"{key} is there {count} times" for key, count in there.items() if count > 1)


def _history(tables: Tables) -> Iterator[str]:
    last: dict[str, str] = defaultdict(str)
    told: dict[str, Counter[str]] = defaultdict(Counter)
    for row in tables["event"]:
        if _link(last[row["scope"]], row) != row["hash"]:
            yield f"the chain of {row['scope']} breaks at {row['n']}"
        last[row["scope"]] = row["hash"]
        _mention(told, row)
    if len({row["id"] for row in tables["event"]}) != len(tables["event"]):
        yield "an event is there twice"
    for row in tables["sync_op"]:
        if row["verdict"] == "applied":
            effect = json.loads(bytes(row["body"])).get("args", {}).get("id", "")
            if row["kind"] in {*_FIRST, *_NAMES} and told[row["kind"]][effect] != 1:
                yield f"{row['op_id']} ({row['kind']}) is told {told[row['kind']][effect]} times"
        elif told["judged"][row["op_id"]] != 1:
            yield f"the verdict on {row['op_id']} is told {told['judged'][row['op_id']]} times"


def _mention(told: dict[str, Counter[str]], row: Row) -> None:
    """What of an operation an event speaks of."""
    body = json.loads(bytes(row["body"]))
    if row["name"] == "operation.judged":
        told["judged"][body["op_id"]] += 1
    for kind, (name, what) in _FIRST.items():
        if row["name"] == name and body["what"] == what:
            told[kind][body["ref"]] += 1
    for kind, (name, key) in _NAMES.items():
        if row["name"] == name:
            told[kind][body[key]] += 1


def _link(previous: str, row: Row) -> str:
    """SHA-256 over each part under its length in decimal and a colon."""
    words = [previous, *(row[name] for name in ("id", "org_id", "scope", "name", "actor_id", "actor_role"))]
    words += [str(row["occurred_at"]), str(row["recorded_at"]), row["device_id"] or ""]
    parts = [word.encode() for word in words] + [bytes(row["body"])]
    return hashlib.sha256(b"".join(str(len(part)).encode() + b":" + part for part in parts)).hexdigest()


def _feed(tables: Tables) -> Iterator[str]:
    places = Counter((row["tx"], row["seq"]) for name in ("feed_head", "feed_grant") for row in tables[name])
    yield from (f"{count} lines of the feed at {place}" for place, count in places.items() if count > 1)
    if not tables["feed_clock"]:
        return
    clock = tables["feed_clock"][0]["tx"]
    used = {row["tx"] for name in ("feed_head", "feed_grant", "sync_op") for row in tables[name]}
    if max(used, default=0) > clock:
        yield f"the feed is at {max(used)}, its clock at {clock}"


def _photos(tables: Tables, blobs: Path, oracle: Oracle) -> Iterator[str]:
    held: dict[str, int] = {}
    for file in blobs.glob("??/??/*"):
        if re.fullmatch("[0-9a-f]{64}", file.name):
            data = file.read_bytes()
            held[file.name] = len(data)
            if hashlib.sha256(data).hexdigest() != file.name:
                yield f"photo {file.name} has other bytes"
    present = {(row["sha256"], row["size"]) for name in ("blob", "upload") for row in tables[name] if _is_present(row)}
    for sha, size in present:
        if held.get(sha) != size:
            yield f"photo {sha} should be {size} bytes and is {held.get(sha)}"
    uploaded = {row["sha256"] for row in tables["upload"] if _is_present(row)}
    for sha in oracle.bytes_promised:
        if sha not in uploaded:
            yield f"lost: photo {sha} was answered for"
    stored = Counter(
        json.loads(bytes(row["body"]))["photo_id"] for row in tables["event"] if row["name"] == "photo.stored"
    )
    for row in tables["photo"]:
        if bool(row["present"]) != (row["sha256"] in uploaded) or stored[row["id"]] != bool(row["present"]):
            yield f"photo {row['id']}: present {row['present']}, told {stored[row['id']]} times"


def _is_present(row: Row) -> bool:
    return bool(row["state"] == "present")


def _duty(tables: Tables) -> Iterator[str]:
    owed = {row["n"] for row in tables["outbox"]}
    decided = {row["work_order_id"] for row in tables["decision"]}
    yield from (f"buried: event {row['n']}" for row in tables["outbox"] if row["buried_at"] is not None)
    for row in tables["event"]:
        if row["name"] == "work_order.triaged" and row["n"] not in owed and row["scope"] not in decided:
            yield f"triaged and forgotten: {row['scope']}"
