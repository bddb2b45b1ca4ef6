"""Depth and size of bytes that anybody may have sent."""

import json
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.bodies import depth, holds_nul

DENSE = {
    "pairs": b"[" + b"[]," * 349_000 + b"[]]",
    "strings": b"[" + b'"",' * 349_000 + b'""]',
    "escapes": b'["' + b'\\"' * 500_000 + b'"]',
    "deep": b"[" * 524_288 + b"]" * 524_288,
    "open": b"[" * 1_048_576,
    "groups": (b"[" * 64 + b"]" * 64) * 8192,
}


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        (b"", 0),
        (b"1", 0),
        (b"[]", 1),
        (b'{"a":[{"b":1}]}', 3),
        (b'{"a":"[[[[["}', 1),
        (b'{"a":"\\"[[[["}', 1),
        (b'{"a":"\\\\","b":[]}', 2),
        (b'"[[[', 0),
        (b"[" * 1000, 1000),
        (b"{[]}" * 5, 2),
    ],
)
def test_depth_counts_brackets_outside_strings(body: bytes, levels: int) -> None:
    assert depth(body, 5000) == levels
    assert depth(body, 0) == min(levels, 1)


@given(st.recursive(st.none() | st.text(), lambda inner: st.lists(inner, max_size=3), max_leaves=40))
def test_depth_is_that_of_the_value(value: object) -> None:
    def deep(item: object) -> int:
        return 1 + max(map(deep, item), default=0) if isinstance(item, list) else 0

    assert depth(json.dumps(value).encode(), 100) == deep(value)
    assert depth(json.dumps(value, ensure_ascii=False, indent=1).encode(), 100) == deep(value)


def steps(work: Callable[[], object]) -> int:
    """How many lines of Python run in `work`: a measure of its time that is the same on every machine."""
    count = 0

    def seen(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return seen

    before = sys.gettrace()
    sys.settrace(seen)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("kind", DENSE)
def test_a_mebibyte_of_any_kind_takes_a_handful_of_steps(kind: str) -> None:
    assert steps(lambda: depth(DENSE[kind], 64)) < 300


@given(st.recursive(st.text(), lambda inner: st.lists(inner, max_size=3), max_leaves=20))
def test_a_nul_is_found_wherever_it_is_and_a_backslash_is_none(value: object) -> None:
    def held(item: object) -> bool:
        return any(map(held, item)) if isinstance(item, list) else "\0" in str(item)

    assert holds_nul(json.dumps(value).encode()) == held(value)


@pytest.mark.parametrize("slashes", range(8))
def test_an_escaped_backslash_before_u0000_is_no_nul(slashes: int) -> None:
    assert holds_nul(b'"' + b"\\" * slashes + b'u0000"') == (slashes % 2 == 1)


def test_a_megabyte_of_backslashes_is_looked_at_once() -> None:
    assert not holds_nul(b'"' + b"\\" * 500_000 + b'u0000"')
