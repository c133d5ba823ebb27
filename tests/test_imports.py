"""graph.imports: what a graph is exported to is the same graph when it is read back, and a folder to ask."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
from fact_cases import GUANGZHOU, guangzhou, shenzhen

from extractors.model import Reading
from graph.build import build, open_graph
from graph.exports import FOLDERS, REIFIED, WRITERS, export, to_nquads
from graph.imports import READERS, import_files, import_graph
from graph.manifest import load_manifest
from graph.remainder import Remainder
from graph.store import KnowledgeGraph
from ontologies.errors import DataError, ForeignFolder, NotFound, UnknownFormat, UsageError, ZhituError

LOSSLESS = [suffix for suffix in (*WRITERS, *FOLDERS) if suffix in READERS]
OWN = """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix zt: <https://w3id.org/zhitu/ontology#> . @prefix my: <https://example.org/my#> .
my:vacates a owl:ObjectProperty ; rdfs:label "腾退"@zh, "vacates"@en ; zt:trigger "腾退" .
"""


@pytest.fixture(scope="module")
def both() -> KnowledgeGraph:
    """A graph in which documents share facts, with a base of its own."""
    graph = KnowledgeGraph(base="https://example.org/")
    graph.add([guangzhou(), shenzhen()])
    return graph


def test_all_formats_but_those_for_people_are_read_back() -> None:
    assert {*WRITERS, *FOLDERS} - {*READERS} == {".csv", ".html"}


@pytest.mark.parametrize("suffix", LOSSLESS)
def test_an_export_read_back_is_the_same_graph(suffix: str, built: Path, tmp_path: Path) -> None:
    graph = open_graph(built / "graph")
    export(graph, tmp_path / f"a{suffix}")
    assert to_nquads(import_graph(tmp_path / f"a{suffix}")) == to_nquads(graph)


@pytest.mark.parametrize(("suffix", "reifiers"), [*((s, False) for s in LOSSLESS), *((s, True) for s in REIFIED)])
def test_facts_of_several_documents_are_joined_again(
    suffix: str, reifiers: bool, both: KnowledgeGraph, tmp_path: Path
) -> None:
    assert any(len({evidence.document_id for evidence in fact.evidence}) > 1 for fact in both.facts())
    export(both, tmp_path / f"a{suffix}", reifiers=reifiers)
    again = import_graph(tmp_path / f"a{suffix}")
    assert again.names.base == "https://example.org/"
    assert to_nquads(again) == to_nquads(both)
    assert list(again.facts()) == list(both.facts())


def test_rows_say_nearly_all_of_a_graph(built: Path) -> None:
    graph = open_graph(built / "graph")
    with Remainder(graph) as rest:
        rest.tell(graph.facts(), graph.documents())
        lines = list(rest.lines())
    assert lines
    facts = [line for line in lines if "/id/t/" not in line]  # tasks are put together of facts, and no row's
    assert not [line for line in facts if line.startswith("D") or "/id/s/" in line or "/id/v/" in line]
    assert len(facts) < len(graph.store) / 100


@pytest.mark.parametrize("suffix", LOSSLESS)
def test_relations_of_an_own_ontology_keep_their_iris(suffix: str, tmp_path: Path) -> None:
    (tmp_path / "mine.ttl").write_text(OWN, encoding="utf-8")
    (tmp_path / "a.txt").write_text("2025年，绍兴市腾退印染园区。\n", encoding="utf-8")
    build([tmp_path / "a.txt"], tmp_path / "graph", tmp_path / "mine.ttl")
    graph = open_graph(tmp_path / "graph")
    assert b"<https://example.org/my#vacates>" in to_nquads(graph)
    export(graph, tmp_path / f"a{suffix}")
    import_files([tmp_path / f"a{suffix}"], tmp_path / "copy", tmp_path / "mine.ttl")
    copy = open_graph(tmp_path / "copy")
    assert to_nquads(copy) == to_nquads(graph)
    assert copy.ontology.relations["vacates"].label_zh == "腾退"


def test_reifiers_say_triples_of_rdf_1_2(both: KnowledgeGraph, tmp_path: Path) -> None:
    for suffix in REIFIED:
        export(both, tmp_path / f"a{suffix}", reifiers=True)
        text = (tmp_path / f"a{suffix}").read_text(encoding="utf-8")
        assert "<<(" in text
        assert "rdf:predicate" not in text
        assert "-ns#predicate>" not in text
    store = ox.Store()
    store.load(path=str(tmp_path / "a.ttl"))
    query = "SELECT ?r { ?s rdf:reifies <<( ?a zt:adopts ?b )>> ; zt:confidence ?r }"
    prefixes = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "zt": "https://w3id.org/zhitu/ontology#"}
    found = store.query(query, prefixes=prefixes)
    assert len(list(found)) == sum(fact.relation == "adopts" for fact in both.facts())  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"has no reifiers; use one of: \.nq \.nt \.trig \.ttl"):
        export(both, tmp_path / "a.jsonld", reifiers=True)


def test_a_network_that_another_program_has_saved_keeps_its_facts(both: KnowledgeGraph, tmp_path: Path) -> None:
    export(both, tmp_path / "a.graphml")
    nx.write_graphml(nx.read_graphml(tmp_path / "a.graphml"), tmp_path / "b.graphml")
    assert to_nquads(import_graph(tmp_path / "b.graphml")) == to_nquads(both)
    export(both, tmp_path / "a.gexf")
    nx.write_gexf(nx.read_gexf(tmp_path / "a.gexf"), tmp_path / "b.gexf")
    again = import_graph(tmp_path / "b.gexf")  # without what GEXF has no place for: base, documents
    assert [fact.id for fact in again.facts()] == [fact.id for fact in both.facts()]


def test_an_imported_graph_is_a_folder_to_ask(shell, built: Path, tmp_path: Path) -> None:
    expected = to_nquads(open_graph(built / "graph"))
    done = shell(f"zhitu export {built}/graph -o a.trig && zhitu import a.trig -o copy", tmp_path)
    facts = len(open_graph(built / "graph"))
    assert done.stderr == f"1 imported, 0 unchanged; the graph has {facts} facts of 10 documents\n"
    assert to_nquads(open_graph(tmp_path / "copy")) == expected
    for command in ("stats", "status", "query --name adopted", "search 质量官", "export -o b.nq", "same"):
        name, _, options = command.partition(" ")
        first, second = (shell(f"zhitu {name} {graph} {options}", tmp_path) for graph in (f"{built}/graph", "copy"))
        assert (second.returncode, second.stderr) == (0, "")
        assert name == "status" or first.stdout == second.stdout
    assert shell("zhitu import a.trig -o copy", tmp_path).stderr.startswith("0 imported, 1 unchanged; ")


def test_files_are_added_to_what_was_imported(tmp_path: Path) -> None:
    for name, reading in (("a.nq", guangzhou()), ("b.jsonl", shenzhen())):
        graph = KnowledgeGraph()
        graph.add(reading)
        export(graph, tmp_path / name)
    whole = KnowledgeGraph()
    whole.add([guangzhou(), shenzhen()])
    import_files([tmp_path / "a.nq"], tmp_path / "graph")
    report = import_files([tmp_path / "a.nq", tmp_path / "b.jsonl"], tmp_path / "graph")
    assert (report.files, report.unchanged, report.facts) == (1, 1, len(whole))
    assert to_nquads(open_graph(tmp_path / "graph")) == to_nquads(whole)
    assert [Path(source.path).name for source in load_manifest(tmp_path / "graph").sources] == ["a.nq", "b.jsonl"]


def test_built_and_imported_graphs_are_kept_apart(shell, built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "graph", tmp_path / "graph")
    export(open_graph(tmp_path / "graph"), tmp_path / "a.nq")
    before = to_nquads(open_graph(tmp_path / "graph"))
    with pytest.raises(ForeignFolder, match="holds a graph that was built from texts; import into another folder"):
        import_files([tmp_path / "a.nq"], tmp_path / "graph")
    import_files([tmp_path / "a.nq"], tmp_path / "copy")
    done = shell(f"zhitu build {built}/samples -o copy", tmp_path)
    assert (done.returncode, done.stderr) == (
        2,
        "zhitu: copy: holds a graph that was imported; build in another folder\n",
    )
    for folder in ("graph", "copy"):
        assert to_nquads(open_graph(tmp_path / folder)) == before


def test_an_import_that_fails_leaves_all_as_it_was(both: KnowledgeGraph, tmp_path: Path) -> None:
    export(both, tmp_path / "a.nq")
    broken = (tmp_path / "a.nq").read_bytes()[:-20]
    (tmp_path / "b.nq").write_bytes(broken)
    with pytest.raises(DataError, match=r"b\.nq: cannot be read as N-Quads"):
        import_files([tmp_path / "b.nq"], tmp_path / "graph")
    assert not (tmp_path / "graph").exists()
    import_files([tmp_path / "a.nq"], tmp_path / "graph")
    with pytest.raises(DataError):
        import_files([tmp_path / "a.nq", tmp_path / "b.nq"], tmp_path / "graph")
    assert to_nquads(open_graph(tmp_path / "graph")) == to_nquads(both)
    assert len(list((tmp_path / "graph").glob("store-*"))) == 1
    other = KnowledgeGraph()
    other.add(guangzhou())
    export(other, tmp_path / "c.jsonl")
    with pytest.raises(DataError, match=r"c\.jsonl: its IRIs begin with https://w3id\.org/.*, those of"):
        import_files([tmp_path / "c.jsonl"], tmp_path / "graph")
    assert to_nquads(open_graph(tmp_path / "graph")) == to_nquads(both)


FAULTS = [
    ("a.ttl", "<urn:a> <urn:b> .", "cannot be read as Turtle"),
    ("a.nq", "<urn:a> <urn:b> <urn:c> .", "holds nothing of a graph of zhitu"),
    ("a.nq", '<urn:a> <urn:b> "\\uD800" .', "cannot be read as N-Quads"),
    ("a.nq", "<urn:a b> <urn:b> <urn:c> .", "cannot be read as N-Quads"),
    ("a.nq", "<urn:x/s/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#predicate> <urn:b> .", "lacks subject"),
    ("a.jsonl", "{}", "line 1: cannot be read as lines of a graph"),
    ("a.jsonl", "[]", "line 1: cannot be read as lines of a graph"),
    ("a.jsonl", "7", "line 1: cannot be read as lines of a graph"),
    ("a.jsonl", '\n{"patch": "nothing"}', "line 2: cannot be read as lines of a graph"),
    ("a.jsonl", '{"subject": "市", "relation": "adopts"}', "zhitu extract prints does not say which names are one"),
    ("a.jsonl", "[" * 100_000, "cannot be read"),
    ("a.graphml", "<html/>", "it begins with <html>"),
    ("a.graphml", "<graphml><graph><edge source='a' target='b'/></graph></graphml>", "a fact lacks an end or its"),
    ("a.graphml", "<graphml><graph><node id='a'/></graph></graphml>", "an entity has no id or no type"),
    ("a.graphml", "<!DOCTYPE g [<!ENTITY a 'aaaa'>]><graphml/>", "a document type declaration"),
    ("a.gexf", "<gexf><graph>", "cannot be read as GEXF"),
    ("a.gexf", "\x00\x01", "cannot be read as GEXF"),
]


@pytest.mark.parametrize(("name", "content", "said"), FAULTS)
def test_what_cannot_be_read_is_told(name: str, content: str, said: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=said) as caught:
        import_graph(tmp_path / name)
    assert str(caught.value).startswith(str(tmp_path / name))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("modality", "sure"), ("start", "x"), ("valid_from", "yesterday"), ("confidence", None), ("quote", None)),
        *(("subject_label", 7), ("statement", "urn:x"), ("relation", None), ("relation", "> <"), ("time", 7)),
        *(("condition", []), ("quantity_value", "x"), ("subject_id", "a b"), ("document", "a b")),
        ("object_id", "> <urn:a> <urn:b> .\n<urn:c"),
    ],
)
def test_a_line_with_a_faulty_value_is_told(key: str, value: object, both: KnowledgeGraph, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    export(both, path)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    [number] = [n for n, line in enumerate(lines) if line.get("time" if key == "valid_from" else "quantity")]
    lines[number][key] = value
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    with pytest.raises(DataError):
        graph = import_graph(path)
        list(graph.facts())


def test_paths_that_are_none(both: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "a.nq").mkdir()
    (tmp_path / "b.neo4j").touch()
    (tmp_path / "c.gephi").mkdir()
    for name, kind, said in (
        ("a.xlsx", UnknownFormat, r"no format has the suffix '\.xlsx'; use one of: \.nq"),
        ("a.csv", UnknownFormat, "use one of"),
        ("none.ttl", NotFound, "no such file"),
        ("a.nq", UsageError, r"is a folder, and \.nq is a file"),
        ("b.neo4j", UsageError, r"is a file, and \.neo4j is a folder"),
        ("c.gephi", NotFound, "no such file"),
    ):
        with pytest.raises(kind, match=said):
            import_graph(tmp_path / name)
    assert issubclass(UnknownFormat, ZhituError)


def test_a_graph_that_lacks_what_rows_say_is_the_same_again(tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    graph.add(Reading(GUANGZHOU, (), guangzhou().statements))
    graph.store.remove(
        next(graph.store.quads_for_pattern(None, ox.NamedNode("https://w3id.org/zhitu/ontology#text"), None))
    )
    for suffix in LOSSLESS:
        export(graph, tmp_path / f"a{suffix}")
        assert to_nquads(import_graph(tmp_path / f"a{suffix}")) == to_nquads(graph), suffix
