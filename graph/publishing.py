"""The commands of `zhitu` that put a graph before others: served on the web."""

from __future__ import annotations

from typing import Annotated

import typer

from extractors.bounds import MEBIBYTE
from graph.terminal import Graph, complain


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
) -> None:
    """Serve a graph: a SPARQL endpoint, a page for each thing, a search, and a console to ask.

    The address is printed. The endpoint is at /sparql and speaks the SPARQL 1.1 Protocol; it only reads. A query that
    goes beyond the bounds of time, memory or size is refused with the reason; with truncate=1 the beginning of an
    answer is sent, marked as cut. After a build the new graph is served. Ctrl-C ends it.

    \b
    zhitu serve graph
    zhitu serve graph --port 8080 --seconds 10
    curl 'http://127.0.0.1:8000/sparql?format=csv' --data-urlencode query@question.rq
    """
    from graph.askers import Limits
    from graph.serving import serve as serve_graph

    if host not in ("127.0.0.1", "localhost", "::1"):
        complain(f"serving on {host}: whoever reaches this machine can read the graph")
    limits = Limits(seconds, memory * MEBIBYTE, rows, megabytes * MEBIBYTE)

    def told(address: str) -> None:
        print(address, flush=True)

    serve_graph(
        graph, host=host, port=port, workers=workers, limits=limits, origins=tuple(origin or ("*",)), ready=told
    )
