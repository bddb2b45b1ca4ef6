"""Live, over a real socket: the board hears of changes, comes back without a gap, and ends when told."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import httpx
import pytest
import uvicorn

import dispatch.commands
from api import accounts
from api.serve import Draining, PortTaken, listen
from dispatch import intents as i
from dispatch.model import AssignmentId, Priority, Status, TechnicianId
from kernel.actors import Actor, ActorId, OrgId, Role, system
from tests.support.finished import TECHNICIAN, brought_to
from tests.support.server import Persona, Server
from tests.support.small_estate import ORG, PEOPLE


@asynccontextmanager
async def on_a_socket(doorstep: Server) -> AsyncIterator[tuple[str, Draining]]:
    """The same application behind a real server."""
    listening = listen("127.0.0.1", 0)
    config = uvicorn.Config(doorstep.app, loop="none", lifespan="off", log_config=None, access_log=False)
    started = asyncio.Event()
    served = Draining(config, doorstep.running.live.close, started.set)
    served.capture_signals = _no_signals  # type: ignore[method-assign]
    task = asyncio.create_task(served.serve(sockets=[listening]))
    await asyncio.wait_for(started.wait(), 10)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", served
    finally:
        served.handle_exit(15, None)
        await asyncio.wait_for(task, 5)
        listening.close()


class _no_signals:  # noqa: N801
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


async def events(answer: httpx.Response) -> AsyncIterator[tuple[str, str, str]]:
    """(event, id, data) as they arrive."""
    event = id_ = data = ""
    async for line in answer.aiter_lines():
        if line.startswith("event: "):
            event = line[7:]
        elif line.startswith("id: "):
            id_ = line[4:]
        elif line.startswith("data: "):
            data = line[6:]
        elif not line and event:
            yield event, id_, data
            event = id_ = data = ""


async def report(doorstep: Server, who: Persona) -> str:
    body = {
        "id": doorstep.new_id(),
        "place": "YQL-03-2-1201",
        "fault": "PLB-02",
        "words": "漏水",
        "channel": "desk",
        "consent": True,
    }
    return str((await who.post("/api/v1/work-orders", body)).json()["work_order_id"])


async def test_the_board_hears_of_an_order_and_comes_back_without_a_gap(doorstep: Server) -> None:
    dispatcher = await doorstep.persona("dispatcher")
    bearer = {"Authorization": f"Bearer {dispatcher.token}"}
    async with on_a_socket(doorstep) as (url, _), httpx.AsyncClient(base_url=url, timeout=10) as client:
        snapshot = await client.get("/api/v1/board", headers=bearer)
        since = {**bearer, "Last-Event-ID": snapshot.headers["x-last-event-id"]}
        order = await report(doorstep, dispatcher)
        await doorstep.drain()  # before anybody listens: the replay must bring it
        async with client.stream("GET", "/api/v1/board/stream", headers=since) as answer:
            assert answer.headers["content-type"].startswith("text/event-stream")
            assert answer.headers["cache-control"] == "no-store"
            heard: list[str] = []
            async for event, id_, data in events(answer):
                if event == "order" and order in data:
                    heard.append(id_)
                    if '"offered"' in data:
                        break
        assert heard == sorted(heard, key=lambda told: int(told.rsplit("-", 1)[1]))


async def test_a_lead_s_board_does_not_exist_and_a_stranger_s_hears_nothing(doorstep: Server) -> None:
    stranger = await doorstep.persona("foreign_dispatcher")
    bearer = {"Authorization": f"Bearer {stranger.token}"}
    async with (
        on_a_socket(doorstep) as (url, served),
        httpx.AsyncClient(base_url=url, timeout=10) as client,
        client.stream("GET", "/api/v1/board/stream", headers=bearer) as answer,
    ):
        await report(doorstep, await doorstep.persona("dispatcher"))
        await doorstep.drain()
        served.handle_exit(15, None)
        assert [event async for event, _, _ in events(answer)] == ["bye"]


async def test_a_phone_is_hinted_when_it_is_offered_something(doorstep: Server) -> None:
    technician = await doorstep.persona("technician")
    bearer = {"Authorization": f"Bearer {technician.token}"}
    async with (
        on_a_socket(doorstep) as (url, _),
        httpx.AsyncClient(base_url=url, timeout=10) as client,
        client.stream("GET", "/api/v1/sync/hints", headers=bearer) as answer,
    ):
        told = events(answer)
        assert (await anext(told))[0] == "head"  # where it stands now
        await report(doorstep, await doorstep.persona("dispatcher"))
        await doorstep.drain()
        assert (await asyncio.wait_for(anext(told), 5))[0] == "head"


async def owner_of(doorstep: Server, order: str) -> dict[str, str]:
    """What a browser that has opened the link of an order sends along."""
    link = (await (await doorstep.persona("dispatcher")).post(f"/api/v1/work-orders/{order}/link")).json()["link"]
    opened = await doorstep.client.post("/api/v1/owner/session", json={"code": link.split("#")[1]})
    return {"Authorization": f"Bearer {opened.json()['token']}"}


async def test_an_owner_s_page_moves_by_itself(doorstep: Server) -> None:
    bearer = await owner_of(doorstep, await report(doorstep, await doorstep.persona("dispatcher")))
    async with (
        on_a_socket(doorstep) as (url, _),
        httpx.AsyncClient(base_url=url, timeout=10) as client,
        client.stream("GET", "/api/v1/owner/stream", headers=bearer) as answer,
    ):
        told = events(answer)
        assert (await anext(told))[0] == "page"
        await doorstep.drain()
        assert (await asyncio.wait_for(anext(told), 5))[0] == "page"


async def page_when(told: AsyncIterator[tuple[str, str, str]], holds: Callable[[Any], bool]) -> Any:
    """The first page that says so."""
    async with asyncio.timeout(5):
        async for event, _, data in told:
            assert event == "page"
            page = json.loads(data)
            if holds(page):
                return page
    raise AssertionError("the stream ended")


async def test_the_owner_of_work_put_back_for_an_emergency_is_told_why_on_his_open_page(doorstep: Server) -> None:
    dispatcher = await doorstep.persona("dispatcher")
    order = await report(doorstep, dispatcher)
    bearer = await owner_of(doorstep, order)
    await brought_to(doorstep, order, Status.ACCEPTED)
    body = {"id": doorstep.new_id(), "place": "YQL-03-2-1201", "words": "请马上来", "channel": "desk", "consent": True}
    alarm = str((await dispatcher.post("/api/v1/work-orders", body)).json()["work_order_id"])
    await doorstep.drain()
    async with (
        on_a_socket(doorstep) as (url, _),
        httpx.AsyncClient(base_url=url, timeout=10) as client,
        client.stream("GET", "/api/v1/owner/stream", headers=bearer) as answer,
    ):
        told = events(answer)
        first = await page_when(told, bool)
        assert "delayed" not in {step["code"] for step in first["steps"]}
        async with doorstep.running.database.act(system(ORG)) as act:
            triage = i.Triage("PLB-02", Priority.P0)
            await dispatch.commands.carry_out(act, alarm, triage, version=None)
            sent = i.Offer(AssignmentId(doorstep.new_id()), TechnicianId(TECHNICIAN.id))
            await dispatch.commands.carry_out(act, alarm, sent, version=None)
        async with doorstep.running.database.act(TECHNICIAN) as act:  # a phone that comes back tells it all at once
            await dispatch.commands.carry_out(act, alarm, i.Accept(), version=None)
            await dispatch.commands.carry_out(act, alarm, i.Depart(), version=None)
        await doorstep.drain()
        page = await page_when(told, lambda page: any(step["code"] == "delayed" for step in page["steps"]))
    (step,) = [step for step in page["steps"] if step["code"] == "delayed"]
    assert datetime.fromisoformat(step["facts"]["until"]) > doorstep.clock.now()


async def test_whose_report_became_part_of_another_order_hears_what_becomes_of_that_one(doorstep: Server) -> None:
    dispatcher = await doorstep.persona("dispatcher")
    child, parent = [await report(doorstep, dispatcher) for _ in range(2)]
    bearer = await owner_of(doorstep, child)
    async with (
        on_a_socket(doorstep) as (url, _),
        httpx.AsyncClient(base_url=url, timeout=10) as client,
        client.stream("GET", "/api/v1/owner/stream", headers=bearer) as answer,
    ):
        told = events(answer)
        await page_when(told, lambda page: page["stage"] == "reported")
        gathered = await dispatcher.post(f"/api/v1/incidents/{parent}/gather", {"orders": [child]})
        assert gathered.json()["made"] == [child]
        await doorstep.drain()
        await page_when(told, lambda page: not page["may_cancel"])
        async with doorstep.running.database.act(system(ORG)) as act:
            (offered,) = (await dispatch.commands.standings(act, [parent])).values()
        who = Actor(ActorId(str(offered.order.technician_id)), Role.TECHNICIAN, OrgId(ORG))
        async with doorstep.running.database.act(who) as act:
            await dispatch.commands.carry_out(act, parent, i.Accept(), version=None)
        await doorstep.drain()
        await page_when(told, lambda page: page["stage"] == "assigned")


async def test_a_disabled_account_s_stream_ends(doorstep: Server) -> None:
    dispatcher = await doorstep.persona("dispatcher")
    bearer = {"Authorization": f"Bearer {dispatcher.token}"}
    async with (
        on_a_socket(doorstep) as (url, _),
        httpx.AsyncClient(base_url=url, timeout=20) as client,
        client.stream("GET", "/api/v1/board/stream", headers=bearer) as answer,
    ):
        async with doorstep.running.database.act(system("")) as act:
            await accounts.disable(act, PEOPLE["dispatcher"].id)
        async with asyncio.timeout(10):
            assert [event async for event, _, _ in events(answer)] == ["bye"]


async def test_stopping_with_open_streams_takes_well_under_a_second(doorstep: Server) -> None:
    dispatcher = await doorstep.persona("dispatcher")
    bearer = {"Authorization": f"Bearer {dispatcher.token}"}
    loop = asyncio.get_running_loop()

    async def follow(client: httpx.AsyncClient, opened: asyncio.Event) -> list[str]:
        async with client.stream("GET", "/api/v1/board/stream", headers=bearer) as answer:
            opened.set()
            return [event async for event, _, _ in events(answer)]

    async with on_a_socket(doorstep) as (url, served), httpx.AsyncClient(base_url=url, timeout=10) as client:
        waiting = [asyncio.Event() for _ in range(5)]
        readers = [asyncio.create_task(follow(client, opened)) for opened in waiting]
        await asyncio.gather(*(opened.wait() for opened in waiting))
        began = loop.time()
        served.handle_exit(15, None)
        assert await asyncio.gather(*readers) == [["bye"]] * 5
        assert loop.time() - began < 1


def test_a_taken_port_is_told_in_one_sentence() -> None:
    first = listen("127.0.0.1", 0)
    first.listen()
    with pytest.raises(PortTaken):
        listen("127.0.0.1", first.getsockname()[1])
    first.close()
