"""The house stands: floors, fences, sizes and papers, each checked by machine and each check shown to bite."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from msgspec import structs

from api.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("kernel", "dispatch", "media", "offline_sync", "experience", "api")
LINES, FUNCTION_LINES = 400, 50
HOUSE = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract for contract in HOUSE["contracts"]}


def modules() -> dict[str, Path]:
    found = {}
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in file.parts:
                name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
                found[name.removesuffix(".__init__")] = file
    return found


MODULES = modules()
SOURCES = sorted(
    file
    for pattern in ("*.py", "pwa/src/**/*.ts", "pwa/src/**/*.tsx", "tests/**/*.py", "bench/**/*.py")
    for file in ([*MODULES.values()] if pattern == "*.py" else ROOT.glob(pattern))
    if "node_modules" not in file.parts and not file.name.endswith(".gen.ts") and not file.name.endswith("_table.py")
)


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(
        command, cwd=tree, env={"PYTHONPATH": str(tree), "PATH": ""}, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tree = tmp_path_factory.mktemp("house")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    return tree


def test_every_import_contract_is_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout[-3000:]


PLANTED = {
    "house, upward": ("dispatch/triage.py", "import api.app", "house"),
    "house, sideways": ("media/evidence.py", "import dispatch.model", "house"),
    "house, siblings above": ("experience/links.py", "import offline_sync.model", "house"),
    "edge": ("dispatch/commands.py", "import litestar", "edge"),
    "purity, database": ("dispatch/scoring.py", "import sqlalchemy", "pure"),
    "purity, clock": ("dispatch/sla.py", "import time", "pure"),
    "purity, chance": ("offline_sync/merge.py", "import random", "pure"),
    "purity, files": ("media/evidence.py", "import pathlib", "pure"),
    "rooms": ("dispatch/store.py", "import dispatch.commands", "rooms"),
    "cycle": ("kernel/errors.py", "import kernel.geo", "acyclic"),
    "foreign table": ("media/commands.py", "import dispatch.tables", "house"),
    "foreign store": ("experience/commands.py", "import dispatch.store", "sql-dispatch"),
    "sync's tables": ("api/app.py", "import offline_sync.tables", "sql-offline_sync"),
    "Pillow": ("media/commands.py", "import PIL", "pil"),
    "geopy": ("dispatch/travel.py", "import geopy", "geopy"),
    "web push": ("api/notices.py", "import webpush", "webpush"),
    "hidden import": (
        "dispatch/triage.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import api.app",
        "house",
    ),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_violation_is_caught(kind: str, copy: Path) -> None:
    place, line, contract = PLANTED[kind]
    file = copy / place
    before = file.read_text()
    file.write_text(f"{before}\n{line}\n")
    try:
        done = lint(copy)
    finally:
        file.write_text(before)
    assert done.returncode == 1
    assert f"{CONTRACTS[contract]['name']} BROKEN" in done.stdout


def test_a_legal_import_is_not_caught(copy: Path) -> None:
    file = copy / "dispatch" / "triage.py"
    before = file.read_text()
    file.write_text(f"{before}\nimport kernel.geo\n")
    try:
        assert lint(copy).returncode == 0
    finally:
        file.write_text(before)


def test_every_module_is_pure_or_a_shell_and_says_which() -> None:
    pure = set(CONTRACTS["pure"]["source_modules"])
    for name, file in MODULES.items():
        if name in PACKAGES or not file.read_text().strip():
            continue
        text = ast.get_docstring(ast.parse(file.read_text())) or ""
        if name.startswith("api.") or name == "api":
            continue
        says_pure = re.search(r"^Pure\b", text, re.MULTILINE) is not None
        assert says_pure == (name in pure), f"{name}: docstring and the purity contract disagree"
        assert says_pure or re.search(r"^Effects\b", text, re.MULTILINE), (
            f"{name}: neither Pure nor Effects in its docstring"
        )


def test_pure_modules_rest_on_pure_modules_only() -> None:
    pure = set(CONTRACTS["pure"]["source_modules"])
    for name in sorted(pure):
        for node in ast.walk(ast.parse(MODULES[name].read_text())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [
                    node.module if node.module in MODULES and node.module not in PACKAGES else f"{node.module}.{a.name}"
                    for a in node.names
                ]
            for used in names:
                assert used not in MODULES or used in pure or used in PACKAGES, f"{name} is pure and imports {used}"


def test_every_module_begins_with_a_docstring() -> None:
    missing = [name for name, file in MODULES.items() if not ast.get_docstring(ast.parse(file.read_text()))]
    assert missing == []


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    long = {str(f.relative_to(ROOT)): n for f in SOURCES if (n := len(f.read_text().splitlines())) > LINES}
    assert long == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = {}
    for name, file in MODULES.items():
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > FUNCTION_LINES:
                    long[f"{name}.{node.name}"] = length
    assert long == {}


def test_nobody_hides_imports_or_postpones_annotations() -> None:
    guilty = [
        name
        for name, file in MODULES.items()
        if "TYPE_CHECKING" in file.read_text() or "from __future__ import annotations" in file.read_text()
    ]
    assert guilty == []


def test_the_banned_names_are_caught_by_the_linter(tmp_path: Path) -> None:
    planted = (
        "from datetime import datetime\nfrom uuid import uuid4\nimport random\nprint(datetime.now(), uuid4(), random)\n"
    )
    (tmp_path / "planted.py").write_text(planted)
    command = [
        str(Path(sys.executable).with_name("ruff")),
        "check",
        "--config",
        str(ROOT / "pyproject.toml"),
        "--select",
        "TID251",
    ]
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.stdout.count("TID251") == 3


def test_every_decision_record_has_its_five_parts() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert len(records) >= 10
    for record in records:
        text = record.read_text()
        for part in ("Context", "Decision", "Consequences", "Alternatives", "Held by"):
            assert f"**{part}.**" in text, f"{record.name} lacks {part}"


def test_every_path_named_in_the_architecture_page_exists() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text()
    named = {
        word
        for word in text.split("`")
        if "/" in word and " " not in word and "{" not in word and not word.startswith("/")
    }
    missing = sorted(path for path in named if not (ROOT / path).exists())
    assert missing == []


def test_every_dependency_has_its_line_in_a_decision_record() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    names = {line.split("==")[0].split("[")[0].lower() for line in wanted}
    record = (ROOT / "docs" / "adr" / "0011-libraries.md").read_text().lower()
    assert [name for name in sorted(names) if f"`{name}`" not in record] == []


def test_every_setting_is_on_the_operations_page_with_its_default() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    table = dict(re.findall(r"^\| `([A-Z0-9_]+)` \| (.+?) \|", text, re.MULTILINE))
    assert set(table) == {name.upper() for name in Settings.__struct_fields__}
    for field in structs.fields(Settings):
        default = field.default
        if isinstance(default, str | int) and default not in {"", True, False} and field.name != "public_url":
            assert table[field.name.upper()] == f"`{default}`"
