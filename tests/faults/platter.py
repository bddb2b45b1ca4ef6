"""A disk as a power cut leaves it, made from a recording.

What was synced is there. Of what was written since, anything may be: nothing, everything, the older part, some writes and
not others, some sectors of a write and not others. New names survive in the order in which they were given, up to some
point, unless their folder was synced; a file whose folder's own name is lost is out of reach.

Units    sectors of 512 bytes.
Pure     but for reading the files as they were at the beginning.
"""

import random
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tests.faults.recording import Cut, FolderSynced, Forgot, Made, Record, Removed, Renamed, Synced, Wrote

SECTOR = 512
WAYS = ("nothing", "everything", "older", "some writes", "some sectors")


@dataclass
class File:
    """Bytes that are durable, and what has happened to them since."""

    durable: bytearray = field(default_factory=bytearray)
    since: list[Wrote | Cut] = field(default_factory=list)

    def sync(self) -> None:
        for one in self.since:
            _apply(self.durable, one)
        self.since = []

    def after(self, way: str, luck: random.Random) -> bytes:
        """One of the contents it may have."""
        if way == "nothing" or not self.since:
            return bytes(self.durable)
        made = bytearray(self.durable)
        older = luck.randint(0, len(self.since))
        for number, one in enumerate(self.since):
            if way == "older" and number >= older:
                break
            if way == "some writes" and luck.random() < 0.5:
                continue
            if way == "some sectors" and isinstance(one, Wrote):
                _scatter(made, one, luck)
            else:
                _apply(made, one)
        return bytes(made)


def _apply(content: bytearray, one: Wrote | Cut) -> None:
    if isinstance(one, Cut):
        del content[one.size :]
        content.extend(bytes(one.size - len(content)))
        return
    if len(content) < one.offset:
        content.extend(bytes(one.offset - len(content)))
    content[one.offset : one.offset + len(one.data)] = one.data


def _scatter(content: bytearray, one: Wrote, luck: random.Random) -> None:
    """Each sector of a write comes through or not; a file that grew by it may show zeros in between."""
    for start in range(one.offset - one.offset % SECTOR, one.offset + len(one.data), SECTOR):
        if luck.random() < 0.5:
            low, high = max(start, one.offset), min(start + SECTOR, one.offset + len(one.data))
            _apply(content, Wrote(0, "", low, one.data[low - one.offset : high - one.offset]))


class Platter:
    """The disk while a recording is played, record by record."""

    def __init__(self, beginning: Path) -> None:
        self.names: dict[str, File | None] = {}
        """Durable names; None is a folder."""
        self.pending: list[Made | Renamed | Removed] = []
        self.files: dict[str, File | None] = {}
        """Names as the running system sees them."""
        for path in sorted(beginning.rglob("*")):
            name = str(path.relative_to(beginning))
            self.names[name] = None if path.is_dir() else File(bytearray(path.read_bytes()))
        self.files = dict(self.names)
        self._made: dict[int, File | None] = {}

    def play(self, one: Record) -> None:
        match one:
            case Wrote() | Cut():
                self._file(one.file).since.append(one)
            case Synced():
                self._file(one.file).sync()
            case Forgot():
                self._file(one.file).since = []
            case Made():
                self._made[id(one)] = self.files[one.file] = None if one.folder else File()
                self.pending.append(one)
            case Renamed():
                self._made[id(one)] = self.files[one.to] = self.files.pop(one.file)
                self.pending.append(one)
            case Removed():
                self.files.pop(one.file, None)
                self.pending.append(one)
            case FolderSynced():
                self._settle(one.file)

    def _file(self, name: str) -> File:
        known = self.files.setdefault(name, File())
        assert known is not None
        return known

    def _settle(self, folder: str) -> None:
        """The names in a folder become durable; what was done elsewhere stays open."""
        for one in list(self.pending):
            places = {one.file, one.to} if isinstance(one, Renamed) else {one.file}
            if any(str(PurePosixPath(place).parent) == folder for place in places):
                self._name(self.names, one)
                self.pending.remove(one)

    def _name(self, names: dict[str, File | None], one: Made | Renamed | Removed) -> None:
        match one:
            case Made():
                names[one.file] = self._made[id(one)]
            case Renamed():
                names.pop(one.file, None)
                names[one.to] = self._made[id(one)]
            case Removed():
                names.pop(one.file, None)

    def after(self, way: str, luck: random.Random) -> dict[str, bytes]:
        """The files of one disk that the cut may have left."""
        names = dict(self.names)
        count = {"nothing": 0, "everything": len(self.pending)}.get(way, luck.randint(0, len(self.pending)))
        for one in self.pending[:count]:
            self._name(names, one)
        return {
            name: file.after(way, luck) for name, file in names.items() if file is not None and _reachable(name, names)
        }


def _reachable(name: str, names: dict[str, File | None]) -> bool:
    return all(str(parent) in names for parent in PurePosixPath(name).parents if str(parent) != ".")
