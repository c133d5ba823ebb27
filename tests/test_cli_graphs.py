"""The command line on a graph: queries, views, exports, counts, what held on a day; and `zhitu eval`."""

from __future__ import annotations

import csv
import html
import io
import json
import re
import shutil
import xml.etree.ElementTree as ElementTree

import pytest
from test_cli import ADOPTED, EXPORTS, objects, one_sentence


def test_query_without_a_query_lists_the_named_ones(shell, built, root):
    listed = shell("zhitu query graph", built).stdout
    assert [path.stem for path in (root / "ontologies" / "queries").glob("*.rq") if path.stem not in listed] == []


def test_named_queries_have_answers(shell, built, root):
    silent = []
    for path in sorted((root / "ontologies" / "queries").glob("*.rq")):
        about = "--set name=绍兴市" if path.stem == "entity-card" else ""
        done = shell(f"zhitu query graph --name {path.stem} {about} --format json", built)
        assert done.returncode == 0, done.stderr
        if not json.loads(done.stdout)["results"]["bindings"]:
            silent.append(path.stem)
    # The samples lack what takes documents that contradict or repeat each other (tests/test_competency.py has such);
    # inferences are there where they are asked for.
    assert silent == ["contradictions", "corroborated", "differing-figures", "inferences", "permissions", "reprints"]


def test_query_formats_agree(shell, built):
    answers = {
        name: shell(f"zhitu query graph '{ADOPTED}' --format {name}", built).stdout
        for name in ("json", "csv", "tsv", "xml", "table")
    }
    result = json.loads(answers["json"])
    assert result["head"]["vars"] == ["who", "what"]
    rows = [(row["who"]["value"], row["what"]["value"]) for row in result["results"]["bindings"]]
    assert ("绍兴市", "首席质量官制度") in rows
    assert [tuple(row) for row in csv.reader(io.StringIO(answers["csv"]))] == [("who", "what"), *rows]
    assert answers["tsv"].splitlines()[0] == "?who\t?what"
    assert len(answers["tsv"].splitlines()) == len(rows) + 1
    namespace = "{http://www.w3.org/2005/sparql-results#}"
    assert len(ElementTree.fromstring(answers["xml"]).findall(f".//{namespace}result")) == len(rows)
    assert all(who in answers["table"] and what in answers["table"] for who, what in rows)


def test_query_kinds_other_than_select(shell, built, tmp_path):
    ask = "zhitu query graph 'ASK { ?a zt:adopts ?b }'"
    assert json.loads(shell(f"{ask} --format json", built).stdout)["boolean"] is True
    assert shell(ask, built).stdout == "true\n"
    described = shell("zhitu query graph 'CONSTRUCT WHERE { ?a zt:adopts ?b }'", built).stdout
    assert "adopts" in described
    (tmp_path / "question.rq").write_text(ADOPTED, encoding="utf-8")
    asked = shell(f"zhitu query graph --file {tmp_path}/question.rq --format csv", built)
    assert asked.stdout.startswith("who,what")


def test_view_is_one_page(shell, built, tmp_path):
    done = shell(f"zhitu view graph -o {tmp_path}/graph.html", built)
    assert (done.returncode, done.stdout) == (0, f"{tmp_path}/graph.html\n")
    page = (tmp_path / "graph.html").read_text(encoding="utf-8")
    assert "首席质量官制度" in page
    assert shell(f"zhitu view graph --focus 芜湖市 --hops 1 -o {tmp_path}/part.html", built).returncode == 0
    assert len((tmp_path / "part.html").read_text(encoding="utf-8")) < len(page)


@pytest.mark.parametrize("suffix", EXPORTS)
def test_export_by_suffix(shell, built, tmp_path, suffix):
    done = shell(f"zhitu export graph -o {tmp_path}/all{suffix}", built)
    assert done.returncode == 0, done.stderr
    assert "首席质量官" in html.unescape((tmp_path / f"all{suffix}").read_text(encoding="utf-8"))


def test_stats_counts(shell, built):
    shown = shell("zhitu stats graph", built).stdout
    assert re.search(r"documents +10\b", shown)


# --- eval


def test_eval_measures_annotated_texts(shell, built, tmp_path):
    done = shell(f"zhitu eval samples --by genre --errors --html {tmp_path}/report.html", built)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^3 documents +precision +recall +F1 +right +gold +predicted$", done.stdout, re.MULTILINE)
    assert re.search(r"^regulation +\d", done.stdout, re.MULTILINE)
    assert re.search(r"^missed\n", done.stdout, re.MULTILINE)
    assert "首席质量官制度" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_as_of_asks_for_what_held_on_a_day(shell, built, tmp_path):
    shutil.copytree(built / "graph", tmp_path / "graph")
    count = "SELECT (COUNT(?s) AS ?n) { ?s rdf:predicate ?p }"
    days = ["2000-01-01", "2025-05-01", "2030-01-01"]
    lines = [
        shell(f"zhitu query graph --format csv --as-of {day} '{count}'", tmp_path).stdout.split()[1] for day in days
    ]
    counts = [int(line) for line in lines]
    assert counts[0] < counts[1] and counts[0] < counts[2]
    whole = int(shell(f"zhitu query graph --format csv '{count}'", tmp_path).stdout.split()[1])
    assert max(counts) < whole
    assert shell("zhitu export graph -o may.csv --as-of 2025-05-01", tmp_path).returncode == 0
    assert shell("zhitu view graph -o may.html --as-of 2025-05-01", tmp_path).returncode == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "may.csv").read_text(encoding="utf-8-sig"))))
    assert rows and all(not row["valid_from"] or row["valid_from"] <= "2025-05-01" for row in rows)
    wrong = shell("zhitu query graph --as-of gestern --name adopted", tmp_path)
    assert wrong.returncode == 2 and "--as-of gestern: is no day" in wrong.stderr


def test_same_lists_what_is_one_and_what_is_not(shell, built):
    shown = shell("zhitu same graph", built).stdout
    merged, _, apart = shown.partition("\n\n")
    assert "市市场监督管理局" in merged and "name" in apart.splitlines()[0] and "is not" in apart.splitlines()[0]
    rows = objects(shell("zhitu same graph --format json", built).stdout)
    [office] = [row for row in rows if row["merged"] and row["name"] == "市政府" and row["label"] == "绍兴市人民政府"]
    assert (office["entity"], office["rule"], office["score"]) == ("330600-gov", "scope", 0.95)
    assert office["title"] and office["quote"]
    assert {row["reason"] for row in rows if not row["merged"]} >= {"enclosure", "general"}
    named = objects(shell("zhitu same graph 绍兴市 --format json", built).stdout)
    assert {row["name"] for row in named if row["merged"]} == {"全市", "绍兴"}
    wrong = shell("zhitu same graph --format xml", built)
    assert wrong.returncode == 2 and "'xml' is no format of a list of names" in wrong.stderr
    nobody = shell("zhitu same graph 无此单位", built)
    assert nobody.returncode == 2 and one_sentence(nobody.stderr) and "无此单位" in nobody.stderr


def test_eval_prints_one_object_and_the_same_every_time(shell, built):
    outputs = {shell(f"PYTHONHASHSEED={seed} zhitu eval samples --json --errors", built).stdout for seed in (1, 2)}
    assert len(outputs) == 1
    card = json.loads(outputs.pop())
    assert card["documents"] == 3
    assert card["scores"]["facts"]["f1"] > 50
    assert len(card["errors"]) == sum(card["mistakes"].values())


def test_eval_takes_an_ontology_of_one_s_own(shell, tmp_path):
    (tmp_path / "a.txt").write_text("广州市点亮琉璃灯塔。", encoding="utf-8")
    (tmp_path / "a.gold.json").write_text(
        """{"entities": [], "statements": [
        {"sent": "广州市点亮", "s": ["广州市"], "p": "lights", "o": ["琉璃灯塔"]}]}""",
        encoding="utf-8",
    )
    (tmp_path / "mine.ttl").write_text(
        """@prefix zt: <https://w3id.org/zhitu/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        zt:lights a owl:ObjectProperty ; rdfs:label "点亮"@zh, "lights"@en ; zt:trigger "点亮" .""",
        encoding="utf-8",
    )
    assert shell("zhitu eval a.gold.json", tmp_path).returncode == 1
    shown = shell("zhitu eval a.gold.json --ontology mine.ttl --by relation", tmp_path).stdout
    assert re.search(r"^lights 点亮 +100.0 +100.0", shown, re.MULTILINE)


# --- lines and tables
