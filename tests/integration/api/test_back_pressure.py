"""Back-pressure over real HTTP: who comes too often or too many at once is told when to come again, and has lost nothing."""

from datetime import timedelta

from api.admission import Crowd
from tests.integration.api.test_sync import body, enrolled, op, sent
from tests.support.server import Persona, Server


async def twenty(who: Persona, device: str) -> list[int]:
    told = []
    for _ in range(20):
        answer = await sent(who, body(device))
        assert answer.status_code == 200
        told.append(answer.json()["limits"]["retry_after_ms"])
    return told


async def test_a_phone_in_a_loop_is_told_when_its_next_turn_is_and_nobody_else_notices(doorstep: Server) -> None:
    anna, boris = await doorstep.persona("technician"), await doorstep.persona("colleague")
    device, other = await enrolled(anna), await enrolled(boris)
    assert await twenty(anna, device) == [0] * 19 + [1000]
    refused = await sent(anna, body(device, (1, op(anna, 1))))
    assert (refused.status_code, refused.json()["code"], refused.headers["retry-after"]) == (429, "too_many", "1")
    assert (await sent(boris, body(other))).status_code == 200
    doorstep.clock.advance(timedelta(seconds=1))
    taken = await sent(anna, body(device, (1, op(anna, 1))))
    assert (taken.status_code, taken.json()["dev"]["last_cseq"]) == (200, 1)
    assert taken.json()["results"][0]["dup"] is False, "what was refused was not looked at"


async def test_a_second_phone_of_the_same_person_has_turns_of_its_own(doorstep: Server) -> None:
    anna = await doorstep.persona("technician")
    await twenty(anna, await enrolled(anna))
    assert (await sent(anna, body(await enrolled(anna)))).status_code == 200


async def test_a_house_that_is_full_says_when_to_come_again_and_records_nothing(doorstep: Server) -> None:
    anna = await doorstep.persona("technician")
    device = await enrolled(anna)
    crowd = doorstep.app.state.crowd = Crowd(inside=0, in_line=0)
    refused = await sent(anna, body(device, (1, op(anna, 1))))
    assert (refused.status_code, refused.json()["code"]) == (503, "busy")
    assert 2 <= int(refused.headers["retry-after"]) <= 10
    photo = await anna.ask(
        "POST",
        f"/api/v1/blobs/{'a' * 64}",
        content=b"x" * 10,
        headers={"upload-length": "10", "upload-mime": "image/jpeg", "content-type": "application/offset+octet-stream"},
    )
    assert crowd.pressed
    assert (photo.status_code, photo.json()["code"]) == (503, "busy"), "operations first"
    doorstep.app.state.crowd = Crowd()
    assert (await sent(anna, body(device, (1, op(anna, 1))))).json()["results"][0]["dup"] is False


async def test_whoever_is_refused_for_another_reason_leaves_his_place(doorstep: Server) -> None:
    anna = await doorstep.persona("technician")
    doorstep.app.state.crowd = Crowd(inside=1, patience=0)
    assert [(await sent(anna, b"{")).status_code for _ in range(3)] == [400] * 3
