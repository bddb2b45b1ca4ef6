"""Pages kept for whoever asks again: bounded, the newest asked for stay."""

from hypothesis import given
from hypothesis import strategies as st

from offline_sync.feed import Epoch, Position
from offline_sync.model import PullAnswer
from offline_sync.shelf import Key, Page, Shelf

EPOCH = Epoch("one", b"key")


def key(name: str) -> Key:
    return "org", name, Position(0, 0), 1000


def a_page(size: int = 10) -> Page:
    return Page(PullAnswer("cursor", more=False, reset=True, changes=()), Position(9, 9), 10, size)


def test_a_page_is_found_by_what_was_asked_and_by_its_answer() -> None:
    shelf, page = Shelf(EPOCH, worth=0), a_page()
    shelf.keep(key("anna"), page)
    assert shelf.find(key("anna")) is page
    assert shelf.of(page.answer) is page
    assert shelf.find(key("boris")) is None
    assert shelf.of(a_page().answer) is None


def test_what_is_small_is_not_kept() -> None:
    shelf = Shelf(EPOCH, worth=11)
    shelf.keep(key("anna"), a_page(10))
    assert shelf.find(key("anna")) is None


def test_what_stands_no_longer_gives_way_to_what_took_its_place() -> None:
    shelf, newer = Shelf(EPOCH, worth=5), a_page(6)
    shelf.keep(key("anna"), a_page())
    shelf.keep(key("anna"), newer)
    assert shelf.find(key("anna")) is newer
    shelf.keep(key("anna"), a_page(1))
    assert shelf.find(key("anna")) is None


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 60)), max_size=60))
def test_there_is_never_more_than_there_is_room_for_and_the_last_is_there(kept: list[tuple[str, int]]) -> None:
    shelf = Shelf(EPOCH, worth=0, room=100)
    for name, size in kept:
        shelf.keep(key(name), a_page(size))
        assert shelf.find(key(name)) is not None
    held = [page for name in "abcdef" if (page := shelf.find(key(name))) is not None]
    assert sum(page.size for page in held) <= 100


def test_what_was_asked_for_last_stays_longest() -> None:
    shelf = Shelf(EPOCH, worth=0, room=30)
    for name in ("anna", "boris", "clara"):
        shelf.keep(key(name), a_page())
    shelf.find(key("anna"))
    shelf.keep(key("dora"), a_page())
    assert shelf.find(key("boris")) is None
    assert shelf.find(key("anna")) is not None
