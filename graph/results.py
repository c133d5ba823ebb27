"""What a query gives: a table, yes or no, or triples; each to iterate, and to write in the W3C's formats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import pyoxigraph as ox

from graph.vocabulary import PREFIXES, XSD
from ontologies.errors import UnknownFormat

if TYPE_CHECKING:
    from graph.findings import Table

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Cell = str | int | float | bool | date | None
Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_WHOLE = ["integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"]
_NUMBERS: dict[str, type[int] | type[float]] = {
    **{f"{XSD}{name}": int for name in _WHOLE},
    **{f"{XSD}{name}": float for name in ("decimal", "double", "float")},
}
_TABLES = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_TRIPLES = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "json": ox.RdfFormat.JSON_LD,
    "xml": ox.RdfFormat.RDF_XML,
}


def cell(term: Term | None) -> Cell:
    """Return a term as a Python value: a text, number, truth value or day; an IRI as its text; unbound as None.

    >>> cell(ox.Literal("2016-05-06", datatype=ox.NamedNode(XSD + "date"))), cell(ox.Literal("广州市", language="zh"))
    (datetime.date(2016, 5, 6), '广州市')
    """
    if term is None:
        return None
    if not isinstance(term, ox.Literal):
        return term.value if isinstance(term, ox.NamedNode) else str(term)
    kind = term.datatype.value
    try:
        if kind in _NUMBERS:
            return _NUMBERS[kind](term.value)
        if kind == f"{XSD}date":
            return date.fromisoformat(term.value)
    except ValueError:
        return term.value
    return term.value == "true" if kind == f"{XSD}boolean" else term.value


@dataclass(frozen=True)
class QueryResult:
    """The answer to a query, read out of the store: it stays the same whatever happens to the graph.

    Iterating gives dictionaries from column to Python value, of a CONSTRUCT with the columns `subject`, `predicate`
    and `object`, of an ASK one row `{"answer": …}`; `bool()` says whether there is an answer, or what it is.
    """

    kind: Literal["select", "ask", "construct"]
    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]
    written: bytes  # as SPARQL JSON results, empty for triples

    @classmethod
    def of(cls, answer: Answer) -> QueryResult:
        """Read the answer of a store to its end."""
        if isinstance(answer, ox.QueryTriples):
            rows = tuple((triple.subject, triple.predicate, triple.object) for triple in answer)
            return cls("construct", ("subject", "predicate", "object"), tuple(sorted(rows, key=str)), b"")
        written = answer.serialize(format=ox.QueryResultsFormat.JSON) or b""
        again = ox.parse_query_results(written, format=ox.QueryResultsFormat.JSON)
        if isinstance(again, ox.QueryBoolean):
            return cls("ask", ("answer",), ((ox.Literal(bool(again)),),), written)
        columns = tuple(variable.value for variable in again.variables)
        return cls("select", columns, tuple(tuple(solution) for solution in again), written)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        for row in self.terms:
            yield dict(zip(self.columns, map(cell, row), strict=True))

    def __len__(self) -> int:
        return len(self.terms)

    def __bool__(self) -> bool:
        return cell(self.terms[0][0]) is True if self.kind == "ask" else bool(self.terms)

    @property
    def triples(self) -> Iterator[ox.Triple]:
        """The triples of a CONSTRUCT or DESCRIBE, sorted; of other queries none."""
        for row in self.terms if self.kind == "construct" else ():
            yield ox.Triple(*row)  # type: ignore[arg-type]  # as `of` took them

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that `serialise` can write this kind of answer in."""
        return tuple(_TRIPLES if self.kind == "construct" else _TABLES)

    def serialise(self, format: str) -> str:
        """Return the answer as json, xml, csv or tsv; the triples of a CONSTRUCT or DESCRIBE as ttl, nt, json or xml.

        Raises UnknownFormat, naming the formats that this kind of answer has.
        """
        if format not in self.formats:
            raise UnknownFormat(
                f"{format!r} is no format for the answer to this query; use one of: {', '.join(self.formats)}"
            )
        if self.kind == "construct":
            prefixes = None if format in ("nt", "json") else PREFIXES
            return (ox.serialize(self.triples, format=_TRIPLES[format], prefixes=prefixes) or b"").decode("utf-8")
        answer = ox.parse_query_results(self.written, format=ox.QueryResultsFormat.JSON)
        return (answer.serialize(format=_TABLES[format]) or b"").decode("utf-8")

    def table(self) -> Table:
        """Return the answer as a table, to slice and to look at."""
        from graph.displays import table_of

        return table_of(self)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from graph.displays import show_result

        return show_result(self)

    def to_json(self) -> str:
        """Return the W3C's SPARQL 1.1 JSON results; triples as JSON-LD."""
        return self.serialise("json")

    def to_csv(self) -> str:
        """Return the W3C's SPARQL 1.1 CSV results: values alone, CR LF after each line."""
        return self.serialise("csv")

    def to_tsv(self) -> str:
        """Return the W3C's SPARQL 1.1 TSV results: terms as in Turtle."""
        return self.serialise("tsv")

    def to_xml(self) -> str:
        """Return the W3C's SPARQL 1.1 XML results; triples as RDF/XML."""
        return self.serialise("xml")

    def to_turtle(self) -> str:
        """Return the triples of a CONSTRUCT or DESCRIBE as Turtle."""
        return self.serialise("ttl")
