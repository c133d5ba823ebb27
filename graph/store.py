"""The knowledge graph: facts with their evidence in an Oxigraph store, in memory or on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from extractors.model import Document, Reading
from graph.facts import Entity, Fact, assemble
from graph.fronts import put_in_front
from graph.linking import LinkedReading, link
from graph.ntriples import to_ntriples
from graph.queries import NamedQuery, find_query
from graph.removal import forget
from graph.results import QueryResult
from graph.sparql import Value, bind, check, explain
from graph.subqueries import folder_name, put_answers
from graph.triples import documents_from_quads, entities_from_quads, from_quads
from graph.vocabulary import (
    ALT_LABEL,
    ARTICLE,
    BASE,
    CONFIDENCE,
    DERIVED_FROM,
    DOCUMENT,
    MODALITY,
    OBJECT,
    PREDICATE,
    PREF_LABEL,
    PREFIXES,
    SUBJECT,
    TYPE,
    Names,
    chinese,
    tail,
)
from ontologies.errors import NotFound, QueryError, UsageError
from ontologies.schema import Ontology, load_ontology

if TYPE_CHECKING:
    import networkx
    import rdflib

    from graph.search import Hit, Index
    from graph.views import GraphView

_FEW = 50_000  # facts that are read all at once
_AT_ONCE = 2_000  # facts of more that are in memory at a time
_READ_ONLY = "this graph was opened to be read; change it with zhitu build"
Addable = Reading | LinkedReading | Fact | Document


@dataclass(frozen=True, slots=True)
class Stats:
    """How much a graph holds. The counters are by id: entities by type, facts by relation and by modality."""

    documents: int
    facts: int
    entities: int
    triples: int
    types: Counter[str]
    relations: Counter[str]
    modalities: Counter[str]


class KnowledgeGraph:
    """Facts with their evidence, to add to and to ask.

    >>> from extractors.model import Mention, Span, Statement
    >>> document = Document("a.txt", "市政府推行首席质量官制度。", title="广州推行首席质量官制度")
    >>> office, system = Mention("市政府", "Government", 0, 3), Mention("首席质量官制度", "System", 5, 12)
    >>> reading = Reading(document, (office, system), (Statement(office, "adopts", system, Span(0, 12)),))
    >>> graph = KnowledgeGraph()
    >>> graph.add(reading)
    >>> [(row["who"], row["what"], row["quote"]) for row in graph.query("adopted", who="广州")]
    [('广州市人民政府', '首席质量官制度', '市政府推行首席质量官制度')]
    """

    def __init__(
        self,
        store: ox.Store | None = None,
        *,
        ontology: Ontology | None = None,
        base: str = BASE,
        index: Path | None = None,
    ) -> None:
        self.store = ox.Store() if store is None else store
        self._index = index  # the file of the index to search in, of a graph that only is read
        self.ontology = load_ontology() if ontology is None else ontology
        self.names = Names(base, self.ontology)

    @classmethod
    def open(
        cls, path: str | Path | None = None, *, ontology: Ontology | None = None, base: str = BASE
    ) -> KnowledgeGraph:
        """Open a graph: None in memory, a folder that `build` made for reading, any other as a store, made if missing.

        Raises NotFound for a file, UsageError for a store that another program is writing to.
        """
        if path is None:
            return cls(ontology=ontology, base=base)
        folder = Path(path)
        if (folder / "manifest.json").exists():
            from graph.build import open_graph

            return open_graph(folder, ontology=ontology)
        if folder.exists() and not folder.is_dir():
            raise NotFound(f"{folder}: is a file, and a graph is a folder; give the path of a folder")
        try:
            return cls(ox.Store(str(folder)), ontology=ontology, base=base)
        except OSError as error:
            raise UsageError(f"{folder}: cannot be written to ({error}); close the program that uses it") from error

    def close(self) -> None:
        """Let go of the store, so that another program can open it; the graph is empty from then on."""
        self.store = ox.Store()

    def __enter__(self) -> KnowledgeGraph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def add(self, items: Addable | Iterable[Addable]) -> None:
        """Add readings, linked readings, facts or documents, one or many. What is there already stays once.

        Raises UsageError for a graph that was opened to be read.
        """
        facts: list[Fact] = []
        documents: list[Document] = []
        for item in (items,) if isinstance(items, Addable) else items:
            if isinstance(item, Fact):
                facts.append(item)
            elif isinstance(item, Document):
                documents.append(item)
            else:
                linked = link(item) if isinstance(item, Reading) else item
                documents.append(linked.reading.document)
                facts.extend(linked.facts())
        joined = list(assemble(facts))
        before = {fact.id: self._confidences(self.names.statement(fact.id)) for fact in joined}
        try:
            self.store.load(to_ntriples(joined, documents, self.names), format=ox.RdfFormat.N_TRIPLES, lenient=True)
        except RuntimeError as error:
            raise UsageError(_READ_ONLY) from error
        for fact in joined:
            if before[fact.id]:
                self._settle_confidence(self.names.statement(fact.id))

    def settle(self, fact_ids: Iterable[str]) -> None:
        """Keep the highest confidence alone of each of those facts, which may have been loaded more than once."""
        for fact_id in fact_ids:
            self._settle_confidence(self.names.statement(fact_id))

    def _confidences(self, statement: Any) -> list[ox.Quad]:
        return list(self.store.quads_for_pattern(statement, CONFIDENCE, None, ox.DefaultGraph()))

    def _settle_confidence(self, statement: Any) -> None:
        """Keep the highest confidence alone where a fact has been said before."""
        quads = sorted(self._confidences(statement), key=lambda quad: float(getattr(quad.object, "value", 0)))
        for quad in quads[:-1]:
            self.store.remove(quad)

    def remove(self, document: Document | str) -> None:
        """Take back a document with all that only it says: evidence, facts, other names, entities.

        `document` may be its id. The graph is then as if the document had never been added.

        Raises NotFound for a document that the graph does not have, UsageError for a graph that was opened to be read.
        """
        document_id = document if isinstance(document, str) else document.id
        if not self.has_document(document_id):
            raise NotFound(f"no document {document_id} in the graph; documents() lists those that it has")
        try:
            forget(self.store, self.names, document_id)
        except RuntimeError as error:
            raise UsageError(_READ_ONLY) from error

    def has_document(self, document_id: str) -> bool:
        """Return whether the graph has the document of an id."""
        return self._has(self.names.document(document_id))

    def query(self, sparql: str | NamedQuery, *, find: str | None = None, **values: Value) -> QueryResult:
        """Ask in SPARQL, or by the name of a query in ontologies/queries; `values` take the place of `$name`.

        The prefixes zt, zr, rdf, rdfs, skos, dcterms, prov and xsd are known. With words to `find`, `$found` stands
        for the entities whose names contain them, `$titles` for such documents, `$quotes` for such evidence:
        `VALUES ?who { $found }`.

        Raises QueryError for a query that does not parse (with the line), that would change the graph or use the
        network, or lacks a parameter, and for words that too much contains; NotFound for a name that no query has.

        >>> bool(KnowledgeGraph().query("ASK { ?city skos:prefLabel ?name }"))
        False
        """
        if isinstance(sparql, str) and sparql.replace("-", "").replace("_", "").isalnum() and sparql.isascii():
            sparql = find_query(sparql)
        if find is not None:
            from graph.search import find_values

            text = sparql.sparql if isinstance(sparql, NamedQuery) else sparql
            values = {**values, **find_values(self._searched(), find, text)}
        if isinstance(sparql, NamedQuery):
            return self.ask(self.planned(sparql.bind(values, self.names), values))
        return self.ask(bind(sparql, values, self.names))

    def planned(self, text: str, values: Mapping[str, Value]) -> str:
        """Return a named query, which has its values, as it is answered fastest in a large graph.

        What it is about stands in front (`graph.fronts`), what has been found before in its place
        (`graph.subqueries`). It is returned as it is of a graph in memory.
        """
        if self._index is None:
            return text
        kept = self._index.with_name(folder_name(self._index.stem.removeprefix("search-")))
        text = put_answers(text, kept, self._rows)
        return put_in_front(text, values, self._searched(), self.store) if values and self._index.exists() else text

    def _rows(self, text: str) -> ox.QuerySolutions:
        return self.store.query(text, prefixes={**PREFIXES, "zr": self.names.base})  # type: ignore[return-value]

    def ask(
        self, text: str, functions: Mapping[ox.NamedNode, Callable[..., ox.Literal | None]] | None = None
    ) -> QueryResult:
        """Ask in SPARQL that has all its values, with `functions` of Python's that filters may call by their IRIs.

        Raises QueryError as `query` does.
        """
        check(text)
        prefixes = {**PREFIXES, "zr": self.names.base}
        try:
            return QueryResult.of(self.store.query(text, prefixes=prefixes, custom_functions=dict(functions or {})))
        except SyntaxError as error:
            raise explain(error, text) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"the query cannot be answered: {error}") from error

    def as_of(self, day: date) -> KnowledgeGraph:
        """Return what held on a day, as a graph in memory (`graph.days` has the rules).

        >>> from datetime import date
        >>> len(KnowledgeGraph().as_of(date(2020, 5, 31)))
        0
        """
        from graph.days import as_of

        return as_of(self, day)

    def quads(self) -> Iterator[ox.Quad]:
        """Yield every quad of the graph, in no order."""
        return self.store.quads_for_pattern(None, None, None, ox.DefaultGraph())

    def facts(self, about: Entity | str | None = None, *, relations: Iterable[str] | None = None) -> Iterator[Fact]:
        """Yield the facts ordered by id; with `about` those that an entity (or the entity of an id) is part of.

        With `relations` (their ids) those of these relations alone, which need not read the others.
        """
        wanted = [None] if relations is None else [self.names.relation(one) for one in relations]
        if about is None or relations is not None:
            found = {
                quad.subject
                for relation in wanted
                for quad in self.store.quads_for_pattern(None, PREDICATE, relation, ox.DefaultGraph())
            }
        if about is not None:
            node = self.names.entity(about.id if isinstance(about, Entity) else about)
            near = {
                quad.subject
                for predicate in (SUBJECT, OBJECT)
                for quad in self.store.quads_for_pattern(None, predicate, node, ox.DefaultGraph())
            }
            found = near if relations is None else near & found
        if about is None and relations is None and len(found) <= _FEW:
            yield from from_quads(self._own(self.quads()))  # twice as fast, and ten kilobytes a fact
            return
        statements = sorted(found, key=str)
        for start in range(0, len(statements), _AT_ONCE):
            yield from from_quads(self._own(self._telling(statements[start : start + _AT_ONCE])))

    def facts_in(self, document_id: str) -> Iterator[Fact]:
        """Yield the facts that a document states, ordered by id, with all their evidence."""
        default = ox.DefaultGraph()
        found = {
            quad.subject
            for evidence in self.store.quads_for_pattern(None, DOCUMENT, self.names.document(document_id), default)
            for quad in self.store.quads_for_pattern(None, DERIVED_FROM, evidence.subject, default)
        }
        yield from from_quads(self._own(self._telling(sorted(found, key=str))))

    def entities(self) -> Iterator[Entity]:
        """Yield the entities that facts speak of, ordered by id."""
        ends = {q.object for end in (SUBJECT, OBJECT) for q in self.store.quads_for_pattern(None, end, None)}
        for node in sorted(ends, key=str):
            yield from entities_from_quads(self._own(self._of(node)))

    def _telling(self, statements: Iterable[Any]) -> Iterator[ox.Quad]:
        """Yield what is said of statements, of their evidence and of the entities that they are about."""
        entities: dict[Any, None] = {}
        for statement in statements:
            for quad in self._of(statement):
                yield quad
                if quad.predicate in (SUBJECT, OBJECT):
                    entities[quad.object] = None
                elif quad.predicate == DERIVED_FROM:
                    yield from self._of(quad.object)
        for entity in entities:
            yield from self._of(entity)

    def _own(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Leave out the types that follow from others (`graph.inferences`): a thing is of the type it was read as."""
        marked = ox.NamedNode(f"{self.names.base}inferred")
        if next(self.store.quads_for_pattern(None, None, None, marked), None) is None:
            yield from quads
            return

        def follows(quad: ox.Quad) -> bool:
            return ox.Quad(quad.subject, TYPE, quad.object, marked) in self.store

        for quad in quads:
            if quad.predicate != TYPE or not follows(quad):
                yield quad
            elif all(map(follows, self.store.quads_for_pattern(quad.subject, TYPE, None, ox.DefaultGraph()))):
                yield quad  # of a place that no text names

    def _of(self, node: Any) -> Iterator[ox.Quad]:
        return self.store.quads_for_pattern(node, None, None, ox.DefaultGraph())

    def _has(self, node: ox.NamedNode) -> bool:
        return next(self._of(node), None) is not None

    def documents(self) -> Iterator[Document]:
        """Yield the documents ordered by id."""
        nodes = [quad.subject for quad in self.store.quads_for_pattern(None, TYPE, ARTICLE, ox.DefaultGraph())]
        for node in sorted(nodes, key=str):
            yield from documents_from_quads(self._of(node))

    def find(self, name: str) -> list[Entity]:
        """Return the entities with a name; if none has it, those whose names contain it. Ordered by label and id.

        >>> KnowledgeGraph().find("广州")
        []
        """
        labels = (PREF_LABEL, ALT_LABEL)
        graph = ox.DefaultGraph()
        found = {q.subject for label in labels for q in self.store.quads_for_pattern(None, label, chinese(name), graph)}
        if not found and name:
            found = {
                quad.subject
                for label in labels
                for quad in self.store.quads_for_pattern(None, label, None, graph)
                if name in getattr(quad.object, "value", "")
            }
        described = entities_from_quads(self._own(quad for node in found for quad in self._of(node)))
        return sorted(described, key=lambda entity: (entity.label, entity.id))

    def search(self, words: str, kinds: Iterable[str] = ("names", "titles", "quotes"), limit: int = 20) -> list[Hit]:
        """Return the names, titles and quotes that contain all words, of each kind the `limit` shortest.

        Chinese words may have any length; letters are found in either case, from the beginning of a word.

        >>> KnowledgeGraph().search("质量")
        []
        """
        return self._searched().find(words, kinds, limit)

    def _searched(self) -> Index:
        from graph.search import Index

        return Index(self.store, self._index)

    def stats(self) -> Stats:
        """Count documents, facts, entities and triples."""
        graph = ox.DefaultGraph()
        labelled = [quad.subject for quad in self.store.quads_for_pattern(None, PREF_LABEL, None, graph)]
        types = Counter(
            tail(quad.object) for node in labelled for quad in self.store.quads_for_pattern(node, TYPE, None, graph)
        )
        relations = Counter(tail(quad.object) for quad in self.store.quads_for_pattern(None, PREDICATE, None, graph))
        modalities = Counter(tail(quad.object) for quad in self.store.quads_for_pattern(None, MODALITY, None, graph))
        documents = sum(1 for _ in self.store.quads_for_pattern(None, TYPE, ARTICLE, graph))
        return Stats(documents, sum(relations.values()), len(labelled), len(self.store), types, relations, modalities)

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Return the graph for networkx: entities are nodes by id, facts are edges keyed by fact id."""
        from graph.network import to_networkx

        return to_networkx(self.facts(), self.documents(), self.ontology)

    def to_rdflib(self) -> rdflib.Graph:
        """Return a live rdflib graph over the same store: what is added to one is in the other."""
        import rdflib
        from oxrdflib import OxigraphStore

        graph = rdflib.Graph(store=OxigraphStore(store=self.store), identifier=rdflib.graph.DATASET_DEFAULT_GRAPH_ID)
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace if prefix != "zr" else self.names.base)
        return graph

    def to_pyvis(self, title: str = "质图") -> Any:
        """Return the graph as a pyvis Network whose page works offline; it shows itself in a notebook."""
        return self.view(title=title).to_pyvis(self.ontology)

    def view(
        self,
        *,
        query: str | NamedQuery | QueryResult | None = None,
        focus: str | None = None,
        hops: int = 1,
        as_of: date | None = None,
        title: str | None = None,
    ) -> GraphView:
        """Return what a picture shows of the graph, of a query's answer or of what surrounds a name, on a day if given.

        Raises what `graph.viewing.view_graph` raises, which has the rules.

        >>> KnowledgeGraph().view().nodes
        ()
        """
        from graph.viewing import view_graph

        return view_graph(self, query=query, focus=focus, hops=hops, as_of=as_of, title=title)

    def __len__(self) -> int:
        [row] = self._rows(f"SELECT (COUNT(*) AS ?n) {{ ?statement {PREDICATE} ?relation }}")
        return int(row[0].value)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from graph.displays import show_graph

        return show_graph(self)
