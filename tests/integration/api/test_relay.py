"""From the outbox to what happens next: once, in order, tried again, buried, never swallowed."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from sqlalchemy import func, insert, select, update

from api.relay import Relay
from api.tables import bucket, reaction
from dispatch.events import WorkResumed
from dispatch.model import WorkOrderId
from kernel import outbox
from kernel.act import Act
from kernel.actors import system
from kernel.events import Envelope
from tests.support.server import Server
from tests.support.small_estate import ORG, PEOPLE


async def record(doorstep: Server, *scopes: str) -> None:
    async with doorstep.running.database.act(system(ORG)) as act:
        for scope in scopes:
            act.record(scope, WorkResumed(WorkOrderId(scope)))


def relay(doorstep: Server, *reactions: Callable[[Act, Envelope], Awaitable[None]]) -> Relay:
    return Relay(doorstep.running, {"work_order.resumed": reactions}, lambda _name: ())


async def owed(doorstep: Server) -> int:
    async with doorstep.running.database.read() as conn:
        return int((await conn.execute(select(func.count()).select_from(outbox.outbox))).scalar_one())


async def test_a_report_is_offered_within_one_drain(doorstep: Server) -> None:
    clerk = await doorstep.persona("clerk")
    report = {
        "id": doorstep.new_id(),
        "place": "YQL-03-2-1201",
        "fault": "PLB-02",
        "words": "漏水",
        "channel": "desk",
        "consent": True,
    }
    order = (await clerk.post("/api/v1/work-orders", report)).json()["work_order_id"]
    assert await doorstep.drain() >= 3  # reported, triaged, offered
    detail = (await clerk.get(f"/api/v1/work-orders/{order}")).json()["detail"]["order"]
    assert (detail["status"], detail["technician_id"]) == ("offered", PEOPLE["technician"].id)
    assert await owed(doorstep) == 0
    assert await doorstep.drain() == 0


async def test_events_of_one_scope_keep_their_order(doorstep: Server) -> None:
    seen: list[tuple[str, int]] = []

    async def note(_act: Act, told: Envelope) -> None:
        seen.append((told.scope, told.n))

    await record(doorstep, *["a", "b", "a", "b", "a"] * 10)
    assert await relay(doorstep, note).drain() == 50
    for scope in ("a", "b"):
        numbers = [n for name, n in seen if name == scope]
        assert numbers == sorted(numbers)


async def test_what_fails_is_tried_again_and_its_finished_part_is_not_repeated(doorstep: Server) -> None:
    done: list[str] = []

    async def first(act: Act, told: Envelope) -> None:
        done.append("first")
        await act.conn.execute(insert(bucket).values(key=told.id, left=1, at=act.now))

    async def second(act: Act, told: Envelope) -> None:
        done.append("second")
        await act.conn.execute(insert(bucket).values(key="half", left=1, at=act.now))
        if done.count("second") < 3:
            raise RuntimeError("not yet")

    await record(doorstep, "a")
    working = relay(doorstep, first, second)
    assert await working.drain() == 0
    assert await owed(doorstep) == 1
    for _ in range(2):
        doorstep.clock.advance(timedelta(hours=1))
        await working.drain()
    assert done == ["first", "second", "second", "second"]
    assert await owed(doorstep) == 0
    async with doorstep.running.database.read() as conn:
        assert (await conn.execute(select(func.count()).select_from(reaction))).scalar_one() == 0
        assert (
            await conn.execute(select(func.count()).select_from(bucket).where(bucket.c.key == "half"))
        ).scalar_one() == 1


async def test_after_eight_attempts_it_is_buried_and_kept(doorstep: Server) -> None:
    tries: list[int] = []

    async def never(_act: Act, told: Envelope) -> None:
        tries.append(told.n)
        raise RuntimeError("never")

    await record(doorstep, "a")
    working = relay(doorstep, never)
    for _ in range(12):
        await working.drain()
        doorstep.clock.advance(timedelta(hours=2))
    assert len(tries) == outbox.MAX_ATTEMPTS
    async with doorstep.running.database.read() as conn:
        row = (await conn.execute(select(outbox.outbox))).one()
    assert row.buried_at is not None
    assert "RuntimeError" in row.error


async def test_what_is_buried_is_listed_with_its_reason_and_can_be_tried_again(doorstep: Server) -> None:
    db = doorstep.running.database
    async with db.act(system(ORG)) as act:
        act.record("s", WorkResumed(WorkOrderId("s")))
    async with db.act(system(ORG)) as act:
        (owed,) = await outbox.claim(act.conn, act.now)
        await act.conn.execute(update(outbox.outbox).values(attempts=outbox.MAX_ATTEMPTS))
        assert await outbox.put_back(act.conn, owed.n, act.now, "ValueError")
    doorstep.clock.advance(timedelta(hours=2))
    async with db.act(system(ORG)) as act:
        assert [(one.n, one.scope, one.error) for one in await outbox.buried(act.conn)] == [(owed.n, "s", "ValueError")]
        assert await outbox.claim(act.conn, act.now) == []
        assert await outbox.retry(act.conn, [owed.n + 1], act.now) == 0
        assert await outbox.retry(act.conn, [], act.now) == 1
        assert [one.n for one in await outbox.claim(act.conn, act.now)] == [owed.n]
        assert await outbox.buried(act.conn) == []


async def test_one_scope_s_failure_does_not_hold_up_another(doorstep: Server) -> None:
    reached: list[str] = []

    async def picky(_act: Act, told: Envelope) -> None:
        if told.scope == "bad":
            raise RuntimeError("bad")
        reached.append(told.scope)

    await record(doorstep, "bad", "good")
    assert await relay(doorstep, picky).drain() == 1
    assert reached == ["good"]


async def test_no_answer_in_time_and_the_next_one_is_asked(doorstep: Server) -> None:
    from api import timers

    clerk = await doorstep.persona("clerk")
    report = {
        "id": doorstep.new_id(),
        "place": "YQL-03-2-1201",
        "fault": "PLB-02",
        "words": "漏水",
        "channel": "desk",
        "consent": True,
    }
    order = (await clerk.post("/api/v1/work-orders", report)).json()["work_order_id"]
    await doorstep.drain()
    doorstep.clock.advance(timedelta(minutes=6))
    await timers.lapse(doorstep.running)
    await doorstep.drain()
    clerk = await doorstep.persona("clerk")
    detail = (await clerk.get(f"/api/v1/work-orders/{order}")).json()["detail"]["order"]
    assert (detail["status"], detail["technician_id"]) == ("offered", PEOPLE["colleague"].id)


async def test_every_timer_runs_on_an_empty_day_and_changes_nothing_that_is_told(doorstep: Server) -> None:
    from api import timers

    async def told() -> tuple[int, int]:
        async with doorstep.running.database.read() as conn:
            events = (await conn.execute(select(func.count()).select_from(outbox.event))).scalar_one()
            return events, (await conn.execute(select(func.count()).select_from(outbox.outbox))).scalar_one()

    assert {timer.run.__name__ for timer in timers.TIMERS} == {
        "lapse",
        "sweep",
        "retry",
        "release",
        "resubmit",
        "sweep_feed",
        "forget",
        "close",
        "clear",
        "plan",
        "escalate",
        "watch_phones",
        "seal_days",
    }
    before = await told()
    for timer in timers.TIMERS:
        await timer.run(doorstep.running)  # not through `turn`, which would only log what it raises
    assert await told() == before
