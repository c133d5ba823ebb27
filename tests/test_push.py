"""graph.push: a graph goes into another store, a real one and one that fails, and is the same there."""

from __future__ import annotations

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

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")


class Store(ThreadingHTTPServer):
    """A small graph store over a pyoxigraph store, which can be told to fail."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), StoreRequest)
        self.store = ox.Store()
        self.failures: list[int] = []  # statuses to answer with first; 0 hangs up
        self.requests: list[tuple[str, str, str | None]] = []
        self.url = f"http://127.0.0.1:{self.server_port}/store"


class StoreRequest(BaseHTTPRequestHandler):
    server: Store
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.command, self.path, self.headers["Authorization"]))
        status = self.server.failures.pop(0) if self.server.failures else 204
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
        self.end_headers()

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


def test_addresses_that_are_none() -> None:
    for target in (Target("localhost:7878"), Target("ftp://a/"), Target("http://a/", "no iri")):
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
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
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
