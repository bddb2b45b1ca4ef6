"""What the distance between two photos finds and whom it wrongs, on painted rooms: the curve of `media.evidence`.

Pure     but for the processor it takes.
"""

import io
from collections import Counter
from itertools import combinations

from PIL import Image

from media import evidence, images
from media.model import Developed
from tests.support import rooms

DISTANCES = (2, 4, 6, 8, 10, 12)
FOUND_AT_LEAST = {"crop 3 %": 0.85, "crop 8 %": 0.0}  # the rest: 0.94
images.prepare()


def developed(image: Image.Image) -> Developed:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return images.develop(out.getvalue())


def curve(counts: Counter[int], whole: int) -> dict[int, float]:
    return {limit: sum(many for at, many in counts.items() if at <= limit) / whole for limit in DISTANCES}


def apart(one: Developed, other: Developed) -> int:
    """As the finding measures: straight, or against the mirror."""
    straight = evidence.distance(one.quality.dhash, other.quality.dhash)
    return min(straight, evidence.distance(one.mirror, other.quality.dhash))


def measured(scenes: int) -> tuple[dict[str, dict[int, float]], dict[int, float], dict[int, float]]:
    """Recall per change, false alarms between different rooms, and honest pairs that would be called unchanged."""
    rooms_ = [(rooms.room(seed), developed(rooms.room(seed))) for seed in range(scenes)]
    recall = {
        name: curve(Counter(apart(made, developed(change(image))) for image, made in rooms_), scenes)
        for name, change in rooms.CHANGES.items()
    }
    usable = [made for _, made in rooms_ if evidence.comparable(made.quality.dhash, made.quality.warnings)]
    pairs = Counter(apart(a, b) for a, b in combinations(usable, 2))
    pairs_false = curve(pairs, max(1, sum(pairs.values())))
    after = Counter(
        evidence.distance(made.quality.dhash, developed(rooms.honest(image, at)).quality.dhash)
        for at, (image, made) in enumerate(rooms_)
    )
    return recall, pairs_false, curve(after, scenes)
