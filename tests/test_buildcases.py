"""graph.buildcases: what builds cost, measured on a corpus."""

from __future__ import annotations

import json
import lzma
import sys
from pathlib import Path

import pytest

from graph.buildcases import main, measure

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched in /proc")


def test_a_corpus_that_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "corpus.jsonl.xz: no such file" in capsys.readouterr().err


def test_the_graphs_are_compared_and_the_times_told(tmp_path: Path) -> None:
    with lzma.open(tmp_path / "corpus.jsonl.xz", "wt", encoding="utf-8") as lines:
        for name in ("明州", "清河", "东山"):
            text = f"{name}市推行首席质量官制度。\n{name}市建立诚信机制。"
            lines.write(json.dumps({"id": name, "text": text}, ensure_ascii=False) + "\n")
    said: list[str] = []
    measure(tmp_path, 2, said.append, kills=1)
    assert [line.partition(":")[0] for line in said[:5]] == [
        "one core",
        "two cores",
        "once more",
        "memory",
        "processor",
    ]
    assert "one and two processes make the same graph" in said
    assert "killed 1 times it is the same graph" in said
