"""A file → a reading: the document, the names in it with their types, and what it states, each with its passage.

The public names are loaded when they are first used, so that importing one of them does not import all.

>>> from extractors import Document, read_document
>>> [statement] = read_document(Document("a.txt", "广州市全面推行首席质量官制度。")).statements
>>> statement.subject.name, statement.relation, statement.object.name
('广州市', 'adopts', '首席质量官制度')
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractors.gold import GoldDocument, load_gold
    from extractors.model import Document, Mention, Modality, Origin, Quantity, Reading, Span, Statement, TimeValue
    from extractors.pipeline import GrammarExtractor, read_document
    from extractors.protocol import Extractor, list_extractors, make_extractor
    from extractors.readers import find_documents, read, read_all, read_text

_PLACES = {
    "Document": "model",
    "Extractor": "protocol",
    "GoldDocument": "gold",
    "GrammarExtractor": "pipeline",
    "Mention": "model",
    "Modality": "model",
    "Origin": "model",
    "Quantity": "model",
    "Reading": "model",
    "Span": "model",
    "Statement": "model",
    "TimeValue": "model",
    "find_documents": "readers",
    "list_extractors": "protocol",
    "load_gold": "gold",
    "make_extractor": "protocol",
    "read": "readers",
    "read_all": "readers",
    "read_document": "pipeline",
    "read_text": "readers",
}

__all__ = [
    "Document",
    "Extractor",
    "GoldDocument",
    "GrammarExtractor",
    "Mention",
    "Modality",
    "Origin",
    "Quantity",
    "Reading",
    "Span",
    "Statement",
    "TimeValue",
    "find_documents",
    "list_extractors",
    "load_gold",
    "make_extractor",
    "read",
    "read_all",
    "read_document",
    "read_text",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"extractors.{_PLACES[name]}"), name)
