"""The picture of a phone over real HTTP: summed up when asked for, and a difference reaches the office."""

import msgspec

from offline_sync.feed import summed
from tests.integration.api.test_sync import body, enrolled, op, sent
from tests.support.database import on_both
from tests.support.server import Persona, Server


def asking(device: str, *ops: tuple[int, str], **more: object) -> bytes:
    """An exchange that also asks for the sum, or says how often it differed."""
    told = msgspec.json.decode(body(device))
    told |= {"pull": {"cursor": None, "limit": 1000, "digest": True}, **more}
    told["ops"] = [{"cseq": cseq, "op": msgspec.Raw(raw.encode())} for cseq, raw in ops]
    return msgspec.json.encode(told)


async def differing(lead: Persona) -> list[tuple[str, int]]:
    page = (await lead.get("/api/v1/phones")).json()
    return [(one["device_id"], one["times"]) for one in page["differing"]]


@on_both
async def test_the_sum_is_over_exactly_what_was_shown(doorstep: Server) -> None:
    anna = await doorstep.persona("technician")
    device = await enrolled(anna)
    pull = (await sent(anna, asking(device, (1, op(anna, 1))))).json()["pull"]
    rows = [f"{one['ver']}|{one['t']}|{one['id']}" for one in pull["changes"]]
    assert any("|op_outcome|" in one for one in rows)
    assert pull["digest"] == f"{summed(rows):016x}"
    plain = (await sent(anna, body(device))).json()["pull"]
    assert plain["digest"] is None


@on_both
async def test_a_difference_is_told_to_the_office_once_and_again_when_it_comes_back(doorstep: Server) -> None:
    anna, lead, admin = [await doorstep.persona(name) for name in ("technician", "lead", "admin")]
    device = await enrolled(anna)
    assert await differing(lead) == []
    for _ in range(2):
        assert (await sent(anna, asking(device, differed=1))).status_code == 200
    assert await differing(lead) == await differing(admin) == [(device, 1)]
    assert (await sent(anna, asking(device, (1, op(anna, 1)), differed=3))).status_code == 200
    assert (await sent(anna, asking(device, (2, op(anna, 2)), differed=0))).status_code == 200
    assert await differing(lead) == [(device, 3)]
