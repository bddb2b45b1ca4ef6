"""From the link to the certificate: an owner follows one work order and nothing else."""

from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

import dispatch.commands
from dispatch import intents as i
from dispatch.estate import Estate, Organisation
from dispatch.model import Status, WorkOrderId
from kernel import outbox
from kernel.actors import system
from offline_sync.reviewing import proof_of
from tests.support import small_estate
from tests.support.database import on_both
from tests.support.finished import LEAD, brought_to
from tests.support.owners import Owner
from tests.support.server import Server
from tests.support.signed_off import approved, done_again, opened, signing, with_a_leak

CODE = small_estate.HOME.report_code


@pytest.fixture
async def owner(doorstep: Server) -> Owner:
    """An owner who has reported a leak and opened his page."""
    return await with_a_leak(doorstep)


@on_both
async def test_a_link_opens_its_page_and_looking_changes_nothing(doorstep: Server, owner: Owner) -> None:
    await opened(owner)
    first = await owner.look()
    assert (first["stage"], first["place"]) == ("reported", "3***室")
    async with doorstep.running.database.read() as conn:
        before = (await conn.exec_driver_sql("select sum(uses), count(*) from owner_link")).all()
        events = (await conn.exec_driver_sql("select count(*) from event")).all()
    for _ in range(3):
        await owner.look()
    async with doorstep.running.database.read() as conn:
        assert (await conn.exec_driver_sql("select sum(uses), count(*) from owner_link")).all() == before
        assert (await conn.exec_driver_sql("select count(*) from event")).all() == events


async def test_unknown_and_expired_links_are_told_apart_without_telling_more(doorstep: Server, owner: Owner) -> None:
    assert owner.page is not None
    link = owner.page["link"]
    unknown = await owner.open("/o#ds_ol_" + "A" * 43)
    assert (unknown.status_code, unknown.json()["code"]) == (404, "link_unknown")
    doorstep.clock.advance(timedelta(days=30))
    expired = await owner.open(link)
    assert (expired.status_code, expired.json()["code"]) == (410, "link_expired")


async def test_guessing_links_is_slowed_down(doorstep: Server) -> None:
    owner = Owner(doorstep)
    answers = [(await owner.open(f"/o#ds_ol_{n:043d}")).status_code for n in range(25)]
    assert answers == [404] * 20 + [429] * 5
    doorstep.clock.advance(timedelta(seconds=3))
    answers = [(await owner.open(f"/o#ds_ol_{n:043d}")).status_code for n in range(25, 27)]
    assert answers == [404, 429], "one guess in three seconds"


async def test_a_session_opens_no_other_order_and_no_other_route(doorstep: Server, owner: Owner) -> None:
    order = await opened(owner)
    assert (await owner.get(f"/work-orders/{order}")).status_code == 403
    assert (await owner.get("/board")).status_code == 403
    assert (await owner.get("/owner/photos/" + doorstep.new_id())).status_code == 404


async def test_the_page_lives_with_the_order(doorstep: Server, owner: Owner) -> None:
    order = await opened(owner)
    await brought_to(doorstep, order, Status.EN_ROUTE)
    page = await owner.look()
    assert page["stage"] == "en_route"
    assert page["technician"]["code"] == "T-PLB-01"
    assert page["position"] is not None
    await brought_on(doorstep, order)
    page = await owner.look()
    assert page["position"] is None


async def brought_on(doorstep: Server, order: str) -> None:
    """From the way to the end of the work."""
    import dispatch.commands
    from dispatch.model import Presence, PresenceMethod, WorkOrderId
    from tests.support.finished import TECHNICIAN

    async with doorstep.running.database.act(TECHNICIAN) as act:
        present = Presence(PresenceMethod.ASSET_QR, act.now, proof=CODE)
        await dispatch.commands.carry_out(act, WorkOrderId(order), i.Arrive(present), version=None)


async def test_the_owner_signs_exactly_what_the_sheet_shows(doorstep: Server, owner: Owner) -> None:
    order = await opened(owner)
    await brought_to(doorstep, order, Status.WORK_DONE)
    page = await owner.look()
    assert page["may_sign"]
    assert {photo["slot"] for photo in page["photos"]} == {"before", "after"}
    assert page["total_fen"] == 12000
    wrong = await owner.post("/owner/sign", signing(owner, digest="0" * 64))
    assert wrong.json()["code"] == "sheet_changed"
    await owner.look()
    signed = await owner.post("/owner/sign", signing(owner))
    assert signed.status_code == 200, signed.text
    assert signed.json()["sign_off"] == "link"
    await doorstep.drain()
    assert (await owner.look())["stage"] == "reviewing"


async def test_a_signature_of_a_million_points_is_refused_and_nothing_is_signed(doorstep: Server, owner: Owner) -> None:
    order = await opened(owner)
    await brought_to(doorstep, order, Status.WORK_DONE)
    await owner.look()
    told = await owner.post("/owner/sign", {**signing(owner), "strokes": [[1, 1] * 1_000_000]})
    assert (told.status_code, told.json()["code"]) == (413, "too_large")
    await owner.look()
    many = await owner.post("/owner/sign", {**signing(owner), "strokes": [[1, 1] * 30_000]})
    assert many.status_code in {400, 413, 422}, many.text
    assert (await owner.look())["may_sign"]


@on_both
async def test_a_nonce_works_once_and_a_forged_one_never(doorstep: Server, owner: Owner) -> None:
    await opened(owner)
    assert owner.page is not None
    nonce = owner.page["nonce"]
    assert (await owner.post("/owner/urge", {"nonce": nonce})).status_code == 200
    doorstep.clock.advance(timedelta(minutes=29))
    again = await owner.post("/owner/cancel", {"nonce": nonce, "reason": "不用了"})
    assert again.json()["code"] == "already_done"
    forged = await owner.post("/owner/cancel", {"nonce": nonce[:-2] + "AA", "reason": "不用了"})
    assert forged.json()["code"] == "page_outdated"


async def test_an_owner_may_urge_once_in_half_an_hour(doorstep: Server, owner: Owner) -> None:
    await opened(owner)
    page = await owner.look()
    assert (await owner.post("/owner/urge", {"nonce": page["nonce"]})).status_code == 200
    page = await owner.look()
    early = await owner.post("/owner/urge", {"nonce": page["nonce"]})
    assert (early.status_code, early.json()["code"]) == (429, "urged_lately")
    assert early.json()["retry_after_s"] > 1700
    doorstep.clock.advance(timedelta(minutes=31))
    page = await owner.look()
    assert (await owner.post("/owner/urge", {"nonce": page["nonce"]})).status_code == 200


async def test_an_owner_cancels_until_somebody_stands_at_the_door(doorstep: Server, owner: Owner) -> None:
    order = await opened(owner)
    await brought_to(doorstep, order, Status.ARRIVED)
    page = await owner.look()
    assert not page["may_cancel"]
    refused = await owner.post("/owner/cancel", {"nonce": page["nonce"], "reason": "不用了"})
    assert refused.json()["code"] == "illegal_transition"


async def done(doorstep: Server, owner: Owner) -> str:
    """Signed by link and approved by the lead."""
    import dispatch.commands
    from dispatch.model import WorkOrderId

    order = await opened(owner)
    await brought_to(doorstep, order, Status.WORK_DONE)
    await owner.look()
    assert (await owner.post("/owner/sign", signing(owner))).status_code == 200
    await doorstep.drain()
    async with doorstep.running.database.act(LEAD) as act:
        proof = await proof_of(act.conn, order)
        await dispatch.commands.carry_out(act, WorkOrderId(order), i.Approve("LEAD-YQL"), version=None, proof=proof)
    return order


@on_both
async def test_solved_closes_the_order_and_is_said_once(doorstep: Server, owner: Owner) -> None:
    await done(doorstep, owner)
    page = await owner.look()
    assert page["may_rate"]
    told = {
        "nonce": page["nonce"],
        "solved": True,
        "csat": 5,
        "ces": 1,
        "nps": 10,
        "words": "谢谢，我的电话 13812341234",
    }
    answer = await owner.post("/owner/rate", told)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["stage"], answer.json()["rated"]) == ("closed", True)
    again = await owner.post("/owner/rate", told | {"nonce": answer.json()["nonce"]})
    assert again.json()["code"] == "already_rated"
    async with doorstep.running.database.read() as conn:
        kept = (await conn.exec_driver_sql("select csat, nps, words from rating")).all()
    assert kept == [(5, 10, "谢谢，我的电话 138****1234")]


async def test_not_solved_opens_a_callback_that_knows_what_came_before(doorstep: Server, owner: Owner) -> None:
    order = await done(doorstep, owner)
    page = await owner.look()
    answer = await owner.post("/owner/rate", {"nonce": page["nonce"], "solved": False, "csat": 1, "words": "又漏了"})
    assert answer.status_code == 200, answer.text
    dispatcher = await doorstep.persona("dispatcher")
    items = (await dispatcher.get("/api/v1/work-orders")).json()["items"]
    back = next(item["id"] for item in items if item["id"] != order)
    detail = (await dispatcher.get(f"/api/v1/work-orders/{back}")).json()["detail"]
    assert detail["order"]["callback_of"] == order
    assert detail["order"]["description"] == "又漏了"


async def test_an_order_that_became_part_of_another_tells_its_progress_and_offers_nothing_refused(
    doorstep: Server, owner: Owner
) -> None:
    child = await opened(owner)
    first = Owner(doorstep)
    await first.scan(CODE)
    parent = (await first.report(place=CODE, fault="PLB-02")).json()["work_order_id"]
    dispatcher = await doorstep.persona("dispatcher")
    version = (await dispatcher.get(f"/api/v1/work-orders/{child}")).json()["detail"]["order"]["version"]
    merge = {"version": version, "intent": {"intent": "merge", "into": parent}}
    merged = await dispatcher.post(f"/api/v1/work-orders/{child}/intents", json=merge)
    assert merged.status_code == 200, merged.text
    page = await owner.look()
    assert (page["stage"], page["may_cancel"], page["may_urge"]) == ("reported", False, False)
    assert (await owner.post("/owner/cancel", {"nonce": page["nonce"], "reason": "x"})).status_code == 409
    await brought_to(doorstep, parent, Status.WORK_DONE)
    page = await owner.look()
    assert (page["stage"], page["may_sign"], page["sheet"]) == ("finished", False, None)
    assert page["photos"] == []
    doorstep.clock.advance(timedelta(days=15))
    assert (await owner.get("/owner/page")).status_code == 401  # the session is a day's; the link lives with the work
    assert (await owner.open(owner.link)).status_code == 200


async def test_unfinished_work_cannot_be_rated(owner: Owner) -> None:
    await opened(owner)
    page = await owner.look()
    answer = await owner.post("/owner/rate", {"nonce": page["nonce"], "solved": True})
    assert answer.json()["code"] == "not_rateable"


async def test_the_certificate_is_a_pdf_in_both_languages_the_same_every_time(doorstep: Server, owner: Owner) -> None:
    await opened(owner)
    early = await owner.get("/owner/certificate?lang=zh")
    assert early.json()["code"] == "no_certificate"
    order = await done_again(doorstep, owner)
    first = await owner.get("/owner/certificate?lang=zh")
    assert first.status_code == 200, first.text
    assert first.content[:5] == b"%PDF-"
    assert (await owner.get("/owner/certificate?lang=zh")).content == first.content
    assert (await owner.get("/owner/certificate?lang=en")).content != first.content
    dispatcher = await doorstep.persona("dispatcher")
    office = await dispatcher.get(f"/api/v1/work-orders/{order}/certificate?lang=zh")
    assert office.content == first.content
    detail = (await dispatcher.get(f"/api/v1/work-orders/{order}")).json()["detail"]["order"]
    known = await doorstep.client.get(f"/verify/{detail['number']}/{detail['sign_off']['digest']}")
    assert "真实有效" in known.text
    assert (await doorstep.client.get(f"/verify/{detail['number']}/{'0' * 64}")).status_code == 404


@on_both
async def test_an_approved_certificate_is_issued_once_and_never_changes(doorstep: Server, owner: Owner) -> None:
    order = await opened(owner) and await done_again(doorstep, owner)
    preview = (await owner.get("/owner/certificate?lang=zh")).content
    await approved(doorstep, order)
    first = await owner.get("/owner/certificate?lang=zh")
    assert first.status_code == 200, first.text
    assert first.content != preview  # it now says who approved it
    async with doorstep.running.database.act(system(small_estate.ORG)) as act:
        renamed = Organisation(id=small_estate.ORG, code="LT", zh="新澜庭物业", en="New Lanting")
        await dispatch.commands.put_estate(act, Estate(organisation=renamed))
    dispatcher = await doorstep.persona("dispatcher")
    again = await dispatcher.get(f"/api/v1/work-orders/{order}/certificate?lang=zh")
    assert again.content == first.content
    assert (await owner.get("/owner/certificate?lang=en")).status_code == 200
    assert await issued(doorstep, order) == ["zh", "en"]


async def test_another_signed_sheet_is_another_certificate(doorstep: Server, owner: Owner) -> None:
    order = await opened(owner) and await done_again(doorstep, owner)
    await approved(doorstep, order)
    first = (await owner.get("/owner/certificate?lang=zh")).content
    async with doorstep.running.database.act(system(small_estate.ORG)) as act:
        before = (await dispatch.commands.standings(act, [order]))[WorkOrderId(order)]
        assert before.order.sign_off is not None
        corrected = replace(before.order, sign_off=replace(before.order.sign_off, digest="d" * 64))
        await dispatch.commands.save_standings(act, [(before, replace(before, order=corrected))])
    second = (await owner.get("/owner/certificate?lang=zh")).content
    assert second != first
    assert (await owner.get("/owner/certificate?lang=zh")).content == second
    assert await issued(doorstep, order) == ["zh", "zh"]


async def issued(doorstep: Server, order: str) -> list[str]:
    """The languages of the certificates in the history, in order."""
    async with doorstep.running.database.read() as conn:
        chain = await outbox.history(conn, order)
    return [msgspec.json.decode(told.body)["language"] for told in chain if told.name == "certificate.issued"]


@on_both
async def test_a_revoked_link_ends_its_sessions(doorstep: Server, owner: Owner) -> None:
    import experience.commands

    order = await opened(owner)
    async with doorstep.running.database.act(system(small_estate.ORG)) as act:
        assert await experience.commands.revoke_links(act, order) == 1
    assert (await owner.get("/owner/page")).status_code == 401


async def test_a_session_ends_after_a_day(doorstep: Server, owner: Owner) -> None:
    await opened(owner)
    doorstep.clock.advance(timedelta(hours=24))
    assert (await owner.get("/owner/page")).status_code == 401
