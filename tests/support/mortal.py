"""A phone whose whole browser is killed again and again, at moments that a seed decides.

Each life: the browser starts on the same profile, whatever it had said was kept must be in its store, the hands go on
working on whatever network the seed gives, and SIGKILL comes: while it writes, while a request is on its way, just
after an answer, in the middle of a photo, before it has even opened. What no promise had resolved may be there or not,
but never twice.

Effects  browser processes, a line, a profile folder.
"""

import asyncio
import contextlib
import os
import signal
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.async_api import BrowserContext, Error, Page, Playwright

from kernel.ids import SeededLuck
from tests.support import chromium
from tests.support.browsing import PATIENCE_MS, main_process
from tests.support.cutting import CutLine, Fault
from tests.support.field import EXCHANGE, Field, Hand, Pocket
from tests.support.ledger import Books

BLOBS = "/api/v1/blobs/"
HANDS = """([order, seed, photos]) => {
  const work = async () => {
    for (let n = 0; n < 40; n++) {
      const id = probe.newId()
      if (n % photos === photos - 1) { const sha = await probe.photo(order, 'during', seed * 100 + n, 360, id); kept(['photo', id, sha]) }
      else { await probe.act('note.add', order, { id, text: `note ${seed}.${n}`, at: new Date().toISOString() }, id); kept(['note', id, '']) }
      if (n > 5) await new Promise((go) => setTimeout(go, 120))
    }
  }
  void work()
}"""
MOMENTS = ("starting", "writing", "writing", "asking", "answered", "uploading", "resting")
NETWORKS = ("whole", "whole", "cut", "silent", "lossy")


@dataclass
class Mortal:
    """One profile and everything it ever said was kept."""

    playwright: Playwright
    profile: Path
    line: CutLine
    hand: Hand
    books: Books
    luck: SeededLuck
    kept: list[str] = field(default_factory=list)
    photos: dict[str, str] = field(default_factory=dict)
    deaths: Counter[str] = field(default_factory=Counter)
    lives: int = 0
    _said: asyncio.Event = field(default_factory=asyncio.Event)

    async def born(self) -> None:
        """The first day, closed in peace so that the browser has written down who signed in."""
        context = await self._browser()
        phone = await self._pocket(context).first_day()
        await phone.arrives()
        await context.close()

    async def lives_and_dies(self) -> None:
        self.lives += 1
        moment, network = self._one_of(MOMENTS), self._one_of(NETWORKS)
        if network == "cut" and moment in {"asking", "answered", "uploading"}:
            network = "whole"
        context = await self._browser()
        wanted = self._awaited(moment)
        phone = self._pocket(context)
        page = phone.page = await phone.bare()
        await page.expose_function("kept", self._kept)
        if moment != "starting":
            await self._opens(page)
            self._falsify(network)
            await page.evaluate(HANDS, [self.hand.order, self.lives, 2 + self._below(6)])
            await self._until(moment, wanted)
        else:
            opening = asyncio.ensure_future(self._opens(page))
            opening.add_done_callback(lambda done: done.cancelled() or done.exception())
        await asyncio.sleep(self._below(60) / 1000)
        await self._killed(context)
        self.deaths[f"{moment}, {network}"] += 1
        self.line.heal()
        self.line.mend()

    async def rests(self) -> None:
        """The last life: everything that was kept arrives, once."""
        context = await self._browser()
        phone = self._pocket(context)
        phone.page = await phone.bare()
        await self._opens(phone.page)
        await phone.arrives(within=120_000)
        await context.close()

    async def _opens(self, page: Page) -> None:
        """The phone with all that had been kept before."""
        known = list(self.kept)
        assert await page.evaluate("() => probe.restore()"), "the phone no longer knows its person"
        await page.evaluate("() => probe.open()")
        held = set(await page.evaluate("() => probe.state().outbox.map((one) => one.opId)"))
        lost = [one for one in known if one not in held]
        assert not lost, f"life {self.lives}: the store lost {lost}"

    async def _until(self, moment: str, wanted: asyncio.Event | None) -> None:
        if moment == "writing":
            more = len(self.kept) + len(self.photos) + 1 + self._below(8)
            while len(self.kept) + len(self.photos) < more:
                self._said.clear()
                await asyncio.wait_for(self._said.wait(), 30)
        elif wanted is not None:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(wanted.wait(), 8)
            if moment == "answered":
                await asyncio.sleep(0.05)
        else:
            await asyncio.sleep(self._below(1500) / 1000)

    def _below(self, limit: int) -> int:
        return int.from_bytes(self.luck.bytes(4), "big") % limit

    def _one_of(self, names: tuple[str, ...]) -> str:
        return names[self._below(len(names))]

    def _awaited(self, moment: str) -> asyncio.Event | None:
        paths = {"asking": EXCHANGE, "answered": EXCHANGE, "uploading": BLOBS}
        return self.line.hears_of(paths[moment]) if moment in paths else None

    def _falsify(self, network: str) -> None:
        if network == "cut":
            self.line.cut()
        elif network == "silent":
            self.line.befall(Fault(EXCHANGE, 3, answer_bytes=0, silent=True))
        elif network == "lossy":
            for path in (EXCHANGE, BLOBS):
                self.line.befall(Fault(path, 2, answer_bytes=self._below(900)))

    def _kept(self, told: list[str]) -> None:
        what, id_, sha = told
        if what == "photo":
            self.photos[id_] = sha
        else:
            self.kept.append(id_)
        self._said.set()

    async def _browser(self) -> BrowserContext:
        found = chromium.find()
        context = await self.playwright.chromium.launch_persistent_context(
            self.profile, executable_path=found.path, env=found.env, args=list(chromium.QUIET), headless=True
        )
        context.set_default_timeout(PATIENCE_MS)
        return context

    def _pocket(self, context: BrowserContext) -> Pocket:
        return Pocket(context, self.line, self.hand, self.books, kept=self.kept, photos=self.photos)

    async def _killed(self, context: BrowserContext) -> None:
        closed = asyncio.Event()
        context.on("close", lambda _: closed.set())
        os.kill(main_process(self.profile), signal.SIGKILL)
        await asyncio.wait_for(closed.wait(), 20)
        with contextlib.suppress(Error):
            await context.close()


async def mortal(field: Field, folder: Path, seed: int) -> Mortal:
    hand = field.taken()
    line = await CutLine(field.server.port).lay()
    made = Mortal(field.playwright, folder / f"profile-{seed}", line, hand, Books(field.server.data), SeededLuck(seed))
    await made.born()
    return made


def summary(all_: list[Mortal]) -> dict[str, Any]:
    deaths: Counter[str] = Counter()
    for one in all_:
        deaths += one.deaths
    kept = sum(len(one.kept) for one in all_)
    return {"kills": deaths.total(), "operations": kept, "photos": sum(len(one.photos) for one in all_), **dict(deaths)}
