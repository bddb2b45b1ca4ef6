"""Death at any moment: whatever a promise said was kept is there when the page or the whole browser comes back."""

import asyncio

import pytest
from playwright.async_api import Page

from tests.support.cutting import Fault
from tests.support.field import EXCHANGE, Pocket

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
deep = pytest.mark.deep

HANDS = """async ([order, photos, seed]) => {
  for (let n = 0; n < 60; n++) {
    const id = probe.newId()
    if (photos) { const sha = await probe.photo(order, 'during', seed + n, 320, id); kept(['photo', id, sha]) }
    else { await probe.act('note.add', order, { id, text: `note ${n}`, at: new Date().toISOString() }, id); kept(['note', id, '']) }
  }
}"""
"""Works as fast as it can and says of each deed that it was kept, after its promise was resolved."""


async def works(phone: Pocket, *, photos: bool, until: int) -> None:
    """Hands that never rest; returns in the middle of a deed, with at least `until` of them kept."""
    enough = asyncio.Event()

    def kept(told: list[str]) -> None:
        what, id_, sha = told
        if what == "photo":
            phone.photos[id_] = sha
        else:
            phone.kept.append(id_)
        if len(phone.kept) + len(phone.photos) >= until:
            enough.set()

    await phone.page.expose_function("kept", kept)
    seed = len(phone.photos) + 1
    working = asyncio.ensure_future(phone.page.evaluate(HANDS, [phone.hand.order, photos, seed]))
    await asyncio.wait_for(enough.wait(), 30)
    working.add_done_callback(lambda done: done.cancelled() or done.exception())


async def dies(page: Page) -> None:
    """The page's process ends as it does for want of memory: no event, no goodbye."""
    cdp = await page.context.new_cdp_session(page)
    gone = asyncio.Event()
    page.once("crash", lambda _: gone.set())
    crashing = asyncio.ensure_future(cdp.send("Page.crash"))
    crashing.add_done_callback(lambda done: done.cancelled() or done.exception())
    await asyncio.wait_for(gone.wait(), 10)
    await page.close()


async def test_a_page_that_dies_while_it_writes_has_kept_what_it_said(pocket: Pocket) -> None:
    await works(pocket, photos=False, until=30)
    await dies(pocket.page)
    pocket.page = await pocket.again()
    await pocket.arrives()


async def test_a_page_that_dies_between_two_photos_has_kept_their_bytes(pocket: Pocket) -> None:
    pocket.line.cut()
    await works(pocket, photos=True, until=4)
    await dies(pocket.page)
    pocket.line.mend()
    pocket.page = await pocket.again()
    await pocket.arrives()


@deep
async def test_a_page_that_dies_while_its_work_is_on_the_way_sends_it_again_and_once(pocket: Pocket) -> None:
    pocket.line.befall(Fault(EXCHANGE, answer_bytes=0, silent=True))
    await pocket.notes(8)
    await pocket.sees("(all) => all.outbox.some((one) => one.state === 'sending')")
    while pocket.line.lost == 0:
        await pocket.sees("() => true")
    await dies(pocket.page)
    pocket.page = await pocket.again()
    await pocket.arrives()


@deep
async def test_a_page_that_dies_in_the_middle_of_an_upload_goes_on_where_the_server_stands(pocket: Pocket) -> None:
    pocket.line.befall(Fault("/api/v1/blobs/", answer_bytes=0, silent=True))
    await pocket.photo(7, side=900)
    await pocket.notes(1)
    while pocket.line.lost == 0:
        await pocket.sees("() => true")
    await dies(pocket.page)
    pocket.page = await pocket.again()
    await pocket.arrives()


@deep
async def test_a_page_that_is_left_while_it_writes_has_kept_what_it_said(pocket: Pocket) -> None:
    await works(pocket, photos=False, until=25)
    await pocket.page.goto(f"{pocket.line.url}/health/live")
    await pocket.page.close()
    pocket.page = await pocket.again()
    await pocket.arrives()


@deep
async def test_a_page_that_dies_ten_times_in_a_row_loses_nothing(pocket: Pocket) -> None:
    for round_ in range(10):
        await works(pocket, photos=round_ % 3 == 2, until=len(pocket.kept) + len(pocket.photos) + 3)
        await dies(pocket.page)
        pocket.page = await pocket.again()
    await pocket.arrives()
