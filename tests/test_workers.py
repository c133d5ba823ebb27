"""Many documents at once: the order and the results of one after another, faults and killed processes included."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from graph.workers import run_each

FILES = [Path(f"{number:02}.txt") for number in range(40)]


def test_results_keep_the_order_of_the_files() -> None:
    assert list(run_each(lambda path: path.stem, FILES, workers=2)) == [path.stem for path in FILES]


def test_more_processes_give_what_one_gives() -> None:
    def step(path: Path) -> str:
        return f"{path.stem} {os.getpid() > 0}"

    assert list(run_each(step, FILES, workers=3)) == list(run_each(step, FILES))


def test_several_processes_do_the_work() -> None:
    seen = list(run_each(lambda path: os.getpid(), FILES, workers=2))
    assert len(set(map(str, seen))) > 1


def test_a_fault_takes_the_place_of_its_result() -> None:
    def step(path: Path) -> str:
        if path.stem == "07":
            raise ValueError("no such year")
        return path.stem

    results = list(run_each(step, FILES, workers=2))
    assert isinstance(results[7], ValueError)
    assert str(results[7]) == "no such year"
    assert [result for result in results if not isinstance(result, Exception)] == [
        p.stem for p in FILES if p.stem != "07"
    ]


def test_a_killed_process_loses_nothing() -> None:
    parent = os.getpid()

    def step(path: Path) -> str:
        if path.stem == "20" and os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)
        return path.stem

    assert list(run_each(step, FILES, workers=2)) == [path.stem for path in FILES]


@pytest.mark.parametrize("files", [[], FILES[:1]])
def test_few_files_need_no_process(files: list[Path]) -> None:
    assert list(run_each(lambda path: os.getpid(), files)) == [os.getpid()] * len(files)
