"""Secrets that open one work order, or send one report.

    link      `ds_ol_` and 256 bits in base64url; opens one work order, from the fragment of `/o#…`
    session   `ds_os_` and 256 bits; what a link is exchanged for, for one page; dies with its link
    ticket    `ds_rt_` and 256 bits; uploads photos for and sends one report from a scanned code
    nonce     for one action on one page: a moment, chance and a seal over both, the session and the order,
              so that reading a page writes nothing; a used one is remembered until it would have expired

At rest there is only the SHA-256 of a secret. A link ends 14 days after its work order did, at most 60
days after it was made, and after 30 days if nobody ever opened it.

Units    seconds in nonces, `timedelta` for spans.
Errors   `LinkExpired`, `LinkUnknown`, `NonceSpent`, `NonceExpired`.
Pure     chance and the moment are arguments.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from experience.model import OwnerLink, OwnerSession
from kernel.actors import Actor, ActorId, OrgId, Role
from kernel.errors import Conflict, NotFound

LINK, SESSION, TICKET = "ds_ol_", "ds_os_", "ds_rt_"
AFTER_END = timedelta(days=14)
AT_MOST = timedelta(days=60)
UNUSED = timedelta(days=30)
SESSION_FOR = timedelta(hours=24)
TICKET_FOR = timedelta(minutes=30)
NONCE_FOR = timedelta(minutes=30)
_SALT, _SEAL = 9, 18  # bytes


class LinkUnknown(NotFound):
    code = "link_unknown"


class LinkExpired(NotFound):
    """It existed; whoever asks is told no more than that."""

    code = "link_expired"


class SessionOver(NotFound):
    code = "session_over"


class NonceExpired(Conflict):
    """The page is older than half an hour, or it was another page's."""

    code = "page_outdated"


class NonceSpent(Conflict):
    """This very action was already done."""

    code = "already_done"


def secret(prefix: str, chance: bytes) -> str:
    """A secret that can be found in a log by its prefix and guessed by nobody."""
    return prefix + _text(chance[:32])


def of_report(key: bytes, report_id: str, sender: str) -> str:
    """The code of the link that answers a report: the same for one report of one sender, in no table."""
    return secret(LINK, hmac.digest(key, f"report-link\x1f{report_id}\x1f{sender}".encode(), "sha256"))


def actor(link_id: str, org_id: str, work_order_id: str) -> Actor:
    """Who comes through a progress link: one work order and nothing else."""
    return Actor(ActorId(f"link:{link_id}"), Role.OWNER, OrgId(org_id), scope=work_order_id)


def at_rest(value: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(value.encode()).hexdigest()


def well_formed(prefix: str, value: str) -> bool:
    return value.startswith(prefix) and len(value) == len(prefix) + 43


def ends_at(link: OwnerLink, order_ended_at: datetime | None) -> datetime:
    """The moment from which the link opens nothing."""
    ends = [link.created_at + AT_MOST]
    if link.uses == 0:
        ends.append(link.created_at + UNUSED)
    if order_ended_at is not None:
        ends.append(order_ended_at + AFTER_END)
    if link.revoked_at is not None:
        ends.append(link.revoked_at)
    return min(ends)


def is_open(link: OwnerLink, order_ended_at: datetime | None, now: datetime) -> bool:
    return now < ends_at(link, order_ended_at)


def nonce(session: OwnerSession, now: datetime, chance: bytes) -> str:
    """For the next action on this page and nothing else."""
    head = int(now.timestamp()).to_bytes(6, "big") + chance[:_SALT]
    return _text(head + _seal(session, head))


def check_nonce(session: OwnerSession, value: str, now: datetime) -> str:
    """The stored form of a nonce that is genuine and fresh; raises `NonceExpired` otherwise.

    Only its one spelling is taken: another that decodes to the same bytes would count as unused.
    """
    try:
        raw = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
    except ValueError as wrong:
        raise NonceExpired from wrong
    head, seal = raw[: 6 + _SALT], raw[6 + _SALT :]
    if _text(raw) != value or not hmac.compare_digest(seal, _seal(session, head)):
        raise NonceExpired
    age = int(now.timestamp()) - int.from_bytes(head[:6], "big")
    if not 0 <= age < NONCE_FOR.total_seconds():
        raise NonceExpired
    return at_rest(value)


def _seal(session: OwnerSession, head: bytes) -> bytes:
    return hmac.digest(session.seal_key, head + session.work_order_id.encode(), "sha256")[:_SEAL]


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
