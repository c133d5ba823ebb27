"""Tasks of plans: what is to be done, who leads it, who helps and until when, as one node with its evidence.

Who leads and who helps are facts of one passage (牵头单位：甲局；配合单位：乙局；完成时限：2025年12月底); a task
holds them together. The deadline is the last time of the passage by which something is to be done, or the facts' own.

    zr:t/… a zt:Task ; zt:content zr:e/… ; zt:lead zr:e/… ; zt:cooperates zr:e/… ;
        zt:deadlineText "2025年12月底" ; zt:deadline "2025-12-31"^^xsd:date ; zt:evidence zr:v/… .
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from extractors.times import find_times
from graph import vocabulary as v
from graph.facts import digest
from graph.triples import Description

if TYPE_CHECKING:
    from graph.store import KnowledgeGraph

_BY = re.compile("[前底末止内]$")  # 2025年底前, 2025年6月底
_UNTIL = re.compile("(?:时限|期限|时间|截至|到|至|于)[：:为是]?$|\t$")  # 完成时限：2025年6月, a cell of a table
_GRAPH = ox.DefaultGraph()
_SHARED = ox.NamedNode(f"{v.ZT}responsibleFor")  # who leads where nobody else does
_ROLES = {"leads": v.LEAD, "responsibleFor": _SHARED, "assists": v.COOPERATES}
_OPEN = frozenset(f"{v.ZT}{one}" for one in ("required", "planned"))


@dataclass(slots=True)
class _Task:
    """What the facts of one passage say of one content."""

    content: str
    quote: str
    issued: str | None
    bodies: dict[str, set[str]] = field(default_factory=dict)
    evidence: set[str] = field(default_factory=set)
    deadline: tuple[str, str | None] | None = None

    def settle(self) -> None:
        """甲局牵头，乙局按职责分工负责: who bears a part where another leads helps; who bears it alone leads."""
        shared = self.bodies.pop(_SHARED.value, set()) - self.bodies.get(v.LEAD.value, set())
        if shared:
            role = v.COOPERATES if v.LEAD.value in self.bodies else v.LEAD
            self.bodies.setdefault(role.value, set()).update(shared)


def find_tasks(graph: KnowledgeGraph) -> Iterator[ox.Quad]:
    """Yield the tasks of a graph as quads, ordered: those that somebody leads, and somebody helps or a time ends.

    >>> from graph.store import KnowledgeGraph
    >>> list(find_tasks(KnowledgeGraph()))
    []
    """
    tasks: dict[tuple[str, str, str, str], _Task] = {}
    for relation, role in _ROLES.items():
        for quad in graph.store.quads_for_pattern(None, v.PREDICATE, graph.names.relation(relation), _GRAPH):
            _gather(graph.store, str(quad.subject)[1:-1], role, tasks)
    for key in sorted(tasks):
        task = tasks[key]
        task.settle()
        deadline = task.deadline or _deadline(task)
        if v.LEAD.value in task.bodies and (len(task.bodies) > 1 or deadline is not None):
            yield from _describe(ox.NamedNode(f"{graph.names.base}t/{digest(*key)}"), task, deadline)


def _gather(store: ox.Store, statement: str, role: ox.NamedNode, tasks: dict[tuple[str, str, str, str], _Task]) -> None:
    said = Description(_of(store, ox.NamedNode(statement)))
    if said.one(statement, v.MODALITY) not in _OPEN or said.one(statement, v.NEGATED) == "true":
        return
    body, content = said.one(statement, v.SUBJECT) or "", said.one(statement, v.OBJECT) or ""
    for evidence in said.all(statement, v.DERIVED_FROM):
        told = Description(_of(store, evidence))
        document, start, end, quote = (
            told.one(evidence.value, one) or "" for one in (v.DOCUMENT, v.START, v.END, v.QUOTE)
        )
        # the same thing in the same passage
        key = (content, document, start, end)
        if key not in tasks:
            dated = Description(_of(store, ox.NamedNode(document), v.ISSUED))
            tasks[key] = _Task(content, quote, dated.one(document, v.ISSUED))
        task = tasks[key]
        task.bodies.setdefault(role.value, set()).add(body)
        task.evidence.add(evidence.value)
        time, until = said.one(statement, v.TIME_TEXT), said.one(statement, v.VALID_TO)
        if time is not None and (until is not None or _BY.search(time)):
            task.deadline = (time, until)


def _of(store: ox.Store, node: Any, predicate: ox.NamedNode | None = None) -> Iterator[ox.Quad]:
    return store.quads_for_pattern(node, predicate, None, _GRAPH)


def _deadline(task: _Task) -> tuple[str, str | None] | None:
    """The last time that the passage names, which is counted from the day of its document."""
    anchor = date.fromisoformat(task.issued) if task.issued else None
    times = [
        time
        for time in find_times(task.quote, anchor=anchor)
        if time.valid_to and (_BY.search(time.text) or _UNTIL.search(task.quote[: time.start]))
    ]
    return (times[-1].text, times[-1].valid_to.isoformat() if times[-1].valid_to else None) if times else None


def _describe(node: ox.NamedNode, task: _Task, deadline: tuple[str, str | None] | None) -> Iterator[ox.Quad]:
    yield ox.Quad(node, v.TYPE, v.TASK)
    yield ox.Quad(node, v.CONTENT, ox.NamedNode(task.content))
    for role, bodies in sorted(task.bodies.items()):
        for body in sorted(bodies):
            yield ox.Quad(node, ox.NamedNode(role), ox.NamedNode(body))
    for evidence in sorted(task.evidence):
        yield ox.Quad(node, v.TASK_EVIDENCE, ox.NamedNode(evidence))
    if deadline is not None:
        yield ox.Quad(node, v.DEADLINE_TEXT, v.plain(deadline[0]))
        if deadline[1]:
            yield ox.Quad(node, v.DEADLINE, ox.Literal(deadline[1], datatype=v.DATE))
