"""The painted photographs of the demo, developed like any other and kept under their hashes.

Effects  threads for painting; the blob store.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence

from msgspec import Struct

from api.demo.life import Picture
from media import demo_scene, images
from media.blobs import BlobStore, Variant
from media.model import Developed

TAKES = 2
# Scenes with a second take: those that most orders show.
TWICE = frozenset({"pipe", "ceiling", "drain", "panel", "reader", "lamp"})


class Print(Struct, frozen=True):
    key: tuple[str, bool, int]
    sha256: str
    size: int
    developed: Developed


def _make(key: tuple[str, bool, int]) -> tuple[Print, bytes]:
    scene, after, take = key
    data = demo_scene.paint(scene, after=after, take=take)
    return Print(key, hashlib.sha256(data).hexdigest(), len(data), images.develop(data)), data


async def painted() -> list[tuple[Print, bytes]]:
    """Paint and develop all of them; some forty pictures."""
    images.prepare()
    keys = [
        (scene, after, take)
        for scene in demo_scene.SCENES
        for after in (False, True)
        for take in range(TAKES if scene in TWICE else 1)
    ]
    bench = asyncio.Semaphore(3)

    async def one(key: tuple[str, bool, int]) -> tuple[Print, bytes]:
        async with bench:
            return await asyncio.to_thread(_make, key)

    return list(await asyncio.gather(*(one(key) for key in keys)))


async def hang(blobs: BlobStore, prints: Sequence[tuple[Print, bytes]]) -> None:
    """Keep the originals and their renditions."""
    wall = asyncio.Semaphore(8)

    async def one(sha256: str, variant: Variant, data: bytes) -> None:
        async with wall:
            await blobs.put(sha256, variant, data)

    jobs = []
    for made, data in prints:
        jobs.append(one(made.sha256, Variant.ORIGINAL, data))
        jobs.append(one(made.sha256, Variant.MASTER, made.developed.master))
        jobs.append(one(made.sha256, Variant.THUMB, made.developed.thumb))
        jobs.append(one(made.sha256, Variant.PAPER, made.developed.paper))
    await asyncio.gather(*jobs)


def gallery(prints: Sequence[Print]) -> Mapping[tuple[str, bool, int], Picture]:
    return {one.key: Picture(one.sha256, one.developed.quality) for one in prints}
