"""The main job over HTTP: reported from a scan, dispatched, done offline, synced, reviewed, told to the owner."""

from datetime import timedelta
from typing import Any, NamedTuple

import httpx

from tests.support.http_phone import HttpPhone, a_jpeg
from tests.support.server import Persona, Server
from tests.support.small_estate import HOME, PEOPLE

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


class Job(NamedTuple):
    """What the steps of the story share."""

    doorstep: Server
    order: str
    phone: HttpPhone
    owner: Persona

    async def seen_by(self, name: str) -> dict[str, Any]:
        """The dossier as somebody freshly signed in sees it."""
        answer = await (await self.doorstep.persona(name)).get(f"{ORDERS}/{self.order}")
        assert answer.status_code == 200, answer.text
        dossier: dict[str, Any] = answer.json()
        return dossier

    async def intend(self, name: str, version: int, **intent: str) -> httpx.Response:
        who = await self.doorstep.persona(name)
        return await who.post(f"{ORDERS}/{self.order}/intents", {"version": version, "intent": intent})

    async def synced(self) -> None:
        """Everything the phone owes arrives and is applied as asked."""
        self.phone.who = await self.doorstep.persona("technician")  # access tokens live ten minutes
        results = await self.phone.sync()
        assert {result["verdict"] for result in results} == {"applied"}, results


async def test_the_main_job_from_a_scan_to_the_end_of_the_story(doorstep: Server) -> None:
    order, code = await scanned_and_reported(doorstep)
    owner, page = await owner_page(doorstep, code)
    assert page["stage"] == "reported"
    job = Job(doorstep, order, HttpPhone(await doorstep.persona("technician")), owner)
    await is_dispatched(job)
    await is_accepted(job)
    pictures = await is_worked_on_and_signed(job)
    await waits_for_its_bytes_and_is_reviewed(job, pictures)
    await is_sent_back_and_finished_again(job, pictures)
    await is_approved(job)
    await is_told_to_the_end(job)
    await is_held_exactly_once(job)


async def is_dispatched(job: Job) -> None:
    """Within one turn of the relay, with the reasons kept, and shown on the board."""
    await job.doorstep.drain()
    dossier = await job.seen_by("dispatcher")
    detail = dossier["detail"]
    assert (detail["order"]["status"], detail["order"]["technician_id"]) == ("offered", PEOPLE["technician"].id)
    assert [term["code"] for term in detail["decision"]["candidates"][0]["terms"]]
    assert len(dossier["photos"]) == 1
    board = await (await job.doorstep.persona("dispatcher")).get("/api/v1/board")
    row = next(row for row in board.json()["orders"] if row["id"] == job.order)
    assert (row["status"], row["technician"]) == ("offered", "T-PLB-01")


async def is_accepted(job: Job) -> None:
    """The phone is shown the offer and accepts; the owner is told who comes."""
    await job.phone.enrol()
    await job.phone.sync()
    assert job.phone.shown(job.order).offer is not None
    job.phone.do("offer.accept", job.order)
    await job.synced()
    await job.doorstep.drain()
    assert (await job.owner.get("/api/v1/owner/page")).json()["technician"]["code"] == "T-PLB-01"


async def is_worked_on_and_signed(job: Job) -> list[str]:
    """The whole visit without a network; then everything arrives at once, in order."""
    phone, order, clock = job.phone, job.order, job.doorstep.clock
    clock.advance(timedelta(minutes=5))
    phone.do("visit.depart", order)
    clock.advance(timedelta(minutes=10))
    phone.do("visit.arrive", order, presence={"method": "asset_qr", "at": phone.now, "proof": HOME.report_code})
    before = phone.photo(order, "before", a_jpeg(2))
    phone.do("check.set", order, step="valve", done=True, value="", at=phone.now)
    phone.do("visit.start", order)
    clock.advance(timedelta(minutes=30))
    part = {"material": "M-001", "name": "角阀", "unit": "个", "quantity_milli": 1000, "unit_price_fen": 1800}
    phone.do("part.add", order, id=phone.id(), **part)
    after = phone.photo(order, "after", a_jpeg(3))
    phone.do("note.add", order, id=phone.id(), text="已更换角阀，试水正常", at=phone.now)
    phone.do("visit.finish", order, cause="AGE", action="REPLACE")
    await job.synced()
    phone.sign(order, [before, after], "T-PLB-01")
    await job.synced()
    return [before, after]


async def waits_for_its_bytes_and_is_reviewed(job: Job, pictures: list[str]) -> None:
    """Signed, but the photos are still on the phone; then they come, and the lead of that community has it."""
    await job.doorstep.drain()
    assert (await job.seen_by("dispatcher"))["detail"]["order"]["status"] == "pending_evidence"
    await job.phone.upload()
    await job.doorstep.drain()
    dossier = await job.seen_by("lead")
    assert dossier["detail"]["order"]["status"] == "in_review"
    assert {photo["slot"] for photo in dossier["photos"] if photo["present"]} == {"report", "before", "after"}
    assert dossier["signature"]["signer"] == "业主"
    lead, other = await job.doorstep.persona("lead"), await job.doorstep.persona("other_lead")
    assert [item["id"] for item in (await lead.get("/api/v1/reviews")).json()["items"]] == [job.order]
    assert (await other.get("/api/v1/reviews")).json()["items"] == []
    image = await lead.get(f"/api/v1/blobs/{pictures[0]}?v=thumb")
    assert image.headers["content-type"] == "image/jpeg"


async def is_sent_back_and_finished_again(job: Job, pictures: list[str]) -> None:
    """The reason reaches the phone; a version that somebody else has moved on from is refused."""
    version = (await job.seen_by("lead"))["detail"]["order"]["version"]
    answer = await job.intend("lead", version, intent="send_back", reason="请补拍接头特写")
    assert answer.json()["order"]["status"] == "rework", answer.text
    stale = await job.intend("lead", version, intent="send_back", reason="请补拍接头特写")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale")
    await job.doorstep.drain()
    phone = job.phone
    await phone.sync()
    review = phone.shown(job.order).order.review
    assert review is not None
    assert review.reason == "请补拍接头特写"
    for kind in ("offer.accept", "visit.depart"):
        phone.do(kind, job.order)
    phone.do("visit.arrive", job.order, presence={"method": "asset_qr", "at": phone.now, "proof": HOME.report_code})
    phone.do("visit.start", job.order)
    closer = phone.photo(job.order, "after", a_jpeg(4))
    phone.do("visit.finish", job.order, cause="AGE", action="REPLACE")
    await job.synced()
    phone.sign(job.order, [*pictures, closer], "T-PLB-01")
    await phone.upload()
    await job.synced()
    await job.doorstep.drain()


async def is_approved(job: Job) -> None:
    order = (await job.seen_by("lead"))["detail"]["order"]
    assert order["status"] == "in_review", order
    approved = await job.intend("lead", order["version"], intent="approve")
    assert approved.json()["order"]["status"] == "completed", approved.text
    assert approved.json()["order"]["review"]["by_name"] == "LEAD-YQL"


async def is_told_to_the_end(job: Job) -> None:
    """The owner's page: the end of the story, the photos, the cost, the certificate, a rating."""
    await job.doorstep.drain()
    page = (await job.owner.get("/api/v1/owner/page")).json()
    assert (page["stage"], page["total_fen"]) == ("completed", 12000 + 1800)
    assert [line["name"] for line in page["fees"]] == ["角阀"]
    assert {photo["slot"] for photo in page["photos"]} >= {"before", "after"}
    for language in ("zh", "en"):
        certificate = await job.owner.get(f"/api/v1/owner/certificate?lang={language}")
        assert certificate.headers["content-type"] == "application/pdf", certificate.text
        assert certificate.content.startswith(b"%PDF")
    rated = await job.owner.post("/api/v1/owner/rate", {"nonce": page["nonce"], "solved": True, "csat": 5})
    assert rated.status_code == 200, rated.text
    assert rated.json()["rated"]


async def is_held_exactly_once(job: Job) -> None:
    """Every operation of the phone, and nothing is left to be told."""
    phone = job.phone
    receipt = (await phone.who.get(f"/api/v1/sync/receipt?device_id={phone.device}")).json()
    assert (receipt["last_cseq"], receipt["n"], receipt["parked"]) == (phone.cseq, phone.cseq, 0)
    assert receipt["missing_blobs"] == []
    await job.doorstep.drain()
    assert await job.doorstep.drain() == 0
    names = [line["name"] for line in (await job.seen_by("dispatcher"))["detail"]["timeline"]]
    for name in ("work_order.reported", "assignment.offered", "assignment.accepted", "work_order.approved"):
        assert name in names
