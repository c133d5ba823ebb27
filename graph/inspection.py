"""The commands of `zhitu` that look at what a graph is made of: `validate` and `ontology`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from graph.progress import progress
from graph.terminal import Graph, OntologyFile
from ontologies.errors import UnknownFormat


def validate(
    graph: Graph,
    full: Annotated[bool, typer.Option("--full", help="Check the SHACL shapes of a large graph too.")] = False,
    format_: Annotated[str, typer.Option("--format", metavar="table|turtle|json", help="How to print.")] = "table",
) -> None:
    """Check that a graph is whole.

    Named checks look every graph through: quotes that are not what stands in the text, triples that no statement
    supports, statements without evidence, entities without a label, periods that end before they begin, and so on.
    Graphs of up to 50,000 triples are held against the SHACL shapes too. turtle is SHACL's own report.

    Exit codes: 0 without violations, 1 with them.

    \b
    zhitu validate graph
    zhitu validate graph --full --format turtle > report.ttl
    zhitu validate graph --format json | jq '.faults[] | {check, count}'
    """
    from graph.build import open_graph
    from graph.validation import FORMATS, print_validation
    from graph.validation import validate as look_through

    if format_ not in FORMATS:
        raise UnknownFormat(f"{format_!r} is no format of a report; use one of: {', '.join(FORMATS)}")
    opened = open_graph(graph)
    with progress("Checking") as advance:
        found = look_through(opened, full, advance)
    print_validation(found, opened, format_)
    if not found.conforms:
        raise typer.Exit(1)


def ontology(
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="FILE.ttl", help="Write it to a file.")] = None,
    shapes: Annotated[bool, typer.Option("--shapes", help="Write the SHACL shapes of a graph instead.")] = False,
    ontology: OntologyFile = None,
) -> None:
    """Write the ontology as Turtle.

    It declares every class and property of a graph, with labels in Chinese and English, and says how they are aligned
    with ORG, PROV-O, SKOS, Dublin Core, schema.org, ELI and OWL-Time. Load it beside a graph to ask in their terms.

    \b
    zhitu ontology -o ontology.ttl
    zhitu ontology --shapes -o shapes.ttl
    zhitu ontology --ontology mine.ttl | grep -A 3 zt:Park
    """
    from graph.declarations import write_ontology
    from graph.shapes import write_shapes
    from ontologies.schema import load_ontology

    written = write_shapes(load_ontology(ontology)) if shapes else write_ontology(ontology)
    if out is None:
        typer.echo(written, nl=False)
    else:
        out.write_text(written, encoding="utf-8")
