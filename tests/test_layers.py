"""The house keeps its shape: ontologies ← extractors ← graph, small modules, nouns for names."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {
    "ontologies": {"ontologies"},
    "extractors": {"ontologies", "extractors"},
    "graph": {"ontologies", "extractors", "graph"},
}
FOLDERS = {".ci", "extractors", "graph", "notebooks", "ontologies", "samples", "tests"}
FORBIDDEN = {"base", "common", "core", "data", "handler", "handlers", "helper", "helpers", "info", "manager", "misc"}
FORBIDDEN |= {"process", "util", "utils"}
MODULES = sorted(path for package in ALLOWED for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and top-level package of each import of a module, those inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import hides the direction"
            yield node.lineno, (node.module or "").partition(".")[0]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_point_down(path: Path) -> None:
    allowed = ALLOWED[path.relative_to(ROOT).parts[0]]
    upward = [(line, name) for line, name in imported(path) if name in ALLOWED.keys() - allowed]
    assert not upward


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_are_small_and_well_named(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 450
    assert not FORBIDDEN & set(path.stem.lower().split("_"))


def test_every_module_says_what_it_is() -> None:
    assert not [name_of(path) for path in MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]


def test_an_upward_import_would_be_seen(tmp_path: Path) -> None:
    module = tmp_path / "mentions.py"
    module.write_text("def find():\n    from graph.store import KnowledgeGraph\n    import graph\n", encoding="utf-8")
    assert list(imported(module)) == [(2, "graph"), (3, "graph")]


def test_top_level_folders() -> None:
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        output = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    found = {name.partition("/")[0] for name in output.split("\0") if "/" in name}
    assert found <= FOLDERS


def test_every_module_is_run_by_a_test() -> None:
    tests = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    untested = [
        name_of(path)
        for path in MODULES
        if not re.search(rf"\b{path.parent.name}(\.| import .*){path.stem}\b", tests)
        and not re.search(r"^ *>>> ", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert not untested
