"""One bit changed somewhere in an order that was signed and approved: in a photo, a stroke, a cost line, an event, a PDF.

Effects  the server's own database and files, behind its back; every change is undone before the next.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from random import Random  # noqa: TID251 - seeded damage
from typing import Any, NamedTuple

from sqlalchemy import text

from api import proving
from tests.support.server import Server
from tests.support.signed_off import approved, done_again, opened, with_a_leak


class Paper(NamedTuple):
    order: str
    pdf: bytes
    url: str


async def issued(doorstep: Server) -> Paper:
    """An approved order with its issued certificate, and the address on it."""
    owner = await with_a_leak(doorstep)
    order = await opened(owner) and await done_again(doorstep, owner)
    await approved(doorstep, order)
    pdf = (await owner.get("/owner/certificate?lang=zh")).content
    desk = await doorstep.persona("dispatcher")
    shown = (await desk.get(f"/api/v1/work-orders/{order}")).json()["detail"]["order"]
    return Paper(order, pdf, f"/v/{shown['number']}/{shown['sign_off']['digest']}")


async def missed(doorstep: Server, paper: Paper, flips: int, seed: int = 20261124) -> list[str]:
    """What was changed and not noticed, of so many changes of one bit, a fifth of them in each part."""
    luck, escaped = Random(seed), []
    for number in range(flips):
        kind = ("photo", "pdf", *CELLS)[number % 5]
        undo = await remembered(doorstep, paper)
        what = await flip(doorstep, paper, kind, luck)
        async with doorstep.running.database.read() as conn:
            if not await proving.examined(conn, doorstep.running.blobs, paper.order):
                escaped.append(what)
        await undo()
    return escaped


def flipped(data: bytes, luck: Random) -> bytes:
    spoilt = bytearray(data)
    spoilt[luck.randrange(len(spoilt))] ^= 1 << luck.randrange(8)
    return bytes(spoilt)


def files(doorstep: Server, paper: Paper, *, pdf: bool) -> list[Path]:
    sha = hashlib.sha256(paper.pdf).hexdigest()
    everything = sorted((doorstep.running.settings.data / "blobs").rglob("*"))
    return [file for file in everything if file.is_file() and (file.name == sha) is pdf]


CELLS = {
    "strokes": ("signature", ("strokes", "sheet", "digest"), "work_order_id"),
    "lines": ("work_order", ("parts", "fees"), "id"),
    "event": ("event", ("body", "hash", "name", "actor_id", "id", "org_id"), "scope"),
}


async def flip(doorstep: Server, paper: Paper, kind: str, luck: Random) -> str:
    """Change one bit somewhere; what was changed."""
    if kind in {"photo", "pdf"}:
        file = luck.choice(files(doorstep, paper, pdf=kind == "pdf"))
        file.write_bytes(flipped(file.read_bytes(), luck))
        return file.name
    table, columns, key = CELLS[kind]
    column = luck.choice(columns)
    async with doorstep.running.database.writer.begin() as conn:
        found = f"select rowid, cast({column} as blob) from {table} where {key} = :k and length({column}) > 0"
        row, data = luck.choice((await conn.execute(text(found), {"k": paper.order})).all())
        spoilt = f"update {table} set {column} = {'?' if column == 'body' else 'cast(? as text)'} where rowid = ?"
        await conn.exec_driver_sql(spoilt, (flipped(data, luck), row))
    return f"{table}.{column}"


async def remembered(doorstep: Server, paper: Paper) -> Callable[[], Any]:
    """How everything is, to be put back."""
    held = {file: file.read_bytes() for pdf in (True, False) for file in files(doorstep, paper, pdf=pdf)}
    rows: dict[str, list[Any]] = {}
    async with doorstep.running.database.read() as conn:
        for table, columns, key in CELLS.values():
            query = f"select {', '.join(columns)}, rowid from {table} where {key} = :k"
            rows[table] = [tuple(row) for row in (await conn.execute(text(query), {"k": paper.order})).all()]

    async def undo() -> None:
        for file, data in held.items():
            if file.read_bytes() != data:
                file.write_bytes(data)
        async with doorstep.running.database.writer.begin() as conn:
            for table, columns, _ in CELLS.values():
                setting = ", ".join(f"{column} = ?" for column in columns)
                for row in rows[table]:
                    await conn.exec_driver_sql(f"update {table} set {setting} where rowid = ?", row)

    return undo
