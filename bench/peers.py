"""The peers that can be had here, doing the same work in the same run.

`express-pouchdb` is sent what a PouchDB client sends when it replicates (`_revs_diff`, `_bulk_docs` with its own
revisions, its checkpoint; `_changes`, then `_bulk_get`), `rxdb-server` what its replication sends. Each is installed by
npm into the cache, never into the project. `PEERS=0` leaves them out; where one cannot be had, its rows say so and why.

Effects  may run npm once; starts and ends node.
"""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from api.bootstrap import LOCAL, ROOT, environment, node
from bench.fleet import BATCH, Fleet, operations
from bench.process import Program, cpu_of
from bench.table import Beside, Figure
from bench.tape import Spent
from bench.wire import Answer, Refused, Socket, all_at_once, json_request, once, request

SCRIPTS = ROOT / "bench" / "peer"
CACHE = LOCAL / "bench" / "peers"
_refused: dict[str, str] = {}


class Peer(NamedTuple):
    name: str
    script: str
    packages: tuple[str, ...]
    told: str  # printed with its figures


POUCH = Peer(
    "express-pouchdb",
    "express-pouchdb.cjs",
    ("express@4", "express-pouchdb@4.2.0", "pouchdb@7.3.1"),
    "express-pouchdb (LevelDB)",
)
RXDB = Peer(
    "rxdb-server",
    "rxdb-server.mjs",
    ("rxdb@15.22.0", "rxdb-server@15.22.0", "express@4", "cors"),
    "rxdb-server (memory, nothing durable)",
)


def why_not(peer: Peer) -> str:
    """Why a peer cannot be measured; empty when it is installed."""
    if os.environ.get("PEERS") == "0":
        return "left out (PEERS=0)"
    if peer.name not in _refused:
        _refused[peer.name] = _installed(peer)
    return _refused[peer.name]


def _installed(peer: Peer) -> str:
    folder = CACHE / peer.name
    if not (folder / "node_modules").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        _, npm = node()
        quiet = ("--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(folder))
        try:
            subprocess.run(
                [*npm, "install", *quiet, *peer.packages],
                check=True,
                capture_output=True,
                text=True,
                timeout=420,
                env=environment(),
            )
        except (subprocess.SubprocessError, OSError) as failure:
            shutil.rmtree(folder, ignore_errors=True)
            told = getattr(failure, "stderr", "") or str(failure)
            return "npm could not install it: " + str(told).strip().splitlines()[-1][:160]
    shutil.copy(SCRIPTS / peer.script, folder)
    return ""


def program(peer: Peer, folder: Path) -> Program:
    """A fresh server of that peer with its data in `folder`."""
    (folder / "data").mkdir(parents=True)
    command = [str(node()[0]), str(CACHE / peer.name / peer.script)]
    return Program(command, folder, {"DATA": str(folder / "data"), "NODE_ENV": "production"})


class Document(NamedTuple):
    id: str
    body: bytes


def documents(company: Fleet) -> list[list[Document]]:
    """The operations of every phone as documents: what a document store is asked to keep."""
    found = []
    for number, phone in enumerate(company.phones):
        texts = operations(phone, number, company.now)
        found.append([Document(f"{phone.id[:18]}-{at:06d}", text) for at, text in enumerate(texts)])
    return found


def pouch_requests(queue: Sequence[Document]) -> list[bytes]:
    """A replication of these documents, fifty at a time."""
    made = []
    for at in range(0, len(queue), BATCH):
        part = queue[at : at + BATCH]
        made.append(json_request("/jobs/_revs_diff", {one.id: [f"1-{_rev(one)}"] for one in part}))
        docs = b",".join(
            b'{"_id":"%s","_rev":"1-%s","_revisions":{"start":1,"ids":["%s"]},%s'
            % (one.id.encode(), _rev(one).encode(), _rev(one).encode(), one.body[1:])
            for one in part
        )
        made.append(json_request("/jobs/_bulk_docs", b'{"new_edits":false,"docs":[' + docs + b"]}"))
        mark = {"last_seq": at, "session_id": queue[0].id, "replicator": "pouchdb", "version": 1}
        rev = {"_rev": f"0-{at // BATCH}"} if at else {}
        made.append(json_request(f"/jobs/_local/{queue[0].id}", {**mark, **rev}, method="PUT"))
    return made


def _rev(one: Document) -> str:
    return one.id.encode().hex()[-32:].rjust(32, "0")


def rxdb_requests(queue: Sequence[Document]) -> list[bytes]:
    """As many at once as its 100 KB for a body allow, at most fifty."""
    made = []
    size = max(1, min(BATCH, 90_000 // max(len(one.body) + 150 for one in queue)))
    for at in range(0, len(queue), size):
        rows = b",".join(
            b'{"newDocumentState":{"id":"%s","kind":"op","work_order":"","body":%s,"_deleted":false}}'
            % (one.id.encode(), one.body)
            for one in queue[at : at + size]
        )
        made.append(json_request("/jobs/0/push", b"[" + rows + b"]"))
    return made


async def pouch_begins(port: int) -> None:
    await once(port, request("PUT", "/jobs"))


async def pouch_holds(port: int) -> int:
    told: int = (await once(port, request("GET", "/jobs"))).json()["doc_count"]
    return told


async def rxdb_holds(port: int) -> int:
    return len((await once(port, request("GET", "/jobs/0/pull?limit=100000"))).json()["documents"])


async def pouch_pull(port: int) -> list[Answer]:
    """What a PouchDB client asks when it replicates for the first time: a hundred at a time."""
    answers, since = [], "0"
    async with Socket(port) as line:
        while True:
            told = await line.ok(
                request("GET", f"/jobs/_changes?style=all_docs&since={since}&limit=100&seq_interval=100")
            )
            changes = told.json()
            answers.append(told)
            if not changes["results"]:
                return answers
            wanted = [{"id": one["id"], "rev": one["changes"][0]["rev"]} for one in changes["results"]]
            answers.append(await line.ok(json_request("/jobs/_bulk_get?revs=true&latest=true", {"docs": wanted})))
            since = str(changes["last_seq"])


async def rxdb_pull(port: int) -> list[Answer]:
    answers, mark = [], {"id": "", "lwt": 0}
    async with Socket(port) as line:
        while True:
            told = await line.ok(request("GET", f"/jobs/0/pull?limit=1000&id={mark['id']}&lwt={mark['lwt']}"))
            answers.append(told)
            page = told.json()
            if len(page["documents"]) < 1000:
                return answers
            mark = page["checkpoint"]


async def nothing(_port: int) -> None:
    return None


class Way(NamedTuple):
    """How one peer is spoken to."""

    peer: Peer
    begin: Callable[[int], Any]
    requests: Callable[[Sequence[Document]], list[bytes]]
    holds: Callable[[int], Any]
    pull: Callable[[int], Any]


WAYS = (
    Way(POUCH, pouch_begins, pouch_requests, pouch_holds, pouch_pull),
    Way(RXDB, nothing, rxdb_requests, rxdb_holds, rxdb_pull),
)


async def push(way: Way, folder: Path, queues: Sequence[Sequence[Document]]) -> tuple[Spent, int]:
    """CPU and wall of taking all these documents in, and the bytes of the requests; each is counted afterwards."""
    requests = [way.requests(queue) for queue in queues]
    async with program(way.peer, folder) as server:
        await way.begin(server.port)
        cpu, wall = cpu_of(server.pid), time.perf_counter()
        await all_at_once(server.port, requests)
        spent = Spent(cpu_of(server.pid) - cpu, time.perf_counter() - wall)
        held = await way.holds(server.port)
        if held != sum(len(queue) for queue in queues):
            raise Refused(f"{way.peer.name} holds {held} documents")
    return spent, sum(len(raw) for queue in requests for raw in queue)


async def pull(way: Way, folder: Path, queue: Sequence[Document], times: int = 1) -> list[tuple[Spent, list[Answer]]]:
    """First replications of one phone from a server that holds these documents."""
    found = []
    async with program(way.peer, folder) as server:
        await way.begin(server.port)
        await all_at_once(server.port, [way.requests(queue)])
        await way.pull(server.port)  # warm
        for _ in range(times):
            cpu, wall = cpu_of(server.pid), time.perf_counter()
            answers = await way.pull(server.port)
            found.append((Spent(cpu_of(server.pid) - cpu, time.perf_counter() - wall), answers))
    return found


def beside(spent: dict[str, list[float]], unit: str) -> tuple[Beside, ...]:
    """The peers' figures, or why there are none."""
    told = []
    for way in WAYS:
        runs = spent.get(way.peer.name)
        if runs:
            told.append(Beside(way.peer.told, Figure(tuple(runs), unit)))
        else:
            told.append(Beside(way.peer.told, why=why_not(way.peer) or "it failed"))
    return tuple(told)


def figure(spent: dict[str, list[float]], peer: Peer, unit: str) -> Figure | None:
    runs = spent.get(peer.name)
    return Figure(tuple(runs), unit) if runs else None


def present() -> Iterable[Way]:
    return (way for way in WAYS if not why_not(way.peer))


def as_document(id_: str, body: Any) -> Document:
    return Document(id_, body if isinstance(body, bytes) else msgspec.json.encode(body))


async def settled() -> None:
    """A breath between two programs, so that one's last writes are not the other's."""
    await asyncio.sleep(0.2)
