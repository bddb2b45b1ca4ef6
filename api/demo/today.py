"""Today, as it stands: a few orders in every status, so that each screen has something to show.

Each live order is taken by its own script as far as its status, minutes before now, by people who are on duty now;
the technician whose phone the demo shows has a full day.

Effects  draws from the company's dice.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeAlias

from api.demo import visits
from api.demo.catalog import USUAL_PARTS
from api.demo.company import Company, Draft
from api.demo.life import Doer, Life
from api.demo.scripts import Script
from dispatch import intents as i
from dispatch.model import HoldReason, Presence, PresenceMethod, SignMethod, Slot, Status

Taken: TypeAlias = Callable[[Company, Life], tuple[Doer, datetime]]
_VISITING = frozenset({Status.EN_ROUTE, Status.ARRIVED, Status.IN_PROGRESS})
# Status, how many, minutes since the report.
LIVE: tuple[tuple[Status, int, int], ...] = (
    (Status.REPORTED, 3, 6),
    (Status.TRIAGED, 2, 9),
    (Status.ACCEPTED, 5, 16),
    (Status.EN_ROUTE, 4, 24),
    (Status.ARRIVED, 3, 35),
    (Status.IN_PROGRESS, 6, 58),
    (Status.ON_HOLD, 3, 95),
    (Status.WORK_DONE, 3, 88),
    (Status.SIGNED, 1, 92),
    (Status.PENDING_EVIDENCE, 2, 140),
    (Status.IN_REVIEW, 9, 170),
    (Status.REWORK, 2, 300),
    (Status.COMPLETED, 6, 420),
    (Status.CANCELLED, 1, 50),
    (Status.DECLINED, 1, 75),
)
_FAULTS = (
    ("PLB-02", "YQL-03-2-1201"),
    ("ELE-02", "YQL-05-1-1602"),
    ("PLB-03", "WTY-02-1-0301"),
    ("LVS-01", "YQL-07-2-LOBBY"),
    ("ELE-02", "QMC-02-1-1802"),
    ("LVS-04", "YQL-B1-BARRIER"),
    ("PLB-02", "WTY-09-3-0502"),
    ("LVS-01", "BJY-04-1-LOBBY"),
    ("FIR-02", "XHT-01-1-LOBBY"),
    ("LFT-02", "YQL-L21"),
    ("PLB-03", "YQL-08-1-0904"),
    ("LVS-01", "QMC-01-1-LOBBY"),
)
_UNCLEAR = ("家里有奇怪的声音，不知道从哪来的", "楼下反映有问题，请来看看", "有个东西坏了，电话里说不清")


def drafts(company: Company) -> list[Draft]:
    made = []
    turn = 0
    for status, count, minutes in LIVE:
        for n in range(count):
            fault, place = _FAULTS[turn % len(_FAULTS)]
            turn += 1
            unclear = status in {Status.REPORTED, Status.DECLINED}
            made.append(
                Draft(
                    key=f"L-{status}-{n}",
                    at=company.now - timedelta(minutes=minutes + 4 * n, seconds=company.dice.below(60)),
                    place=_elsewhere(company, place, turn) if turn > len(_FAULTS) else place,
                    fault=None if unclear else fault,
                    words=_UNCLEAR[n % 3] if unclear else "",
                    script=f"live_{status}",
                    channel=("qr", "phone", "link", "desk")[turn % 4],
                )
            )
    return made


def _elsewhere(company: Company, place: str, turn: int) -> str:
    """Another place of the same kind in the same community."""
    like = company.premises[place]
    fit = [
        one
        for one in company.by_site[place[:3]]
        if one.kind == like.kind and (like.kind != "common" or one.code == place)
    ]
    return fit[(turn * 131) % len(fit)].code


def reported(company: Company, life: Life, draft: Draft) -> None:
    """Words that no rule is sure about: a person has to look."""


def triaged(company: Company, life: Life, draft: Draft) -> None:
    """Known, and not offered yet: the engine takes it up when the server starts."""


def _hand(company: Company, life: Life) -> Doer:
    """Whoever is on duty and has least in hand."""
    hands = company.on_duty(life, life.order.reported_at) or company.on_duty(life, company.now)
    if not hands:
        hands = [hand for hand in company.hands if hand.knows(life.fault.trade) >= life.fault.min_level]
    busy = [one.order.technician_id for one in company.lives.values()]
    chosen = min(hands, key=lambda hand: (busy.count(company.technician(hand.code)), hand.code))
    return company.doer(chosen.code)


def accepted(company: Company, life: Life) -> tuple[Doer, datetime]:
    """Taken by whoever fits and has least to do."""
    doer = _hand(company, life)
    at = life.last_at + timedelta(seconds=1)
    life.offer(
        company.technician(doer.code),
        company.system,
        at,
        visits.ANSWER_BY[life.order.priority],
        company.mates(life, doer.code, at),
    )
    life.step(i.Accept(), doer.actor, at + timedelta(seconds=40))
    life.join(at + timedelta(seconds=40))
    return doer, at + timedelta(seconds=40)


def _en_route(company: Company, life: Life) -> tuple[Doer, datetime]:
    doer, at = accepted(company, life)
    life.step(i.Depart(), doer.actor, at + timedelta(minutes=4))
    return doer, at + timedelta(minutes=4)


def _arrived(company: Company, life: Life) -> tuple[Doer, datetime]:
    doer, at = _en_route(company, life)
    arrives = at + timedelta(minutes=12)
    presence = Presence(PresenceMethod.FENCE, arrives, life.premises.position, 14.0)
    if life.premises.no_signal:
        presence = Presence(PresenceMethod.ASSET_QR, arrives, proof=life.premises.report_code)
    life.step(i.Arrive(presence), doer.actor, arrives)
    return doer, arrives


def _in_progress(company: Company, life: Life) -> tuple[Doer, datetime]:
    visits.report_photo(company, life)
    doer, at = _arrived(company, life)
    return doer, visits.started(company, life, doer, at)


def _at_work(company: Company, life: Life) -> tuple[Doer, datetime]:
    """In the lead's own community somebody needs more than he may spend, and has asked."""
    doer, at = _in_progress(company, life)
    dearest = max(
        USUAL_PARTS.get(life.fault.trade, ()), key=lambda one: company.materials[one[0]].price_fen, default=None
    )
    if life.community.code == "YQL" and dearest is not None:
        asked = at + timedelta(minutes=3)
        count = 20_000 // company.materials[dearest[0]].price_fen + 1
        line = company.part(dearest[0], count * 1000, asked)
        life.part(line, doer, asked)
        life.asks(
            line.total_fen - 20_000,
            f"要换 {count} {line.unit}{line.name}，旧的不能再用",
            doer,
            asked + timedelta(minutes=1),
        )
        life.become(flags=life.order.flags | {"over_limit"})
    return doer, at


def _on_hold(company: Company, life: Life) -> tuple[Doer, datetime]:
    doer, at = _in_progress(company, life)
    reason = company.dice.pick((HoldReason.WAITING_PARTS, HoldReason.WAITING_OWNER_ACCESS, HoldReason.WAITING_VENDOR))
    until = company.now + timedelta(hours=2 + company.dice.below(5))
    life.step(i.PutOnHold(reason, until, "已告知业主原因和时间"), doer.actor, at + timedelta(minutes=6))
    return doer, at + timedelta(minutes=6)


def _work_done(company: Company, life: Life) -> tuple[Doer, datetime]:
    doer, at = _in_progress(company, life)
    ends = at + timedelta(minutes=31)
    line = USUAL_PARTS.get(life.fault.trade, ())[:1]
    for code, quantity in line:
        life.part(company.part(code, quantity, ends), doer, ends - timedelta(minutes=2))
    for number in range(life.fault.after_photos):
        moment = ends - timedelta(seconds=50 - 10 * number)
        life.photo(Slot.AFTER, company.picture(life, after=True), doer.actor, moment)
    life.check(doer, ends - timedelta(seconds=30), before_start=False)
    life.step(i.Finish("AGE", "REPAIR"), doer.actor, ends)
    return doer, ends


def _signed(company: Company, life: Life) -> tuple[Doer, datetime]:
    doer, at = _work_done(company, life)
    signer = life.order.contact.name or f"STEW-{life.community.code}-1"
    life.sign(SignMethod.IN_PERSON, doer, at + timedelta(minutes=2), signer=signer)
    return doer, at + timedelta(minutes=2)


def _pending(company: Company, life: Life) -> tuple[Doer, datetime]:
    doer, at = _signed(company, life)
    life.photos[-1] = life.announced(life.photos[-1])
    life.step(i.AwaitEvidence(), company.system, at + timedelta(seconds=2))
    return doer, at


def _in_review(company: Company, life: Life) -> tuple[Doer, datetime]:
    doer, at = _signed(company, life)
    life.step(i.Submit(), company.system, at + timedelta(seconds=3))
    return doer, at + timedelta(seconds=3)


def _rework(company: Company, life: Life) -> tuple[Doer, datetime]:
    doer, at = _in_review(company, life)
    when = at + timedelta(minutes=30)
    lead = company.lead(life)
    reason = "接口处照片不清楚，地面水渍未清理，请返工"
    life.step(i.SendBack(reason, company.now + timedelta(hours=20), f"LEAD-{life.community.code}"), lead, when)
    return doer, when


def _completed(company: Company, life: Life) -> tuple[Doer, datetime]:
    doer, at = _in_review(company, life)
    when = at + timedelta(minutes=45)
    life.step(i.Approve(f"LEAD-{life.community.code}"), company.lead(life), when)
    return doer, when


def _cancelled(company: Company, life: Life) -> tuple[Doer, datetime]:
    doer, at = accepted(company, life)
    life.step(i.Cancel("已自行解决"), company.owner(life.order.id), at + timedelta(minutes=2))
    return doer, at


def _declined(company: Company, life: Life) -> tuple[Doer, datetime]:
    when = life.last_at + timedelta(minutes=9)
    life.step(i.DeclineReport("属于燃气公司维护范围，已代为联系"), company.dispatcher(), when)
    return company.doer("T-GEN-01"), when


def _one_at_a_time(step: Taken) -> Taken:
    """Nobody is on two visits at once: whoever is on one has the next one accepted and waiting."""

    def taken(company: Company, life: Life) -> tuple[Doer, datetime]:
        mine = company.technician(_hand(company, life).code)
        under = any(one.order.technician_id == mine and one.order.status in _VISITING for one in company.lives.values())
        return (accepted if under else step)(company, life)

    return taken


def _as_script(step: Taken) -> Script:
    def script(company: Company, life: Life, draft: Draft) -> None:
        step(company, life)

    return script


TODAY: dict[str, Script] = {
    "live_reported": reported,
    "live_triaged": triaged,
    **{
        f"live_{status}": _as_script(step)
        for status, step in (
            (Status.ACCEPTED, accepted),
            (Status.EN_ROUTE, _one_at_a_time(_en_route)),
            (Status.ARRIVED, _one_at_a_time(_arrived)),
            (Status.IN_PROGRESS, _one_at_a_time(_at_work)),
            (Status.ON_HOLD, _on_hold),
            (Status.WORK_DONE, _work_done),
            (Status.SIGNED, _signed),
            (Status.PENDING_EVIDENCE, _pending),
            (Status.IN_REVIEW, _in_review),
            (Status.REWORK, _rework),
            (Status.COMPLETED, _completed),
            (Status.CANCELLED, _cancelled),
            (Status.DECLINED, _declined),
        )
    },
}
