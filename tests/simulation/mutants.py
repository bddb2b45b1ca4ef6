"""Faults planted in the protocol, one at a time: the simulation must notice each, or it is worth nothing.

A mutant is a small change of the product's text, applied to a copy: the engine's side is bundled from the copy, the
server's side is imported from it. Its schedules are played until one is violated; `change` makes the faults likely that
it would fail under. What is redundant (another part of the protocol makes up for it) is planted as a pair.

    python -m tests.simulation.mutants                all of them, a table at the end
    python -m tests.simulation.mutants NAME …          these

Effects  temporary copies of the source, one process per mutant; prints.
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
from typing import Any

from msgspec import Struct

from api.bootstrap import PWA, ROOT
from tests.simulation.campaign import quiet
from tests.simulation.pair import Pair, build
from tests.simulation.planted import Mutant
from tests.simulation.planted_phone import PHONE
from tests.simulation.planted_server import SERVER
from tests.simulation.server import Server

PLANTED = (*PHONE, *SERVER)
MOST = 3000
PACKAGES = ("api", "dispatch", "experience", "kernel", "media", "offline_sync", "tests")


class Caught(Struct, frozen=True):
    name: str
    side: str
    schedules: int
    violation: str | None


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


def hunted(bundle: Path, change: Mapping[str, Any], most: int, server: Server | None = None) -> tuple[int, str | None]:
    """Schedules until the first violation. A process that breaks down over its fault is caught too."""
    quiet()
    with Pair(bundle, server) as pair:
        for seed in range(most):
            try:
                found = pair.play(seed, change=change).violation
            except Exception as error:  # noqa: BLE001 - the mutant may do anything
                found = f"broke down: {type(error).__name__}: {error}"[:200]
            if found:
                return seed + 1, found
    return most, None


def caught(mutant: Mutant, most: int = MOST, server: Server | None = None) -> Caught:
    """Plant it, play it, say what noticed. `server`: one that is whole, for faults of the phone."""
    with tempfile.TemporaryDirectory(prefix="doorstep-mutant-") as name:
        source = copied(Path(name), mutant)
        bundle = build(source / "phones.mjs", source / "pwa")
        if mutant.side == "phone":
            return Caught(mutant.name, mutant.side, *hunted(bundle, mutant.change, most, server))
        command = [sys.executable, "-m", "tests.simulation.mutants", "--hunt", str(bundle), json.dumps(mutant.change)]
        env = {**os.environ, "PYTHONPATH": str(source)}
        ran = subprocess.run([*command, str(most)], cwd=source, env=env, capture_output=True, text=True, check=False)
        words = ran.stdout.strip().splitlines()
        if ran.returncode or not words:
            return Caught(mutant.name, mutant.side, 1, f"broke down: {ran.stderr.strip()[-200:]}")
        schedules, violation = json.loads(words[-1])
        return Caught(mutant.name, mutant.side, schedules, violation)


def main(names: list[str]) -> int:
    if names[:1] == ["--hunt"]:
        print(json.dumps(hunted(Path(names[1]), json.loads(names[2]), int(names[3]))))
        return 0
    wanted = [one for one in PLANTED if not names or one.name in names]
    began = time.monotonic()
    server = Server()
    missed = []
    for mutant in wanted:
        found = caught(mutant, int(os.environ.get("MOST") or MOST), server)
        print(
            f"{found.name:<44} {found.side:<6} {found.schedules:>5}  {(found.violation or 'NOT CAUGHT')[:90]}",
            flush=True,
        )
        if found.violation is None:
            missed.append(found.name)
    print(f"{len(wanted) - len(missed)} of {len(wanted)} caught, {time.monotonic() - began:,.0f} s")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
