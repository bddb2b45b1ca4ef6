"""Who is sent, and why: exact sums, honest reasons, an order that nothing but the facts decides."""

from datetime import timedelta
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from dispatch.assigning import by_hand, decide, kept, offer_until
from dispatch.filters import reasons
from dispatch.model import (
    AssignmentState,
    Certificate,
    Clocks,
    Priority,
    Shift,
    Skill,
    Status,
    TechnicianId,
)
from dispatch.planning import Asked, Job, Prospect, Stop, planned
from dispatch.policy import BadPolicy, Policy, Scale, Scoring, checked
from dispatch.travel import Spot
from kernel.geo import LatLng
from tests.support.dispatch_builders import (
    BJY,
    EARLY,
    EVERY_DAY,
    LIFT,
    NOON,
    TAP,
    a_fix,
    a_job,
    a_prospect,
    a_technician,
    an_id,
    an_order,
)

POLICY = Policy()
MINUTE = timedelta(minutes=1)
JOB = a_job(an_order(clocks=Clocks(arrive_by=NOON + 30 * MINUTE)))


def codes(prospect: Prospect, job: Job = JOB, policy: Policy = POLICY) -> set[str]:
    return {reason.code for reason in reasons(prospect, job, planned(prospect, job, policy, NOON), policy, NOON)}


def a_stop(name: str = "other", status: Status = Status.ACCEPTED, **changes: object) -> Stop:
    made = Stop(an_id(name), Spot(LatLng(30.575, 104.064), "", 0), 45, Priority.P1, status, NOON)
    return replace(made, **changes)


lats = st.floats(30.55, 30.60)
lngs = st.floats(104.03, 104.09)


@st.composite
def technicians(draw: st.DrawFn, number: int) -> Prospect:
    code = f"T-{number:03d}"
    fix = draw(
        st.none()
        | st.builds(
            lambda la, ln, age: a_fix(la, ln, at=NOON - timedelta(seconds=age)), lats, lngs, st.integers(0, 4000)
        )
    )
    one = a_technician(
        code, fix=fix, skills=(Skill("PLB", draw(st.integers(1, 4))),), home=LatLng(draw(lats), draw(lngs))
    )
    return a_prospect(
        one,
        stops=tuple(a_stop(f"{code}-{n}") for n in range(draw(st.integers(0, 7)))),
        recent_jobs=draw(st.integers(0, 40)),
        visits_here=draw(st.integers(0, 4)),
        failed_here=draw(st.integers(0, 2)),
    )


crowds = st.integers(1, 9).flatmap(lambda size: st.tuples(*(technicians(n) for n in range(size))).map(list))


@settings(max_examples=100, deadline=None)
@given(crowds)
def test_everybody_is_a_candidate_or_ruled_out_and_the_terms_add_up_exactly(crowd: list[Prospect]) -> None:
    decision = decide(JOB, crowd, POLICY, NOON, "d")
    seen = [one.technician_id for one in decision.candidates] + [one.technician_id for one in decision.rejections]
    assert sorted(seen) == sorted(str(one.technician.id) for one in crowd)
    for one in decision.candidates:
        assert sum(term.cost_s for term in one.terms) == one.cost_s
        assert 0 <= one.score <= 100
    assert sum(decision.histogram.values()) == sum(len(one.reasons) for one in decision.rejections)
    if len(decision.candidates) > 1:
        assert decision.margin_s == decision.candidates[1].cost_s - decision.candidates[0].cost_s >= 0


@settings(max_examples=100, deadline=None)
@given(crowds, st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_listed_never_matters(crowd: list[Prospect], shuffle: object) -> None:
    mixed = list(crowd)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    assert decide(JOB, mixed, POLICY, NOON, "d") == decide(JOB, crowd, POLICY, NOON, "d")


@settings(max_examples=100, deadline=None)
@given(crowds)
def test_removing_anybody_but_the_winner_never_changes_the_winner(crowd: list[Prospect]) -> None:
    decision = decide(JOB, crowd, POLICY, NOON, "d")
    for gone in crowd:
        if str(gone.technician.id) != decision.chosen:
            rest = [one for one in crowd if one is not gone]
            assert decide(JOB, rest, POLICY, NOON, "d").chosen == decision.chosen


@settings(max_examples=100, deadline=None)
@given(crowds, st.integers(0, 3))
def test_a_dominated_candidate_never_changes_the_winner(crowd: list[Prospect], worse_by: int) -> None:
    decision = decide(JOB, crowd, POLICY, NOON, "d")
    if decision.chosen is None:
        return
    best = next(one for one in crowd if str(one.technician.id) == decision.chosen)
    shadow = replace(
        best,
        technician=replace(best.technician, id=TechnicianId(an_id("shadow")), code="T-SHADOW"),
        recent_jobs=best.recent_jobs + 1 + worse_by,
        visits_here=max(0, best.visits_here - 1),
    )
    assert decide(JOB, [*crowd, shadow], POLICY, NOON, "d").chosen == decision.chosen


@settings(max_examples=150, deadline=None)
@given(lats, lngs, st.floats(0.05, 0.95), st.integers(0, 3600))
def test_being_nearer_never_hurts(lat: float, lng: float, share: float, age: int) -> None:
    door = JOB.spot.position
    seen_at = NOON - timedelta(seconds=age)
    far = a_technician("T-FAR", fix=a_fix(lat, lng, at=seen_at), home=LatLng(lat, lng))
    nearer = LatLng(door.lat + (lat - door.lat) * share, door.lng + (lng - door.lng) * share)
    near = replace(far, fix=a_fix(nearer.lat, nearer.lng, at=seen_at), home=nearer)
    costs = [decide(JOB, [a_prospect(one)], POLICY, NOON, "d").candidates[0].cost_s for one in (near, far)]
    assert costs[0] <= costs[1]


@settings(max_examples=150, deadline=None)
@given(st.integers(-60, 60 * 24 * 30), st.booleans())
def test_a_certificate_that_does_not_hold_until_the_planned_finish_always_excludes(minutes: int, other: bool) -> None:
    until = NOON + minutes * MINUTE
    held = (Certificate("C-ORI", until), *((Certificate("C-HGT", None),) if other else ()))
    prospect = a_prospect(a_technician(certificates=held, fix=a_fix()))
    visit = planned(prospect, JOB, POLICY, NOON)
    ruled_out = codes(prospect) & {"cert_expired", "cert_expires_before_finish"}
    assert bool(ruled_out) == (until < visit.finish)
    assert (decide(JOB, [prospect], POLICY, NOON, "d").chosen is None) == (until < visit.finish)


def test_equal_people_are_told_apart_the_same_way_every_time() -> None:
    twins = [a_prospect(a_technician(f"T-{n}")) for n in range(6)]
    chosen = {decide(a_job(an_order(id=an_id(f"o{n}"))), twins, POLICY, NOON, "d").chosen for n in range(40)}
    assert len(chosen) > 3, "the lot is drawn per order, so no twin is always first"
    first = decide(JOB, twins, POLICY, NOON, "d")
    assert {flag for one in first.candidates[:2] for flag in one.flags} >= {"close_call"}
    assert first.margin_s == 0


def test_fewer_orders_of_the_week_break_a_tie_before_the_lot_does() -> None:
    light = replace(POLICY, scoring=Scoring(fairness=Scale(0.0, 0, 40), travel=Scale(0.35, 0, 3600)))
    busy, idle = (a_prospect(a_technician(f"T-{n}"), recent_jobs=n) for n in (9, 1))
    for n in range(10):
        job = a_job(an_order(id=an_id(f"o{n}")))
        assert decide(job, [busy, idle], light, NOON, "d").chosen == idle.technician.id


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"communities": frozenset({BJY})}, "territory"),
        ({"skills": (Skill("ELE", 4),)}, "skill_missing"),
        ({"skills": (Skill("PLB", 2),)}, "skill_level"),
        ({"certificates": ()}, "cert_missing"),
        ({"certificates": (Certificate("C-ORI", NOON - MINUTE),)}, "cert_expired"),
        ({"certificates": (Certificate("C-ORI", NOON + 20 * MINUTE),)}, "cert_expires_before_finish"),
        ({"certificates": (Certificate("C-ORI", None, NOON - MINUTE),)}, "cert_review_overdue"),
        ({"shifts": (Shift(EVERY_DAY, "14:00", "22:00"),)}, "not_on_shift"),
        ({"shifts": (Shift(EVERY_DAY, "08:00", "10:10"),)}, "shift_end"),
        ({"shifts": ()}, "not_on_shift"),
        ({"off_duty": True}, "off_duty"),
        ({"on_break": True}, "on_break"),
    ],
)
def test_every_hard_rule_about_a_person_bites_alone(changes: dict[str, object], code: str) -> None:
    assert codes(a_prospect(a_technician(**changes))) == {code}
    assert codes(a_prospect(a_technician())) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"asked": (Asked(AssignmentState.DECLINED, NOON, "too_far"),)}, "declined"),
        ({"asked": (Asked(AssignmentState.LAPSED, NOON - MINUTE),)}, "lapsed"),
        ({"asked": (Asked(AssignmentState.REVOKED, NOON, "unwell"),)}, "taken_away"),
        ({"failed_here": 2}, "failed_before"),
    ],
)
def test_what_happened_before_counts(changes: dict[str, object], code: str) -> None:
    assert codes(a_prospect(**changes)) == {code}


def test_who_let_an_offer_lapse_long_ago_is_asked_again() -> None:
    assert codes(a_prospect(asked=(Asked(AssignmentState.LAPSED, NOON - 31 * MINUTE),))) == set()


def test_a_full_queue_counts_except_in_an_emergency() -> None:
    full = a_prospect(
        a_technician(
            skills=(Skill("PLB", 4), Skill("LFT", 4)),
            certificates=(Certificate("C-ORI", None), Certificate("C-LFT-T", None)),
        ),
        stops=tuple(a_stop(f"s{n}", Status.ON_HOLD) for n in range(6)),
    )
    assert codes(full) == {"load"}
    assert codes(full, a_job(an_order(priority=Priority.P0, fault="LFT-01"), LIFT)) == set()


def test_all_rules_are_told_not_only_the_first() -> None:
    hopeless = a_technician(skills=(), certificates=(), shifts=(), communities=frozenset(), off_duty=True)
    told = codes(a_prospect(hopeless, asked=(Asked("declined", NOON),)))
    assert told == {"territory", "skill_missing", "cert_missing", "not_on_shift", "off_duty", "declined"}


def test_a_reason_carries_the_facts_of_its_sentence() -> None:
    expired = a_technician(certificates=(Certificate("C-ORI", NOON - MINUTE),))
    visit = planned(a_prospect(expired), JOB, POLICY, NOON)
    (reason,) = reasons(a_prospect(expired), JOB, visit, POLICY, NOON)
    assert reason.facts == {"code": "C-ORI", "valid_until": "2026-11-02T01:59:00Z"}


def test_an_electrician_whose_permit_ends_at_midnight_is_not_sent_across_it() -> None:
    midnight = NOON.replace(hour=16)  # 00:00 in Chengdu
    electrician = a_technician(certificates=(Certificate("C-ORI", midnight),), fix=a_fix(at=midnight - 20 * MINUTE))
    prospect = a_prospect(electrician)
    visit = planned(prospect, JOB, POLICY, midnight - 20 * MINUTE)
    assert visit.start < midnight < visit.finish
    told = {one.code for one in reasons(prospect, JOB, visit, POLICY, midnight - 20 * MINUTE)}
    assert told == {"cert_expires_before_finish"}


def test_ordinary_work_waits_for_the_end_of_quiet_hours() -> None:
    job = a_job(an_order(priority=Priority.P2, fault="PLB-05", community_id=BJY), TAP, place="BJY-01-1-0301")
    noon_break = NOON.replace(hour=4, minute=10)  # 12:10 in Chengdu
    visit = planned(a_prospect(), job, POLICY, noon_break)
    assert visit.start == NOON.replace(hour=6, minute=30)
    assert visit.quiet is None


def test_a_window_inside_quiet_hours_cannot_be_kept() -> None:
    starts = NOON.replace(hour=4, minute=30)
    order = an_order(priority=Priority.P2, community_id=BJY, window_start=starts, window_end=starts + 60 * MINUTE)
    assert "quiet_hours" in codes(a_prospect(), a_job(order, TAP, place="BJY-01-1-0301"))


def test_urgent_work_ignores_quiet_hours() -> None:
    job = a_job(an_order(community_id=BJY), place="BJY-01-1-0301")
    noon_break = NOON.replace(hour=4, minute=10)
    assert (
        planned(a_prospect(a_technician(fix=a_fix(at=noon_break))), job, POLICY, noon_break).start
        < noon_break + 30 * MINUTE
    )


def test_at_night_ordinary_work_finds_nobody_and_says_why() -> None:
    night = NOON.replace(hour=15)  # 23:00 in Chengdu
    job = a_job(an_order(priority=Priority.P2, fault="PLB-05"), TAP)
    late = a_prospect(a_technician("T-NIGHT", shifts=(Shift(EVERY_DAY, "22:00", "08:00"),)))
    early = a_prospect(a_technician("T-EARLY", shifts=(EARLY,)))
    decision = decide(job, [late, early], POLICY, night, "d")
    assert (decision.mode, decision.chosen, decision.margin_s) == ("nobody", None, None)
    assert decision.histogram == {"not_on_shift": 2}


def test_the_nearest_misses_come_first() -> None:
    almost = a_prospect(a_technician("T-A", on_break=True))
    hopeless = a_prospect(a_technician("T-B", skills=(), shifts=(), on_break=True))
    decision = decide(JOB, [hopeless, almost], POLICY, NOON, "d")
    assert [one.code for one in decision.rejections] == ["T-A", "T-B"]


def test_a_queue_delays_an_ordinary_order_but_not_an_emergency() -> None:
    waiting = a_prospect(a_technician(fix=a_fix()), stops=(a_stop("x", Status.EN_ROUTE), a_stop("y")))
    ordinary = planned(waiting, JOB, POLICY, NOON)
    urgent = planned(waiting, a_job(an_order(priority=Priority.P0)), POLICY, NOON)
    assert ordinary.eta > NOON + 90 * MINUTE
    assert urgent.eta < NOON + 15 * MINUTE


def test_an_urgent_order_goes_before_accepted_ordinary_work() -> None:
    later = a_prospect(a_technician(fix=a_fix()), stops=(a_stop("x", priority=Priority.P3),))
    assert planned(later, JOB, POLICY, NOON).eta < NOON + 15 * MINUTE


def test_being_late_costs_more_than_any_travel_saved() -> None:
    close = a_prospect(a_technician("T-NEAR", fix=a_fix()), stops=(a_stop("x", Status.IN_PROGRESS),))
    free = a_prospect(a_technician("T-FREE", fix=a_fix(30.60, 104.09)))
    assert decide(JOB, [close, free], POLICY, NOON, "d").candidates[0].code == "T-FREE"


def test_an_old_position_is_flagged_and_costs_but_excludes_nobody() -> None:
    fresh = a_prospect(a_technician("T-1", fix=a_fix()))
    stale = a_prospect(a_technician("T-2", fix=a_fix(at=NOON - 45 * MINUTE)))
    lost = a_prospect(a_technician("T-3"))
    decision = decide(JOB, [stale, lost, fresh], POLICY, NOON, "d")
    flags = {one.code: one.flags for one in decision.candidates}
    assert decision.candidates[0].code == "T-1"
    assert "position_stale" in flags["T-2"]
    assert "no_position" in flags["T-3"]


def test_work_for_two_shows_its_crew_and_whether_there_are_two() -> None:
    lifter = a_technician("T-LFT", skills=(Skill("LFT", 4),), certificates=(Certificate("C-LFT-T", None),))
    job = a_job(an_order(priority=Priority.P0, fault="LFT-01"), LIFT)
    (alone,) = decide(job, [a_prospect(lifter)], POLICY, NOON, "d").candidates
    assert {"crew_2", "crew_short"} <= set(alone.flags)
    pair = [a_prospect(replace(lifter, id=TechnicianId(an_id(f"l{n}")), code=f"L{n}")) for n in range(2)]
    assert all("crew_short" not in one.flags for one in decide(job, pair, POLICY, NOON, "d").candidates)


def test_seniors_are_kept_free_for_what_needs_them() -> None:
    senior = a_prospect(a_technician("T-SENIOR", skills=(Skill("PLB", 4),)))
    exact = a_prospect(a_technician("T-EXACT", skills=(Skill("PLB", 3),)))
    assert decide(JOB, [senior, exact], POLICY, NOON, "d").candidates[0].code == "T-EXACT"


def test_a_choice_by_hand_keeps_the_facts_and_the_chosen_one_is_always_stored() -> None:
    crowd = [a_prospect(a_technician(f"T-{n:02d}"), recent_jobs=n) for n in range(15)]
    decision = decide(JOB, crowd, POLICY, NOON, "d")
    last = decision.candidates[-1].technician_id
    chosen = kept(by_hand(decision, last), last)
    assert (chosen.mode, chosen.chosen, chosen.margin_s) == ("by_hand", last, None)
    assert len(chosen.candidates) == 11
    assert chosen.candidates[-1].technician_id == last


@pytest.mark.parametrize(("priority", "seconds"), [(Priority.P0, 60), (Priority.P1, 180), (Priority.P2, 600)])
def test_offers_last_as_long_as_their_priority_says(priority: Priority, seconds: int) -> None:
    assert offer_until(a_job(an_order(priority=priority)), POLICY, NOON) == NOON + timedelta(seconds=seconds)


def test_three_hundred_technicians_are_weighed_in_milliseconds() -> None:
    crowd = [a_prospect(a_technician(f"T-{n:03d}", fix=a_fix()), stops=(a_stop(f"s{n}"),)) for n in range(300)]
    decide(JOB, crowd, POLICY, NOON, "d")
    best = min(_timed(crowd) for _ in range(5))
    assert best < 0.25, f"{best * 1000:.1f} ms"


def _timed(crowd: list[Prospect]) -> float:
    began = perf_counter()
    decide(JOB, crowd, POLICY, NOON, "d")
    return perf_counter() - began


@pytest.mark.parametrize(
    "broken",
    [
        Policy(scoring=Scoring(travel=Scale(0.5, 0, 3600))),
        Policy(scoring=Scoring(travel=Scale(0.3, 10, 10))),
        Policy(offer_s={Priority.P0: 60}),
        Policy(warn_share=1.5),
    ],
)
def test_a_policy_that_cannot_be_is_refused(broken: Policy) -> None:
    with pytest.raises(BadPolicy):
        checked(broken)
    assert checked(POLICY) == POLICY
