"""The app on a phone without a network: it opens, it keeps what was done, and nothing is sent twice or thrown away."""

import asyncio
import json
import re

import pytest
from playwright.async_api import Page, expect

from tests.support import walk
from tests.support.browsing import Person, Street
from tests.support.ledger import Books
from tests.support.phone_store import held
from tests.support.walk import button

pytestmark = pytest.mark.browser
LEAK = "户内渗漏"
SENT = re.compile(r"^全部送达 \d")


async def a_phone_with_a_job(lane: Street) -> tuple[Person, Page]:
    """Signed in, the shell kept, one accepted order, everything sent, then no network; the page of the job."""
    phone = await lane.person_on_a_line("technician")
    page = await phone.sign_in("/t")
    await walk.link_of(lane.server, "Q7K2M9XA", "厨房漏水")
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await walk.takes_the_offer(page, LEAK)
    await expect(page.get_by_text(SENT)).to_be_visible()
    await phone.offline(now=True)
    return phone, page


async def test_the_installed_app_opens_anywhere_without_a_network_and_two_tabs_never_send_twice(lane: Street) -> None:
    phone, page = await a_phone_with_a_job(lane)
    job = page.url
    manifest = json.loads((lane.folder / "app" / "manifest.webmanifest").read_text())
    assert manifest["display"] == "standalone"
    await page.reload()
    await expect(button(page, "出发")).to_be_visible()
    await page.goto(f"{phone.base}/t/me")
    await expect(page.get_by_role("heading", name="我", exact=True)).to_be_visible()
    await page.goto(job)
    other = await phone.context.new_page()
    await other.goto(job)
    await asyncio.gather(writes(page, "第一个窗口"), writes(other, "第二个窗口"))
    for one in (page, other):  # each shows what the other wrote
        await expect(one.get_by_text("第一个窗口")).to_be_visible()
        await expect(one.get_by_text("第二个窗口")).to_be_visible()
    await phone.offline(now=False)
    for one in (page, other):
        await expect(one.get_by_text(SENT)).to_be_visible()
    await is_held_once(lane, page, ["offer.accept", "note.add", "note.add"])


async def sets_off(page: Page) -> None:
    """One update that waits: kept on the phone before it is shown."""
    await button(page, "出发").click()
    await expect(page.get_by_text(re.compile("1 条更新待发送"))).to_be_visible()


async def writes(page: Page, words: str) -> None:
    await button(page, "写备注").click()
    await page.get_by_role("dialog").get_by_role("textbox").fill(words)
    await button(page.get_by_role("dialog"), "保存").click()


async def is_held_once(lane: Street, page: Page, kinds: list[str]) -> None:
    """The server's ledger is what the phone wrote: the same ids, numbered without a gap."""
    seen = await held(page)
    assert seen.device is not None
    ledger = Books(lane.server.data).operations(seen.device)
    assert [one["kind"] for one in ledger] == kinds
    assert [one["cseq"] for one in ledger] == list(range(1, len(kinds) + 1))
    assert {one["op_id"]: one["body"].decode() for one in ledger} == {
        one["op_id"]: one["raw"] for one in seen.operations
    }


async def test_a_new_version_waits_for_a_tap_and_keeps_what_waits(lane: Street) -> None:
    phone, page = await a_phone_with_a_job(lane)
    await sets_off(page)
    lane.server.kill()
    worker = lane.folder / "app" / "sw.js"
    worker.write_bytes(worker.read_bytes() + b"\n// the next build\n")
    await lane.server.start()
    await phone.context.route("**/api/v1/sync/exchange", lambda route: route.abort())  # online, but nothing is taken
    await phone.offline(now=False)
    await page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => true)")
    await expect(page.get_by_text("有新版本")).to_be_visible()
    await expect(button(page, "我到了").last).to_be_visible()  # nothing was swept away
    await page.evaluate("globalThis.before = true")
    await button(page, "更新").click()
    await page.wait_for_function("() => globalThis.before === undefined")
    await expect(page.get_by_text(re.compile("1 条更新待发送"))).to_be_visible()
    assert (await held(page)).kinds == ["visit.depart"]
    await phone.context.unroute_all()
    await page.goto(f"{phone.base}/t/sync")
    await button(page, "立即同步").click()
    await expect(page.get_by_text(SENT)).to_be_visible()
    await is_held_once(lane, page, ["offer.accept", "visit.depart"])


async def test_nobody_leaves_with_unsent_work_unless_he_says_so_and_signed_out_means_signed_out(lane: Street) -> None:
    phone, page = await a_phone_with_a_job(lane)
    await sets_off(page)
    await page.goto(f"{phone.base}/t/me")
    await button(page, "退出登录").click()
    await expect(page.get_by_text("还有 1 条更新没有送达")).to_be_visible()
    await button(page, "取消").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await button(page, "退出登录").click()
    await button(page, "锁定并退出").click()
    await expect(page.get_by_label("密码")).to_be_visible()
    await phone.offline(now=False)  # the cookie lives on, because the server could not be told
    await page.reload()
    await expect(page.get_by_label("密码")).to_be_visible()
    await phone.sign_in()
    await expect(page.get_by_text(SENT)).to_be_visible()
    await is_held_once(lane, page, ["offer.accept", "visit.depart"])


async def test_a_session_that_ended_asks_for_the_password_and_sends_what_waited(lane: Street) -> None:
    phone, page = await a_phone_with_a_job(lane)
    await sets_off(page)
    await phone.context.clear_cookies()
    await page.reload()
    await expect(page.get_by_text(re.compile("1 条更新待发送"))).to_be_visible()
    with phone.tolerating("status of 401"):
        await phone.offline(now=False)
        await expect(page.get_by_text("请重新登录以继续发送 · 1 条更新待发送")).to_be_visible()
        await button(page, "重新登录").click()
    await phone.sign_in()
    await expect(page.get_by_text(SENT)).to_be_visible()
    await is_held_once(lane, page, ["offer.accept", "visit.depart"])
