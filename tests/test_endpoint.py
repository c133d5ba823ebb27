"""The SPARQL 1.1 Protocol, asked by a real client: graph.serving, requests, negotiation, description."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from served import ADOPTED, EVERYTHING, FORMATS, Server

from graph.negotiation import GRAPHS, PAGES, TABLES, choose
from graph.snapshots import read_head


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


def test_pages_of_other_sites_may_ask(server: Server, served: Path) -> None:
    asked = server.ask("/sparql", method="OPTIONS", Origin="https://a.example", Access_Control_Request_Method="POST")
    assert (asked.status, asked.headers["Access-Control-Allow-Origin"]) == (200, "*")
    got = server.ask(f"/sparql?query={quote('ASK {}')}", Origin="https://a.example")
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert got.headers["Access-Control-Expose-Headers"] == "X-Zhitu-Truncated"
    narrow = Server(served, "--origin", "https://b.example")
    refused = narrow.ask(f"/sparql?query={quote('ASK {}')}", Origin="https://a.example")
    assert refused.headers["Access-Control-Allow-Origin"] is None
    assert narrow.end() == 130


@pytest.mark.parametrize("path", ["/sparql", "/", "/sparql?format=nt"])
def test_the_service_describes_itself(server: Server, path: str, served: Path) -> None:
    reply = server.ask(path)
    kind = ox.RdfFormat.N_TRIPLES if "nt" in path else ox.RdfFormat.TURTLE
    store = ox.Store()
    store.load(reply.body, format=kind)
    sd = "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> PREFIX void: <http://rdfs.org/ns/void#>"
    asked = f"{sd} SELECT ?e ?n {{ ?s a sd:Service ; sd:endpoint ?e ; sd:defaultDataset/void:documents ?n }}"
    [row] = store.query(asked)
    assert row["e"].value == f"{server.address}sparql"
    assert int(row["n"].value) == read_head(served).documents == 10
