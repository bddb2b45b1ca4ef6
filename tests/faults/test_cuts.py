"""After a power cut everything promised is there; a server that does not sync is caught at it."""

from pathlib import Path

from tests.faults.cuts import Report, campaign
from tests.faults.telling import counted, first, size, tell


def told(title: str, report: Report) -> None:
    cuts = sum(report.cuts.values())
    tell(
        title,
        {
            "seed": report.seed,
            "cuts": f"{cuts} ({cuts / max(report.seconds, 1e-9) * 60:.0f} a minute) in {report.recordings} recordings",
            "what survived": counted(report.cuts),
            "recorded": counted(report.records),
            "promised": f"{report.promised} operations, {report.photos} photos",
            "gone on from": f"{report.resumed} with a real server",
            "found": first(report.found) or "nothing",
        },
    )


async def test_a_power_cut_loses_nothing_that_was_answered(place: Path) -> None:
    report = await campaign(size("CUTS"), size("SEED"), place)
    told("power cuts", report)
    assert report.found == []
    assert report.promised > 0


async def test_a_server_that_does_not_sync_is_caught(place: Path) -> None:
    report = await campaign(20, size("SEED"), place, variant="deaf")
    told("a server that does not sync (must be caught)", report)
    assert any("lost:" in one for one in report.found)
