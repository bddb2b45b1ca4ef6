"""The two pages of `docs/` that are written by the program: every problem, and the whole interface.

`python -c "import asyncio, api.pages; asyncio.run(api.pages.write())"` writes them; tests compare.

Effects  writes two files; `interface` opens a server on a throw-away folder.
"""

import tempfile
from pathlib import Path

from api import problems
from api.app import create_app
from api.routes import openapi
from api.settings import Settings
from api.start import started
from kernel.clock import SystemClock
from kernel.ids import SystemLuck

DOCS = Path(__file__).parent.parent / "docs"


async def interface() -> bytes:
    """The OpenAPI document of the application with all its routes."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), worker=False, demo=False)
        async with started(settings, SystemClock(), SystemLuck()) as running:
            return openapi.document(create_app(running))


async def write(folder: Path = DOCS) -> None:
    """Bring both pages up to date."""
    (folder / "problems.md").write_text(problems.page(), encoding="utf-8")
    (folder / "openapi.json").write_bytes(await interface())
