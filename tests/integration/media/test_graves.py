"""Bytes that nothing refers to: listed, spared while somebody may still need them, then gone for good."""

import hashlib
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from api import auditing, backup, roothold, timers
from kernel import roots
from media import graves
from media.blobs import Variant
from tests.support import photos
from tests.support import small_estate as estate
from tests.support.server import NOW, Server
from tests.support.uploading import add, create, named, order_for, photo

SHOWN, ORPHAN = photos.jpeg(photos.scene(seed=3)), photos.jpeg(photos.scene(seed=4))


async def held(doorstep: Server, data: bytes) -> bool:
    return await doorstep.running.blobs.has(named(data), Variant.ORIGINAL)


async def days_pass(doorstep: Server, days: int) -> None:
    doorstep.clock.advance(timedelta(days=days))
    await timers.clear(doorstep.running)


async def test_what_nothing_refers_to_goes_in_two_steps_and_what_is_shown_stays(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    await add(doorstep, photo(await order_for(doorstep, "technician"), SHOWN))
    for data in (SHOWN, ORPHAN):
        assert (await create(technician, data)).status_code == 201
    await days_pass(doorstep, 29)
    await days_pass(doorstep, 2)  # listed now
    assert await held(doorstep, ORPHAN)
    await days_pass(doorstep, 6)
    assert await held(doorstep, ORPHAN)
    await days_pass(doorstep, 2)
    assert [await held(doorstep, data) for data in (SHOWN, ORPHAN)] == [True, False]
    assert not list(doorstep.running.settings.data.rglob(f"{named(ORPHAN)}*"))
    technician = await doorstep.persona("technician")
    assert (await create(technician, ORPHAN)).status_code == 201  # sent again, it is as new
    assert await held(doorstep, ORPHAN)


async def test_whoever_refers_to_a_listed_photo_takes_it_off_the_list(doorstep: Server) -> None:
    await create(await doorstep.persona("technician"), ORPHAN)
    await days_pass(doorstep, 31)
    added = await add(doorstep, photo(await order_for(doorstep, "technician"), ORPHAN))
    assert added.present
    await days_pass(doorstep, 30)
    assert await held(doorstep, ORPHAN)


async def test_what_an_operation_in_the_inbox_names_is_spared(doorstep: Server) -> None:
    await create(await doorstep.persona("technician"), ORPHAN)
    async with doorstep.running.database.act(timers.SYSTEM) as act:
        doorstep.clock.advance(timedelta(days=40))
        assert await graves.bury(act, {named(ORPHAN)}) == 0


async def test_a_file_that_no_row_knows_is_found(doorstep: Server) -> None:
    stray = b"left behind"
    sha = hashlib.sha256(stray).hexdigest()
    await doorstep.running.blobs.put(sha, Variant.ORIGINAL, stray)
    await timers.clear(doorstep.running)
    assert await doorstep.running.blobs.has(sha)
    await days_pass(doorstep, 8)
    assert not await doorstep.running.blobs.has(sha)


async def test_a_backup_while_the_house_works_holds_everything_and_a_second_one_only_adds(
    doorstep: Server, tmp_path: Path
) -> None:
    technician = await doorstep.persona("technician")
    await create(technician, SHOWN)
    folder, data = tmp_path / "copy", doorstep.running.settings.data
    first, _ = backup.copied(data, folder)
    assert first == 4  # the original and three renditions
    await create(technician, ORPHAN)
    assert backup.copied(data, folder)[0] == 4
    for source in (data / "blobs").glob("??/??/*"):
        assert (folder / source.relative_to(data)).read_bytes() == source.read_bytes()
    assert (folder / "keys").is_dir()
    file = folder / "blobs" / named(SHOWN)[:2] / named(SHOWN)[2:4] / named(SHOWN)
    assert file.read_bytes() == SHOWN
    (data / file.relative_to(folder)).write_bytes(SHOWN[:-1] + b"\0")
    file.unlink()
    with pytest.raises(OSError, match="not what its name says"):
        backup.copied(data, folder)


async def test_a_day_that_is_over_has_a_root_and_a_missing_tail_is_found(
    doorstep: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    order = await order_for(doorstep, "technician")
    running = doorstep.running
    assert await roothold.close_days(running) == []
    doorstep.clock.advance(timedelta(days=1))
    made = await roothold.close_days(running)
    assert {root.day for root in made if root.org_id == estate.ORG} == {NOW.date().isoformat()}
    assert await roothold.close_days(running) == []
    assert await auditing.verify(running.database, running.settings, evidence=True) == 0
    async with running.database.writer.begin() as conn:
        last = "delete from event where n = (select max(n) from event where scope = :scope)"
        await conn.execute(text(last), {"scope": order})
    assert await auditing.verify(running.database, running.settings, evidence=False) == 1
    assert "is not the one whose root was kept" in capsys.readouterr().out
    async with running.database.read() as conn:
        now = await roots.computed(conn, estate.ORG, date.fromisoformat(made[0].day))
    assert now.root not in {root.root for root in made}
