"""Opaque tokens: made, kept as hashes, rotated so that a lost answer never signs anybody out.

A token is a prefix and 256 bits (`ds_at_…` access, `ds_rf_…` refresh); the table holds SHA-256 only. One sign-in is
a family. The next refresh token is derived from the one shown (HMAC with the server's key), so showing the
same token twice gives the same successor: a phone whose answer was lost asks again and goes on. That holds until
the successor itself was used; whoever then shows an older one has a copy, and the family ends.

Units    lifetimes in the constants; moments aware UTC.
Errors   `RefreshRefused`.
Effects  its tables, inside the caller's transaction.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta

from msgspec import Struct
from sqlalchemy import BindParameter, bindparam, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from api.tables import account, token, token_family
from kernel.act import Act
from kernel.actors import Actor, ActorId, OrgId, Role
from kernel.errors import Problem

ACCESS = "ds_at_"
REFRESH = "ds_rf_"
ACCESS_FOR = timedelta(minutes=10)
IDLE_FOR = timedelta(days=30)
ABSOLUTE_FOR = timedelta(days=90)


# Built once: putting a statement together costs more than running it.
_NOW: BindParameter[datetime] = bindparam("now", type_=token.c.expires_at.type)
_HOLDER = (
    select(account.c.id, account.c.role, account.c.org_id, account.c.communities, token.c.family_id)
    .join(token_family, token_family.c.account_id == account.c.id)
    .join(token, token.c.family_id == token_family.c.id)
    .where(
        token.c.hash == bindparam("hash"),
        token.c.refresh.is_(False),
        token.c.expires_at > _NOW,
        token_family.c.revoked_at.is_(None),
        token_family.c.expires_at > _NOW,
        account.c.disabled_at.is_(None),
    )
)


class RefreshRefused(Problem):
    code = "refresh_refused"


class Issued(Struct, frozen=True):
    """What a sign-in or a rotation hands out; the only moment at which the tokens are known."""

    account_id: str
    access: str
    access_until: datetime
    refresh: str
    refresh_until: datetime


class Found(Struct, frozen=True):
    """Who an access token belongs to."""

    actor: Actor
    family: str


def hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def minted(prefix: str, chance: bytes) -> str:
    return prefix + base64.urlsafe_b64encode(chance).decode().rstrip("=")


def successor(key: bytes, shown: str) -> str:
    """The refresh token that follows `shown`: always the same one."""
    return minted(REFRESH, hmac.new(key, b"refresh\x1f" + shown.encode(), hashlib.sha256).digest())


async def begin(act: Act, account_id: str) -> Issued:
    """A new family: somebody signed in."""
    family = act.ids.new()
    until = act.now + ABSOLUTE_FOR
    await act.conn.execute(
        insert(token_family).values(
            id=family, account_id=account_id, created_at=act.now, expires_at=until, generation=1
        )
    )
    refresh = minted(REFRESH, act.ids.secret())
    idle = min(until, act.now + IDLE_FOR)
    await _keep(act.conn, refresh, family, 1, idle, refresh=True)
    return await _issue(act, account_id, family, refresh, idle)


async def rotate(act: Act, shown: str, key: bytes) -> Issued:
    """The successor of a refresh token and a fresh access token."""
    rows = await act.conn.execute(
        select(
            token.c.generation.label("shown_generation"),
            token.c.expires_at.label("token_until"),
            token_family,
            account.c.disabled_at,
        )
        .join(token_family, token_family.c.id == token.c.family_id)
        .join(account, account.c.id == token_family.c.account_id)
        .where(token.c.hash == hashed(shown), token.c.refresh.is_(True))
        .with_for_update(of=token_family)
    )
    row = rows.first()
    if row is None or row.revoked_at or row.disabled_at or act.now >= min(row.token_until, row.expires_at):
        raise RefreshRefused
    heir = successor(key, shown)
    idle = min(row.expires_at, act.now + IDLE_FOR)
    if row.shown_generation == row.generation:
        await act.conn.execute(
            update(token_family).where(token_family.c.id == row.id).values(generation=row.generation + 1)
        )
        await _keep(act.conn, heir, row.id, row.generation + 1, idle, refresh=True)
    elif row.shown_generation != row.generation - 1:
        await revoke(act.conn, row.id, act.now, "reused")
        return Issued(row.account_id, "", act.now, "", act.now)
    return await _issue(act, row.account_id, row.id, heir, idle)


async def _issue(act: Act, account_id: str, family: str, refresh: str, idle: datetime) -> Issued:
    access = minted(ACCESS, act.ids.secret())
    until = act.now + ACCESS_FOR
    await _keep(act.conn, access, family, 0, until, refresh=False)
    return Issued(account_id, access, until, refresh, idle)


async def _keep(
    conn: AsyncConnection, secret: str, family: str, generation: int, until: datetime, *, refresh: bool
) -> None:
    await conn.execute(
        insert(token).values(
            hash=hashed(secret), family_id=family, refresh=refresh, generation=generation, expires_at=until
        )
    )


async def find(conn: AsyncConnection, hash_: str, now: datetime) -> Found | None:
    """Whose access token this is, decided afresh on every request."""
    row = (await conn.execute(_HOLDER, {"hash": hash_, "now": now})).first()
    if row is None:
        return None
    actor = Actor(id=ActorId(row.id), role=Role(row.role), org_id=OrgId(row.org_id), communities=row.communities)
    return Found(actor, row.family_id)


async def is_open(conn: AsyncConnection, family: str, now: datetime) -> bool:
    """Whether a sign-in still holds: neither over nor revoked, the account not disabled."""
    rows = await conn.execute(
        select(token_family.c.id)
        .join(account, account.c.id == token_family.c.account_id)
        .where(
            token_family.c.id == family,
            token_family.c.revoked_at.is_(None),
            token_family.c.expires_at > now,
            account.c.disabled_at.is_(None),
        )
    )
    return rows.first() is not None


async def family_of(conn: AsyncConnection, shown: str) -> str | None:
    """The family a refresh token belongs to, whatever became of it."""
    return (await conn.execute(select(token.c.family_id).where(token.c.hash == hashed(shown)))).scalar_one_or_none()


async def revoke(conn: AsyncConnection, family: str, now: datetime, reason: str) -> None:
    """End one sign-in."""
    await conn.execute(
        update(token_family)
        .where(token_family.c.id == family, token_family.c.revoked_at.is_(None))
        .values(revoked_at=now, revoked_for=reason)
    )


async def revoke_all(conn: AsyncConnection, account_id: str, now: datetime, reason: str) -> None:
    """End every sign-in of an account."""
    await conn.execute(
        update(token_family)
        .where(token_family.c.account_id == account_id, token_family.c.revoked_at.is_(None))
        .values(revoked_at=now, revoked_for=reason)
    )


async def sweep(conn: AsyncConnection, now: datetime) -> int:
    """Forget access tokens that expired; refresh tokens stay as long as their family, to recognise reuse."""
    gone = await conn.execute(delete(token).where(token.c.refresh.is_(False), token.c.expires_at < now))
    return gone.rowcount
