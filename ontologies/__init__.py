"""What can be said: the ontology of Chinese policy texts, its word lists and gazetteers.

The public names are loaded when they are first used, so that importing one of them does not import all.

>>> from ontologies import load_ontology
>>> load_ontology().relations["adopts"].label_zh
'推行落实'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ontologies.errors import ZhituError
    from ontologies.gazetteer import load_departments, load_organs, load_places
    from ontologies.schema import EntityClass, Ontology, Relation, load_ontology
    from ontologies.tables import read_tsv

_PLACES = {
    "EntityClass": "schema",
    "Ontology": "schema",
    "Relation": "schema",
    "ZhituError": "errors",
    "load_departments": "gazetteer",
    "load_ontology": "schema",
    "load_organs": "gazetteer",
    "load_places": "gazetteer",
    "read_tsv": "tables",
}

__all__ = [
    "EntityClass",
    "Ontology",
    "Relation",
    "ZhituError",
    "load_departments",
    "load_ontology",
    "load_organs",
    "load_places",
    "read_tsv",
]


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"ontologies.{_PLACES[name]}"), name)
