"""From an owner's words to a fault of the catalogue and a priority.

Every fault brings phrases (its keywords and the parts of its names). A phrase that occurs in the words counts with
its weight: two points per Chinese character, one per Latin letter, a keyword twice as much as a part of a name. Faults
that cannot be where the report comes from do not count. The best fault is `sure` when it has at least `ENOUGH`
points and one and a half times as many as the next; otherwise a person decides, with the best three proposed.
Words of danger raise the priority by one step.

Pure     the catalogue and the words of danger are arguments.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from dispatch.model import Fault, Premises, Priority

ENOUGH = 8
LEAD = 1.5
_RAISED = {Priority.P3: Priority.P2, Priority.P2: Priority.P1, Priority.P1: Priority.P0, Priority.P0: Priority.P0}
_SPLIT = re.compile(r"[\s/（）()、，,·|]+")
_SMALL = frozenset(
    {"the", "and", "unit", "fault", "failure", "common", "main", "out", "of", "no", "or", "a", "in", "not"}
)


class Proposal(Struct, frozen=True):
    fault: str
    points: int
    matched: tuple[str, ...]


class Triaged(Struct, frozen=True):
    fault: str | None
    priority: Priority | None
    sure: bool
    proposals: tuple[Proposal, ...] = ()
    danger: tuple[str, ...] = ()


def normalised(words: str) -> str:
    """Full-width forms, case and runs of space do not matter."""
    return " ".join(unicodedata.normalize("NFKC", words).casefold().split())


def raised(priority: Priority) -> Priority:
    return _RAISED[priority]


def fits_area(fault: Fault, premises: Premises) -> bool:
    """Whether this fault can be at these premises at all."""
    return fault.area == "both" or (fault.area == "unit") == (premises.kind == "unit")


def classify(words: str, faults: Sequence[Fault], premises: Premises, danger_words: Sequence[str] = ()) -> Triaged:
    """What the words say, how sure that is, and what else it might be."""
    text = normalised(words)
    danger = tuple(word for word in danger_words if _occurs(normalised(word), text))
    found = [_proposal(fault, text) for fault in faults if fits_area(fault, premises)]
    ranked = sorted((one for one in found if one.points), key=lambda one: (-one.points, one.fault))
    if not ranked:
        return Triaged(None, None, sure=False, danger=danger)
    best = ranked[0]
    next_points = ranked[1].points if len(ranked) > 1 else 0
    fault = next(one for one in faults if one.code == best.fault)
    priority = raised(fault.priority) if danger else fault.priority
    sure = best.points >= ENOUGH and best.points >= LEAD * next_points
    return Triaged(best.fault, priority, sure, tuple(ranked[:3]), danger)


def _proposal(fault: Fault, text: str) -> Proposal:
    phrases = {normalised(keyword): 2 for keyword in fault.keywords}
    for part in (*_SPLIT.split(normalised(fault.zh)), *_SPLIT.split(normalised(fault.en))):
        if len(part) > 1 and part not in _SMALL:
            phrases.setdefault(part, 1)
    matched = tuple(sorted(phrase for phrase in phrases if phrase and _occurs(phrase, text)))
    return Proposal(fault.code, sum(phrases[phrase] * _weight(phrase) for phrase in matched), matched)


def _weight(phrase: str) -> int:
    return sum(2 if ord(char) > 0x2E7F else 1 for char in phrase if char.isalnum())


def _occurs(phrase: str, text: str) -> bool:
    """Chinese anywhere, Latin only as whole words."""
    if not phrase.isascii():
        return phrase in text
    return _whole(phrase).search(text) is not None


@lru_cache(maxsize=4096)
def _whole(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(phrase)}(?![a-z0-9])")
