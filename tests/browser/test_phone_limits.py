"""Much at once, wrong clocks, poison, a server that was restored: each has its end, and none stops the shift."""

import asyncio
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.async_api import async_playwright

from tests.support.cutting import Fault, told
from tests.support.field import EXCHANGE, Field, Pocket, field_of
from tests.support.ledger import Books
from tests.support.real_server import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
deep = pytest.mark.deep
TWO_YEARS_MS = 2 * 365 * 24 * 3_600_000
CLOCK = """(() => { const Real = Date, by = %d
  globalThis.Date = class extends Real { constructor(...told) { told.length ? super(...told) : super(Real.now() + by) } static now() { return Real.now() + by } } })()"""


@pytest.mark.parametrize(
    "by",
    [pytest.param(TWO_YEARS_MS, id="two years ahead"), pytest.param(-TWO_YEARS_MS, id="two years behind", marks=deep)],
)
async def test_a_phone_whose_clock_is_wrong_works_like_any_other(field: Field, by: int) -> None:
    async with field.pocket() as phone:
        await phone.context.add_init_script(CLOCK % by)
        await phone.first_day()
        phone.line.cut()
        await phone.notes(3)
        await phone.act("visit.depart", {})
        phone.line.mend()
        await phone.arrives()
        assert {row["verdict"] for row in phone.ledger()} == {"applied"}
        assert abs((await phone.state())["clock"]["off"] + by) < 60_000
        (order,) = phone.books.rows("select status from work_order where id = ?", phone.hand.order)
        assert order["status"] == "en_route"
        for row in phone.ledger():  # the story is told on the server's clock
            assert abs(row["made_at"] - row["received_at"]) < 120_000_000


@deep
async def test_two_hundred_and_fifty_updates_arrive_in_their_order(pocket: Pocket) -> None:
    pocket.line.cut()
    await pocket.notes(250)
    pocket.line.mend()
    pocket.line.requests.clear()
    await pocket.page.evaluate("() => probe.syncNow()")
    await pocket.sees(
        "(all) => all.outbox.every((one) => one.state === 'confirmed' || one.state === 'parked')", within=60_000
    )
    await pocket.is_held_once()
    assert [row["op_id"] for row in pocket.ledger()] == pocket.kept
    assert sum(EXCHANGE in one for one in pocket.line.requests) <= 6


@deep
async def test_forty_photos_arrive_over_a_line_that_breaks_again_and_again(timed: Pocket) -> None:
    timed.line.cut()
    for seed in range(40):
        await timed.photo(100 + seed, side=400)
    await timed.notes(3)
    for bytes_ in (5_000, 20_000, 800, 43_000, 12_000, 60_000):
        timed.line.befall(Fault("/api/v1/blobs/", 2, request_bytes=bytes_))
    timed.line.mend()
    await timed.arrives(within=600_000)
    assert timed.line.lost == 12


@deep
async def test_an_operation_that_breaks_the_server_goes_to_the_drop_box_and_the_next_ones_go_on(timed: Pocket) -> None:
    """Five times in ten minutes the server fails on it; then it is put aside as it is, and nothing waits behind it."""
    timed.line.cut()
    await timed.notes(1)
    broken = {"type": "urn:doorstep:problem:internal", "status": 500, "code": "internal", "title": "broken"}
    timed.line.befall(Fault(EXCHANGE, 400, instead=told("500 Broken", json.dumps(broken).encode())))
    timed.line.mend()
    await timed.sees("(all) => all.outbox[0].state === 'held' && all.outbox[0].reason === 'dropbox'", within=3_600_000)
    timed.line.heal()
    await timed.notes(3)
    await timed.sees("(all) => all.outbox.slice(1).every((one) => one.state === 'confirmed')", within=900_000)
    (drop,) = timed.books.rows("select raw from sync_dropbox where user_id = ?", timed.hand.id)
    assert json.loads(drop["raw"])["op_id"] == timed.kept[0]
    assert [row["op_id"] for row in timed.ledger()] == timed.kept[1:]


@deep
async def test_words_too_large_for_any_server_are_refused_while_they_can_still_be_shortened(pocket: Pocket) -> None:
    refused = "async (order) => { const id = probe.newId(); try { await probe.act('note.add', order, { id, text: 'x'.repeat(400000), at: new Date().toISOString() }, id) } catch (error) { return error.name } return 'kept' }"
    assert await pocket.page.evaluate(refused, pocket.hand.order) == "RangeError"
    await pocket.notes(1)
    await pocket.arrives()
    assert len(pocket.ledger()) == 1


@deep
async def test_the_same_deed_told_twice_is_one(pocket: Pocket) -> None:
    twice = "async (order) => { const id = probe.newId(); const args = { id, text: 'once', at: new Date().toISOString() }; await Promise.all([probe.act('note.add', order, args, id), probe.act('note.add', order, args, id)]); await probe.act('note.add', order, args, id); return id }"
    pocket.kept.append(await pocket.page.evaluate(twice, pocket.hand.order))
    await pocket.arrives()
    assert len(pocket.ledger()) == 1


@deep
async def test_a_server_restored_from_a_backup_gets_back_all_that_the_phone_had_told_it(tmp_path: Path) -> None:
    """Twice from the same backup: what the phone was told is answered is offered again, photos too, and is held once."""
    async with async_playwright() as made, field_of(made, tmp_path, 1) as own, own.pocket() as phone:
        await phone.first_day()
        await phone.notes(2)
        await phone.arrives()
        own.server.kill()
        backup = tmp_path / "backup"
        shutil.copytree(own.server.data, backup)
        await own.server.start()
        for round_ in range(2):
            await phone.page.evaluate("() => probe.syncNow()")
            await phone.notes(4)
            await phone.photo(50 + round_, side=500)
            await phone.until_sent()
            await restored(own, backup)
            await phone.page.evaluate("() => probe.syncNow()")
            await phone.notes(1)
            await asyncio.wait_for(whole_again(phone), 60)
            await phone.arrives(within=60_000)
        assert len(Books(own.server.data).rows("select op_id from sync_op")) == len(phone.kept) + len(phone.photos)


async def whole_again(phone: Pocket) -> None:
    while {row["op_id"] for row in phone.ledger()} < set(phone.kept):
        await phone.page.evaluate("() => probe.syncNow()")
        await phone.page.evaluate("() => fetch('/health/live').then(() => 0, () => 0)")


async def restored(own: Field, backup: Path) -> None:
    """The database of the backup under the server, and the operator's word that it is meant."""
    data = own.server.data
    own.server.kill()
    for path in data.glob("doorstep.db*"):
        path.unlink()
    for path in backup.glob("doorstep.db*"):
        shutil.copy(path, data / path.name)
    shutil.rmtree(data / "blobs")
    if (backup / "blobs").is_dir():
        shutil.copytree(backup / "blobs", data / "blobs")
    command = [sys.executable, "-m", "api", "restore", "--yes"]
    env = {"PATH": "/usr/bin:/bin", "PYTHONPATH": ":".join([str(ROOT), *filter(None, sys.path)]), "DATA": str(data)}
    env["DOORSTEP_INSIDE"] = "image"
    subprocess.run(command, cwd=ROOT, env=env, check=True, timeout=60, capture_output=True)  # noqa: ASYNC221
    await own.server.start()
