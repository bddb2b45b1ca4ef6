"""What owners do: report, open their link, sign, rate, cancel, urge.

Every action of a page carries a nonce that works once. Reporting twice with the same id is one work order.

Errors   those of `intake`, `links`, `surveys` and of the lifecycle; `PhotoUnknown`, `IdTaken`, `SheetChanged`,
         `UrgedLately`, `TicketSpent`, `OutOfScope`.
Effects  store, media, dispatch, events; never commits.
"""

import dataclasses
from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct
from msgspec.structs import replace

import dispatch.commands
import dispatch.nearby
import dispatch.queries
import media.commands
from dispatch import intents as i
from dispatch import sheet as sheets
from dispatch.lifecycle import NotAllowed
from dispatch.model import Channel, Premises, SignMethod, SignOff, Slot, Status, WorkOrder, WorkOrderId
from dispatch.opening import NewOrder
from experience import events as e
from experience import intake, links, masking, paper, store, surveys
from experience.model import Answer, OwnerLink, OwnerSession, ReportTicket
from experience.views import Rating, ReportAnswer, ReportRequest, SignByLink
from kernel.act import Act
from kernel.actors import Actor
from kernel.errors import Conflict, Exhausted, Forbidden, Invalid
from media.model import Photo, PhotoId, Signature, SignatureId

URGE_EVERY = timedelta(minutes=30)


class PhotoUnknown(Invalid):
    """The report names a photo whose bytes never arrived."""

    code = "photo_unknown"


class IdTaken(Conflict):
    """Another report already has this id."""

    code = "id_taken"


class SheetChanged(Conflict):
    """What was signed is not what the sheet says now."""

    code = "sheet_changed"


class UrgedLately(Exhausted):
    code = "urged_lately"


class TicketSpent(Conflict):
    """A scanned code opens one report; scan again for another."""

    code = "ticket_spent"


class OutOfScope(Forbidden):
    """The link opens another work order."""

    code = "out_of_scope"


class Opened(Struct, frozen=True):
    """A link exchanged for a session: the token is told once."""

    token: str
    session: OwnerSession
    actor: Actor


async def issue_ticket(act: Act, premises: Premises) -> str:
    """A bearer for one report from this place, told once."""
    token = links.secret(links.TICKET, act.ids.secret())
    until = act.now + links.TICKET_FOR
    ticket = ReportTicket(
        token_hash=links.at_rest(token),
        org_id=premises.org_id,
        premises_id=premises.id,
        created_at=act.now,
        expires_at=until,
    )
    await store.put(act.conn, ticket)
    return token


async def use_ticket(act: Act, token_hash: str, report_id: str) -> None:
    """A ticket is for one report; sending that one again is no other."""
    if not await store.use_ticket(act.conn, token_hash, report_id):
        raise TicketSpent


async def report(
    act: Act, request: ReportRequest, premises: Premises, *, blobs_present: frozenset[str], key: bytes
) -> ReportAnswer:
    """One work order for one report, with its photos and one link for whoever reported it.

    Sent again, it is answered with the same link; somebody else who knows its id gets none.
    """
    unknown = [sha for sha in request.photos if sha not in blobs_present]
    if unknown:
        raise PhotoUnknown(photos=unknown)
    taken = intake.normalise(request, premises, act.actor, act.now)
    new = NewOrder(
        id=WorkOrderId(request.id),
        premises=premises,
        channel=taken.channel,
        words=taken.words,
        fault=taken.fault,
        priority=taken.priority,
        contact=taken.contact,
        language=taken.language,
        reported_at=taken.reported_at,
        window_start=taken.window_start,
        window_end=taken.window_end,
        visit_notes=premises.visit_notes,
    )
    order, repeated = await dispatch.commands.open_order(act, new)
    code = links.of_report(key, request.id, act.actor.id)
    theirs = repeated and await store.link_by_hash(act.conn, links.at_rest(code)) is None
    if theirs or order.premises_id != premises.id or order.org_id != premises.org_id:
        raise IdTaken(id=request.id)
    if not repeated:
        await _add_report_photos(act, order, request.photos)
        await _name_duplicates(act, order, premises)
        await mint_link(act, order.id, "report", code)
    return ReportAnswer(order.id, order.number, f"/o#{code}", repeated)


async def _add_report_photos(act: Act, order: WorkOrder, shas: tuple[str, ...]) -> None:
    photos = [
        Photo(
            id=PhotoId(act.ids.new()),
            org_id=order.org_id,
            work_order_id=order.id,
            slot=Slot.REPORT,
            sha256=sha,
            taken_at=order.reported_at,
            by=act.actor.id,
            by_role=act.actor.role,
        )
        for sha in dict.fromkeys(shas)
    ]
    if photos:
        await media.commands.add_photos(act, photos)


async def _name_duplicates(act: Act, order: WorkOrder, premises: Premises) -> None:
    """Tell the office what this may be the same as; nothing merges by itself."""
    since = act.now - intake.SAME_HOME_FOR
    near = await dispatch.nearby.open_near(act.conn, order.community_id, order.fault, since)
    work = [one for one in near if one.id != order.id]
    matches = intake.duplicates(order.fault, premises, order.reported_at, work)
    if matches:
        like = tuple(match.work_order_id for match in matches[:5])
        act.record(order.id, e.ReportMatched(order.id, like, matches[0].why))


async def mint_link(act: Act, work_order_id: str, label: str, code: str = "") -> str:
    """A code (a new one, if none is given) for one recipient of one work order; only its hash is kept."""
    code = code or links.secret(links.LINK, act.ids.secret())
    link = OwnerLink(
        id=act.ids.new(),
        org_id=act.actor.org_id,
        work_order_id=work_order_id,
        code_hash=links.at_rest(code),
        label=label[:40],
        created_at=act.now,
        created_by=act.actor.id,
    )
    await store.put(act.conn, link)
    act.record(work_order_id, e.LinkMinted(work_order_id, link.id, link.label))
    return code


async def revoke_links(act: Act, work_order_id: str) -> int:
    """Every link to a work order ends now, and every page that one of them opened; how many there were."""
    return await store.revoke_links(act.conn, work_order_id, act.now)


async def open_link(act: Act, code: str) -> Opened:
    """Exchange a link's code for a session of one page."""
    if not links.well_formed(links.LINK, code):
        raise links.LinkUnknown
    link = await store.link_by_hash(act.conn, links.at_rest(code))
    if link is None:
        raise links.LinkUnknown
    ended = await dispatch.nearby.ended_at(act.conn, link.work_order_id)
    if not links.is_open(link, ended, act.now):
        raise links.LinkExpired
    token = links.secret(links.SESSION, act.ids.secret())
    session = OwnerSession(
        token_hash=links.at_rest(token),
        link_id=link.id,
        org_id=link.org_id,
        work_order_id=link.work_order_id,
        seal_key=act.ids.secret(),
        created_at=act.now,
        expires_at=min(act.now + links.SESSION_FOR, link.created_at + links.AT_MOST),
    )
    await store.put(act.conn, session)
    await store.count_use(act.conn, link.id, act.now)
    actor = links.actor(link.id, link.org_id, link.work_order_id)
    if link.uses == 0:
        act.record(link.work_order_id, e.LinkOpened(link.work_order_id, link.id, 1), by=actor)
    return Opened(token, session, actor)


async def _spend(act: Act, session: OwnerSession, nonce: str) -> None:
    if act.actor.scope != session.work_order_id:
        raise OutOfScope
    stored = links.check_nonce(session, nonce, act.now)
    if not await store.spend_nonce(act.conn, stored, act.now + links.NONCE_FOR):
        raise links.NonceSpent


async def sign_by_link(act: Act, session: OwnerSession, asked: SignByLink) -> WorkOrder:
    """The owner's signature over the sheet as it stands at this moment; anything else is refused."""
    await _spend(act, session, asked.nonce)
    key = session.work_order_id
    shown = (await dispatch.queries.phone_orders(act.conn, [key]))[key]
    text = await paper.sheet_now(act.conn, key)
    digest = sheets.digest(text)
    if digest != asked.digest:
        raise SheetChanged
    signature = Signature(
        id=SignatureId(asked.signature_id),
        org_id=session.org_id,
        work_order_id=key,
        signer=asked.signer,
        strokes=asked.strokes,
        aspect=asked.aspect,
        digest=digest,
        sheet=text,
        signed_at=act.now,
        by=act.actor.id,
    )
    await media.commands.add_signature(act, signature)
    sign_off = SignOff(SignMethod.LINK, digest, act.now, signature.id, asked.signer)
    return await dispatch.commands.carry_out(act, WorkOrderId(key), i.Sign(sign_off), version=shown.order.version)


async def sign_by_office(
    act: Act, work_order_id: str, method: SignMethod, reason: str, *, version: int | None
) -> WorkOrder:
    """The office says why there is no signature (refused, absent), over the sheet as it stands at this moment."""
    if method not in {SignMethod.REFUSED, SignMethod.ABSENT}:
        raise NotAllowed(intent="sign", method=method)
    text = await paper.sheet_now(act.conn, work_order_id)
    sign_off = SignOff(method, sheets.digest(text), act.now, reason=reason.strip())
    return await dispatch.commands.carry_out(act, work_order_id, i.Sign(sign_off), version=version)


async def rate(act: Act, session: OwnerSession, asked: Rating) -> WorkOrder | None:
    """Keep the answer. Solved closes the work order; not solved opens a callback, which is returned."""
    await _spend(act, session, asked.nonce)
    key = WorkOrderId(session.work_order_id)
    shown = (await dispatch.queries.phone_orders(act.conn, [key]))[key]
    order = shown.order
    surveys.check(order.status, await store.answer(act.conn, key) is not None)
    answer = Answer(
        id=act.ids.new(),
        org_id=session.org_id,
        work_order_id=key,
        solved=asked.solved,
        csat=asked.csat,
        ces=asked.ces,
        nps=asked.nps,
        words=masking.words(intake.fold(asked.words)),
        at=act.now,
        by=act.actor.id,
    )
    await store.put(act.conn, answer)
    act.record(key, e.OwnerRated(key, asked.solved, asked.csat, asked.ces, asked.nps))
    if asked.solved:
        if order.status is Status.COMPLETED:
            await dispatch.commands.carry_out(act, key, i.Close(), version=order.version)
        return None
    if not surveys.in_callback_time(order.clocks.fixed_at, shown.fault.callback_days, act.now):
        return None
    return await _open_callback(act, order, answer.words)


async def _open_callback(act: Act, order: WorkOrder, words: str) -> WorkOrder:
    premises = await dispatch.queries.premises_by_id(act.conn, order.premises_id)
    new = NewOrder(
        id=WorkOrderId(act.ids.new()),
        premises=premises,
        channel=Channel.LINK,
        words=words or order.description,
        fault=order.fault,
        priority=order.priority,
        contact=order.contact,
        language=order.language,
        reported_at=act.now,
        window_start=None,
        window_end=None,
        visit_notes=order.visit_notes,
        callback_of=order.id,
    )
    # The link is scoped to the old order; this one report is the owner's about the new one. The traces are shared.
    as_reporter = dataclasses.replace(act, actor=replace(act.actor, scope=new.id))
    callback, _ = await dispatch.commands.open_order(as_reporter, new)
    act.record(order.id, e.CallbackOpened(order.id, callback.id))
    return callback


async def cancel_by_owner(act: Act, session: OwnerSession, nonce: str, reason: str) -> WorkOrder:
    """Take the report back, as long as nobody stands at the door."""
    await _spend(act, session, nonce)
    intent = i.Cancel(masking.words(intake.fold(reason))[:200])
    return await dispatch.commands.carry_out(act, WorkOrderId(session.work_order_id), intent, version=None)


async def urge(act: Act, session: OwnerSession, nonce: str) -> WorkOrder:
    """Ask to hurry: one level up the ladder, at most twice an hour."""
    key = WorkOrderId(session.work_order_id)
    last = await store.last_urge(act.conn, key)
    if last is not None and act.now < last + URGE_EVERY:
        raise UrgedLately(retry_after_s=int((last + URGE_EVERY - act.now).total_seconds()) + 1)
    await _spend(act, session, nonce)
    await store.note_urge(act.conn, key, act.now)
    order = await dispatch.commands.carry_out(act, key, i.Escalate("owner_urged"), version=None)
    act.record(key, e.OwnerUrged(key))
    return order


async def keep_answers(act: Act, answers: Sequence[Answer]) -> None:
    """Answers that come with a whole past: imports and the demo company."""
    await store.put(act.conn, *answers)


async def forget(act: Act) -> int:
    """Delete sessions, tickets and used nonces that have run out."""
    return await store.sweep(act.conn, act.now)
