"""Answers made small: any gunzip reads them, and a beginning that was packed before is followed by anything."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.packing import LONG, SMALL, followed, packed, piece


@given(st.binary(max_size=5000), st.lists(st.binary(max_size=3000), min_size=1, max_size=3))
def test_one_beginning_is_followed_by_one_rest_after_the_other(first: bytes, rests: list[bytes]) -> None:
    kept = piece(first)
    for rest in rests:
        assert gzip.decompress(followed(kept, rest)) == first + rest


@pytest.mark.parametrize("size", [SMALL + 1, LONG + 1])
async def test_what_is_packed_is_smaller_and_the_same(size: int) -> None:
    plain = (b"all the same " * size)[:size]
    body, headers = await packed(plain, "br, GZIP")
    assert headers == {"Content-Encoding": "gzip"}
    assert gzip.decompress(body) == plain
    assert len(body) < size / 5


@pytest.mark.parametrize(("plain", "accepts"), [(b"x" * SMALL, "gzip"), (b"x" * 9000, ""), (b"x" * 9000, "br")])
async def test_what_is_small_or_not_wanted_packed_goes_as_it_is(plain: bytes, accepts: str) -> None:
    assert await packed(plain, accepts) == (plain, {})
