"""Phones, an office and a network that drops, doubles and delays; a server that dies and is restored: both real ends.

A schedule is a function of its seed. What must always hold is checked after every step, the rest when everybody has
come to rest. The deep campaign is `make simulate SEEDS=… JOBS=…`; here is a small share of it, and the seeds that have
once found something.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation.campaign import campaign, quiet, told
from tests.simulation.mutants import PLANTED, Hunt
from tests.simulation.pair import Pair, build
from tests.simulation.seeds import asked

SMALL = 100


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("phones") / "phones.mjs")


@pytest.fixture
def pair(bundle: Path) -> Iterator[Pair]:
    quiet()
    with Pair(bundle) as made:
        yield made


def test_no_schedule_loses_doubles_diverges_or_stalls(capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        tally = campaign(asked(os.environ.get("SEEDS") or str(SMALL)), int(os.environ.get("JOBS") or 1))
    assert not tally.failed, "\n".join(told(one) for one in tally.failed[:3])


# What each seed has once found, under what was changed; schedules change with the simulation, so the mended places have
# tests of their own beside the code.
CORPUS: list[tuple[int, dict[str, object], str]] = [
    (1347, {}, "what a clone had brought counted as shown in the middle of a catch-up"),
    (1109, {}, "an answer that came after the watchdog settled what its page would have shown"),
    (1126, {}, "photos that a restored server had lost were believed to be there"),
    (2228, {}, "a clock that jumped made the phone forget its journal before the server was restored"),
    (70, {"clone": 0.03, "steps": 90, "phones": 1}, "a number that a restored server had given to a clone's operation"),
    (71142, {}, "a clone's numbers in a restored server hid that it missed ours, when it named the next one it wanted"),
    (1000847, {}, "after a new identity an acceptance of long ago was laid over a newer offer"),
    (1013501, {}, "what a restored server had, and was owed again all the same, was laid over its newer offer"),
    (3001069, {}, "a step that the server had taken, and had not been heard to, was laid over a newer offer"),
    (3005193, {}, "under a new identity a picture of before counted as one that has what was brought since"),
    (3009354, {}, "a note was put right on the order that another one was merged into, and stood on both"),
    (3027627, {}, "what a page wrote below a later number of another page's was never looked for"),
    (3036411, {}, "a tombstone at the very horizon where a catch-up began was swept away unseen"),
    (3064670, {}, "what had been read before the newest answer was stored took it off the screen again"),
    (1002179, {}, "a page that came too late noted a spoilt picture as looked at"),
    (
        14,
        {"backup": 0.04, "restore": 0.04, "steps": 90},
        "an answer that could not be stored was known to the page only",
    ),
    (
        6,
        {"pages": 2, "leaders": True, "steps": 200, "slow": 0.2, "silent": 0.2, "jump": 0.03},
        "bytes that another page kept waited until the phone was opened again",
    ),
    (
        77,
        {"portal": 0.3, "poison": 0.8, "hurry": 20_000, "steps": 250, "phones": 1},
        "a refusal that came after the watchdog condemned the operation under way",
    ),
    (115, {"batch": 1, "lost": 0.3}, "what lay in the drop-box was summed up as sent once it was forgotten"),
]


@pytest.mark.parametrize(("seed", "change", "what"), CORPUS)
def test_what_was_once_found_stays_mended(pair: Pair, seed: int, change: dict[str, object], what: str) -> None:
    found = pair.play(seed, change={"shut": 0, **change})
    assert not found.violation, f"{what}: {told(found)}"


@pytest.mark.parametrize(
    "name", ["the cursor is stored without its rows", "an answered operation is deleted, not journalled"]
)
def test_the_checker_notices_a_planted_fault(name: str) -> None:
    mutant = next(one for one in PLANTED if one.name == name)
    with Hunt() as hunt:
        assert hunt.caught(mutant, 40).violation


def test_the_same_seed_tells_the_same_story_word_for_word(bundle: Path) -> None:
    quiet()
    stories = []
    for seeds in ((4711, 7), (7, 4711)):  # whatever a pair has played before
        with Pair(bundle) as pair:
            stories.append({seed: pair.play(seed, trace=True) for seed in seeds})
    for seed in (7, 4711):
        first, second = (story[seed] for story in stories)
        assert first.lines == second.lines
        assert len(first.lines) > 50
        assert first.digest == second.digest
