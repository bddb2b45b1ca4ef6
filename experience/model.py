"""The nouns of the owner's side: links, sessions, report tickets, answers after the work.

Pure     values only.
"""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct


class OwnerLink(Struct, frozen=True, kw_only=True):
    """One recipient's way to one work order. Only the hash of the code is kept."""

    id: str
    org_id: str
    work_order_id: str
    code_hash: str
    label: str
    created_at: datetime
    created_by: str
    uses: int = 0
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None


class OwnerSession(Struct, frozen=True, kw_only=True):
    token_hash: str
    link_id: str
    org_id: str
    work_order_id: str
    seal_key: bytes
    created_at: datetime
    expires_at: datetime


class ReportTicket(Struct, frozen=True, kw_only=True):
    token_hash: str
    org_id: str
    premises_id: str
    created_at: datetime
    expires_at: datetime
    used_for: str | None = None  # the one report it was used for


class Answer(Struct, frozen=True, kw_only=True):
    """What an owner said about finished work. CSAT 5 is best, CES 1 is least effort, NPS 0 to 10."""

    id: str
    org_id: str
    work_order_id: str
    solved: bool
    csat: int | None = None
    ces: int | None = None
    nps: int | None = None
    words: str = ""
    at: datetime
    by: str


class Likeness(StrEnum):
    SAME_HOME = "same_home"
    SAME_BUILDING = "same_building"
