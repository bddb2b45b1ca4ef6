"""The real exchange behind a pipe: every request of a schedule answered as the routes would, on a database in memory.

    server = Server()
    server.begin(seed)                 # the company of every schedule, fresh
    head, body = server.answer(asked, payload)

Nothing here decides: envelope, exchange, pull, drop-box, uploads and rulings are the product's. What is added is
what a schedule may do to a server: die at a statement, refuse once, forget what is new to it (an older build),
fail on chosen words, lose its file and come back from a backup.

Units    epoch milliseconds on the pipe.
Effects  memory only.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import exc

from api.admission import Turns
from api.problems import told
from dispatch import commands as dispatch
from kernel import feed as heads
from kernel.actors import Actor, ActorId, OrgId, Role
from kernel.clock import FixedClock
from kernel.errors import Exhausted, Problem
from kernel.ids import Ids, SeededLuck
from media import commands as media
from media import queries as evidence
from media import uploads
from media.blobs import MemoryBlobs
from media.model import Blob, BlobState, Developed, Quality
from media.problems import ChecksumMismatch, UnknownBlob
from offline_sync import announcing, decide, devices, dropbox, envelope, epoch, exchange, pulling, upcast
from offline_sync.exchange import DeviceRevoked, Pushed
from offline_sync.feed import Epoch, digest
from offline_sync.model import EnrolRequest, ExchangeAnswer, ExchangeRequest, Limits
from offline_sync.shelf import Shelf
from offline_sync.world import Case, Effect, World
from tests.simulation.ledger import Ledger
from tests.simulation.memory import Crashed, Fault, Memory
from tests.simulation.office import DEEDS, SYSTEM
from tests.support.dispatch_builders import NOON, ORG, a_technician, an_estate

TECHNICIANS = tuple(a_technician(f"T-PLB-0{n}") for n in (1, 2, 3))
EPOCH_AT = datetime(1970, 1, 1, tzinfo=UTC)
POISON = "☠"  # a note on which the handler fails
MORTAL = "☢"  # a note on which the whole request fails, as a fault in front of the exchange would
NEW_KINDS = ("note.revise", "part.quantity")  # what an older build does not know
Asked = dict[str, Any]
Answer = tuple[dict[str, Any], bytes]


class Away(Exhausted):
    code = "database_away"


class Saved(Struct, frozen=True):
    """A backup: the database and the bytes. The blob store is copied too, or left as it is."""

    data: bytes
    blobs: dict[Any, bytes] | None
    incoming: dict[str, bytes]


def moment(ms: int) -> datetime:
    return EPOCH_AT + timedelta(milliseconds=ms)


def worker(at: int) -> Actor:
    return Actor(ActorId(TECHNICIANS[at].id), Role.TECHNICIAN, OrgId(ORG))


def _failing(handler: Any) -> Any:
    def handled(world: World, case: Case) -> Effect:
        if POISON in bytes(case.told.op.args).decode():
            raise ZeroDivisionError("a fault of ours")
        found: Effect = handler(world, case)
        return found

    return handled


class Server:
    def __init__(self) -> None:
        self.memory = Memory()
        self.clock = FixedClock(NOON)
        self.ids = Ids(self.clock, SeededLuck(1))
        self.blobs = MemoryBlobs()
        self._kinds = dict(upcast.ARGS)
        handlers: Any = decide.HANDLERS
        handlers["note.add"] = _failing(handlers["note.add"])
        self.epoch = self._opened()
        self._first = (self.memory.save(), self.epoch)
        self.shelf = Shelf(self.epoch, worth=0)
        self._openings: dict[tuple[str, ...], tuple[bytes, list[str]]] = {}
        self.ledger = Ledger(self.memory.raw)
        self.backups: list[Saved] = []

    def _opened(self) -> Epoch:
        async def opened(act: Any) -> Epoch:
            await dispatch.put_estate(act, an_estate(*TECHNICIANS))
            return await epoch.check_epoch(act.conn, self.ids, NOON, None)

        found: Epoch = self._act(SYSTEM, opened)
        return found

    def _act(self, actor: Actor, work: Any, fault: Fault | None = None) -> Any:
        return self.memory.act(actor, self.clock.now(), self.ids, work, fault)

    def begin(self, seed: int) -> None:
        """The company of every schedule as it was before the first one."""
        data, self.epoch = self._first
        self.memory.load(data)
        self.shelf = Shelf(self.epoch, worth=0)
        self.clock.at = NOON
        self.ids = Ids(self.clock, SeededLuck(seed))
        self.blobs.incoming.clear()
        self.blobs.kept.clear()
        self.backups = []
        self.turns = Turns()
        self.refused = False  # a statement, once or more: then any operation may look like poison
        self.deployed(new=True)
        self.ledger.begin()

    def deployed(self, *, new: bool) -> None:
        """Another build of the server: a newer one knows more kinds."""
        kinds: Any = upcast.ARGS
        kinds.update(self._kinds)
        if not new:
            for kind in NEW_KINDS:
                del kinds[kind]

    def answer(self, asked: Asked, payload: bytes) -> Answer:
        """One request, one answer; a problem is told as its status and code."""
        self.clock.at = moment(asked["now"])
        fault = Fault(**asked["fault"]) if asked.get("fault") else Fault()
        try:
            head, body = self._routed(asked, payload, fault)
        except Crashed:
            head, body = {"status": 0, "code": "crashed"}, b""
        except Problem as problem:
            head, body = self._problem(problem), b""
        except exc.DBAPIError as error:
            status = 507 if "full" in str(error.orig) else 503
            known = not isinstance(error, exc.IntegrityError)
            head, body = {"status": status if known else 500, "code": "database_away" if known else "internal"}, b""
        except ZeroDivisionError:
            head, body = {"status": 500, "code": "internal"}, b""
        if fault.struck:
            head["struck"] = fault.kind
            self.refused = self.refused or fault.kind == "refuse"
        wrong = self.ledger.after(asked)
        if wrong:
            head["wrong"] = wrong
        return head, body

    def _problem(self, problem: Problem) -> dict[str, Any]:
        status = told(problem).status
        wait = problem.facts.get("retry_after_s", 2 if status == 503 else None)
        head: dict[str, Any] = {"status": status, "code": problem.code, "said": str(problem)}
        if isinstance(wait, int):
            head["retryAfterMs"] = wait * 1000
        if problem.code == "offset_mismatch":
            head["offset"] = problem.facts.get("offset")
        return head

    def _routed(self, asked: Asked, payload: bytes, fault: Fault) -> Answer:
        match asked["do"]:
            case "exchange":
                return self._exchange(asked, payload, fault)
            case "enrol":
                wish = EnrolRequest(build="sim", fork_of=asked["forkOf"])
                made = self._act(worker(asked["who"]), lambda act: devices.enrol(act, wish, self.epoch), fault)
                return {"status": 200}, msgspec.json.encode(made)
            case "dropbox":
                kept = lambda act: dropbox.drop(act, payload, asked["device"], "phone")  # noqa: E731
                given = self._act(worker(asked["who"]), kept, fault)
                self.ledger.boxed(payload)
                if POISON in payload.decode() and MORTAL not in payload.decode() and not self.refused:
                    self.ledger.wrong("I12: only its handler fails, and it lies in the drop-box")
                return {"status": 202}, msgspec.json.encode(given)
            case "part":
                return self._part(asked, payload, fault), b""
            case "open":
                self.turns = Turns(asked["rate"])
                return {"status": 200, "said": " ".join(self._open(tuple(asked["to"])))}, b""
            case "office":
                return {"status": 200, "said": self._office(asked, fault)}, b""
            case "deploy":
                self.deployed(new=asked["new"])
                return {"status": 200}, b""
            case "backup":
                kept_blobs = dict(self.blobs.kept) if asked["blobs"] else None
                self.backups.append(Saved(self.memory.save(), kept_blobs, dict(self.blobs.incoming)))
                return {"status": 200}, b""
            case "restore":
                return {"status": 200, "said": self._restore(asked["pick"])}, b""
            case "rest":
                dumps = msgspec.json.decode(payload)
                summed = {dump["person"]: self._summed(dump["person"]) for dump in dumps}
                wrong = self.ledger.at_rest(dumps, self.blobs, summed)
                return {"status": 200, "violations": wrong, "told": self.ledger.told()}, b""
        raise KeyError(asked["do"])

    def _summed(self, person: str) -> str | None:
        """What an exchange would tell of this person's picture."""
        me = Actor(ActorId(person), Role.TECHNICIAN, OrgId(ORG))

        async def summed(conn: Any) -> str | None:
            return digest(await heads.versions(conn, me.id, pulling.implicit(me)), await heads.horizon(conn))

        found: str | None = self.memory.look(summed)
        return found

    def _office(self, asked: Asked, fault: Fault) -> str:
        actor, deed = DEEDS[asked["what"]]
        return str(self._act(actor, lambda act: deed(act, asked), fault))

    def _open(self, to: tuple[str, ...]) -> list[str]:
        """The morning's orders, each offered to somebody; made once for all schedules that begin with the same."""
        known = self._openings.get(to)
        if known is None:
            ids, self.ids = self.ids, Ids(self.clock, SeededLuck(len(to)))
            actor, deed = DEEDS["report"]
            orders = [self._act(actor, lambda act, one=one: deed(act, {"to": one})) for one in to]
            self.ids = ids
            known = self._openings[to] = (self.memory.save(), orders)
        self.memory.load(known[0])
        self.shelf = Shelf(self.epoch, worth=0)
        return known[1]

    # the routes of sync ------------------------------------------------------------------------------------------

    def _exchange(self, asked: Asked, payload: bytes, fault: Fault) -> Answer:
        me = worker(asked["who"])
        request = envelope.read(payload)
        wait = self.turns.take(f"{me.id} {request.device_id}", self.clock.now().timestamp())
        if MORTAL.encode() in payload:
            raise ZeroDivisionError
        try:
            pushed = self._pushed(me, request, fault)
        except DeviceRevoked:
            self._act(me, lambda act: dropbox.drop(act, payload, request.device_id, "device_revoked"))
            self.ledger.boxed(payload)
            raise
        self.ledger.took(request.device_id, (one.cseq for one in request.ops))
        if asked.get("die"):
            raise Crashed
        for between in asked.get("between", ()):
            try:
                self._office(between, Fault())
            except Problem:
                continue
        return self._shown(me, request, pushed, ceil(wait * 1000))

    def _pushed(self, me: Actor, request: ExchangeRequest, fault: Fault) -> Pushed:
        if not request.ops:
            now = self.clock.now()
            found: Pushed = self.memory.look(lambda conn: exchange.looked(conn, me, request, now))
            device = found.announces
            if device is not None:
                self._act(me, lambda act: announcing.note(act, device, request.holds, request.differed), fault)
            return found
        made: Pushed = self._act(me, lambda act: exchange.push(act, request, self.epoch), fault)
        return made

    def _shown(self, me: Actor, request: ExchangeRequest, pushed: Pushed, wait_ms: int) -> Answer:
        now = self.clock.now()
        if request.pull is None:
            answer: ExchangeAnswer = pulling.answered(request, self.epoch, pushed, now)
        else:
            if self.shelf.epoch != self.epoch:
                self.shelf = Shelf(self.epoch, worth=0)
            answer = self.memory.look(lambda conn: pulling.answer(conn, me, request, self.shelf, pushed, now))
        answer = replace(answer, limits=Limits(retry_after_ms=wait_ms))
        head: dict[str, Any] = {"status": 426 if answer.upgrade else 200}
        if answer.pull is not None and not answer.pull.more:
            head["scope"] = self.ledger.scope(ORG, me.id)
        self.ledger.answered(request.device_id, answer)
        return head, msgspec.json.encode(answer)

    # photos ------------------------------------------------------------------------------------------------------

    def _part(self, asked: Asked, data: bytes, fault: Fault) -> dict[str, Any]:
        """One request about an upload, as the desk of the product answers it; `cut` bytes of it arrive."""
        me, sha = worker(asked["who"]), asked["sha"]
        key = uploads.key(me.org_id, me.id, sha)
        arrived = data if asked.get("cut") is None else data[: asked["cut"]]
        if asked["method"] == "POST":
            wanted: Blob = self._act(me, lambda act: media.declare(act, sha, asked["size"], "image/jpeg"), fault)
        else:
            found = self.memory.look(lambda conn: evidence.upload(conn, me, sha))
            if found is None:
                raise UnknownBlob
            wanted = found
        if wanted.state is BlobState.PRESENT:
            return {"status": 200, "offset": wanted.size}
        held = len(self.blobs.incoming.get(key, b""))
        if asked["method"] != "HEAD":
            uploads.goes_on(asked["from"], held)
            uploads.fits(uploads.Piece(held + len(arrived), wanted.size))
            self.blobs.incoming[key] = self.blobs.incoming.get(key, b"") + arrived
            held += len(arrived)
            if len(arrived) < len(data):
                raise Crashed  # the line was cut in the middle of the body
        if held == wanted.size:
            self._complete(me, key, sha, fault)
        return {"status": 200, "offset": held}

    def _complete(self, me: Actor, key: str, sha: str, fault: Fault) -> None:
        data = self.blobs.incoming.pop(key)
        if hashlib.sha256(data).hexdigest() != sha:
            self._act(me, lambda act: media.give_up(act, sha))
            raise ChecksumMismatch(expected=sha, found="")
        self.blobs.kept[sha, "original"] = data  # type: ignore[index]
        made = Developed("image/jpeg", b"", b"", Quality(width=9, height=9), 0)
        try:
            self._act(me, lambda act: media.complete(act, sha, made), fault)
        except BaseException:
            self.blobs.incoming[key] = data  # the bytes are kept; who asks next completes them
            raise

    def _restore(self, pick: int) -> str:
        """Back to a backup; somebody says so, and a new history begins."""
        if not self.backups:
            return "nothing"
        saved = self.backups[pick % len(self.backups)]
        self.memory.load(saved.data)
        if saved.blobs is not None:
            self.blobs.kept = dict(saved.blobs)
        self.blobs.incoming = dict(saved.incoming)

        async def begun(act: Any) -> Epoch:
            return await epoch.begin(act.conn, self.ids, self.clock.now())

        self.epoch = self._act(SYSTEM, begun)
        self.ledger.restored()
        return self.epoch.id
