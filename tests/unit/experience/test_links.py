"""A link opens one order for as long as it should, and a page's nonce works once, here and now."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from experience import links
from experience.model import OwnerLink, OwnerSession

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
LINK = OwnerLink(
    id="l", org_id="o", work_order_id="w", code_hash="h", label="report", created_at=NOW, created_by="x", uses=1
)
SESSION = OwnerSession(
    token_hash="t",
    link_id="l",
    org_id="o",
    work_order_id="w",
    seal_key=b"k" * 32,
    created_at=NOW,
    expires_at=NOW + links.SESSION_FOR,
)
DAY = timedelta(days=1)


def test_a_code_has_256_bits_and_its_prefix_and_is_not_what_is_stored() -> None:
    code = links.secret(links.LINK, bytes(range(32)))
    assert len(code) == len("ds_ol_") + 43
    assert links.well_formed(links.LINK, code)
    assert links.at_rest(code) != code
    assert len(links.at_rest(code)) == 64


def test_a_link_lasts_sixty_days_while_the_order_runs() -> None:
    assert links.is_open(LINK, None, NOW + 59 * DAY)
    assert not links.is_open(LINK, None, NOW + 60 * DAY)


def test_a_link_ends_fourteen_days_after_its_order() -> None:
    closed = NOW + 3 * DAY
    assert links.is_open(LINK, closed, closed + 13 * DAY)
    assert not links.is_open(LINK, closed, closed + 14 * DAY)


def test_a_link_that_nobody_opened_ends_after_thirty_days() -> None:
    unused = replace(LINK, uses=0)
    assert links.is_open(unused, None, NOW + 29 * DAY)
    assert not links.is_open(unused, None, NOW + 30 * DAY)


def test_a_revoked_link_opens_nothing() -> None:
    assert not links.is_open(replace(LINK, revoked_at=NOW), None, NOW + timedelta(seconds=1))


@given(st.integers(0, 70), st.integers(0, 80), st.booleans())
def test_no_link_outlives_any_of_its_limits(closed_after: int, asked_after: int, used: bool) -> None:
    link = replace(LINK, uses=int(used))
    closed = NOW + closed_after * DAY
    if links.is_open(link, closed, NOW + asked_after * DAY):
        assert asked_after < 60
        assert asked_after < closed_after + 14
        assert used or asked_after < 30


def test_a_nonce_is_good_for_half_an_hour() -> None:
    made = links.nonce(SESSION, NOW, bytes(9))
    assert links.check_nonce(SESSION, made, NOW + timedelta(minutes=29))
    with pytest.raises(links.NonceExpired):
        links.check_nonce(SESSION, made, NOW + timedelta(minutes=30))


def test_a_nonce_of_another_session_or_order_is_refused() -> None:
    made = links.nonce(SESSION, NOW, bytes(9))
    for other in (replace(SESSION, seal_key=b"x" * 32), replace(SESSION, work_order_id="v")):
        with pytest.raises(links.NonceExpired):
            links.check_nonce(other, made, NOW)


@given(st.text(max_size=80))
def test_nothing_made_up_is_a_nonce(value: str) -> None:
    with pytest.raises(links.NonceExpired):
        links.check_nonce(SESSION, value, NOW)


@given(st.integers(0, 43), st.sampled_from("ABCxyz019-_"))
def test_a_changed_nonce_is_refused(at: int, letter: str) -> None:
    made = links.nonce(SESSION, NOW, bytes(range(9)))
    changed = made[:at] + letter + made[at + 1 :]
    if changed != made:
        with pytest.raises(links.NonceExpired):
            links.check_nonce(SESSION, changed, NOW)
