"""Campaigns work in memory where they can and leave nothing behind."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.ground import forget, somewhere


@pytest.fixture(scope="session", autouse=True)
def _nothing_stays() -> Iterator[None]:
    yield
    forget()


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder of one campaign; it stays where something was found."""
    made = somewhere()
    yield made
    shutil.rmtree(made, ignore_errors=True)
