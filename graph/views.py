"""The interactive picture: facts with their articles as one HTML file that needs nothing else.

`network` holds a view in a pyvis Network, whose page is ours (graph/pages.py): positions computed here, physics off.
"""

from __future__ import annotations

import html
import json
import math
import webbrowser
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
from pyvis.network import Network

from graph.drawings import Note, choose_drawing, describe_drawing
from graph.landscape import arrange_islands
from graph.layout import Box, arrange
from graph.pages import fill_page
from graph.spacing import spread
from ontologies.errors import NotFound
from ontologies.schema import Ontology, load_ontology

UNCOLOURED = "#c3cad3"  # of a node that an analysis says nothing of
UNKNOWN_COLOUR = "#8a94a3"  # of a type or relation that the ontology does not know
LINE = 9  # characters in a line of a label
LABELLED = 150  # nodes of a graph, at most, whose lines bear their relations and get room for them
# Shapes of vis-network that hold their label are drawn as their nearest kin that take a size.
SHAPES = {"box": "square", "ellipse": "dot", "circle": "dot", "database": "hexagon", "text": "dot"}
# What makes a shape look as large as a dot of the same size.
STRETCH = {"star": 1.5, "diamond": 1.25, "triangle": 1.2, "triangleDown": 1.2, "square": 0.92}
DASHES = {
    "planned": [9, 6],
    "required": [16, 4, 3, 4],
    "possible": [2, 5],
    "inferred": [2, 4],
}  # pixels drawn and left out; actual is solid


@dataclass(frozen=True, slots=True)
class ViewNode:
    """An entity: `type` is a class id of the ontology. One that stands for a community `stands_for` its entities."""

    id: str
    label: str
    type: str
    aliases: tuple[str, ...] = ()
    stands_for: int = 1


@dataclass(frozen=True, slots=True)
class ViewEvidence:
    """The passage that a fact was read from: `quote` is `text[start:end]` of the document with the id `document`."""

    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class ViewEdge:
    """A fact: `source` and `target` are node ids, `relation` a relation id of the ontology.

    `valid_from` and `valid_to` are ISO dates, `confidence` is 0 to 1, None where nobody knows.
    """

    id: str
    source: str
    target: str
    relation: str
    modality: str = "actual"
    negated: bool = False
    time: str | None = None
    quantity: str | None = None
    evidence: tuple[ViewEvidence, ...] = ()
    condition: str | None = None
    exception: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    confidence: float | None = None
    extractors: tuple[str, ...] = ()
    stands_for: int = 1  # facts, where it joins communities
    rule: str | None = None  # by which it was inferred,
    premises: tuple[str, ...] = ()  # and the ids of the facts that it rests on


@dataclass(frozen=True, slots=True)
class ViewMention:
    """A name in an article: `text[start:end]` of the document names the node with the id `node`."""

    start: int
    end: int
    node: str


@dataclass(frozen=True, slots=True)
class ViewDocument:
    """An article as far as a reader wants to see it; `date` is an ISO date, `mentions` do not overlap."""

    id: str
    title: str | None
    date: str | None
    publisher: str | None
    text: str | None
    mentions: tuple[ViewMention, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphView:
    """All that one picture shows; every node that an edge names, and every document that its evidence names.

    `cut` says what was left out and why. `positions` (in pixels by node id, y downwards) are computed where they are
    not given. `labels` name relations that the ontology does not have, in Chinese and in English.

    >>> view = GraphView(nodes=(ViewNode("a", "广州市", "Place"),))
    >>> view.types, view.to_pyvis().get_node("a")["label"]
    (Counter({'Place': 1}), '广州市')
    """

    nodes: tuple[ViewNode, ...] = ()
    edges: tuple[ViewEdge, ...] = ()
    documents: tuple[ViewDocument, ...] = ()
    title: str = "质图"
    cut: tuple[Note, ...] = ()
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict, hash=False)
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict, hash=False)

    @property
    def types(self) -> Counter[str]:
        """How many nodes there are of each type."""
        return Counter(node.type for node in self.nodes)

    @property
    def evidence(self) -> tuple[ViewEvidence, ...]:
        """The passages that the facts were read from."""
        return tuple(evidence for edge in self.edges for evidence in edge.evidence)

    def to_pyvis(self, ontology: Ontology | None = None) -> PolicyNetwork:
        """Return the view as a pyvis Network to go on with; types and relations are named as the ontology does."""
        return network(self, load_ontology() if ontology is None else ontology)


class _Ids(list[Any]):
    """The ids of a network's nodes: pyvis looks into them at each node and edge that is added."""

    def __init__(self) -> None:
        super().__init__()
        self._known: set[Any] = set()

    def __contains__(self, one: object) -> bool:
        if len(self._known) != len(self):
            self._known = set(self)
        return one in self._known

    def append(self, one: Any) -> None:
        super().append(one)
        self._known.add(one)


class PolicyNetwork(Network):  # type: ignore[misc]  # pyvis has no types
    """A pyvis Network whose page is zhitu's own; nodes, edges and options are changed as in any other.

    `classes` and `relations` describe what the legend shows, `documents` what the evidence is shown in.
    """

    def __init__(self, title: str, classes: dict[str, Any], relations: dict[str, Any], documents: list[Any]) -> None:
        super().__init__(height="100vh", width="100%", directed=True, heading=title, cdn_resources="in_line")
        self.classes = classes
        self.relations = relations
        self.documents = documents
        self.notes: tuple[Note, ...] = ()
        self.node_ids = _Ids()
        self.toggle_physics(False)
        self.options.edges.smooth.enabled = False

    def place(self) -> None:
        """Give all nodes a position, if one has none (a node that was added by hand)."""
        if all("x" in node and "y" in node for node in self.nodes):
            return
        if choose_drawing(len(self.nodes)) != "vis":
            number = {node["id"]: index for index, node in enumerate(self.nodes)}
            ends = ((number[edge["from"]], number[edge["to"]]) for edge in self.edges)
            for node, (x, y) in zip(self.nodes, arrange_islands(len(self.nodes), ends), strict=True):
                node["x"], node["y"] = x, y
            return
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from(node["id"] for node in self.nodes)
        graph.add_edges_from((edge["from"], edge["to"]) for edge in self.edges)
        boxes = {node["id"]: _box(node) for node in self.nodes}
        positions = arrange(graph, boxes)
        if len(boxes) <= LABELLED:
            positions = spread(positions, boxes, _line_labels(self.edges))
        for node in self.nodes:
            node["x"], node["y"] = positions[node["id"]]

    def content(self) -> dict[str, Any]:
        """Return what the page shows, as JSON values."""
        self.place()
        nodes, edges, title, _, _, options = self.get_network_data()
        return {
            "title": title,
            "nodes": nodes,
            "edges": edges,
            "options": json.loads(options),
            "classes": self.classes,
            "relations": self.relations,
            "documents": self.documents,
            "drawing": "vis" if choose_drawing(len(nodes)) == "vis" else "sigma",
            "notes": [[note.zh, note.en] for note in (*self.notes, describe_drawing(len(nodes)))],
        }

    def generate_html(self, name: str = "index.html", local: bool = True, notebook: bool = False) -> str:
        """Return the page; the arguments are pyvis's and change nothing."""
        self.html = fill_page(self.heading, self.content())
        return self.html

    def write_html(
        self, name: str | Path, local: bool = True, notebook: bool = False, open_browser: bool = False
    ) -> Any:
        """Write the page in UTF-8; return an IFrame of it with `notebook`, else None.

        Raises NotFound where the file's folder does not exist.
        """
        path = Path(name)
        check_place(path)
        path.write_text(self.generate_html(), encoding="utf-8", newline="\n")
        if open_browser:
            webbrowser.open(path.absolute().as_uri())
        if notebook:
            from IPython.display import IFrame

            return IFrame(str(name), width=self.width, height="720px")
        return None

    def _repr_html_(self) -> str:
        page = html.escape(self.generate_html())
        return (
            f'<iframe srcdoc="{page}" sandbox="allow-scripts allow-downloads" title="{html.escape(self.heading)}" '
            'style="width:100%;height:720px;border:0"></iframe>'
        )


def network(view: GraphView, ontology: Ontology, colours: Mapping[str, str] | None = None) -> PolicyNetwork:
    """Return the view as a pyvis Network: coloured and shaped by type, sized by degree, placed, physics off.

    With `colours` (`#rrggbb` by node id, as an analysis has them) those colour the nodes; the others are grey.
    Facts that differ in nothing but time, figures, conditions, exceptions and evidence share one edge.
    """
    degrees = dict.fromkeys((node.id for node in view.nodes), 0)
    bundles: dict[tuple[str, str, str, str, bool], list[ViewEdge]] = {}
    for edge in view.edges:
        key = (edge.source, edge.target, edge.relation, edge.modality, edge.negated)
        bundles.setdefault(key, []).append(edge)
    line = {fact.id: facts[0].id for facts in bundles.values() for fact in facts}
    for source, target, *_ in bundles:
        degrees[source] += 1
        degrees[target] += 1
    number = {document.id: index for index, document in enumerate(view.documents)}
    drawn = PolicyNetwork(
        view.title,
        describe_terms(ontology.classes, (node.type for node in view.nodes)),
        describe_terms(ontology.relations, (edge.relation for edge in view.edges)),
        [
            [d.title, d.date, d.publisher, d.text, [[m.start, m.end, m.node] for m in d.mentions]]
            for d in view.documents
        ],
    )
    for relation, (zh, en) in view.labels.items():
        if relation in drawn.relations and relation not in ontology.relations:
            drawn.relations[relation] |= {"zh": zh, "en": en}
    drawn.notes = view.cut
    for node in view.nodes:
        style = drawn.classes[node.type]
        shape = style["shape"] if node.stands_for == 1 else "dot"
        place = view.positions.get(node.id)
        drawn.add_node(
            node.id,
            label=node.label,
            shape=shape,
            color=style["colour"] if colours is None else colours.get(node.id, UNCOLOURED),
            size=round(_size(node, degrees[node.id]) * STRETCH.get(shape, 1), 1),
            type=node.type,
            aliases=list(node.aliases),
            **({"x": place[0], "y": place[1]} if place else {}),
            **({"members": node.stands_for} if node.stands_for > 1 else {}),
        )
    lanes: dict[frozenset[str], int] = {}
    for (source, target, relation, modality, negated), facts in bundles.items():
        pair = frozenset((source, target))
        lanes[pair] = lane = lanes.get(pair, -1) + 1
        drawn.add_edge(
            source,
            target,
            id=facts[0].id,
            label=drawn.relations[relation]["zh"],
            color=drawn.relations[relation]["colour"],
            dashes=DASHES.get(modality, False),
            smooth=_lane(lane, source <= target) if source != target else False,
            relation=relation,
            modality=modality,
            negated=negated,
            facts=[_fact(fact, number, line) for fact in facts],
            **({"selfReference": {"size": 16 + 6 * lane, "angle": 0.785}} if source == target else {}),
            **({"weight": weight} if (weight := sum(fact.stands_for for fact in facts)) > len(facts) else {}),
        )
    drawn.place()
    return drawn


def render(view: GraphView, ontology: Ontology) -> str:
    """Return the view as one HTML page without any reference to the outside.

    >>> from ontologies.schema import load_ontology
    >>> page = render(GraphView(nodes=(ViewNode("a", "广州市", "Place"),)), load_ontology())
    >>> page.startswith("<!DOCTYPE html>"), "广州市" in page, "https://cdn" in page
    (True, True, False)
    """
    return network(view, ontology).generate_html()


def write_view(view: GraphView, path: str | Path, ontology: Ontology) -> None:
    """Write the view's page to `path`. Raises NotFound where the folder of `path` does not exist."""
    network(view, ontology).write_html(path)


def check_place(path: Path) -> None:
    """Raise NotFound where the folder of a path does not exist."""
    if not path.absolute().parent.is_dir():
        raise NotFound(f"{path.parent}: no such folder; make it first or give another place for {path.name}")


def describe_terms(terms: Any, used: Iterable[str]) -> dict[str, Any]:
    """Return what the legend says of the classes or relations in use, in the ontology's order, unknown ones last."""
    found = set(used)
    described = {}
    for name in [*(term for term in terms if term in found), *sorted(found.difference(terms))]:
        term = terms.get(name)
        shape = getattr(term, "shape", "dot")
        described[name] = {
            "zh": getattr(term, "label_zh", name),
            "en": getattr(term, "label_en", name),
            "colour": getattr(term, "colour", UNKNOWN_COLOUR),
            "shape": SHAPES.get(shape, shape),
        }
    return described


def _fact(fact: ViewEdge, number: dict[str, int], line: dict[str, str]) -> dict[str, Any]:
    evidence = [[number[e.document], e.start, e.end, e.quote] for e in fact.evidence if e.document in number]
    said = {
        "time": fact.time,
        "from": fact.valid_from,
        "to": fact.valid_to,
        "quantity": fact.quantity,
        "condition": fact.condition,
        "exception": fact.exception,
        "confidence": fact.confidence,
        "extractors": list(fact.extractors) or None,
        "rule": fact.rule,
        "premises": [line[one] for one in fact.premises if one in line] if fact.rule else None,
    }
    return {**{key: value for key, value in said.items() if value is not None}, "evidence": evidence}


def _size(node: ViewNode, degree: int) -> float:
    """The radius of a node in pixels: by its facts, or by the entities of a community."""
    if node.stands_for > 1:
        return min(80.0, 9 + 0.9 * math.sqrt(node.stands_for))
    return min(30.0, 7 + 3.0 * math.sqrt(degree))


def _lane(lane: int, forward: bool) -> bool | dict[str, Any]:
    """The first edge of a pair is straight, the others bend to alternate sides, ever wider."""
    if lane == 0:
        return False
    side = (lane % 2 == 1) == forward
    roundness = round(0.14 * ((lane + 1) // 2), 2)
    return {"enabled": True, "type": "curvedCW" if side else "curvedCCW", "roundness": roundness}


def _box(node: dict[str, Any]) -> Box:
    """The room of a node with its label below: lines of nine characters of 14 pixels, as the page breaks them."""
    length = len(str(node["label"]))
    lines = 1 if length <= LINE else 2
    size = float(node.get("size", 10))
    return max(size, 7.0 * min(LINE, math.ceil(length / lines))) + 8, size + 6, size + 10 + 20 * lines


def _line_labels(edges: Iterable[dict[str, Any]]) -> dict[tuple[str, str], tuple[float, float]]:
    """The room of the names of lines between two nodes, one below the other: half of its width and height."""
    rooms: dict[tuple[str, str], tuple[float, float]] = {}
    for edge in edges:
        a, b = sorted((edge["from"], edge["to"]), key=str)
        wide, high = rooms.get((a, b), (0.0, 1.0))
        rooms[a, b] = max(wide, 5.9 * len(str(edge.get("label", ""))) + 6), high + 8.5
    return rooms
