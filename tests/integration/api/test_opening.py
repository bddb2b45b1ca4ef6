"""A start that fails half-way leaves nothing that the next one would take for a company."""

import socket
from pathlib import Path

import pytest

from api import opening
from api.settings import from_env


def a_free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


async def test_a_demo_load_that_fails_leaves_no_database(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("no folder: pictures cannot be kept here")
    settings = from_env({"DATA": str(tmp_path), "PORT": str(a_free_port())})
    with pytest.raises(OSError, match="blobs"):
        await opening.prepare(settings)
    assert not list(tmp_path.glob("doorstep.db*"))
    assert not (tmp_path / "welcome.json").exists()
