"""Answers are packed where that pays and the asker can open them."""

import gzip

import pytest

from api.packing import LONG, SMALL, packed


@pytest.mark.parametrize("size", [SMALL + 1, LONG + 1])
async def test_what_is_long_is_packed_for_who_can_open_it(size: int) -> None:
    plain = b'{"t":"work_order"}' * size
    body, headers = await packed(plain, "gzip, deflate, br")
    assert headers == {"Content-Encoding": "gzip"}
    assert gzip.decompress(body) == plain
    assert len(body) < len(plain) / 10


async def test_what_is_short_or_for_somebody_else_goes_as_it_is() -> None:
    assert await packed(b"x" * SMALL, "gzip") == (b"x" * SMALL, {})
    assert await packed(b"x" * LONG, "br") == (b"x" * LONG, {})
