"""The hard rules: who may not be sent, and every reason why.

All rules are always evaluated, so that the answer to "why not him?" is complete, each with the facts of its
sentence. Certificates must hold at the planned start and at the planned finish. P0 ignores the load, the break and the
end of the shift, nothing else.

    territory · vendor_scope · unwelcome · skill_missing · skill_level · cert_missing · cert_expired ·
    cert_expires_before_finish · cert_review_overdue · not_on_shift · shift_end · off_duty · on_break · load ·
    quiet_hours · household_hours · time_window · declined · lapsed · taken_away · failed_before

`LEGAL` rules cannot be overruled by a dispatcher; in an emergency the duty manager answers for them
(`intents.Override`). A policy may waive any of the others. Whoever only goes along needs the trade but not the level
nor the certificates (`MATE_MAY_LACK`): the one who leads holds them.

Units    facts are text: ISO-8601 UTC moments, numbers as they are.
Pure     yes.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from dispatch.model import AssignmentState, Certificate, Priority
from dispatch.planning import Job, Prospect, Visit
from dispatch.policy import LEGAL, Policy
from dispatch.views import Reason

MATE_MAY_LACK = LEGAL | {"skill_level"}
_BREAK = timedelta(minutes=30)
_OFF_DUTY = timedelta(hours=8)


def reasons(prospect: Prospect, job: Job, visit: Visit, policy: Policy, now: datetime) -> tuple[Reason, ...]:
    """Every rule that speaks against this technician; empty when he may go."""
    all_of_them = (
        *_place(prospect, job),
        *_vendor(prospect, job, policy),
        *_skill(prospect, job),
        *_certificates(prospect, job, visit),
        *_hours(prospect, job, visit, policy, now),
        *_window(job, visit),
        *_load(prospect, job),
        *_past(prospect, policy, now),
    )
    return tuple(one for one in all_of_them if one.code not in policy.waived)


def _place(prospect: Prospect, job: Job) -> Iterator[Reason]:
    if job.order.community_id not in prospect.technician.communities:
        yield Reason("territory", {"community": job.community.code})

    if prospect.technician.id in job.premises.unwelcome:
        yield Reason("unwelcome", {"place": job.premises.code})


def _vendor(prospect: Prospect, job: Job, policy: Policy) -> Iterator[Reason]:
    """A vendor does what he was hired for, and what only a vendor may do is left to him."""
    vendor, trade = prospect.technician.vendor, job.fault.trade
    hired_for = policy.vendor_trades.get(vendor)
    only = policy.vendor_only.get(trade)
    if (vendor and hired_for is not None and trade not in hired_for) or (only is not None and only != vendor):
        yield Reason("vendor_scope", {"trade": trade, "vendor": vendor or "-", "only": only or "-"})


def _skill(prospect: Prospect, job: Job) -> Iterator[Reason]:
    trade, need = job.fault.trade, job.fault.min_level
    have = level_of(prospect, trade)
    if have == 0:
        yield Reason("skill_missing", {"trade": trade, "need": str(need)})
    elif have < need:
        yield Reason("skill_level", {"trade": trade, "have": str(have), "need": str(need)})


def level_of(prospect: Prospect, trade: str) -> int:
    return max((skill.level for skill in prospect.technician.skills if skill.trade == trade), default=0)


def _certificates(prospect: Prospect, job: Job, visit: Visit) -> Iterator[Reason]:
    for code in job.fault.certificates:
        held = [one for one in prospect.technician.certificates if one.code == code]
        if not held:
            yield Reason("cert_missing", {"code": code})
            continue
        faults = [_certificate_fault(one, visit) for one in held]
        if None not in faults:
            yield next(fault for fault in faults if fault is not None)


def _certificate_fault(held: Certificate, visit: Visit) -> Reason | None:
    if held.valid_until is not None and held.valid_until <= visit.start:
        return Reason("cert_expired", {"code": held.code, "valid_until": _iso(held.valid_until)})
    if held.valid_until is not None and held.valid_until < visit.finish:
        facts = {"code": held.code, "valid_until": _iso(held.valid_until), "finish": _iso(visit.finish)}
        return Reason("cert_expires_before_finish", facts)
    if held.review_due is not None and held.review_due <= visit.start:
        return Reason("cert_review_overdue", {"code": held.code, "review_due": _iso(held.review_due)})
    return None


def _hours(prospect: Prospect, job: Job, visit: Visit, policy: Policy, now: datetime) -> Iterator[Reason]:
    technician = prospect.technician
    emergency = job.order.priority is Priority.P0
    reachable = visit.shift_now is not None or (
        visit.shift is not None and visit.shift[0] <= now + timedelta(minutes=policy.reach_before_min)
    )
    if visit.shift is None or not reachable:
        yield Reason("not_on_shift", {"start": _iso(visit.start)})
    elif not emergency and visit.finish > visit.shift[1] + timedelta(minutes=policy.overtime_min):
        yield Reason("shift_end", {"finish": _iso(visit.finish), "shift_end": _iso(visit.shift[1])})
    if technician.off_duty and visit.start < now + _OFF_DUTY:
        yield Reason("off_duty")
    if technician.on_break and not emergency and visit.start < now + _BREAK:
        yield Reason("on_break")


def _window(job: Job, visit: Visit) -> Iterator[Reason]:
    if visit.quiet is not None:
        facts = {"from": _iso(visit.quiet[0]), "until": _iso(visit.quiet[1])}
        yield Reason("household_hours", facts) if visit.household else Reason("quiet_hours", facts)
    if job.order.window_end is not None and visit.start > job.order.window_end:
        yield Reason("time_window", {"start": _iso(visit.start), "window_end": _iso(job.order.window_end)})


def _load(prospect: Prospect, job: Job) -> Iterator[Reason]:
    held, most = open_orders(prospect, job), prospect.technician.max_open
    if job.order.priority is not Priority.P0 and held >= most:
        yield Reason("load", {"open": str(held), "max": str(most)})


def open_orders(prospect: Prospect, job: Job) -> int:
    return sum(stop.order_id != job.order.id for stop in prospect.stops)


def counts(reason: Reason, *, leads: bool) -> bool:
    """Whether a reason speaks against somebody in this part."""
    return leads or reason.code not in MATE_MAY_LACK


def _past(prospect: Prospect, policy: Policy, now: datetime) -> Iterator[Reason]:
    for asked in prospect.asked:
        facts = {"at": _iso(asked.at), "reason": asked.reason}
        if asked.state == AssignmentState.DECLINED:
            yield Reason("declined", facts)
        elif asked.state == AssignmentState.REVOKED:
            yield Reason("taken_away", facts)
        elif asked.state == AssignmentState.LAPSED and asked.at > now - timedelta(minutes=policy.lapsed_again_min):
            yield Reason("lapsed", facts)
    if prospect.failed_here > policy.failures_allowed:
        yield Reason("failed_before", {"times": str(prospect.failed_here)})


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
