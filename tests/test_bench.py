"""The bench: says what is missing, scores what it is given, and the reading keeps its distance to jieba.posseg."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.readers import read
from graph.bench import gold_files, main, score, speed, text_of
from ontologies.errors import NotFound

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))


def test_missing_gold_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NotFound, match=r"score\.py"):
        gold_files(tmp_path)
    assert main([str(tmp_path)]) == 2
    assert "score.py" in capsys.readouterr().err


def test_the_scorer_gets_a_gold_file_and_our_facts_for_each_text(tmp_path: Path) -> None:
    gold = tmp_path / "gold" / "dev" / "one.gold.json"
    gold.parent.mkdir(parents=True)
    gold.write_text("{}", encoding="utf-8")
    text_of(gold).write_text("广州市全面推行首席质量官制度。", encoding="utf-8")
    scorer = tmp_path / "gold" / "score.py"
    scorer.write_text(
        "import json, sys\nlines = open(sys.argv[2], encoding='utf-8')\n"
        "print(len(sys.argv), *(json.loads(line)['object'] for line in lines))\n",
        encoding="utf-8",
    )
    assert gold_files(tmp_path) == [gold]
    assert score([gold], scorer) == "3 首席质量官制度\n"


def test_reading_is_faster_than_tagging_words_with_jieba() -> None:
    ours, theirs = speed([read(path) for path in SAMPLES])
    # The bench asks for twice; a shared machine under test is left some room.
    assert ours > 1.4 * theirs
