"""The vectors that the phone's reducer is tested against are what Python decides today."""

from tests.support.vectors_sync import FILE, vectors, written


def test_the_vectors_are_what_python_decides() -> None:
    assert FILE.read_bytes() == written(), "tests/vectors/handlers.json is stale: python -m tests.support.vectors_sync"


def test_every_verdict_that_can_be_had_alone_is_among_them() -> None:
    assert {case["verdict"] for case in vectors()["cases"]} == {"applied", "merged", "superseded", "parked"}
