"""What a step needs before it may be taken: photos, checklist steps, codes, reasons, proof of presence.

Missing things have codes that the phone can point at, and the phone asks for them by the same rules
(`pwa/src/engine/evidence.ts`), held together by shared vectors.

Units    metres, seconds.
Pure     the moment is an argument.
"""

import hashlib
import re
from datetime import datetime, timedelta

from msgspec import Struct

from dispatch import intents as i
from dispatch.fitness import missing_certificates, missing_crew, missing_permits, quiet_now
from dispatch.model import (
    Assignment,
    AssignmentState,
    Certificate,
    Fault,
    Presence,
    PresenceMethod,
    SignMethod,
    WorkOrder,
)
from kernel.geo import LatLng, haversine_km

FENCE_M = 80
FENCE_ACCURACY_M = 100
SKIPPED_FLAG = "steps_skipped"
OVERRIDE_FLAG = "emergency_override"
WAIVED_FLAG = "evidence_waived"
LATE_FLAG = "late_from_former_assignee"  # on a photo: kept and shown, never counted and never signed for
READING = re.compile(r"\s*[<>≤≥±+-]*\s*[0-9]")
SILENT_UNDO = timedelta(seconds=10)


class Proof(Struct, frozen=True):
    """What evidence is held: photos per slot, and how many of them are only announced so far."""

    before: int = 0
    after: int = 0
    awaited: int = 0  # photos and signatures whose bytes are still on a phone
    doors: frozenset[str] = frozenset()  # photos of the door, announced ones too


class Standing(Struct, frozen=True):
    """Everything a decision about one work order looks at."""

    order: WorkOrder
    fault: Fault
    assignment: Assignment | None = None
    proof: Proof = Proof()
    place: LatLng | None = None  # where the premises are; None: not known, not compared
    time_zone: str = "UTC"
    report_code: str | None = None  # what the code on its door says; None: not known, not compared
    held: tuple[Certificate, ...] | None = None  # by whoever is sent; None: not known, not compared
    quiet_hours: tuple[tuple[str, str], ...] = ()  # of the community and the household


def missing_evidence(standing: Standing, intent: i.AnyIntent, at: datetime | None = None) -> list[str]:
    """What this intent still needs, as codes the phone can point at; empty when nothing is missing."""
    order, fault, proof = standing.order, standing.fault, standing.proof
    done = _done(standing)
    match intent:
        case i.Arrive(presence=presence):
            return _missing_in_presence(presence, standing)
        case i.Undo(reason=reason):
            fixed = order.clocks.fixed_at
            late = at is not None and fixed is not None and at - fixed > SILENT_UNDO
            return ["reason"] if late and not reason.strip() else []
        case i.Accept():
            return unlawful(standing, at)
        case i.Start():
            steps = [s.code for s in fault.checklist if s.required and s.before_start and s.code not in done]
            photos = _short("before", fault.before_photos, proof.before)
            return photos + [f"step:{code}" for code in steps] + unfit(standing, at)
        case i.Finish(cause=cause, action=action):
            steps = [s.code for s in fault.checklist if s.required and s.code not in done]
            codes = [name for name, value in (("cause", cause), ("action", action)) if not value]
            return _short("after", fault.after_photos, proof.after) + [f"step:{code}" for code in steps] + codes
        case i.Sign(sign_off=sign_off):
            return _missing_in_sign_off(sign_off.method, sign_off.signature_id, sign_off.reason, sign_off.digest)
        case i.Submit():
            return [*([f"bytes:{proof.awaited}"] if proof.awaited else []), *_unproved(standing)]
        case i.Approve():
            return [] if WAIVED_FLAG in order.flags else _unproved(standing)
        case (
            i.Cancel(reason=reason)
            | i.Revoke(reason=reason)
            | i.SendBack(reason=reason)
            | i.DeclineReport(reason=reason)
            | i.WaiveEvidence(reason=reason)
            | i.Override(reason=reason)
        ):
            return [] if reason.strip() else ["reason"]
        case (
            i.Release(state=AssignmentState.DECLINED, reason=reason)
            | i.Leave(state=AssignmentState.DECLINED, reason=reason)
        ):
            return [] if reason.strip() else ["reason"]
        case _:
            return []


def unlawful(standing: Standing, at: datetime | None) -> list[str]:
    """Certificates that whoever is sent does not hold now. Only the duty manager may answer for that."""
    if at is None or standing.held is None or OVERRIDE_FLAG in standing.order.flags:
        return []
    return missing_certificates(standing.fault, standing.held, standing.time_zone, at)


def unfit(standing: Standing, at: datetime | None) -> list[str]:
    """What forbids the work to begin: the law, the crew, permits, quiet hours."""
    order, fault = standing.order, standing.fault
    if at is None or OVERRIDE_FLAG in order.flags:
        return []
    return [
        *unlawful(standing, at),
        *missing_crew(order, fault),
        *missing_permits(order, fault, at),
        *quiet_now(order, standing.quiet_hours, standing.time_zone, at),
    ]


def _done(standing: Standing) -> set[str]:
    """The steps that are answered: ticked, and where the step is a reading, with a number (a unit may follow)."""
    readings = {step.code for step in standing.fault.checklist if step.kind == "reading"}
    answers = [one for one in standing.order.checklist if one.done]
    return {one.step for one in answers if one.step not in readings or READING.match(one.value)}


def _short(slot: str, needed: int, held: int) -> list[str]:
    return [f"{slot}_photo:{needed - held}"] if held < needed else []


def _unproved(standing: Standing) -> list[str]:
    """Photos that the work still needs to be judged. A start that no phone ever reported could ask for none before."""
    fault, proof = standing.fault, standing.proof
    before = 0 if SKIPPED_FLAG in standing.order.flags else fault.before_photos
    return _short("before", before, proof.before) + _short("after", fault.after_photos, proof.after)


def owner_code(work_order_id: str, assignment_id: str) -> str:
    """Four digits on the owner's page, for whoever is sent, to be read out at the door.

    Phones check it without a network, so it can be no secret: it catches a wrong door and a wrong order, not
    somebody who works it out.
    """
    hashed = hashlib.sha256(f"{work_order_id}\n{assignment_id}".encode()).hexdigest()
    return f"{int(hashed[:8], 16) % 10_000:04d}"


def _missing_in_presence(presence: Presence, standing: Standing) -> list[str]:
    """The owner's code, the code on the door or a photo of it must be the right one; a position near and sharp."""
    place = standing.place
    if presence.method is not PresenceMethod.FENCE:
        return (["presence"] if _is_wrong(presence, standing) else []) if presence.proof else ["proof"]
    if presence.position is None or presence.accuracy_m is None:
        return ["position"]
    missing = [f"accuracy:{FENCE_ACCURACY_M}"] if presence.accuracy_m > FENCE_ACCURACY_M else []
    if place is not None and haversine_km(presence.position, place) * 1000 > FENCE_M:
        missing.append(f"distance:{FENCE_M}")
    return missing


def _is_wrong(presence: Presence, standing: Standing) -> bool:
    match presence.method:
        case PresenceMethod.OWNER_CODE:
            return presence.proof != owner_code(standing.order.id, standing.order.assignment_id or "")
        case PresenceMethod.ASSET_QR:
            return standing.report_code is not None and presence.proof != standing.report_code
        case PresenceMethod.DOOR_PHOTO:
            return presence.proof not in standing.proof.doors
        case _:
            return True


def _missing_in_sign_off(method: SignMethod, signature: str | None, reason: str, digest: str) -> list[str]:
    missing = [] if len(digest) == 64 else ["digest"]
    if method is SignMethod.IN_PERSON and not signature:
        missing.append("signature")
    if method in {SignMethod.REFUSED, SignMethod.ABSENT} and not reason.strip():
        missing.append("reason")
    return missing
