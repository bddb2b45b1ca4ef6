"""The one state table: intent -> from which statuses, to which, by whom, offline or not.

A literal, no logic. `docs/lifecycle.md` and the phone's `engine/lifecycle.gen.ts` are generated from it.
`to` None means that the status stays. Source of the rows: the reference lifecycle of the trade,
合并自 受理-审核-派单-执行-完工-回访-关闭.

Pure     values only.
"""

from msgspec import Struct

from dispatch.model import TERMINAL, Status
from kernel.actors import Role

S = Status
R = Role
_DESK = frozenset({R.DISPATCHER, R.CLERK, R.ADMIN})
_DISPATCHER = frozenset({R.DISPATCHER, R.ADMIN})
_DISPATCH = frozenset({R.DISPATCHER, R.ADMIN, R.SYSTEM})
_TECHNICIAN = frozenset({R.TECHNICIAN})
_RUNNING = frozenset({S.OFFERED, S.ACCEPTED, S.EN_ROUTE, S.ARRIVED, S.IN_PROGRESS, S.ON_HOLD, S.WORK_DONE, S.REWORK})
_STAND_IN = frozenset({R.STEWARD, R.MANAGER})


class Rule(Struct, frozen=True):
    sources: frozenset[Status]
    to: Status | None
    roles: frozenset[Role]
    offline: bool = False


TABLE: dict[str, Rule] = {
    "report": Rule(frozenset({S.DRAFT}), S.REPORTED, frozenset(R) - {R.MANAGER}, offline=True),
    "triage": Rule(frozenset({S.REPORTED}), S.TRIAGED, _DESK | {R.SYSTEM}),
    "decline_report": Rule(frozenset({S.REPORTED}), S.DECLINED, _DISPATCHER),
    # Also from triaged: a report whose fault is certain is triaged within the second it arrives.
    "merge": Rule(frozenset({S.REPORTED, S.TRIAGED}), S.MERGED, _DISPATCHER),
    "offer": Rule(frozenset({S.TRIAGED}), S.OFFERED, _DISPATCH),
    "accept": Rule(frozenset({S.OFFERED, S.REWORK}), S.ACCEPTED, _TECHNICIAN, offline=True),
    "release": Rule(frozenset({S.OFFERED}), S.TRIAGED, _DISPATCH | _TECHNICIAN, offline=True),
    # Who goes along answers for himself; the order stands where whoever leads has brought it.
    "reinforce": Rule(_RUNNING, None, _DISPATCH),
    "join": Rule(_RUNNING, None, _TECHNICIAN, offline=True),
    "leave": Rule(_RUNNING, None, _DISPATCH | _TECHNICIAN, offline=True),
    "permit": Rule(_RUNNING | {S.TRIAGED}, None, frozenset({R.LEAD, R.MANAGER, R.ADMIN})),
    "override": Rule(_RUNNING | {S.REPORTED, S.TRIAGED}, None, frozenset({R.MANAGER})),
    "depart": Rule(frozenset({S.ACCEPTED}), S.EN_ROUTE, _TECHNICIAN, offline=True),
    "arrive": Rule(frozenset({S.ACCEPTED, S.EN_ROUTE}), S.ARRIVED, _TECHNICIAN, offline=True),
    "start": Rule(frozenset({S.ARRIVED}), S.IN_PROGRESS, _TECHNICIAN, offline=True),
    "hold": Rule(frozenset({S.IN_PROGRESS}), S.ON_HOLD, _TECHNICIAN | {R.DISPATCHER, R.ADMIN}, offline=True),
    "resume": Rule(frozenset({S.ON_HOLD}), S.IN_PROGRESS, _TECHNICIAN | {R.DISPATCHER, R.ADMIN}, offline=True),
    "finish": Rule(frozenset({S.IN_PROGRESS}), S.WORK_DONE, _TECHNICIAN, offline=True),
    "undo": Rule(frozenset({S.WORK_DONE}), S.IN_PROGRESS, _TECHNICIAN, offline=True),
    "sign": Rule(frozenset({S.WORK_DONE}), S.SIGNED, _TECHNICIAN | _DISPATCHER | _STAND_IN | {R.OWNER}, offline=True),
    "await_evidence": Rule(frozenset({S.SIGNED}), S.PENDING_EVIDENCE, frozenset({R.SYSTEM})),
    "submit": Rule(frozenset({S.SIGNED, S.PENDING_EVIDENCE}), S.IN_REVIEW, frozenset({R.SYSTEM})),
    "waive_evidence": Rule(frozenset({S.SIGNED, S.PENDING_EVIDENCE}), S.IN_REVIEW, _DISPATCHER),
    "approve": Rule(frozenset({S.IN_REVIEW}), S.COMPLETED, frozenset({R.LEAD, R.SYSTEM})),
    "send_back": Rule(frozenset({S.IN_REVIEW}), S.REWORK, frozenset({R.LEAD})),
    "close": Rule(frozenset({S.COMPLETED}), S.CLOSED, frozenset({R.CLERK, R.OWNER, R.SYSTEM})),
    "cancel": Rule(
        frozenset(
            {S.DRAFT, S.REPORTED, S.TRIAGED, S.OFFERED, S.ACCEPTED, S.EN_ROUTE, S.ARRIVED, S.IN_PROGRESS, S.ON_HOLD}
        ),
        S.CANCELLED,
        frozenset({R.OWNER, R.DISPATCHER, R.ADMIN}),
        offline=True,
    ),
    "revoke": Rule(
        frozenset({S.ACCEPTED, S.EN_ROUTE, S.ARRIVED, S.IN_PROGRESS, S.ON_HOLD, S.REWORK}),
        S.TRIAGED,
        _DISPATCH | _TECHNICIAN,
        offline=True,
    ),
    "escalate": Rule(
        frozenset(Status) - TERMINAL - {S.DRAFT}, None, frozenset({R.SYSTEM, R.OWNER, R.DISPATCHER, R.LEAD, R.CLERK})
    ),
}

# The owner may cancel only until somebody stands at the door.
OWNER_CANCELS = frozenset({S.DRAFT, S.REPORTED, S.TRIAGED, S.OFFERED, S.ACCEPTED, S.EN_ROUTE})

# How far along a status is; a phone's late word about an earlier stage is superseded, not refused.
RANK: dict[Status, int] = {
    S.DRAFT: 0,
    S.REPORTED: 1,
    S.TRIAGED: 2,
    S.OFFERED: 3,
    S.ACCEPTED: 10,
    S.EN_ROUTE: 20,
    S.ARRIVED: 30,
    S.IN_PROGRESS: 40,
    S.ON_HOLD: 45,
    S.WORK_DONE: 60,
    S.SIGNED: 65,
    S.PENDING_EVIDENCE: 66,
    S.IN_REVIEW: 70,
    S.REWORK: 9,  # accepting it again moves forward
    S.COMPLETED: 80,
    S.CLOSED: 90,
    S.CANCELLED: 99,
    S.DECLINED: 99,
    S.MERGED: 99,
}
