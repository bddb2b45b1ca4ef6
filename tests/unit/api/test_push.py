"""What is handed to a push service, and what its answer means."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
import jwt
import pytest

from api.notices import WORDS, About, notice
from api.push import Pusher, PushLater, Subscription, payload
from dispatch.model import Priority
from kernel.clock import FixedClock
from tests.support.server import NOW
from tests.unit.api.test_guards import AUTH, KEY

ABOUT = About("order-1", "户内渗漏", "Unit leak", "云栖里", "Yunqi Lane", Priority.P1)
TO = Subscription("http://127.0.0.1:9911/push/abc", KEY, AUTH)


def pusher(folder: Path, answer: Callable[[httpx.Request], httpx.Response], clock: FixedClock) -> Pusher:
    client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    return Pusher(folder / "vapid.pem", "mailto:ops@doorstep.example", clock, client)


async def test_the_request_is_what_the_standards_ask_for(tmp_path: Path) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(201)

    clock = FixedClock(NOW)
    sender = pusher(tmp_path, answer, clock)
    assert await sender.send(TO, notice("offered", ABOUT, "en"))
    clock.advance(timedelta(hours=1))
    assert await sender.send(TO, notice("offered", ABOUT, "en"))
    first, second = asked
    headers = first.headers
    assert (headers["ttl"], headers["urgency"], headers["content-encoding"]) == ("14400", "high", "aes128gcm")
    assert len(headers["topic"]) == 22
    token = headers["authorization"].split("t=")[1].split(",")[0]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["aud"], claims["sub"]) == ("http://127.0.0.1:9911", "mailto:ops@doorstep.example")
    assert claims["exp"] - int(NOW.timestamp()) <= 24 * 3600
    assert second.headers["authorization"] == headers["authorization"]  # signed once per service
    assert len(first.content) < 4096
    assert first.content[:16] != second.content[:16]  # a fresh salt each time
    await sender.close()


@pytest.mark.parametrize(
    ("status", "kept"), [(200, True), (201, True), (404, False), (410, False), (400, True), (403, True)]
)
async def test_the_answer_decides_about_the_subscription(tmp_path: Path, status: int, kept: bool) -> None:
    sender = pusher(tmp_path, lambda _: httpx.Response(status), FixedClock(NOW))
    assert await sender.send(TO, notice("offered", ABOUT, "zh-CN")) is kept


@pytest.mark.parametrize("status", [429, 500, 503])
async def test_a_busy_service_is_tried_again(tmp_path: Path, status: int) -> None:
    sender = pusher(tmp_path, lambda _: httpx.Response(status), FixedClock(NOW))
    with pytest.raises(PushLater):
        await sender.send(TO, notice("offered", ABOUT, "zh-CN"))


def test_the_key_is_kept_and_readable_by_nobody_else(tmp_path: Path) -> None:
    clock = FixedClock(NOW)
    first = pusher(tmp_path, lambda _: httpx.Response(201), clock).public_key
    assert pusher(tmp_path, lambda _: httpx.Response(201), clock).public_key == first
    assert (tmp_path / "vapid.pem").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("kind", WORDS)
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_notice_speaks_both_languages_and_fits(kind: str, language: str) -> None:
    made = notice(kind, ABOUT, language)
    assert made.title
    assert "{" not in made.title + made.body
    assert ("Unit leak" in made.title + made.body or language == "zh-CN") or kind == "sent_back"
    assert len(payload(made)) < 1000


def test_the_message_is_the_one_the_service_worker_is_tested_with() -> None:
    sent = payload(notice("offered", ABOUT, "en"), "https://doorstep.test").decode()
    assert sent in (Path(__file__).parents[3] / "pwa/src/sw/notice.test.ts").read_text()


@pytest.mark.parametrize("kind", WORDS)
def test_a_notification_leads_to_a_page_of_whoever_is_told(kind: str) -> None:
    face = {"offered": "/t", "withdrawn": "/t", "sent_back": "/t", "submitted": "/l", "nobody": "/d", "escalated": "/l"}
    face |= {"overdue": "/l/parked"}
    page = notice(kind, ABOUT, "en").navigate
    assert page in {"/t", "/t/job/order-1", "/l/parked", f"{face[kind]}?order=order-1"}
    assert page.startswith(face[kind])
