"""The judge can fail: each kind of wrong is put into a good server's books by hand, and found."""

import copy
import random
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.faults.books import Tables
from tests.faults.ground import ground
from tests.faults.judge import judge, settled
from tests.faults.kills import Round
from tests.faults.oracle import Oracle
from tests.faults.points import Plan
from tests.faults.telling import size
from tests.faults.victims import Zygote


class Good(NamedTuple):
    tables: Tables
    blobs: Path
    oracle: Oracle


async def a_good_server(place: Path, zygote: Zygote) -> Good:
    """At work for a while, then in peace."""
    now = Round(zygote, await ground("sqlite", place), random.Random(size("SEED")))
    await now.begin()
    await now.start(Plan())
    for _ in range(6):
        for phone in now.phones:
            await phone.step()
    for phone in now.phones:
        phone.work_on("photo.add")
        assert await phone.quiet()
    return Good(await now.tables(), now.ground.data / "blobs", now.oracle)


def applied(tables: Tables, kind: str) -> dict[str, object]:
    return next(row for row in tables["sync_op"] if row["kind"] == kind and row["verdict"] == "applied")


def lose(tables: Tables) -> None:
    row = tables["sync_op"].pop()
    device = next(one for one in tables["sync_device"] if one["id"] == row["device_id"])
    device["last_cseq"] -= 1
    device["count"] -= 1


def change_a_byte(tables: Tables) -> None:
    row = tables["sync_op"][0]
    row["body"] = bytes(row["body"]).replace(b'"v":1', b'"v":2')


def double_a_note(tables: Tables) -> None:
    order = next(row for row in tables["work_order"] if row["notes"] != "[]")
    order["notes"] = order["notes"][:-1] + "," + order["notes"][1:]


WRONGS: dict[str, tuple[Callable[[Tables], object], str]] = {
    "an operation lost": (lose, "lost: "),
    "an operation twice": (lambda t: t["sync_op"].append(dict(t["sync_op"][0])), "in the ledger twice"),
    "a byte changed": (change_a_byte, "other bytes"),
    "a verdict changed": (lambda t: applied(t, "note.add").update(verdict="parked"), "other verdict"),
    "a hole in the numbers": (lambda t: t["sync_op"][-1].update(cseq=999), "numbers of"),
    "numbers against the transactions": (
        lambda t: max(t["sync_op"], key=lambda row: row["cseq"] or 0).update(tx=0),
        "not in the order",
    ),
    "a note twice": (double_a_note, "is there 2 times"),
    "a part lost": (lambda t: [row.update(parts="[]") for row in t["work_order"]], "is there 0 times"),
    "a photo lost": (lambda t: t["photo"].pop(), "is there 0 times"),
    "an event gone": (lambda t: t["event"].pop(3), "breaks at"),
    "an event changed": (lambda t: t["event"][3].update(body=b"{}" + b" " * 9, name="x.y"), "breaks at"),
    "two heads in one place": (lambda t: t["feed_head"].append(dict(t["feed_head"][0])), "lines of the feed"),
    "a clock behind": (lambda t: t["feed_clock"][0].update(tx=1), "its clock at"),
    "an upload forgotten": (lambda t: t["upload"].clear(), "was answered for"),
    "a size that is not so": (lambda t: t["blob"][0].update(size=1), "should be 1 bytes"),
    "a dispatch forgotten": (lambda t: [t["decision"].clear(), t["outbox"].clear()], "triaged and forgotten"),
    "an event buried": (lambda t: t["outbox"].append({"n": 1, "attempts": 8, "buried_at": 1}), "buried"),
    "a damaged page": (lambda t: t.update(damage=[{"integrity_check": "row 3 missing"}]), "damaged"),
}


async def test_a_good_server_is_found_good_and_each_wrong_is_found(place: Path) -> None:
    zygote = await Zygote().open()
    try:
        good = await a_good_server(place, zygote)
    finally:
        await zygote.close()
    assert judge(good.tables, good.blobs, good.oracle) + settled(good.tables, good.oracle) == []
    for name, (spoil, sentence) in WRONGS.items():
        tables = copy.deepcopy(good.tables)
        spoil(tables)
        found = judge(tables, good.blobs, good.oracle)
        assert any(sentence in one for one in found), (name, found)
    sha = next(iter(good.oracle.bytes_promised))
    file = good.blobs / sha[:2] / sha[2:4] / sha
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    assert any("has other bytes" in one for one in judge(good.tables, good.blobs, good.oracle))
    file.unlink()
    assert any("is None" in one for one in judge(good.tables, good.blobs, good.oracle))
