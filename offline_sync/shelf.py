"""Pages that were shown, kept for whoever asks for the same again: a second phone, a phone whose answer was cut off.

A page stands as long as nothing its reader sees has moved since it was made, which `pulling` asks the feed each time.
Whoever sends pages may keep their packed form with them, so that it is made once.

    shelf = Shelf(epoch)
    shelf.keep(key, Page(answer, after, below), size)
    shelf.find(key)

Units    bytes of the bodies; `below` is the horizon a page was made under.
Pure     but for its memory, which is bounded.
"""

from collections import OrderedDict
from typing import Any

from offline_sync.feed import Epoch, Position
from offline_sync.model import PullAnswer

Key = tuple[str, str, Position, int]  # organisation, person, from where, how much at most

ROOM = 16 * 1024 * 1024
WORTH = 32 * 1024  # smaller ones are made again as fast as they are looked up


class Page:
    """One page as it was shown."""

    __slots__ = ("after", "answer", "below", "packed", "size")

    def __init__(self, answer: PullAnswer, after: Position, below: int, size: int) -> None:
        self.answer, self.after, self.below, self.size = answer, after, below, size
        self.packed: Any = None


class Shelf:
    """The pages of one history that were asked for most recently, as many as there is room for."""

    def __init__(self, epoch: Epoch, worth: int = WORTH, room: int = ROOM) -> None:
        self.epoch = epoch
        self._worth, self._room = worth, room
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._size = 0

    def find(self, key: Key) -> Page | None:
        page = self._pages.get(key)
        if page is not None:
            self._pages.move_to_end(key)
        return page

    def keep(self, key: Key, page: Page) -> None:
        self._drop(key)
        if not self._worth <= page.size <= self._room:
            return
        self._pages[key] = page
        self._size += page.size
        while self._size > self._room:
            self._drop(next(iter(self._pages)))

    def of(self, answer: PullAnswer) -> Page | None:
        """The page that holds this very answer."""
        return next((page for page in self._pages.values() if page.answer is answer), None)

    def _drop(self, key: Key) -> None:
        gone = self._pages.pop(key, None)
        if gone is not None:
            self._size -= gone.size
