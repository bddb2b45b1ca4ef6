"""The main job with five people in five browsers, the network gone in the middle and the phone's browser killed twice.

An owner scans a code and reports a leak, a clerk takes a call, a dispatcher watches both, a technician does the whole
visit without a network, a lead sends the work back once. In the end the server's own files are asked: every operation
of the phone exactly once and in its order, every photo byte for byte, the story told to its end.
"""

import json
import re
import time
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.support import walk
from tests.support.browsing import PHONE, Person, Street
from tests.support.ledger import Books
from tests.support.phone_store import Held, held
from tests.support.walk import button, picture

pytestmark = pytest.mark.browser

LEAK, TAP = "户内渗漏", "水龙头更换"
SENT = re.compile(r"^全部送达 \d")
REASON = "请补拍接头特写，并擦干柜底"
OFFLINE_VISIT = [
    "visit.depart", "visit.arrive", "photo.add", "photo.add", "check.set", "visit.start",
    "photo.add", "part.add", "part.quantity", "note.add", "visit.finish", "sign_off.capture",
]  # fmt: skip


@dataclass
class Cast:
    """The five, and what is remembered between the acts."""

    owner: Person
    clerk: Person
    dispatcher: Person
    technician: Person
    lead: Person
    code: str = ""
    photos: dict[str, bytes] = field(default_factory=dict)
    """Every photo that the phone ever held, by the name it gave it."""
    written: dict[str, str] = field(default_factory=dict)
    """Every operation as the phone wrote it, by its id."""

    async def remember(self) -> Held:
        """Look into the phone's store; nothing seen there may ever be missing on the server."""
        seen = await held(self.technician.page)
        self.photos |= seen.photos
        self.written |= {one["op_id"]: one["raw"] for one in seen.operations}
        return seen


async def test_five_people_one_job_no_network_and_a_browser_killed_twice(lane: Street) -> None:
    cast = Cast(
        owner=lane.person("owner", PHONE),
        clerk=lane.person("clerk"),
        dispatcher=lane.person("dispatcher"),
        technician=await lane.person_on_a_line("technician"),
        lead=lane.person("lead"),
    )
    await is_ready_for_the_day(cast)
    order = await is_reported_twice_over(cast)
    await is_seen_by_the_dispatcher(cast, order)
    await is_accepted_online(cast)
    await is_done_without_a_network(cast)
    await arrives_once_and_in_order(cast)
    await is_sent_back_and_done_again(cast)
    await is_approved_and_told_to_the_owner(cast)
    await lane.end()
    lane.server.kill()
    await is_held_exactly_once(cast, Books(lane.server.data), order)


async def is_ready_for_the_day(cast: Cast) -> None:
    """The phone was set up the day before and is opened again; the dispatcher has the board open.

    A browser writes its cookies every half minute, so a SIGKILL takes back the renewal of this morning: the phone will
    come with the token of the day before, and must still be let in.
    """
    phone = cast.technician
    page = await phone.sign_in("/t")
    await expect(page.get_by_text(SENT)).to_be_visible()
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    await phone.close()
    page = await phone.open("/t")
    await expect(page.get_by_text("现在没有工单")).to_be_visible()
    await expect(page.get_by_text(SENT)).to_be_visible()
    board = await cast.dispatcher.sign_in("/d")
    await expect(board.get_by_text("现在没有未完成的工单")).to_be_visible()


async def is_reported_twice_over(cast: Cast) -> str:
    """By the owner from the code on the door, by the clerk for a caller; the id of the owner's order."""
    cast.code = await walk.reports_by_qr(cast.owner, "Q7K2M9XA", "厨房水槽下面一直漏水", picture(1, "水槽.jpg"))
    offered = time.monotonic()
    phone = cast.technician.page
    await expect(phone.get_by_text(LEAK).first).to_be_visible()
    print(f"\noffer on the phone {time.monotonic() - offered:.2f} s after the owner's answer")
    page = cast.owner.page
    await page.goto(f"{cast.owner.base}/o#{cast.code}")
    await expect(page.get_by_role("heading", level=1)).to_have_text("已收到您的报修，正在安排师傅")
    await walk.takes_a_call(cast.clerk, "WTY-01-1-0101", "tap", "卫生间水龙头拧不紧")
    row = cast.dispatcher.page.locator(".order", has_text=LEAK)
    await row.click()
    order = re.search(r"order=([0-9a-f-]{36})", cast.dispatcher.page.url)
    assert order is not None
    return order[1]


async def is_seen_by_the_dispatcher(cast: Cast, order: str) -> None:
    """Both orders in the list and on the map without a reload; why this technician and not another."""
    page = cast.dispatcher.page
    for fault in (LEAK, TAP):
        await expect(page.locator(".order", has_text=fault)).to_be_visible()
        await expect(
            page.get_by_role("region", name="地图").get_by_role("button", name=re.compile(fault))
        ).to_be_visible()
    await expect(
        page.get_by_role("region", name="地图").get_by_role("button", name=re.compile("T-PLB-01"))
    ).to_be_visible()
    await page.get_by_role("tab", name="派给谁").click()
    first = page.locator(".candidate").first
    await expect(first).to_contain_text("T-PLB-01")
    await expect(first).to_contain_text("已选")
    await expect(first.locator(".bar").first).to_be_visible()
    await expect(page.get_by_text("领先第二名")).to_be_visible()


async def is_accepted_online(cast: Cast) -> None:
    await walk.takes_the_offer(cast.technician.page, LEAK)
    await expect(cast.owner.page.get_by_role("heading", level=1)).to_contain_text("T-PLB-01")
    await expect(cast.dispatcher.page.locator(".order", has_text=LEAK)).to_contain_text("已接单")
    await expect(cast.technician.page.get_by_text(SENT)).to_be_visible()


async def is_done_without_a_network(cast: Cast) -> None:
    """From the departure to the signature in a cellar; the browser dies twice and finds everything again."""
    phone = cast.technician
    await phone.offline(now=True)
    page = phone.page
    job = page.url.removeprefix(phone.base)
    await walk.goes_and_arrives(page)
    await walk.shoots(page, "维修前")
    await walk.keeps_a_file(page, "维修前", picture(2, "渗漏点.jpg"))
    await walk.ticks(page, "关闭阀门")
    await button(page, "开始维修").click()
    await expect(button(page, re.compile("拍维修后"))).to_be_visible()
    await cast.remember()

    page = await killed_and_opened_again(phone, job)
    await expect(button(page, re.compile("拍维修后"))).to_be_visible()
    await expect(page.get_by_text("离线")).to_be_visible()
    await walk.keeps_a_file(page, "维修后", picture(3, "擦干后.jpg"))
    await walk.adds_a_part(page, "角阀", "角阀")
    await page.get_by_role("button", name="数量: 增加").click()
    await expect(page.locator(".part output")).to_contain_text("2")
    await writes_a_note(page, "已更换角阀，试水十分钟不漏")
    await walk.finishes(page)
    await walk.has_it_signed(page, "王女士")

    page = await killed_and_opened_again(phone, job)
    await expect(page.get_by_text(re.compile("于 .+ 签字"))).to_be_visible()
    seen = await cast.remember()
    assert seen.kinds == OFFLINE_VISIT
    assert [one["cseq"] for one in seen.waiting] == list(range(2, 2 + len(OFFLINE_VISIT)))  # 1 was the acceptance
    await expect(cast.owner.page.get_by_role("heading", level=1)).to_contain_text("已接单")  # nobody was told yet


async def killed_and_opened_again(phone: Person, path: str) -> Page:
    """SIGKILL, then the same profile again, still without a network, straight to the page of the job."""
    await phone.kill()
    return await phone.open(path, offline=True)


async def writes_a_note(page: Page, words: str) -> None:
    await button(page, "写备注").click()
    box = page.get_by_role("dialog")
    await box.get_by_role("textbox").fill(words)
    await button(box, "保存").click()
    await expect(page.get_by_text(words)).to_be_visible()


async def arrives_once_and_in_order(cast: Cast) -> None:
    """The network returns, and swallows the first answer: the phone has to send again what was already taken."""
    phone = cast.technician
    assert phone.line is not None
    phone.line.lose_answer("/api/v1/sync/exchange")
    began = time.monotonic()
    await phone.offline(now=False)
    await expect(phone.page.get_by_text(SENT)).to_be_visible(timeout=60_000)
    print(f"everything sent {time.monotonic() - began:.2f} s after the network returned")
    assert phone.line.lost == 1
    await cast.remember()
    await expect(cast.owner.page.get_by_role("heading", level=1)).to_have_text("已签字，班组长正在核对照片")
    await expect(cast.dispatcher.page.locator(".order", has_text=LEAK)).to_contain_text("待审核")


async def is_sent_back_and_done_again(cast: Cast) -> None:
    """The lead's reason reaches the phone; the technician goes again and the owner signs again."""
    lead = await cast.lead.sign_in("/l")
    await walk.opens_the_review(lead)
    await walk.sends_back(lead, REASON)
    page = cast.technician.page
    await expect(page.get_by_text(REASON)).to_be_visible()
    await expect(cast.owner.page.get_by_role("heading", level=1)).to_have_text("有一处没做好，我们会再上门")
    await button(page, "接受返工").click()
    await walk.goes_and_arrives(page)
    await button(page, "开始维修").click()
    await walk.keeps_a_file(page, "维修后", picture(4, "接头.jpg"))
    await walk.finishes(page)
    await walk.has_it_signed(page, "王女士")
    await expect(page.get_by_text(SENT)).to_be_visible()
    await cast.remember()


async def is_approved_and_told_to_the_owner(cast: Cast) -> None:
    """The end of the story, with photos and cost lines, and the certificate in both languages."""
    lead = cast.lead.page
    await lead.reload()
    await walk.opens_the_review(lead)
    await walk.approves(lead)
    page = cast.owner.page
    await expect(page.get_by_role("heading", level=1)).to_have_text("已完成，感觉怎么样？")
    await expect(page.get_by_role("slider", name="左右拖动，比较维修前后").first).to_be_visible()
    for image in await page.locator(".compare img").all():
        await expect(image).to_have_js_property("complete", value=True)
    table = page.locator("table.money")
    await expect(table).to_contain_text("角阀")
    await expect(table.locator("tr.total")).to_contain_text("156.00")  # 120 labour and two valves
    for step in ("报修", "师傅出发", "到达", "签字确认", "返工", "完成"):
        await expect(page.locator(".timeline")).to_contain_text(step)
    for name, tongue in (("中文版", "zh"), ("英文版", "en")):
        async with page.expect_download() as waiting:
            await button(page, name).click()
        download = await waiting.value
        assert download.suggested_filename.endswith(f"-{tongue}.pdf")
        whole = (await download.path()).read_bytes()
        assert whole.startswith(b"%PDF-")
        assert whole.rstrip().endswith(b"%%EOF")
    await button(page, "这次维修怎么样？").click()
    await page.get_by_text("解决了", exact=True).click()
    await page.get_by_label("5 星").check(force=True)
    await button(page, "提交评价").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("已结束，保修 30 天内有问题随时找我们")


async def is_held_exactly_once(cast: Cast, books: Books, order: str) -> None:
    """The server was killed too; what is asked now is what lies on its disk."""
    (device,) = books.rows("select * from sync_device")
    ledger = books.operations(device["id"])
    assert {one["op_id"]: one["body"].decode() for one in ledger} == cast.written
    assert [one["cseq"] for one in ledger] == list(range(1, len(ledger) + 1))
    assert device["last_cseq"] == len(ledger)
    assert {(one["verdict"], one["reason"]) for one in ledger} == {("applied", "")}
    assert books.rows("select * from sync_op where device_id is not null and device_id != ?", device["id"]) == []
    assert (books.rows("select * from sync_fork"), books.rows("select * from sync_dropbox")) == ([], [])

    named = {json.loads(raw)["args"]["sha256"] for raw in cast.written.values() if '"kind":"photo.add"' in raw}
    assert named == set(cast.photos)
    for sha, whole in cast.photos.items():
        assert await books.photo(sha) == whole
    kept = books.rows("select slot, sha256, present from photo where work_order_id = ? and retracted_at is null", order)
    assert sorted(one["slot"] for one in kept) == ["after", "after", "before", "before", "report"]
    assert {one["sha256"] for one in kept} > named
    for one in kept:
        assert one["present"]
        await books.photo(one["sha256"])

    assert statuses(books, order) == ["closed"]  # the owner said that it is solved
    assert await books.broken_links() == {}
    assert books.rows("select * from outbox where buried_at is not null") == []
    print(
        f"{len(ledger)} operations once each, {len(kept)} photos, {len(books.rows('select n from event'))} events in chain"
    )


def statuses(books: Books, order: str) -> list[Any]:
    return [row["status"] for row in books.rows("select status from work_order where id = ?", order)]
