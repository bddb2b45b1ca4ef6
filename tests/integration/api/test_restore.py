"""A restored backup: refused with the way out, and served once somebody says that it is meant."""

import shutil
from argparse import Namespace
from pathlib import Path

import pytest

from api import problems, upkeep
from api.start import started
from kernel.clock import FixedClock
from kernel.ids import SeededLuck
from offline_sync.epoch import EpochMismatch
from tests.support.server import NOW, server


async def test_an_older_copy_is_refused_then_restored_and_starts_with_a_new_epoch(tmp_path: Path) -> None:
    async with server(tmp_path) as made:
        settings, first = made.running.settings, made.running.epoch
    backup = tmp_path / "backup.db"
    shutil.copy(settings.data / "doorstep.db", backup)
    await upkeep.restore(settings, Namespace(yes=True))
    shutil.copy(backup, settings.data / "doorstep.db")
    with pytest.raises(EpochMismatch) as refused:
        async with started(settings, FixedClock(NOW), SeededLuck(2)):
            pass
    assert "python3 -m api restore --yes" in problems.sentence(refused.value, "en")
    with pytest.raises(upkeep.NotConfirmed):
        await upkeep.restore(settings, Namespace(yes=False))
    assert await upkeep.restore(settings, Namespace(yes=True)) == 0
    async with started(settings, FixedClock(NOW), SeededLuck(3)) as running:
        assert running.epoch.id != first.id
        assert (settings.data / "epoch").read_text().strip() == running.epoch.id
