"""How things show themselves in a notebook: as HTML that needs no style sheet, program or network, and as plain text.

Every text is escaped. A graph is shown as its page, in a frame that may run the page's own programs and nothing else,
as long as it is small enough to be looked at; a larger one by its counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.findings import Table
from graph.projection import name_of
from graph.svg import escape
from graph.vocabulary import PREFIXES

if TYPE_CHECKING:
    from graph.facts import Entity, Fact
    from graph.results import Cell, QueryResult
    from graph.store import KnowledgeGraph

Bundle = dict[str, str]

DRAWN = 1_500  # facts of a graph that is drawn
PASSAGES = 5  # of a fact that are shown
_SOFT = "color:#808892;font-size:12px"
_QUOTE = "margin:4px 0 4px 0;padding:2px 10px;border-left:3px solid #d9c27a"
_CHIP = "border:1px solid rgba(128,128,128,.5);border-radius:8px;padding:0 7px;font-size:12px"


def show_graph(graph: KnowledgeGraph) -> Bundle:
    """Return a graph as its counts, and as its page where it is small."""
    stats = graph.stats()
    counted = f"{stats.documents} documents, {stats.facts} facts, {stats.entities} entities"
    common = "、".join(f"{name_of(name, graph.ontology)} {count}" for name, count in stats.relations.most_common(5))
    plain = "\n".join(filter(None, (f"质图 KnowledgeGraph: {counted}", common)))
    head = f"<p><b>质图 KnowledgeGraph</b> {escape(counted)}<br><span style='{_SOFT}'>{escape(common)}</span></p>"
    if not stats.facts:
        return {"text/plain": plain, "text/html": head}
    if stats.facts > DRAWN:
        told = "too many facts to draw at once: query() asks, search() finds, graph.focus.facts_around() takes a part"
        return {"text/plain": f"{plain}\n{told}", "text/html": f"{head}<p style='{_SOFT}'>{escape(told)}</p>"}
    return {"text/plain": plain, "text/html": f"{head}{graph.to_pyvis()._repr_html_()}"}


def show_entity(entity: Entity) -> Bundle:
    """Return an entity as its name, type and other names.

    >>> from graph.facts import Entity
    >>> show_entity(Entity("440100", "广州市", "Place", ("广州",)))["text/plain"]
    '广州市 (Place 440100), also 广州'
    """
    known = f", also {'、'.join(entity.alt_labels)}" if entity.alt_labels else ""
    place = f", of {entity.place}" if entity.place else ""
    plain = f"{entity.label} ({entity.type} {entity.id}{place}){known}"
    also = f"<br><span style='{_SOFT}'>also {escape('、'.join(entity.alt_labels))}</span>" if entity.alt_labels else ""
    html = (
        f"<p><b>{escape(entity.label)}</b> <span style='{_CHIP}'>{escape(entity.type)}</span> "
        f"<span style='{_SOFT}'>{escape(entity.id + place)}</span>{also}</p>"
    )
    return {"text/plain": plain, "text/html": html}


def show_fact(fact: Fact) -> Bundle:
    """Return a fact as what it says, how it holds and the passages that it was read from.

    >>> from graph.facts import Entity, Evidence, Fact
    >>> city, system = Entity("1", "甲市", "Place"), Entity("2", "乙制度", "System")
    >>> said = (Evidence("4f1c", 4, 13, "推行首席质量官制度", confidence=0.9),)
    >>> print(show_fact(Fact(city, "adopts", system, evidence=said))["text/plain"])
    甲市 adopts 乙制度 (actual, confidence 0.90)
      «推行首席质量官制度» 4f1c[4:13]
    """
    held = [("not " if fact.negated else "") + fact.modality.value, f"confidence {fact.confidence:.2f}"]
    told = {
        "time": fact.time.text if fact.time else None,
        "quantity": fact.quantity.text if fact.quantity else None,
        "condition": fact.condition,
        "exception": fact.exception,
    }
    held += [f"{name} {text}" for name, text in told.items() if text]
    shown, more = fact.evidence[:PASSAGES], len(fact.evidence) - PASSAGES
    lines = [f"{fact} ({', '.join(held)})"]
    lines += [f"  «{one.quote}» {one.document_id}[{one.start}:{one.end}]" for one in shown]
    lines += [f"  … {more} more: evidence[{PASSAGES}:]"] if more > 0 else []
    chips = " ".join(f"<span style='{_CHIP}'>{escape(text)}</span>" for text in held)
    quotes = "".join(
        f"<blockquote style='{_QUOTE}'>{escape(one.quote)} "
        f"<span style='{_SOFT}'>{escape(one.document_id)}[{one.start}:{one.end}]</span></blockquote>"
        for one in shown
    )
    rest = f"<p style='{_SOFT}'>… {more} more: evidence[{PASSAGES}:]</p>" if more > 0 else ""
    html = (
        f"<div><p><b>{escape(fact.subject.label)}</b> {escape(fact.relation)} <b>{escape(fact.object.label)}</b> "
        f"{chips}</p>{quotes}{rest}</div>"
    )
    return {"text/plain": "\n".join(lines), "text/html": html}


def table_of(result: QueryResult) -> Table:
    """Return the answer to a query as a table, with short names for the IRIs that have a known beginning."""
    rows = tuple(tuple(map(_short, row.values())) for row in result)
    return Table("", result.columns, rows, rest="…table()")


def show_result(result: QueryResult) -> Bundle:
    """Return the answer to a query as a table; yes and no as themselves."""
    if result.kind == "ask":
        said = "true" if result else "false"
        return {"text/plain": said, "text/html": f"<p><b>{said}</b></p>"}
    table = table_of(result)
    if not table:
        return {"text/plain": "no answer", "text/html": f"<p style='{_SOFT}'>no answer</p>"}
    return table._repr_mimebundle_()


def _short(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(("http://", "https://")):
        for prefix, namespace in PREFIXES.items():
            if cell.startswith(namespace):
                return f"{prefix}:{cell[len(namespace) :]}"
    return cell
