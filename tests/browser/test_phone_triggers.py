"""Everything that makes the phone sync does so by itself: each trigger alone, with nothing else that could have done it."""

from collections.abc import Awaitable, Callable

import pytest

from tests.support import walk
from tests.support.field import EXCHANGE, Field, Pocket
from tests.support.server import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
deep = pytest.mark.deep
Trigger = Callable[[Pocket], Awaitable[None]]


async def put_off(phone: Pocket) -> None:
    """Work waits, and the engine waits too: every attempt so far failed, the next one by itself is minutes away."""
    phone.line.cut()
    await phone.notes(3)
    for _ in range(12):  # each failure doubles the pause
        await phone.page.clock.run_for(60_000)
    phone.line.mend()


async def online(phone: Pocket) -> None:
    await phone.page.evaluate("() => dispatchEvent(new Event('online'))")


async def seen(phone: Pocket) -> None:
    await phone.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")


async def shown(phone: Pocket) -> None:
    await phone.page.evaluate("() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")


async def asked(phone: Pocket) -> None:
    await phone.page.evaluate("() => probe.syncNow()")


async def woken(phone: Pocket) -> None:
    message = "new MessageEvent('message', { data: { type: 'sync' } })"
    await phone.page.evaluate(f"() => navigator.serviceWorker.dispatchEvent({message})")


async def by_itself(phone: Pocket) -> None:
    await phone.sees("(all) => all.outbox.every((one) => one.state !== 'waiting')", within=400_000)


TRIGGERS: dict[str, Trigger] = {
    "the browser hears the network": online,
    "the page is seen again": seen,
    "the page comes back from the browser's cache": shown,
    "the person asks": asked,
    "the service worker is woken by a push or a background sync": woken,
    "nothing happens and the longest pause ends": by_itself,
}


@pytest.mark.parametrize(
    "trigger", [pytest.param(one, id=name, marks=() if one is online else deep) for name, one in TRIGGERS.items()]
)
async def test_work_that_was_put_off_is_sent_when(timed: Pocket, trigger: Trigger) -> None:
    await put_off(timed)
    before = len(timed.line.requests)
    await trigger(timed)
    await timed.arrives()
    assert any(EXCHANGE in one for one in timed.line.requests[before:])


@deep
async def test_work_is_sent_a_quarter_of_a_second_after_the_last_tap_and_in_one_request(timed: Pocket) -> None:
    await timed.page.clock.pause_at(await timed.page.evaluate("() => Date.now() / 1000 + 2"))
    timed.line.requests.clear()
    await timed.notes(9)
    await timed.page.clock.run_for(240)
    assert [one for one in timed.line.requests if EXCHANGE in one] == []
    await timed.page.clock.run_for(20)
    await timed.arrives()
    exchanges = [one for one in timed.line.requests if EXCHANGE in one]
    assert len(exchanges) <= 2  # the work in one, and what became of it


@deep
async def test_what_the_office_does_is_on_the_phone_by_a_hint_before_any_timer(pocket: Pocket, field: Field) -> None:
    office = await field.office()
    await office.post(f"/work-orders/{pocket.hand.order}/notes", {"id": walk.a_new_id(), "text": "门口有狗"})
    await pocket.sees("(all) => JSON.stringify(all.orders).includes('门口有狗')", within=10_000)


@deep
async def test_a_phone_whose_hints_never_come_asks_every_minute(timed: Pocket) -> None:
    timed.line.requests.clear()
    for _ in range(5):
        await timed.page.clock.run_for(75_000)
        await timed.page.evaluate("async () => { await fetch('/health/live') }")
    asked_ = [one for one in timed.line.requests if EXCHANGE in one]
    assert 3 <= len(asked_) <= 8, asked_


@deep
async def test_a_new_sign_in_sends_what_a_lost_session_held_back(pocket: Pocket) -> None:
    pocket.line.cut()
    await pocket.notes(2)
    await pocket.context.clear_cookies()
    pocket.line.mend()
    await pocket.page.close()
    pocket.page = await pocket.bare()
    await pocket.page.evaluate("() => probe.restore()")
    await pocket.page.evaluate("() => probe.open()")
    await pocket.sees(
        "(all) => all.sync.phase === 'needs_login' && all.outbox.filter((one) => one.state === 'waiting').length === 2"
    )
    await pocket.page.evaluate("([login, password]) => probe.signIn(login, password)", [pocket.hand.login, PASSWORD])
    await pocket.arrives()
