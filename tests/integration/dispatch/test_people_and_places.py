"""Positions, duty, premises and catalogues."""

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import select

from dispatch.commands import ping, put_estate, set_duty
from dispatch.estate import Organisation
from dispatch.model import Fault
from dispatch.queries import (
    UnknownPlace,
    actor_code,
    faults,
    materials,
    premises_by_code,
    premises_by_report_code,
    premises_search,
    technician,
    technician_rows,
)
from dispatch.sending import UnknownTechnician
from kernel import feed
from kernel.actors import Role, system
from kernel.errors import Forbidden
from kernel.geo import BadPosition
from tests.support.database import Database, act_on
from tests.support.dispatch_builders import NOON, ORG, a_fix, a_technician, an_actor, an_estate, an_id
from tests.support.dispatch_flows import MINUTE, reported

TECH = a_technician()
SELF = an_actor(Role.TECHNICIAN, str(TECH.id))


async def test_the_last_position_is_kept_and_impossible_ones_are_not(db: Database) -> None:
    async with act_on(db, SELF, NOON) as act:
        assert (await ping(act, a_fix())).fix == a_fix()
        await ping(act, a_fix(at=NOON - MINUTE, lat=30.58))  # older
        await ping(act, a_fix(at=NOON + 5 * MINUTE))  # from the future
        await ping(act, a_fix(lat=31.5))  # a hundred kilometres in no time
    async with db.read.connect() as conn:
        known = await technician(conn, ORG, str(TECH.id))
    assert known is not None
    assert known.fix == a_fix()
    with pytest.raises(BadPosition):
        async with act_on(db, SELF, NOON) as act:
            await ping(act, a_fix(0, 0))


async def test_a_stranger_has_no_position_here(db: Database) -> None:
    with pytest.raises(UnknownTechnician):
        async with act_on(db, an_actor(Role.TECHNICIAN, an_id("nobody")), NOON) as act:
            await ping(act, a_fix())


async def test_duty_is_ones_own_or_the_offices_to_change(db: Database) -> None:
    async with act_on(db, SELF, NOON) as act:
        assert (await set_duty(act, str(TECH.id), on_break=True)).on_break
    async with db.read.connect() as conn:
        (row,) = await technician_rows(conn, [str(TECH.id)], ORG, now=NOON)
    assert row.state == "break"
    with pytest.raises(Forbidden):
        async with act_on(db, SELF, NOON) as act:
            await set_duty(act, str(a_technician("T-PLB-02").id), off_duty=True)


async def test_a_position_survives_a_change_of_duty(db: Database) -> None:
    async with act_on(db, SELF, NOON) as act:
        await ping(act, a_fix())
        await set_duty(act, str(TECH.id), on_break=True)
    async with db.read.connect() as conn:
        known = await technician(conn, ORG, str(TECH.id))
    assert known is not None
    assert known.fix == a_fix()


async def test_premises_are_found_by_every_word_a_caller_says(db: Database) -> None:
    await reported(db)
    async with db.read.connect() as conn:
        (hit,) = await premises_search(conn, ORG, "2单元1201 张阿姨", now=NOON)
        assert (await premises_search(conn, ORG, "00013800001", now=NOON))[0].code
        assert await premises_search(conn, ORG, "%", now=NOON) == []
    assert hit.code == "YQL-03-2-1201"
    assert hit.contact_masked == "张* 000******01"
    assert [row.fault for row in hit.open] == ["PLB-02"]


async def test_a_door_is_known_by_its_code_and_an_unknown_one_is_named(db: Database) -> None:
    async with db.read.connect() as conn:
        assert (await premises_by_report_code(conn, "R-YQL-L07")).code == "YQL-L07"
        assert (await premises_by_code(conn, ORG, "YQL-L07")).kind == "lift"
        with pytest.raises(UnknownPlace):
            await premises_by_report_code(conn, "R-NOWHERE")
        assert await actor_code(conn, str(TECH.id)) == "T-PLB-01"
        assert await actor_code(conn, "desk") == ""


async def test_two_organisations_show_their_own_catalogues(db: Database) -> None:
    other = an_id("other org")
    estate = replace(an_estate(), organisation=Organisation(id=other, code="other", zh="乙", en="B"))
    estate = replace(
        estate,
        communities=(),
        premises=(),
        technicians=(),
        faults=tuple(replace(one, org_id=other) for one in estate.faults[:1]),
        materials=(),
    )
    async with act_on(db, system(other), NOON) as act:
        await put_estate(act, estate)
    async with db.read.connect() as conn:
        rows = await conn.execute(select(feed.feed_head).where(feed.feed_head.c.id == "faults"))
        items = {row.scope: msgspec.json.decode(row.body, type=dict[str, list[Fault]])["items"] for row in rows}
        assert len(await faults(conn, ORG)) == 4
        assert [one.code for one in await materials(conn, ORG)] == ["M-001"]
    assert {scope: len(found) for scope, found in items.items()} == {f"ref:{ORG}": 4, f"ref:{other}": 1}
