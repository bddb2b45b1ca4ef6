"""What may become of an ordinary report: done, held, sent back, handed on, cancelled, declined, merged, faked.

Effects  moves lives and dice.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec.structs import replace

from api.demo import visits, words
from api.demo.company import Company, Draft
from api.demo.life import Doer, Life
from dispatch import intents as i
from dispatch.model import Kind, SignMethod

Script = Callable[[Company, Life, Draft], None]
HOLDS = (("waiting_parts", 5, 26), ("waiting_owner_access", 3, 20), ("waiting_vendor", 2, 6), ("weather", 1, 5))


def usual(company: Company, life: Life, draft: Draft) -> None:
    """Done, signed, approved, answered."""
    visits.report_photo(company, life)
    visits.whole(company, life, _ready(company, life, draft))


def planned(company: Company, life: Life, draft: Draft) -> None:
    """Maintenance by the calendar, not because somebody complained."""
    life.become(kind=Kind.PM)
    visits.whole(company, life, life.last_at + timedelta(hours=2))


def _ready(company: Company, life: Life, draft: Draft) -> datetime:
    return visits.triaged_by_desk(company, life, draft.facts.get("sort", draft.fault or "PLB-02"), life.last_at)


def came_back(company: Company, life: Life, draft: Draft) -> None:
    """Done, and not solved: a callback follows, the clerk closes this one after a week."""
    visits.report_photo(company, life)
    doer, at = _worked(company, life, draft)
    done = visits.submitted(company, life, visits.signed(company, life, doer, at))
    answered = visits.answered(company, life, visits.approved(company, life, done), solved=False)
    life.step(i.Close(), company.system, answered + timedelta(days=7))


def _worked(company: Company, life: Life, draft: Draft) -> tuple[Doer, datetime]:
    hand, accepted = visits.assigned(company, life, _ready(company, life, draft))
    doer = company.doer(hand.code)
    begun = visits.started(company, life, doer, visits.travelled(company, life, doer, accepted))
    return doer, visits.finished(company, life, doer, begun)


def held(company: Company, life: Life, draft: Draft) -> None:
    """Stopped in the middle for a reason with a date, then finished."""
    dice = company.dice
    hand, accepted = visits.assigned(company, life, _ready(company, life, draft))
    doer = company.doer(hand.code)
    begun = visits.started(company, life, doer, visits.travelled(company, life, doer, accepted))
    reason, _, hours = dice.weighted([(row, float(row[1])) for row in HOLDS])
    on = visits.held(company, life, doer, begun, reason, hours * dice.between(0.4, 1.2))
    done = visits.submitted(company, life, visits.signed(company, life, doer, visits.finished(company, life, doer, on)))
    visits.answered(company, life, visits.approved(company, life, done))


def sent_back(company: Company, life: Life, draft: Draft) -> None:
    """The lead was not content; the second time he is."""
    dice = company.dice
    doer, ended = _worked(company, life, draft)
    done = visits.submitted(company, life, visits.signed(company, life, doer, ended))
    looked = done + dice.minutes(10, 200)
    lead = company.lead(life)
    due = looked + timedelta(hours=24)
    life.step(i.SendBack(dice.pick(words.SEND_BACK), due, f"LEAD-{life.community.code}"), lead, looked)
    again = company.opens(life, looked + dice.minutes(20, 300))
    life.step(i.Accept(), doer.actor, again)
    begun = visits.started(company, life, doer, visits.travelled(company, life, doer, again))
    ended = visits.finished(company, life, doer, begun)
    done = visits.submitted(company, life, visits.signed(company, life, doer, ended))
    visits.answered(company, life, visits.approved(company, life, done))


def handed_on(company: Company, life: Life, draft: Draft) -> None:
    """Accepted, then given to somebody else."""
    dice = company.dice
    _, accepted = visits.assigned(company, life, _ready(company, life, draft))
    taken = accepted + dice.minutes(4, 30)
    life.step(i.Revoke("前一单超时，改派"), company.dispatcher(), taken)
    visits.whole(company, life, taken + timedelta(seconds=1))


def cancelled(company: Company, life: Life, draft: Draft) -> None:
    """Taken back by the owner before anybody came."""
    dice = company.dice
    at = _ready(company, life, draft)
    if dice.chance(0.6):
        _, at = visits.assigned(company, life, at)
    life.step(i.Cancel(dice.pick(words.CANCELS)), company.owner(life.order.id), at + dice.minutes(1, 4))


def declined(company: Company, life: Life, draft: Draft) -> None:
    """Not ours: the developer's warranty, the gas company, the city."""
    reason = company.dice.pick(("开发商保修范围，已转告", "燃气公司负责，已代为联系", "市政道路，已转 12345"))
    life.step(i.DeclineReport(reason), company.dispatcher(), life.last_at + company.dice.minutes(3, 14))


def duplicate(company: Company, life: Life, draft: Draft) -> None:
    """Somebody else has reported it already."""
    parent = company.lives[draft.parent].order
    why = "same_home" if parent.premises_id == life.order.premises_id else "same_building"
    life.matched((parent.id,), why, life.last_at)
    life.merge(parent, company.dispatcher(), life.last_at + company.dice.minutes(0.4, 9))


def faked(company: Company, life: Life, draft: Draft) -> None:
    """Work that never happened: an old photo again, or three quarters of a minute for an hour's work."""
    hand, accepted = visits.assigned(company, life, life.last_at)
    doer = company.doer(hand.code)
    begun = visits.started(company, life, doer, visits.travelled(company, life, doer, accepted))
    ended = visits.finished(company, life, doer, begun, quick=draft.facts.get("fake") == "quick")
    if draft.facts.get("fake") == "photo":
        life.photos = [replace(one, flags=("seen_before",)) if one.slot == "after" else one for one in life.photos]
    signed_at = ended + company.dice.minutes(1, 3)
    life.sign(SignMethod.ABSENT, doer, signed_at, reason="业主不在家")
    done = visits.submitted(company, life, signed_at)
    visits.answered(company, life, visits.approved(company, life, done))


SCRIPTS: dict[str, Script] = {
    "usual": usual,
    "planned": planned,
    "came_back": came_back,
    "held": held,
    "sent_back": sent_back,
    "handed_on": handed_on,
    "cancelled": cancelled,
    "declined": declined,
    "duplicate": duplicate,
    "faked": faked,
}
