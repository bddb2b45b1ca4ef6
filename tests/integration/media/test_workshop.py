"""Workers are apart from the server, limited, replaced, and never take anybody down with them."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from media import images, press
from media.problems import NotAPhoto, TooManyPixels, Undecodable
from media.workshop import CertificateError, Workshop
from tests.support import hostile, photos
from tests.support.certificates import facts

PROC = Path("/proc")


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    made = Workshop(workers=1, tasks=3)
    yield made
    made.close()


def pid(workshop: Workshop) -> int:
    worker = workshop._idle.queue[-1]
    assert worker is not None
    return worker._process.pid


def of(workshop: Workshop) -> Path:
    """What the kernel says about the worker."""
    return PROC / str(pid(workshop))


async def test_a_worker_develops_like_this_process_does(workshop: Workshop) -> None:
    images.prepare()
    data = photos.turned(6)
    assert await workshop.develop(data) == images.develop(data)


async def test_a_problem_comes_back_as_itself_with_its_facts(workshop: Workshop) -> None:
    with pytest.raises(NotAPhoto):
        await workshop.develop(b"text")
    with pytest.raises(TooManyPixels) as told:
        await workshop.develop(hostile.bomb())
    assert told.value.facts["limit"] == images.MAX_PIXELS


async def test_a_worker_is_replaced_after_its_share_of_work(workshop: Workshop) -> None:
    seen = []
    for _ in range(5):
        await workshop.develop(photos.jpeg())
        seen.append(pid(workshop))
    assert seen[0] == seen[1] == seen[2] != seen[3] == seen[4]


async def test_a_killed_worker_harms_one_photo_and_nobody_else(workshop: Workshop) -> None:
    await workshop.develop(photos.jpeg())
    os.kill(pid(workshop), 9)
    await workshop.develop(photos.jpeg())  # it was idle: nobody notices

    busy = asyncio.create_task(workshop.develop(photos.phone()))
    while True:
        await asyncio.sleep(0.01)
        if not workshop._idle.queue:
            break
    victims = [
        int(entry.name)
        for entry in PROC.iterdir()
        if entry.name.isdigit() and parent(entry) == os.getpid() and b"media.workbench" in command(entry)
    ]
    assert len(victims) == 1
    os.kill(victims[0], 9)
    with pytest.raises(Undecodable):
        await busy
    await workshop.develop(photos.jpeg())


def parent(entry: Path) -> int:
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def command(entry: Path) -> bytes:
    try:
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""


async def test_a_silent_worker_is_not_waited_for() -> None:
    workshop = Workshop(workers=1, patience=0.0)
    try:
        with pytest.raises(Undecodable):
            await workshop.develop(photos.jpeg())
    finally:
        workshop.close()


async def test_more_work_than_workers_waits_its_turn() -> None:
    workshop = Workshop(workers=2)
    try:
        made = await asyncio.gather(*(workshop.develop(photos.jpeg()) for _ in range(8)))
        assert len({one.master for one in made}) == 1
    finally:
        workshop.close()


async def test_a_worker_lives_within_limits_and_without_the_servers_environment(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("S3_SECRET_KEY", "must not be seen")
    await workshop.develop(photos.jpeg())
    limits = (of(workshop) / "limits").read_text()
    by_name = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()[1:]}
    assert by_name["Max address space"] == str(1024**3)
    assert int(by_name["Max cpu time"]) <= 12
    assert by_name["Max core file size"] == "0"
    assert b"must not be seen" not in (of(workshop) / "environ").read_bytes()


async def test_a_certificate_is_typeset_in_a_worker(workshop: Workshop) -> None:
    made = await workshop.typeset(facts(1), "zh")
    assert (made.pdf, made.made_with) == (press.render(facts(1), "zh"), press.fingerprint())
    with pytest.raises(CertificateError):
        await workshop.typeset(facts(0, time_zone="Nowhere/Land"), "zh")
    await workshop.develop(photos.jpeg())


async def test_closing_leaves_no_process_behind() -> None:
    workshop = Workshop(workers=1)
    await workshop.develop(photos.jpeg())
    folder = of(workshop)
    workshop.close()
    assert not folder.exists()
