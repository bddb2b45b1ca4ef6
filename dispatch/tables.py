"""The tables of dispatch: the estate, the people, the work orders and why they went to whom.

What is searched or joined has a column of its own; everything else of a struct is a JSON column of the struct's
field, so that a row decodes into exactly the struct it came from. `work_order.due_at` is the next moment at which
the sweep must look at an order, `alarms` the rungs of the ladder it has already sounded.

Units    moments as microseconds, money in minor units.
Effects  declarations only.
"""

from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, String, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from dispatch import model as m
from dispatch.particulars import Approval
from dispatch.plans import Proposal
from dispatch.policy import Policy
from dispatch.views import Decision
from kernel.geo import LatLng
from kernel.metadata import Json, UtcDateTime, metadata


class Code(TypeDecorator[StrEnum]):
    """A member of one enumeration, stored as its text."""

    impl = String(32)
    cache_ok = True

    def __init__(self, type_: type[StrEnum]) -> None:
        super().__init__()
        self.type_ = type_

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self.type_(value)


def _id(name: str = "id", **kwargs: Any) -> Column[str]:
    return Column(name, String(36), **kwargs)


def _ref(name: str, target: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, String(36), ForeignKey(target), nullable=nullable)


organisation = Table(
    "organisation",
    metadata,
    _id(primary_key=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("zh", String(120), nullable=False),
    Column("en", String(120), nullable=False),
    Column("policy", Json(Policy)),  # None: the default policy
)

# Every version of every policy: a decision names the one it was made under. '' for all communities, all trades.
policy_version = Table(
    "policy_version",
    metadata,
    _id(primary_key=True),
    _ref("org_id", "organisation.id"),
    Column("community_id", String(36), nullable=False),
    Column("trade", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("body", Json(Policy), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(64), nullable=False),
    Column("note", String(200), nullable=False),
    Index("uq_policy_version_scope", "org_id", "community_id", "trade", "version", unique=True),
)

community = Table(
    "community",
    metadata,
    _id(primary_key=True),
    _ref("org_id", "organisation.id"),
    Column("code", String(32), nullable=False),
    Column("zh", String(120), nullable=False),
    Column("en", String(120), nullable=False),
    Column("position", Json(LatLng), nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("language", String(8), nullable=False),
    Column("kind", String(120), nullable=False),
    Column("quiet_hours", Json(tuple[tuple[str, str], ...]), nullable=False),
    Column("work_hours", Json(tuple[str, str]), nullable=False),
    Column("plan", Text, nullable=False),
    Index("uq_community_org_id_code", "org_id", "code", unique=True),
)

premises = Table(
    "premises",
    metadata,
    _id(primary_key=True),
    _ref("org_id", "organisation.id"),
    _ref("community_id", "community.id"),
    Column("code", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("label", String(200), nullable=False),
    Column("building", String(32), nullable=False),
    Column("floor", Integer, nullable=False),
    Column("floor_label", String(16), nullable=False),
    Column("position", Json(LatLng), nullable=False),
    Column("no_signal", Boolean, nullable=False),
    Column("report_code", String(64), nullable=False, unique=True),
    Column("contact", Json(m.Contact), nullable=False),
    Column("visit_notes", Text, nullable=False),
    Column("quiet_hours", Json(tuple[tuple[str, str], ...]), nullable=False),
    Column("unwelcome", Json(frozenset[m.TechnicianId]), nullable=False),
    Index("uq_premises_org_id_code", "org_id", "code", unique=True),
    Index("ix_premises_community_id", "community_id"),
)

technician = Table(
    "technician",
    metadata,
    _id(primary_key=True),
    _ref("org_id", "organisation.id"),
    Column("code", String(32), nullable=False),
    Column("team", String(64), nullable=False),
    Column("communities", Json(frozenset[m.CommunityId]), nullable=False),
    Column("home", Json(LatLng), nullable=False),
    Column("time_zone", String(64), nullable=False),
    Column("skills", Json(tuple[m.Skill, ...]), nullable=False),
    Column("certificates", Json(tuple[m.Certificate, ...]), nullable=False),
    Column("shifts", Json(tuple[m.Shift, ...]), nullable=False),
    Column("on_break", Boolean, nullable=False),
    Column("off_duty", Boolean, nullable=False),
    Column("max_open", Integer, nullable=False),
    Column("vendor", String(64), nullable=False),
    Column("version", BigInteger, nullable=False),
    Index("uq_technician_org_id_code", "org_id", "code", unique=True),
)

# The last known place of a technician. Apart from `technician`, because it changes every half minute.
position = Table(
    "position",
    metadata,
    Column("technician_id", String(36), ForeignKey("technician.id"), primary_key=True),
    Column("lat", Float, nullable=False),
    Column("lng", Float, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("accuracy_m", Float, nullable=False),
    Column("source", String(16), nullable=False),
)

fault = Table(
    "fault",
    metadata,
    Column("org_id", String(36), ForeignKey("organisation.id"), primary_key=True),
    Column("code", String(32), primary_key=True),
    Column("area", String(16), nullable=False),
    Column("trade", String(16), nullable=False),
    Column("body", Json(m.Fault), nullable=False),
)

material = Table(
    "material",
    metadata,
    Column("org_id", String(36), ForeignKey("organisation.id"), primary_key=True),
    Column("code", String(32), primary_key=True),
    Column("body", Json(m.Material), nullable=False),
)

work_order = Table(
    "work_order",
    metadata,
    _id(primary_key=True),
    _ref("org_id", "organisation.id"),
    _ref("community_id", "community.id"),
    _ref("premises_id", "premises.id"),
    Column("number", String(64), nullable=False),
    Column("kind", Code(m.Kind), nullable=False),
    Column("channel", Code(m.Channel), nullable=False),
    Column("status", Code(m.Status), nullable=False),
    Column("priority", Code(m.Priority), nullable=False),
    Column("fault", String(32), nullable=False),
    Column("description", Text, nullable=False),
    Column("language", String(8), nullable=False),
    Column("contact", Json(m.Contact), nullable=False),
    Column("reported_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("window_start", UtcDateTime),
    Column("window_end", UtcDateTime),
    Column("visit_notes", Text, nullable=False),
    _ref("technician_id", "technician.id", nullable=True),
    _id("assignment_id"),
    Column("crew", Json(tuple[m.Mate, ...]), nullable=False),
    Column("permits", Json(tuple[m.Permit, ...]), nullable=False),
    Column("clocks", Json(m.Clocks), nullable=False),
    Column("hold", Json(m.Hold)),
    Column("presence", Json(m.Presence)),
    Column("checklist", Json(tuple[m.CheckAnswer, ...]), nullable=False),
    Column("parts", Json(tuple[m.PartLine, ...]), nullable=False),
    Column("fees", Json(m.Fees), nullable=False),
    Column("notes", Json(tuple[m.Note, ...]), nullable=False),
    Column("cause", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("sign_off", Json(m.SignOff)),
    Column("review", Json(m.Review)),
    _id("merged_into"),
    _id("callback_of"),
    Column("escalation", Integer, nullable=False),
    Column("approvals", Json(tuple[Approval, ...]), nullable=False),
    Column("flags", Json(frozenset[str]), nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("due_at", UtcDateTime),
    Column("alarms", Json(tuple[str, ...]), nullable=False),
    Index("uq_work_order_org_id_number", "org_id", "number", unique=True),
    Index("ix_work_order_org_id_status", "org_id", "status"),
    Index("ix_work_order_technician_id_status", "technician_id", "status"),
    Index("ix_work_order_premises_id_reported_at", "premises_id", "reported_at"),
    Index("ix_work_order_community_id_status", "community_id", "status"),
    Index("ix_work_order_org_id_reported_at", "org_id", "reported_at"),
    Index("ix_work_order_due_at", "due_at"),
)

assignment = Table(
    "assignment",
    metadata,
    _id(primary_key=True),
    _ref("work_order_id", "work_order.id"),
    _ref("technician_id", "technician.id"),
    Column("state", Code(m.AssignmentState), nullable=False),
    Column("offered_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("answered_at", UtcDateTime),
    Column("ended_at", UtcDateTime),
    Column("reason", String(200), nullable=False),
    _id("decision_id"),
    Column("leads", Boolean, nullable=False),
    Column("version", BigInteger, nullable=False),
    Index("ix_assignment_work_order_id", "work_order_id"),
    Index("ix_assignment_technician_id_answered_at", "technician_id", "answered_at"),
    Index("ix_assignment_state_expires_at", "state", "expires_at"),
)

decision = Table(
    "decision",
    metadata,
    _id(primary_key=True),
    _ref("work_order_id", "work_order.id"),
    Column("at", UtcDateTime, nullable=False),
    Column("mode", String(16), nullable=False),
    _id("chosen"),
    Column("body", Json(Decision), nullable=False),
    Index("ix_decision_work_order_id_at", "work_order_id", "at"),
)

# What decisions looked at, so that they can be made again: every person, place, fault and policy once by its hash,
# and per decision which of them it was, with what was different that day.
snapshot = Table(
    "snapshot",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

decision_input = Table(
    "decision_input",
    metadata,
    Column("decision_id", String(36), primary_key=True),
    _ref("org_id", "organisation.id"),
    Column("at", UtcDateTime, nullable=False),
    Column("outcome_hash", String(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("ix_decision_input_org_id_at", "org_id", "at"),
)

# A day planned anew: proposed, then applied or dropped by a person, or overtaken by what happened meanwhile.
plan = Table(
    "plan",
    metadata,
    _id(primary_key=True),
    _ref("org_id", "organisation.id"),
    Column("state", String(16), nullable=False),
    Column("cause", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Column("settled_by", String(64), nullable=False),
    Column("body", Json(Proposal), nullable=False),
    Index("ix_plan_org_id_at", "org_id", "at"),
)

# The last number given to a work order of a community on one local day.
number_counter = Table(
    "number_counter",
    metadata,
    Column("community_id", String(36), ForeignKey("community.id"), primary_key=True),
    Column("day", String(6), primary_key=True),
    Column("last", Integer, nullable=False),
)

# Where parts lie, how many, and every movement that made it so.
depot = Table(
    "depot",
    metadata,
    _id(primary_key=True),
    _ref("org_id", "organisation.id"),
    Column("code", String(32), nullable=False),
    Column("zh", String(120), nullable=False),
    Column("en", String(120), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("position", Json(LatLng | None)),
    _ref("technician_id", "technician.id", nullable=True),
    Index("uq_depot_org_id_code", "org_id", "code", unique=True),
    Index("ix_depot_technician_id", "technician_id"),
)

stock = Table(
    "stock",
    metadata,
    Column("depot_id", String(36), ForeignKey("depot.id"), primary_key=True),
    Column("material", String(32), primary_key=True),
    Column("on_hand_milli", BigInteger, nullable=False),
)

stock_move = Table(
    "stock_move",
    metadata,
    _id(primary_key=True),
    _ref("depot_id", "depot.id"),
    Column("material", String(32), nullable=False),
    Column("delta_milli", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(64), nullable=False),
    _id("work_order_id"),
    Index("ix_stock_move_depot_id_material", "depot_id", "material"),
)

# What a technician spent on parts, line by line; a line that goes takes its row with it.
spending = Table(
    "spending",
    metadata,
    Column("line_id", String(36), primary_key=True),
    _ref("work_order_id", "work_order.id"),
    _ref("technician_id", "technician.id"),
    Column("device_id", String(36)),
    Column("fen", BigInteger, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_spending_technician_id_at", "technician_id", "at"),
    Index("ix_spending_work_order_id", "work_order_id"),
)

# What one phone was told that it may still spend.
allowance = Table(
    "allowance",
    metadata,
    Column("device_id", String(36), primary_key=True),
    _ref("technician_id", "technician.id"),
    Column("left_fen", BigInteger, nullable=False),
    Column("issued_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Index("ix_allowance_technician_id", "technician_id"),
)
