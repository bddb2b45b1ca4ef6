"""How a report becomes a work order: place, number, fault, priority, clocks, first fees.

Whoever reports may name the fault; otherwise the words decide (`triage`). A report whose fault is known or found
with certainty is triaged at once; the rest waits for a person under `UNSORTED`, with the proposals of the
words. A report from the future is taken as made when it was received.

Errors   `UnknownFault`.
Pure     yes; number, moment and catalogue are arguments.
"""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from dispatch import lifecycle, sla
from dispatch.fees import quoted
from dispatch.hours import local_day
from dispatch.intents import Report, Triage
from dispatch.lifecycle import Standing
from dispatch.model import (
    Channel,
    Community,
    Contact,
    Fault,
    Kind,
    Premises,
    Priority,
    Status,
    WorkOrder,
    WorkOrderId,
)
from dispatch.policy import Policy
from dispatch.triage import Triaged, classify
from kernel.actors import Actor, Role, system
from kernel.errors import NotFound
from kernel.events import Event

UNSORTED = Fault(
    code="", org_id="", zh="待分类", en="To be sorted", area="both", trade="GEN", min_level=1, priority=Priority.P2
)
_BY_HAND = frozenset({Role.DISPATCHER, Role.CLERK, Role.ADMIN})


class UnknownFault(NotFound):
    code = "unknown_fault"


class NewOrder(Struct, frozen=True, kw_only=True):
    id: WorkOrderId
    premises: Premises
    channel: Channel
    words: str
    fault: str | None = None
    priority: Priority | None = None
    contact: Contact = Contact()
    language: str = "zh-CN"
    reported_at: datetime
    window_start: datetime | None = None
    window_end: datetime | None = None
    visit_notes: str = ""
    callback_of: WorkOrderId | None = None


class Setting(Struct, frozen=True):
    """Where a report comes from and by which rules it is judged."""

    community: Community
    faults: Mapping[str, Fault]
    policy: Policy
    trades: Mapping[str, Policy] = {}  # where a trade has rules of its own

    def policy_of(self, fault: Fault) -> Policy:
        return self.trades.get(fault.trade, self.policy)


class Opened(Struct, frozen=True):
    order: WorkOrder
    told: tuple[tuple[Actor, Event], ...]
    proposals: Triaged | None


def day_key(at: datetime, community: Community) -> str:
    """The local day of a moment, as numbers carry it: yymmdd."""
    return local_day(at, community.time_zone).strftime("%y%m%d")


def number_of(community: Community, day: str, count: int) -> str:
    return f"{community.code}-{day}-{count:04d}"


def kind_of(premises: Premises, fault: Fault) -> Kind:
    if fault.code.startswith("CMP"):
        return Kind.COMPLAINT
    if fault.code.startswith("INS"):
        return Kind.INSPECTION_FINDING
    return Kind.REPAIR_UNIT if premises.kind == "unit" else Kind.REPAIR_COMMON


def opened(new: NewOrder, number: str, setting: Setting, actor: Actor, now: datetime) -> Opened:
    """The order as it stands after the report, and after triage where that is certain."""
    fault, priority, judged = _judged(new, setting)
    draft = _draft(new, number, (fault, priority), setting, actor, now)
    outcome = lifecycle.apply(Standing(draft, fault), Report(), actor, draft.reported_at)
    told: list[tuple[Actor, Event]] = [(actor, event) for event in outcome.events]
    order = sorted_out(outcome.order, fault, setting.community, setting.policy_of(fault))
    if fault.code and (judged is None or judged.sure):
        by_hand = judged is None and actor.role in _BY_HAND
        by = actor if by_hand else system(actor.org_id)
        step = lifecycle.apply(Standing(order, fault), Triage(fault.code, priority), by, now)
        order = step.order
        told += [(by, event) for event in step.events]
    return Opened(replace(order, version=1), tuple(told), judged)


def sorted_out(order: WorkOrder, fault: Fault, community: Community, policy: Policy) -> WorkOrder:
    """The order with the clocks and fees that its fault and priority bring."""
    order = replace(order, clocks=sla.started(order, community, policy))
    return replace(order, fees=quoted(order, fault, community.currency))


def _judged(new: NewOrder, setting: Setting) -> tuple[Fault, Priority, Triaged | None]:
    if new.fault:
        named = setting.faults.get(new.fault)
        if named is None:
            raise UnknownFault(fault=new.fault)
        return named, new.priority or named.priority, None
    judged = classify(new.words, list(setting.faults.values()), new.premises, setting.policy.danger_words)
    found = setting.faults[judged.fault] if judged.fault and judged.sure else UNSORTED
    danger = Priority.P1 if judged.danger else Priority.P2
    return found, new.priority or (judged.priority if judged.sure and judged.priority else danger), judged


def _draft(
    new: NewOrder,
    number: str,
    judged: tuple[Fault, Priority],
    setting: Setting,
    actor: Actor,
    now: datetime,
) -> WorkOrder:
    fault, priority = judged
    place = new.premises
    named = new.contact.name or new.contact.phone
    return WorkOrder(
        id=new.id,
        org_id=actor.org_id,
        community_id=place.community_id,
        premises_id=place.id,
        number=number,
        kind=kind_of(place, fault),
        channel=new.channel,
        status=Status.DRAFT,
        priority=priority,
        fault=fault.code,
        description=new.words,
        language=new.language or setting.community.language,
        contact=new.contact if named else place.contact,
        reported_at=min(new.reported_at, now),
        received_at=now,
        window_start=new.window_start,
        window_end=new.window_end,
        visit_notes=new.visit_notes or place.visit_notes,
        callback_of=new.callback_of,
        updated_at=now,
        version=1,
    )
