"""Many pages of one person: one of them syncs; none of them is needed for it, and none can hold it up."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.support.cutting import Fault
from tests.support.field import EXCHANGE, Field, Pocket

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
deep = pytest.mark.deep

NO_LOCKS = "Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined })"
NO_CHANNEL = "delete globalThis.BroadcastChannel"
WITHIN_MS = 20_000


async def both_write(phone: Pocket, other: Page, each: int = 6) -> None:
    await asyncio.gather(phone.notes(each), phone.notes(each, other))


async def test_two_tabs_write_at_once_and_each_shows_what_the_other_wrote(pocket: Pocket) -> None:
    other = await pocket.again()
    await both_write(pocket, other)
    for page in (pocket.page, other):
        await pocket.sees("(all) => all.outbox.length === 12", page=page)
        await pocket.until_sent(page=page)
    await pocket.arrives()


async def test_two_tabs_that_both_lead_send_nothing_twice(field: Field) -> None:
    async with field.pocket() as phone:
        await phone.context.add_init_script(NO_LOCKS)
        await phone.first_day()
        other = await phone.again()
        for round_ in range(3):
            phone.line.cut()
            await both_write(phone, other, 4)
            if round_ == 1:
                phone.line.befall(Fault(EXCHANGE, 2, answer_bytes=0))
            phone.line.mend()
            for page in (phone.page, other):
                await page.evaluate("() => probe.syncNow()")
            await phone.until_sent()
        await phone.arrives(page=other)
        await phone.arrives()


@deep
async def test_three_tabs_without_locks_and_without_a_channel_still_send_once(field: Field) -> None:
    async with field.pocket() as phone:
        await phone.context.add_init_script(f"{NO_LOCKS}; {NO_CHANNEL}")
        await phone.first_day()
        pages = [phone.page, await phone.again(), await phone.again()]
        await asyncio.gather(*(phone.notes(5, page) for page in pages))
        await phone.photo(4, page=pages[1])
        for page in pages:
            await page.evaluate("() => probe.syncNow()")
            await phone.until_sent(page=page)
        await phone.is_held_once()


async def test_a_frozen_leader_is_deposed_within_twenty_seconds(field: Field) -> None:
    async with field.pocket(timed=True) as phone:
        await phone.first_day()
        other = await phone.again()
        leader = await phone.context.new_cdp_session(phone.page)
        await leader.send("Page.setWebLifecycleState", {"state": "frozen"})
        await phone.notes(3, other)
        await other.clock.run_for(WITHIN_MS)
        await phone.waits(other, "() => probe.state().outbox.every((one) => one.state === 'confirmed')", 5_000)
        await phone.is_held_once()
        await leader.send("Page.setWebLifecycleState", {"state": "active"})
        await phone.page.clock.run_for(10_000)
        await phone.notes(2)
        await phone.waits(phone.page, "() => probe.state().outbox.every((one) => one.state === 'confirmed')", 60_000)
        await phone.is_held_once()


@deep
async def test_a_leader_whose_process_is_stopped_is_deposed_in_twenty_real_seconds(pocket: Pocket) -> None:
    other = await pocket.again()
    stopped = await renderer_of(pocket.page)
    assert stopped != await renderer_of(other)
    os.kill(stopped, signal.SIGSTOP)
    try:
        await pocket.notes(3, other)
        done = "() => probe.state().outbox.every((one) => one.state === 'confirmed')"
        await other.wait_for_function(done, polling=100, timeout=WITHIN_MS + 5_000)
        await pocket.is_held_once()
    finally:
        os.kill(stopped, signal.SIGCONT)
    await pocket.arrives()


async def renderer_of(page: Page) -> int:
    """The process that draws a page: the one that works when the page is made to."""
    before = {pid: worked(pid) for pid in renderers()}
    await page.evaluate("() => { const end = performance.now() + 400; while (performance.now() < end) Math.sqrt(end) }")
    return max(before, key=lambda pid: worked(pid) - before[pid])


def renderers() -> list[int]:
    """The processes that draw pages, of this test's own browser and of nobody else's."""
    pids = [int(folder.name) for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    return [pid for pid in pids if b"--type=renderer" in read(pid, "cmdline") and os.getpid() in ancestors(pid)]


def ancestors(pid: int) -> list[int]:
    found = []
    while pid > 1 and (status := read(pid, "stat")):
        pid = int(status.rsplit(b")", 1)[1].split()[1])
        found.append(pid)
    return found


def worked(pid: int) -> int:
    """Ticks that a process has spent at work."""
    words = read(pid, "stat").rsplit(b")", 1)[-1].split()
    return int(words[11]) + int(words[12]) if words else 0


def read(pid: int, name: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""


@deep
async def test_the_leader_is_closed_and_the_other_tab_goes_on_at_once(pocket: Pocket) -> None:
    other = await pocket.again()
    pocket.line.cut()
    await both_write(pocket, other, 3)
    await pocket.page.close()
    pocket.line.mend()
    pocket.page = other
    await pocket.arrives()


@deep
async def test_a_leader_that_is_stolen_from_in_mid_exchange_does_no_harm(pocket: Pocket) -> None:
    other = await pocket.again()
    pocket.line.befall(Fault(EXCHANGE, answer_bytes=0, silent=True))
    await pocket.notes(4)
    while pocket.line.lost == 0:
        await pocket.sees("() => true")
    steal = "() => navigator.locks.query().then((all) => navigator.locks.request(all.held.find((one) => one.name.startsWith('doorstep:')).name, { steal: true }, () => 0))"
    await other.evaluate(steal)
    await pocket.notes(4, other)
    await pocket.arrives(within=60_000, page=other)
