"""What several test modules share: the repository, its samples and the graph that is built from them once."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from pictured import file, page, window  # noqa: F401

ROOT = Path(__file__).parent.parent
Run = Callable[..., "subprocess.CompletedProcess[str]"]

# The suite draws the same examples each time it runs; `make fuzz` draws others, and many.
settings.register_profile("suite", derandomize=True)
settings.register_profile("fuzz", max_examples=2500, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("suite")


# A suite in the background of a shell would hand on to its programs that Ctrl-C is to be ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--refresh-readme", action="store_true", help="write current outputs into README.md and README.zh.md"
    )
    parser.addoption("--refresh-notebooks", action="store_true", help="store current outputs in the notebooks")


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of sample texts."""
    return ROOT / "samples"


@pytest.fixture(scope="session")
def command_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which `zhitu` is this checkout's, in a locale that knows no Chinese."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "zhitu"
    program = f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom graph.cli import main\nmain()\n"
    script.write_text(program, encoding="utf-8")
    script.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "ZHITU"))}
    return kept | {"PATH": f"{folder}:{kept['PATH']}", "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}


@pytest.fixture(scope="session")
def shell(command_environment: dict[str, str]) -> Run:
    """Run a line of shell; a failure anywhere in a pipeline is the line's."""

    def run(line: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        command = ["bash", "-o", "pipefail", "-c", line]
        return subprocess.run(
            command, cwd=cwd, env=command_environment, capture_output=True, encoding="utf-8", timeout=120
        )

    return run


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, shell: Run) -> Path:
    """A folder with the samples as `samples` and their graph as `graph`; tests only read it."""
    folder = tmp_path_factory.mktemp("built")
    shutil.copytree(ROOT / "samples", folder / "samples")
    done = shell("zhitu build samples -o graph", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def served(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the samples' graph to be served."""
    place = tmp_path_factory.mktemp("served") / "graph"
    shutil.copytree(built / "graph", place)
    return place


@pytest.fixture(scope="module")
def server(served: Path) -> Iterator[Any]:
    """A server of that graph, for the tests of one module."""
    from served import ROWS, SECONDS, Server

    options = ("--seconds", str(SECONDS), "--rows", str(ROWS), "--memory", "256", "--workers", "4")
    running = Server(served, *options)
    yield running
    assert running.end() == 130
    assert not list(served.glob("snapshot-*"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, for the tests of one module."""
    from browsing import launched

    with launched() as browser:
        yield browser


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A function that opens a tab: `tab(width, height, dark, online)`."""
    from browsing import tabs

    with tabs(browser) as opened:
        yield opened


def pytest_terminal_summary(terminalreporter: Any) -> None:
    skipped = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    if any("NO CHROMIUM" in reason for reason in skipped):
        terminalreporter.write_line("NO CHROMIUM: no page was looked at in a browser", red=True, bold=True)
