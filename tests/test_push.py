"""graph.push: a graph goes into another store, a real one and one that fails, and is the same there."""

from __future__ import annotations

import hashlib
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pyoxigraph as ox
import pytest
from fact_cases import guangzhou, shenzhen

from graph.build import open_graph
from graph.push import TRIES, Target, push
from graph.store import KnowledgeGraph
from ontologies.errors import DataError, UsageError

VIRTUOSO = shutil.which("virtuoso-t")
OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")


def wait_for(port: int, seconds: int) -> None:
    """Wait until a server listens."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


class Store(ThreadingHTTPServer):
    """A small graph store over a pyoxigraph store, which can be told to fail."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), StoreRequest)
        self.store = ox.Store()
        self.failures: list[int] = []  # statuses to answer with first; 0 hangs up
        self.requests: list[tuple[str, str, str | None]] = []
        self.nonces: list[
            str
        ] = []  # of challenges, each for so many requests as it is long; without one, nothing is asked
        self.url = f"http://127.0.0.1:{self.server_port}/store"


class StoreRequest(BaseHTTPRequestHandler):
    server: Store
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.command, self.path, self.headers["Authorization"]))
        status = self.server.failures.pop(0) if self.server.failures else 204
        if self.server.nonces and not self._is_known():
            status = 401
        if status == 0:
            self.close_connection = True
            return
        if status == 204:
            asked = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
            graph = ox.NamedNode(asked["graph"][0]) if "graph" in asked else ox.DefaultGraph()
            assert self.headers["Content-Type"] == "application/n-triples"
            if self.command == "PUT":
                self.server.store.clear_graph(graph)
            self.server.store.load(body, format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
        self.send_response(status)
        self.send_header("Content-Length", "0")
        if status == 401 and self.server.nonces and "Basic" not in (self.headers["Authorization"] or ""):
            self.send_header("WWW-Authenticate", f'Digest realm="a, b", nonce="{self.server.nonces[0]}", qop="auth"')
        self.end_headers()

    def _is_known(self) -> bool:
        said = dict(re.findall(r'(\w+)="?([^",]*)"?', self.headers["Authorization"] or ""))
        nonce = self.server.nonces[0]
        if said.get("nonce") != nonce or int(said["nc"], 16) > len(nonce):
            return False
        if int(said["nc"], 16) == len(nonce) and len(self.server.nonces) > 1:
            self.server.nonces.pop(0)
        who, what = (hashlib.md5(text.encode()).hexdigest() for text in ("我:a, b:密", f"{self.command}:{self.path}"))
        middle = f"{who}:{nonce}:{said['nc']}:{said['cnonce']}:auth:{what}"
        return said["response"] == hashlib.md5(middle.encode()).hexdigest()

    do_PUT = do_POST

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def other() -> Iterator[Store]:
    server = Store()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add([guangzhou(), shenzhen()])
    return graph


def test_every_triple_arrives_once(graph: KnowledgeGraph, other: Store) -> None:
    done: list[int] = []
    assert push(list(graph.quads()), Target(other.url), batch=50, report=done.append) == len(graph.store)
    assert set(other.store) == set(graph.quads())
    assert len(other.requests) == len(done) > 2
    assert done[-1] == len(graph.store)
    push(list(graph.quads()), Target(other.url))
    assert set(other.store) == set(graph.quads())


def test_a_graph_with_a_name_is_added_to_or_replaced(graph: KnowledgeGraph, other: Store) -> None:
    name = ox.NamedNode("https://example.org/政策?a=1&b#c")
    before = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("旧"), name)
    other.store.add(before)
    push(list(graph.quads()), Target(other.url, name.value), batch=100)
    assert {quad.triple for quad in other.store.quads_for_pattern(None, None, None, name)} == {
        before.triple,
        *(quad.triple for quad in graph.quads()),
    }
    push(list(graph.quads()), Target(other.url, name.value), batch=100, replace=True)
    assert before not in other.store
    assert {quad.triple for quad in other.store} == {quad.triple for quad in graph.quads()}
    push([], Target(other.url, name.value), replace=True)
    assert len(other.store) == 0


def test_what_fails_for_a_while_is_sent_again(graph: KnowledgeGraph, other: Store) -> None:
    other.failures = [503, 0, 500, 429]
    push(list(graph.quads()), Target(other.url), patience=0.01)
    assert set(other.store) == set(graph.quads())
    assert len(other.requests) == 5


@pytest.mark.parametrize(
    ("failures", "said", "requests"),
    [
        ([404], "answers 404 Not Found; give the address of its graph store", 1),
        ([401], "answers 401 Unauthorized; give --user NAME", 1),
        ([503] * 9, "answers 503 Service Unavailable; 0 triples are there", TRIES),
    ],
)
def test_what_does_not_pass_is_told(
    graph: KnowledgeGraph, other: Store, failures: list[int], said: str, requests: int
) -> None:
    other.failures = list(failures)
    with pytest.raises(DataError, match=said) as caught:
        push(list(graph.quads()), Target(other.url), patience=0.01)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(f"{other.url}: ")
    assert len(other.requests) == requests


def test_who_pushes_says_so(other: Store) -> None:
    push([], Target(other.url, user="a", password="b"), replace=True)
    push([], Target(other.url, token="c"), replace=True)
    assert [authorization for _, _, authorization in other.requests] == ["Basic YTpi", "Bearer c"]


def test_a_challenge_is_answered_and_answered_again_when_it_has_grown_old(graph: KnowledgeGraph, other: Store) -> None:
    other.nonces = ["abc", "xyzxyz", "q" * 99]
    push(list(graph.quads()), Target(other.url, user="我", password="密"), batch=20)
    assert set(other.store) == set(graph.quads())
    said = [authorization for _, _, authorization in other.requests]
    assert (said.count(None), len([one for one in said if one and one.startswith("Basic ")])) == (1, 1)
    assert other.nonces == ["q" * 99]
    with pytest.raises(DataError, match="answers 401 Unauthorized; give --user NAME"):
        push(list(graph.quads()), Target(other.url, user="我", password="误"), patience=0.01)


def test_addresses_that_are_none() -> None:
    wrong = (Target("localhost:7878"), Target("ftp://a/"), Target("http://a/", "no iri"))
    for target in (*wrong, Target("http://a/", user="a\nb"), Target("http://a/", token="a\n")):
        with pytest.raises(UsageError):
            push([], target)
    with pytest.raises(DataError, match="cannot be reached"):
        push([], Target("http://127.0.0.1:9/store"), replace=True, patience=0.01)


@pytest.mark.skipif(OXIGRAPH is None, reason="no oxigraph server found; pip install oxigraph")
def test_the_command_fills_a_real_server(shell, built: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(OXIGRAPH), "serve", "--location", str(tmp_path / "other"), "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, 10)
        name = "https://example.org/policies"
        url = f"http://127.0.0.1:{port}/store"
        done = shell(f"zhitu push graph {url} --graph {name} --batch 1000", built)
        assert done.returncode == 0, done.stderr
        expected = {quad.triple for quad in open_graph(built / "graph").quads()}
        assert done.stderr == f"{len(expected)} triples are in {name} of {url}\n"
        connection = HTTPConnection("127.0.0.1", port)
        asked = f"/store?graph={quote(name, safe='')}"
        connection.request("GET", asked, headers={"Accept": "application/n-triples"})
        answer = connection.getresponse().read()
        connection.close()
        assert {quad.triple for quad in ox.parse(answer, format=ox.RdfFormat.N_TRIPLES)} == expected
        wrong = shell(f"zhitu push graph http://127.0.0.1:{port}/nothing", built)
        assert (wrong.returncode, wrong.stderr.count("\n")) == (1, 1)
        assert "answers 404" in wrong.stderr
    finally:
        server.terminate()
        server.wait(20)


VIRTUOSO_INI = """
[Database]
DatabaseFile = a.db
ErrorLogFile = a.log
LockFile = a.lck
TransactionFile = a.trx
xa_persistent_file = a.pxa
[TempDatabase]
DatabaseFile = b.db
TransactionFile = b.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = 2000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 2
"""


@pytest.mark.skipif(VIRTUOSO is None, reason="NOT TESTED with Virtuoso; apt-get install virtuoso-opensource-7-bin")
def test_the_command_fills_virtuoso(shell, built: Path, tmp_path: Path) -> None:
    with socket.socket() as first, socket.socket() as second:
        for free in (first, second):
            free.bind(("127.0.0.1", 0))
        sql, port = first.getsockname()[1], second.getsockname()[1]
    (tmp_path / "virtuoso.ini").write_text(VIRTUOSO_INI.format(sql=sql, http=port), encoding="utf-8")
    command = [str(VIRTUOSO), "+foreground", "+configfile", "virtuoso.ini"]
    server = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, 60)
        name = "https://example.org/政策"
        url = f"http://127.0.0.1:{port}/sparql-graph-crud-auth"
        done = shell(f"ZHITU_PASSWORD=dba zhitu push graph {url} --graph {name} --user dba --batch 2000", built)
        assert done.returncode == 0, done.stderr
        connection = HTTPConnection("127.0.0.1", port)
        asked = f"/sparql-graph-crud?graph={quote(name, safe='')}"
        connection.request("GET", asked, headers={"Accept": "application/n-triples"})
        answer = connection.getresponse().read()
        connection.close()
        expected = {quad.triple for quad in open_graph(built / "graph").quads()}
        assert {quad.triple for quad in ox.parse(answer, format=ox.RdfFormat.N_TRIPLES)} == expected
        wrong = shell(f"ZHITU_PASSWORD=wrong zhitu push graph {url} --graph {name} --user dba", built)
        assert (wrong.returncode, wrong.stderr.count("\n")) == (1, 1)
        assert "answers 401" in wrong.stderr
    finally:
        server.terminate()
        server.wait(60)
