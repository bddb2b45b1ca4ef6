"""The one table of what is measured. A new measurement is a module with `measured(bench)` and a line here.

Pure     values only.
"""

from bench import boot, days, hour, lag, ledger, office, pg, phone, photos, push, stampede, stream, street, trsp, volume
from bench.context import Suite

SUITES = (
    Suite("push", ("P1", "P3", "M1", "M2", "M3", "M4", "M12"), push.measured),
    Suite("bootstrap and pull", ("P4", "M6", "M7"), boot.measured),
    Suite("bytes on the wire", ("M13",), volume.measured),
    Suite("a full ledger", ("P12",), ledger.measured),
    Suite("PostgreSQL", ("P2", "M5"), pg.measured),
    Suite("the feed on PostgreSQL", ("P2", "P11"), lag.measured),
    Suite("the end of a shift", ("P8",), stampede.measured),
    Suite("the phone", ("P4", "P7", "P9", "P10"), phone.measured),
    Suite("an idle hour", ("P13",), hour.measured),
    Suite("the street", ("P5", "P6"), street.measured),
    Suite("days", ("G1", "G2", "G4"), days.measured),
    Suite("public instances", ("G3",), trsp.measured),
    Suite("days played", ("REPLAY", "G6"), stream.measured),
    Suite("photos and certificates", ("E1", "E2", "E3", "E11"), photos.measured),
    Suite("the office", ("START", "OFFER"), office.measured),
)
