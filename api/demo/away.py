"""What phones told of today and of this week while their people had no network, as the office finds it in the morning.

    two updates wait for a ruling     one order was cancelled, one was given to somebody else, while its technician was
                                      in a cellar and worked on
    one phone is missing              it fell into water (story 13) with seven updates and three photos on it
    one phone still has work          its photos are on their way
    one item lies in the drop-box     the phone could not get it across

Everything comes the way a phone brings it: enrolled, announced, exchanged, decided by the same rules; only the clock of
each act is the one of its moment.

Effects  the database, an act for each moment; draws of its own, so that the rest of the company stays as it was.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec

from api.db import Database
from api.demo import today, visits
from api.demo.company import Company, Draft
from api.demo.dice import Dice
from api.demo.life import Doer, Life
from api.demo.scripts import Script
from dispatch import intents as i
from dispatch.model import Status
from kernel import outbox
from kernel.act import Act
from kernel.actors import Actor, ActorId, OrgId, Role
from kernel.clock import FixedClock
from kernel.ids import Ids, SeededLuck
from offline_sync import announcing, devices, dropbox, exchange, gaps
from offline_sync.feed import Epoch
from offline_sync.model import EnrolRequest, ExchangeRequest, HeldOp, HeldPhoto, Holdings, Numbered

CANCELLED, REASSIGNED, DROWNED = "A-cancelled", "A-reassigned", "S13"
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36"
)
BUILD = "2026.11.1"
_NO_EPOCH = Epoch("", b"")  # no phone of the demo claims to have seen anything of the feed
_PHOTO_BYTES = 412_000


class Told(NamedTuple):
    """An operation as its phone wrote it down."""

    op_id: str
    kind: str
    order: str
    raw: bytes


# ── the two orders that went elsewhere


def drafts(company: Company) -> list[Draft]:
    def one(key: str, minutes: int, place: str, fault: str, script: str, words: str) -> Draft:
        at = company.now - timedelta(minutes=minutes)
        return Draft(key=key, at=at, place=place, fault=fault, script=script, words=words, channel="phone")

    return [
        one(REASSIGNED, 190, "YQL-02-1-0703", "PLB-05", "away_reassigned", "卫生间水龙头关不紧，一直流"),
        one(CANCELLED, 150, "YQL-06-1-1101", "ELE-02", "away_cancelled", "厨房插座没电"),
    ]


def cancelled(company: Company, life: Life, draft: Draft) -> None:
    """Taken, and called off while he was on his way without a network."""
    today.accepted(company, life)
    life.step(i.Cancel("业主自己修好了"), company.dispatcher(), life.order.reported_at + timedelta(minutes=41))


def reassigned(company: Company, life: Life, draft: Draft) -> None:
    """Taken by somebody who could then not be reached; a colleague does it now."""
    first, _ = today.accepted(company, life)
    at = life.order.reported_at + timedelta(minutes=62)
    life.step(i.Revoke("联系不上，业主着急"), company.dispatcher(), at)
    second = _colleague(company, life, first)
    asked = at + timedelta(seconds=20)
    life.offer(company.technician(second.code), company.system, asked, visits.ANSWER_BY[life.order.priority])
    life.step(i.Accept(), second.actor, asked + timedelta(seconds=35))


def _colleague(company: Company, life: Life, first: Doer) -> Doer:
    fit = company.on_duty(life, company.now) or company.hands
    others = [hand for hand in fit if hand.code != first.code and hand.knows(life.fault.trade) >= life.fault.min_level]
    return company.doer(others[0].code if others else "T-PLB-01")


AWAY: dict[str, Script] = {"away_cancelled": cancelled, "away_reassigned": reassigned}


# ── what their phones bring


class Phones:
    """The phones of this morning."""

    def __init__(self, database: Database, company: Company) -> None:
        self.database, self.company = database, company
        self.dice = Dice(company.seed + 1)
        self.luck = SeededLuck(company.seed + 2)

    async def tell(self) -> None:
        company = self.company
        away = company.lives[REASSIGNED]
        done = [(150, "visit.depart", {}), (128, "visit.arrive", self._presence(away, 128))]
        await self._came_up(away, 46, done, "楼栋总阀在地下室，已关小；接头有裂纹，要换")
        away = company.lives[CANCELLED]
        await self._came_up(away, 21, [(104, "visit.depart", {})], "先去地下配电间看过，这一路的空开没有跳")
        await self._drowned(company.lives[DROWNED])
        for life in _waited_for(company)[:1]:
            await self._on_the_way(life)

    def minutes_ago(self, minutes: float) -> datetime:
        return self.company.now - timedelta(minutes=minutes)

    async def _came_up(
        self, life: Life, back: int, done: Sequence[tuple[int, str, dict[str, Any]]], words: str
    ) -> None:
        """Out of the cellar: what was done there in order, and a note that helps whoever does it now."""
        who = _first_on(life)
        device = await self._enrolled(who, self.minutes_ago(60 * 24 * 9))
        async with self.database.act(self.company.system) as act:  # his phone would have been told, had it been heard
            act.grant(who.id, life.order.id, False, "cancelled" if life.order.status == Status.CANCELLED else "revoked")
        noted = done[-1][0] - 6
        note = {"id": self.dice.id(self.minutes_ago(noted)), "text": words, "at": self.minutes_ago(noted)}
        ops = [self._op(who, kind, life, self.minutes_ago(ago), args) for ago, kind, args in done]
        ops.append(self._op(who, "note.add", life, self.minutes_ago(noted), note))
        asked = ExchangeRequest(1, device, build=BUILD, ops=_numbered(ops))
        async with self.database.act(who) as act:
            self._at(act, self.minutes_ago(back))
            await exchange.push(act, asked, _NO_EPOCH)
            await _settled(act)

    async def _drowned(self, life: Life) -> None:
        """Announced from the site, never sent; since yesterday he has another phone of the same make."""
        who = _first_on(life)
        at = life.order.reported_at + timedelta(minutes=70)
        device = await self._enrolled(who, at - timedelta(days=30))
        kinds = ("check.set", "photo.add", "photo.add", "part.add", "photo.add", "note.add", "visit.finish")
        ops = [self._op(who, kind, life, at + timedelta(minutes=n), {}) for n, kind in enumerate(kinds)]
        await self._announced(who, device, ops, 3, at + timedelta(minutes=9))
        fresh = at + timedelta(days=1)
        await self._enrolled(who, fresh)
        async with self.database.act(self.company.system) as act:
            self._at(act, fresh + gaps.REPLACED + timedelta(minutes=1))
            await gaps.watch(act)
            await _settled(act)

    async def _on_the_way(self, life: Life) -> None:
        """Signed and gone on to the next door; the photos follow when the stairwell has a network."""
        who = _first_on(life)
        at = max(life.last_at, self.minutes_ago(34))
        device = await self._enrolled(who, self.minutes_ago(60 * 24 * 12))
        ops = [self._op(who, kind, life, at, {}) for kind in ("note.add", "photo.add")]
        await self._announced(who, device, ops, 2, min(at + timedelta(minutes=3), self.company.now))
        part = self.company.part("M-011", 1000, at)
        line: dict[str, object] = {"id": part.id, "material": part.material, "name": part.name, "unit": part.unit}
        line |= {"quantity_milli": part.quantity_milli, "unit_price_fen": part.unit_price_fen}
        lost = self._op(who, "part.add", life, at, line)
        async with self.database.act(who) as act:
            self._at(act, self.company.now)
            await dropbox.drop(act, lost.raw, device, "phone")
            await _settled(act)

    async def _enrolled(self, who: Actor, at: datetime) -> str:
        async with self.database.act(who) as act:
            self._at(act, at)
            asked = EnrolRequest(BUILD, ANDROID, standalone=True, persisted=True, quota=24_000_000_000)
            answer = await devices.enrol(act, asked, _NO_EPOCH)
            await _settled(act)
        return answer.device_id

    async def _announced(self, who: Actor, device: str, ops: Sequence[Told], photos: int, at: datetime) -> None:
        held = tuple(HeldOp(n, op.op_id, op.kind, op.order) for n, op in enumerate(ops, 1))
        pictures = tuple(HeldPhoto(self._sha(), _PHOTO_BYTES - 37_000 * n, ops[0].order) for n in range(photos))
        said = Holdings(len(ops), held, pictures, 0, sum(one.size for one in pictures))
        async with self.database.act(who) as act:
            self._at(act, at)
            found = await exchange.device_of(act.conn, who, device)
            await announcing.note(act, found, msgspec.json.encode(said))
            await _settled(act)

    def _at(self, act: Act, at: datetime) -> None:
        """The act as of its own moment; its ids are the demo's."""
        act.now, act.ids = at, Ids(FixedClock(at), self.luck)

    def _op(self, who: Actor, kind: str, life: Life, at: datetime, args: dict[str, Any]) -> Told:
        told = {"op_id": self.dice.id(at), "kind": kind, "v": 1, "actor": who.id, "work_order": life.order.id}
        raw = msgspec.json.encode(told | {"at": {"wall": int(at.timestamp() * 1000), "unc_ms": 40}, "args": args})
        return Told(str(told["op_id"]), kind, life.order.id, raw)

    def _presence(self, life: Life, ago: int) -> dict[str, Any]:
        """Proved by the code on the door: below ground no position is to be had."""
        return {"presence": {"method": "asset_qr", "at": self.minutes_ago(ago), "proof": life.premises.report_code}}

    def _sha(self) -> str:
        return hashlib.sha256(self.dice.bytes(16)).hexdigest()


def _waited_for(company: Company) -> list[Life]:
    """Work of today that is done or under way: first that whose photos the server still waits for."""
    order = (Status.PENDING_EVIDENCE, Status.ON_HOLD, Status.IN_PROGRESS)
    found = [life for key, life in company.lives.items() if key[0] == "L" and life.order.status in order]
    return sorted(found, key=lambda life: order.index(life.order.status))


def _first_on(life: Life) -> Actor:
    """Whoever had the order first."""
    first = min(life.assignments.values(), key=lambda one: (one.offered_at, one.id))
    return Actor(ActorId(str(first.technician_id)), Role.TECHNICIAN, OrgId(life.order.org_id))


def _numbered(ops: Sequence[Told]) -> tuple[Numbered, ...]:
    return tuple(Numbered(n, msgspec.Raw(op.raw)) for n, op in enumerate(ops, 1))


async def _settled(act: Act) -> None:
    """Nobody reacts to the past: its events are told, and owed to nobody."""
    await outbox.append(act.conn, act.envelopes, owed=False)
    act.envelopes = []
