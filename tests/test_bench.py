"""The bench: says what is missing, scores what it is given, and the reading keeps its distance to jieba.posseg."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from annotated import gold_content, row, write_gold

from extractors.readers import read
from graph import bench
from graph.bench import main, speed

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))


def test_missing_gold_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert str(tmp_path / "gold" / "dev") in shown.err


def test_faulty_gold_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_gold(tmp_path / "gold" / "dev", "{")
    assert main([str(tmp_path)]) == 1
    assert "a.gold.json" in capsys.readouterr().err


def test_quality_and_speed_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = [row("广州市", "adopts", "首席质量官制度"), row("广州市", "issues", "规划")]
    write_gold(tmp_path / "gold" / "dev", gold_content(facts), text="广州市全面推行首席质量官制度。")
    monkeypatch.setattr(bench, "speed", lambda documents: (3.0 * len(documents), 2.0))
    assert main([str(tmp_path)]) == 0
    shown = capsys.readouterr().out
    assert re.search(r"^facts +100.0 +50.0 +66.7 +1 +2 +1$", shown, re.MULTILINE)
    assert "speed: 1.50 times jieba.posseg (3 against 2 characters a second)" in shown


def test_reading_is_not_much_slower_than_tagging_words_with_jieba() -> None:
    ours, theirs = speed([read(path) for path in SAMPLES])
    # It is 0.6 of it in the bench; a shared machine under test is left some room.
    assert ours > 0.4 * theirs
