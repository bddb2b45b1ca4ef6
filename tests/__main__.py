"""`python3 -m tests`: set up, then pass every test, the browser included.

    python3 -m tests                  everything
    python3 -m tests --only NAME      one of: check unit app integration simulate faults browser bench shots docs lock campaign mutants

Prints what it ran, how long each took, and `N passed, N failed` at the end. A browser that cannot be had is a
failure that says so in the last lines, never a silent skip.

Effects  runs tools as subprocesses inside `.venv`.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

from api.bootstrap import INSIDE, PWA, ROOT, UV, VENV, ensure, node, node_packages, tool

BIN = VENV / "bin"


class Step(NamedTuple):
    name: str
    group: str
    command: tuple[str, ...]
    folder: Path = ROOT


class Ran(NamedTuple):
    name: str
    seconds: float
    passed: int
    failed: int
    ok: bool


def steps() -> list[Step]:
    """Everything that must hold, cheapest first."""
    python = str(BIN / "python")
    pytest = (python, "-m", "pytest", "-q", "--no-header")
    # Tests of one file may share a house and follow each other: one process plays a file.
    many = (*pytest, "--dist", "loadfile", "-n", str(min(4, os.cpu_count() or 2)))
    npx = PWA / "node_modules" / ".bin"
    return [
        Step("format", "check", (str(BIN / "ruff"), "format", "--check", ".")),
        Step("lint", "check", (str(BIN / "ruff"), "check", ".")),
        Step("imports", "check", (str(BIN / "lint-imports"), "--no-cache")),
        Step("types", "check", (str(BIN / "mypy"),)),
        *(
            Step(
                f"types of the app, {world}",
                "check",
                (str(npx / "tsc"), "-p", f"tsconfig.{world}.json", "--noEmit"),
                PWA,
            )
            for world in ("engine", "app", "sw", "test")
        ),
        Step("lint of the app", "check", (str(npx / "oxlint"), "--deny-warnings"), PWA),
        Step("budgets of the app", "check", (str(node()[0]), "build/budget.mjs"), PWA),
        Step("unit", "unit", (*many, "tests/unit")),
        Step("app units", "app", (str(npx / "vitest"), "run", "--reporter=dot"), PWA),
        Step("integration", "integration", (*many, "tests/integration")),
        Step("simulation", "simulate", (*pytest, "tests/simulation")),
        Step("faults", "faults", (*pytest, "-s", "tests/faults")),
        Step("browser", "browser", (*pytest, "tests/browser", "-p", "no:cacheprovider")),
    ]


EXTRA = {
    "bench": Step("bench", "bench", (str(BIN / "python"), "-m", "bench")),
    "campaign": Step("campaign", "campaign", (str(BIN / "python"), "-m", "tests.simulation")),
    "mutants": Step("mutants", "mutants", (str(BIN / "python"), "-m", "tests.simulation.mutants")),
    "shots": Step("shots", "shots", (str(BIN / "python"), "-m", "tests.support.shots")),
    "docs": Step("docs", "docs", (str(BIN / "python"), "-m", "tests.support.generate")),
}


def run(step: Step) -> Ran:
    """Run one step, let its words through, and count what it says it passed and failed."""
    print(
        f"\n── {step.name}: {' '.join(Path(part).name if '/' in part else part for part in step.command)}", flush=True
    )
    began = time.monotonic()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    words: list[str] = []
    with subprocess.Popen(
        step.command, cwd=step.folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            words.append(line)
    passed, failed = counted("".join(words[-40:]))
    ok = process.returncode == 0
    return Ran(step.name, time.monotonic() - began, max(passed, int(ok)), failed or int(not ok), ok)


def counted(tail: str) -> tuple[int, int]:
    """The last `N passed` and `N failed` (or `N error`) in what a runner printed."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", tail)
    passed = re.findall(r"(\d+) passed", plain)
    failed = re.findall(r"(\d+) (?:failed|errors?)\b", plain)
    return int(passed[-1]) if passed else 0, int(failed[-1]) if failed else 0


def lock() -> int:
    """Renew both hash-locked requirement files from pyproject.toml."""
    uv = tool("uv", UV) / "bin" / "uv"
    base = [str(uv), "pip", "compile", "--no-config", "--system-certs", "--generate-hashes", "--no-emit-index-url"]
    base += ["--no-header", "--no-annotate", "--python-version", "3.11", "--universal", "--quiet", "pyproject.toml"]
    subprocess.run([*base, "-o", "requirements.lock"], cwd=ROOT, check=True)
    extra = ["--all-extras", "-c", "requirements.lock", "-o", "requirements-test.lock"]
    subprocess.run([*base, *extra], cwd=ROOT, check=True)
    return 0


def chosen(arguments: list[str]) -> list[Step]:
    only = arguments[arguments.index("--only") + 1] if "--only" in arguments else ""
    if only in EXTRA:
        return [EXTRA[only]]
    if only == "check":
        return [step for step in steps() if step.group in {"check", "unit", "app"}]
    return [step for step in steps() if not only or step.group == only]


def main() -> int:
    if "lock" in sys.argv:
        return lock()
    ensure("tests", tests=True)
    node_packages(PWA, "pwa-packages")
    os.environ["PATH"] = f"{node()[0].parent}{os.pathsep}{os.environ.get('PATH', '')}"
    wanted = chosen(sys.argv)
    if not wanted:
        print(f"No such part. Parts: {', '.join(sorted({s.group for s in steps()} | set(EXTRA)))}")
        return 2
    ran = [run(step) for step in wanted]
    print("\n── what ran")
    for item in ran:
        print(f"  {'ok    ' if item.ok else 'FAILED'} {item.name:<18} {item.seconds:7.1f} s   {item.passed} passed")
    print(f"\n{sum(r.passed for r in ran)} passed, {sum(r.failed for r in ran)} failed")
    return 0 if all(r.ok for r in ran) else 1


if __name__ == "__main__":
    if os.environ.get(INSIDE) == str(VENV):
        sys.path.insert(0, str(ROOT))
    raise SystemExit(main())
