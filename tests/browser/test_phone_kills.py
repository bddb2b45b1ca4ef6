"""The whole browser killed in mid-write, mid-photo and mid-sync: `make browser KILLS=200` for the campaign.

The oracle is outside of the phone: an operation counts as kept when the promise of its deed was resolved and the test had
heard of it. In the end each kept one is in the server's ledger exactly once, and each kept photo byte for byte.
"""

import os
from pathlib import Path

import pytest

from tests.support.field import Field
from tests.support.mortal import Mortal, mortal, summary

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
KILLS = int(os.environ.get("KILLS", "3"))
SEED = int(os.environ.get("SEED", "1"))
OF_ONE_PROFILE = 20


async def test_a_browser_killed_at_any_moment_has_kept_what_it_said_and_nothing_arrives_twice(
    field: Field, tmp_path: Path
) -> None:
    lived: list[Mortal] = []
    for begun in range(0, KILLS, OF_ONE_PROFILE):
        phone = await mortal(field, tmp_path, SEED * 1000 + begun)
        lived.append(phone)
        for _ in range(min(OF_ONE_PROFILE, KILLS - begun)):
            await phone.lives_and_dies()
        await phone.rests()
        await phone.line.take_up()
        print(f"\n{summary(lived)}")
