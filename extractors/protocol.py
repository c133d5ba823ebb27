"""What an extractor is, and how one is found: by name among the entry points `zhitu.extractors`, by `module:attribute`,
or as an instance."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol, runtime_checkable

from extractors.model import Document, Reading
from ontologies.errors import NotFound
from ontologies.schema import Ontology

GROUP = "zhitu.extractors"


@runtime_checkable
class Extractor(Protocol):
    """Reads documents with one ontology; every statement names its extractor and the characters it was read from."""

    name: str

    def extract(self, document: Document) -> Reading:
        """Return what `document` says."""


def list_extractors() -> list[str]:
    """Return the names of the installed extractors.

    >>> "grammar" in list_extractors()
    True
    """
    return sorted(point.name for point in entry_points(group=GROUP))


def make_extractor(extractor: str | Extractor, ontology: Ontology) -> Extractor:
    """Return the extractor of that name for `ontology`; an instance comes back as it is.

    A name with a colon says where a class or function of one's own is (`package.module:Name`), which makes an extractor
    of an ontology. Raises NotFound where there is no such extractor.

    >>> from ontologies.schema import load_ontology
    >>> make_extractor("grammar", load_ontology()).name
    'grammar'
    >>> make_extractor("extractors.pipeline:GrammarExtractor", load_ontology()).name
    'grammar'
    """
    if not isinstance(extractor, str):
        return extractor
    for make in _makers(extractor):
        made = make(ontology)
        if isinstance(made, Extractor):
            return made
    raise NotFound(f"no extractor named {extractor!r}; installed: {', '.join(list_extractors())}")


def _makers(name: str) -> list[Callable[[Ontology], object]]:
    if ":" not in name:
        return [point.load() for point in entry_points(group=GROUP, name=name)]
    module, _, attribute = name.partition(":")
    try:
        return [getattr(import_module(module), attribute)]
    except (ImportError, AttributeError, ValueError) as error:
        raise NotFound(f"no extractor at {name!r} ({error}); write it like package.module:Name") from error
