"""graph.askcases: what questions cost, measured on a graph of a corpus and of articles made of it."""

from __future__ import annotations

import json
import lzma
import random
from pathlib import Path

import pytest

from graph import askcases
from graph.askcases import QUESTIONS, Case, main, make_graph, measure, write_articles
from graph.manifest import load_manifest
from graph.queries import load_queries
from graph.reprints import ALIKE, common, sketch

PARAGRAPH = (
    "{year}年，广东省{name}市推行首席质量官制度{number}。{name}市人民政府建立诚信机制{number}，完成投资{number}亿元。"
)


def text(name: str) -> str:
    drawn = random.Random(name)
    signs = [chr(drawn.randrange(0x4E00, 0x9FA5)) for _ in range(3000)]
    lines = (
        PARAGRAPH.format(year=2000 + number % 20, name=name, number=number) + "".join(signs[number * 40 :][:40])
        for number in range(60)
    )
    return "\n".join(lines)


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    with lzma.open(tmp_path / "corpus.jsonl.xz", "wt", encoding="utf-8") as lines:
        for name in ("明州", "清河", "东山"):
            lines.write(json.dumps({"id": name, "text": text(name)}, ensure_ascii=False) + "\n")
    return tmp_path


def test_a_corpus_that_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "-o", str(tmp_path / "out")]) == 2
    assert "corpus.jsonl.xz: no such file" in capsys.readouterr().err


def test_articles_are_no_reprints_of_each_other(tmp_path: Path) -> None:
    assert write_articles([text("明州"), text("清河")], tmp_path, 0, 12) == 12
    written = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.iterdir())]
    assert all(1_000 < len(one) < 3_000 for one in written)
    assert any("浙江省" in one or "江苏省" in one for one in written)
    sketches = [sketch(one) for one in written]
    assert max(common(a, b) for a in sketches for b in sketches if a != b) < ALIKE
    assert write_articles([text("明州")], tmp_path, 38, 12) == 2


def test_what_is_asked_are_named_questions() -> None:
    for name, values in QUESTIONS:
        assert set(values) <= {parameter.name for parameter in load_queries()[name].parameters}
    assert len({name for name, _ in QUESTIONS}) >= 40


def test_a_graph_is_built_once_and_the_times_are_told(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(askcases, "_BATCH", 4)
    monkeypatch.setattr(askcases, "QUESTIONS", QUESTIONS[:2])
    graph = make_graph(shared, shared / "asked", 2, facts=300)
    manifest = load_manifest(graph)
    assert (manifest.facts or 0) >= 300
    assert make_graph(shared, shared / "asked", 2, facts=300) == graph
    assert load_manifest(graph) == manifest
    said: list[str] = []
    measure(graph, said.append, times=1)
    assert {"entity card", "named questions", "search", "retraction"} <= {line[:18].strip() for line in said}
    assert said[-1].startswith("rdflib, ") and "times as long" in said[-1]
    assert load_manifest(graph) == manifest


def test_the_ninety_fifth_of_a_hundred_is_told() -> None:
    row = str(Case("search", tuple(number / 1000 for number in range(100)), 0.02))
    assert row.split() == ["search", "49.5", "ms", "95.0", "ms", "20.0", "ms"]
