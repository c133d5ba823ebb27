"""A server process and a client of it, for the tests of what is served."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pyoxigraph as ox

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SECONDS, ROWS = 2.0, 500
ADOPTED = "SELECT ?who ?what { ?a zt:adopts ?b . ?a skos:prefLabel ?who . ?b skos:prefLabel ?what } ORDER BY ?who ?what"
EVERYTHING = "CONSTRUCT WHERE { ?s ?p ?o }"
FORMATS = {
    "text/turtle; charset=utf-8": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}


@dataclass
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def media(self) -> str:
        return self.headers["Content-Type"]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


class Server:
    """A server process and a client of it."""

    def __init__(self, folder: Path, *options: str) -> None:
        program = "from graph.cli import main; main()"
        command = [sys.executable, "-c", program, "serve", str(folder), "--port", "0", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), self.process.communicate()[1]

    def ask(self, path: str, body: str | bytes | None = None, method: str = "", **headers: str) -> Reply:
        connection = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=60)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        content = body.encode() if isinstance(body, str) else body
        connection.request(method or ("GET" if body is None else "POST"), path, content, sent)
        answer = connection.getresponse()
        reply = Reply(answer.status, answer.headers, answer.read())
        connection.close()
        return reply

    def query(self, sparql: str, **parameters: str) -> Reply:
        accept = {"Accept": parameters.pop("accept")} if "accept" in parameters else {}
        return self.ask(f"/sparql?{urlencode({'query': sparql, **parameters})}", **accept)

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        self.process.communicate(timeout=20)
        return self.process.returncode
