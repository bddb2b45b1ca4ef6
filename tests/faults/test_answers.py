"""A network that loses, cuts, repeats and reorders costs nothing but time."""

from pathlib import Path

from tests.faults.answers import campaign
from tests.faults.telling import counted, first, size, tell


async def test_lost_cut_repeated_and_reordered_requests_lose_and_double_nothing(place: Path) -> None:
    report = await campaign("sqlite", size("ANSWERS"), size("SEED"), place)
    tell(
        "the network",
        {
            "seed": report.seed,
            "requests": counted(report.met),
            "lost answers": f"{report.met['lost']} ({report.met['lost'] / max(report.seconds, 1e-9) * 60:.0f} a minute)",
            "operations": f"{report.operations}, answered {report.promised}; {report.photos} photos",
            "found": first(report.found) or "nothing",
        },
    )
    assert report.found == []
    assert report.promised == report.operations > 0
