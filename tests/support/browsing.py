"""People with real browsers on a real server.

The server is a process of its own on a copy of a prepared folder; its clock runs, and the small estate lives in a time
zone where it is late morning, so that shifts, quiet hours and surcharges are the same whenever the tests run. Everybody
has a browser process with a profile folder that outlives a SIGKILL. Whatever a page complains about - an exception, an
error in the console, a refusal of the content policy - fails the test.

Effects  processes, sockets, folders below the test's own.
"""

import asyncio
import contextlib
import os
import re
import shutil
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, ConsoleMessage, Locator, Page, Playwright, expect

from api import accounts
from api.settings import Settings
from api.start import started
from kernel.clock import SystemClock
from kernel.ids import SystemLuck
from tests.support import chromium
from tests.support import small_estate as estate
from tests.support.cutting import CutLine
from tests.support.real_server import ROOT, RealServer
from tests.support.server import PASSWORD

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 780},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
AT_THE_DOOR = {"latitude": estate.HOME.position.lat, "longitude": estate.HOME.position.lng, "accuracy": 12}
ON_THE_WAY = {**AT_THE_DOOR, "latitude": estate.HOME.position.lat + 0.004}
PATIENCE_MS = 20_000
_UNREACHABLE = re.compile(r"net::ERR_|ERR_INTERNET_DISCONNECTED|network error", re.IGNORECASE)
_prepared: dict[str, Path] = {}
expect.set_options(timeout=PATIENCE_MS)


def late_morning(now: datetime) -> str:
    """A time zone whose clocks show eleven in the morning."""
    east = (11 - now.hour + 12) % 24 - 12
    return f"Etc/GMT{-east:+d}"  # POSIX signs: Etc/GMT-8 lies east of Greenwich


async def prepared() -> Path:
    """The data folder of a migrated server with the small estate, as of now."""
    if "it" not in _prepared:
        clock = SystemClock()
        folder = Path(tempfile.mkdtemp(prefix="doorstep-browser-")) / "data"
        settings = Settings(data=folder, worker=False, demo=False, pwa=folder / "no-app")
        async with started(settings, clock, SystemLuck()) as running:
            lived = estate.Lived(late_morning(clock.now()), clock.now())
            await estate.plant(running.database, await accounts.hash_password(PASSWORD), lived)
        (folder / "doorstep.lock").unlink()
        _prepared["it"] = folder
    return _prepared["it"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
    return found


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[RealServer]:
    """A server process on its own copy of the prepared folder, with its own copy of the built app."""
    data, app = folder / "data", folder / "app"
    shutil.copytree(await prepared(), data)
    shutil.copytree(ROOT / "pwa" / "dist", app)
    made = RealServer(data, free_port(), PWA=str(app))
    await made.start()
    try:
        yield made
    finally:
        made.kill()


@dataclass
class Person:
    """Somebody with a browser of his own; the profile outlives the browser."""

    playwright: Playwright
    name: str
    profile: Path
    base: str
    options: dict[str, Any] = field(default_factory=dict)
    line: CutLine | None = None
    """Present when the network may fail: then, and only then, a failed request is no trouble."""
    troubles: list[str] = field(default_factory=list)
    _context: BrowserContext | None = None
    _tolerated: list[re.Pattern[str]] = field(default_factory=list)

    @property
    def context(self) -> BrowserContext:
        assert self._context is not None, f"the browser of {self.name} is not open"
        return self._context

    @property
    def page(self) -> Page:
        return self.context.pages[0]

    async def open(self, path: str = "", *, offline: bool = False) -> Page:
        """Start the browser on the profile; with a path, go there."""
        browser = chromium.find()
        self._context = await self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=browser.path,
            env=browser.env,
            args=[*chromium.QUIET, *CAMERA],
            headless=True,
            offline=offline,
            locale=self.options.get("locale", "zh-CN"),
            geolocation=ON_THE_WAY,
            permissions=["geolocation", "camera"],
            accept_downloads=True,
            **{name: value for name, value in self.options.items() if name != "locale"},
        )
        self._context.set_default_timeout(PATIENCE_MS)
        watch(self._context, self.troubles, self._fine)
        if path:
            await self.page.goto(self.base + path)
        return self.page

    async def kill(self) -> None:
        """SIGKILL to the browser's main process: nothing is flushed, no page hears of it."""
        closed = asyncio.Event()
        self.context.on("close", lambda _: closed.set())
        os.kill(main_process(self.profile), signal.SIGKILL)
        await asyncio.wait_for(closed.wait(), 10)
        self._context = None

    async def offline(self, *, now: bool) -> None:
        """Network off or on: the line itself, and what the browser tells its pages."""
        assert self.line is not None
        if now:
            self.line.cut()
        else:
            self.line.mend()
        await self.context.set_offline(now)

    async def sign_in(self, path: str = "/", password: str = PASSWORD) -> Page:
        """Through the form, as on the first day."""
        page = await self.open(path) if self._context is None else self.page
        await page.get_by_label("账号").fill(self.name)
        await page.get_by_label("密码").fill(password)
        await page.get_by_role("button", name="登录", exact=True).click()
        await expect(page.get_by_label("密码")).to_have_count(0)
        return page

    @contextmanager
    def tolerating(self, pattern: str) -> Iterator[None]:
        """Complaints that this part of the test provokes on purpose."""
        made = re.compile(pattern)
        self._tolerated.append(made)
        yield
        self._tolerated.remove(made)

    async def close(self) -> None:
        if self._context is not None:
            with contextlib.suppress(Exception):
                await self._context.close()
            self._context = None

    def _fine(self, text: str) -> bool:
        return (self.line is not None and bool(_UNREACHABLE.search(text))) or any(
            one.search(text) for one in self._tolerated
        )


def watch(context: BrowserContext, troubles: list[str], fine: Any) -> None:
    """Collect what the pages of a context complain about, unless `fine` says it was to be expected."""

    def console(message: ConsoleMessage) -> None:
        text = f"{message.type}: {message.text} ({message.location.get('url', '')})"
        refused = "Content Security Policy" in message.text
        if (message.type == "error" or refused) and not fine(text):
            troubles.append(text)

    context.on("console", console)
    context.on("weberror", lambda told: fine(str(told.error)) or troubles.append(f"exception: {told.error}"))


def main_process(profile: Path) -> int:
    """The pid of the browser's main process on a profile: the one that is no helper of another."""
    wanted = f"--user-data-dir={profile}".encode()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                words = (folder / "cmdline").read_bytes().split(b"\0")
                if wanted in words and not any(word.startswith(b"--type=") for word in words):
                    return int(folder.name)
    raise LookupError(f"no browser runs on {profile}")


@dataclass
class Street:
    """Everything of one test: the server, and the people who use it."""

    playwright: Playwright
    folder: Path
    server: RealServer
    people: list[Person] = field(default_factory=list)
    lines: list[CutLine] = field(default_factory=list)

    def person(self, name: str, options: dict[str, Any] = DESK, **more: Any) -> Person:
        profile = self.folder / f"profile-{len(self.people)}-{name}"
        made = Person(self.playwright, name, profile, self.server.url(""), {**options, **more})
        self.people.append(made)
        return made

    async def person_on_a_line(self, name: str, options: dict[str, Any] = PHONE, **more: Any) -> Person:
        """Somebody whose network can be taken away."""
        line = await CutLine(self.server.port).lay()
        self.lines.append(line)
        made = self.person(name, options, **more)
        made.line, made.base = line, line.url
        return made

    async def end(self) -> list[str]:
        """Close everything; what the pages complained about."""
        for person in self.people:
            await person.close()
        for line in self.lines:
            await line.take_up()
        return [f"{person.name}: {trouble}" for person in self.people for trouble in person.troubles]


@asynccontextmanager
async def street(playwright: Playwright, folder: Path) -> AsyncIterator[Street]:
    async with serving(folder) as server:
        made = Street(playwright, folder, server)
        try:
            yield made
        finally:
            troubles = await made.end()
        if troubles:
            raise AssertionError("pages complained:\n" + "\n".join(troubles))


async def drawn(page: Page, pad: Locator) -> None:
    """A signature: two strokes of a hand on the pad."""
    box = await pad.bounding_box()
    assert box is not None
    left, top, width, height = box["x"], box["y"], box["width"], box["height"]
    for stroke in (((0.2, 0.3), (0.35, 0.7), (0.5, 0.3)), ((0.55, 0.5), (0.7, 0.35), (0.8, 0.65))):
        (x, y), *rest = stroke
        await page.mouse.move(left + x * width, top + y * height)
        await page.mouse.down()
        for x, y in rest:
            await page.mouse.move(left + x * width, top + y * height, steps=8)
        await page.mouse.up()
