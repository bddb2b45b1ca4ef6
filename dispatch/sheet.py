"""The sheet an owner signs: exactly what was shown, as text that hashes the same everywhere.

Canonical form: JSON with sorted keys, integers only, UTF-8, no spaces; the phone builds the same text
offline (`pwa/src/engine/sheet.ts`), held together by shared vectors. A later change of any line makes the
signature stale because the digest no longer matches.

Units    money in minor units, quantities in thousandths, warranty in days.
Pure     yes.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

import msgspec
from msgspec import Struct

from dispatch.evidence import LATE_FLAG
from dispatch.model import Slot, WorkOrder
from dispatch.views import PhoneOrder

TERMS = "2026-11"  # version of the wording above the pad
_encoder = msgspec.json.Encoder(order="sorted")


SLOTS = frozenset({Slot.BEFORE, Slot.AFTER})  # what an owner can see is what he signs for


class Picture(Protocol):
    """What the sheet needs to know of a photo."""

    @property
    def slot(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def retracted_at(self) -> datetime | None: ...
    @property
    def flags(self) -> tuple[str, ...]: ...


class Sheet(Struct, frozen=True):
    work_order: str
    number: str
    fault: str
    place: str
    cause: str
    action: str
    parts: tuple[tuple[str, int, int, int], ...]  # name, quantity_milli, unit_price_fen, total_fen
    labour_fen: int
    surcharge_fen: int
    total_fen: int
    currency: str
    photos: tuple[str, ...]  # sha256, sorted, each once
    technician: str
    warranty_days: int
    terms: str


def pictures(photos: Iterable[Picture]) -> list[str]:
    """The photos (sha256) that stand on the sheet: before and after, not taken back, not a former assignee's late."""
    return [p.sha256 for p in photos if p.slot in SLOTS and p.retracted_at is None and LATE_FLAG not in p.flags]


def compose(shown: PhoneOrder, photos: Sequence[str], technician: str) -> Sheet:
    """The sheet of a work order as it stands, with the photos (sha256) that are shown on it."""
    order, fees = shown.order, shown.order.fees
    return Sheet(
        work_order=order.id,
        number=order.number,
        fault=order.fault,
        place=shown.place.code,
        cause=order.cause,
        action=order.action,
        parts=_lines(order),
        labour_fen=fees.labour_fen,
        surcharge_fen=fees.surcharge_fen,
        total_fen=fees.total_fen,
        currency=fees.currency,
        photos=tuple(sorted(set(photos))),
        technician=technician,
        warranty_days=shown.fault.callback_days,
        terms=TERMS,
    )


def canonical(sheet: Sheet) -> str:
    return _encoder.encode(sheet).decode()


def _lines(order: WorkOrder) -> tuple[tuple[str, int, int, int], ...]:
    return tuple((line.name, line.quantity_milli, line.unit_price_fen, line.total_fen) for line in order.parts)


def digest(text: str) -> str:
    """SHA-256 of a canonical sheet, as the signature carries it."""
    return hashlib.sha256(text.encode()).hexdigest()
