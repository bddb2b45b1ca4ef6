"""The closed lists of field repair: every word that a status, a priority, a reason or a kind may be.

Pure     values only.
"""

from enum import StrEnum


class Status(StrEnum):
    DRAFT = "draft"
    REPORTED = "reported"
    TRIAGED = "triaged"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    WORK_DONE = "work_done"
    SIGNED = "signed"
    PENDING_EVIDENCE = "pending_evidence"
    IN_REVIEW = "in_review"
    REWORK = "rework"
    COMPLETED = "completed"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    MERGED = "merged"


TERMINAL = frozenset({Status.CLOSED, Status.CANCELLED, Status.DECLINED, Status.MERGED})
ON_SITE = frozenset({Status.ARRIVED, Status.IN_PROGRESS, Status.ON_HOLD, Status.WORK_DONE})


class Priority(StrEnum):
    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class Kind(StrEnum):
    REPAIR_UNIT = "repair_unit"
    REPAIR_COMMON = "repair_common"
    COMPLAINT = "complaint"
    INSPECTION_FINDING = "inspection_finding"
    PM = "pm"


class Channel(StrEnum):
    QR = "qr"
    LINK = "link"
    PHONE = "phone"
    DESK = "desk"
    TECHNICIAN = "technician"
    API = "api"
    IMPORT = "import"


class HoldReason(StrEnum):
    WAITING_PARTS = "waiting_parts"
    WAITING_APPROVAL_CO = "waiting_approval_co"
    WAITING_OWNER_QUOTE = "waiting_owner_quote"
    WAITING_OWNER_ACCESS = "waiting_owner_access"
    WAITING_VENDOR = "waiting_vendor"
    SAFETY_STOP = "safety_stop"
    QUIET_HOURS = "quiet_hours"
    WEATHER = "weather"


class AssignmentState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"  # by the technician, with a reason
    LAPSED = "lapsed"  # no answer in time
    WITHDRAWN = "withdrawn"  # taken back before an answer
    REVOKED = "revoked"  # taken away after acceptance
    FINISHED = "finished"


class PresenceMethod(StrEnum):
    OWNER_CODE = "owner_code"
    FENCE = "fence"
    ASSET_QR = "asset_qr"
    DOOR_PHOTO = "door_photo"


class SignMethod(StrEnum):
    IN_PERSON = "in_person"
    LINK = "link"
    REFUSED = "refused"
    ABSENT = "absent"


class Slot(StrEnum):  # what a photo is evidence of
    REPORT = "report"
    BEFORE = "before"
    DURING = "during"
    AFTER = "after"
    DOOR = "door"
