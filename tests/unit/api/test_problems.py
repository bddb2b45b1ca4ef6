"""The table of problems is complete, bilingual and true."""

import importlib
import pkgutil
from pathlib import Path
from string import Formatter

import pytest

import api
import dispatch
import experience
import kernel
import media
import offline_sync
from api import problem_table, problems
from kernel.errors import Problem

for package in (kernel, dispatch, media, offline_sync, experience, api):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.endswith(("__main__", "migrations.env")) and ".versions." not in found.name:
            importlib.import_module(found.name)

ROOT = Path(__file__).parents[3]


def subclasses(kind: type[Problem]) -> set[type[Problem]]:
    return {kind}.union(*(subclasses(sub) for sub in kind.__subclasses__()))


OURS = {kind for kind in subclasses(Problem) if not kind.__module__.startswith("tests")}


def test_every_code_that_can_be_raised_has_its_sentences() -> None:
    assert sorted({kind.code for kind in OURS} - set(problem_table.TABLE)) == []


def test_a_code_belongs_to_one_class() -> None:
    owners: dict[str, set[str]] = {}
    for kind in OURS:
        owners.setdefault(kind.code, set()).add(f"{kind.__module__}.{kind.__name__}")
    assert {code: names for code, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize("code", sorted(problem_table.TABLE))
def test_both_sentences_tell_the_same_facts(code: str) -> None:
    row = problem_table.TABLE[code]
    facts = [{name for _, name, _, _ in Formatter().parse(words) if name} for words in (row.zh, row.en)]
    assert facts[0] == facts[1]
    assert row.zh != row.en
    assert 400 <= row.status < 600


def test_the_page_of_problems_is_fresh() -> None:
    assert (ROOT / "docs" / "problems.md").read_text() == problems.page()


def test_a_sentence_survives_a_missing_fact() -> None:
    assert problems.sentence(problems.Internal(), "en") == "The server failed. Reference ?."


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "zh"), ("en", "en"), ("EN-us;q=0.8, zh", "en"), ("zh-Hans-CN,en", "zh"), ("de, fr", "zh"), ("*", "zh")],
)
def test_the_language_is_the_first_one_we_speak(header: str, language: str) -> None:
    assert problems.language_of(header) == language
