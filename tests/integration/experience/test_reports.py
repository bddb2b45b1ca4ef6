"""An owner scans a code and reports, with photos, once, whatever the network does."""

from datetime import timedelta

from dispatch.model import Status
from tests.support import photos, small_estate, uploading
from tests.support.database import on_both
from tests.support.owners import Owner
from tests.support.server import Persona, Server

CODE = small_estate.HOME.report_code


async def test_a_scanned_code_tells_where_it_hangs_and_what_may_be_wrong_there(doorstep: Server) -> None:
    place = await Owner(doorstep).scan(CODE)
    assert (place["label"], place["community_zh"]) == ("3栋2单元1201", "YQL小区")
    assert {fault["code"] for fault in place["faults"]} == {"PLB-02", "PLB-05"}
    assert place["ticket"].startswith("ds_rt_")


async def test_an_unknown_code_says_so_and_counts(doorstep: Server) -> None:
    first = await doorstep.client.get("/api/v1/report/places/NOPE")
    assert (first.status_code, first.json()["code"]) == (404, "unknown_place")
    answers = [(await doorstep.client.get("/api/v1/report/places/NOPE")).status_code for _ in range(25)]
    assert answers[-1] == 429


@on_both
async def test_a_report_with_a_photo_is_a_work_order_with_a_link(doorstep: Server) -> None:
    owner = Owner(doorstep)
    await owner.scan(CODE)
    data = photos.jpeg(photos.scene())
    uploader = Persona(doorstep, "owner", "", owner.token)
    assert (await uploading.create(uploader, data)).status_code == 201
    answer = await owner.report(place=CODE, fault="PLB-02", photos=[uploading.named(data)])
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert told["link"].startswith("/o#ds_ol_")
    assert not told["repeated"]
    assert (await owner.open(told["link"])).status_code == 200
    assert owner.page is not None
    assert [photo["slot"] for photo in owner.page["photos"]] == ["report"]
    shown = await owner.get(f"/owner/photos/{owner.page['photos'][0]['id']}?v=thumb")
    assert shown.status_code == 200
    assert shown.content[:3] == b"\xff\xd8\xff"


@on_both
async def test_the_same_report_twice_is_one_work_order(doorstep: Server) -> None:
    owner = Owner(doorstep)
    await owner.scan(CODE)
    same = doorstep.new_id()
    first = (await owner.report(place=CODE, fault="PLB-02", id=same)).json()
    second = (await owner.report(place=CODE, fault="PLB-02", id=same)).json()
    assert second["number"] == first["number"]
    assert second["repeated"]
    assert second["link"] == first["link"]
    stranger = Owner(doorstep)
    await stranger.scan(CODE)
    refused = await stranger.report(place=CODE, fault="PLB-02", id=same)
    assert (refused.status_code, refused.json()["code"]) == (409, "id_taken")
    dispatcher = await doorstep.persona("dispatcher")
    assert len((await dispatcher.get("/api/v1/work-orders")).json()["items"]) == 1


async def test_one_scan_is_one_report(doorstep: Server) -> None:
    owner = Owner(doorstep)
    await owner.scan(CODE)
    assert (await owner.report(place=CODE, fault="PLB-02")).status_code == 201
    again = await owner.report(place=CODE, fault="PLB-05")
    assert (again.status_code, again.json()["code"]) == (409, "ticket_spent")


async def test_a_ticket_is_for_its_place_and_its_half_hour(doorstep: Server) -> None:
    owner = Owner(doorstep)
    await owner.scan(CODE)
    elsewhere = await owner.report(place=small_estate.OTHER_HOME.report_code, fault="PLB-02")
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (404, "unknown_place")
    doorstep.clock.advance(timedelta(minutes=30))
    late = await owner.report(place=CODE, fault="PLB-02")
    assert late.status_code == 401


async def test_what_an_owner_may_not_say_is_refused_with_a_code(doorstep: Server) -> None:
    owner = Owner(doorstep)
    await owner.scan(CODE)
    cases = {
        "consent_missing": {"consent": False},
        "report_empty": {"words": " "},
        "photo_unknown": {"photos": ["0" * 64]},
        "bad_window": {"window_start": "2026-11-25T02:00:00Z", "window_end": "2026-11-25T01:00:00Z"},
        "unknown_fault": {"fault": "XXX-99"},
    }
    for code, told in cases.items():
        answer = await owner.report(**{"place": CODE, **told})
        assert answer.json().get("code") == code, answer.text
    smuggled = await owner.report(place=CODE, status="closed")
    assert smuggled.status_code == 400


async def test_a_photo_that_somebody_else_sent_cannot_be_named(doorstep: Server) -> None:
    data = photos.jpeg(photos.scene(seed=9))
    assert (await uploading.create(await doorstep.persona("technician"), data)).status_code == 201
    owner = Owner(doorstep)
    await owner.scan(CODE)
    answer = await owner.report(place=CODE, fault="PLB-02", photos=[uploading.named(data)])
    assert answer.json()["code"] == "photo_unknown"


async def test_a_clerk_reports_for_a_caller_and_names_the_priority(doorstep: Server) -> None:
    clerk = await doorstep.persona("clerk")
    body = {"id": doorstep.new_id(), "place": "YQL-03-2-1201", "words": "漏水", "fault": "PLB-02", "channel": "phone"}
    answer = await clerk.post("/api/v1/work-orders", {**body, "priority": "P0"})
    assert answer.status_code == 201, answer.text
    detail = (await clerk.get(f"/api/v1/work-orders/{answer.json()['work_order_id']}")).json()["detail"]
    assert detail["order"]["priority"] == "P0"
    assert detail["order"]["channel"] == "phone"
    assert detail["order"]["contact"]["phone"] == small_estate.HOME.contact.phone


async def test_a_second_report_of_the_same_leak_names_the_first(doorstep: Server) -> None:
    clerk = await doorstep.persona("clerk")
    ids = []
    for _ in range(2):
        body = {
            "id": doorstep.new_id(),
            "place": "YQL-03-2-1201",
            "words": "漏水",
            "fault": "PLB-02",
            "channel": "phone",
        }
        answer = await clerk.post("/api/v1/work-orders", body)
        assert answer.status_code == 201, answer.text
        ids.append(answer.json()["work_order_id"])
        doorstep.clock.advance(timedelta(minutes=4))
    told = await clerk.get(f"/api/v1/work-orders/{ids[1]}")
    assert told.status_code == 200, told.text
    detail = told.json()["detail"]
    matched = next(line for line in detail["timeline"] if line["name"] == "report.matched")
    assert matched["facts"] == {"like": [ids[0]], "why": "same_home"}
    assert detail["order"]["status"] != Status.MERGED
