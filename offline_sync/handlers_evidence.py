"""Operations that bring proof: photos, signatures, faults found on site.

A photo is a fact the moment it is known, its bytes may follow for days. A signature binds to the sheet it was
given under: the server composes the sheet again from what it knows, and where that differs the signature is
kept and marked stale, never thrown away. A former assignee's proof is kept and tagged; it moves nothing.

Errors   `Problem`s of `media.signature`, `dispatch.absence` and the lifecycle; `decide` parks what they refuse.
Pure     yes.
"""

import hashlib

from msgspec.structs import replace

from dispatch import absence, details, sheet
from dispatch import events as e
from dispatch import intents as i
from dispatch.evidence import LATE_FLAG
from dispatch.lifecycle import Standing, apply
from dispatch.lifecycle_table import RANK
from dispatch.model import SignMethod, SignOff, Status
from media import signature as ink
from media.model import Photo, PhotoId, Quality, Signature, SignatureId
from offline_sync import args as a
from offline_sync.handlers import CLOCK_FLAG, Handler, stance_of, tagged
from offline_sync.handlers_details import admitted
from offline_sync.merge import ENDED, Stance
from offline_sync.model import Verdict
from offline_sync.moments import within
from offline_sync.verdicts import merged, parked, superseded
from offline_sync.world import Case, Effect, World, given


def add_photo(world: World, case: Case) -> Effect:
    asked = given(case, a.NewPhoto)
    known = world.photos.get(asked.id)
    if known is not None:
        same = known.sha256 == asked.sha256 and known.work_order_id == case.told.op.work_order
        return merged("same") if same else parked("id_taken", id=asked.id)
    if asked.id in world.taken:
        return parked("id_taken", id=asked.id)
    found = admitted(world, case)
    if isinstance(found, Effect):
        return found
    standing, tags = found
    picture = (asked.slot, asked.sha256)
    twin = next((p for p in world.photos_of(standing.order.id) if (p.slot, p.sha256) == picture), None)
    if twin is not None:
        return merged("same", photo=twin.id)
    photo = Photo(
        id=PhotoId(asked.id),
        org_id=standing.order.org_id,
        work_order_id=standing.order.id,
        slot=asked.slot,
        sha256=asked.sha256,
        taken_at=within(asked.taken_at, case.told.op.at, case.made),
        by=world.actor.id,
        by_role=world.actor.role,
        position=asked.position,
        accuracy_m=asked.accuracy_m,
        quality=Quality(width=asked.width, height=asked.height, warnings=asked.warnings),
        flags=tags,
        shot=asked.shot,
    )
    return _on_sheet(_kept(standing, case, tags, photo=photo), standing, photo)


def retract_photo(world: World, case: Case) -> Effect:
    """Who took it may take it back until the work is accepted; the picture stays in the history."""
    asked = given(case, a.Retraction)
    found = admitted(world, case)
    if isinstance(found, Effect):
        return found
    standing, tags = found
    photo = world.photos.get(asked.id)
    if photo is None or photo.work_order_id != standing.order.id:
        return superseded("unknown_photo", id=asked.id)
    if photo.retracted_at is not None:
        return merged("same")
    if photo.by != world.actor.id and not world.forced:
        return parked("not_author", id=asked.id)
    if standing.order.status in details.OVER:
        return parked(details.OrderOver.code, status=standing.order.status)
    gone = replace(photo, retracted_at=case.made.at, version=photo.version + 1)
    return _on_sheet(_kept(standing, case, tags, retracted=gone), standing, photo)


def capture(world: World, case: Case) -> Effect:
    asked = given(case, a.Capture)
    found = admitted(world, case)
    if isinstance(found, Effect):
        return found
    standing, tags = found
    if hashlib.sha256(asked.sheet.encode()).hexdigest() != asked.digest:
        return parked("signed_payload_mismatch", why="digest")
    if asked.signature_id in world.taken:
        return parked("id_taken", id=asked.signature_id)
    if asked.method is SignMethod.LINK:
        return parked("not_allowed", intent="sign", method=asked.method)
    drawn = _drawn(world, case, standing, asked)
    who = stance_of(world, case, standing)
    status = standing.order.status
    if who is not Stance.ASSIGNEE or status in ENDED:
        return _signature_kept(standing, case, drawn, tags)
    if RANK[status] < RANK[Status.WORK_DONE] or status is Status.REWORK:
        return parked("illegal_transition", intent="sign", order_status=status)
    resign = standing.order.sign_off is not None and standing.order.sign_off.stale
    if RANK[status] > RANK[Status.WORK_DONE] and not resign:
        return replace(_signature_kept(standing, case, drawn, ("signed_twice",)), verdict=Verdict.MERGED, reason="same")
    return _signed(world, case, standing, drawn)


def _drawn(world: World, case: Case, standing: Standing, asked: a.Capture) -> Signature | None:
    if asked.method is not SignMethod.IN_PERSON or asked.signature_id is None:
        return None
    drawn = Signature(
        id=SignatureId(asked.signature_id),
        org_id=standing.order.org_id,
        work_order_id=standing.order.id,
        signer=asked.signer,
        strokes=asked.strokes,
        aspect=asked.aspect,
        digest=asked.digest,
        sheet=asked.sheet,
        signed_at=within(asked.at, case.told.op.at, case.made),
        by=world.actor.id,
    )
    ink.check(drawn)
    return drawn


def _kept(
    standing: Standing,
    case: Case,
    tags: tuple[str, ...],
    *,
    photo: Photo | None = None,
    retracted: Photo | None = None,
    signature: Signature | None = None,
) -> Effect:
    """Proof taken; the order itself changes only where a flag must be put on it."""
    marked = tagged(standing, case, *tags)
    changed = None
    if marked is not standing:
        changed = replace(marked, order=replace(marked.order, version=standing.order.version + 1))
    return Effect(
        verdict=Verdict.APPLIED,
        facts={"tags": list(tags)} if tags else {},
        standing=changed,
        photo=photo,
        retracted=retracted,
        signature=signature,
    )


def _on_sheet(effect: Effect, standing: Standing, photo: Photo) -> Effect:
    """A photo that comes onto the sheet or leaves it changes what was signed."""
    now = effect.standing or standing
    order, told = details.sheet_changed(now.order)
    if not sheet.pictures([photo]) or not told:
        return effect
    order = replace(order, version=standing.order.version + 1, updated_at=max(order.updated_at, photo.taken_at))
    return replace(effect, standing=replace(now, order=order), events=(*effect.events, *told))


def _signature_kept(standing: Standing, case: Case, drawn: Signature | None, tags: tuple[str, ...]) -> Effect:
    """A signature that moves nothing is evidence all the same; a refusal without one is told in the timeline."""
    effect = _kept(standing, case, tags, signature=drawn)
    if drawn is not None:
        return effect
    told = e.WorkDetailed(standing.order.id, "sign_off_kept", case.told.op.op_id)
    return replace(effect, standing=effect.standing or standing, events=(told,))


def _signed(world: World, case: Case, standing: Standing, drawn: Signature | None) -> Effect:
    asked = given(case, a.Capture)
    if asked.method is SignMethod.ABSENT and not world.forced:
        _check_absence(world, standing, asked)
    stale = digest_now(world, standing) != asked.digest
    sign_off = SignOff(
        method=asked.method,
        digest=asked.digest,
        at=within(asked.at, case.told.op.at, case.made),
        signature_id=asked.signature_id if drawn else None,
        signer=asked.signer,
        reason=asked.reason,
        stale=stale,
    )
    outcome = apply(standing, i.Sign(sign_off), world.actor, case.made.at)
    signed = tagged(replace(standing, order=outcome.order, assignment=outcome.assignment), case)
    return Effect(
        verdict=Verdict.MERGED if stale else Verdict.APPLIED,
        reason="sheet_changed" if stale else "",
        standing=signed,
        events=(*outcome.events, e.SignOffWentStale(standing.order.id)) if stale else outcome.events,
        signature=drawn,
    )


def _check_absence(world: World, standing: Standing, asked: a.Capture) -> None:
    """A phone whose clock cannot be believed still shows a door, but not the one it arrived with."""
    order = standing.order
    doors = [photo for photo in world.photos_of(order.id) if photo.slot == "door" and LATE_FLAG not in photo.flags]
    if CLOCK_FLAG in order.flags and order.clocks.fixed_at is not None:
        at_door = order.presence.proof if order.presence else ""
        shown = [order.clocks.fixed_at for photo in doors if photo.id != at_door]
    else:
        shown = [photo.taken_at for photo in doors]
    absence.check(order, asked.tried, shown)


def digest_now(world: World, standing: Standing) -> str:
    """The digest of the sheet as the server would show it at this moment; empty when it cannot say."""
    shown = world.shown.get(standing.order.id)
    if shown is None:
        return ""
    pictures = sheet.pictures(world.photos_of(standing.order.id))
    now = replace(shown, order=standing.order, fault=standing.fault)
    return sheet.digest(sheet.canonical(sheet.compose(now, pictures, world.code)))


def found_on_site(world: World, case: Case) -> Effect:
    asked = given(case, a.FoundOnSite)
    premises = world.premises.get(asked.premises)
    if premises is None or premises.org_id != world.actor.org_id or not world.actor.covers(premises.community_id):
        return parked("unknown_premises", premises=asked.premises)
    if not asked.words.strip() and not asked.fault:
        return parked("bad_arguments", why="words or fault")
    return Effect(verdict=Verdict.APPLIED, found=asked, facts={"work_order": asked.id})


EVIDENCE: dict[str, Handler] = {
    "photo.add": add_photo,
    "photo.retract": retract_photo,
    "sign_off.capture": capture,
    "report.add": found_on_site,
}
