"""Loads the demo company into an empty database: estate, people, sixty days, fifteen stories, today, phones.

The same seed and moment give the same company. Everything is decided in memory through the real lifecycle and
written in bulk; nobody reacts to the past. Today's unassigned orders are left to the engine.

Effects  the database: the past in one transaction, each choice of the engine and word of a phone in another; blobs.
"""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

import dispatch.bulk
import dispatch.commands
import dispatch.stocking
import experience.commands
import media.bulk
from api import accounts
from api.db import Database
from api.demo import away, catalog, depots, estate, history, people, pictures, scripts, stories, story_scripts, today
from api.demo.company import Company, Draft
from api.demo.life import Later, Life
from api.demo.people import Person
from api.demo.pictures import Print
from dispatch.estate import Estate, Organisation
from dispatch.model import TERMINAL, Status
from kernel import outbox
from kernel.act import Act
from kernel.actors import Actor, Role, system
from media.blobs import BlobStore

PASSWORD = "doorstep-demo-2026"  # noqa: S105 - printed by `make run`, for a company that does not exist
SEED = 20261101
_EVENTS = 2000  # per statement
_SCRIPTS = {**scripts.SCRIPTS, **story_scripts.STORIES, **today.TODAY, **away.AWAY}


class DemoPersona(Struct, frozen=True):
    role: str
    where: str
    login: str
    password: str


class DemoSummary(Struct, frozen=True):
    """What a person needs to walk in, and how much there is to see."""

    personas: tuple[DemoPersona, ...]
    owner_link: str
    report_code: str
    orders: int
    photos: int
    events: int
    stories: dict[str, str]  # key of the story -> number of its last order
    planted_fakes: tuple[str, ...]


async def load_demo(database: Database, blobs: BlobStore, now: datetime, seed: int = SEED) -> DemoSummary:
    """The whole company as it stands at `now`."""
    org_id = estate.stable_id(seed, "organisation", "LTG")
    painted = await pictures.painted()
    prints = [made for made, _ in painted]
    await pictures.hang(blobs, painted)  # first: rows without their pictures would look like a company
    company = _company(org_id, seed, now, prints)
    lives = lived(company)
    actor = system(org_id)
    async with database.act(actor) as act:
        await dispatch.commands.put_estate(act, _estate(company))
        await _put_people(act, company)
        await dispatch.stocking.put_depots(act, *depots.depots(org_id, seed))
        await media.bulk.put_blobs(act, [(one.sha256, one.size, one.developed) for one in prints], now)
        await _put_lives(act, company, lives)
        link = await experience.commands.mint_link(act, _shown_to_owner(company).order.id, "demo")
    await _offer_what_waits(database, actor, lives)
    await away.Phones(database, company).tell()
    events = sum(len(life.told) for life in lives)
    return _summary(company, lives, link, events)


def _company(org_id: str, seed: int, now: datetime, prints: list[Print]) -> Company:
    return Company(
        (org_id, seed, now),
        estate.communities(org_id, seed),
        estate.premises(org_id, seed),
        (catalog.faults(org_id), catalog.materials(org_id)),
        dict(pictures.gallery(prints)),
    )


def lived(company: Company) -> list[Life]:
    """Every report in the order of time, each lived as far as the present moment."""
    drafts: list[Draft] = [
        *history.drafts(company),
        *stories.drafts(company),
        *today.drafts(company),
        *away.drafts(company),
    ]
    lives = []
    for draft in sorted(drafts, key=lambda one: (one.at, one.key)):
        life = company.begin(draft)
        lives.append(life)
        try:
            _SCRIPTS[draft.script](company, life, draft)
        except Later:
            continue
    return lives


def _estate(company: Company) -> Estate:
    return Estate(
        organisation=Organisation(
            id=company.org_id, code="LTG", zh="澜庭物业服务有限公司", en="Lanting Property Services"
        ),
        communities=tuple(company.communities.values()),
        premises=tuple(company.premises.values()),
        technicians=tuple(people.technicians(company.org_id, company.seed, company.now)),
        faults=tuple(company.faults.values()),
        materials=tuple(company.materials.values()),
    )


async def _put_people(act: Act, company: Company) -> None:
    """Accounts for everybody; one password, hashed once."""
    hashed = await accounts.hash_password(PASSWORD)
    crew = people.technicians(company.org_id, company.seed, company.now)
    for person in (*people.staff(company.seed), *people.hands_as_people(crew)):
        await accounts.create_account(act, _account(company, person), hashed)


def _account(company: Company, person: Person) -> accounts.Account:
    return accounts.Account(
        id=person.id,
        org_id=company.org_id,
        login=person.login,
        code=person.code,
        role=person.role,
        communities=person.communities if person.role in {Role.LEAD, Role.STEWARD} else frozenset(),
        language=person.language,
    )


async def _put_lives(act: Act, company: Company, lives: Sequence[Life]) -> None:
    orders = [life.order for life in lives]
    assignments = [one for life in lives for one in life.assignments.values()]
    await dispatch.bulk.put_orders(act, orders, assignments)
    await dispatch.bulk.put_counters(act, company.counters)
    running = {one.id for one in orders if one.technician_id and one.status not in TERMINAL}
    photos = [one for life in lives for one in life.photos]
    signatures = [life.signature for life in lives if life.signature is not None]
    await media.bulk.put_evidence(act, photos, signatures, running)
    await experience.commands.keep_answers(act, [life.answer for life in lives if life.answer is not None])
    told = [envelope for life in lives for envelope in life.told]
    for at in range(0, len(told), _EVENTS):
        await outbox.append(act.conn, told[at : at + _EVENTS], owed=False)


async def _offer_what_waits(database: Database, actor: Actor, lives: Sequence[Life]) -> None:
    """The engine's own decisions for what waits now, with every reason stored."""
    for life in lives:
        if life.order.status is Status.TRIAGED:
            async with database.act(actor) as act:
                await dispatch.commands.dispatch_order(act, life.order.id)


def _shown_to_owner(company: Company) -> Life:
    """The order behind the demo's owner link: somebody is on the way."""
    return company.lives[f"L-{Status.EN_ROUTE}-0"]


def _summary(company: Company, lives: Sequence[Life], link: str, events: int) -> DemoSummary:
    busy = _busiest(company, lives)
    shown = [
        ("technician", "/t", busy.lower()),
        ("dispatcher", "/d", "disp-1"),
        ("lead", "/l", "lead-yql"),
        ("clerk", "/d", "clerk-1"),
        ("manager", "/l", "duty-1"),
        ("administrator", "/d", "admin-1"),
    ]
    numbers = {key: life.order.number for key, life in company.lives.items() if key.startswith("S") and len(key) == 3}
    numbers["S01"] = company.lives["S01-3"].order.number
    numbers["S04"] = company.lives["S04-11"].order.number
    fakes = tuple(company.lives[draft_key].order.number for draft_key in company.fakes)
    return DemoSummary(
        personas=tuple(DemoPersona(role, where, login, PASSWORD) for role, where, login in shown),
        owner_link=f"/o#{link}",
        report_code=company.premises["YQL-03-2-1201"].report_code,
        orders=len(lives),
        photos=sum(len(life.photos) for life in lives),
        events=events,
        stories=dict(sorted(numbers.items())),
        planted_fakes=fakes,
    )


def _busiest(company: Company, lives: Sequence[Life]) -> str:
    """The technician with most in hand right now: his phone has something to show."""
    held: dict[str, int] = {}
    for life in lives:
        if life.order.technician_id and life.order.status not in TERMINAL | {Status.COMPLETED, Status.IN_REVIEW}:
            held[life.order.technician_id] = held.get(life.order.technician_id, 0) + 1
    by_id = {str(company.technician(hand.code)): hand.code for hand in company.hands}
    return by_id[max(sorted(held), key=lambda one: held[one])]
