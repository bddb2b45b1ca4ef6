"""A worker pair: this process with the real exchange, and a Node process with the real engine, joined by a pipe.

    with Pair(bundle) as pair:
        played = pair.play(4711)

Effects  one child process per pair; `build` makes the phones' bundle.
"""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from msgspec import Struct

from api.bootstrap import PWA, node
from tests.simulation.server import TECHNICIANS, Server
from tests.support.dispatch_builders import ORG

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(dict[str, Any]).decode


class Played(Struct, frozen=True):
    """What one schedule came to."""

    seed: int
    violation: str | None
    digest: str
    decisions: int
    counts: dict[str, int]
    verdicts: dict[str, int]
    kinds: dict[str, int]
    options: dict[str, Any]
    lines: list[str]


def build(out: Path, source: Path = PWA) -> Path:
    """The phones' bundle of this source."""
    command = [str(node()[0]), str(PWA / "build" / "simulate.mjs"), str(out), str(source)]
    subprocess.run(command, check=True, cwd=PWA)
    return out


class Pair:
    def __init__(self, bundle: Path, server: Server | None = None) -> None:
        self.server = server or Server()
        command = [str(node()[0]), "--single-threaded", str(bundle)]
        self._phones = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=1 << 16)
        self._people = [
            {
                "id": one.id,
                "code": one.code,
                "role": "technician",
                "org": ORG,
                "org_zh": "安居",
                "org_en": "Anju",
                "communities": [],
                "language": "zh-CN",
                "currency": "CNY",
                "time_zone": "Asia/Shanghai",
            }
            for one in TECHNICIANS
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._phones.kill()
        self._phones.wait()

    def play(self, seed: int, *, trace: bool = False, change: Mapping[str, Any] | None = None) -> Played:
        """One schedule from beginning to end."""
        self.server.begin(seed)
        order = {"seed": seed, "trace": trace, "change": dict(change or {}), "people": self._people}
        self._say(json.dumps(order).encode())
        while True:
            asked = _decode(self._line())
            payload = self._line()
            if asked["do"] == "over":
                del asked["do"]
                return msgspec.convert({"seed": seed, **asked}, Played)
            if asked["do"] == "part":
                payload = payload.decode().encode("latin-1")
            head, body = self.server.answer(asked, payload)
            self._say(_encode(head) + b"\n" + body)

    def _say(self, text: bytes) -> None:
        pipe = self._phones.stdin
        if pipe is None:
            raise RuntimeError("no pipe")
        pipe.write(text + b"\n")
        pipe.flush()

    def _line(self) -> bytes:
        pipe = self._phones.stdout
        if pipe is None:
            raise RuntimeError("no pipe")
        text = pipe.readline()
        if not text.endswith(b"\n"):
            raise RuntimeError("the phones have left")
        return text[:-1]
