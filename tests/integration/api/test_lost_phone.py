"""A phone that was reported lost: told so without a session; what it still holds lies in the drop-box, once."""

from tests.integration.api.test_sync import body, enrolled, op, sent
from tests.support.database import on_both
from tests.support.server import Persona, Server, an_id

DEVICES = "/api/v1/sync/devices"


async def reported_lost(admin: Persona, device: str) -> None:
    answer = await admin.post(f"/api/v1/admin/devices/{device}/revoke", {"reason": "left in a taxi"})
    assert answer.status_code == 200


@on_both
async def test_it_hears_so_without_a_session_and_leaves_its_work(doorstep: Server) -> None:
    anna, admin = await doorstep.persona("technician"), await doorstep.persona("admin")
    device = await enrolled(anna)
    assert (await doorstep.client.get(f"{DEVICES}/{device}/standing")).json() == {"revoked": False}
    await reported_lost(admin, device)
    assert (await sent(anna, body(device))).status_code == 401, "its session has ended"
    assert (await doorstep.client.get(f"{DEVICES}/{device}/standing")).json() == {"revoked": True}
    work = op(anna, 1).encode()
    for _ in range(2):
        assert (await doorstep.client.post(f"{DEVICES}/{device}/left", content=work)).status_code == 202
    (drop,) = (await admin.get("/api/v1/dropbox")).json()["items"]
    assert (drop["user_id"], drop["device_id"], drop["reason"]) == (anna.id, device, "device_revoked")
    seen = (await admin.get(f"/api/v1/dropbox/{drop['id']}/opened")).json()
    assert [one["op_id"] for one in seen["operations"]] == [an_id(1)]
    assert (await admin.get("/api/v1/parked")).json()["items"] == [], "nothing of it was done"


@on_both
async def test_a_phone_in_good_standing_and_one_that_nobody_knows_leave_nothing(doorstep: Server) -> None:
    device = await enrolled(await doorstep.persona("technician"))
    for one in (device, an_id(99)):
        refused = await doorstep.client.post(f"{DEVICES}/{one}/left", content=b"{}")
        assert (refused.status_code, refused.json()["code"]) == (404, "device_unknown")
    assert (await doorstep.client.get(f"{DEVICES}/{an_id(99)}/standing")).json() == {"revoked": False}


async def test_whoever_has_the_id_fills_no_more_than_its_slot(doorstep: Server) -> None:
    anna, admin = await doorstep.persona("technician"), await doorstep.persona("admin")
    device = await enrolled(anna)
    await reported_lost(admin, device)
    codes = [(await doorstep.client.post(f"{DEVICES}/{device}/left", content=b"%d" % n)).status_code for n in range(61)]
    assert codes == [202] * 60 + [429]
    large = await doorstep.client.post(f"{DEVICES}/{device}/left", content=b" " * 3_000_000)
    assert large.status_code == 413
