"""The sync routes over real HTTP: what is let in, what is answered, what never becomes a failure."""

from typing import Any

import msgspec

from tests.support.server import Persona, Server, an_id

PULL = {"cursor": None, "limit": 100, "digest": False}


async def enrolled(who: Persona) -> str:
    answer = await who.post("/api/v1/sync/devices", {"build": "test", "platform": "pytest"})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["device_id"])


def body(device: str, *ops: tuple[int, str], pull: bool = True, proto: int = 1) -> bytes:
    told = ",".join(f'{{"cseq":{cseq},"op":{raw}}}' for cseq, raw in ops)
    head = {"proto": proto, "device_id": device, "epoch": None, "build": "test", "acked": 0}
    if pull:
        head["pull"] = PULL
    return f'{msgspec.json.encode(head).decode()[:-1]},"ops":[{told}]}}'.encode()


def op(who: Persona, number: int, kind: str = "note.add", **changes: object) -> str:
    made: dict[str, object] = {
        "op_id": an_id(number),
        "kind": kind,
        "v": 1,
        "actor": who.id,
        "at": {"wall": 1_795_485_600_000},
        "work_order": an_id(999),
        "args": {"id": an_id(number + 1000), "text": "看过了", "at": "2026-11-24T02:00:00Z"},
    }
    return msgspec.json.encode(made | changes).decode()


async def sent(who: Persona, content: bytes, **headers: str) -> "msgspec.Raw":
    answer = await who.ask(
        "POST", "/api/v1/sync/exchange", content=content, headers={"content-type": "application/json", **headers}
    )
    return answer  # type: ignore[return-value]


async def test_an_unknown_work_order_is_a_verdict_and_not_a_failure(doorstep: Server) -> None:
    anna = await doorstep.persona("technician")
    device = await enrolled(anna)
    answer = await sent(anna, body(device, (1, op(anna, 1))))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert [(r["verdict"], r["reason"]) for r in told["results"]] == [("parked", "unknown_work_order")]
    assert told["dev"]["last_cseq"] == 1
    again = await sent(anna, body(device, (1, op(anna, 1))))
    assert again.json()["results"][0]["dup"] is True


async def test_a_connection_that_ends_in_the_middle_of_a_request_is_no_failure_of_the_server(doorstep: Server) -> None:
    phone = await doorstep.persona("technician")
    heard = iter(({"type": "http.request", "body": b'{"device_id":', "more_body": True}, {"type": "http.disconnect"}))
    said: list[dict[str, Any]] = []

    async def receive() -> Any:
        return next(heard)

    async def send(message: Any) -> None:
        said.append(message)

    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "scheme": "https",
        "method": "POST",
        "path": "/api/v1/sync/exchange",
        "raw_path": b"/api/v1/sync/exchange",
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"doorstep.test"), (b"authorization", f"Bearer {phone.token}".encode())],
        "client": ("127.0.0.1", 1),
        "server": ("doorstep.test", 443),
    }
    await doorstep.app(scope, receive, send)
    assert said[0]["status"] == 400
