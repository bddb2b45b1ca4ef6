"""A disk that fails or is full: nothing is promised that is not kept, and everything is taken once it is well."""

from pathlib import Path

from tests.faults.sick import CASES, course
from tests.faults.telling import counted, first, size, tell
from tests.faults.victims import Zygote


async def test_a_failing_or_full_disk_promises_nothing_and_ends_well(place: Path) -> None:
    zygote = await Zygote().open()
    courses = []
    try:
        for number, case in enumerate(list(CASES)[: size("CASES")]):
            (place / str(number)).mkdir()
            courses.append(await course(zygote, case, size("SEED") + number, place / str(number)))
    finally:
        await zygote.close()
    rows = {
        one.case: f"{counted(one.answers)}; promised {one.promised} operations, {one.photos} photos;"
        f" {first(one.found) or 'all well afterwards'}"
        for one in courses
    }
    tell("disks that fail", rows)
    assert [one.found for one in courses if one.found] == []
