"""The seal of an order's lines: one hash over parts and fees exactly as they are stored.

The sheet shows names, quantities and prices; the seal covers every bit of the rows, those that nobody is shown too.

Pure     yes.
"""

import hashlib

import msgspec

from dispatch.model import WorkOrder


def sheet_lines(order: WorkOrder) -> str:
    """The seal of the lines and fees of an order."""
    return sealed(msgspec.json.encode(order.parts).decode(), msgspec.json.encode(order.fees).decode())


def sealed(parts: str, fees: str) -> str:
    """The seal of the stored texts."""
    return hashlib.sha256(f"{parts}\n{fees}".encode()).hexdigest()
