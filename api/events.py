"""What the edge itself has to tell: who was locked out, what was revealed.

Pure     values only.
"""

from kernel.events import Event


class AccountDisabled(Event, frozen=True, tag="account.disabled"):
    typed = "reason"

    account_id: str
    reason: str


class AccountEnabled(Event, frozen=True, tag="account.enabled"):
    typed = "reason"

    account_id: str
    reason: str


class DeviceRevoked(Event, frozen=True, tag="device.revoked"):
    typed = "reason"

    device_id: str
    account_id: str
    reason: str


class LinksRevoked(Event, frozen=True, tag="owner.links_revoked"):
    typed = "reason"

    work_order_id: str
    count: int
    reason: str


class PhoneRevealed(Event, frozen=True, tag="contact.revealed"):
    """Somebody asked for the number; the number itself is told to nobody else."""

    typed = "reason"

    work_order_id: str
    reason: str
