"""What is decided about a request before anything is built from it."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import limits
from api.guards import unpacked
from api.problems import BadRequest
from api.push import BadSubscription, Subscription, checked, padded, topic
from api.routes.estate import initials
from api.settings import BadSetting, from_env
from media.problems import TooLarge

KEY = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"


def test_a_gzip_bomb_costs_one_buffer() -> None:
    with pytest.raises(TooLarge):
        unpacked(gzip.compress(b"0" * 50_000_000), 1000)
    assert unpacked(gzip.compress(b"{}"), 1000) == b"{}"
    for broken in (b"nonsense", gzip.compress(b"{}")[:-6]):
        with pytest.raises(BadRequest):
            unpacked(broken, 1000)


@given(st.lists(st.floats(0, 1000), max_size=60))
def test_a_bucket_never_gives_more_than_burst_plus_refill(pauses: list[float]) -> None:
    limit = limits.Limit(10, 0.1)
    left, taken = limit.burst, 0
    for pause in pauses:
        left, wait = limits.take(limit, left, pause)
        taken += wait == 0
        assert 0 <= left <= limit.burst
    assert taken <= limit.burst + sum(pauses) * limit.per_second + 1e-6


def test_waiting_as_long_as_told_is_enough() -> None:
    limit = limits.Limit(1, 1 / 60)
    left, _ = limits.take(limit, 1, 0)
    left, wait = limits.take(limit, left, 0)
    assert limits.take(limit, left, wait)[1] == 0


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/x",
        "https://127.0.0.1/x",
        "https://fcm.googleapis.com.evil.example/x",
        "https://fcm.googleapis.com:8443/x",
        "https://good@fcm.googleapis.com/x",
        "https://push.apple.com.evil/x",
        "https://169.254.169.254/latest",
        "https://[::1]/x",
        "gopher://fcm.googleapis.com/x",
        "file:///etc/passwd",
        "https://evil.example/?fcm.googleapis.com",
        "https://fcm.googleapis.com/" + "a" * 2000,
    ],
)
def test_only_known_push_services_are_written_to(endpoint: str) -> None:
    with pytest.raises(BadSubscription):
        checked(Subscription(endpoint, KEY, AUTH))


def test_a_good_subscription_passes_and_broken_keys_do_not() -> None:
    for endpoint in ("https://fcm.googleapis.com/fcm/send/x", "https://updates.push.services.mozilla.com/wpush/v2/x"):
        assert checked(Subscription(endpoint, KEY, AUTH))
    assert checked(Subscription("http://127.0.0.1:9/x", KEY, AUTH), ("http://127.0.0.1:9",))
    for key, auth in ((KEY[:-4], AUTH), (KEY, "AAAA"), ("", ""), ("BAAA", AUTH)):
        with pytest.raises(BadSubscription):
            checked(Subscription("https://fcm.googleapis.com/x", key, auth))


def test_messages_are_padded_and_never_longer_than_one_record() -> None:
    assert len(padded(b"{}")) == 256
    assert len(padded(b"x" * 3900)) == 3993
    with pytest.raises(BadSubscription):
        padded(b"x" * 4000)
    assert len(topic("an order")) == 22


def test_initials_find_a_fault_by_its_letters() -> None:
    assert initials("水管爆裂") == "sgbl"
    assert initials("LED 灯") == "led d".replace(" ", "")


@pytest.mark.parametrize(
    "env", [{"PORT": "http"}, {"PORT": "70000"}, {"DEMO": "maybe"}, {"DATABASE_URL": "mysql://x"}, {"PUBLIC_URL": "x"}]
)
def test_a_wrong_setting_names_its_variable(env: dict[str, str]) -> None:
    with pytest.raises(BadSetting) as refused:
        from_env(env)
    assert refused.value.facts["setting"] in env


def test_settings_come_from_the_environment() -> None:
    chosen = from_env(
        {"DATA": "/tmp/x", "PORT": "9", "DEMO": "0", "PUBLIC_URL": "https://a.example/", "PUSH_HOSTS": "a, b"}
    )
    assert (str(chosen.data), chosen.port, chosen.demo, chosen.origin) == ("/tmp/x", 9, False, "https://a.example")
    assert (chosen.https, chosen.sqlite, chosen.push_hosts) == (True, True, ("a", "b"))
