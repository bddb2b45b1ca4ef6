"""The technician's sync centre over work that does not get through: of each update how far it is, why, and what can be done."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.support.cutting import Fault, told
from tests.support.desk import desk
from tests.support.field import EXCHANGE, SEALANT, Field, Pocket
from tests.support.walk import button

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
BROKEN = told("500 Broken", b'{"type":"x","status":500,"code":"internal","title":"broken"}')
BUSY = told("503 Busy", b"", "text/plain", "Retry-After: 600")
NO_PART = {"material": SEALANT.code, "name": SEALANT.zh, "unit": SEALANT.unit, "unit_price_fen": 1500}

MOBILE_DATA = (
    "Object.defineProperty(navigator, 'connection', { value: Object.assign(new EventTarget(), { type: 'cellular' }) })"
)


def line(page: Page, kind: str) -> Locator:
    return page.locator(".op", has_text=kind)


async def says(one: Locator, *words: str) -> None:
    for word in words:
        await expect(one).to_contain_text(word)


async def offers(one: Locator, *names: str) -> None:
    await expect(one.get_by_role("button")).to_have_text(list(names))


async def goes_to_somebody_else(field: Field, phone: Pocket) -> None:
    """The office gives the order of this phone to a technician whom no scenario has had."""
    office, other = await field.office(), field.taken()
    (row,) = phone.books.rows("select version from work_order where id = ?", phone.hand.order)
    to = {"technician_id": other.id, "version": row["version"], "reason": "离得更近"}
    await office.post(f"/work-orders/{phone.hand.order}/offer", to)


async def a_new_id(phone: Pocket) -> str:
    made: str = await phone.page.evaluate("() => probe.newId()")
    return made


async def test_what_the_office_has_to_decide_what_waits_and_what_can_be_carried_to_the_office_as_a_file(
    pocket: Pocket, field: Field, tmp_path: Path
) -> None:
    """One is incomplete, one is of an order that went to somebody else meanwhile, one waits; all leave in a file."""
    await pocket.act("part.add", {**NO_PART, "id": await a_new_id(pocket), "quantity_milli": 0})
    page = await pocket.app("/t/sync")
    incomplete, departed, note = (line(page, kind) for kind in ("加配件", "出发", "备注"))
    await says(incomplete, "办公室核对中", "内容不完整，办公室在核对", "您不用重做")
    await offers(incomplete, "重试", "看工单")
    pocket.line.cut()
    await pocket.act("visit.depart", {})
    await says(departed, "待发送", "已存在本机，联网后自动发送")
    await expect(page.get_by_text("1 条更新还在本机")).to_be_visible()
    await goes_to_somebody_else(field, pocket)
    pocket.line.mend()
    await button(page, "立即同步").click()
    await says(departed, "办公室核对中", "工单已改派他人。您的照片和记录都保留，由办公室核对。")
    for one in (incomplete, departed):
        await says(one, "这张工单已不在本机")
        await offers(one)  # of an order that is gone the office decides
    pocket.line.befall(Fault(EXCHANGE, 10_000, instead=BUSY))
    await pocket.notes(1)
    await says(note, "待发送", "这张工单已不在本机", "已存在本机，联网后自动发送")
    async with page.expect_download() as coming:
        await button(page, "导出未发送的工作").click()
    file = await coming.value
    assert Path(file.suggested_filename).suffix == ".ofs"
    await file.save_as(tmp_path / file.suggested_filename)
    await expect(page.get_by_text("已导出")).to_be_visible()
    async with desk(field, "/d/phones") as office:
        await office.locator("input[type=file]").set_input_files(tmp_path / file.suggested_filename)
        await expect(office.get_by_text(f"已导入 {pocket.hand.login.upper()} 的工作")).to_be_visible()
    assert [row["kind"] for row in pocket.ledger()] == ["part.add", "visit.depart", "note.add"]


async def test_photos_wait_for_wifi_by_choice_updates_do_not_and_one_tap_sends_them_all_the_same(
    pocket: Pocket,
) -> None:
    await pocket.context.add_init_script(MOBILE_DATA)
    page = await pocket.app("/t/me")
    switch = page.get_by_role("switch", name="照片只用 Wi-Fi 传")
    await switch.click()
    await expect(switch).to_have_attribute("aria-checked", "true")
    await pocket.page.close()
    await page.close()
    page = pocket.page = await pocket.again()
    await pocket.photo(72)
    await pocket.notes(1)
    await pocket.sees("(all) => all.outbox.every((one) => one.state === 'confirmed') && all.photosWaiting.count === 1")
    assert not [one for one in pocket.line.requests if "/blobs/" in one]
    await page.close()
    page = await pocket.app("/t/sync")
    await expect(page.get_by_text("等 Wi-Fi 再传：1 张照片")).to_be_visible()
    await button(page, "现在就传").click()
    await expect(page.get_by_text("本机没有待发送的工作")).to_be_visible()
    await pocket.is_held_once()


@pytest.mark.deep
async def test_what_the_server_fails_on_lies_in_the_drop_box_and_can_be_tried_again(timed: Pocket) -> None:
    """Five times in ten minutes the server fails on one; it is put aside, said so, and goes through when it is mended."""
    timed.line.cut()
    await timed.notes(1)
    timed.line.befall(Fault(EXCHANGE, 400, instead=BROKEN))
    timed.line.mend()
    await timed.sees("(all) => all.outbox[0].state === 'held'", within=3_600_000)
    await timed.page.close()
    timed.line.heal()
    page = await timed.app("/t/sync")
    held = line(page, "服务器稍后处理")
    await says(held, "备注", "内容已安全交到服务器，等办公室处理。", "原样放在投递箱，办公室会看")
    await offers(held, "重试", "看工单")
    timed.line.befall(Fault(EXCHANGE, answer_bytes=0, silent=True))
    asked = timed.line.hears_of(EXCHANGE)
    await button(held, "重试").click()
    await says(line(page, "发送中"), "备注", "正在发送。")
    await asked.wait()
    timed.line.cut()  # the silent connection ends
    timed.line.mend()
    await button(page, "立即同步").click()
    await says(line(page, "已确认"), "备注")
    assert [row["verdict"] for row in timed.ledger()] == ["applied"]
