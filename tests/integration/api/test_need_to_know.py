"""Nobody is shown more than he needs: scores of colleagues, positions, other communities, telephone numbers."""

from typing import Any

from kernel import outbox
from tests.integration.api.test_authorisation import offered_order
from tests.support import small_estate as estate
from tests.support.database import on_both
from tests.support.server import Persona, Server

ORDERS = "/api/v1/work-orders"
NUMBER = estate.HOME.contact.phone
HIDDEN = "000*********00"


async def detail(who: Persona, order: str) -> Any:
    return (await who.get(f"{ORDERS}/{order}")).json()["detail"]


async def test_a_technician_is_not_told_how_his_colleagues_were_weighed(doorstep: Server) -> None:
    order = await offered_order(doorstep)
    office = await detail(await doorstep.persona("dispatcher"), order)
    assert office["decision"]["candidates"]
    own = await detail(await doorstep.persona("technician"), order)
    assert own["decision"] is None
    assert {one["technician_id"] for one in own["assignments"]} == {estate.PEOPLE["technician"].id}
    assert own["order"]["contact"]["phone"] == NUMBER, "he has to call"


async def test_technicians_are_those_of_one_s_communities_and_a_technician_is_told_of_himself(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    at = {"lat": 30.57, "lng": 104.06, "accuracy_m": 12, "at": "2026-11-24T02:00:00Z"}
    assert (await technician.post("/api/v1/me/position", at)).status_code == 204
    (own,) = (await technician.get("/api/v1/estate/technicians")).json()["items"]
    assert (own["id"], own["position"], own["position_at"]) == (technician.id, None, None)
    dispatcher = await doorstep.persona("dispatcher")
    rows = (await dispatcher.get("/api/v1/estate/technicians")).json()["items"]
    assert {row["id"] for row in rows if row["position"]} >= {technician.id}
    foreign = await doorstep.persona("foreign_dispatcher")
    assert technician.id not in {row["id"] for row in (await foreign.get("/api/v1/estate/technicians")).json()["items"]}


async def test_a_lead_is_told_only_of_technicians_who_work_where_he_leads(doorstep: Server) -> None:
    import dispatch.commands
    from dispatch.estate import Estate, Organisation
    from dispatch.model import Technician, TechnicianId
    from kernel.actors import system

    elsewhere = Technician(
        id=TechnicianId(doorstep.new_id()),
        org_id=estate.ORG,
        code="T-WTY-09",
        team="WTY",
        communities=frozenset({estate.WTY}),
        home=estate.OTHER_HOME.position,
        time_zone="Asia/Shanghai",
    )
    async with doorstep.running.database.act(system(estate.ORG)) as act:
        org = Organisation(id=estate.ORG, code="LT", zh="乐天", en="LT")
        await dispatch.commands.put_estate(act, Estate(organisation=org, technicians=(elsewhere,)))
    codes = {}
    for name in ("lead", "other_lead"):
        rows = (await (await doorstep.persona(name)).get("/api/v1/estate/technicians")).json()["items"]
        codes[name] = {row["code"] for row in rows}
    assert codes["other_lead"] - codes["lead"] == {"T-WTY-09"}


@on_both
async def test_the_office_sees_a_masked_number_and_is_told_it_for_a_reason_that_is_kept(doorstep: Server) -> None:
    order = await offered_order(doorstep)
    dispatcher = await doorstep.persona("dispatcher")
    assert (await detail(dispatcher, order))["order"]["contact"]["phone"] == HIDDEN
    assert (await dispatcher.post(f"{ORDERS}/{order}/phone", {"reason": ""})).status_code == 400
    told = await dispatcher.post(f"{ORDERS}/{order}/phone", {"reason": "迟到，通知业主"})
    assert told.json() == {"phone": NUMBER}
    async with doorstep.running.database.read() as conn:
        event = (await outbox.history(conn, order))[-1]
    assert (event.name, event.actor_id) == ("contact.revealed", dispatcher.id)
    assert event.words == "迟到，通知业主"
    assert NUMBER.encode() not in event.body
    noted = await dispatcher.post(f"{ORDERS}/{order}/notes", {"id": doorstep.new_id(), "text": "已联系"})
    assert noted.json()["order"]["contact"]["phone"] == HIDDEN


async def test_a_search_is_narrowed_to_one_s_communities_before_it_is_cut(doorstep: Server) -> None:
    from msgspec.structs import replace

    import dispatch.commands
    from dispatch.estate import Estate, Organisation
    from kernel.actors import system

    many = tuple(
        replace(estate.HOME, id=doorstep.new_id(), code=f"AAA-{n:03d}", report_code=f"A{n:07d}", label="同名楼")
        for n in range(60)
    )
    mine = replace(estate.OTHER_HOME, id=doorstep.new_id(), code="ZZZ-001", report_code="Z0000001", label="同名楼")
    async with doorstep.running.database.act(system(estate.ORG)) as act:
        org = Organisation(id=estate.ORG, code="LT", zh="乐天", en="LT")
        await dispatch.commands.put_estate(act, Estate(organisation=org, premises=(*many, mine)))
    found = await (await doorstep.persona("other_lead")).get("/api/v1/estate/premises?q=同名楼")
    assert [hit["code"] for hit in found.json()["items"]] == ["ZZZ-001"]
