"""The app's own screens over a phone in trouble: what they say is what is so, in words, for each update by itself."""

import json
import re

import pytest
from playwright.async_api import Page, expect

from tests.support.cutting import Fault, told
from tests.support.field import EXCHANGE, Field, Pocket
from tests.support.walk import button, picture

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
deep = pytest.mark.deep
SENT = re.compile(r"^全部送达 \d")
SAFE = "所有工作都已安全送达"
NO_ROOM = """() => { const real = IDBObjectStore.prototype.put
  IDBObjectStore.prototype.put = function (...told) { if (this.name === 'chunks' && !globalThis.room) throw new DOMException('full', 'QuotaExceededError'); return real.apply(this, told) } }"""


async def at_the_app(phone: Pocket, path: str) -> Page:
    """The app on the profile of a phone whose bare page has been closed; the shell is kept."""
    if phone.page is not None:
        await phone.page.close()
    page = phone.page = await phone.app(path)
    await expect(page.get_by_text(SENT)).to_be_visible()
    await page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    return page


async def job(phone: Pocket) -> Page:
    return await at_the_app(phone, f"/t/job/{phone.hand.order}")


async def writes(page: Page, words: str) -> None:
    await button(page, "写备注").click()
    await page.get_by_role("dialog").get_by_role("textbox").fill(words)
    await button(page.get_by_role("dialog"), "保存").click()
    await expect(page.get_by_text(words)).to_be_visible()


async def centre(page: Page) -> None:
    await page.evaluate(
        "() => { history.pushState(null, '', '/t/sync'); dispatchEvent(new PopStateEvent('popstate')) }"
    )
    await expect(page.get_by_role("heading", name="同步")).to_be_visible()


async def test_each_update_says_for_itself_how_far_it_has_come(pocket: Pocket) -> None:
    """On the phone; on its way; confirmed: the words of one line in the sync centre, one after the other."""
    page = await job(pocket)
    pocket.line.cut()
    await writes(page, "阀门在水槽下")
    await centre(page)
    line = page.locator(".op", has_text="备注")
    await expect(line).to_contain_text("待发送")
    pocket.line.befall(Fault(EXCHANGE, answer_bytes=0, silent=True))
    pocket.line.mend()
    await button(page, "立即同步").click()
    await expect(line).to_contain_text("发送中")
    pocket.line.cut()  # the silent connection ends, and the same work is sent again
    pocket.line.mend()
    await button(page, "立即同步").click()
    await expect(line).to_contain_text("已确认")
    assert len(pocket.ledger()) == 1


async def test_all_is_safe_is_said_only_when_the_server_holds_exactly_what_the_phone_sent(pocket: Pocket) -> None:
    page = await job(pocket)
    await writes(page, "已关阀门")
    await expect(page.get_by_text(SENT)).to_be_visible()
    await centre(page)
    honest = {"last_cseq": 1, "n": 1, "missing_blobs": [], "parked": 0}
    lies = (
        {**honest, "digest": "0000000000000001"},
        {**honest, "last_cseq": 0, "n": 0, "digest": "0000000000000001"},
        {**honest, "digest": "0000000000000000", "missing_blobs": ["a" * 64]},
    )
    for lie in lies:
        answer = told("200 OK", json.dumps(lie).encode(), "application/json")
        pocket.line.befall(Fault("/api/v1/sync/receipt", instead=answer))
        await button(page, "核对是否全部送达").click()
        await expect(page.get_by_text(re.compile("还有 .* 条没有确认"))).to_be_visible()
        await expect(page.get_by_text(SAFE)).to_have_count(0)
    pocket.line.cut()
    await button(page, "核对是否全部送达").click()
    await expect(page.get_by_text(SAFE)).to_have_count(0)
    pocket.line.mend()
    await button(page, "核对是否全部送达").click()
    await expect(page.get_by_text(SAFE)).to_be_visible()


async def test_a_picture_for_which_there_is_no_room_stays_in_the_page_until_there_is(pocket: Pocket) -> None:
    page = await at_the_app(pocket, "/t")
    await page.goto(f"{pocket.line.url}/t/job/{pocket.hand.order}/camera?slot=during")
    await expect(page.get_by_role("main", name="相机")).to_be_visible()
    await page.evaluate(NO_ROOM)
    await page.locator("input[data-slot-input]").set_input_files(picture(9))  # type: ignore[arg-type]
    await expect(page.get_by_text("照片还没有存下来")).to_be_visible()
    await button(page, "重试").click()
    await expect(page.get_by_text("照片还没有存下来")).to_be_visible()
    await page.evaluate("() => { globalThis.room = true }")
    await button(page, "重试").click()
    await expect(page.get_by_text("已拍 1 张", exact=True)).to_be_visible()
    await button(page, "完成").click()
    await expect(page.get_by_text(SENT)).to_be_visible()
    assert [row["kind"] for row in pocket.ledger()] == ["photo.add"]


@deep
async def test_work_on_a_cancelled_order_is_seen_to_wait_for_the_office_and_to_be_decided(
    pocket: Pocket, field: Field
) -> None:
    page = await job(pocket)
    pocket.line.cut()
    await button(page, "出发").click()
    office = await field.office()
    (order,) = pocket.books.rows("select version from work_order where id = ?", pocket.hand.order)
    intent = {"version": order["version"], "intent": {"intent": "cancel", "reason": "owner changed his mind"}}
    await office.post(f"/work-orders/{pocket.hand.order}/intents", intent)
    pocket.line.mend()
    await centre(page)
    await button(page, "立即同步").click()
    line = page.locator(".op", has_text="出发")
    await expect(line).to_contain_text("办公室核对中")
    (parked,) = [one for one in (await office.get("/parked"))["items"] if one["work_order_id"] == pocket.hand.order]
    await office.post(f"/parked/{parked['op_id']}", {"decision": "reject", "note": "业主已取消，谢谢"})
    await expect(line).to_contain_text("办公室未采纳，记录保留")
    await expect(line).to_contain_text("业主已取消，谢谢")


@deep
async def test_the_app_is_updated_with_two_hundred_updates_and_forty_photos_waiting_and_an_old_tab_open(
    field: Field,
) -> None:
    async with field.pocket() as phone:
        await phone.first_day()
        page = await job(phone)
        old = await phone.app("/t")
        bare = await phone.again(await phone.context.new_page())
        phone.line.befall(Fault(EXCHANGE, 1000, instead=told("503 Busy", b"", "text/plain", "Retry-After: 2")))
        await page.goto(f"{phone.line.url}/t/sync")
        await phone.notes(160, bare)
        for seed in range(40):
            await phone.photo(500 + seed, side=330, page=bare)
        await bare.close()
        await expect(page.get_by_text(re.compile("200 条更新待发送"))).to_be_visible()
        worker = field.folder / "app" / "sw.js"
        worker.write_bytes(worker.read_bytes() + b"\n// the next build\n")
        field.server.kill()
        await field.server.start()
        await page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => true)")
        await expect(page.get_by_text("有新版本")).to_be_visible()
        await page.evaluate("globalThis.before = true")
        await button(page, "更新").click()
        await page.wait_for_function("() => globalThis.before === undefined")
        await expect(page.get_by_text(re.compile("200 条更新待发送"))).to_be_visible()
        phone.line.heal()
        for one in (page, old):
            await one.evaluate("() => dispatchEvent(new Event('online'))")
        await expect(page.get_by_text(SENT)).to_be_visible(timeout=120_000)
        await expect(old.get_by_text(SENT)).to_be_visible()
        await phone.is_held_once()
        assert len(phone.ledger()) == 200


@deep
async def test_signing_out_with_work_waiting_is_a_lock_and_the_same_person_finds_it_again(pocket: Pocket) -> None:
    page = await at_the_app(pocket, "/t/me")
    await page.goto(f"{pocket.line.url}/t/job/{pocket.hand.order}")
    pocket.line.cut()
    await writes(page, "钥匙在门房")
    await page.evaluate("() => { history.pushState(null, '', '/t/me'); dispatchEvent(new PopStateEvent('popstate')) }")
    await button(page, "退出登录").click()
    await expect(page.get_by_text("还有 1 条更新没有送达")).to_be_visible()
    await button(page, "锁定并退出").click()
    await expect(page.get_by_label("密码")).to_be_visible()
    pocket.line.mend()
    await page.get_by_label("账号").fill(pocket.hand.login)
    await page.get_by_label("密码").fill("correct horse battery staple")
    await button(page, "登录").click()
    await expect(page.get_by_text(SENT)).to_be_visible()
    assert len(pocket.ledger()) == 1
