"""What usually happens to a work order: found somebody, went there, mended it, had it signed, reviewed, answered.

Scripts below compose these; each takes a life as far as it is told and no further.

Effects  moves lives and dice.
"""

from datetime import datetime, timedelta

from api.demo import words
from api.demo.catalog import USUAL_PARTS
from api.demo.company import Company
from api.demo.life import Doer, Life
from api.demo.roster import Hand
from dispatch import intents as i
from dispatch.model import (
    AssignmentState,
    HoldReason,
    Kind,
    Presence,
    PresenceMethod,
    Priority,
    SignMethod,
    Slot,
    Status,
)
from experience.model import Answer
from kernel.actors import Role

ANSWER_BY = {
    Priority.P0: timedelta(minutes=1),
    Priority.P1: timedelta(minutes=3),
    Priority.P2: timedelta(minutes=10),
    Priority.P3: timedelta(minutes=20),
}
# How long a phone was away from the network, with how often: median 18 minutes, at most three days.
_AWAY = ((4, 20), (11, 20), (18, 22), (40, 18), (75, 12), (130, 6), (520, 1.6), (4320, 0.4))
ARRIVAL_MINUTES = {Priority.P0: (4, 11), Priority.P1: (6, 20), Priority.P2: (10, 50), Priority.P3: (10, 40)}


def assigned(company: Company, life: Life, at: datetime) -> tuple[Hand, datetime]:
    """Offer until somebody accepts; who it is, and when he did."""
    dice = company.dice
    when = max(company.opens(life, at), at) + timedelta(seconds=1)
    if life.order.priority is Priority.P3 and when - at < timedelta(hours=1):
        when = company.opens(life, when + dice.minutes(10, 240))
    hands = company.on_duty(life, when)
    for _ in range(20):
        if hands:
            break
        when = company.opens(life, when + timedelta(hours=1))
        hands = company.on_duty(life, when)
    answer_by = ANSWER_BY[life.order.priority]
    while len(hands) > 1 and dice.chance(0.12):
        refuses = hands.pop(dice.below(len(hands)))
        technician = company.technician(refuses.code)
        life.offer(technician, company.system, when, answer_by, company.mates(life, refuses.code, when))
        if dice.chance(0.5):
            life.lapse(when + answer_by)
            when += answer_by + timedelta(seconds=1)
        else:
            when += timedelta(seconds=20 + dice.below(40))
            reason = dice.weighted(words.DECLINES)
            life.step(i.Release(AssignmentState.DECLINED, reason), company.doer(refuses.code).actor, when)
    chosen = dice.pick(hands)
    life.offer(company.technician(chosen.code), company.system, when, answer_by, company.mates(life, chosen.code, when))
    accepted = when + timedelta(seconds=round(dice.between(0.05, 0.6) * answer_by.total_seconds()))
    life.step(i.Accept(), company.doer(chosen.code).actor, accepted)
    life.join(accepted)
    return chosen, accepted


def travelled(company: Company, life: Life, doer: Doer, at: datetime) -> datetime:
    """On the way and at the door; the moment of arrival."""
    dice = company.dice
    leaves = at + dice.minutes(0.5, 3 if life.order.priority in {Priority.P0, Priority.P1} else 14)
    life.step(i.Depart(), doer.actor, leaves)
    arrives = leaves + dice.minutes(*ARRIVAL_MINUTES[life.order.priority])
    if life.premises.no_signal:
        life.offline_for = timedelta(minutes=dice.weighted(_AWAY))
        presence = Presence(PresenceMethod.ASSET_QR, arrives, proof=life.premises.report_code)
    elif dice.chance(0.14):
        life.offline_for = timedelta(minutes=dice.weighted(_AWAY))
        door = life.photo(Slot.DOOR, company.picture(life, after=False), doer.actor, arrives)
        presence = Presence(PresenceMethod.DOOR_PHOTO, arrives, proof=door.id)
    else:
        presence = Presence(PresenceMethod.FENCE, arrives, life.premises.position, float(6 + dice.below(40)))
    life.step(i.Arrive(presence), doer.actor, arrives)
    return arrives


def started(company: Company, life: Life, doer: Doer, at: datetime) -> datetime:
    """Before photos, safety steps, and the beginning of the work."""
    dice = company.dice
    for number in range(max(life.fault.before_photos, 1 if life.fault.after_photos else 0)):
        life.photo(
            Slot.BEFORE, company.picture(life, after=False), doer.actor, at + timedelta(seconds=40 + 25 * number)
        )
    life.check(doer, at + timedelta(seconds=70), before_start=True)
    begins = at + dice.minutes(2, 6)
    life.step(i.Start(), doer.actor, begins)
    return begins


def finished(company: Company, life: Life, doer: Doer, at: datetime, *, quick: bool = False) -> datetime:
    """The work itself, parts, after photos, cause and action. `quick`: far too quick to be true."""
    dice, fault = company.dice, life.fault
    lasts = timedelta(seconds=45) if quick else timedelta(minutes=fault.duration_min * dice.between(0.5, 1.5))
    ends = at + lasts
    usual = USUAL_PARTS.get(fault.trade, ())
    if usual and dice.chance(0.62) and not quick:
        for code, quantity in usual[: 1 + dice.below(2)]:
            life.part(company.part(code, quantity, ends), doer, ends - timedelta(minutes=1))
    for number in range(fault.after_photos):
        life.photo(
            Slot.AFTER, company.picture(life, after=True), doer.actor, ends - timedelta(seconds=50 - 15 * number)
        )
    life.check(doer, ends - timedelta(seconds=30), before_start=False)
    if dice.chance(0.3):
        text = dice.pick(words.NOTES_EN if life.community.language.startswith("en") else words.NOTES)
        life.note(text, doer, ends)
    cause = dice.weighted(words.CAUSES)
    life.step(i.Finish(cause, words.ACTIONS.get(fault.trade, "REPAIR")), doer.actor, ends)
    return ends


def signed(company: Company, life: Life, doer: Doer, at: datetime) -> datetime:
    """Who signs depends on whose it is; some are not there, a few refuse."""
    dice = company.dice
    moment = at + dice.minutes(1, 5)
    signer = life.order.contact.name or f"STEW-{life.community.code}-1"
    drawn = dice.between(0, 1)
    if not life.in_unit or drawn < 0.84:
        life.sign(SignMethod.IN_PERSON, doer, moment, signer=signer)
    elif drawn < 0.9:
        moment = at + dice.minutes(20, 400)
        life.sign(SignMethod.LINK, doer, moment, signer=signer)
    elif drawn < 0.98:
        life.sign(SignMethod.ABSENT, doer, moment, reason="业主不在家，已电话告知")
    else:
        life.sign(SignMethod.REFUSED, doer, moment, reason="对费用有异议")
    return moment


def submitted(company: Company, life: Life, at: datetime) -> datetime:
    """Evidence complete, sometimes only after a while."""
    moment = at + timedelta(seconds=4)
    if life.offline_for:
        life.step(i.AwaitEvidence(), company.system, moment)
        moment += life.offline_for
    life.step(i.Submit(), company.system, moment)
    return moment


def approved(company: Company, life: Life, at: datetime) -> datetime:
    moment = at + company.dice.minutes(8, 260)
    lead = company.lead(life)
    life.step(i.Approve(f"LEAD-{life.community.code}"), lead, moment)
    return moment


def answered(company: Company, life: Life, at: datetime, *, solved: bool = True) -> datetime:
    """The owner's answer or the follow-up call, and the end."""
    dice = company.dice
    moment = at + dice.minutes(60, 2000)
    if dice.chance(0.55) or not solved:
        csat = dice.weighted(((5, 62), (4, 25), (3, 8), (2, 3), (1, 2))) if solved else 1 + dice.below(2)
        said = dice.pick(words.GOOD if csat >= 4 else words.FAIR if csat == 3 else words.BAD)
        life.answer = Answer(
            id=dice.id(moment),
            org_id=company.org_id,
            work_order_id=life.order.id,
            solved=solved,
            csat=csat,
            ces=max(1, 6 - csat - dice.below(2)),
            nps=min(10, csat * 2 + dice.below(2)) if csat >= 4 else csat + dice.below(3),
            words=said,
            at=moment,
            by=company.owner(life.order.id).id,
        )
    if solved:
        by = company.owner(life.order.id) if life.answer else company.office(f"CLERK-{1 + dice.below(3)}", Role.CLERK)
        life.step(i.Close(), by, moment)
    return moment


def held(company: Company, life: Life, doer: Doer, at: datetime, reason: str, hours: float) -> datetime:
    """On hold for a while, with a reason and a date, then on with it."""
    stops = at + company.dice.minutes(5, 20)
    until = stops + timedelta(hours=hours)
    note = {"waiting_parts": "等配件到货", "waiting_owner_access": "业主改约", "quiet_hours": "静音时段"}.get(
        reason, ""
    )
    life.step(i.PutOnHold(HoldReason(reason), until, note), doer.actor, stops)
    resumes = until - company.dice.minutes(1, 30)
    life.step(i.Resume(), doer.actor, resumes)
    return resumes


def report_photo(company: Company, life: Life) -> None:
    """Most people take a picture of it."""
    if life.order.kind is not Kind.COMPLAINT and life.fault.code and company.dice.chance(0.6):
        by = company.owner(life.order.id)
        life.photo(Slot.REPORT, company.picture(life, after=False), by, life.order.reported_at)


def triaged_by_desk(company: Company, life: Life, fault: str, at: datetime) -> datetime:
    """A person sorts what the words left open."""
    if life.order.status is Status.REPORTED:
        at += company.dice.minutes(2, 8)
        found = company.faults[fault]
        life.step(i.Triage(fault, found.priority), company.dispatcher(), at)
        life.sort_out(found, company.settings[life.community.id])
    return at


def whole(company: Company, life: Life, at: datetime) -> datetime:
    """The usual course from triage to the end."""
    hand, accepted = assigned(company, life, at)
    doer = company.doer(hand.code)
    begun = started(company, life, doer, travelled(company, life, doer, accepted))
    ended = finished(company, life, doer, begun)
    done = submitted(company, life, signed(company, life, doer, ended))
    return answered(company, life, approved(company, life, done))
