"""Which photos stand on the sheet an owner signs: before and after, as far as they were not taken back.

Pure     yes.
"""

from collections.abc import Sequence

from dispatch.model import Slot
from media.model import Photo


def shown_photos(photos: Sequence[Photo]) -> list[str]:
    return [p.sha256 for p in photos if p.slot in {Slot.BEFORE, Slot.AFTER} and p.retracted_at is None]
