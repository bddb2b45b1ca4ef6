"""Time, ids, places, problems and the chain of events: the small things everything stands on."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy.engine.default import DefaultDialect

from kernel.actors import ActorId, DeviceId, OrgId, Role, system
from kernel.clock import FixedClock, SystemClock
from kernel.errors import Problem, Stale
from kernel.events import Envelope, Event, apart
from kernel.geo import BadPosition, LatLng, checked, distance_km, haversine_km
from kernel.ids import Ids, SeededLuck, SystemLuck
from kernel.metadata import Json, UtcDateTime, from_micros, to_micros
from kernel.outbox import first_broken_link, link
from kernel.uuids import uuid7

NOON = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
points = st.builds(LatLng, st.floats(-89, 89), st.floats(-179, 179))


def test_ids_sort_by_the_moment_they_were_made() -> None:
    clock = FixedClock(NOON)
    ids = Ids(clock, SeededLuck(1))
    first = ids.new()
    clock.advance(timedelta(milliseconds=1))
    assert first < ids.new()


def test_ids_are_version_seven_of_the_right_variant() -> None:
    made = uuid7(int(NOON.timestamp() * 1000), SystemLuck().bytes(10))
    assert made[14] == "7"
    assert made[19] in "89ab"
    assert len(made) == 36


def test_the_same_seed_is_the_same_chance() -> None:
    assert Ids(FixedClock(NOON), SeededLuck(5)).new() == Ids(FixedClock(NOON), SeededLuck(5)).new()
    assert len(Ids(FixedClock(NOON), SystemLuck()).secret()) == 32


def test_the_wall_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 3 * 10**15))
def test_moments_survive_the_database_to_the_microsecond(micros: int) -> None:
    moment = (NOON + timedelta(microseconds=micros)).astimezone(timezone(timedelta(hours=8)))
    assert from_micros(to_micros(moment)) == moment


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        to_micros(NOON.replace(tzinfo=None))
    assert UtcDateTime().result_processor(DefaultDialect(), None)(None) is None
    assert Json(dict[str, int]).result_processor(DefaultDialect(), None)('{"a":1}') == {"a": 1}


@settings(max_examples=150, deadline=None)
@given(points, points)
def test_the_fast_distance_is_the_careful_one(a: LatLng, b: LatLng) -> None:
    assert haversine_km(a, b) == pytest.approx(distance_km(a, b), abs=1e-3, rel=1e-6)


@pytest.mark.parametrize(
    ("lat", "lng", "why"),
    [
        (0, 0, "nowhere"),
        (104.06, 30.57, "swapped"),
        (91, 181, "outside"),
        (float("nan"), 3, "outside"),
        (10, 200, "outside"),
    ],
)
def test_points_that_cannot_be_say_why(lat: float, lng: float, why: str) -> None:
    with pytest.raises(BadPosition) as problem:
        checked(lat, lng)
    assert problem.value.facts["why"] == why
    assert checked(30.57, 104.06) == LatLng(30.57, 104.06)


def test_a_problem_is_its_code_and_its_facts() -> None:
    problem = Stale(version=3, who="lead")
    assert isinstance(problem, Problem)
    assert str(problem) == "stale: version=3, who=lead"


def test_an_actor_without_communities_covers_all() -> None:
    assert system("org").covers("anywhere")
    assert not replace(system("org"), communities=frozenset({"a"})).covers("b")


def a_chain(*bodies: bytes) -> list[Envelope]:
    chain, previous = [], ""
    for n, body in enumerate(bodies, 1):
        bare = Envelope("id", OrgId("o"), "s", "x", NOON, NOON, ActorId("a"), Role.SYSTEM, None, body, n)
        previous = link(previous, bare)
        chain.append(replace(bare, hash=previous))
    return chain


@pytest.mark.parametrize(
    "lie",
    [
        {"actor_id": ActorId("b")},
        {"actor_role": Role.ADMIN},
        {"occurred_at": NOON + timedelta(microseconds=1)},
        {"recorded_at": NOON - timedelta(days=1)},
        {"name": "y"},
        {"body": b"{} "},
        {"scope": "t"},
        {"org_id": OrgId("p")},
        {"device_id": DeviceId("d")},
        {"id": "another"},
    ],
    ids=lambda lie: next(iter(lie)),
)
def test_who_when_and_in_which_role_cannot_be_rewritten(lie: dict[str, object]) -> None:
    chain = a_chain(b"{}", b"{}")
    assert first_broken_link([chain[0], replace(chain[1], **lie)]) == 2


def test_a_tail_cut_off_breaks_no_link_and_is_seen_by_its_anchor() -> None:
    chain = a_chain(b"1", b"2", b"3")
    anchor = chain[-1].hash
    assert first_broken_link(chain[:-1]) is None
    assert anchor not in {told.hash for told in chain[:-1]}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=20), min_size=1, max_size=6), st.data())
def test_a_changed_removed_or_swapped_event_breaks_the_chain(bodies: list[bytes], data: st.DataObject) -> None:
    chain = a_chain(*bodies)
    assert first_broken_link(chain) is None
    at = data.draw(st.integers(0, len(chain) - 1))
    forged = [*chain]
    forged[at] = replace(forged[at], body=forged[at].body + b"!")
    assert first_broken_link(forged) == at + 1
    if at < len(chain) - 1:
        assert first_broken_link([*chain[:at], *chain[at + 1 :]]) == at + 2


def test_a_problem_is_told_without_pythons_spelling() -> None:
    told = str(Stale(role=Role.DISPATCHER, missing=["cause", "step:TEST"]))
    assert told == "stale: missing=cause step:TEST, role=dispatcher"
    assert str(Stale()) == "stale"


class Cancelled(Event, frozen=True, tag="test.cancelled"):
    typed = "reason"

    reason: str = ""


@pytest.mark.parametrize(
    ("reason", "kept", "words"),
    [("too_far", "too_far", ""), ("", "", ""), ("业主改主意了", "", "业主改主意了"), ("Too far", "", "Too far")],
)
def test_what_a_person_typed_is_no_part_of_an_event_and_a_code_is(reason: str, kept: str, words: str) -> None:
    assert apart(Cancelled(reason)) == (Cancelled(kept), words)
