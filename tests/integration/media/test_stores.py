"""Every blob store keeps the same promises: memory, a folder, and S3-compatible storage."""

import errno
import hashlib
import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import obstore
import pytest

from media.blobs import BlobStore, LocalBlobs, MemoryBlobs, Variant
from media.buckets import S3Blobs, open_bucket
from media.problems import ChecksumMismatch, DiskFull, OffsetMismatch, UnknownBlob

DATA = os.urandom(700_000)
SHA = hashlib.sha256(DATA).hexdigest()
KEY = f"{SHA}-0123456789abcdef"


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a local S3-compatible server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(400):
            try:
                httpx.put(f"{address}/doorstep-photos")
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait()


def bucket(address: str) -> S3Blobs:
    return open_bucket("doorstep-photos", address, "us-east-1", "key", "secret")


@pytest.fixture(params=["memory", "folder", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> BlobStore:
    if request.param == "memory":
        return MemoryBlobs()
    if request.param == "folder":
        return LocalBlobs(tmp_path)
    made = bucket(request.getfixturevalue("s3"))
    old = [item["path"] for batch in obstore.list(made._store) for item in batch]
    if old:
        obstore.delete(made._store, old)
    return made


async def filled(store: BlobStore) -> int:
    end = 0
    for start in range(0, len(DATA), 256 * 1024):
        end = await store.append(KEY, end, DATA[start : start + 256 * 1024])
    return end


async def test_bytes_come_back_as_they_went_in(store: BlobStore) -> None:
    assert await store.size(KEY) is None
    assert await filled(store) == len(DATA)
    assert await store.size(KEY) == len(DATA)
    assert not await store.has(SHA)
    await store.finish(KEY, SHA)
    assert await store.open(SHA) == DATA
    assert await store.has(SHA)
    assert await store.size(KEY) is None
    await store.finish(KEY, SHA)  # the answer was lost: asking again is fine
    await filled(store)
    await store.finish(KEY, SHA)  # somebody else sent the same
    assert await store.open(SHA) == DATA


async def test_an_upload_only_grows_at_its_end(store: BlobStore) -> None:
    await store.append(KEY, 0, DATA[:1000])
    for offset in (0, 999, 1001):
        with pytest.raises(OffsetMismatch) as told:
            await store.append(KEY, offset, b"x")
        assert told.value.facts == {"offset": 1000}
    assert await store.append(KEY, 1000, b"") == 1000
    assert await store.size(KEY) == 1000


async def test_a_wrong_hash_throws_the_upload_away(store: BlobStore) -> None:
    await store.append(KEY, 0, DATA[:1000])
    with pytest.raises(ChecksumMismatch):
        await store.finish(KEY, SHA)
    assert await store.size(KEY) is None
    assert not await store.has(SHA)
    with pytest.raises(UnknownBlob):
        await store.finish(KEY, SHA)


async def test_renditions_stand_beside_the_original_and_go_with_it(store: BlobStore) -> None:
    for variant in Variant:
        await store.put(SHA, variant, variant.encode())
    assert [await store.open(SHA, variant) for variant in Variant] == [variant.encode() for variant in Variant]
    await store.remove(SHA)
    assert not any([await store.has(SHA, variant) for variant in Variant])
    with pytest.raises(UnknownBlob):
        await store.open(SHA)


async def test_an_upload_can_be_discarded_twice(store: BlobStore) -> None:
    await store.append(KEY, 0, b"some")
    await store.discard(KEY)
    await store.discard(KEY)
    assert await store.size(KEY) is None


async def test_another_process_goes_on_where_one_stopped(tmp_path: Path, s3: str) -> None:
    for make in (lambda: LocalBlobs(tmp_path), lambda: bucket(s3)):
        await make().discard(KEY)
        await make().append(KEY, 0, DATA[:1000])
        assert await make().size(KEY) == 1000
        await make().append(KEY, 1000, DATA[1000:])
        await make().finish(KEY, SHA)
        assert await make().open(SHA) == DATA


async def test_files_lie_under_their_hash_and_belong_to_nobody_else(tmp_path: Path) -> None:
    store = LocalBlobs(tmp_path)
    await filled(store)
    await store.finish(KEY, SHA)
    await store.put(SHA, Variant.THUMB, b"thumb")
    folder = tmp_path / SHA[:2] / SHA[2:4]
    assert {file.name for file in folder.iterdir()} == {SHA, f"{SHA}.thumb.jpg"}
    assert {file.stat().st_mode & 0o077 for file in folder.iterdir()} == {0}
    assert list((tmp_path / "incoming").iterdir()) == []


async def test_little_room_is_a_full_disk_before_it_is_one(tmp_path: Path) -> None:
    room = 1_000_000
    store = LocalBlobs(tmp_path, reserve=500_000, free=lambda _folder: room)
    await store.append(KEY, 0, DATA[:400_000])
    with pytest.raises(DiskFull):
        await store.append(KEY, 400_000, b"x" * 500_001)
    with pytest.raises(DiskFull):
        await store.put(SHA, Variant.THUMB, b"x" * 500_001)
    room = 2_000_000
    assert await store.append(KEY, 400_000, DATA[400_000:]) == len(DATA)


async def test_a_disk_that_is_full_in_the_middle_says_so(tmp_path: Path) -> None:
    store = LocalBlobs(tmp_path)
    (tmp_path / "incoming" / KEY).symlink_to("/dev/full")
    with pytest.raises(DiskFull) as told:
        await store.append(KEY, 0, b"some")
    cause = told.value.__cause__
    assert isinstance(cause, OSError)
    assert cause.errno == errno.ENOSPC


def failing(monkeypatch: pytest.MonkeyPatch, *, folders: bool) -> None:
    """From now on the disk cannot sync files, or folders."""
    sync = os.fsync

    def fsync(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode) is folders:
            raise OSError(errno.EIO, "input/output error")
        sync(file)

    monkeypatch.setattr(os, "fsync", fsync)


async def test_what_could_not_be_synced_has_to_come_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel drops what it could not write and says so once: a second sync of the same file would lie."""
    store = LocalBlobs(tmp_path)
    await filled(store)
    with monkeypatch.context() as ill:
        failing(ill, folders=False)
        with pytest.raises(OSError, match="input/output"):
            await store.finish(KEY, SHA)
    assert await store.size(KEY) is None
    await filled(store)
    await store.finish(KEY, SHA)
    assert await store.open(SHA) == DATA


async def test_a_name_is_made_durable_again_when_that_had_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = LocalBlobs(tmp_path)
    await filled(store)
    with monkeypatch.context() as ill:
        failing(ill, folders=True)
        with pytest.raises(OSError, match="input/output"):
            await store.finish(KEY, SHA)
    assert not (tmp_path / SHA[:2] / SHA[2:4]).exists()  # or nobody would sync its name again
    synced: list[str] = []
    sync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda file: (synced.append(str(Path(f"/proc/self/fd/{file}").readlink())), sync(file))
    )
    await store.finish(KEY, SHA)
    synced.clear()
    await store.finish(KEY, SHA)  # killed between name and sync: the answer to the next attempt is a promise too
    assert str(tmp_path / SHA[:2] / SHA[2:4]) in synced
