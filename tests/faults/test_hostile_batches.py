"""Bad input on the exchange of a real server: each kind has its verdict or its error, none is a failure, none blocks the next."""

import gzip
import hashlib
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import msgspec

from tests.faults.client import SYNC, Phone
from tests.faults.ground import ground
from tests.faults.judge import judge, settled
from tests.faults.kills import Round
from tests.faults.oracle import Meant
from tests.faults.points import Plan
from tests.faults.telling import size, tell
from tests.faults.victims import Zygote
from tests.faults.wire import Answer


def envelope(phone: Phone, *ops: tuple[int, bytes], **more: object) -> bytes:
    told = b",".join(b'{"cseq":%d,"op":%b}' % one for one in ops)
    head = {"proto": 1, "device_id": phone.device, "epoch": phone.epoch, "build": "faults", **more}
    return msgspec.json.encode(head)[:-1] + b',"ops":[' + told + b"]}"


def text(phone: Phone, **changes: object) -> bytes:
    """An operation that is not on the phone's own list."""
    note = {"id": phone.mint(), "text": "x", "at": "2026-11-24T02:00:00Z"}
    made = {"op_id": phone.mint(), "kind": "note.add", "v": 1, "actor": phone.actor, "at": {"wall": 1}}
    return msgspec.json.encode({**made, "work_order": phone.orders[0], "args": note, **changes})


def following(phone: Phone, *ops: bytes, ahead: int = 1) -> bytes:
    return envelope(phone, *((phone.cseq + ahead + at, one) for at, one in enumerate(ops)))


REFUSED: dict[str, tuple[Callable[[Phone], bytes], str]] = {
    "truncated": (lambda p: following(p, text(p))[:-9], "400 bad_envelope"),
    "empty": (lambda _: b"", "400 bad_envelope"),
    "no JSON at all": (lambda _: b"\xff\xfe\x00", "400 bad_envelope"),
    "a gzip cut short": (lambda p: gzip.compress(following(p, text(p)))[:-12], "400 bad_envelope"),
    "a gzip bomb": (lambda _: gzip.compress(b" " * 30_000_000), "413 batch_too_large"),
    "100,000 brackets in an operation": (lambda p: following(p, b"[" * 100_000 + b"]" * 100_000), "400 too_deep"),
    "100,000 brackets instead of an envelope": (lambda _: b"[" * 100_000, "400 too_deep"),
    "100,000 braces, never closed": (lambda _: b'{"a":' * 100_000, "400 too_deep"),
    "201 operations": (lambda p: following(p, *[text(p)] * 201), "413 batch_too_large"),
    "more than a megabyte": (lambda p: following(p, text(p, pad="x" * 1_100_000)), "413 batch_too_large"),
    "number 0": (lambda p: envelope(p, (0, text(p))), "400 bad_envelope"),
    "number 2^60": (lambda p: envelope(p, (2**60, text(p))), "400 bad_envelope"),
    "somebody else's work": (lambda p: following(p, text(p, actor="someone")), "403 actor_mismatch"),
    "somebody else's device": (
        lambda p: following(p, text(p)).replace(p.device.encode(), b"0" * 36),
        "404 device_unknown",
    ),
}
TAKEN: dict[str, tuple[Callable[[Phone], bytes], str]] = {
    "a number": (lambda _: b"17", "parked malformed"),
    "nothing": (lambda _: b"null", "parked malformed"),
    "an empty object": (lambda _: b"{}", "parked malformed"),
    "no id": (lambda p: text(p, op_id="x"), "parked malformed"),
    "an unknown kind": (lambda p: text(p, kind="house.burn"), "held server_too_old"),
    "a version to come": (lambda p: text(p, v=99), "held server_too_old"),
    "a version that never was": (lambda p: text(p, v=-1), "parked"),
    "a work order that is none": (lambda p: text(p, work_order="../../etc/passwd"), "parked unknown_work_order"),
    "arguments of another kind": (lambda p: text(p, args=[1, 2]), "parked bad_arguments"),
    "no arguments": (lambda p: text(p, args=None), "parked bad_arguments"),
    "a NUL in the text": (lambda p: text(p, args={"id": p.mint(), "text": "a\0b", "at": "2026-11-24T02:00:00Z"}), ""),
    "half a character": (lambda p: text(p).replace(b'"x"', b'"a\\ud83d"'), "applied"),
    "bytes that are no text": (lambda p: text(p).replace(b'"x"', b'"\xff"'), "parked bad_arguments"),
    "a kind that is no text": (lambda p: text(p).replace(b"note.add", b"note\xff"), "parked malformed"),
    "an actor that is no text": (lambda p: text(p, seen="#").replace(b'"#"', b'"\xff"'), "parked malformed"),
    "a clock beyond all years": (lambda p: text(p, at={"wall": 2**53}), ""),
    "a cursor of nobody": (lambda p: text(p, seen="x" * 5000), "applied"),
}


async def exchange(phone: Phone, body: bytes) -> Answer:
    zipped = {"Content_Encoding": "gzip"} if body[:2] == b"\x1f\x8b" else {}
    return await phone.door.ask(
        phone.login, "POST", SYNC + "/exchange", body, Content_Type="application/json", **zipped
    )


def outcome(answer: Answer) -> str:
    told = answer.json()
    if answer.status != 200:
        return f"{answer.status} {told['code']}"
    if told["dev"].get("fork"):
        return "fork"
    if told["dev"].get("expected") is not None:
        return f"hole, go on at {told['dev']['expected']}"
    return "; ".join(
        f"{one['verdict']} {one.get('reason', '')}".strip() + " again" * one.get("dup", False)
        for one in told["results"]
    )


async def goes_on(phone: Phone) -> None:
    """The next piece of honest work is simply applied."""
    made = phone.write("note.add", phone.orders[0], {"id": phone.mint(), "text": "on", "at": "2026-11-24T02:00:00Z"})
    await phone.exchange()
    assert phone.oracle.promised[made.op_id].verdict == "applied"


async def test_every_hostile_batch_has_its_answer_and_the_next_one_is_taken(place: Path) -> None:
    zygote = await Zygote().open()
    table: dict[str, str] = {}
    try:
        now = Round(zygote, await ground("sqlite", place), random.Random(size("SEED")))
        await now.begin()
        await now.start(Plan())
        phone = now.phones[0]
        for name, (make, wanted) in REFUSED.items():
            table[name] = outcome(await exchange(phone, make(phone)))
            assert table[name] == wanted, name
            await goes_on(phone)
        for name, (make, wanted) in TAKEN.items():
            raw = make(phone)
            answer = await exchange(phone, following(phone, raw))
            table[name] = outcome(answer)
            assert answer.status == 200, (name, table[name])
            assert table[name].startswith(wanted), (name, table[name])
            phone.cseq += 1
            await goes_on(phone)
        await _order_and_repetition(phone, table)
        await _one_byte(phone, table)
        await _old_phone(phone, table)
        assert now.oracle.wrong == []
    finally:
        await zygote.close()
        tell("hostile batches", table)


async def _order_and_repetition(phone: Phone, table: dict[str, str]) -> None:
    one, two, three = text(phone), text(phone), text(phone)
    first = phone.cseq + 1
    table["reordered"] = outcome(await exchange(phone, envelope(phone, (first + 1, two), (first, one))))
    assert table["reordered"].startswith("hole, go on at")
    table["in order"] = outcome(await exchange(phone, envelope(phone, (first, one), (first + 1, two))))
    assert table["in order"] == "applied; applied"
    table["repeated"] = outcome(await exchange(phone, envelope(phone, (first, one), (first + 1, two))))
    assert table["repeated"] == "applied again; applied again"
    table["the same twice in one batch"] = outcome(
        await exchange(phone, envelope(phone, (first + 2, three), (first + 2, three)))
    )
    assert table["the same twice in one batch"].startswith("applied")
    phone.cseq += 3
    await goes_on(phone)


async def _one_byte(phone: Phone, table: dict[str, str]) -> None:
    raw = text(phone)
    assert outcome(await exchange(phone, following(phone, raw))) == "applied"
    phone.cseq += 1
    changed = raw.replace(b'"x"', b'"y"')
    assert hashlib.sha256(changed).digest() != hashlib.sha256(raw).digest()
    table["a known id with one byte changed"] = outcome(await exchange(phone, following(phone, changed)))
    assert table["a known id with one byte changed"] == "parked payload_mismatch"
    phone.cseq += 1
    await goes_on(phone)


async def _old_phone(phone: Phone, table: dict[str, str]) -> None:
    """Numbers that are taken, with other work under them: told as a fork, and taken under a device of its own."""
    raw = text(phone)
    table["a phone restored from an old backup"] = outcome(await exchange(phone, envelope(phone, (phone.cseq, raw))))
    assert table["a phone restored from an old backup"] == "fork"
    told = msgspec.json.encode({"build": "faults", "fork_of": phone.device})
    answer = await phone.door.ask(phone.login, "POST", SYNC + "/devices", told, Content_Type="application/json")
    phone.device, phone.epoch, phone.cseq = answer.json()["device_id"], answer.json()["epoch"], 1
    table["... and under its new device"] = outcome(await exchange(phone, envelope(phone, (1, raw))))
    assert table["... and under its new device"] == "applied"
    await goes_on(phone)


async def test_a_server_restored_from_an_old_backup_is_given_everything_again(place: Path) -> None:
    zygote = await Zygote().open()
    try:
        now = Round(zygote, await ground("sqlite", place), random.Random(size("SEED")))
        await now.begin()
        victim = await now.start(Plan())
        for turn in range(8):
            if turn == 3:
                await victim.kill()
                shutil.copytree(now.ground.data, place / "backup")
                victim = await now.start(Plan())
            for phone in now.phones:
                await phone.step()
        await victim.kill()
        shutil.rmtree(now.ground.data)
        shutil.copytree(place / "backup", now.ground.data)
        victim = await now.start(Plan())
        kept = dict(now.oracle.promised)
        now.door.tokens.clear()
        for phone in now.phones:
            answer = await exchange(phone, envelope(phone, pull={"cursor": phone.cursor}))
            behind = answer.json()["dev"]["last_cseq"]
            mine = [one for one in now.oracle.meant.values() if one.device == phone.device and one.cseq > behind]
            assert mine
            owed_again(phone, sorted(mine, key=lambda one: one.cseq))
            assert await phone.quiet()
        assert {key: one.verdict for key, one in now.oracle.promised.items() if key in kept} == {
            key: one.verdict for key, one in kept.items()
        }
        held = {row["sha256"] for row in (await now.tables())["upload"] if row["state"] == "present"}
        for sha in set(now.oracle.bytes_promised) - held:  # a real phone keeps the bytes for a week; ours does not
            del now.oracle.bytes_promised[sha], now.oracle.bytes_meant[sha]
        await victim.kill()
        tables = await now.tables(still=True)
        found = judge(tables, now.ground.data / "blobs", now.oracle) + settled(tables, now.oracle)
        tell("a server restored from an old backup", {"sent again": len(now.oracle.meant), "found": found or "nothing"})
        assert found == []
    finally:
        await zygote.close()


def owed_again(phone: Phone, work: list[Meant]) -> None:
    """The journal: what the server does not remember is sent once more, byte for byte."""
    for one in work:
        phone.oracle.promised.pop(one.op_id, None)
    phone.queue, phone.cursor = work, None
