"""The demo company at one moment, with what its stories need at hand: people on duty, places, faults, pictures.

Effects  draws from its dice; nothing else.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from api.demo import people, roster, words
from api.demo.dice import Dice
from api.demo.estate import community_id
from api.demo.life import Doer, Life, Picture
from api.demo.roster import Hand
from api.demo.sites import SITES
from dispatch import hours, opening
from dispatch.hours import Calendar
from dispatch.model import (
    Channel,
    Community,
    Fault,
    Material,
    PartLine,
    Premises,
    Priority,
    TechnicianId,
    WorkOrderId,
)
from dispatch.opening import NewOrder, Setting
from dispatch.policy import Policy
from kernel.actors import Actor, ActorId, OrgId, Role
from media.demo_scene import OF_TRADE


class Draft(Struct, frozen=True, kw_only=True):
    """A report that will be made: when, where, what, and which script it then lives."""

    key: str
    at: datetime
    place: str
    fault: str | None
    script: str
    words: str = ""
    channel: str = "qr"
    priority: Priority | None = None
    parent: str = ""  # key of the order that came back, or that this is merged into
    window: tuple[datetime, datetime] | None = None
    facts: dict[str, str] = {}


class Company:
    """Everything scripts may ask for."""

    def __init__(
        self,
        frame: tuple[str, int, datetime],
        communities: Sequence[Community],
        premises: Sequence[Premises],
        catalog: tuple[Sequence[Fault], Sequence[Material]],
        pictures: dict[tuple[str, bool, int], Picture],
    ) -> None:
        self.org_id, self.seed, self.now = frame
        self.dice = Dice(self.seed)
        self.pictures = pictures
        self.premises = {one.code: one for one in premises}
        self.faults = {one.code: one for one in catalog[0]}
        self.materials = {one.code: one for one in catalog[1]}
        self.communities = {one.id: one for one in communities}
        policy = Policy()
        self.settings = {one.id: Setting(one, self.faults, policy) for one in communities}
        self.hands = roster.hands()
        self.by_site = {
            site.code: [one for one in premises if one.community_id == community_id(self.seed, site.code)]
            for site in SITES
        }
        self.lives: dict[str, Life] = {}
        self.fakes: list[str] = []
        self.counters: dict[tuple[str, str], int] = {}
        self.system = Actor(ActorId("system"), Role.SYSTEM, OrgId(self.org_id))

    def office(self, code: str, role: Role) -> Actor:
        return Actor(ActorId(people.person_id(self.seed, code)), role, OrgId(self.org_id))

    def lead(self, life: Life) -> Actor:
        code = life.community.code
        actor = self.office(f"LEAD-{code}", Role.LEAD)
        return Actor(actor.id, actor.role, actor.org_id, frozenset({life.community.id}))

    def dispatcher(self) -> Actor:
        return self.office(f"DISP-{1 + self.dice.below(6)}", Role.DISPATCHER)

    def owner(self, order_id: str) -> Actor:
        return Actor(ActorId(f"link:{order_id[:8]}"), Role.OWNER, OrgId(self.org_id), scope=order_id)

    def technician(self, code: str) -> TechnicianId:
        return people.technician_id(self.seed, code)

    def doer(self, code: str) -> Doer:
        return Doer(Actor(ActorId(self.technician(code)), Role.TECHNICIAN, OrgId(self.org_id)), code)

    def calendar(self, life: Life) -> Calendar:
        emergency = life.order.priority in {Priority.P0, Priority.P1}
        return Calendar(life.community.time_zone, life.community.work_hours, around_the_clock=emergency)

    def opens(self, life: Life, at: datetime) -> datetime:
        """When work on it may begin: at once for emergencies, in working hours otherwise."""
        return hours.next_open(self.calendar(life), at)

    def on_duty(self, life: Life, at: datetime) -> list[Hand]:
        """Who may do it and is on shift at that local time."""
        zone = hours.zone(life.community.time_zone)
        local = at.astimezone(zone).strftime("%H:%M")
        fault = life.fault
        return [
            hand
            for hand in self.hands
            if life.community.code in hand.communities
            and hand.knows(fault.trade) >= fault.min_level
            and hand.certificates.issuperset(fault.certificates)
            and roster.on_shift(hand, local)
        ]

    def mates(self, life: Life, lead: str, at: datetime) -> list[tuple[TechnicianId, str]]:
        """Who goes along where the work needs more than one: of the trade and on shift if possible, else called in."""
        zone = hours.zone(life.community.time_zone)
        local = at.astimezone(zone).strftime("%H:%M")
        free = [hand for hand in self.hands if hand.code != lead]
        free.sort(
            key=lambda hand: (
                life.community.code not in hand.communities,
                not roster.on_shift(hand, local),
                -hand.knows(life.fault.trade),
                hand.code,
            )
        )
        return [(self.technician(hand.code), hand.code) for hand in free[: life.fault.crew - 1]]

    def picture(self, life: Life, *, after: bool) -> Picture:
        """A painted photograph of this trade; the take follows the order, so before and after match."""
        scenes = OF_TRADE[life.fault.trade]
        turn = sum(life.order.id.encode()[-6:])
        key = (scenes[turn % len(scenes)], after, turn % 2)
        return self.pictures.get(key) or self.pictures[scenes[0], after, 0]

    def part(self, code: str, quantity_milli: int, at: datetime) -> PartLine:
        found = self.materials[code]
        return PartLine(self.dice.id(at), code, found.zh, found.unit, quantity_milli, found.price_fen)

    def number(self, premises: Premises, at: datetime) -> str:
        """The next number of the community's local day."""
        community = self.communities[premises.community_id]
        day = opening.day_key(at, community)
        count = self.counters.get((community.id, day), 0) + 1
        self.counters[community.id, day] = count
        return opening.number_of(community, day, count)

    def begin(self, draft: Draft) -> Life:
        """The report of a draft, made: the life of its work order begins."""
        premises = self.premises[draft.place]
        setting = self.settings[premises.community_id]
        english = setting.community.language.startswith("en")
        turn = self.dice.below(6)
        said = draft.words or (words.report(draft.fault, turn, english=english) if draft.fault else "")
        new = NewOrder(
            id=WorkOrderId(self.dice.id(draft.at)),
            premises=premises,
            channel=Channel(draft.channel),
            words=said,
            fault=draft.fault,
            priority=draft.priority,
            language="en" if english else "zh-CN",
            reported_at=draft.at,
            window_start=draft.window[0] if draft.window else None,
            window_end=draft.window[1] if draft.window else None,
            callback_of=self.lives[draft.parent].order.id if draft.parent and draft.script != "duplicate" else None,
        )
        by = self.reporter(draft, new.id)
        life = Life(new, self.number(premises, draft.at), (setting, premises), by, (self.dice, self.now))
        self.lives[draft.key] = life
        if draft.script == "faked":
            self.fakes.append(draft.key)
        return life

    def reporter(self, draft: Draft, order_id: str) -> Actor:
        if draft.channel in {"phone", "desk"}:
            return self.office(f"CLERK-{1 + self.dice.below(3)}", Role.CLERK)
        if draft.channel == "api":
            return self.system
        return self.owner(order_id)

    def local(self, code: str, at: datetime, hour: int, minute: int = 0) -> datetime:
        """A local wall-clock time on the local day of `at` in a community."""
        zone = hours.zone(self.communities[community_id(self.seed, code)].time_zone)
        day = at.astimezone(zone)
        return day.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)

    def days_ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)
