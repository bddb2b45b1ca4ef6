"""What a phone says it has not sent yet: heard with every exchange and as the page is put away, kept on its device row.

The row changes only when the announcement does, or when a phone that holds something has not been noted for
`NOTED_EVERY`: its silence is counted from there (`gaps`). An announcement that cannot be read is no
announcement, and never a reason to refuse work. With it comes how often the phone has found that its picture was not
the server's and has read it anew: the office sees that.

Effects  `heard` is pure; `note` writes inside the caller's transaction.
"""

from datetime import datetime, timedelta

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from kernel.act import Act
from offline_sync import store
from offline_sync.model import Holdings
from offline_sync.store import Device

NOTED_EVERY = timedelta(minutes=10)
_decoder = msgspec.json.Decoder(Holdings)


def read(said: Raw | bytes) -> Holdings | None:
    """The announcement, or None when there is none."""
    if bytes(said) == b"null":
        return None
    try:
        return _decoder.decode(said)
    except (msgspec.MsgspecError, RecursionError):
        return None


def heard(device: Device, said: Raw | bytes, last: int, now: datetime, differed: int = 0) -> Device:
    """The device with its newest announcement; the same value when there is nothing to write.

    `differed` counts up on the phone, so a report that is lost on the way comes with the next exchange.
    """
    if differed > device.differed:
        device = replace(device, differed=differed, differed_at=now, seen_at=now)
    told = read(said)
    if told is None:
        return device
    owes = told.made > last or told.photos or told.more_photos
    text = msgspec.json.encode(told).decode() if owes else None
    if text != device.holds:
        return replace(device, holds=text, holds_at=now if text else None, seen_at=now)
    if text is not None and now - device.seen_at >= NOTED_EVERY:
        return replace(device, seen_at=now)
    return device


async def note(act: Act, device: Device, said: Raw | bytes, differed: int = 0) -> None:
    """Keep an announcement that came without operations."""
    now = heard(device, said, device.last_cseq, act.now, differed)
    if now is not device:
        await store.save_holds(act.conn, now)
