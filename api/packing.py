"""Answers made small for the way: gzip, where the asker takes it and it pays.

Level 1: on what phones are shown a higher one costs several times the CPU for a tenth of the bytes. What is long is
packed in a thread of its own, since the event loop would stand still meanwhile. Nothing that is packed repeats what
a stranger could have put into the request beside a secret.

Units    bytes.
Effects  a worker thread for long answers.
"""

import asyncio
import gzip

SMALL = 1400  # fits one packet as it is
LONG = 32_768


async def packed(plain: bytes, accepts: str) -> tuple[bytes, dict[str, str]]:
    """The body to send and the headers that say how it is packed."""
    if len(plain) <= SMALL or "gzip" not in accepts.lower():
        return plain, {}
    body = await asyncio.to_thread(_small, plain) if len(plain) > LONG else _small(plain)
    return body, {"Content-Encoding": "gzip"}


def _small(plain: bytes) -> bytes:
    return gzip.compress(plain, 1, mtime=0)
