"""The README in both languages: each command it shows is run, and what it shows is what comes out."""

from __future__ import annotations

import doctest
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh.md")
SET_UP = ("cd ", "export ", "git ", "make ", "pip ")  # commands that are shown and not run here
COMMANDS = ("read", "extract", "terms", "build", "query", "view", "export", "stats", "same")
COMMANDS += ("validate", "ontology", "search", "serve", "import", "push", "eval")


def blocks(name: str, language: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def sessions(name: str) -> Iterator[tuple[str, str]]:
    """Yield each command of the console blocks with the output shown below it."""
    for block in blocks(name, "console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            yield command, shown


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.rstrip("\n").split("\n")]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder as a reader of the README has it after cloning."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    return tmp_path


@pytest.mark.parametrize("name", READMES)
def test_shown_output_is_current(name, place, shell, request):
    for block in blocks(name, "turtle"):
        (place / "mine.ttl").write_text(block, encoding="utf-8")
    current: dict[str, list[str]] = {}
    for command, _ in sessions(name):
        if not command.startswith(SET_UP):
            done = shell(command, place)
            assert done.returncode == 0, f"{command}: {done.stderr}"
            current[command] = lines(done.stdout + done.stderr)
    if request.config.getoption("--refresh-readme"):
        refresh(name, current)
    assert current == {command: lines(shown) for command, shown in sessions(name) if command in current}


def refresh(name: str, current: dict[str, list[str]]) -> None:
    """Write what the commands give now below them."""
    text = (ROOT / name).read_text(encoding="utf-8")
    for command, output in current.items():
        below = "".join(f"{line}\n" for line in output if output != [""])
        pattern = rf"(?m)^\$ {re.escape(command)}\n(?:(?!\$ |```).*\n)*"
        text = re.sub(pattern, lambda match, told=f"$ {command}\n{below}": told, text)
    (ROOT / name).write_text(text, encoding="utf-8")


def test_shown_sets_up_as_the_makefile_does():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name in READMES:
        targets = re.findall(r"^\$ make (\w+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
        assert targets
        assert [target for target in targets if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


@pytest.mark.parametrize("name", READMES)
def test_python_example_runs(name, place, monkeypatch):
    monkeypatch.chdir(place)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    parser = doctest.DocTestParser()
    known: dict[str, object] = {}
    examples = 0
    for block in blocks(name, "python"):
        test = parser.get_doctest(block, known, name, name, 0)
        runner.run(test, clear_globs=False)
        known = test.globs
        examples += len(test.examples)
    assert examples
    assert runner.failures == 0


@pytest.mark.parametrize("name", READMES)
def test_each_command_is_told_of(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert [command for command in COMMANDS if f"zhitu {command}" not in text] == []


def test_both_languages_show_the_same():
    english, chinese = (list(sessions(name)) for name in READMES)
    assert english == chinese
    for language in ("python", "turtle"):
        assert blocks(READMES[0], language) == blocks(READMES[1], language)


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)[^)]*\)", text)
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_changelog_has_the_version(root):
    version = re.search(r'^version = "(.*)"', (root / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    assert version
    changelog = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(version[1])} \(\d{{4}}-\d\d-\d\d\)$", changelog, re.MULTILINE)
