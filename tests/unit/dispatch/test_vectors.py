"""The vectors that the phone's twins are tested against are what Python decides today."""

import pytest

from tests.support.vectors_dispatch import FOLDER, VECTORS, written


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors_are_what_python_decides(name: str) -> None:
    stale = f"tests/vectors/{name}.json is stale: python -m tests.support.vectors_dispatch"
    assert (FOLDER / f"{name}.json").read_bytes() == written(name), stale


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors_come_out_the_same_twice(name: str) -> None:
    assert written(name) == written(name)
