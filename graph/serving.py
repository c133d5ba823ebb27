"""A graph on the web: the SPARQL 1.1 Protocol, read-only, a page for each thing, and what monitors ask for.

Nothing of this asks another machine, and queries run in processes of their own (`graph.askers`).
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from graph.asker import GRAPH_FORMATS, Outcome, Question
from graph.askers import Askers, Derive, Limits, Refused
from graph.description import PREFIXES, describe_service
from graph.metrics import Metrics
from graph.negotiation import GRAPHS, OBJECTS, PAGES, TABLES, choose
from graph.nodepages import COUNT_QUERIES, FACT_QUERIES, GRAPH_QUERIES, KINDS, PROPERTIES_QUERY, NodePage, bindings
from graph.requests import BODY_BYTES, Request, read_request
from graph.sites import asset, page, start_page, write_hits
from graph.snapshots import read_head
from graph.subqueries import folder_name
from graph.workplace import ONTOLOGY
from ontologies.errors import UsageError, ZhituError
from ontologies.schema import load_ontology

TRUNCATED = "X-Zhitu-Truncated"
_NAME = re.compile(r"[\w.~-]+")
# No page may be framed, run what it has not brought along, or be taken for something that it is not.
_SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
}
_CONSOLE = {
    **_SAFE,
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
}
_VARIES = {"Vary": "Accept"}

Handler = Callable[[HttpRequest], Awaitable[Response]]


class Site:
    """The pages and the endpoint of one graph."""

    def __init__(self, folder: Path, askers: Askers, origins: tuple[str, ...] = ("*",)) -> None:
        self._folder, self._askers, self._origins = folder, askers, origins
        self._metrics = Metrics()
        own = folder / ONTOLOGY
        self._ontology = load_ontology(own if own.exists() else None)

    def application(self) -> Starlette:
        """Return the application; it ends the processes when it ends."""

        @asynccontextmanager
        async def lifespan(_: Starlette) -> AsyncIterator[None]:
            yield
            await self._askers.close()

        routes = [
            Route("/", _answered(self.start), methods=["GET"]),
            Route("/sparql", _answered(self.sparql), methods=["GET", "POST"]),
            Route("/search", _answered(self.search), methods=["GET"]),
            Route("/health", _answered(self.health), methods=["GET"]),
            Route("/metrics", _answered(self.metrics), methods=["GET"]),
            Route("/assets/{name:path}", _answered(self.assets), methods=["GET"]),
            Route("/{kind}/{name}", _answered(self.node), methods=["GET"]),
        ]
        cors = Middleware(
            CORSMiddleware,
            allow_origins=self._origins,
            allow_methods=["GET", "POST", "HEAD"],
            allow_headers=["Accept", "Content-Type"],
            expose_headers=[TRUNCATED],
        )
        return Starlette(routes=routes, middleware=[cors], lifespan=lifespan)

    # -- the endpoint

    async def sparql(self, http: HttpRequest) -> Response:
        """Answer a query; without one, describe the service."""
        begun = time.monotonic()
        try:
            request = read_request(
                http.method, http.url.query, http.headers.get("content-type", ""), await _body_of(http)
            )
            if request.sparql is None:
                return await self.start(http)
            response = await self._query(http, request)
        except Refused as error:
            self._metrics.count(error.status, time.monotonic() - begun)
            raise
        self._metrics.count(response.status_code, time.monotonic() - begun)
        return response

    async def _query(self, http: HttpRequest, request: Request) -> Response:
        accept = _accepted(http)
        table, graph = choose(TABLES, accept, request.format), choose(GRAPHS, accept, request.format)
        if table is None and graph is None:
            known = ", ".join(format.name for format in (*TABLES, *GRAPHS))
            raise Refused(406, f"{request.format or accept}: there is no such format; there are: {known}")
        assert request.sparql is not None
        question = self._question(
            request.sparql,
            table=table[0].name if table else None,
            graph=graph[0].name if graph else None,
            truncate=request.truncate,
            find=request.find,
            index=await self._askers.index() if request.find is not None else None,
        )
        outcome, written = await self._asked(http, question)
        chosen = table if outcome.kind == "table" else graph
        assert chosen is not None
        return self._response(outcome, written, chosen[1])

    def _response(self, outcome: Outcome, written: bytes, media: str) -> Response:
        headers = dict(_VARIES)
        if outcome.truncated:
            self._metrics.truncated += 1
            headers[TRUNCATED] = f"rows={outcome.rows}"
        # Text without a charset would be ASCII to some; RDF and SPARQL formats are UTF-8 by themselves.
        kind = f"{media}; charset=utf-8" if media.startswith("text/") else media
        return Response(written, headers=headers | {"Content-Type": kind, "X-Content-Type-Options": "nosniff"})

    def _question(self, sparql: str, **more: Any) -> Question:
        limits = self._askers.limits
        bounds = {"rows": limits.rows, "size": limits.size, "seconds": limits.seconds}
        answers = str(self._askers.folder / folder_name(self._askers.head.store))
        return Question(sparql, self._askers.head.base, answers=answers, **bounds | more)

    async def _asked(self, http: HttpRequest, question: Question) -> tuple[Outcome, bytes]:
        """Ask, and stop asking where the client goes away."""
        asking = asyncio.ensure_future(self._askers.ask(question))
        leaving = asyncio.ensure_future(_left(http))
        try:
            await asyncio.wait({asking, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                raise Refused(499, "the client has gone")
            outcome, written = asking.result()
        finally:
            leaving.cancel()
            asking.cancel()
        status = {"fault": 400, "unacceptable": 406, "excess": 507}.get(outcome.kind)
        if status:
            raise Refused(status, outcome.sentence)
        return outcome, written

    # -- pages

    async def start(self, http: HttpRequest) -> Response:
        """The start page with the console, or for programs the description of the service."""
        chosen = choose((*GRAPHS, *PAGES), _accepted(http), http.query_params.get("format"))
        if chosen is None:
            raise Refused(406, "there is a description of the service in RDF, and a page in HTML")
        head = self._askers.head
        format, media = chosen
        if format.name == "html":
            return Response(start_page(head), media_type=media, headers=_CONSOLE | _VARIES)
        address = str(http.url.replace(path="/sparql", query=""))
        prefixes = PREFIXES if format.name in ("ttl", "xml", "trig") else None
        written = ox.serialize(describe_service(address, head), format=GRAPH_FORMATS[format.name], prefixes=prefixes)
        return self._response(Outcome("graph"), written or b"", media)

    async def node(self, http: HttpRequest) -> Response:
        """The page of a thing of the graph, or for programs what the graph says of it."""
        kind, name = http.path_params["kind"], http.path_params["name"]
        if kind not in KINDS or not _NAME.fullmatch(name):
            raise Refused(404, "there is no such page; / has the start page and /sparql the endpoint")
        chosen = choose((*PAGES, *GRAPHS), _accepted(http), http.query_params.get("format"))
        if chosen is None:
            raise Refused(
                406, f"there is {', '.join(one.name for one in (*PAGES, *GRAPHS))} of this, and no other format"
            )
        base = self._askers.head.base
        iri = f"{base}{kind}/{name}"
        format, media = chosen
        if format.name != "html":
            question = self._question(GRAPH_QUERIES[kind].replace("NODE", iri), graph=format.name, truncate=True)
            outcome, written = await self._asked(http, question)
            if not outcome.rows:
                raise Refused(404, f"{iri}: the graph has no such {KINDS[kind]}")
            return self._response(outcome, written, media)
        properties = await self._rows(http, PROPERTIES_QUERY, iri)
        if not properties:
            raise Refused(404, f"{iri}: the graph has no such {KINDS[kind]}")
        facts = await self._rows(http, FACT_QUERIES[kind], iri) if kind in FACT_QUERIES else []
        counted = await self._rows(http, COUNT_QUERIES[kind], iri) if facts else []
        count = int(counted[0]["count"]["value"]) if counted else 0
        node = NodePage(iri, base, self._ontology, properties, facts, count)
        return Response(page(node.title, node.write()), media_type=media, headers=_SAFE | _VARIES)

    async def _rows(self, http: HttpRequest, sparql: str, iri: str) -> list[dict[str, dict[str, str]]]:
        _, written = await self._asked(http, self._question(sparql.replace("NODE", iri)))
        return bindings(written)  # type: ignore[return-value]

    async def search(self, http: HttpRequest) -> Response:
        """What contains the words `q`: a page, or for programs JSON."""
        words = http.query_params.get("q", "").strip()
        found: list[dict[str, str]] = []
        if words:
            _, written = await self._asked(http, self._question("", find=words, index=await self._askers.index()))
            found = json.loads(written)
        chosen = choose((*PAGES, *OBJECTS), _accepted(http), http.query_params.get("format"))
        if chosen is None:
            raise Refused(406, "what is found is there as html and as json")
        if chosen[0] in OBJECTS:
            return JSONResponse(found, headers=_VARIES)
        body = write_hits(words, found, self._askers.head.base)
        return Response(page(words or "检索", body, asked=words), media_type=chosen[1], headers=_SAFE | _VARIES)

    async def assets(self, http: HttpRequest) -> Response:
        """A program or a style of the pages."""
        found = asset(http.path_params["name"])
        if found is None:
            raise Refused(404, "there is no such file")
        content, media = found
        return Response(content, media_type=media, headers=_SAFE | {"Cache-Control": "max-age=3600"})

    # -- for monitors

    async def health(self, http: HttpRequest) -> Response:
        """Whether the graph can be asked: one query tells."""
        try:
            await self._asked(http, self._question("ASK { ?s ?p ?o }"))
            current = read_head(self._folder).store
        except (Refused, ZhituError) as error:
            return JSONResponse({"status": "failing", "reason": str(error)}, 503)
        head = self._askers.head
        told = {"status": "ok", "store": head.store, "documents": head.documents, "facts": head.facts}
        return JSONResponse(told | {"current": head.store == current})

    async def metrics(self, _: HttpRequest) -> Response:
        """The counts, for Prometheus."""
        written = self._metrics.write(self._askers.counts, self._askers.processes)
        return Response(written, media_type="text/plain; version=0.0.4; charset=utf-8")


def _answered(step: Handler) -> Handler:
    """A step whose refusals are answered with their status and sentence."""

    async def answered(http: HttpRequest) -> Response:
        try:
            return await step(http)
        except Refused as error:
            headers = {"Retry-After": "5"} if error.status == 503 else {}
            return PlainTextResponse(f"{error}\n", error.status, headers | _SAFE)

    return answered


def _accepted(http: HttpRequest) -> str | None:
    return ", ".join(http.headers.getlist("accept")) or None


async def _body_of(http: HttpRequest) -> bytes:
    body = bytearray()
    if http.method == "POST":
        async for block in http.stream():
            body += block
            if len(body) > BODY_BYTES:
                raise Refused(413, f"the request is larger than {BODY_BYTES:,} bytes; ask for less at a time")
    return bytes(body)


async def _left(http: HttpRequest) -> None:
    """Return when the client is gone."""
    while True:
        message = await http.receive()
        if message["type"] == "http.disconnect":
            return


def serve(
    folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 2,
    limits: Limits | None = None,
    origins: tuple[str, ...] = ("*",),
    derive: Derive = lambda folder: None,
    ready: Callable[[str], None] = print,
) -> None:
    """Serve the graph of a folder until the process is told to end.

    `port` may be 0 for any that is free; `ready` is called with the address when the server answers. `origins` are the
    sites whose pages may ask, `*` for all; `derive` returns the store to serve instead of the graph's own.

    Raises NotFound where there is no graph, UsageError where the address is taken or the folder cannot be written to.
    """
    read_head(folder)
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        raise UsageError(f"{host}:{port}: cannot be listened at ({error.strerror}); give another --port") from error

    async def run() -> None:
        askers = Askers(folder, workers, limits or Limits(), derive)
        await askers.start()
        application = Site(folder, askers, origins).application()
        # Of clients that send nothing, or read nothing, the server gets rid by itself.
        config = uvicorn.Config(
            application, log_config=None, access_log=False, server_header=False, timeout_keep_alive=20,
            timeout_graceful_shutdown=2, limit_concurrency=1000, http="h11", ws="none",
        )  # fmt: skip
        shown = f"[{host}]" if ":" in host else host
        ready(f"http://{shown}:{listening.getsockname()[1]}/")
        await uvicorn.Server(config).serve(sockets=[listening])

    asyncio.run(run())
