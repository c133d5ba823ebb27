"""What every graph is looked through for, however large: the questions of ontologies/checks, and the quotes.

A check is a SPARQL query for what must not be there: `?focus`, with `?path` and `?value` where they tell more.
`$relations` and the like stand for what the ontology has, so that a user's own classes and relations are known to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

import ontologies
from extractors.frames import BINDING
from graph.sparql import tokens
from graph.store import KnowledgeGraph
from graph.vocabulary import ARTICLE, DOCUMENT, END, PREFIXES, QUOTE, START, TEXT, TYPE, Node
from ontologies.errors import QueryError
from ontologies.schema import Ontology

FOLDER = Path(ontologies.__file__).parent / "checks"
VIOLATION, WARNING = "violation", "warning"
QUOTES = "quotes"
_HEAD = re.compile(r"^#\s*(title|title_zh|severity|path|each)\s*:\s*(.*?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Check:
    """What must not be there. `title` and `title_zh` say what is wrong where something is found.

    `path` is the property that is at fault where the answers do not say; `severity` is violation or warning. The
    query is asked for `each` of some properties, which its `$each` stands for.
    """

    name: str
    title: str
    title_zh: str
    severity: str = VIOLATION
    path: ox.NamedNode | None = None
    each: tuple[str, ...] = ()
    sparql: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check has found: the node that it is about, and the property and value that are at fault."""

    focus: Node | ox.BlankNode
    path: ox.NamedNode | None = None
    value: Node | ox.BlankNode | None = None


def read_check(path: Path) -> Check:
    """Read a check with its head.

    Raises QueryError, naming the file, for a head that lacks a title in one of the languages.
    """
    text = path.read_text(encoding="utf-8")
    said = dict(_HEAD.findall(text))
    for key in ("title", "title_zh"):
        if not said.get(key):
            raise QueryError(f"{path}: has no {key}; add a line «# {key}: …» to its head")
    severity, each = said.get("severity", VIOLATION), tuple(said.get("each", "").split())
    return Check(path.stem, said["title"], said["title_zh"], severity, _full(said.get("path", "")), each, text)


@cache
def load_checks() -> Mapping[str, Check]:
    """Return the checks by name, in the order of their names.

    >>> load_checks()["reversed-periods"].title
    'a period ends before it begins'
    """
    quotes = Check(
        QUOTES,
        "a quote is not what stands in its document from start to end",
        "引文与文献原文的起止位置不符",
        path=QUOTE,
    )
    found = [quotes, *map(read_check, FOLDER.glob("*.rq"))]
    return MappingProxyType({check.name: check for check in sorted(found, key=lambda check: check.name)})


def run_check(check: Check, graph: KnowledgeGraph) -> Iterator[Finding]:
    """Yield what a check finds in a graph.

    >>> list(run_check(load_checks()["quotes"], KnowledgeGraph()))
    []
    """
    if check.name == QUOTES:
        yield from _misquoted(graph)
        return
    known = _known(graph.ontology)
    paths: tuple[ox.NamedNode | None, ...] = tuple(map(_full, check.each))
    for path in paths or (check.path,):
        for row in _ask(graph, _bind(check.sparql, {**known, "each": str(path)})):
            yield Finding(row["focus"], row.get("path") or path, row.get("value"))


def _ask(graph: KnowledgeGraph, question: str) -> Iterator[dict[str, Any]]:
    answer = graph.store.query(question, prefixes=PREFIXES)
    assert isinstance(answer, ox.QuerySolutions)
    columns = [variable.value for variable in answer.variables]
    for solution in answer:
        yield dict(zip(columns, solution, strict=True))


def _misquoted(graph: KnowledgeGraph) -> Iterator[Finding]:
    """Find evidence whose quote is not `text[start:end]`, a document at a time: SUBSTR would count anew for each."""
    everywhere = ox.DefaultGraph()
    for article in graph.store.quads_for_pattern(None, TYPE, ARTICLE, everywhere):
        texts = [quad.object for quad in graph.store.quads_for_pattern(article.subject, TEXT, None, everywhere)]
        text = next((text.value for text in texts if isinstance(text, ox.Literal)), "")
        said = f"?focus {DOCUMENT} {article.subject} ; {START} ?start ; {END} ?end ; {QUOTE} ?quote"
        for row in _ask(graph, f"SELECT ?focus ?start ?end ?quote {{ {said} }}"):
            if not _stands(text, row["start"].value, row["end"].value, row["quote"].value):
                yield Finding(row["focus"], QUOTE, row["quote"])


def _stands(text: str, start: str, end: str, quote: str) -> bool:
    if not (start.isdigit() and end.isdigit() and int(start) < int(end) <= len(text)):
        return False
    return text[int(start) : int(end)] == quote


def _known(ontology: Ontology) -> Mapping[str, str]:
    """Return what the ontology has, as SPARQL: its classes and relations, and which types go with binding relations."""
    relations = [f"<{known.iri}>" for known in ontology.relations.values()]
    binding = [key for key in ontology.relations if key in BINDING]
    taken: tuple[list[str], list[str]] = ([], [])
    for key in binding:
        for pairs, kinds in zip(taken, accepted(ontology, key), strict=True):
            pairs += [f'"{ontology.relations[key].iri} {ontology.classes[kind].iri}"' for kind in kinds]
    return {
        "classes": ", ".join(f"<{known.iri}>" for known in ontology.classes.values()),
        "relations": " ".join(relations),
        "binding": " ".join(f"<{ontology.relations[key].iri}>" for key in binding),
        "subjects": ", ".join(taken[0]),
        "objects": ", ".join(taken[1]),
    }


def accepted(ontology: Ontology, relation: str) -> tuple[list[str], list[str]]:
    """Return the ids of the classes that a relation takes as its subject, and those that it takes as its object.

    >>> from ontologies.schema import load_ontology
    >>> accepted(load_ontology(), "holdsPost")
    (['Person', 'Post'], ['Post'])
    """
    kinds = list(ontology.classes)
    subjects = [kind for kind in kinds if any(ontology.accepts(relation, kind, other) for other in kinds)]
    return subjects, [kind for kind in kinds if any(ontology.accepts(relation, other, kind) for other in kinds)]


def _bind(sparql: str, known: Mapping[str, str]) -> str:
    written, done = [], 0
    for kind, text, at in tokens(sparql):
        if kind == "parameter":
            written += [sparql[done:at], known[text[1:]]]
            done = at + len(text)
    return "".join([*written, sparql[done:]])


def _full(name: str) -> ox.NamedNode | None:
    """Return the IRI of a prefixed name, such as rdf:type."""
    prefix, _, rest = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + rest) if rest else None
