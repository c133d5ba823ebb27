"""The commands of `zhitu` that let others have a graph: searched, served on the web, pushed into another store."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from extractors.bounds import MEBIBYTE
from graph.terminal import AsOf, Graph, Infer, OntologyFile, complain


def search(
    graph: Graph,
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="Words that all have to be there.")],
    kinds: Annotated[
        list[str] | None, typer.Option("--in", metavar="KIND", help="Only names, titles or quotes; may be repeated.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="How many of each kind.")] = 20,
    format_: Annotated[str, typer.Option("--format", metavar="table|json", help="How to print.")] = "table",
) -> None:
    """Find names, titles and quotes that contain words: Chinese of any length, or Latin ones.

    The nearest come first. As json, it is one object a line.

    \b
    zhitu search graph 质量官
    zhitu search graph 广州市 质量 --in quotes --format json
    """
    from graph.answers import print_found
    from graph.build import open_graph

    print_found(open_graph(graph), " ".join(words), kinds, limit, format_)


def serve(
    graph: Graph,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", metavar="P", min=0, max=65535, help="0 for any free one.")] = 8000,
    workers: Annotated[int, typer.Option("--workers", metavar="N", min=1, help="Queries that run at a time.")] = 2,
    seconds: Annotated[
        float, typer.Option("--seconds", metavar="S", min=0.1, help="How long one query may take.")
    ] = 30.0,
    memory: Annotated[
        int, typer.Option("--memory", metavar="MIB", min=64, help="How much memory one query may use.")
    ] = 1024,
    rows: Annotated[
        int, typer.Option("--rows", metavar="N", min=1, help="How many rows or triples an answer may have.")
    ] = 100_000,
    megabytes: Annotated[int, typer.Option("--megabytes", metavar="N", min=1, help="How large an answer may be.")] = 64,
    origin: Annotated[
        list[str] | None,
        typer.Option("--origin", metavar="URL", help="A site whose pages may ask, instead of all; may be repeated."),
    ] = None,
    as_of: AsOf = None,
    infer: Infer = None,
) -> None:
    """Serve a graph: a SPARQL endpoint, a page for each thing, a search, and a console to ask.

    The address is printed. The endpoint is at /sparql and speaks the SPARQL 1.1 Protocol; it only reads. A query that
    goes beyond the bounds of time, memory or size is refused with the reason; with truncate=1 the beginning of an
    answer is sent, marked as cut. After a build the new graph is served, with what --infer adds again. Ctrl-C ends it.

    \b
    zhitu serve graph
    zhitu serve graph --port 8080 --seconds 10
    zhitu serve graph --infer inverse --infer place
    curl 'http://127.0.0.1:8000/sparql?format=csv' --data-urlencode query@question.rq
    """
    from graph.askers import Limits
    from graph.days import keep_as_asked
    from graph.serving import serve as serve_graph

    if host not in ("127.0.0.1", "localhost", "::1"):
        complain(f"serving on {host}: whoever reaches this machine can read the graph")
    limits = Limits(seconds, memory * MEBIBYTE, rows, megabytes * MEBIBYTE)

    def told(address: str) -> None:
        print(address, flush=True)

    def derive(folder: Path) -> Path | None:
        return keep_as_asked(folder, as_of, infer)

    serve_graph(
        graph,
        host=host,
        port=port,
        workers=workers,
        limits=limits,
        origins=tuple(origin or ("*",)),
        derive=derive,
        ready=told,
    )


def import_(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files that zhitu export has written.")],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Where the graph will be.")],
    ontology: OntologyFile = None,
) -> None:
    """Make a graph in DIR of exported files, or add them to one that was imported.

    By suffix: .nq .nt .trig .ttl .jsonld .rdf .graphml .gexf .jsonl, and the folders .neo4j and .gephi. The graph is
    what the files say, to the triple; nothing is read or inferred anew. An import that fails leaves DIR as it was.
    Texts are built in other folders: zhitu build refuses an imported graph, and zhitu import one that was built.

    \b
    zhitu import graph.nq -o copy
    zhitu import north.ttl south.jsonl -o both
    """
    from graph.imports import import_files

    typer.echo(str(import_files(files, out, ontology)), err=True)


def push(
    graph: Graph,
    url: Annotated[str, typer.Argument(metavar="URL", help="The address of a graph store.")],
    named: Annotated[
        str | None, typer.Option("--graph", metavar="IRI", help="The graph there [default: the default graph].")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of what that graph holds, instead of adding to it.")
    ] = False,
    batch: Annotated[int, typer.Option("--batch", metavar="N", min=1, help="Triples of a request.")] = 20_000,
    user: Annotated[
        str | None, typer.Option("--user", metavar="NAME", help="Who pushes; the password is in ZHITU_PASSWORD.")
    ] = None,
) -> None:
    """Load a graph into another SPARQL store, by the SPARQL 1.1 Graph Store Protocol.

    What fails for a while is sent again; sending a triple twice changes nothing. A token is taken from ZHITU_TOKEN.

    \b
    zhitu push graph http://localhost:7878/store
    zhitu push graph http://localhost:3030/policies/data --graph https://example.org/policies --replace
    """
    from graph.build import open_graph
    from graph.progress import progress
    from graph.push import Target
    from graph.push import push as push_graph

    opened = open_graph(graph)
    target = Target(url, named, user, os.environ.get("ZHITU_PASSWORD"), os.environ.get("ZHITU_TOKEN"))
    with progress("Pushing") as advance:
        total = len(opened.store)
        sent = push_graph(
            opened.quads(), target, replace=replace, batch=batch, report=lambda done: advance(done, total)
        )
    typer.echo(f"{sent} triples are in {named or 'the default graph'} of {url}", err=True)
