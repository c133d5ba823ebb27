"""A real client asks a real server, kindly and otherwise.

graph.serving, graph.askers, graph.asker, graph.snapshots, graph.publishing, graph.nodepages.
"""

from __future__ import annotations

import csv
import http.client
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox
import pytest

from graph.asker import TRUNCATED
from graph.negotiation import GRAPHS, PAGES, TABLES, choose
from graph.snapshots import read_head

Run = Callable[..., "subprocess.CompletedProcess[str]"]
SECONDS, ROWS = 2.0, 500
ADOPTED = "SELECT ?who ?what { ?a zt:adopts ?b . ?a skos:prefLabel ?who . ?b skos:prefLabel ?what } ORDER BY ?who ?what"
EVERYTHING = "CONSTRUCT WHERE { ?s ?p ?o }"
NESTED = "REPLACE(" * 6 + "?x" + ", 'a', ?x)" * 6
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
HOSTILE = {
    "product": f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}",
    "order": f"SELECT * {{ {PRODUCT} }} ORDER BY ?i ?f ?c",
    "replace": f"SELECT (STRLEN({NESTED}) AS ?n) {{ BIND('{'a' * 200}' AS ?x) }}",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!zt:a|^(!zt:a))* ?b . ?c (!zt:a|^(!zt:a))* ?d }",
    "construct": f"CONSTRUCT {{ ?a ?e ?i }} {{ {PRODUCT} }}",
    "describe": "DESCRIBE * { ?s ?p ?o }",
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


@pytest.fixture(scope="module")
def folder(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("served") / "graph"
    shutil.copytree(built / "graph", place)
    return place


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    options = ("--seconds", str(SECONDS), "--rows", str(ROWS), "--memory", "256", "--workers", "4")
    running = Server(folder, *options)
    yield running
    assert running.end() == 130
    assert not list(folder.glob("snapshot-*"))


# --- the protocol


def test_a_query_comes_in_three_ways(server: Server) -> None:
    form, plain = "application/x-www-form-urlencoded", "application/sparql-query"
    replies = [
        server.query(ADOPTED),
        server.ask("/sparql", urlencode({"query": ADOPTED}), Content_Type=f"{form}; charset=UTF-8"),
        server.ask("/sparql", ADOPTED, Content_Type=plain),
    ]
    assert [reply.status for reply in replies] == [200] * 3
    assert replies[0].body == replies[1].body == replies[2].body
    rows = json.loads(replies[0].body)["results"]["bindings"]
    assert ("绍兴市", "首席质量官制度") in {(row["who"]["value"], row["what"]["value"]) for row in rows}


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/json", "application/json"),
        ("application/sparql-results+xml;q=0.9, text/csv;q=0.2", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values, */*;q=0.1", "text/tab-separated-values; charset=utf-8"),
        ("*/*", "application/sparql-results+json"),
        ("text/*", "text/csv; charset=utf-8"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
    ],
)
def test_tables_in_the_format_that_is_liked_best(server: Server, accept: str, media: str) -> None:
    reply = server.query(ADOPTED, accept=accept)
    assert (reply.status, reply.media) == (200, media)
    assert "Accept" in reply.headers["Vary"]
    if "json" in media:
        assert json.loads(reply.body)["head"]["vars"] == ["who", "what"]
    elif "xml" in media:
        assert ElementTree.fromstring(reply.body).tag.endswith("}sparql")
    elif "csv" in media:
        assert next(csv.reader(io.StringIO(reply.text))) == ["who", "what"]
    else:
        assert reply.text.startswith("?who\t?what\n")


FORMATS = {
    "text/turtle; charset=utf-8": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
}


@pytest.mark.parametrize("media", FORMATS)
@pytest.mark.parametrize(
    "form", ["CONSTRUCT WHERE { ?a skos:altLabel ?b }", "DESCRIBE ?a { ?a skos:altLabel '绍兴'@zh }"]
)
def test_triples_in_every_format(server: Server, media: str, form: str) -> None:
    reply = server.query(form, accept=media.partition(";")[0])
    assert (reply.status, reply.media) == (200, media)
    expected = {quad.triple for quad in ox.parse(server.query(form, format="nt").body, format=ox.RdfFormat.N_TRIPLES)}
    assert {quad.triple for quad in ox.parse(reply.body, format=FORMATS[media])} == expected
    assert expected


def test_a_format_by_its_name_goes_before_the_header(server: Server) -> None:
    assert server.query(ADOPTED, format="csv", accept="application/json").media == "text/csv; charset=utf-8"
    assert server.query("ASK {}", format="xml").media == "application/sparql-results+xml"
    assert server.query(EVERYTHING + " LIMIT 3", format="xml").media == "application/rdf+xml"
    assert server.query(EVERYTHING + " LIMIT 3", format="application/n-triples").media == "application/n-triples"


def test_weights_and_specificity() -> None:
    assert choose(TABLES, "text/*;q=0.3, text/csv;q=0.7, */*;q=0.5")[0].name == "csv"
    assert choose(TABLES, "application/*;q=0.1, */*;q=0.5")[0].name == "csv"
    assert choose(GRAPHS, "application/ld+json ; q=0.8 , text/turtle;q=0.4")[0].name == "jsonld"
    assert choose((*PAGES, *GRAPHS), "text/html,application/xml;q=0.9,*/*;q=0.8")[0].name == "html"
    assert choose(TABLES, "text/csv;q=zero") is None
    assert choose(TABLES, "*/*;q=0") is None


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("query=SELECT+*+{", 400, "line 1: the query ends too early"),
        ("query=", 400, "the query is empty"),
        ("query=ASK{}&query=ASK{}", 400, "query is given 2 times"),
        ("query=%FF", 400, "not UTF-8"),
        ("query=ASK{}&default-graph-uri=urn:x", 400, "default-graph-uri: this graph has one default graph"),
        ("query=ASK{}&named-graph-uri=urn:x", 400, "named-graph-uri: this graph has one default graph"),
        ("query=ASK{}&truncate=some", 400, "neither 0 nor 1"),
        ("query=DELETE+WHERE+{?s+?p+?o}", 400, "DELETE would change the graph"),
        ("query=LOAD+<http://127.0.0.1/>", 400, "LOAD would change the graph"),
        ("query=ASK{SERVICE+<http://127.0.0.1/>{}}", 400, "SERVICE would ask another machine"),
        ("query=ASK{}&update=CLEAR+ALL", 403, "only reads"),
        ("query=ASK{}&format=xlsx", 406, "xlsx: there is no such format; there are: json"),
        ("query=ASK{}&format=ttl", 406, "no such format for this answer; there are: json, xml, csv, tsv"),
    ],
)
def test_what_is_wrong_is_said(server: Server, path: str, status: int, said: str) -> None:
    reply = server.ask(f"/sparql?{path}")
    assert reply.status == status
    assert said in reply.text
    assert reply.text.count("\n") == 1
    assert reply.media == "text/plain; charset=utf-8"


def test_what_is_wrong_with_a_body_is_said(server: Server) -> None:
    assert server.ask("/sparql", "ASK {}", Content_Type="text/plain").status == 415
    assert server.ask("/sparql", "ASK {}").status == 415
    assert server.ask("/sparql", "CLEAR ALL", Content_Type="application/sparql-update").status == 403
    assert server.ask("/sparql", b"\xff", Content_Type="application/sparql-query").status == 400
    assert server.ask("/sparql", "q=1", Content_Type="application/x-www-form-urlencoded").status == 400
    assert server.ask("/sparql", "#" * (1 << 21), Content_Type="application/sparql-query").status == 413
    put = server.ask("/sparql", "x", "PUT")
    assert (put.status, "POST" in put.headers["Allow"]) == (405, True)
    assert server.query("ASK {}", accept="image/png").status == 406
    for charset, status in (("gbk", 415), ("UTF-8", 200), ('"utf-8"', 200)):
        reply = server.ask("/sparql", "ASK { ?s ?p ?o }", Content_Type=f"application/sparql-query; charset={charset}")
        assert reply.status == status, charset


def test_head_has_no_body(server: Server) -> None:
    reply = server.ask(f"/sparql?query={quote('ASK {}')}", method="HEAD")
    assert (reply.status, reply.body) == (200, b"")


def test_pages_of_other_sites_may_ask(server: Server, folder: Path) -> None:
    asked = server.ask("/sparql", method="OPTIONS", Origin="https://a.example", Access_Control_Request_Method="POST")
    assert (asked.status, asked.headers["Access-Control-Allow-Origin"]) == (200, "*")
    got = server.ask(f"/sparql?query={quote('ASK {}')}", Origin="https://a.example")
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert got.headers["Access-Control-Expose-Headers"] == "X-Zhitu-Truncated"
    narrow = Server(folder, "--origin", "https://b.example")
    refused = narrow.ask(f"/sparql?query={quote('ASK {}')}", Origin="https://a.example")
    assert refused.headers["Access-Control-Allow-Origin"] is None
    assert narrow.end() == 130


@pytest.mark.parametrize("path", ["/sparql", "/", "/sparql?format=nt"])
def test_the_service_describes_itself(server: Server, path: str, folder: Path) -> None:
    reply = server.ask(path)
    kind = ox.RdfFormat.N_TRIPLES if "nt" in path else ox.RdfFormat.TURTLE
    store = ox.Store()
    store.load(reply.body, format=kind)
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#>"
    asked = f"{sd} SELECT ?e ?n {{ ?s a sd:Service ; sd:endpoint ?e ; sd:defaultDataset/void:documents ?n }}"
    [row] = store.query(asked)
    assert row["e"].value == f"{server.address}sparql"
    assert int(row["n"].value) == read_head(folder).documents == 10


# --- bounds


def test_an_answer_is_whole_or_it_says_that_it_is_not(server: Server) -> None:
    for format in ("json", "xml", "csv", "tsv"):
        reply = server.query("SELECT * { ?s ?p ?o }", format=format)
        assert reply.status == 507
        assert "more than 500 rows or 64 MiB; add a LIMIT" in reply.text
    assert server.query(EVERYTHING).status == 507
    whole = server.query(f"SELECT * {{ ?s ?p ?o }} LIMIT {ROWS}")
    assert (whole.status, whole.headers["X-Zhitu-Truncated"]) == (200, None)
    assert len(json.loads(whole.body)["results"]["bindings"]) == ROWS
    assert "link" not in json.loads(whole.body)["head"]


def test_the_beginning_of_an_answer_is_marked(server: Server) -> None:
    cut = server.query("SELECT * { ?s ?p ?o }", truncate="1")
    assert (cut.status, cut.headers["X-Zhitu-Truncated"]) == (200, f"rows={ROWS}")
    said = json.loads(cut.body)
    assert (said["head"]["link"], len(said["results"]["bindings"])) == ([TRUNCATED], ROWS)
    as_xml = server.query("SELECT * { ?s ?p ?o }", truncate="1", format="xml")
    assert ElementTree.fromstring(as_xml.body)[0][-1].attrib == {"href": TRUNCATED}
    for format in ("csv", "tsv"):  # which have no place for a mark
        reply = server.query("SELECT * { ?s ?p ?o }", truncate="1", format=format)
        assert (reply.status, "ask for json or xml" in reply.text) == (507, True)
    for media, format in FORMATS.items():
        reply = server.query(EVERYTHING, truncate="1", accept=media.partition(";")[0])
        assert (reply.status, reply.headers["X-Zhitu-Truncated"]) == (200, f"rows={ROWS}")
        triples = [quad.triple for quad in ox.parse(reply.body, format=format)]
        assert len(triples) == ROWS + 1
        assert [one.object.value for one in triples if one.predicate.value == TRUNCATED] == ["true"]


def test_hostile_queries_end_and_honest_ones_are_answered(server: Server) -> None:
    """Each hostile query ends at a bound while twenty clients go on asking, all of which get whole answers."""
    ended: dict[str, tuple[Reply, float]] = {}
    honest: list[tuple[int, float]] = []
    stop = threading.Event()
    expected = server.query(ADOPTED).body

    def attack(name: str) -> None:
        begun = time.monotonic()
        ended[name] = (server.query(HOSTILE[name]), time.monotonic() - begun)

    def ask_kindly() -> None:
        while not stop.is_set():
            begun = time.monotonic()
            reply = server.query(ADOPTED)
            honest.append((reply.status if reply.body == expected else 0, time.monotonic() - begun))
            time.sleep(0.05)

    attackers = [threading.Thread(target=attack, args=(name,)) for name in HOSTILE]
    clients = [threading.Thread(target=ask_kindly) for _ in range(20)]
    for thread in [*attackers, *clients]:
        thread.start()
    for thread in attackers:
        thread.join()
    stop.set()
    for thread in clients:
        thread.join()
    statuses = {name: reply.status for name, (reply, _) in ended.items()}
    assert {name: status for name, status in statuses.items() if status not in (504, 507)} == {}
    assert statuses["product"] == 504
    # Which of its bounds a query comes to first, the machine tells; sizes are bounds of their own.
    assert 507 in (statuses["construct"], statuses["describe"], statuses["replace"])
    assert max(took for _, took in ended.values()) < SECONDS + 8
    assert len(honest) > 40
    assert {status for status, _ in honest} == {200}
    typical = sorted(took for _, took in honest)[len(honest) // 2]
    assert typical < SECONDS
    assert server.query(ADOPTED).body == expected


def test_a_client_that_goes_takes_its_query_along(server: Server) -> None:
    def long_ones() -> int:
        return int(re.search(r'processes{state="busy"} (\d+)', server.ask("/metrics").text)[1])  # type: ignore[index]

    where = urlsplit(server.address)
    client = socket.create_connection((where.hostname, where.port))
    client.sendall(f"GET /sparql?query={quote(HOSTILE['product'])} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    time.sleep(0.3)
    assert long_ones() == 1
    client.close()
    time.sleep(0.6)
    assert long_ones() == 0


def test_more_queries_than_may_run_are_told_to_wait(folder: Path) -> None:
    small = Server(folder, "--workers", "1", "--seconds", "1")
    replies: list[Reply] = []
    threads = [
        threading.Thread(target=lambda: replies.append(small.query(HOSTILE["product"]))) for _ in range(6)
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {reply.status for reply in replies} == {503, 504}
    assert {reply.headers["Retry-After"] for reply in replies if reply.status == 503} == {"5"}
    assert small.query("ASK {}").status == 200
    assert small.end() == 130


# --- pages


def test_a_thing_has_a_page_and_triples(server: Server) -> None:
    page = server.ask("/e/330600", Accept="text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert (page.status, page.media) == (200, "text/html; charset=utf-8")
    assert "<h1>绍兴市</h1>" in page.text and "推行" in page.text and "/d/" in page.text
    assert "script" not in page.headers["Content-Security-Policy"] and "<script" not in page.text
    turtle = server.ask("/e/330600", Accept="text/turtle")
    node = ox.NamedNode("https://w3id.org/zhitu/id/e/330600")
    triples = [quad.triple for quad in ox.parse(turtle.body, format=ox.RdfFormat.TURTLE)]
    assert any(triple.subject == node for triple in triples) and any(triple.object == node for triple in triples)
    assert server.ask("/e/330600?format=jsonld").media == "application/ld+json"
    for path in re.findall(r'href="(/[a-z]/[^"]+)"', page.text)[:40]:
        assert server.ask(path, Accept="text/html").status == 200


def test_pages_that_there_are_not(server: Server) -> None:
    for path in ("/e/nothing", "/x/330600", "/e/%3E%20%3C", "/assets/../cli.py", "/assets/%2e%2e/cli.py", "/e/a/b"):
        for accept in ("text/html", "text/turtle"):
            assert server.ask(path, Accept=accept).status == 404
    assert server.ask("/e/330600", Accept="image/png").status == 406


def test_the_texts_of_strangers_are_only_text(tmp_path: Path, shell: Run) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    (tmp_path / "a.txt").write_text(
        f"绍兴市推行首席质量官制度{hostile}\n\n绍兴市推行首席质量官制度。\n", encoding="utf-8"
    )
    assert shell("zhitu build a.txt -o graph", tmp_path).returncode == 0
    running = Server(tmp_path / "graph")
    [row] = json.loads(running.query("SELECT ?d { ?d a zt:Article }").body)["results"]["bindings"]
    page = running.ask("/d/" + row["d"]["value"].rpartition("/")[2], Accept="text/html")
    assert page.status == 200
    assert "<img" not in page.text and "&lt;img" in page.text
    running.end()


def test_the_start_page_brings_its_console_along(server: Server) -> None:
    page = server.ask("/", Accept="text/html")
    assert (page.status, page.media) == (200, "text/html; charset=utf-8")
    assert not re.search(r"(?:src|href)=.https?:", page.text)
    assets = re.findall(r'(?:src|href)="(/assets/[^"]+)"', page.text)
    assert len(assets) == 4
    for path in assets:
        reply = server.ask(path)
        assert reply.status == 200 and len(reply.body) > 100
        assert reply.media.startswith(("text/css", "text/javascript"))
    assert "MIT" in server.ask("/assets/yasgui/LICENSE.txt").text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_words_are_found(server: Server) -> None:
    found = json.loads(server.ask(f"/search?{urlencode({'q': '质量官', 'format': 'json'})}").body)
    assert found[0]["label"] == "首席质量官"
    assert {row["kind"] for row in found} == {"names", "titles", "quotes"}
    page = server.ask(f"/search?{urlencode({'q': '质量官'})}", Accept="text/html").text
    assert f'<a href="/e/{found[0]["iri"].rpartition("/")[2]}">首席<mark>质量官</mark></a>' in page
    assert "<b>" not in server.ask("/search?q=%3Cb%3E", Accept="text/html").text
    assert server.ask("/search", Accept="text/html").status == 200


def test_what_is_found_stands_in_a_query(server: Server) -> None:
    asked = "SELECT ?name { VALUES ?b { $found } ?a zt:adopts ?b ; skos:prefLabel ?name }"
    rows = json.loads(server.query(asked, find="质量官").body)["results"]["bindings"]
    assert "绍兴市" in {row["name"]["value"] for row in rows}
    assert json.loads(server.query(asked, find="没有这样的名称").body)["results"]["bindings"] == []
    assert "no $found" in server.query("ASK {}", find="质量官").text


# --- for monitors; new graphs


def test_monitors(server: Server) -> None:
    health = server.ask("/health")
    assert (health.status, json.loads(health.body)["status"]) == (200, "ok")
    before = server.ask("/metrics").text
    server.query("ASK {}")
    server.query("ASK {")
    after = server.ask("/metrics").text

    def value(text: str, name: str) -> float:
        return float(re.search(rf"^zhitu_{re.escape(name)} (\S+)$", text, re.MULTILINE)[1])  # type: ignore[index]

    for name in ('queries_total{status="200"}', 'queries_total{status="400"}', "query_errors_total"):
        assert value(after, name) == value(before, name) + 1
    assert value(after, "query_seconds_count") == value(before, "query_seconds_count") + 2
    assert value(after, 'query_seconds_bucket{le="+Inf"}') == value(after, "query_seconds_count")


def test_a_new_build_is_served_and_harms_nobody(tmp_path: Path, samples: Path, shell: Run) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    shutil.copy(samples / "reply-letter.txt", texts)
    assert shell("zhitu build texts -o graph", tmp_path).returncode == 0
    running = Server(tmp_path / "graph", "--seconds", "10")
    count = "SELECT (COUNT(*) AS ?n) { ?d a zt:Article }"

    def documents() -> str:
        return json.loads(running.query(count).body)["results"]["bindings"][0]["n"]["value"]

    assert documents() == "1"
    statuses: list[int] = []
    stop = threading.Event()

    def go_on() -> None:
        while not stop.is_set():
            statuses.append(running.query("SELECT ?q { ?v zt:quote ?q }").status)

    asking = [threading.Thread(target=go_on) for _ in range(3)]
    for thread in asking:
        thread.start()
    for name in ("quality-officers.txt", "lift-safety-regulation.txt"):
        shutil.copy(samples / name, texts)
        assert shell("zhitu build texts -o graph", tmp_path).returncode == 0
    stop.set()
    for thread in asking:
        thread.join()
    assert set(statuses) == {200}
    assert documents() == "3"
    time.sleep(0.3)
    assert len(list((tmp_path / "graph").glob("snapshot-*"))) == 1
    assert running.end(signal.SIGTERM) == -signal.SIGTERM
    assert not list((tmp_path / "graph").glob("snapshot-*"))


def test_what_a_killed_server_leaves_is_cleared_away(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "graph", ignore=shutil.ignore_patterns("snapshot-*"))
    running = Server(tmp_path / "graph")
    running.end(signal.SIGKILL)
    left = set((tmp_path / "graph").glob("snapshot-*"))
    assert len(left) == 1
    again = Server(tmp_path / "graph")
    assert not left & set((tmp_path / "graph").glob("snapshot-*"))
    again.end()


def test_faults_of_the_call(shell: Run, tmp_path: Path, server: Server) -> None:
    missing = shell("zhitu serve nowhere --port 0", tmp_path)
    assert (missing.returncode, missing.stderr.count("\n")) == (2, 1)
    assert "no such folder" in missing.stderr
    port = urlsplit(server.address).port
    taken = shell(f"zhitu serve {os.fspath(tmp_path)} --port {port}", tmp_path)
    assert taken.returncode == 2


def test_what_follows_and_what_held_on_a_day_are_served(folder: Path) -> None:
    inverse = "SELECT ?a { ?a zt:adoptedBy ?b }"
    for options, answers in ((("--infer", "inverse"), True), (("--as-of", "2025-05-01"), False)):
        running = Server(folder, *options)
        try:
            rows = running.query(inverse, format="csv").text.splitlines()[1:]
            assert bool(rows) is answers
            assert running.query(ADOPTED, format="csv").text.count("\n") > 1
            assert json.loads(running.ask(f"/search?q={quote('质量官')}&format=json").body)
        finally:
            running.end()


def test_a_rule_that_there_is_not_cannot_be_served(folder: Path, shell: Run) -> None:
    failed = shell("zhitu serve graph --port 0 --infer magic", folder.parent)
    assert failed.returncode == 2
    assert "magic: is no rule" in failed.stderr
