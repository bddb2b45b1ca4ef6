"""How the fifteen stories go, step by step, where the usual course does not tell them.

Effects  moves lives and dice.
"""

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from api.demo import depots, visits
from api.demo.company import Company, Draft
from api.demo.life import Doer, Life
from api.demo.scripts import Script, usual
from dispatch import details
from dispatch import events as e
from dispatch import intents as i
from dispatch.model import HoldReason, PartLine, Presence, PresenceMethod, SignMethod, Slot

LATE = ("late_from_former_assignee",)


def leak_again(company: Company, life: Life, draft: Draft) -> None:
    """Mended where it dripped, not where it came from."""
    doer, done = _done(company, life, draft.facts["cause"])
    visits.answered(company, life, visits.approved(company, life, done), solved=False)
    life.note("业主反映仍有渗漏", doer, life.last_at)


def leak_found(company: Company, life: Life, draft: Draft) -> None:
    """The third visit finds it upstairs."""
    doer, done = _done(company, life, draft.facts["cause"])
    life.note("楼上 903 卫生间主管接口渗漏，已一并更换", doer, done)
    visits.answered(company, life, visits.approved(company, life, done))


def _done(company: Company, life: Life, cause: str) -> tuple[Doer, datetime]:
    visits.report_photo(company, life)
    hand, accepted = visits.assigned(company, life, life.last_at)
    doer = company.doer(hand.code)
    begun = visits.started(company, life, doer, visits.travelled(company, life, doer, accepted))
    ended = _finish(company, life, doer, begun + timedelta(minutes=48), cause)
    life.sign(SignMethod.IN_PERSON, doer, ended + timedelta(minutes=2), signer=life.order.contact.name)
    return doer, visits.submitted(company, life, ended + timedelta(minutes=2))


def _finish(company: Company, life: Life, doer: Doer, at: datetime, cause: str = "AGE") -> datetime:
    for number in range(life.fault.after_photos):
        life.photo(Slot.AFTER, company.picture(life, after=True), doer.actor, at - timedelta(seconds=40 - 10 * number))
    life.check(doer, at - timedelta(seconds=30), before_start=False)
    life.step(i.Finish(cause, "REPAIR"), doer.actor, at)
    return at


def _taken(company: Company, life: Life, code: str, at: datetime) -> Doer:
    """Offered to one person, accepted half a minute later."""
    doer = company.doer(code)
    life.offer(
        company.technician(code),
        company.system,
        at,
        visits.ANSWER_BY[life.order.priority],
        company.mates(life, code, at),
    )
    life.step(i.Accept(), doer.actor, at + timedelta(seconds=25))
    life.join(at + timedelta(seconds=25))
    return doer


def _at_the_door(life: Life, doer: Doer, at: datetime) -> datetime:
    life.step(i.Depart(), doer.actor, at)
    arrives = at + timedelta(minutes=9)
    fence = Presence(PresenceMethod.FENCE, arrives, life.premises.position, 12.0)
    life.step(i.Arrive(fence), doer.actor, arrives)
    return arrives


def _working(company: Company, life: Life, code: str, at: datetime) -> tuple[Doer, datetime]:
    doer = _taken(company, life, code, at)
    return doer, visits.started(company, life, doer, _at_the_door(life, doer, at + timedelta(minutes=3)))


def trapped(company: Company, life: Life, draft: Draft) -> None:
    """Called at 18:42; two people, no signal in the shaft, free 22 minutes later."""
    called = life.order.reported_at
    doer = _taken(company, life, "T-LFT-02", called + timedelta(seconds=15))
    life.step(i.Depart(), doer.actor, called + timedelta(minutes=2))
    life.offline_for = timedelta(minutes=31)
    arrived = called + timedelta(minutes=11)
    qr = Presence(PresenceMethod.ASSET_QR, arrived, proof=life.premises.report_code)
    life.step(i.Arrive(qr), doer.actor, arrived)
    life.check(doer, arrived + timedelta(seconds=20), before_start=True)
    life.step(i.Start(), doer.actor, arrived + timedelta(minutes=1))
    free = called + timedelta(minutes=22)
    _finish(company, life, doer, free, "PART")
    life.note("T-LFT-04 同行，两人平层放人，乘客无伤；五方对讲记录已保存", doer, free)
    life.sign(SignMethod.IN_PERSON, doer, free + timedelta(minutes=6), signer="DUTY-1")
    done = visits.submitted(company, life, free + timedelta(minutes=6))
    visits.answered(company, life, visits.approved(company, life, done))


def storm_wait(company: Company, life: Life, draft: Draft) -> None:
    """Accepted, then held for the weather; the owner is told why and until when."""
    hand, accepted = visits.assigned(company, life, life.last_at)
    doer = company.doer(hand.code)
    begun = visits.started(company, life, doer, visits.travelled(company, life, doer, accepted))
    until = begun + timedelta(hours=3)
    told = "暴雨红色预警，优先处理险情，稍后继续"
    life.step(i.PutOnHold(HoldReason.WEATHER, until, told), doer.actor, begun + timedelta(minutes=4))
    life.step(i.Resume(), doer.actor, until)
    done = visits.submitted(
        company, life, visits.signed(company, life, doer, visits.finished(company, life, doer, until))
    )
    visits.answered(company, life, visits.approved(company, life, done))


def pre_empted(company: Company, life: Life, draft: Draft) -> None:
    """Somebody was already on the way here when a pipe burst elsewhere."""
    _, accepted = visits.assigned(company, life, life.last_at)
    life.step(i.Revoke("P0 爆管优先，已改派"), company.dispatcher(), accepted + timedelta(minutes=3))
    visits.whole(company, life, accepted + timedelta(minutes=50))


def offline_three_days(company: Company, life: Life, draft: Draft) -> None:
    """The first technician worked in a cellar and went home without a signal; somebody else was sent meanwhile."""
    first, begun = _working(company, life, "T-PLB-03", life.last_at + timedelta(minutes=2))
    moment = begun + timedelta(minutes=20)
    late = life.photo(Slot.AFTER, company.picture(life, after=True), first.actor, moment, flags=LATE)
    life.step(i.Revoke("联系不上，改派"), company.dispatcher(), begun + timedelta(days=1))
    visits.whole(company, life, begun + timedelta(days=1, minutes=1))
    told = e.WorkDetailed(life.order.id, "late_evidence", late.id)
    life.tell(told, company.system, moment + timedelta(days=3))


def over_limit(company: Company, life: Life, draft: Draft) -> None:
    """198.00 of parts were allowed; 15.00 more are not without a word from above."""
    doer, begun = _working(company, life, "T-ELE-05", life.last_at + timedelta(seconds=40))
    life.offline_for = timedelta(minutes=26)
    at = begun + timedelta(minutes=15)
    life.part(company.part("M-004", 5500, at), doer, at)
    life.part(company.part("M-010", 10_000, at), doer, at + timedelta(seconds=40))
    life.become(flags=life.order.flags | {"over_limit"})
    until = at + timedelta(hours=2)
    note = "材料 ¥213.00 超过单笔 ¥200 限额，申请授权"
    life.step(i.PutOnHold(HoldReason.WAITING_APPROVAL_CO, until, note), doer.actor, at + timedelta(minutes=1))
    life.step(i.Resume(), doer.actor, at + timedelta(minutes=47))
    ended = _finish(company, life, doer, at + timedelta(minutes=70))
    life.sign(SignMethod.IN_PERSON, doer, ended + timedelta(minutes=3), signer=life.order.contact.name)
    done = visits.submitted(company, life, ended + timedelta(minutes=3))
    visits.answered(company, life, visits.approved(company, life, done))


def corrected(company: Company, life: Life, draft: Draft) -> None:
    """Signed for 20.00 too much; the line is put right and the owner is asked again by link."""
    doer, begun = _working(company, life, "T-PLB-01", company.opens(life, life.last_at) + timedelta(minutes=2))
    line = company.part("M-011", 2250, begun)
    life.part(line, doer, begun + timedelta(minutes=10))
    ended = _finish(company, life, doer, begun + timedelta(minutes=30))
    life.sign(SignMethod.IN_PERSON, doer, ended + timedelta(minutes=2), signer=life.order.contact.name)
    visits.submitted(company, life, ended + timedelta(minutes=2))
    _put_right(company, life, line, ended + timedelta(minutes=40))


def _put_right(company: Company, life: Life, line: PartLine, at: datetime) -> None:
    order, told = details.set_part_quantity(life.order, line.id, 1000)
    life.standing = replace(life.standing, order=order)
    for event in told:
        life.tell(event, company.office("CLERK-1", company.dispatcher().role), at)


def reused(company: Company, life: Life, draft: Draft) -> None:
    """The after photo is the one of another home, 41 days ago."""
    hand, accepted = visits.assigned(company, life, life.last_at)
    doer = company.doer(hand.code)
    begun = visits.started(company, life, doer, visits.travelled(company, life, doer, accepted))
    ended = visits.finished(company, life, doer, begun)
    old = next((one for one in company.lives["S08-1"].photos if one.slot == Slot.AFTER), None)
    if old is not None:
        life.photos = [
            replace(one, sha256=old.sha256, quality=old.quality, flags=("seen_before",))
            if one.slot == Slot.AFTER
            else one
            for one in life.photos
        ]
    life.sign(SignMethod.ABSENT, doer, ended + timedelta(minutes=1), reason="业主不在家")
    visits.submitted(company, life, ended + timedelta(minutes=1))


def permit_ends(company: Company, life: Life, draft: Draft) -> None:
    """Accepted at 23:52 by somebody whose electrician's permit ends with the day."""
    asked = life.order.reported_at + timedelta(minutes=3)
    _taken(company, life, "T-ELE-02", asked)
    midnight = company.local("YQL", life.order.reported_at + timedelta(days=1), 0)
    life.step(i.Revoke("cert_expired C-ELE-LV"), company.system, midnight)
    nobody = e.NobodyEligible(life.order.id, {"cert_expired": 1, "not_on_shift": 11, "skill_missing": 41})
    life.tell(nobody, company.system, midnight + timedelta(seconds=1))
    _, begun = _working(company, life, "T-ELE-15", midnight + timedelta(minutes=11))
    doer = company.doer("T-ELE-15")
    ended = _finish(company, life, doer, begun + timedelta(minutes=25))
    life.sign(SignMethod.IN_PERSON, doer, ended + timedelta(minutes=4), signer="STEW-YQL-1")
    done = visits.submitted(company, life, ended + timedelta(minutes=4))
    visits.answered(company, life, visits.approved(company, life, done))


def nobody_home(company: Company, life: Life, draft: Draft) -> None:
    """Rang three times on three visits; from the third on the clock stands still."""
    doer, begun = _working(company, life, "T-HVC-03", company.opens(life, life.last_at) + timedelta(minutes=4))
    at = begun + timedelta(minutes=6)
    for attempt in range(3):
        until = at + timedelta(hours=14)
        if attempt == 2:
            until = max(until, company.now + timedelta(hours=5))
        note = f"第 {attempt + 1} 次上门，业主不在家，已留条"
        life.photo(Slot.DOOR, company.picture(life, after=False), doer.actor, at)
        life.step(i.PutOnHold(HoldReason.WAITING_OWNER_ACCESS, until, note), doer.actor, at)
        if attempt == 2:
            return
        at += timedelta(hours=13)
        life.step(i.Resume(), doer.actor, at)
        at += timedelta(minutes=9)


def part_elsewhere(company: Company, life: Life, draft: Draft) -> None:
    """None here, two in the next community 3.1 kilometres away."""
    doer = _taken(company, life, "T-PLB-05", life.last_at + timedelta(seconds=12))
    life.step(i.Depart(), doer.actor, life.last_at + timedelta(minutes=1))
    arrived = life.last_at + timedelta(minutes=7)
    qr = Presence(PresenceMethod.ASSET_QR, arrived, proof=life.premises.report_code)
    life.step(i.Arrive(qr), doer.actor, arrived)
    begun = visits.started(company, life, doer, arrived)
    until = company.now + timedelta(hours=2)
    note = "云栖里库存 0 套，启明科创中心有 2 套，相距 3.1 公里，已请送货"
    life.step(i.PutOnHold(HoldReason.WAITING_PARTS, until, note, "M-013"), doer.actor, begun + timedelta(minutes=14))
    life.saw(depots.near(company.org_id, company.seed, "M-013", life.premises.position))


def across_clocks(company: Company, life: Life, draft: Draft) -> None:
    """Reported before the change of clocks, finished after it; the promise did not move by an hour."""
    begin = company.opens(life, life.last_at + timedelta(hours=10))
    morning = begin.astimezone(UTC)
    hands = company.on_duty(life, morning)
    while not hands:
        morning += timedelta(hours=1)
        hands = company.on_duty(life, morning)
    doer, begun = _working(company, life, hands[0].code, morning + timedelta(minutes=5))
    ended = _finish(company, life, doer, begun + timedelta(minutes=31))
    life.sign(SignMethod.IN_PERSON, doer, ended + timedelta(minutes=2), signer=life.order.contact.name)
    done = visits.submitted(company, life, ended + timedelta(minutes=2))
    visits.answered(company, life, visits.approved(company, life, done))


def drowned(company: Company, life: Life, draft: Draft) -> None:
    """His phone fell into a bucket with seven updates in it; the work was done again on paper."""
    _, begun = _working(company, life, "T-ELE-06", life.last_at + timedelta(minutes=2))
    lost = begun + timedelta(hours=2)
    life.step(i.Revoke("手机进水，7 条更新未上传"), company.dispatcher(), lost)
    life.become(flags=life.order.flags | {"lost_updates"})
    visits.whole(company, life, lost + timedelta(minutes=5))


def hotline(company: Company, life: Life, draft: Draft) -> None:
    """Two broken promises, then the city's hotline."""
    first = company.days_ago(3)
    for level, reason in enumerate(("respond_late", "owner_urged", "12345")):
        life.step(i.Escalate(reason), company.system, first + timedelta(hours=20 * level))
    life.become(flags=life.order.flags | {"12345"})
    hands = company.on_duty(life, company.opens(life, company.now - timedelta(hours=3)))
    if hands:
        _taken(company, life, hands[-1].code, company.now - timedelta(minutes=18))


def nap_time(company: Company, life: Life, draft: Draft) -> None:
    """The first proposal was 12:30; the household asked for the afternoon."""
    life.become(visit_notes="孩子 12:30–14:00 午睡；业主拒绝 12:30 时段，已改 14:30–16:00")
    at = company.opens(life, life.last_at + timedelta(minutes=10))
    hands = company.on_duty(life, at)
    if hands:
        _taken(company, life, hands[0].code, at)


STORIES: dict[str, Script] = {
    "leak_again": leak_again,
    "leak_found": leak_found,
    "trapped": trapped,
    "storm_wait": storm_wait,
    "pre_empted": pre_empted,
    "offline_three_days": offline_three_days,
    "over_limit": over_limit,
    "corrected": corrected,
    "reused": reused,
    "permit_ends": permit_ends,
    "nobody_home": nobody_home,
    "part_elsewhere": part_elsewhere,
    "across_clocks": across_clocks,
    "drowned": drowned,
    "hotline": hotline,
    "nap_time": nap_time,
    "usual": usual,
}
