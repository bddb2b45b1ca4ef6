"""A server killed under load keeps every promise; one that answers before it commits is caught at it."""

from pathlib import Path

from tests.faults.kills import Report, campaign
from tests.faults.telling import counted, first, size, tell


def told(title: str, report: Report) -> None:
    tell(
        title,
        {
            "seed": report.seed,
            "kills": f"{report.killed} ({report.killed / max(report.seconds, 1e-9) * 60:.0f} a minute)",
            "where": counted(report.kills),
            "operations": f"{report.operations}, answered {report.promised}, requests without an answer {report.losses}",
            "photos": report.photos,
            "verdicts of the judge": report.judged,
            "found": first(report.found) or "nothing",
        },
    )


async def test_nothing_answered_is_lost_when_the_server_is_killed_on_sqlite(place: Path) -> None:
    report = await campaign("sqlite", size("KILLS"), size("SEED"), place)
    told("kills on SQLite", report)
    assert report.found == []
    assert report.promised == report.operations > 0


async def test_nothing_answered_is_lost_when_the_server_is_killed_on_postgresql(place: Path) -> None:
    report = await campaign("postgresql", size("PG_KILLS"), size("SEED"), place)
    told("kills on PostgreSQL", report)
    assert report.found == []
    assert report.promised == report.operations > 0


async def test_a_server_that_answers_before_it_commits_is_caught(place: Path) -> None:
    report = await campaign("sqlite", 40, size("SEED"), place, variant="hasty")
    told("a server that answers first and commits later (must be caught)", report)
    assert any(one.startswith("lost:") or "it had answered" in one for one in report.found)
