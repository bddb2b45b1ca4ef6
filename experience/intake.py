"""One report, whatever way it came: made comparable, put to a person, held against what is already open.

Words are folded (full-width letters and digits), freed from control characters and shortened. A phone number written
into the words becomes the contact when no other was given. A report without a contact takes the home's; one whose
phone is the home's takes its name. Work that is open for the same fault in the same home (14 days) or, for
common areas, in the same building (3 days) is named as a likely duplicate: a person decides, nothing merges by
itself.

Errors   `ReportEmpty`, `ConsentMissing`, `BadWindow`, `BadChannel`.
Pure     the moment and the candidates are arguments.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from dispatch.model import Channel, Contact, Premises, Priority
from dispatch.views import Near
from experience import masking
from experience.model import Likeness
from experience.views import ReportRequest
from kernel.actors import OFFICE, Actor, Role
from kernel.errors import Invalid

SAME_HOME_FOR = timedelta(days=14)
SAME_BUILDING_FOR = timedelta(days=3)
BACKDATED_AT_MOST = timedelta(days=7)
AHEAD_AT_MOST = timedelta(minutes=5)
BOOKED_AT_MOST = timedelta(days=90)

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_PHONE = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?(1\d{2}[\s-]?\d{4}[\s-]?\d{4})(?!\d)")
_NAME = re.compile(r"[\s]+")


class ReportEmpty(Invalid):
    """Neither words nor a fault nor a photo."""

    code = "report_empty"


class ConsentMissing(Invalid):
    code = "consent_missing"


class BadWindow(Invalid):
    code = "bad_window"


class BadChannel(Invalid):
    code = "bad_channel"


class Intake(Struct, frozen=True, kw_only=True):
    """A report ready to become a work order."""

    words: str
    fault: str | None
    priority: Priority | None
    contact: Contact
    channel: Channel
    reported_at: datetime
    window_start: datetime | None
    window_end: datetime | None
    language: str


class Match(Struct, frozen=True):
    work_order_id: str
    why: Likeness


def normalise(request: ReportRequest, premises: Premises, actor: Actor, now: datetime) -> Intake:
    """The report as it will be stored; raises when it cannot become a work order."""
    words = fold(request.words)
    if not (words or request.fault or request.photos):
        raise ReportEmpty
    channel = _channel(request.channel, actor)
    if actor.role is Role.OWNER and not request.consent:
        raise ConsentMissing
    start, end = _window(request, now)
    contact = recognise(request.contact, words, premises.contact)
    return Intake(
        words=words,
        fault=request.fault or None,
        priority=request.priority if actor.role in OFFICE else None,
        contact=contact,
        channel=channel,
        reported_at=_moment(request.reported_at, now),
        window_start=start,
        window_end=end,
        language="en" if request.language.lower().startswith("en") else "zh-CN",
    )


def fold(text: str) -> str:
    """Words as people typed them, without what cannot be seen, at most 2 000 characters."""
    plain = _CONTROL.sub("", masking.narrow(text).replace("\r\n", "\n"))
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:2000]


def digits(phone: str) -> str:
    """What two spellings of one phone number have in common: national digits."""
    found = re.sub(r"\D", "", unicodedata.normalize("NFKC", phone))
    return found[2:] if len(found) == 13 and found.startswith("86") else found


def recognise(given: Contact, words: str, known: Contact) -> Contact:
    """Who is to be called: what was given, else a number in the words, else the home's own contact."""
    name = _NAME.sub(" ", unicodedata.normalize("NFKC", given.name)).strip()[:80]
    phone = unicodedata.normalize("NFKC", given.phone).strip()[:32]
    if not phone:
        written = _PHONE.search(words)
        phone = re.sub(r"\D", "", written[1]) if written else ""
    if not phone:
        return Contact(name or known.name, known.phone)
    if not name and digits(phone) == digits(known.phone):
        name = known.name
    return Contact(name, phone)


def duplicates(fault: str, premises: Premises, reported_at: datetime, open_work: Iterable[Near]) -> tuple[Match, ...]:
    """Open work this report may be about, the same home first, then the newest."""
    found: list[tuple[int, float, Match]] = []
    for work in open_work:
        if not fault or work.fault != fault:
            continue
        age = abs(reported_at - work.reported_at)
        newest = age.total_seconds()
        if work.premises_id == premises.id and age <= SAME_HOME_FOR:
            found.append((0, newest, Match(work.id, Likeness.SAME_HOME)))
        elif work.common and work.building == premises.building and age <= SAME_BUILDING_FOR:
            found.append((1, newest, Match(work.id, Likeness.SAME_BUILDING)))
    return tuple(match for _, _, match in sorted(found, key=lambda item: item[:2]))


def _channel(value: str, actor: Actor) -> Channel:
    if actor.role is Role.OWNER:
        return Channel.LINK if value == Channel.LINK else Channel.QR
    try:
        channel = Channel(value)
    except ValueError as unknown:
        raise BadChannel(channel=value, known=[channel.value for channel in Channel]) from unknown
    return Channel.DESK if channel in {Channel.QR, Channel.LINK} else channel


def _window(request: ReportRequest, now: datetime) -> tuple[datetime | None, datetime | None]:
    start, end = request.window_start, request.window_end
    if start is None and end is None:
        return None, None
    if start is None or end is None or start >= end:
        raise BadWindow(why="order")
    if end <= now or start > now + BOOKED_AT_MOST:
        raise BadWindow(why="moment")
    return start, end


def _moment(said: datetime | None, now: datetime) -> datetime:
    """When it was reported, as far as the sender's clock can be believed."""
    if said is None or said > now + AHEAD_AT_MOST or said < now - BACKDATED_AT_MOST:
        return now
    return min(said, now)
