"""One range of bytes, as a browser asks for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.problems import RangeBeyond
from media.ranges import Part, part


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        ("", None),
        ("bytes=-", None),
        ("bytes=0-0, 5-9", None),
        ("items=0-3", None),
        ("bytes=9-3", None),
        ("bytes=0-", Part(0, 99, 100)),
        ("bytes=10-19", Part(10, 19, 100)),
        ("bytes=90-400", Part(90, 99, 100)),
        ("bytes=-10", Part(90, 99, 100)),
        ("bytes=-400", Part(0, 99, 100)),
    ],
)
def test_a_range_is_a_part_of_the_whole_or_none(header: str, wanted: Part | None) -> None:
    assert part(header, 100) == wanted


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=4000-5000", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused(header: str) -> None:
    with pytest.raises(RangeBeyond):
        part(header, 100)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(1, 200))
def test_whatever_is_answered_lies_within_the_whole(first: int, last: int, size: int) -> None:
    try:
        found = part(f"bytes={first}-{last}", size)
    except RangeBeyond:
        assert first >= size
        return
    assert found is None or (0 <= found.first <= found.last < size)
