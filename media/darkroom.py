"""From bytes to a photo that can be shown: verify, keep, develop, keep the renditions.

Runs between transactions: nothing here touches the database, so a slow decoder never holds the writer.

Errors   `ChecksumMismatch`, `UnknownBlob`, `DiskFull`, `WorkshopBusy` and the problems of `media.images`.
Effects  the blob store and the workshop.
"""

import hashlib

from kernel.errors import Invalid
from media.blobs import BlobStore, Variant
from media.model import Developed
from media.workshop import Workshop


async def finish(blobs: BlobStore, workshop: Workshop, upload: str, sha256: str) -> Developed:
    """Keep a whole upload under its hash and develop it; what is no photo is not kept."""
    await blobs.finish(upload, sha256)
    return await develop(blobs, workshop, sha256)


async def take_in(blobs: BlobStore, workshop: Workshop, data: bytes) -> tuple[str, Developed]:
    """Keep and develop bytes that are already here (an import, the demo); their hash and what they show."""
    sha256 = hashlib.sha256(data).hexdigest()
    await blobs.put(sha256, Variant.ORIGINAL, data)
    return sha256, await develop(blobs, workshop, sha256)


async def develop(blobs: BlobStore, workshop: Workshop, sha256: str) -> Developed:
    """Develop a kept original and keep its renditions."""
    proven = await blobs.has(sha256, Variant.THUMB)
    try:
        developed = await workshop.develop(await blobs.open(sha256))
    except Invalid:
        # Somebody else may hold the same bytes as a good photo: then the fault was the worker's, and they stay.
        if not proven:
            await blobs.remove(sha256)
        raise
    await blobs.put(sha256, Variant.MASTER, developed.master)
    await blobs.put(sha256, Variant.PAPER, developed.paper)
    await blobs.put(sha256, Variant.THUMB, developed.thumb)
    return developed
