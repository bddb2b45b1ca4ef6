"""Parts and the money for them, over HTTP and from a phone: the limit, leave to spend, allowances, stock, the radar."""

from datetime import timedelta
from typing import Any

import dispatch.commands
import dispatch.stocking
from dispatch import intents as i
from dispatch.model import AssignmentId, Status, TechnicianId, WorkOrder
from dispatch.particulars import Depot
from kernel.actors import Actor, ActorId, OrgId, Role, system
from kernel.geo import LatLng
from tests.support import small_estate as estate
from tests.support.dispatch_builders import an_id
from tests.support.finished import brought_to
from tests.support.http_phone import HttpPhone
from tests.support.server import Persona, Server
from tests.support.uploading import order_for

ORDERS = "/api/v1/work-orders"
STORE, FAR_STORE, VAN = an_id("store"), an_id("far store"), an_id("van")


async def at_work(doorstep: Server) -> tuple[str, WorkOrder, HttpPhone]:
    key = await order_for(doorstep, "technician", premises=estate.HOME)
    order = await brought_to(doorstep, key, Status.IN_PROGRESS)
    phone = HttpPhone(await doorstep.persona("technician"))
    await phone.enrol()
    await phone.sync()
    return key, order, phone


async def accepted(doorstep: Server, key: str, number: int) -> None:
    technician = Actor(ActorId(estate.PEOPLE["technician"].id), Role.TECHNICIAN, OrgId(estate.ORG))
    offer = i.Offer(AssignmentId(an_id(f"assignment {number}")), TechnicianId(technician.id))
    for actor, intent in ((system(estate.ORG), offer), (technician, i.Accept())):
        async with doorstep.running.database.act(actor) as act:
            await dispatch.commands.carry_out(act, key, intent, version=None)


async def stocked(doorstep: Server, near: int = 0, far: int = 0, van: int = 0) -> None:
    """A store 300 m away, one 40 km away, and the colleague's van at the door."""
    near_by, away = LatLng(30.5735, 104.0652), LatLng(30.9, 104.2)
    places = (
        Depot(id=STORE, org_id=estate.ORG, code="CK-01", zh="总库", en="Main store", kind="store", position=near_by),
        Depot(id=FAR_STORE, org_id=estate.ORG, code="CK-02", zh="远库", en="Far store", kind="store", position=away),
        Depot(
            id=VAN,
            org_id=estate.ORG,
            code="VAN-2",
            zh="同事的车",
            en="Colleague's van",
            kind="van",
            technician_id=estate.PEOPLE["colleague"].id,
        ),
    )
    held = [(key, "M-013", milli) for key, milli in ((STORE, near), (FAR_STORE, far), (VAN, van)) if milli]
    async with doorstep.running.database.act(system(estate.ORG)) as act:
        await dispatch.stocking.put_depots(act, places, held)


def uses(phone: HttpPhone, order: str, fen: int, material: str = "M-001", milli: int = 1000) -> str:
    line = phone.id()
    phone.do(
        "part.add",
        order,
        id=line,
        material=material,
        name="角阀",
        unit="个",
        quantity_milli=milli,
        unit_price_fen=fen,
    )
    return line


async def dossier(doorstep: Server, order: str, name: str = "lead") -> dict[str, Any]:
    told: dict[str, Any] = (await (await doorstep.persona(name)).get(f"{ORDERS}/{order}")).json()["detail"]
    return told


async def test_the_second_part_goes_over_the_limit_and_a_lead_grants_it(doorstep: Server) -> None:
    key, _, phone = await at_work(doorstep)
    uses(phone, key, 19_800)
    await phone.sync()
    assert "over_limit" not in (await dossier(doorstep, key))["order"]["flags"]
    assert phone.shown(key).authority.order_fen == 20_000
    uses(phone, key, 1_500)
    asked = phone.id()
    phone.do("approval.ask", key, id=asked, fen=1_500, words="再换一个角阀", at=phone.now)
    assert {one["verdict"] for one in await phone.sync()} == {"applied"}
    detail = await dossier(doorstep, key)
    assert "over_limit" in detail["order"]["flags"]
    assert {"work_order.over_limit", "work_order.approval_asked"} <= {line["name"] for line in detail["timeline"]}

    lead, other = await doorstep.persona("lead"), await doorstep.persona("other_lead")
    (row,) = (await lead.get("/api/v1/approvals")).json()["items"]
    assert (row["work_order_id"], row["approval"]["fen"], row["technician"]) == (key, 1_500, "T-PLB-01")
    assert (await other.get("/api/v1/approvals")).json()["items"] == []
    path, version = f"{ORDERS}/{key}/approvals/{asked}", detail["order"]["version"]
    too_much = await lead.post(path, {"version": version, "granted": True, "fen": 100_001})
    assert (too_much.status_code, too_much.json()["code"]) == (403, "over_authority")
    assert f"{too_much.json()['limit_fen'] / 100:,.2f}" in too_much.json()["title"], "money is said as people say it"
    assert (await lead.post(path, {"version": 1, "granted": True})).json()["code"] == "stale"
    granted = await lead.post(path, {"version": version, "granted": True, "note": "可以"})
    assert granted.status_code == 200, granted.text
    order = granted.json()["order"]
    assert "over_limit" not in order["flags"]
    assert (order["approvals"][0]["state"], order["approvals"][0]["decided_name"]) == ("granted", "LEAD-YQL")
    again = await lead.post(path, {"version": order["version"], "granted": False})
    assert (again.status_code, again.json()["code"]) == (409, "already_decided")
    await phone.sync()
    assert phone.shown(key).order.approvals[0].state == "granted"


async def test_what_was_asked_for_an_order_that_is_over_cannot_be_granted_any_more(doorstep: Server) -> None:
    key, _, phone = await at_work(doorstep)
    asked = phone.id()
    phone.do("approval.ask", key, id=asked, fen=1_500, words="再换一个角阀", at=phone.now)
    await phone.sync()
    lead = await doorstep.persona("lead")
    assert len((await lead.get("/api/v1/approvals")).json()["items"]) == 1
    order = (await dossier(doorstep, key))["order"]
    cancel = {"version": order["version"], "intent": {"intent": "cancel", "reason": "业主自行解决"}}
    ended = await (await doorstep.persona("dispatcher")).post(f"{ORDERS}/{key}/intents", cancel)
    assert ended.status_code == 200, ended.text
    version = ended.json()["order"]["version"]
    for granted in (True, False):
        answer = await lead.post(f"{ORDERS}/{key}/approvals/{asked}", {"version": version, "granted": granted})
        assert (answer.status_code, answer.json()["code"]) == (409, "order_over")
    assert (await lead.get("/api/v1/approvals")).json()["items"] == [], "and nobody is asked"


async def test_the_week_has_a_limit_over_all_orders_and_forgets_after_seven_days(doorstep: Server) -> None:
    _, _, phone = await at_work(doorstep)
    orders = [await order_for(doorstep, "technician", 950 + n) for n in range(4)]
    for number, key in enumerate(orders):
        await accepted(doorstep, key, number)
    for key in orders[:3]:
        uses(phone, key, 19_900)
    await phone.sync()
    uses(phone, orders[3], 400)
    await phone.sync()
    flagged = [key for key in orders if "over_limit" in (await dossier(doorstep, key))["order"]["flags"]]
    assert flagged == [orders[3]]
    doorstep.clock.advance(timedelta(days=7, seconds=1))
    phone.who = await doorstep.persona("technician")
    uses(phone, orders[3], 400)
    await phone.sync()
    assert "over_limit" not in (await dossier(doorstep, orders[3]))["order"]["flags"]


async def test_the_allowances_of_three_phones_never_add_up_to_more_than_the_week(doorstep: Server) -> None:
    key, _, first = await at_work(doorstep)
    technician = await doorstep.persona("technician")
    second, third = HttpPhone(technician), HttpPhone(technician)
    for phone in (second, third):
        await phone.enrol()
        await phone.sync()

    async def given(phone: HttpPhone) -> int:
        answer = await technician.post("/api/v1/me/allowance", {"device_id": phone.device})
        assert answer.status_code == 200, answer.text
        return int(answer.json()["left_fen"])

    uses(first, key, 15_000)
    await first.sync()
    assert [await given(phone) for phone in (first, second, third)] == [45_000, 0, 0]
    uses(first, key, 5_000)
    await first.sync()
    assert [await given(phone) for phone in (second, first)] == [0, 40_000]
    doorstep.clock.advance(timedelta(hours=73))  # the first phone was not heard of again: its allowance has run out
    technician = await doorstep.persona("technician")
    assert [await given(phone) for phone in (third, first)] == [40_000, 0]
    foreign = await (await doorstep.persona("colleague")).post("/api/v1/me/allowance", {"device_id": first.device})
    assert foreign.status_code == 404


async def test_a_used_part_leaves_the_books_which_may_fall_below_zero_and_say_so(doorstep: Server) -> None:
    key, _, phone = await at_work(doorstep)
    await stocked(doorstep, near=1000)
    line = uses(phone, key, 48_000, "M-013", 2000)
    await phone.sync()
    detail = await dossier(doorstep, key)
    (told,) = [one for one in detail["timeline"] if one["name"] == "stock.below_zero"]
    assert (told["facts"]["depot"], told["facts"]["on_hand_milli"]) == ("CK-01", -1000)
    phone.do("part.remove", key, id=line)
    await phone.sync()
    found = await (await doorstep.persona("lead")).get(f"{ORDERS}/{key}/parts/M-013")
    assert [(one["at"]["depot"], one["at"]["on_hand_milli"]) for one in found.json()["items"]] == [("CK-01", 1000)]


async def held(phone: HttpPhone, key: str) -> dict[str, Any]:
    until = (phone.who.server.clock.now() + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    phone.do("visit.hold", key, reason="waiting_parts", until=until, note="等密封件", material="M-013")
    assert {one["verdict"] for one in await phone.sync()} == {"applied"}
    return await dossier(phone.who.server, key)


async def test_waiting_for_a_part_that_lies_nearby_does_not_stop_the_clock(doorstep: Server) -> None:
    key, _, phone = await at_work(doorstep)
    await stocked(doorstep, near=2000, far=9000, van=1000)
    seen = (await phone.who.get(f"{ORDERS}/{key}/parts/M-013")).json()["items"]
    assert [(one["at"]["depot"], one["near"]) for one in seen] == [("CK-01", True), ("VAN-2", True), ("CK-02", False)]
    detail = await held(phone, key)
    assert detail["order"]["clocks"]["paused_since"] is None
    assert [one["depot"] for one in detail["order"]["hold"]["seen"]] == ["CK-01", "VAN-2", "CK-02"]
    (told,) = [one for one in detail["timeline"] if one["name"] == "stock.transfer_wanted"]
    assert (told["facts"]["depot"], told["facts"]["distance_m"] < 400) == ("CK-01", True)


async def test_waiting_for_a_part_that_nobody_has_nearby_stops_the_clock_with_the_proof(doorstep: Server) -> None:
    key, _, phone = await at_work(doorstep)
    await stocked(doorstep, far=9000)
    detail = await held(phone, key)
    assert detail["order"]["clocks"]["paused_since"] is not None
    assert [one["depot"] for one in detail["order"]["hold"]["seen"]] == ["CK-02"]
    assert not [one for one in detail["timeline"] if one["name"] == "stock.transfer_wanted"]


async def test_the_office_says_why_nobody_signed(doorstep: Server) -> None:
    key = await order_for(doorstep, "technician", premises=estate.HOME)
    order = await brought_to(doorstep, key, Status.WORK_DONE)
    desk: Persona = await doorstep.persona("dispatcher")
    path = f"{ORDERS}/{key}/sign-off"
    body = {"version": order.version, "method": "absent", "reason": "三次上门无人，已贴条并致电"}
    assert (await desk.post(path, {**body, "method": "in_person"})).status_code == 400
    assert (await desk.post(path, {**body, "reason": "  "})).status_code == 400
    assert (await (await doorstep.persona("technician")).post(path, body)).status_code == 403
    told = await desk.post(path, body)
    assert told.status_code == 200, told.text
    signed = told.json()["order"]["sign_off"]
    assert (signed["method"], signed["reason"], signed["stale"]) == ("absent", body["reason"], False)
    assert len(signed["digest"]) == 64
    # The phone adds a part afterwards: what the reason was given over is no longer the sheet.
    phone = HttpPhone(await doorstep.persona("technician"))
    await phone.enrol()
    await phone.sync()
    uses(phone, key, 1800)
    await phone.sync()
    assert (await dossier(doorstep, key))["order"]["sign_off"]["stale"]
    again = await desk.post(path, {**body, "version": (await dossier(doorstep, key))["order"]["version"]})
    assert again.status_code == 200, again.text
    assert not again.json()["order"]["sign_off"]["stale"]
