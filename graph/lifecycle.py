"""What follows from the documents of a whole graph: which replaced which, from when to when each is in force.

Facts and titles say that a document is issued, forwarded, amended or repealed; the articles that were read say from
when on they are in force. From them the documents that facts speak of get properties of Dublin Core and ELI, places and
organs that are no more get their successors, and what is a place's own the general thing. All of it follows from the
rest of the store: `clear` takes it back and `relate` says it anew, so that it never outlives what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyoxigraph as ox

from extractors.validity import read_extension
from graph import vocabulary as v
from graph.distinctions import Succession, likeness, load_successions
from graph.docnumbers import canonical_number
from graph.duties import find_tasks
from graph.facts import digest
from graph.generics import generic_of
from graph.identity import SCOPED, resolve, split_scope
from graph.places import choose_place, load_changes, split_place
from graph.titles import named_in_title
from graph.triples import Description

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

_GRAPH = ox.DefaultGraph()
LINKS = (  # between documents, and from what is a place's own to the general thing
    *(v.READ_AS, v.ENCLOSES, v.FORWARDS, v.RATIFIES, v.EXTENDS, v.REPLACES, v.REPLACED_BY, v.REPEALS, v.REPEALED_BY),
    *(v.AMENDS, v.AMENDED_BY, v.BROADER, v.SAME_AS),
)
_DERIVED = (*LINKS, v.EXTENDED_TO, v.SUCCEEDED_BY, v.ENDED)
_OF_DOCUMENTS = (v.VALID_FROM, v.VALID_TO, v.ISSUED, v.IN_FORCE, v.IDENTIFIER)
_ARTICLE = (v.TITLE, v.NUMBER, v.ISSUER, v.ISSUED, v.VALID_FROM, v.VALID_TO, v.IN_FORCE)
_LEAST_TITLE = 8  # characters with 《》 of a title that tells one document: 《工作方案》 tells none
_BODIES = ("Government", "Organization")
_REPLY = "批复"
_LIKE = 0.5  # of titles of which one replaces the other
_ACTS = {
    "issues": (v.ENCLOSES, None),
    "forwards": (v.FORWARDS, None),
    "approves": (v.RATIFIES, None),
    "extends": (v.EXTENDS, None),
    "amends": (v.AMENDS, v.AMENDED_BY),
    "repeals": (v.REPEALS, v.REPEALED_BY),
}


def clear(graph: KnowledgeGraph) -> None:
    """Take back what `relate` has said."""
    store = graph.store
    added = {quad.object for quad in store.quads_for_pattern(None, v.SUCCEEDED_BY, None, _GRAPH)}
    gone = [quad for predicate in _DERIVED for quad in store.quads_for_pattern(None, predicate, None, _GRAPH)]
    for kind in (v.TASK, v.RENAMING):
        for made in list(store.quads_for_pattern(None, v.TYPE, kind, _GRAPH)):
            gone += store.quads_for_pattern(made.subject, None, None, _GRAPH)
    for node in _documents(graph):
        gone += [quad for one in _OF_DOCUMENTS for quad in store.quads_for_pattern(node, one, None, _GRAPH)]
    for quad in gone:
        store.remove(quad)
    for entity in added:  # a successor that no fact speaks of is there for its name alone
        if isinstance(entity, ox.NamedNode) and not _is_said(store, entity):
            for quad in list(store.quads_for_pattern(entity, None, None, _GRAPH)):
                store.remove(quad)


def relate(graph: KnowledgeGraph) -> None:
    """Say anew what follows from the documents of a graph.

    >>> from extractors.model import Document
    >>> from graph.store import KnowledgeGraph
    >>> graph = KnowledgeGraph()
    >>> relate(graph)
    >>> len(graph.store)
    0
    """
    clear(graph)
    graph.store.extend([*_Relations(graph).quads(), *find_tasks(graph)])


def _is_said(store: ox.Store, entity: ox.NamedNode) -> bool:
    return any(next(store.quads_for_pattern(None, end, entity, _GRAPH), None) for end in (v.SUBJECT, v.OBJECT))


def _documents(graph: KnowledgeGraph) -> Iterator[ox.NamedNode]:
    for quad in graph.store.quads_for_pattern(None, v.TYPE, graph.names.type("Document"), _GRAPH):
        if isinstance(quad.subject, ox.NamedNode):
            yield quad.subject


@dataclass(slots=True)
class _Standing:
    """What is known of a document entity's time."""

    issued: date | None = None
    begin: date | None = None
    end: date | None = None
    in_force: str | None = None

    def end_by(self, day: date | None) -> None:
        """The document is in force until the day before `day` at the latest."""
        if day is not None and (self.end is None or day - timedelta(days=1) < self.end):
            self.end = day - timedelta(days=1)


class _Relations:
    """The quads that follow from a graph; reading only."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self._graph, self._store, self._names = graph, graph.store, graph.names
        self._labels = {node.value: self._value(node, v.PREF_LABEL) or "" for node in _documents(graph)}
        self._standings: dict[str, _Standing] = {}
        self._articles: dict[str, str] = {}  # entity → article
        self._entities: dict[str, str] = {}  # article → entity
        self._numbered: dict[str, str] = {}  # number → entity
        self._extended: dict[str, date] = {}  # article → the day to which it was extended
        self._enclosed: dict[str, str] = {}  # article → entity of the one document that it issues
        self._found: set[tuple[str, ox.NamedNode, str]] = set()

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the quads, in an order that follows from the graph."""
        numbers = dict(self._link_articles())
        self._link_enclosed()
        self._read_titles()
        self._read_facts()
        self._read_replies()
        self._read_texts()
        for article, day in sorted(self._extended.items()):
            yield ox.Quad(ox.NamedNode(article), v.EXTENDED_TO, ox.Literal(day.isoformat(), datatype=v.DATE))
        for subject, predicate, thing in sorted(self._found, key=lambda one: (one[0], one[1].value, one[2])):
            yield ox.Quad(ox.NamedNode(subject), predicate, ox.NamedNode(thing))
        for entity, number in sorted(numbers.items()):
            yield ox.Quad(ox.NamedNode(entity), v.IDENTIFIER, v.plain(number))
        for entity, standing in sorted(self._standings.items()):
            yield from _describe(ox.NamedNode(entity), standing)
        yield from self._successions()
        yield from self._renamings()
        yield from self._general()

    def _link_articles(self) -> Iterator[tuple[str, str]]:
        """Link entities to the articles whose title or number they are; yield entities with their numbers."""
        claims: dict[str, set[str]] = {}
        described: dict[str, tuple[Description, list[str], str | None]] = {}
        reprints = {quad.subject for quad in self._store.quads_for_pattern(None, v.REPRINT_OF, None, _GRAPH)}
        for quad in self._store.quads_for_pattern(None, v.TYPE, v.ARTICLE, _GRAPH):
            node = quad.subject
            if node in reprints or not isinstance(node, ox.NamedNode):
                continue
            said = Description(q for one in _ARTICLE for q in self._store.quads_for_pattern(node, one, None, _GRAPH))
            title, issuer = (said.one(node.value, one) for one in (v.TITLE, v.ISSUER))
            number = canonical_number(said.one(node.value, v.NUMBER) or "")
            names = [title or "", f"《{title}》", f"《{issuer}{title}》" if issuer and title else ""]
            found = [self._entity_of(name, issuer) for name in names if len(name) >= _LEAST_TITLE]
            own = list(dict.fromkeys(filter(None, found)))
            numbered = self._entity_of(number, issuer) if number else None
            described[node.value] = (said, [*own, *filter(None, [numbered])], number)
            for entity in described[node.value][1]:
                claims.setdefault(entity, set()).add(node.value)
        for article, (said, entities, number) in sorted(described.items()):
            for entity in entities:
                if len(claims[entity]) > 1:  # a title that several articles have tells none of them
                    continue
                self._articles[entity] = article
                self._entities.setdefault(article, entity)
                if number:
                    self._numbered.setdefault(number, entity)
                self._found.add((entity, v.READ_AS, article))
                issued, begin, end = (said.day(article, one) for one in (v.ISSUED, v.VALID_FROM, v.VALID_TO))
                self._standings[entity] = _Standing(issued, begin, end, said.one(article, v.IN_FORCE))
                if number and self._labels[entity] != number:
                    yield entity, number
                elif number and entity != entities[0]:
                    self._found.add((entity, v.SAME_AS, entities[0]))

    def _link_enclosed(self) -> None:
        """The plan that one notice issues is read as the notice is, and is in force as long."""
        issuing: dict[str, list[str]] = {}
        for entity in sorted(self._articles):
            named = [self._entity_of(one.title) for one in named_in_title(self._labels[entity]) if one.act == "issues"]
            if len(named) == 1 and named[0] and named[0] not in self._articles:
                issuing.setdefault(named[0], []).append(entity)
        for plan, notices in sorted(issuing.items()):
            articles = {self._articles[notice] for notice in notices}
            if len(articles) == 1:
                [article] = articles
                known = self._standings[notices[0]]
                self._articles[plan], self._enclosed[article] = article, plan
                self._standings[plan] = replace(known)
                self._found.add((plan, v.READ_AS, article))

    def _read_titles(self) -> None:
        """《关于修改〈甲办法〉的决定》 amends 《甲办法》."""
        said = [(entity, named) for entity, label in self._labels.items() for named in named_in_title(label)]
        for entity, named in sorted(said, key=lambda one: one[1].act != "extends"):  # what is extended may end sooner
            other = self._entity_of(named.title)
            if other and other != entity:
                self._act(entity, named.act, other)
                if named.act == "repeals":
                    self._standing(other).end_by(self._begin_of(entity))
                elif named.act == "extends":
                    self._extend(entity, other)

    def _extend(self, entity: str, other: str) -> None:
        """What a document extends is in force until the day that its text says."""
        article = self._articles.get(entity)
        text = self._value(ox.NamedNode(article), v.TEXT) if article else None
        day = read_extension(text, self._standing(other).end) if text else None
        if day is not None:
            read = self._articles.get(other)
            for one in (other, *(e for e, a in self._articles.items() if read and a == read)):
                self._standing(one).end = day
            if read:
                self._extended[read] = day

    def _read_facts(self) -> None:
        """A document that a document or a body repeals ends with that."""
        repeals = self._names.relation("repeals")
        for quad in list(self._store.quads_for_pattern(None, v.PREDICATE, repeals, _GRAPH)):
            said = Description(self._store.quads_for_pattern(quad.subject, None, None, _GRAPH))
            node = str(quad.subject)[1:-1]
            subject, thing = said.one(node, v.SUBJECT) or "", said.one(node, v.OBJECT) or ""
            if thing not in self._labels or said.one(node, v.NEGATED) == "true":
                continue
            if said.one(node, v.MODALITY) not in (f"{v.ZT}actual", f"{v.ZT}required"):
                continue
            for article in sorted(self._articles_of(said, node)):
                day = said.day(node, v.VALID_FROM) or self._day(article, v.VALID_FROM) or self._day(article, v.ISSUED)
                self._standing(thing).end_by(day)
                for by in (subject,) if subject in self._labels else self._of_article(article):
                    if by != thing:
                        self._act(by, "repeals", thing)

    def _read_replies(self) -> None:
        """What a reply (批复) approves in its text: 原则同意《甲市城市总体规划》."""
        for quad in list(self._store.quads_for_pattern(None, v.PREDICATE, self._names.relation("approves"), _GRAPH)):
            said = Description(self._store.quads_for_pattern(quad.subject, None, None, _GRAPH))
            node = str(quad.subject)[1:-1]
            thing = said.one(node, v.OBJECT) or ""
            if thing in self._labels and said.one(node, v.NEGATED) != "true":
                for article in sorted(self._articles_of(said, node)):
                    reply = self._entities.get(article)
                    if reply and reply != thing and self._labels[reply].strip("《》").endswith(_REPLY):
                        self._act(reply, "approves", thing)

    def _read_texts(self) -> None:
        """本办法自…起施行，《暂行办法》同时废止: what the text of an article says, where its entity is known."""
        for quad in list(self._store.quads_for_pattern(None, v.ENDS, None, _GRAPH)):
            article = str(quad.subject)[1:-1]
            issuer = self._value(quad.subject, v.ISSUER)
            name = quad.object.value  # type: ignore[union-attr]
            other = self._entity_of(name, issuer) or self._numbered.get(canonical_number(name) or "")
            own = self._of_article(article)
            if other and other not in own:
                self._standing(other).end_by(self._day(article, v.VALID_FROM) or self._day(article, v.ISSUED))
                for by in own:
                    self._act(by, "repeals", other)

    def _of_article(self, article: str) -> list[str]:
        """Return what the graph calls an article, and the document that it issues."""
        return [one for one in (self._entities.get(article), self._enclosed.get(article)) if one]

    def _act(self, entity: str, act: str, other: str) -> None:
        if act == "repeals" and any(
            self._entity_of(one.title) == entity for one in named_in_title(self._labels[other])
        ):
            return  # a plan does not repeal the notice that issued it before
        forward, backward = _ACTS[act]
        self._found.add((entity, forward, other))
        if backward is not None:
            self._found.add((other, backward, entity))
        if act == "repeals" and _replaces(self._labels[entity], self._labels[other]):
            self._found.add((entity, v.REPLACES, other))
            self._found.add((other, v.REPLACED_BY, entity))

    def _articles_of(self, said: Description, node: str) -> set[str]:
        evidence = said.all(node, v.DERIVED_FROM)
        found = (self._store.quads_for_pattern(one, v.DOCUMENT, None, _GRAPH) for one in evidence)  # type: ignore[arg-type]
        return {quad.object.value for quads in found for quad in quads}  # type: ignore[union-attr]

    def _successions(self) -> Iterator[ox.Quad]:
        for succession in load_successions().values():
            former = self._names.entity(succession.former.id)
            if next(self._store.quads_for_pattern(former, v.PREF_LABEL, None, _GRAPH), None) is not None:
                yield from self._succession(former, succession)

    def _succession(self, former: ox.NamedNode, succession: Succession) -> Iterator[ox.Quad]:
        yield ox.Quad(former, v.ENDED, _ended(succession.day))
        for after in succession.successors:
            node = self._names.entity(after.id)
            yield ox.Quad(former, v.SUCCEEDED_BY, node)
            yield ox.Quad(node, v.TYPE, self._names.type(after.type))
            yield ox.Quad(node, v.PREF_LABEL, v.chinese(after.label))

    def _renamings(self) -> Iterator[ox.Quad]:
        """Until when a place of the graph had another name: 柯桥区 was 绍兴县 until 18 October 2013."""
        for change in load_changes():
            place = self._names.entity(change.place.code)
            if change.renamed and next(self._store.quads_for_pattern(place, v.PREF_LABEL, None, _GRAPH), None):
                node = ox.NamedNode(f"{self._names.base}r/{digest(change.place.code, change.name)}")
                yield ox.Quad(node, v.TYPE, v.RENAMING)
                yield ox.Quad(node, v.RENAMED, place)
                yield ox.Quad(node, v.FORMER_NAME, v.chinese(change.name))
                yield ox.Quad(node, v.ENDED, _ended(change.day))

    def _general(self) -> Iterator[ox.Quad]:
        """广州市首席质量官制度 is one of 首席质量官制度, 广州市各区政府 of 各区政府, where the graph speaks of both."""
        for kind in sorted((*SCOPED, *_BODIES)):
            asked = f"SELECT ?a ?name {{ ?a {v.TYPE} {self._names.type(kind)} ; {v.PREF_LABEL} ?name }}"
            for one, name in self._store.query(asked):  # type: ignore[union-attr]
                found = generic_of(name.value, None) if kind in _BODIES else split_scope(name.value)
                node = self._names.entity(digest(kind, found[1])) if found else None
                if node and next(self._store.quads_for_pattern(node, v.PREF_LABEL, None, _GRAPH), None):
                    yield ox.Quad(one, v.BROADER, node)

    def _entity_of(self, name: str, issuer: str | None = None) -> str | None:
        """Return the IRI of the document entity of a title or number, None where the graph has none.

        Titles such as 市政府关于… are of the place of the article's `issuer`.
        """
        here = choose_place(split_place(issuer)[0], None) if issuer else None
        node = self._names.entity(resolve(name, "Document", here).id).value
        return node if node in self._labels else None

    def _standing(self, entity: str) -> _Standing:
        return self._standings.setdefault(entity, _Standing())

    def _begin_of(self, entity: str) -> date | None:
        known = self._standings.get(entity)
        return (known.begin or known.issued) if known else None

    def _day(self, article: str, predicate: ox.NamedNode) -> date | None:
        written = self._value(ox.NamedNode(article), predicate)
        return date.fromisoformat(written) if written else None

    def _value(self, node: object, predicate: ox.NamedNode) -> str | None:
        quads = self._store.quads_for_pattern(node, predicate, None, _GRAPH)  # type: ignore[arg-type]
        return min((quad.object.value for quad in quads), default=None)  # type: ignore[union-attr]


def _replaces(title: str, former: str) -> bool:
    """Whether a document that repeals another stands in its place: an ordinance of the same matter, no 决定."""
    about_another = any(True for _ in named_in_title(title))
    return not about_another and likeness(title.strip("《》"), former.strip("《》")) >= _LIKE


def _ended(day: str) -> ox.Literal:
    """The day, or the year, on which something ended."""
    return ox.Literal(day, datatype=v.DATE if len(day) > 4 else ox.NamedNode(f"{v.XSD}gYear"))


def _describe(entity: ox.NamedNode, standing: _Standing) -> Iterator[ox.Quad]:
    for predicate, day in (
        (v.ISSUED, standing.issued),
        (v.VALID_FROM, standing.begin),
        (v.VALID_TO, standing.end),
    ):
        if day is not None:
            yield ox.Quad(entity, predicate, ox.Literal(day.isoformat(), datatype=v.DATE))
    if standing.in_force:
        yield ox.Quad(entity, v.IN_FORCE, ox.NamedNode(standing.in_force))
