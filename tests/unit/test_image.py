"""The image: its Dockerfile is linted, runs as nobody special, and carries every package of the house."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "Dockerfile").read_text()


def test_the_linter_finds_nothing_to_say() -> None:
    binary = Path(sys.executable).with_name("hadolint")
    if not binary.exists():
        pytest.fail("hadolint is missing: its wheel exists for x86_64 only; install it on the path and link it")
    done = subprocess.run([str(binary), str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_linter_bites(tmp_path: Path) -> None:
    planted = tmp_path / "Dockerfile"
    planted.write_text("FROM debian:latest\nRUN cd /tmp && apt-get install curl\n")
    done = subprocess.run(
        [str(Path(sys.executable).with_name("hadolint")), str(planted)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1


def test_it_runs_as_nobody_special_with_a_health_check() -> None:
    assert re.search(r"^USER 10001:10001$", TEXT, re.MULTILINE)
    assert "HEALTHCHECK" in TEXT
    assert TEXT.index("USER 10001") < TEXT.index("ENTRYPOINT")


def test_it_copies_every_package_of_the_house() -> None:
    for package in ("kernel", "dispatch", "media", "offline_sync", "experience", "api"):
        assert f"COPY {package} ./{package}" in TEXT


def test_every_file_it_copies_exists() -> None:
    for source in re.findall(r"^COPY (?!--from)(.+?) \S+$", TEXT, re.MULTILINE):
        for name in source.split():
            assert (ROOT / name).exists(), name


def test_compose_names_only_services_that_it_defines() -> None:
    text = (ROOT / "compose.yaml").read_text()
    assert shutil.which("docker") is None or "services:" in text
    for service in ("web", "worker", "postgres", "redis", "storage"):
        assert re.search(rf"^  {service}:$", text, re.MULTILINE)
