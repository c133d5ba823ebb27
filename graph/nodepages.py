"""The page of one thing of the graph, for people: what is said of it, and the passages that say so.

All texts are strangers' and are escaped; the pages hold no program.
"""

from __future__ import annotations

import html
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.vocabulary import PREFIXES, SKOS, ZT
from ontologies.schema import Ontology

FACTS = 200  # that a page shows
PROPERTIES = 500
KINDS = {"e": "entity", "s": "statement", "v": "evidence", "d": "document"}
_QUIET = (f"{ZT}text",)

PROPERTIES_QUERY = f"""SELECT ?p ?o (SAMPLE(?name) AS ?label) {{
  {{ SELECT ?p ?o {{ <NODE> ?p ?o }} LIMIT {PROPERTIES} }}
  OPTIONAL {{ ?o skos:prefLabel|dcterms:title ?name }}
}} GROUP BY ?p ?o"""
_STATEMENT = """?s rdf:predicate ?relation ; rdf:subject ?a ; rdf:object ?b .
  ?s zt:modality ?modality ; zt:negated ?negated .
  ?a skos:prefLabel ?subject . ?b skos:prefLabel ?object .
  OPTIONAL { ?s zt:timeText ?time } OPTIONAL { ?s zt:quantityText ?quantity }
  OPTIONAL { ?v zt:document ?d ; zt:quote ?quote ; zt:start ?start . OPTIONAL { ?d dcterms:title ?title } }"""
ENTITY_QUERY = f"""SELECT * {{
  {{ SELECT DISTINCT ?s {{ {{ ?s rdf:subject <NODE> }} UNION {{ ?s rdf:object <NODE> }} }} LIMIT {FACTS} }}
  OPTIONAL {{ ?s prov:wasDerivedFrom ?v }}
  {_STATEMENT}
}}"""
DOCUMENT_QUERY = f"""SELECT * {{
  {{ SELECT ?s ?v {{ ?v zt:document <NODE> . ?s prov:wasDerivedFrom ?v }} LIMIT {FACTS} }}
  {_STATEMENT}
}}"""
COUNT_QUERIES = {
    "e": "SELECT (COUNT(DISTINCT ?s) AS ?count) { { ?s rdf:subject <NODE> } UNION { ?s rdf:object <NODE> } }",
    "d": "SELECT (COUNT(?v) AS ?count) { ?v zt:document <NODE> }",
}
FACT_QUERIES = {"e": ENTITY_QUERY, "d": DOCUMENT_QUERY}
# What a program is told of a thing: what is said of it, and where it is spoken of.
GRAPH_QUERIES = {
    "e": """CONSTRUCT { <NODE> ?p ?o . ?s ?q ?x } WHERE { { <NODE> ?p ?o } UNION
            { { ?s rdf:subject <NODE> } UNION { ?s rdf:object <NODE> } ?s ?q ?x } }""",
    "d": "CONSTRUCT { <NODE> ?p ?o . ?v ?q ?x } WHERE { { <NODE> ?p ?o } UNION { ?v zt:document <NODE> ; ?q ?x } }",
    "s": """CONSTRUCT { <NODE> ?p ?o . ?v ?q ?x } WHERE { { <NODE> ?p ?o } UNION
            { <NODE> prov:wasDerivedFrom ?v . ?v ?q ?x } }""",
    "v": """CONSTRUCT { <NODE> ?p ?o . ?s ?q ?x } WHERE { { <NODE> ?p ?o } UNION
            { ?s prov:wasDerivedFrom <NODE> ; ?q ?x } }""",
}

Binding = Mapping[str, Mapping[str, str]]


def bindings(written: bytes) -> list[Binding]:
    """Return the rows of a table in SPARQL JSON.

    >>> bindings(b'{"head":{"vars":[]},"results":{"bindings":[]}}')
    []
    """
    found: list[Binding] = json.loads(written)["results"]["bindings"]
    return found


@dataclass(frozen=True)
class NodePage:
    """What a page shows: rows of properties and of facts, in SPARQL JSON, and of how many facts these are some."""

    iri: str
    base: str
    ontology: Ontology
    properties: Sequence[Binding]
    facts: Sequence[Binding] = ()
    count: int = 0

    def write(self) -> str:
        """Return the content of the page as HTML."""
        title = self.title
        parts = [f"<h1>{_text(title)}</h1>", f'<p class="iri"><code>{_text(self.iri)}</code></p>']
        parts.append(f'<p><a href="?format=ttl">Turtle</a> <a href="?format=jsonld">JSON-LD</a></p>{self._table()}')
        if self.facts:
            parts.append(self._fact_table())
        for text in self._values(f"{ZT}text"):
            paragraphs = "".join(f"<p>{_text(line)}</p>" for line in text.splitlines() if line.strip())
            parts.append(f'<h2>正文 <small>text</small></h2><div class="text">{paragraphs}</div>')
        return "\n".join(parts)

    @property
    def title(self) -> str:
        """The name of the thing, or the end of its IRI."""
        names = [f"{SKOS}prefLabel", "http://purl.org/dc/terms/title", f"{ZT}quote"]
        found = [value for name in names for value in self._values(name)]
        return found[0] if found else self.iri.rsplit("/", 1)[-1]

    def _values(self, predicate: str) -> list[str]:
        return sorted(row["o"]["value"] for row in self.properties if row["p"]["value"] == predicate)

    def _table(self) -> str:
        rows: list[str] = []
        ordered = sorted(self.properties, key=lambda row: (row["p"]["value"], row["o"]["value"]))
        for row in ordered:
            if row["p"]["value"] not in _QUIET:
                said = self._term(row["o"], row.get("label", {}).get("value"))
                rows.append(f"<tr><th>{self._named(row['p']['value'])}</th><td>{said}</td></tr>")
        return f"<table>{''.join(rows)}</table>"

    def _fact_table(self) -> str:
        """Facts by relation, then by their ends; in a document in the order of its text."""
        first: Callable[[Binding], Any] = lambda row: (  # noqa: E731
            *(_value(row, name) for name in ("relation", "subject", "object", "title")),
            int(_value(row, "start") or 0),
        )
        rows = sorted(self.facts, key=first)
        shown = len({_value(row, "s") for row in rows})
        many = f"{shown:,} / {self.count:,}" if shown < self.count else f"{self.count:,}"
        body = "".join(self._fact(row) for row in rows)
        heads = (
            "主体 subject",
            "关系 relation",
            "客体 object",
            "情态 modality",
            "时间 time",
            "数量 figure",
            "原文 quote",
        )
        head = "".join(f"<th>{one}</th>" for one in heads)
        return f"<h2>事实 <small>facts {many}</small></h2><table><tr>{head}</tr>{body}</table>"

    def _fact(self, row: Binding) -> str:
        not_ = "不 " if _value(row, "negated") == "true" else ""
        title = _value(row, "title")
        quote = f"<q>{_text(_value(row, 'quote'))}</q>" if "quote" in row else ""
        if "d" in row:
            quote += f" <cite>{self._link(_value(row, 'd'), title or '原文')}</cite>"
        cells = (
            self._link(_value(row, "a"), _value(row, "subject")),
            f"{not_}{self._link(_value(row, 's'), self._name_of(_value(row, 'relation')))}",
            self._link(_value(row, "b"), _value(row, "object")),
            _text(_value(row, "modality").removeprefix(ZT)),
            _text(_value(row, "time")),
            _text(_value(row, "quantity")),
            quote,
        )
        return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"

    def _term(self, term: Mapping[str, str], label: str | None) -> str:
        value = term["value"]
        if term["type"] != "uri":
            return _text(value)
        if label is None and value.startswith(f"{self.base}e/"):
            return _text(value)  # a place that others lie in, of which the graph says nothing itself
        return self._link(value, label or self._name_of(value))

    def _link(self, iri: str, label: str) -> str:
        """A link to our own page of a thing; of things elsewhere, to where they are, if that is on the web."""
        if iri.startswith(self.base):
            return f'<a href="/{_text(iri[len(self.base) :])}">{_text(label)}</a>'
        if iri.startswith(("http://", "https://")):
            return f'<a href="{_text(iri)}" rel="noreferrer noopener">{_text(label)}</a>'
        return _text(label)

    def _named(self, iri: str) -> str:
        return f'<span title="{_text(iri)}">{_text(self._name_of(iri))}</span>'

    def _name_of(self, iri: str) -> str:
        local = iri.removeprefix(ZT)
        known = self.ontology.relations.get(local) or self.ontology.classes.get(local)
        if known and iri.startswith(ZT):
            return f"{known.label_zh} {known.id}"
        for prefix, namespace in PREFIXES.items():
            if prefix != "zr" and iri.startswith(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        return iri


def _value(row: Binding, name: str) -> str:
    return row[name]["value"] if name in row else ""


def _text(value: str) -> str:
    return html.escape(value, quote=True)
