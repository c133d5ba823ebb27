"""graph.build, graph.sources and graph.manifest: sources into a folder, again and again, nothing damaged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from poisons import FAULT

from graph.build import BuildReport, build, open_graph
from graph.exports import to_nquads
from graph.manifest import NAME, load_manifest
from graph.shards import read_shard
from graph.store import KnowledgeGraph
from ontologies.errors import ForeignFolder, NotFound, OntologyError, UsageError

TEXTS = {
    "一.txt": "明州市全面推行首席质量官制度\n\n明州市全面推行首席质量官制度。明州市铺开诚信机制。市政府出台意见。\n",
    "二.txt": "清河县开展质量提升行动\n\n清河县开展质量提升行动。地方政府对质量工作负总责。\n",
    "三.txt": "明州市建立诚信机制\n\n明州市建立诚信机制。地方政府对质量工作负总责。\n",
}


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def dump(folder: Path) -> bytes:
    return to_nquads(open_graph(folder))


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_says_what_it_did(texts: Path, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    report = build([texts], tmp_path / "graph", progress=lambda done, total: steps.append((done, total)))
    assert (report.read, report.unchanged, report.removed, report.failures, report.documents) == (3, 0, 0, (), 3)
    assert report.facts == len(open_graph(tmp_path / "graph")) > 3
    assert str(report).startswith("3 read, 0 unchanged; the graph has ")
    assert steps == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_the_manifest_names_each_source(texts: Path, tmp_path: Path) -> None:
    build([texts], tmp_path / "graph")
    said = json.loads((tmp_path / "graph" / NAME).read_text(encoding="utf-8"))
    assert [Path(source["path"]).name for source in said["sources"]] == sorted(TEXTS)
    for source in said["sources"]:
        path = Path(source["path"])
        assert source["size"] == len(path.read_bytes())
        assert source["changed"] == path.stat().st_mtime_ns
        assert len(source["sha256"]) == 64
        assert (source["status"], source["error"]) == ("read", None)
    graph = open_graph(tmp_path / "graph")
    documents = {document.id for document in graph.documents()}
    assert documents == {entry["document"] for source in said["sources"] for entry in source["documents"]}
    assert (said["documents"], said["facts"]) == (3, len(graph))


def test_two_builds_of_the_same_sources_are_the_same(texts: Path, tmp_path: Path) -> None:
    build([texts], tmp_path / "first")
    build([texts / name for name in reversed(TEXTS)], tmp_path / "second")
    assert dump(tmp_path / "first") == dump(tmp_path / "second")


def test_building_again_changes_nothing(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    build([texts], out)
    before = files_of(out)
    report = build([texts], out)
    assert (report.read, report.unchanged) == (0, 3)
    assert files_of(out) == before


def test_only_what_has_changed_is_read_and_the_result_is_that_of_a_new_build(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    build([texts], out)
    before = {path.name for path in (out / "shards").iterdir()}
    (texts / "二.txt").write_text("清河县建立黑名单制度\n\n清河县建立黑名单制度。\n", encoding="utf-8")
    (texts / "三.txt").unlink()
    (texts / "四.txt").write_text("青山市加强产品质量监督\n\n青山市加强产品质量监督。\n", encoding="utf-8")
    report = build([texts], out, prune=True)
    assert (report.read, report.unchanged, report.removed, report.documents) == (2, 1, 1, 3)
    new = [path.name.partition(".")[0] for path in (out / "shards").iterdir() if path.name not in before]
    read = [Path(record.source).name for key in new for record in read_shard(out / "shards", key)]
    assert sorted(read) == ["二.txt", "四.txt"]
    build([texts], tmp_path / "anew")
    assert dump(out) == dump(tmp_path / "anew")
    assert len(list(out.glob("store-*"))) == 1


def test_what_is_gone_stays_until_it_is_pruned(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    build([texts], out)
    whole = dump(out)
    (texts / "三.txt").unlink()
    report = build([texts], out)
    assert (report.gone, report.removed, report.documents) == (1, 0, 3)
    assert "1 gone (--prune takes them back)" in str(report)
    assert dump(out) == whole
    report = build([texts], out, prune=True)
    assert (report.gone, report.removed, report.documents) == (0, 1, 2)
    build([texts], tmp_path / "anew")
    assert dump(out) == dump(tmp_path / "anew")


def test_sources_of_earlier_builds_stay(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    build([texts / "一.txt"], out)
    report = build([texts / "二.txt", texts / "三.txt"], out)
    assert (report.read, report.unchanged, report.documents) == (2, 1, 3)
    build([texts], tmp_path / "anew")
    assert dump(out) == dump(tmp_path / "anew")


def test_one_text_in_two_files_is_one_document(texts: Path, tmp_path: Path) -> None:
    shutil.copy(texts / "一.txt", texts / "一乙.txt")
    out = tmp_path / "graph"
    assert build([texts], out).documents == 3
    (texts / "一.txt").unlink()
    report = build([texts], out, prune=True)
    assert (report.documents, report.removed) == (3, 1)
    build([texts], tmp_path / "anew")
    assert dump(out) == dump(tmp_path / "anew")


def test_a_text_that_cannot_be_read_is_noted_and_the_rest_goes_on(texts: Path, tmp_path: Path) -> None:
    (texts / "空.txt").write_bytes(b"")
    (texts / "图.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    out = tmp_path / "graph"
    report = build([texts], out)
    assert (report.read, report.documents, len(report.failures)) == (3, 3, 2)
    assert all(str(texts) in failure and "\n" not in failure for failure in report.failures)
    failed = [source for source in load_manifest(out).sources if source.status == "failed"]
    assert sorted(Path(source.path).name for source in failed) == ["图.txt", "空.txt"]
    assert all(source.errors and not source.ids for source in failed)
    before = files_of(out)
    again = build([texts], out)
    assert again.failures == report.failures
    assert files_of(out) == before
    (texts / "空.txt").write_text(TEXTS["一.txt"].replace("明州", "东山"), encoding="utf-8")
    (texts / "图.txt").unlink()
    assert build([texts], out, prune=True).failures == ()


def test_a_fault_of_the_program_costs_one_text(texts: Path, tmp_path: Path) -> None:
    (texts / "二.txt").write_text(TEXTS["二.txt"] + FAULT, encoding="utf-8")
    report = build([texts], tmp_path / "graph", extractor="poisons:PoisonedExtractor")
    assert report.documents == 2
    [failure] = report.failures
    assert "二.txt: a fault of zhitu (ValueError: no such frame)" in failure


@pytest.mark.parametrize("begun", [False, True])
def test_a_build_that_is_interrupted_at_once_leaves_all_as_it_was(begun: bool, texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    if begun:
        build([texts / "一.txt"], out)
    before = files_of(tmp_path)

    def interrupt(done: int, total: int) -> None:
        if done == 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([texts], out, progress=interrupt)
    assert out.exists() == begun
    assert files_of(tmp_path) == before
    assert build([texts], out).documents == 3


def test_what_a_killed_build_left_is_cleared_away(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    build([texts / "一.txt"], out)
    (out / "store-unfinished").mkdir()
    (out / "store-unfinished" / "CURRENT").write_text("?")
    build([texts], out)
    assert len(list(out.glob("store-*"))) == 1


def test_a_first_build_that_was_killed_can_be_built_again(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    build([texts], out)
    expected = dump(out)
    manifest = json.loads((out / NAME).read_text(encoding="utf-8")) | {"store": None, "sources": []}
    (out / NAME).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(NotFound, match="has not ended; run zhitu build again"):
        open_graph(out)
    build([texts], out)
    assert dump(out) == expected


def test_a_foreign_folder_is_left_alone(texts: Path, tmp_path: Path) -> None:
    before = files_of(texts)
    with pytest.raises(ForeignFolder, match="holds files that zhitu did not make"):
        build([texts], texts)
    with pytest.raises(ForeignFolder, match="is a file"):
        build([texts], texts / "一.txt")
    assert files_of(texts) == before
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / NAME).write_text('{"name": "a web application"}')
    with pytest.raises(ForeignFolder, match="is no manifest of a graph"):
        build([texts], strange)
    assert [path.name for path in strange.iterdir()] == [NAME]


def test_an_empty_folder_may_become_a_graph(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir()
    assert build([texts], tmp_path / "graph").documents == 3
    assert build([texts], tmp_path / "new" / "graph").documents == 3


def test_what_is_asked_for_and_not_there(texts: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        build([tmp_path / "none"], tmp_path / "graph")
    with pytest.raises(OntologyError):
        faulty = tmp_path / "own.ttl"
        faulty.write_text("@prefix", encoding="utf-8")
        build([texts], tmp_path / "graph", faulty)
    assert not (tmp_path / "graph").exists()
    with pytest.raises(NotFound, match="no such folder; build a graph there with"):
        open_graph(tmp_path / "graph")
    with pytest.raises(NotFound, match="holds no graph"):
        open_graph(texts)
    with pytest.raises(NotFound, match="is a file"):
        open_graph(texts / "一.txt")


def test_only_one_build_at_a_time(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"

    def nested(done: int, total: int) -> None:
        if done == 1:
            build([texts], out)

    with pytest.raises(UsageError, match="another build is writing to it"):
        build([texts], out, progress=nested)


def test_a_graph_can_be_read_while_it_is_built_anew(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    build([texts / "一.txt"], out)
    reader = open_graph(out)
    facts = list(reader.facts())
    build([texts], out)
    assert list(reader.facts()) == facts
    assert len(open_graph(out)) > len(reader)


OWN = """@prefix : <https://example.org/own#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix zt: <https://w3id.org/zhitu/ontology#> .
:spreads a owl:ObjectProperty ; rdfs:label "全面推行"@zh , "spreads"@en ; zt:trigger "铺开" ; zt:colour "#123456" .
"""


def test_another_ontology_reads_everything_again_and_is_kept(texts: Path, tmp_path: Path) -> None:
    out, own = tmp_path / "graph", tmp_path / "own.ttl"
    build([texts], out)
    plain = dump(out)
    own.write_text(OWN, encoding="utf-8")
    report: BuildReport = build([texts / "一.txt"], out, own)
    assert (report.read, report.documents) == (3, 3)
    graph = open_graph(out)
    assert graph.query("ASK { ?s rdf:predicate <https://example.org/own#spreads> }")
    assert graph.ontology.relations["spreads"].colour == "#123456"
    assert {fact.relation for fact in graph.facts()} >= {"spreads"}
    build([texts], out)
    assert dump(out) == plain


def test_a_source_that_is_lost_to_a_new_ontology_is_reported_once(texts: Path, tmp_path: Path) -> None:
    out, own = tmp_path / "graph", tmp_path / "own.ttl"
    build([texts / "一.txt"], out)
    own.write_text(OWN, encoding="utf-8")
    (texts / "一.txt").unlink()
    report = build([texts / "二.txt"], out, own)
    assert (report.read, report.removed) == (1, 1)
    [failure] = report.failures
    assert "一.txt: has to be read again and is not there" in failure
    assert build([texts / "二.txt"], out, own).failures == ()


def test_a_base_of_ones_own(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    build([texts], out, base="https://example.org/id/")
    graph = open_graph(out)
    assert graph.query("ASK { ?s zt:document ?d FILTER(STRSTARTS(STR(?d), 'https://example.org/id/d/')) }")
    assert b"https://w3id.org/zhitu/id/" not in dump(out)
    [entity] = graph.find("首席质量官制度")
    assert list(graph.facts(entity))


def test_a_graph_of_a_build_is_opened_to_be_read(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    build([texts], out)
    graph = KnowledgeGraph.open(out)
    assert len(graph) == len(open_graph(out))
    with pytest.raises(UsageError, match="opened to be read"):
        graph.remove(next(graph.documents()))


def test_the_quotes_stand_in_the_texts(texts: Path, tmp_path: Path) -> None:
    build([texts], tmp_path / "graph")
    graph = open_graph(tmp_path / "graph")
    documents = {document.id: document.text for document in graph.documents()}
    for fact in graph.facts():
        assert fact.evidence
        for evidence in fact.evidence:
            assert documents[evidence.document_id][evidence.start : evidence.end] == evidence.quote


def test_a_file_may_hold_several_documents(tmp_path: Path) -> None:
    path, out = tmp_path / "表.jsonl", tmp_path / "graph"
    lines = [f'{{"title": "{name}", "text": "{name}市推行首席质量官制度。"}}' for name in ("明州", "清河", "东山")]
    path.write_text("\n".join([*lines, "{}"]), encoding="utf-8")
    report = build([path], out)
    assert (report.read, report.documents, len(report.failures)) == (3, 3, 1)
    assert report.failures[0].startswith(f"{path}#4: ")
    assert len(load_manifest(out).sources[0].ids) == 3
    assert build([path], out).unchanged == 3
    path.write_text(lines[1], encoding="utf-8")
    assert (build([path], out).documents, len(load_manifest(out).sources[0].ids)) == (1, 1)
    build([path], tmp_path / "anew")
    assert dump(out) == dump(tmp_path / "anew")


def test_links_out_of_a_folder_are_failures(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text(TEXTS["一.txt"], encoding="utf-8")
    (texts / "甲.txt").symlink_to(tmp_path / "甲.txt")
    report = build([texts], tmp_path / "graph")
    assert report.read == 3 and "leads out of the folder" in report.failures[0]
    [noted] = [source for source in load_manifest(tmp_path / "graph").sources if source.errors]
    assert (Path(noted.path).name, noted.errors) == ("甲.txt", report.failures)
    again = build([texts], tmp_path / "graph")
    assert (again.read, again.unchanged, again.failures) == (0, 3, report.failures)
    (texts / "甲.txt").unlink()
    assert build([texts], tmp_path / "graph", prune=True).failures == ()
