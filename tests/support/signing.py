"""Signatures as a finger draws them."""

import hashlib
import math
from datetime import UTC, datetime
from itertools import pairwise

from media.model import Signature, SignatureId, Stroke

ORDER = "01936f00-0000-7000-8000-000000000001"


def strokes(seed: int = 0) -> tuple[Stroke, ...]:
    """Two characters in six strokes."""
    made = []
    for place, (left, top) in enumerate([(1500, 900), (5200, 800)]):
        for line in range(3):
            points = [
                (
                    left + line * 400 + int(900 * math.sin(step / 9 + line + seed)),
                    top + line * 450 + step * 30 + int(260 * math.cos(step / 5 + place)),
                )
                for step in range(36)
            ]
            flat = list(points[0])
            for (ax, ay), (bx, by) in pairwise(points):
                flat += [bx - ax, by - ay]
            made.append(tuple(flat))
    return tuple(made)


def sheet(work_order: str = ORDER) -> str:
    return f'{{"currency":"CNY","total_fen":22900,"work_order":"{work_order}"}}'


def signed(work_order: str = ORDER, **changes: object) -> Signature:
    text = str(changes.pop("sheet", sheet(work_order)))
    values: dict[str, object] = {
        "id": SignatureId("01936f00-0000-7000-8000-00000000000a"),
        "org_id": "org",
        "work_order_id": work_order,
        "signer": "欧阳喆堃",
        "strokes": strokes(),
        "aspect": 0.42,
        "digest": hashlib.sha256(text.encode()).hexdigest(),
        "sheet": text,
        "signed_at": datetime(2026, 11, 23, 7, 19, tzinfo=UTC),
        "by": "technician",
        **changes,
    }
    return Signature(**values)  # type: ignore[arg-type]
