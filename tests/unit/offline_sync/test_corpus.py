"""What any released build ever wrote is still understood, and means what it meant."""

from typing import Any

import pytest

from api import bootstrap
from offline_sync.upcast import ARGS, outside
from tests.support.corpus import meaning, recorded

CORPUS = recorded()
LINES = [(build, line) for build, lines in CORPUS.items() for line in lines]


def test_every_released_build_is_recorded() -> None:
    told = (bootstrap.ROOT / "CHANGELOG.md").read_text()
    released = {line.removeprefix("## ").strip() for line in told.splitlines() if line.startswith("## 2")}
    assert released
    assert released <= set(CORPUS)


def test_every_kind_has_been_recorded_by_some_build() -> None:
    assert {outside(line["raw"].encode()).kind for _, line in LINES} == set(ARGS)


@pytest.mark.parametrize(("build", "line"), LINES, ids=lambda one: one if isinstance(one, str) else "")
def test_a_recorded_text_means_what_it_meant(build: str, line: dict[str, Any]) -> None:
    assert meaning(line["raw"]) == line["means"], build
