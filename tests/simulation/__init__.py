"""Seeded schedules of phones and their server, with both real ends: the engine in Node, the exchange in Python."""
