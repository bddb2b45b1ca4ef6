"""Faults planted in the protocol, one at a time: the simulation must notice each, or it is worth nothing.

A mutant is a small change of the product's text, applied to a copy: the engine's side is bundled from the copy, the
server's side is imported from it. Its schedules are played until one is violated that the source itself holds; `change`
makes the faults likely that it would fail under. What is redundant (another part of the protocol makes up for it) is
planted as a pair.

    python -m tests.simulation.mutants                all of them, counts at the end; MOST=schedules of each
    python -m tests.simulation.mutants NAME …         these
    DOC=1 python -m tests.simulation.mutants …        and the table of docs/simulation.md says what was found

Effects  temporary copies of the source, one process per fault of the server; prints, one tab-separated line per fault.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from api.bootstrap import PWA, ROOT
from tests.simulation.campaign import quiet
from tests.simulation.pair import Pair, build
from tests.simulation.planted import Mutant
from tests.simulation.planted_phone import PHONE
from tests.simulation.planted_server import SERVER
from tests.simulation.server import Server
from tests.simulation.table import Caught, counted, renew

PLANTED = (*PHONE, *SERVER)
MOST = 3000
PATIENCE = 1800  # seconds for one process of the server's side
PACKAGES = ("api", "dispatch", "experience", "kernel", "media", "offline_sync", "tests")


def copied(folder: Path, mutant: Mutant) -> Path:
    """The source with the fault in it; of the server's side only where that is what changes."""
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", "dist", "vectors", "shots")
    for name in PACKAGES if mutant.side != "phone" else ():
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    shutil.copytree(PWA / "src", folder / "pwa" / "src", ignore=ignored)
    for change in mutant.changes:
        file = folder / change.file
        text = file.read_text()
        if text.count(change.find) != 1:
            raise LookupError(f"{mutant.name}: {change.find!r} is {text.count(change.find)} times in {change.file}")
        file.write_text(text.replace(change.find, change.put))
    return folder


def hunted(
    bundle: Path, change: Mapping[str, Any], seeds: range, server: Server | None = None
) -> tuple[int, str] | None:
    """The first schedule that is violated. A process that breaks down over its fault is caught too."""
    quiet()
    with Pair(bundle, server) as pair:
        for seed in seeds:
            try:
                found = pair.play(seed, change=change).violation
            except Exception as error:  # noqa: BLE001 - the mutant may do anything
                found = f"broke down: {type(error).__name__}: {error}"[:200]
            if found:
                return seed, found
    return None


class Hunt:
    """The source as it is, beside which the mutants are played: what it fails itself is no catch.

    with Hunt() as hunt:
        found = hunt.caught(mutant, 100)
    """

    def __enter__(self) -> Self:
        quiet()
        self._folder = tempfile.TemporaryDirectory(prefix="doorstep-mutants-")
        self._bundle = build(Path(self._folder.name) / "phones.mjs")
        self._server = Server()
        self._whole = Pair(self._bundle, self._server)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._whole.__exit__(kind, error, at)
        self._folder.cleanup()

    def caught(self, mutant: Mutant, most: int = MOST) -> Caught:
        """Plant it, play it, say what noticed."""
        with tempfile.TemporaryDirectory(prefix="doorstep-mutant-") as name:
            source = copied(Path(name), mutant)
            bundle = self._bundle if mutant.side == "server" else build(source / "phones.mjs", source / "pwa")
            own: list[int] = []  # schedules that the source fails without any fault of ours
            first = 0
            while found := self._hunted(mutant, source, bundle, range(first, most)):
                seed, violation = found
                if not self._whole.play(seed, change=mutant.change).violation:
                    return Caught(mutant.name, mutant.side, mutant.beside, seed + 1, violation, tuple(own))
                own.append(seed)
                first = seed + 1
            return Caught(mutant.name, mutant.side, mutant.beside, most, "", tuple(own))

    def _hunted(self, mutant: Mutant, source: Path, bundle: Path, seeds: range) -> tuple[int, str] | None:
        if mutant.side == "phone":
            return hunted(bundle, mutant.change, seeds, self._server)
        command = [sys.executable, "-m", "tests.simulation.mutants", "--hunt", str(bundle), json.dumps(mutant.change)]
        command += [str(seeds.start), str(seeds.stop)]
        env = {**os.environ, "PYTHONPATH": str(source)}
        try:
            ran = subprocess.run(
                command, cwd=source, env=env, capture_output=True, text=True, check=False, timeout=PATIENCE
            )
        except subprocess.TimeoutExpired:
            return None
        words = ran.stdout.strip().splitlines()
        if ran.returncode or not words:
            return seeds.start, f"broke down: {ran.stderr.strip()[-200:]}"
        found = json.loads(words[-1])
        return (found[0], found[1]) if found else None


def main(names: list[str]) -> int:
    if names[:1] == ["--hunt"]:
        print(json.dumps(hunted(Path(names[1]), json.loads(names[2]), range(int(names[3]), int(names[4])))))
        return 0
    unknown = set(names) - {one.name for one in PLANTED}
    if unknown:
        raise SystemExit(f"no such fault: {', '.join(sorted(unknown))}")
    wanted = [one for one in PLANTED if not names or one.name in names]
    began = time.monotonic()
    found = []
    with Hunt() as hunt:
        for mutant in wanted:
            found.append(hunt.caught(mutant, int(os.environ.get("MOST") or MOST)))
            print(found[-1].line(), flush=True)
            if os.environ.get("DOC") == "1":
                renew(ROOT / "docs" / "simulation.md", found, [one.name for one in PLANTED])
    print(f"{counted(found)}, {time.monotonic() - began:,.0f} s")
    return 0 if all(one.violation for one in found) and not any(one.own for one in found) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
