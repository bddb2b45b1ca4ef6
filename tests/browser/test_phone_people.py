"""What the office does with work that is stuck, on its pages about phones, and what the technician hears of it.

A file of unsent work is taken in once and refused in
words the second time; a parked update is settled in three ways, and the technician is told each of them.
"""

import json
from typing import Any

import pytest
from playwright.async_api import expect

from tests.support.cutting import Fault, told
from tests.support.desk import desk
from tests.support.field import EXCHANGE, SEALANT, Field, Pocket
from tests.support.walk import button

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
BUSY = told("503 Busy", b"", "text/plain", "Retry-After: 600")
KNOWN = """(ids) => ids.every((id) => probe.state().outbox.some((one) => one.opId === id && one.%s))"""


async def goes_to_somebody_else(field: Field, phone: Pocket) -> None:
    """The office gives the order of this phone to a technician whom no scenario has had."""
    office, other = await field.office(), field.taken()
    (row,) = phone.books.rows("select version from work_order where id = ?", phone.hand.order)
    to = {"technician_id": other.id, "version": row["version"], "reason": "离得更近"}
    await office.post(f"/work-orders/{phone.hand.order}/offer", to)


async def are(phone: Pocket, what: str, *ids: str) -> None:
    await phone.page.evaluate("() => probe.syncNow()")
    await phone.waits(phone.page, f"() => ({KNOWN % what})({json.dumps(ids)})", 20_000)


async def test_the_office_takes_a_sealed_file_in_once_and_is_told_so_the_second_time(
    pocket: Pocket, field: Field
) -> None:
    for path in (EXCHANGE, "/api/v1/blobs/"):
        pocket.line.befall(Fault(path, 10_000, instead=BUSY))
    await pocket.notes(2)
    await pocket.photo(71)
    sealed = {"name": "work.ofs", "mimeType": "application/octet-stream"}
    sealed["buffer"] = bytes(await pocket.page.evaluate("() => probe.exported()"))  # type: ignore[assignment]
    code = pocket.hand.login.upper()
    async with desk(field, "/d/phones") as page:
        await expect(page.get_by_role("heading", name="用文件送来的")).to_be_visible()
        pick = page.locator("input[type=file]")
        await pick.set_input_files(sealed)  # type: ignore[arg-type]
        banner = page.locator(".banner", has_text=f"已导入 {code} 的工作")
        await expect(banner).to_contain_text("3 条更新：3 条生效，0 条待核对")
        await expect(banner).to_contain_text("1 张照片")
        await pick.set_input_files(sealed)  # type: ignore[arg-type]
        await expect(page.locator(".banner", has_text="这份文件以前已经导入过")).to_be_visible()
        await pick.set_input_files({**sealed, "buffer": b"no file of ours"})  # type: ignore[arg-type]
        await expect(page.locator(".banner.tone-late")).to_be_visible()
        await expect(page.get_by_role("cell", name=code)).to_have_count(1)
    assert [row["verdict"] for row in pocket.ledger()] == ["applied"] * 3


async def test_the_office_amends_rejects_and_accepts_and_the_technician_is_told_each(
    pocket: Pocket, field: Field
) -> None:
    part: dict[str, Any] = {"material": SEALANT.code, "name": SEALANT.zh, "unit": SEALANT.unit, "unit_price_fen": 1500}
    amended, rejected = [
        await pocket.act("part.add", {**part, "id": await a_new_id(pocket), "quantity_milli": 0}) for _ in range(2)
    ]
    await are(pocket, "state === 'parked'", amended, rejected)
    code = pocket.hand.login.upper()
    async with desk(field, f"/d/parked?op={amended}") as page:
        item = page.locator("article.parked")
        await expect(item).to_contain_text("内容不全")
        await page.get_by_label("给维修工的话").fill("按一支记")
        await button(page, "修改后采用").click()
        sheet = page.get_by_role("dialog")
        await sheet.get_by_label("数量").fill("1")
        await button(sheet, "修改后采用").click()
        await expect(page.get_by_text("已修改后采用")).to_be_visible()
        await page.goto(field.server.url(f"/d/parked?op={rejected}"))
        await page.get_by_label("给维修工的话").fill("只用了一支")
        await button(page, "保持现在的").click()
        await expect(page.get_by_text("已保持")).to_be_visible()
        pocket.line.cut()
        accepted = await pocket.act("visit.depart", {})
        await goes_to_somebody_else(field, pocket)
        pocket.line.mend()
        await are(pocket, "state === 'parked'", accepted)
        await page.goto(field.server.url(f"/d/parked?op={accepted}"))
        await expect(item).to_contain_text(f"工单已改派给别人，{code} 离线时还在做")
        await expect(item.get_by_role("row", name="状态")).to_contain_text("前往中")
        await page.get_by_label("给维修工的话").fill("你先到，归你")
        await button(page, "采用手机的").click()
        await expect(page.get_by_text("已采用")).to_be_visible()
    for op, decision, note in (
        (amended, "amend", "按一支记"),
        (rejected, "reject", "只用了一支"),
        (accepted, "accept", "你先到，归你"),
    ):
        await are(pocket, f"resolution === '{decision}' && one.note === '{note}'", op)
    (order,) = pocket.books.rows("select status, technician_id from work_order where id = ?", pocket.hand.order)
    assert (order["status"], order["technician_id"]) == ("en_route", pocket.hand.id)
    await pocket.sees("(all) => all.orders[0].shown.order.parts.length === 1")


async def a_new_id(phone: Pocket) -> str:
    made: str = await phone.page.evaluate("() => probe.newId()")
    return made
