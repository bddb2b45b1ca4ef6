"""Which schedules are asked for. Pure."""


def asked(text: str) -> range:
    """`from-to`, both played, or a count from 0."""
    first, _, last = text.partition("-")
    return range(int(first), int(last) + 1) if last else range(int(first))
