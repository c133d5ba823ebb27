"""A real client asks a real server, kindly and otherwise: its bounds, its pages, builds meanwhile.

graph.serving, graph.askers, graph.asker, graph.snapshots, graph.publishing, graph.nodepages.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import threading
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox
from served import ADOPTED, EVERYTHING, FORMATS, ROWS, SECONDS, Reply, Run, Server

from graph.asker import TRUNCATED

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


def test_more_queries_than_may_run_are_told_to_wait(served: Path) -> None:
    small = Server(served, "--workers", "1", "--seconds", "1")
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


def test_what_a_killed_server_leaves_is_cleared_away(served: Path, tmp_path: Path) -> None:
    shutil.copytree(served, tmp_path / "graph", ignore=shutil.ignore_patterns("snapshot-*"))
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


def test_what_follows_and_what_held_on_a_day_are_served(served: Path) -> None:
    inverse = "SELECT ?a { ?a zt:adoptedBy ?b }"
    for options, answers in ((("--infer", "inverse"), True), (("--as-of", "2025-05-01"), False)):
        running = Server(served, *options)
        try:
            rows = running.query(inverse, format="csv").text.splitlines()[1:]
            assert bool(rows) is answers
            assert running.query(ADOPTED, format="csv").text.count("\n") > 1
            assert json.loads(running.ask(f"/search?q={quote('质量官')}&format=json").body)
        finally:
            running.end()


def test_a_rule_that_there_is_not_cannot_be_served(served: Path, shell: Run) -> None:
    failed = shell("zhitu serve graph --port 0 --infer magic", served.parent)
    assert failed.returncode == 2
    assert "magic: is no rule" in failed.stderr
