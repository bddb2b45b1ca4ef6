"""Every code that a person may see has words in the app: rejection reasons, flags, parked reasons, hold reasons."""

import re
from pathlib import Path

import pytest

from dispatch import lifecycle
from dispatch.model import HoldReason, Priority, Status
from offline_sync import merge

ROOT = Path(__file__).resolve().parents[2]
WORDS = "\n".join(file.read_text() for file in sorted((ROOT / "pwa" / "src" / "text").glob("*.ts")))


def codes(pattern: str, *places: str) -> set[str]:
    """What a pattern finds in the sources that make such codes."""
    return {found for place in places for found in re.findall(pattern, (ROOT / place).read_text())}


REASONS = codes(r'Reason\(\s*"([a-z_]+)"', "dispatch/filters.py")
FLAGS = codes(r'flags \| \{"([a-z_]+)"\}', *(str(p.relative_to(ROOT)) for p in (ROOT / "dispatch").glob("*.py")))
FLAGS |= {value for place in (lifecycle, merge) for name, value in vars(place).items() if name.endswith("_FLAG")}


def test_there_is_something_to_look_for() -> None:
    assert len(REASONS) > 12
    assert len(FLAGS) > 4


@pytest.mark.parametrize("code", sorted(REASONS | {str(one) for one in (*HoldReason, *Status, *Priority)}))
def test_a_code_has_words_in_both_languages(code: str) -> None:
    assert len(re.findall(rf"(?<![a-z_]){code}'?:", WORDS)) >= 2


@pytest.mark.parametrize("flag", sorted(FLAGS))
def test_a_flag_has_words_in_both_languages(flag: str) -> None:
    assert len(re.findall(rf"flag_{flag}:", WORDS)) >= 2


PARKED = codes(r'parked\(\s*"([a-z_]+)"', *(str(p.relative_to(ROOT)) for p in (ROOT / "offline_sync").glob("*.py")))
PARKED |= set(merge.ENDED.values()) | {"device_revoked", "dropbox"}
TO_THE_OFFICE = (ROOT / "pwa" / "src" / "text" / "parked.ts").read_text()


@pytest.mark.parametrize("reason", sorted(PARKED))
def test_why_an_update_waits_is_said_to_the_office_in_its_own_words(reason: str) -> None:
    """A sentence and a short form, in both languages; the technician's sentences speak of "your" photos."""
    assert len(re.findall(rf"(?<![a-z_]){reason}: '", TO_THE_OFFICE)) == 4
