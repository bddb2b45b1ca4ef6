"""A technician's phone over HTTP: an outbox, the server's picture and a cursor, nothing else."""

import hashlib
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import msgspec
from PIL import Image

from dispatch import sheet as sheets
from dispatch.views import PhoneOrder
from tests.support.server import Persona

SYNC = "/api/v1/sync"


def a_jpeg(number: int, size: tuple[int, int] = (1200, 900)) -> bytes:
    """A photo with some life in it, so that it is neither dark nor blurred."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    for step in range(0, size[0], 40):
        image.paste(
            ((step * 7 + number * 31) % 256, (step * 3) % 256, number * 60 % 256), (step, 0, step + 20, size[1] // 2)
        )
    out = BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


@dataclass
class HttpPhone:
    who: Persona
    device: str = ""
    epoch: str = ""
    cursor: str | None = None
    queue: list[tuple[int, str]] = field(default_factory=list)
    cseq: int = 0
    server: dict[tuple[str, str], Any] = field(default_factory=dict)
    photos: dict[str, bytes] = field(default_factory=dict)
    verdicts: dict[str, str] = field(default_factory=dict)

    @property
    def now(self) -> str:
        return self.who.server.clock.now().isoformat().replace("+00:00", "Z")

    def id(self) -> str:
        return self.who.server.new_id()

    async def enrol(self) -> None:
        answer = await self.who.post(f"{SYNC}/devices", {"build": "test"})
        assert answer.status_code == 201, answer.text
        self.device, self.epoch = answer.json()["device_id"], answer.json()["epoch"]

    def do(self, kind: str, work_order: str, **args: Any) -> str:
        """What the person did, written down; nothing is sent."""
        op_id = self.id()
        wall = int(self.who.server.clock.now().timestamp() * 1000)
        op = {
            "op_id": op_id,
            "kind": kind,
            "v": 1,
            "actor": self.who.id,
            "at": {"wall": wall},
            "work_order": work_order,
            "seen": self.cursor or "",
            "args": args,
        }
        self.cseq += 1
        self.queue.append((self.cseq, msgspec.json.encode(op).decode()))
        return op_id

    def photo(self, work_order: str, slot: str, data: bytes) -> str:
        sha = hashlib.sha256(data).hexdigest()
        self.photos[sha] = data
        self.do(
            "photo.add",
            work_order,
            id=self.id(),
            slot=slot,
            sha256=sha,
            size=len(data),
            mime="image/jpeg",
            taken_at=self.now,
            width=1200,
            height=900,
            warnings=[],
        )
        return sha

    async def sync(self) -> list[dict[str, Any]]:
        """Send everything owed, hear the verdicts, pull what changed."""
        ops = ",".join(f'{{"cseq":{cseq},"op":{raw}}}' for cseq, raw in self.queue)
        head = {
            "proto": 1,
            "device_id": self.device,
            "epoch": self.epoch,
            "build": "test",
            "pull": {"cursor": self.cursor},
        }
        body = f'{msgspec.json.encode(head).decode()[:-1]},"ops":[{ops}]}}'.encode()
        answer = await self.who.ask(
            "POST", f"{SYNC}/exchange", content=body, headers={"Content-Type": "application/json"}
        )
        assert answer.status_code == 200, answer.text
        told = answer.json()
        self.verdicts |= {result["op_id"]: result["verdict"] for result in told["results"]}
        self.queue = []
        for change in told["pull"]["changes"]:
            if change["op"] == "put":
                self.server[change["t"], change["id"]] = change["d"]
            elif change["op"] == "revoke":
                self.server = {key: body for key, body in self.server.items() if key[1] != change["wo"]}
        self.cursor = told["pull"]["cursor"]
        results: list[dict[str, Any]] = told["results"]
        return results

    async def upload(self) -> None:
        """Send the bytes of every photo that is still here."""
        for sha, data in list(self.photos.items()):
            answer = await self.who.ask(
                "POST",
                f"/api/v1/blobs/{sha}",
                content=data,
                headers={
                    "Tus-Resumable": "1.0.0",
                    "Upload-Length": str(len(data)),
                    "Content-Type": "application/offset+octet-stream",
                },
            )
            assert answer.status_code == 201, answer.text
            assert answer.headers["upload-offset"] == str(len(data))
            del self.photos[sha]

    def shown(self, work_order: str) -> PhoneOrder:
        return msgspec.convert(self.server["work_order", work_order], PhoneOrder)

    def sign(self, work_order: str, photos: list[str], technician: str, **order: Any) -> str:
        """The owner signs exactly what the sheet shows, composed on the phone as it will be on the server."""
        shown = self.shown(work_order)
        shown = msgspec.structs.replace(shown, order=msgspec.structs.replace(shown.order, **order))
        text = sheets.canonical(sheets.compose(shown, photos, technician))
        return self.do(
            "sign_off.capture",
            work_order,
            method="in_person",
            digest=sheets.digest(text),
            sheet=text,
            at=self.now,
            signer="业主",
            signature_id=self.id(),
            strokes=[[2000, 2000, 900, 500, 900, -400, 700, 600, 800, -500]],
            aspect=0.5,
            reason="",
        )
