"""The main job over HTTP: reported from a scanned code, dispatched, done offline, synced, reviewed, told to the owner."""

from datetime import timedelta

from tests.support.http_phone import HttpPhone, a_jpeg
from tests.support.server import Persona, Server
from tests.support.small_estate import PEOPLE

ORDERS = "/api/v1/work-orders"


async def scanned_and_reported(doorstep: Server) -> tuple[str, str]:
    """An owner scans the code on the door, takes a photo and reports; the work order's id and the link's code."""
    place = (await doorstep.client.get("/api/v1/report/places/Q7K2M9XA")).json()
    assert {"PLB-02", "PLB-05"} == {fault["code"] for fault in place["faults"]}
    owner = Persona(doorstep, "ticket", "", place["ticket"])
    phone = HttpPhone(owner)
    sha = phone.photo("", "report", a_jpeg(1))
    await phone.upload()
    report = {
        "id": doorstep.new_id(),
        "place": "Q7K2M9XA",
        "words": "厨房水槽下面漏水",
        "fault": "PLB-02",
        "photos": [sha],
        "consent": True,
        "contact": {"name": "业主", "phone": "00013800138000"},
    }
    first = await owner.post("/api/v1/report", report)
    assert first.status_code == 201, first.text
    again = await owner.post("/api/v1/report", report)
    assert again.json()["work_order_id"] == first.json()["work_order_id"]
    assert again.json()["repeated"]
    return first.json()["work_order_id"], first.json()["link"].split("#")[1]


async def owner_page(doorstep: Server, code: str) -> tuple[Persona, dict[str, object]]:
    opened = await doorstep.client.post("/api/v1/owner/session", json={"code": code})
    assert opened.status_code == 200, opened.text
    return Persona(doorstep, "owner", "", opened.json()["token"]), opened.json()["page"]


async def test_the_main_job_from_a_scan_to_the_end_of_the_story(doorstep: Server) -> None:
    order, code = await scanned_and_reported(doorstep)
    dispatcher, lead = await doorstep.persona("dispatcher"), await doorstep.persona("lead")
    owner, page = await owner_page(doorstep, code)
    assert page["stage"] == "reported"

    # dispatched within one turn of the relay, with the reasons kept
    await doorstep.drain()
    dossier = (await dispatcher.get(f"{ORDERS}/{order}")).json()
    detail = dossier["detail"]
    assert detail["order"]["status"] == "offered"
    assert detail["order"]["technician_id"] == PEOPLE["technician"].id
    assert [term["code"] for term in detail["decision"]["candidates"][0]["terms"]]
    assert len(dossier["photos"]) == 1
    row = next(row for row in (await dispatcher.get("/api/v1/board")).json()["orders"] if row["id"] == order)
    assert (row["status"], row["technician"]) == ("offered", "T-PLB-01")

    # the phone is shown the offer and accepts; from here on without a network
    phone = HttpPhone(await doorstep.persona("technician"))
    await phone.enrol()
    await phone.sync()
    assert phone.shown(order).offer is not None
    phone.do("offer.accept", order)
    assert [result["verdict"] for result in await phone.sync()] == ["applied"]
    await doorstep.drain()
    assert (await owner.get("/api/v1/owner/page")).json()["technician"]["code"] == "T-PLB-01"

    doorstep.clock.advance(timedelta(minutes=5))
    phone.do("visit.depart", order)
    doorstep.clock.advance(timedelta(minutes=10))
    phone.do("visit.arrive", order, presence={"method": "owner_code", "at": phone.now, "proof": "4711"})
    before = phone.photo(order, "before", a_jpeg(2))
    phone.do("check.set", order, step="valve", done=True, value="", at=phone.now)
    phone.do("visit.start", order)
    doorstep.clock.advance(timedelta(minutes=30))
    phone.do(
        "part.add",
        order,
        id=phone.id(),
        material="M-001",
        name="角阀",
        unit="个",
        quantity_milli=1000,
        unit_price_fen=1800,
    )
    after = phone.photo(order, "after", a_jpeg(3))
    phone.do("note.add", order, id=phone.id(), text="已更换角阀，试水正常", at=phone.now)
    phone.do("visit.finish", order, cause="AGE", action="REPLACE")
    phone.who = await doorstep.persona("technician")  # the access token is older than ten minutes by now
    results = await phone.sync()
    assert {result["verdict"] for result in results} == {"applied"}, results
    phone.sign(order, [before, after], "T-PLB-01")
    results = await phone.sync()
    assert {result["verdict"] for result in results} == {"applied"}, results

    # signed, but the bytes are still on the phone
    await doorstep.drain()
    dispatcher, lead = await doorstep.persona("dispatcher"), await doorstep.persona("lead")
    assert (await dispatcher.get(f"{ORDERS}/{order}")).json()["detail"]["order"]["status"] == "pending_evidence"
    await phone.upload()
    await doorstep.drain()
    dossier = (await lead.get(f"{ORDERS}/{order}")).json()
    assert dossier["detail"]["order"]["status"] == "in_review"
    assert {photo["slot"] for photo in dossier["photos"] if photo["present"]} == {"report", "before", "after"}
    assert dossier["signature"]["signer"] == "业主"

    # the lead sees it in his queue, the other community's lead does not
    assert [item["id"] for item in (await lead.get("/api/v1/reviews")).json()["items"]] == [order]
    other = await doorstep.persona("other_lead")
    assert (await other.get("/api/v1/reviews")).json()["items"] == []
    image = await lead.get(f"/api/v1/blobs/{before}?v=thumb")
    assert image.headers["content-type"] == "image/jpeg"

    # sent back with a reason that reaches the phone, accepted again, finished, signed, approved
    back = {"intent": "send_back", "reason": "请补拍接头特写"}
    version = dossier["detail"]["order"]["version"]
    answer = await lead.post(f"{ORDERS}/{order}/intents", {"version": version, "intent": back})
    assert answer.json()["order"]["status"] == "rework", answer.text
    stale = await lead.post(f"{ORDERS}/{order}/intents", {"version": version, "intent": back})
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    await doorstep.drain()
    await phone.sync()
    assert phone.shown(order).order.review.reason == "请补拍接头特写"  # type: ignore[union-attr]
    for kind in ("offer.accept", "visit.depart"):
        phone.do(kind, order)
    phone.do("visit.arrive", order, presence={"method": "owner_code", "at": phone.now, "proof": "4711"})
    phone.do("visit.start", order)
    closer = phone.photo(order, "after", a_jpeg(4))
    phone.do("visit.finish", order, cause="AGE", action="REPLACE")
    results = await phone.sync()
    assert {result["verdict"] for result in results} == {"applied"}, results
    phone.sign(order, [before, after, closer], "T-PLB-01")
    await phone.upload()
    assert [result["verdict"] for result in await phone.sync()] == ["applied"]
    await doorstep.drain()
    detail = (await lead.get(f"{ORDERS}/{order}")).json()["detail"]
    assert detail["order"]["status"] == "in_review", detail["order"]
    approved = await lead.post(
        f"{ORDERS}/{order}/intents", {"version": detail["order"]["version"], "intent": {"intent": "approve"}}
    )
    assert approved.json()["order"]["status"] == "completed", approved.text
    assert approved.json()["order"]["review"]["by_name"] == "LEAD-YQL"

    # the owner's page tells the end, shows the photos and the cost, and gives the certificate
    await doorstep.drain()
    page = (await owner.get("/api/v1/owner/page")).json()
    assert page["stage"] == "completed"
    assert page["total_fen"] == 12000 + 1800
    assert [line["name"] for line in page["fees"]] == ["角阀"]
    assert {photo["slot"] for photo in page["photos"]} >= {"before", "after"}
    certificate = await owner.get("/api/v1/owner/certificate?lang=zh")
    assert certificate.headers["content-type"] == "application/pdf", certificate.text
    assert certificate.content.startswith(b"%PDF")
    rated = await owner.post("/api/v1/owner/rate", {"nonce": page["nonce"], "solved": True, "csat": 5})
    assert rated.status_code == 200, rated.text
    assert rated.json()["rated"]

    # every operation is held exactly once, and nothing is left to be told
    receipt = (await phone.who.get(f"/api/v1/sync/receipt?device_id={phone.device}")).json()
    assert (receipt["last_cseq"], receipt["n"], receipt["missing_blobs"], receipt["parked"]) == (phone.cseq, phone.cseq, [], 0)
    await doorstep.drain()
    names = [line["name"] for line in (await dispatcher.get(f"{ORDERS}/{order}")).json()["detail"]["timeline"]]
    for name in ("work_order.reported", "assignment.offered", "assignment.accepted", "work_order.signed_off", "work_order.approved"):
        assert name in names
