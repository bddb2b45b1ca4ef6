"""UUIDv7 in text form (RFC 9562, section 5.7): 48 bits of milliseconds, then chance.

Pure     yes.
"""


def uuid7(milliseconds: int, chance: bytes) -> str:
    """The UUIDv7 of a moment (epoch milliseconds) and ten bytes of chance."""
    value = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(chance[:10], "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
