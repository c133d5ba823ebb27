"""Whether a graph is what it says it is: its checks and shapes, and the report of what they find."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from graph.checks import VIOLATION, WARNING, Check, Finding, load_checks, run_check
from graph.shapes import MOST_TRIPLES, SH, find_misshapen
from graph.store import KnowledgeGraph
from graph.tables import print_table
from graph.vocabulary import (
    OBJECT,
    PREDICATE,
    PREF_LABEL,
    PREFIXES,
    QUOTE,
    SUBJECT,
    TITLE,
    TYPE,
    ZT,
    Node,
    tail,
)

_EXAMPLES = 3  # that people are shown of each fault
_LONGEST = 60  # characters of a quote that is shown
_SEVERITIES = {VIOLATION: ox.NamedNode(f"{SH}Violation"), WARNING: ox.NamedNode(f"{SH}Warning")}
FORMATS = ("table", "turtle", "json")


@dataclass(frozen=True, slots=True)
class Fault:
    """A check, or a shape of SHACL, and all that it has found."""

    check: Check
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Validation:
    """What a graph was looked through for. `shaped` tells whether its shapes were too, which large graphs' are not."""

    checks: tuple[Check, ...]
    faults: tuple[Fault, ...]
    triples: int
    shaped: bool

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings do not count."""
        return not any(fault.check.severity == VIOLATION for fault in self.faults)

    def __str__(self) -> str:
        found = {severity: 0 for severity in _SEVERITIES}
        for fault in self.faults:
            found[fault.check.severity] += len(fault.findings)
        shapes = "and the SHACL shapes" if self.shaped else "without the SHACL shapes (--full looks at them too)"
        violations, warnings = (f"{found[one]} {one}{'s' * (found[one] != 1)}" for one in (VIOLATION, WARNING))
        return f"{len(self.checks)} checks of {self.triples} triples {shapes}: {violations}, {warnings}"


def validate(
    graph: KnowledgeGraph, full: bool = False, progress: Callable[[int, int], None] | None = None
) -> Validation:
    """Look a graph through with every check, and with the SHACL shapes if it is small, or `full` is wanted.

    >>> str(validate(KnowledgeGraph()))
    '28 checks of 0 triples and the SHACL shapes: 0 violations, 0 warnings'
    """
    triples = len(graph.store)
    shaped = full or triples <= MOST_TRIPLES
    checks = tuple(load_checks().values())
    faults = []
    for count, check in enumerate(checks):
        if progress:
            progress(count, len(checks) + shaped)
        if findings := tuple(run_check(check, graph)):
            faults.append(Fault(check, findings))
    if shaped:
        by_shape: dict[tuple[str, str], list[Finding]] = {}
        for name, message, finding in find_misshapen(graph):
            by_shape.setdefault((name, message), []).append(finding)
        for (name, message), found in sorted(by_shape.items()):
            faults.append(Fault(Check(name, message, message), tuple(found)))
    return Validation(checks, tuple(faults), triples, shaped)


def print_validation(validation: Validation, graph: KnowledgeGraph, format: str) -> None:
    """Print a report: for people as a table, for programs as JSON, for machines that know SHACL as its RDF."""
    if format == "turtle":
        print(to_turtle(validation, graph), end="")
    elif format == "json":
        print(json.dumps(to_json(validation, graph), ensure_ascii=False, indent=2))
    else:
        _print_table(validation, graph)


def to_turtle(validation: Validation, graph: KnowledgeGraph) -> str:
    """Return a report as the `sh:ValidationReport` that SHACL defines.

    >>> to_turtle(validate(KnowledgeGraph()), KnowledgeGraph()).count("sh:conforms")
    1
    """
    prefixes = {**PREFIXES, "sh": SH, "zr": graph.names.base}
    return (ox.serialize(_report(validation), format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()


def _report(validation: Validation) -> Iterator[ox.Triple]:
    def sh(name: str) -> ox.NamedNode:
        return ox.NamedNode(f"{SH}{name}")

    report = ox.BlankNode("report")
    yield ox.Triple(report, TYPE, sh("ValidationReport"))
    yield ox.Triple(report, sh("conforms"), ox.Literal(not validation.faults))
    number = 0
    for fault in validation.faults:
        check = fault.check
        for finding in fault.findings:
            number += 1
            result = ox.BlankNode(f"result{number}")
            yield ox.Triple(report, sh("result"), result)
            yield ox.Triple(result, TYPE, sh("ValidationResult"))
            yield ox.Triple(result, sh("resultSeverity"), _SEVERITIES[check.severity])
            yield ox.Triple(result, sh("focusNode"), finding.focus)
            if finding.path is not None:
                yield ox.Triple(result, sh("resultPath"), finding.path)
            if finding.value is not None:
                yield ox.Triple(result, sh("value"), finding.value)
            for message in {ox.Literal(check.title, language="en"), ox.Literal(check.title_zh, language="zh")}:
                yield ox.Triple(result, sh("resultMessage"), message)
            yield ox.Triple(result, sh("sourceShape"), ox.NamedNode(f"{ZT}{check.name}"))
            component = "SPARQLConstraintComponent" if check.sparql else "ConstraintComponent"
            yield ox.Triple(result, sh("sourceConstraintComponent"), sh(component))


def to_json(validation: Validation, graph: KnowledgeGraph) -> dict[str, Any]:
    """Return a report as JSON: what was looked for, and each fault with all its findings.

    >>> to_json(validate(KnowledgeGraph()), KnowledgeGraph())["conforms"]
    True
    """
    return {
        "conforms": validation.conforms,
        "triples": validation.triples,
        "shapes": validation.shaped,
        "checks": [check.name for check in validation.checks],
        "faults": [
            {
                "check": fault.check.name,
                "severity": fault.check.severity,
                "message": fault.check.title,
                "message_zh": fault.check.title_zh,
                "count": len(fault.findings),
                "findings": [
                    {
                        "focus": _written(finding.focus),
                        "path": _written(finding.path),
                        "value": _written(finding.value),
                        "about": describe(graph, finding.focus),
                    }
                    for finding in fault.findings
                ],
            }
            for fault in validation.faults
        ],
    }


def _print_table(validation: Validation, graph: KnowledgeGraph) -> None:
    rows: list[tuple[object, ...]] = []
    for fault in validation.faults:
        check = fault.check
        for count, finding in enumerate(fault.findings[:_EXAMPLES]):
            said = (check.name, check.severity, len(fault.findings), check.title) if not count else ("", "", "", "")
            rows.append((*said, _brief(graph, finding)))
    if rows:
        print_table(("check", "severity", "found", "what is wrong", "for example"), rows)
        print()
    print(validation)


def _brief(graph: KnowledgeGraph, finding: Finding) -> str:
    name = _compact(graph, finding.focus)
    parts = [name, describe(graph, finding.focus)]
    if finding.path is not None:
        parts.append(f"{_compact(graph, finding.path)} {_compact(graph, finding.value)}".strip())
    return " · ".join(part for part in parts if part)


def describe(graph: KnowledgeGraph, node: Node | ox.BlankNode) -> str:
    """Return what a node is about in words: the fact of a statement, the label of an entity, a quote, a title."""
    if isinstance(node, ox.Literal):
        return ""
    said: dict[ox.NamedNode, Any] = {}
    for quad in graph.store.quads_for_pattern(node, None, None, ox.DefaultGraph()):
        said.setdefault(quad.predicate, quad.object)
    if PREDICATE in said:
        ends = (_label(graph, said.get(end)) for end in (SUBJECT, OBJECT))
        subject, thing = ends
        return f"{subject} {tail(said[PREDICATE])} {thing}"
    for known in (PREF_LABEL, QUOTE, TITLE):
        if known in said:
            text = str(getattr(said[known], "value", ""))
            return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
    return ""


def _label(graph: KnowledgeGraph, node: Any) -> str:
    if node is None:
        return "?"
    labels = graph.store.quads_for_pattern(node, PREF_LABEL, None, ox.DefaultGraph())
    return next((str(getattr(quad.object, "value", "")) for quad in labels), "?")


def _compact(graph: KnowledgeGraph, node: object) -> str:
    if not isinstance(node, ox.NamedNode):
        text = str(getattr(node, "value", node or ""))
        return f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text
    for prefix, namespace in {**PREFIXES, "zr": graph.names.base}.items():
        if node.value.startswith(namespace):
            return f"{prefix}:{node.value.removeprefix(namespace)}"
    return node.value


def _written(node: object) -> str | None:
    return None if node is None else str(getattr(node, "value", node))
