"""What the phones of a campaign know to be true: everything they ever meant, and everything they were ever promised.

Plain values, written by the phones, read by the judge. `promised` holds the answer with the time at which it was
complete, by the monotonic clock.
"""

from dataclasses import dataclass, field
from typing import NamedTuple


class Meant(NamedTuple):
    """One operation as it lies on a phone."""

    op_id: str
    device: str
    cseq: int
    text: bytes
    kind: str
    effect: str
    """The id of what it brings about: a note, a part, a photo, a work order."""
    order: str


class Promise(NamedTuple):
    verdict: str
    reason: str
    at: int
    """Nanoseconds of the monotonic clock when the answer was here."""


@dataclass
class Oracle:
    meant: dict[str, Meant] = field(default_factory=dict)
    promised: dict[str, Promise] = field(default_factory=dict)
    bytes_meant: dict[str, int] = field(default_factory=dict)
    """Photos by hash, with their size."""
    bytes_promised: dict[str, int] = field(default_factory=dict)
    """Photos the server says it holds whole, with the moment."""
    wrong: list[str] = field(default_factory=list)
    """What a phone itself has seen that must never be."""

    def until(self, moment: int) -> "Oracle":
        """What had been promised at that moment."""
        promised = {key: one for key, one in self.promised.items() if one.at <= moment}
        held = {sha: at for sha, at in self.bytes_promised.items() if at <= moment}
        return Oracle(self.meant, promised, self.bytes_meant, held, self.wrong)
