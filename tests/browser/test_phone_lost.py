"""What a phone can no longer send itself: wiped by its system, or taken to the office as a file.

The office's alarm names exactly what was announced and never came, no more and no less; a sealed file is taken in once, by
anybody of the office, whatever the phone sends before or after.
"""

import pytest
from playwright.async_api import Page, expect

from api.db import open_database
from api.settings import Settings
from kernel.actors import system
from kernel.clock import SystemClock
from kernel.ids import SystemLuck
from offline_sync import gaps
from tests.support.cutting import Fault, told
from tests.support.desk import desk
from tests.support.field import EXCHANGE, Field, Pocket
from tests.support.ledger import written_into
from tests.support.small_estate import ORG
from tests.support.walk import button

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
HOUR = 3_600_000_000
BUSY = told("503 Busy", b"", "text/plain", "Retry-After: 600")


async def holds_back(phone: Pocket) -> None:
    """From here on the server takes neither updates nor photos of this phone; small words it still hears."""
    for path in (EXCHANGE, "/api/v1/blobs/"):
        phone.line.befall(Fault(path, 10_000, instead=BUSY))


async def is_put_away(page: Page) -> None:
    """The person locks the screen: the page is told, and tells the office what it holds."""
    async with page.expect_response(lambda answer: "/sync/holdings" in answer.url):
        await page.evaluate("() => dispatchEvent(new PageTransitionEvent('pagehide'))")


async def is_wiped(phone: Pocket) -> None:
    cdp = await phone.context.new_cdp_session(phone.page)
    await cdp.send("Storage.clearDataForOrigin", {"origin": phone.line.url, "storageTypes": "all"})
    await phone.page.close()
    phone.line.heal()


async def hours_pass(field: Field, old: str) -> None:
    """The wiped phone was heard two hours ago, the new one was enrolled an hour ago; the office looks."""
    data = field.server.data
    field.server.kill()
    written_into(data, "update sync_device set seen_at = seen_at - ? where id = ?", 2 * HOUR, old)
    mine = "select user_id from sync_device where id = ?"
    written_into(
        data,
        f"update sync_device set enrolled_at = enrolled_at - ? where id <> ? and user_id = ({mine})",
        HOUR,
        old,
        old,
    )
    database = await open_database(Settings(data=data), SystemClock(), SystemLuck())
    try:
        async with database.act(system(ORG)) as act:
            await gaps.watch(act)
    finally:
        await database.close()
    await field.server.start()


async def test_a_wiped_phone_is_an_alarm_that_names_exactly_the_lost_updates_and_photos(
    pocket: Pocket, field: Field
) -> None:
    await pocket.notes(2)
    await pocket.photo(31)
    await pocket.arrives()  # none of these is lost
    arrived, safe = set(pocket.kept), dict(pocket.photos)
    await holds_back(pocket)
    await pocket.notes(3)
    await pocket.photo(32)
    await pocket.photo(33)
    lost = [one["opId"] for one in (await pocket.state())["outbox"] if one["state"] in {"waiting", "sending"}]
    assert len(lost) == 5
    await is_put_away(pocket.page)
    (device,) = pocket.books.rows("select id from sync_device where user_id = ?", pocket.hand.id)
    await is_wiped(pocket)
    photos = set(pocket.photos.values()) - set(safe.values())
    pocket.kept, pocket.photos = sorted(arrived), safe
    await pocket.first_day()  # the same person, the same phone, nothing on it
    await hours_pass(field, device["id"])
    office = await field.office()
    (gap,) = [one for one in (await office.get("/phones"))["gaps"] if one["by"] == pocket.hand.id]
    assert gap["why"] == "replaced"
    assert sorted(one["op_id"] for one in gap["operations"]) == sorted(lost)
    assert {one["sha256"] for one in gap["photos"]} == photos
    assert gap["more_photos"] == 0
    assert [one["id"] for one in gap["orders"]] == [pocket.hand.order]
    await is_said_at_the_desk(field, pocket.hand.login.upper(), gap["numbers"])
    await pocket.notes(1)
    await pocket.arrives()


async def is_said_at_the_desk(field: Field, code: str, numbers: list[list[int]]) -> None:
    """The page about phones names whose, what and which numbers; settled with a word, the alarm goes."""
    async with desk(field, "/d/phones") as page:
        card = page.get_by_role("region", name=f"{code}：5 条更新 + 2 张照片 没有送达")
        await expect(card).to_contain_text("备注 × 3 · 照片 × 2")
        ((first, last),) = numbers
        await expect(card).to_contain_text(f"{first}–{last}")
        await expect(card).to_contain_text("同一部手机重新登记")
        await card.get_by_label("怎么处理的").fill("照片重新拍过了")
        await button(card, "已处理").click()
        await expect(card).to_have_count(0)


@pytest.mark.deep
async def test_unsent_work_goes_to_the_office_as_a_sealed_file_and_is_done_once(pocket: Pocket, field: Field) -> None:
    await holds_back(pocket)
    await pocket.notes(4)
    await pocket.photo(41, side=500)
    file = bytes(await pocket.page.evaluate("() => probe.exported()"))
    assert b"note 0" not in file  # sealed: whoever finds it reads nothing
    office = await field.office()
    for again in (False, True):
        answer = await office.client.post("/api/v1/imports", content=file)
        assert answer.status_code == 200, answer.text
        taken = answer.json()
        assert (taken["operations"], taken["photos"], taken["again"]) == (5, 1, again)
    assert [row["verdict"] for row in pocket.ledger()] == ["applied"] * 5
    pocket.line.heal()
    await pocket.page.evaluate("() => probe.syncNow()")
    await pocket.until_sent(within=60_000)
    assert (await pocket.state())["photosWaiting"]["count"] == 0
    assert len(pocket.ledger()) == 5
    assert {row["op_id"] for row in pocket.ledger()} >= set(pocket.kept)
    for sha in pocket.photos.values():
        await pocket.books.photo(sha)
