"""A phone of a campaign: it writes down what its person does, sends it until it is answered, and forgets nothing.

It speaks the wire format of `docs/openapi.json` through whatever lies between, and has its own idea of what must come
back: no number goes backwards, no promise changes, no status of five hundred says less than "come again".
"""

import asyncio
import hashlib
import io
import random
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import msgspec
from PIL import Image

from tests.faults.oracle import Meant, Oracle, Promise
from tests.faults.wire import Answer, Lost, ask

SYNC = "/api/v1/sync"
BATCH = 40
"""Operations sent at once. Nobody works on while half of that is unanswered: a campaign is about the server."""
TRY_AGAIN = {429, 503, 507}
KINDS = ("note.add", "note.add", "note.add", "part.add", "part.add", "photo.add", "report.add")


class Wrong(Exception):
    """The server has said what it must not say."""


@dataclass
class Door:
    """Where the server is at the moment, and how its people are let in; shared by the phones of a campaign."""

    port: int
    password: str
    tokens: dict[str, str] = field(default_factory=dict)
    heard: Counter[str] = field(default_factory=Counter)
    """Statuses, with the code of the problem where there is one."""

    async def ask(self, login: str, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """With a token, fetched anew when it is not taken any more."""
        if login not in self.tokens:
            await self._sign_in(login)
        token = self.tokens[login]
        told = {"Authorization": f"Bearer {token}", **{name.replace("_", "-"): text for name, text in headers.items()}}
        answer = await ask(self.port, method, path, told, body)
        self.heard[f"{answer.status} {_code(answer)}".strip()] += 1
        if answer.status == 401:
            if self.tokens.get(login) == token:
                del self.tokens[login]
            raise Lost("unauthenticated")
        return answer

    async def _sign_in(self, login: str) -> None:
        words = msgspec.json.encode({"login": login, "password": self.password})
        answer = await ask(self.port, "POST", "/api/v1/auth/login", {"Content-Type": "application/json"}, words, 20)
        if answer.status not in {200, 201}:
            raise Lost(f"login {answer.status}")
        self.tokens[login] = answer.json()["access_token"]


def _code(answer: Answer) -> str:
    """What a problem calls itself; it must call itself something."""
    if answer.status < 400 or not answer.body:
        return ""
    if "application/problem+json" not in answer.headers.get("content-type", ""):
        raise Wrong(f"{answer.status} without a problem: {answer.body[:100]!r}")
    return str(answer.json()["code"])


@dataclass
class Phone:
    door: Door
    oracle: Oracle
    login: str
    actor: str
    orders: list[str]
    luck: random.Random
    premises: str = ""
    device: str = ""
    epoch: str = ""
    cursor: str | None = None
    cseq: int = 0
    queue: list[Meant] = field(default_factory=list)
    """Not yet answered, in order."""
    photos: dict[str, bytes] = field(default_factory=dict)
    picture: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What the server has shown, by kind and id."""
    rounds: int = 0
    losses: int = 0

    def mint(self) -> str:
        """An id that sorts by time, like a phone's."""
        stamp = time.time_ns() // 1_000_000
        tail = self.luck.getrandbits(76)
        return str(
            uuid.UUID(int=stamp << 80 | 0x7 << 76 | (tail >> 64 & 0xFFF) << 64 | 0x2 << 62 | tail & (1 << 62) - 1)
        )

    def work(self) -> None:
        """Something happens on site and is written down."""
        self.work_on(self.luck.choice(KINDS))

    def work_on(self, kind: str) -> None:
        effect, now = self.mint(), time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        order = "" if kind == "report.add" else self.luck.choice(self.orders)
        args: dict[str, Any] = {"id": effect}
        match kind:
            case "note.add":
                args |= {"text": "n" * self.luck.randint(1, 400), "at": now}
            case "part.add":
                args |= {
                    "material": "M-001",
                    "name": "角阀",
                    "unit": "个",
                    "quantity_milli": 1000,
                    "unit_price_fen": 1800,
                }
            case "report.add":
                args |= {"premises": self.premises, "words": "水龙头漏水", "at": now, "fault": "PLB-05"}
            case _:
                data = a_photo(self.luck)
                sha = hashlib.sha256(data).hexdigest()
                self.photos[sha] = data
                self.oracle.bytes_meant[sha] = len(data)
                args |= {"slot": "before", "sha256": sha, "size": len(data), "mime": "image/jpeg", "taken_at": now}
        self.write(kind, order, args)

    def write(self, kind: str, order: str, args: dict[str, Any]) -> Meant:
        self.cseq += 1
        op_id = self.mint()
        moment = {"wall": time.time_ns() // 1_000_000}
        told = {"op_id": op_id, "kind": kind, "v": 1, "actor": self.actor, "at": moment, "work_order": order}
        text = msgspec.json.encode({**told, "seen": self.cursor or "", "args": args})
        meant = Meant(op_id, self.device, self.cseq, text, kind, str(args.get("id", "")), order)
        self.queue.append(meant)
        self.oracle.meant[op_id] = meant
        return meant

    async def enrol(self) -> None:
        answer = await self.door.ask(
            self.login, "POST", SYNC + "/devices", b'{"build":"faults"}', Content_Type="application/json"
        )
        if answer.status != 201:
            raise Lost(f"enrol {answer.status}")
        self.device, self.epoch = answer.json()["device_id"], answer.json()["epoch"]

    def batch(self, count: int = BATCH) -> bytes:
        """The oldest unanswered work and the wish to be shown what changed."""
        head = {"proto": 1, "device_id": self.device, "epoch": self.epoch, "build": "faults"}
        head["pull"] = {"cursor": self.cursor}  # type: ignore[assignment]
        ops = b",".join(b'{"cseq":%d,"op":%b}' % (one.cseq, one.text) for one in self.queue[:count])
        return msgspec.json.encode(head)[:-1] + b',"ops":[' + ops + b"]}"

    async def exchange(self) -> None:
        """Send, hear, be shown."""
        sent = self.queue[:BATCH]
        answer = await self.door.ask(
            self.login, "POST", SYNC + "/exchange", self.batch(), Content_Type="application/json"
        )
        if answer.status in TRY_AGAIN:
            raise Lost(str(answer.status))
        if answer.status != 200:
            raise Wrong(f"exchange answered {answer.status}: {answer.body[:200]!r}")
        self.hear(answer.json(), sent)

    def hear(self, told: dict[str, Any], sent: list[Meant]) -> None:
        at = time.monotonic_ns()
        state = told["dev"]
        answered = max((one.cseq for key, one in self.oracle.meant.items() if self._mine(key)), default=0)
        if state["last_cseq"] < answered:
            raise Wrong(f"{self.device}: the server is at {state['last_cseq']}, it had answered {answered}")
        if state.get("fork") or state.get("expected") is not None:
            raise Wrong(f"{self.device}: fork or hole: {state}")
        by_id = {one.op_id: one for one in sent}
        for result in told["results"]:
            if result["op_id"] not in by_id:
                raise Wrong(f"a verdict on what was not sent: {result}")
            self.promise(result["op_id"], Promise(result["verdict"], result.get("reason", ""), at))
        self.queue = [one for one in self.queue if one.op_id not in self.oracle.promised]
        if told.get("pull"):
            self.show(told["pull"])

    def _mine(self, op_id: str) -> bool:
        return op_id in self.oracle.promised and self.oracle.meant[op_id].device == self.device

    def promise(self, op_id: str, made: Promise) -> None:
        known = self.oracle.promised.setdefault(op_id, made)
        if (known.verdict, known.reason) != (made.verdict, made.reason) and known.verdict != "held":
            raise Wrong(f"{op_id}: {known} became {made}")

    def show(self, pull: dict[str, Any]) -> None:
        if pull["reset"]:
            self.picture.clear()
        for change in pull["changes"]:
            if change["op"] == "put":
                self.picture[change["t"], change["id"]] = change["d"]
            elif change["op"] == "del":
                self.picture.pop((change["t"], change["id"]), None)
            else:
                self.picture = {key: body for key, body in self.picture.items() if key[1] != change["wo"]}
        self.cursor = pull["cursor"]

    async def upload(self) -> None:
        """One step of the oldest photo that is still here: begin it, or go on where the server says."""
        sha, data = next(iter(self.photos.items()))
        path = f"/api/v1/blobs/{sha}"
        raw = {"Content_Type": "application/offset+octet-stream", "Tus_Resumable": "1.0.0"}
        part = self.luck.choice((len(data), len(data) // 2, len(data) // 3))
        where = await self.door.ask(self.login, "HEAD", path, Tus_Resumable="1.0.0")
        if where.status == 404:
            answer = await self.door.ask(self.login, "POST", path, data[:part], Upload_Length=str(len(data)), **raw)
        elif where.status == 200:
            offset = int(where.headers["upload-offset"])
            if offset == len(data):
                answer = where
            else:
                piece = data[offset : offset + part]
                answer = await self.door.ask(self.login, "PATCH", path, piece, Upload_Offset=str(offset), **raw)
        else:
            raise Lost(str(where.status))
        if answer.status in TRY_AGAIN or answer.status in {404, 409}:
            raise Lost(str(answer.status))
        if answer.status not in {200, 201, 204}:
            raise Wrong(f"upload answered {answer.status}: {answer.body[:200]!r}")
        if int(answer.headers["upload-offset"]) == len(data):
            self.oracle.bytes_promised[sha] = time.monotonic_ns()
            del self.photos[sha]

    async def step(self) -> None:
        """One turn of its day; what is lost is tried again at the next."""
        try:
            if not self.device:
                await self.enrol()
            for _ in range(self.luck.randint(1, 6)):
                if len(self.queue) < BATCH // 2:
                    self.work()
            await self.exchange()
            if self.photos:
                await self.upload()
        except Lost:
            self.losses += 1
            await asyncio.sleep(0.02)
        except Wrong as wrong:
            self.oracle.wrong.append(str(wrong))
            await asyncio.sleep(0.05)
        self.rounds += 1

    async def quiet(self, tries: int = 200) -> bool:
        """Nothing new happens; whether everything owed is answered, sent and shown within so many tries."""
        for _ in range(tries):
            try:
                if not self.device:
                    await self.enrol()
                await self.exchange()
                if self.photos:
                    await self.upload()
                if not self.queue and not self.photos:
                    return True
            except Lost:
                self.losses += 1
                await asyncio.sleep(0.02)
            except Wrong as wrong:
                self.oracle.wrong.append(str(wrong))
        return False


def a_photo(luck: random.Random) -> bytes:
    """Small, valid, and like no other."""
    image = Image.new("RGB", (336, 336), tuple(luck.randbytes(3)))
    for _ in range(24):
        x, y = luck.randrange(300), luck.randrange(300)
        image.paste(tuple(luck.randbytes(3)), (x, y, x + luck.randint(4, 120), y + luck.randint(4, 120)))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70, comment=luck.randbytes(16).hex().encode())
    return out.getvalue()
