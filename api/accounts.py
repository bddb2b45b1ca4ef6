"""Staff accounts: created, signed in, disabled.

Passwords: argon2id with 19 MiB, two passes (OWASP's minimum), in threads and never more than two at once, so
that sign-ins cannot starve the rest. An unknown name costs the same work as a wrong password. Attempts are limited
per account, per address and in total by token buckets; phones that are signed in already never notice.

Units    seconds in the limits.
Errors   `WrongLogin`, `AccountDisabled`, `TooMany`, `WeakPassword`, `LoginTaken`.
Effects  its tables, inside the caller's transaction; threads for hashing.
"""

import asyncio
import unicodedata
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from msgspec import Struct
from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from api import tokens
from api.tables import account
from kernel.act import Act
from kernel.errors import Conflict, Invalid, Problem

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_at_once = asyncio.Semaphore(2)
# The hash of a password nobody has: an unknown name costs what a wrong password costs.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"


class WrongLogin(Problem):
    code = "wrong_login"


class AccountDisabled(Problem):
    code = "account_disabled"


class WeakPassword(Invalid):
    code = "weak_password"


class LoginTaken(Conflict):
    code = "login_taken"


class Account(Struct, frozen=True, kw_only=True):
    """A person who may sign in. `id` is the actor's id; a technician's account has the technician's id."""

    id: str
    org_id: str
    login: str
    code: str
    role: str
    communities: frozenset[str] = frozenset()
    language: str = "zh-CN"
    disabled_at: datetime | None = None


def normal(login: str) -> str:
    """One spelling for every way of typing a name."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


async def hash_password(password: str) -> str:
    """The argon2id hash of a password of 12 to 128 characters."""
    if not 12 <= len(password) <= 128:
        raise WeakPassword
    async with _at_once:
        return await asyncio.to_thread(_hasher.hash, password)


async def verify(hash_: str, password: str) -> bool:
    """Whether the password belongs to the hash; takes its time either way."""
    async with _at_once:
        return await asyncio.to_thread(_verify, hash_, password)


def _verify(hash_: str, password: str) -> bool:
    try:
        return _hasher.verify(hash_, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


async def create_account(act: Act, new: Account, password_hash: str) -> Account:
    """Add an account; `LoginTaken` when the name exists."""
    made = Account(
        id=new.id,
        org_id=new.org_id,
        login=normal(new.login),
        code=new.code,
        role=new.role,
        communities=new.communities,
        language=new.language,
    )
    taken = await act.conn.execute(select(account.c.id).where(account.c.login == made.login))
    if taken.first() is not None:
        raise LoginTaken(login=made.login)
    await act.conn.execute(
        insert(account).values(
            id=made.id,
            org_id=made.org_id,
            login=made.login,
            password=password_hash,
            code=made.code,
            role=made.role,
            communities=made.communities,
            language=made.language,
            created_at=act.now,
        )
    )
    return made


async def secret_of(conn: AsyncConnection, login: str) -> tuple[str, str]:
    """The account's id and password hash; of nobody when the name is unknown."""
    row = (await conn.execute(select(account.c.id, account.c.password).where(account.c.login == normal(login)))).first()
    return (row.id, row.password) if row else ("", _NOBODY)


async def sign_in(act: Act, account_id: str) -> tokens.Issued:
    """A new family of tokens for an account whose password was right."""
    found = await get(act.conn, account_id)
    if found is None:
        raise WrongLogin
    if found.disabled_at is not None:
        raise AccountDisabled
    return await tokens.begin(act, account_id)


async def get(conn: AsyncConnection, account_id: str) -> Account | None:
    row = (await conn.execute(select(account).where(account.c.id == account_id))).first()
    return _account(row) if row else None


async def in_role(conn: AsyncConnection, org_id: str, roles: frozenset[str]) -> list[Account]:
    """The active accounts of an organisation in some roles."""
    rows = await conn.execute(
        select(account).where(account.c.org_id == org_id, account.c.role.in_(roles), account.c.disabled_at.is_(None))
    )
    return [_account(row) for row in rows]


async def any_account(conn: AsyncConnection) -> bool:
    return (await conn.execute(select(account.c.id).limit(1))).first() is not None


async def set_language(act: Act, account_id: str, language: str) -> None:
    await act.conn.execute(update(account).where(account.c.id == account_id).values(language=language))


async def disable(act: Act, account_id: str) -> None:
    """Close an account and every session of it, at once."""
    await act.conn.execute(update(account).where(account.c.id == account_id).values(disabled_at=act.now))
    await tokens.revoke_all(act.conn, account_id, act.now, "disabled")


async def enable(act: Act, account_id: str) -> None:
    """Open it again; nothing that was signed in comes back."""
    await act.conn.execute(update(account).where(account.c.id == account_id).values(disabled_at=None))


async def of_org(conn: AsyncConnection, org_id: str) -> list[Account]:
    """Everybody of an organisation, by code."""
    rows = await conn.execute(select(account).where(account.c.org_id == org_id).order_by(account.c.code))
    return [_account(row) for row in rows]


async def by_login(conn: AsyncConnection, login: str) -> Account | None:
    row = (await conn.execute(select(account).where(account.c.login == normal(login)))).first()
    return _account(row) if row else None


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(
        id=row.id,
        org_id=row.org_id,
        login=row.login,
        code=row.code,
        role=row.role,
        communities=row.communities,
        language=row.language,
        disabled_at=row.disabled_at,
    )
