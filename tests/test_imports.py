"""graph.imports: what a graph is exported to is the same graph when it is read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from fact_cases import guangzhou, shenzhen

from graph.build import open_graph
from graph.exports import export, to_nquads
from graph.imports import READERS, import_graph
from graph.store import KnowledgeGraph
from ontologies.errors import DataError, NotFound, UnknownFormat


@pytest.mark.parametrize("suffix", [".nq", ".trig", ".ttl", ".jsonld"])
def test_an_export_read_back_is_the_same_graph(suffix: str, built: Path, tmp_path: Path) -> None:
    graph = open_graph(built / "graph")
    export(graph, tmp_path / f"a{suffix}")
    assert to_nquads(import_graph(tmp_path / f"a{suffix}")) == to_nquads(graph)


@pytest.mark.parametrize("suffix", [".nq", ".trig", ".ttl", ".jsonld"])
def test_facts_of_several_documents_are_joined_again(suffix: str, tmp_path: Path) -> None:
    graph = KnowledgeGraph(base="https://example.org/")
    graph.add([guangzhou(), shenzhen()])
    assert any(len({evidence.document_id for evidence in fact.evidence}) > 1 for fact in graph.facts())
    export(graph, tmp_path / f"a{suffix}")
    again = import_graph(tmp_path / f"a{suffix}", base="https://example.org/")
    assert to_nquads(again) == to_nquads(graph)
    assert list(again.facts()) == list(graph.facts())


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("<urn:a> <urn:b> .", encoding="utf-8")
    with pytest.raises(DataError, match=r"a\.ttl: cannot be read as Turtle"):
        import_graph(tmp_path / "a.ttl")
    with pytest.raises(NotFound, match="no such file"):
        import_graph(tmp_path / "b.ttl")
    with pytest.raises(UnknownFormat, match=r"no format has the suffix '\.xlsx'; use one of: \.nq"):
        import_graph(tmp_path / "a.xlsx")
    assert set(READERS) >= {".nq", ".trig", ".ttl", ".jsonld"}
