"""Every lossless format: what is exported and imported again is the same canonical N-Quads, whatever the texts hold."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.model import Document, Modality
from graph.exports import FOLDERS, REIFIED, WRITERS, export, to_nquads
from graph.facts import Entity, Evidence, Fact, Figure, Period, digest
from graph.imports import READERS, import_graph
from graph.store import KnowledgeGraph

LOSSLESS = [(suffix, False) for suffix in (*WRITERS, *FOLDERS) if suffix in READERS]
LOSSLESS += [(suffix, True) for suffix in REIFIED]
# What has broken formats elsewhere: quotes, breaks, controls, what XML cannot hold, both directions, formulas, joints.
HOSTILE = [
    *('"', "'", "\\", "\n", "\r", "\r\n", "\t", " ", "\x00", "\x0b", "\x1f", "\x7f", "\x85", "\u2028", "\ufeff"),
    *("\ufffe", "\uffff", "\u202eקרשת", "👩‍👩‍👧", "é", "=1+1", "+", "-", "@SUM", "＝", "'=", "''", ";", "a;b"),
    *("<&>", "]]>", "<!--", "&#13;", "\\u0041", "a,b", "null", "true", "[]", "{}", "_:b", "<urn:a>", "广州", "𠮷"),
]
texts = (
    st.lists(st.sampled_from(HOSTILE) | st.text(max_size=3), max_size=4)
    .map("".join)
    .map(lambda text: text.encode("utf-8", "replace").decode())
)
days = st.none() | st.dates()
numbers = st.none() | st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def graphs(draw: st.DrawFn) -> KnowledgeGraph:
    """Small graphs whose every text may be hostile, with documents that facts cite, and some that none does."""
    maybe = st.none() | texts
    words = st.lists(texts, max_size=2).map(tuple)
    documents = draw(
        st.lists(
            st.builds(
                *(Document, texts, texts, maybe, days, maybe, maybe, maybe),
                **{"keywords": words, "validity": maybe, "url": maybe, "effective": days, "offset": st.integers(0, 9)},
            ),
            max_size=3,
        )
    )
    cited = [document.id for document in documents[:2]] or ["4f1c9e0a11223344"]
    things = []
    for number in range(draw(st.integers(1, 3))):
        kind, names = draw(st.sampled_from(["Place", "Government"])), draw(st.lists(texts, max_size=2))
        place = draw(st.none() | st.just("440100"))
        things.append(Entity(digest(number), draw(texts), kind, tuple(sorted({*names})), place))
    one, place = st.sampled_from(things), st.integers(0, 99)
    said = st.sampled_from(["grammar", "=llm"])
    evidence = st.builds(Evidence, st.sampled_from(cited), place, place, texts, said, st.floats(0, 1), maybe, maybe)
    time = st.none() | st.builds(Period, texts, days, days)
    figure = st.none() | st.builds(Figure, texts, numbers, maybe, st.booleans(), numbers, numbers)
    relation, modality = st.sampled_from(["adopts", "issues"]), st.sampled_from(Modality)
    passages = st.lists(evidence, max_size=2).map(tuple)
    fact = st.builds(Fact, one, relation, one, modality, st.booleans(), time, figure, passages, maybe, maybe)
    facts = draw(st.lists(fact, max_size=4))
    graph = KnowledgeGraph(base=draw(st.sampled_from(["https://w3id.org/zhitu/id/", "urn:x/s/d/"])))
    graph.add([*documents, *facts])
    if documents and draw(st.booleans()):  # what no row says
        node = graph.names.document(cited[0])
        graph.store.add(ox.Quad(node, ox.NamedNode("urn:said"), ox.Literal(draw(texts), language="zh")))
    return graph


def canonical(graph: KnowledgeGraph) -> str:
    return hashlib.sha256(to_nquads(graph)).hexdigest()


def again(graph: KnowledgeGraph, path: Path, reifiers: bool) -> KnowledgeGraph:
    export(graph, path, reifiers=reifiers)
    return import_graph(path)


@pytest.mark.parametrize(("suffix", "reifiers"), LOSSLESS)
@settings(max_examples=30, deadline=None)
@given(graph=graphs())
def test_any_graph_is_the_same_again(suffix: str, reifiers: bool, graph: KnowledgeGraph) -> None:
    with tempfile.TemporaryDirectory() as folder:
        back = again(graph, Path(folder) / f"a{suffix}", reifiers)
    if next(graph.facts(), None) or next(graph.documents(), None):
        assert back.names.base == graph.names.base
    assert to_nquads(back) == to_nquads(graph)
    assert canonical(back) == canonical(graph)
    assert list(back.facts()) == list(graph.facts())


@pytest.mark.parametrize(("suffix", "reifiers"), LOSSLESS)
def test_every_text_that_breaks_formats_is_the_same_again(suffix: str, reifiers: bool, tmp_path: Path) -> None:
    graph = KnowledgeGraph()
    for number, text in enumerate(["", *HOSTILE, *(f"广{text}州" for text in HOSTILE)]):
        document = Document(text, f"{number}{text}", text, None, text, keywords=(text,), url=text)
        names = tuple(sorted({text, f"{text}市"}))
        city, system = Entity(digest(number), text, "Place", names), Entity("5b0e", "制度", "System")
        passage = Evidence(document.id, 0, 1, text, text or "grammar", 0.5, text, text)
        time, figure = Period(text), Figure(text, 1e-9, text)
        graph.add(
            [document, Fact(city, "adopts", system, Modality.ACTUAL, False, time, figure, (passage,), text, text)]
        )
    back = again(graph, tmp_path / f"a{suffix}", reifiers)
    assert to_nquads(back) == to_nquads(graph)
