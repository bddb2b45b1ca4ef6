"""Locking somebody out, at once and everywhere: an account, a phone.

What was signed in ends with its next request, open streams within `live.CHECK_SECONDS`, push messages with this
transaction. A phone that is taken away is reported lost: its person signs in anew everywhere (which sign-in was that
phone's is not known), and what the phone still brings lies in the drop-box.

Errors   `Hidden` for people and phones of other organisations; `OwnAccount`.
Effects  the tables of accounts, tokens, push and devices; an event each.
"""

import dispatch.commands
from api import accounts, push, tokens
from api.events import AccountDisabled, AccountEnabled, DeviceRevoked
from api.policies import Hidden
from api.wire import AccountRow, DeviceRow
from kernel.act import Act
from kernel.actors import Role
from kernel.errors import Conflict
from offline_sync import devices


class OwnAccount(Conflict):
    """Whoever locks himself out could not let himself in again."""

    code = "own_account"


async def _account(act: Act, account_id: str) -> accounts.Account:
    found = await accounts.get(act.conn, account_id)
    if found is None or found.org_id != act.actor.org_id:
        raise Hidden
    return found


async def disable(act: Act, account_id: str, reason: str) -> AccountRow:
    """Close an account, every sign-in of it and its push messages; a technician is no longer offered anything."""
    found = await _account(act, account_id)
    if account_id == act.actor.id:
        raise OwnAccount
    if found.disabled_at is None:
        await accounts.disable(act, account_id)
        await push.unsubscribe(act.conn, account_id)
        if found.role == Role.TECHNICIAN:
            await dispatch.commands.set_duty(act, account_id, off_duty=True)
        act.record(account_id, AccountDisabled(account_id, reason))
    return _row(await _account(act, account_id))


async def enable(act: Act, account_id: str, reason: str) -> AccountRow:
    """Open an account again; he signs in anew, and a technician says himself when he is on duty."""
    if (await _account(act, account_id)).disabled_at is not None:
        await accounts.enable(act, account_id)
        act.record(account_id, AccountEnabled(account_id, reason))
    return _row(await _account(act, account_id))


async def everybody(act: Act) -> list[AccountRow]:
    return [_row(one) for one in await accounts.of_org(act.conn, act.actor.org_id)]


async def phones(act: Act, account_id: str) -> list[DeviceRow]:
    """The phones somebody has enrolled, newest first."""
    await _account(act, account_id)
    return [
        DeviceRow(one.id, one.platform, one.build, one.enrolled_at, one.seen_at, one.revoked_at)
        for one in await devices.of_user(act.conn, account_id)
    ]


async def revoke_phone(act: Act, device_id: str, reason: str) -> list[DeviceRow]:
    """Report a phone as lost; the phones its person has."""
    found = await devices.get(act.conn, device_id)
    if found is None or found.org_id != act.actor.org_id:
        raise Hidden
    if found.revoked_at is None:
        await devices.revoke(act, device_id)
        await tokens.revoke_all(act.conn, found.user_id, act.now, "device_revoked")
        await push.unsubscribe(act.conn, found.user_id)
        act.record(device_id, DeviceRevoked(device_id, found.user_id, reason))
    return await phones(act, found.user_id)


def _row(one: accounts.Account) -> AccountRow:
    return AccountRow(one.id, one.login, one.code, one.role, tuple(sorted(one.communities)), one.disabled_at)
