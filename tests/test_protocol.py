"""Extractors by name and as instances."""

from __future__ import annotations

import pytest

from extractors.model import Document, Reading
from extractors.pipeline import GrammarExtractor, read_document
from extractors.protocol import GROUP, Extractor, list_extractors, make_extractor
from ontologies.errors import NotFound
from ontologies.schema import load_ontology


class Silent:
    """An extractor that finds nothing, and counts."""

    name = "silent"

    def __init__(self) -> None:
        self.read = 0

    def extract(self, document: Document) -> Reading:
        self.read += 1
        return Reading(document)


class Nameless:
    """No extractor: it lacks `extract`."""

    name = "nameless"


class Point:
    """An entry point of somebody else's package."""

    def __init__(self, name: str, made: type) -> None:
        self.name, self.made = name, made

    def load(self) -> object:
        return lambda ontology: self.made()


def test_the_grammar_by_name() -> None:
    made = make_extractor("grammar", load_ontology())
    assert isinstance(made, GrammarExtractor) and isinstance(made, Extractor) and made.name == "grammar"
    assert "grammar" in list_extractors()


def test_an_instance_comes_back_as_it_is() -> None:
    own = Silent()
    assert make_extractor(own, load_ontology()) is own


def test_an_unknown_name_says_which_there_are() -> None:
    with pytest.raises(NotFound, match=r"no extractor named 'oracle'; installed: .*grammar"):
        make_extractor("oracle", load_ontology())


def test_what_has_no_extract_is_no_extractor() -> None:
    assert isinstance(Silent(), Extractor)
    assert not isinstance(Nameless(), Extractor)


def test_an_extractor_of_another_package_is_found_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [Point("silent", Silent), Point("nameless", Nameless)]

    def entry_points(*, group: str, name: str | None = None) -> list[Point]:
        assert group == GROUP == "zhitu.extractors"
        return [point for point in points if name in (None, point.name)]

    monkeypatch.setattr("extractors.protocol.entry_points", entry_points)
    assert list_extractors() == ["nameless", "silent"]
    assert isinstance(make_extractor("silent", load_ontology()), Silent)
    with pytest.raises(NotFound):
        make_extractor("nameless", load_ontology())


def test_a_document_can_be_read_by_another_extractor() -> None:
    own = Silent()
    document = Document("a.txt", "市政府推行首席质量官制度。")
    assert read_document(document, extractor=own).statements == () and own.read == 1
    assert len(read_document(document, extractor="grammar").statements) == 1
