"""The command line as a user and other programs meet it: outputs, exit codes, messages, start-up."""

from __future__ import annotations

import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from printing import Placed, docx, odt, packed, pdf, run

from graph.lines import write_line
from graph.tables import print_table
from graph.terminal import complain

COMMANDS = ("read", "extract", "terms", "build", "status", "query", "view", "export", "stats", "same")
COMMANDS += ("validate", "ontology", "analyse", "picture", "search", "serve", "import", "push", "eval", "train")
FACT_KEYS = ["document", "source", "subject", "subject_type", "subject_label", "relation"]
FACT_KEYS += ["object", "object_type", "object_label", "modality", "negated", "time", "quantity"]
FACT_KEYS += ["start", "end", "quote", "extractor", "confidence"]
EXPORTS = (".nq", ".trig", ".ttl", ".jsonld", ".graphml", ".gexf", ".csv", ".jsonl", ".html", ".nt")
BINARY = b"\x7fELF" + random.Random(7).randbytes(4096)
ADOPTED = "SELECT ?who ?what { ?a zt:adopts ?b . ?a skos:prefLabel ?who . ?b skos:prefLabel ?what } ORDER BY ?who ?what"


def objects(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def one_sentence(message: str) -> bool:
    return message.startswith("zhitu: ") and message.count("\n") == 1 and "Traceback" not in message


# --- help and start-up


def test_there_are_these_commands(shell):
    shown = re.findall(r"^  (\w+)  ", shell("zhitu --help").stdout.partition("Commands:")[2], re.MULTILINE)
    assert tuple(shown) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_example(shell, command):
    done = shell(f"zhitu {command} -h")
    assert done.returncode == 0
    assert f"\n  zhitu {command} " in done.stdout


def test_version_is_the_project_s(shell, root):
    assert f'version = "{shell("zhitu --version").stdout.split()[1]}"' in (root / "pyproject.toml").read_text("utf-8")


def test_no_command_is_a_call_at_fault(shell):
    assert shell("zhitu").returncode == 2
    assert shell("zhitu raed x.txt").returncode == 2
    assert shell("zhitu read").returncode == 2


def test_help_imports_nothing_heavy():
    heavy = "{'rich', 'pyoxigraph', 'networkx', 'rdflib', 'pyvis', 'jieba', 'rjieba', 'extractors.pipeline', 'lxml'}"
    program = f"import sys, graph.cli; print(sorted({heavy} & sys.modules.keys()))"
    output = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"


def cpu_seconds(shell, line: str, cwd: Path) -> float:
    """The least processor time of three runs, which other work on the machine disturbs less than the clock."""
    spent = []
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert shell(line, cwd).returncode == 0
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(spent)


def test_help_is_quick(shell, tmp_path):
    assert cpu_seconds(shell, "zhitu --help", tmp_path) < 0.3


def test_extract_starts_quickly(shell, tmp_path):
    (tmp_path / "a.txt").write_text("广州市全面推行首席质量官制度。", encoding="utf-8")
    assert cpu_seconds(shell, "zhitu extract a.txt", tmp_path) < 1.5


# --- read and extract


def test_read_prints_an_object_a_document(shell, built):
    done = shell("zhitu read samples", built)
    lines = objects(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert [line["path"] for line in lines] == sorted(
        f"samples/{path.name}" for path in (built / "samples").glob("*.txt")
    )
    assert all(list(line)[:5] == ["path", "title", "date", "publisher", "text"] for line in lines)
    by_name = {Path(line["path"]).stem: line for line in lines}
    assert by_name["quality-officers"]["title"] == "绍兴市全面推行首席质量官制度"
    assert by_name["quality-officers"]["date"] == "2025-04-18"
    assert "版权所有" not in by_name["quality-officers"]["text"]
    assert by_name["reply-letter"]["number"] == "浙政函〔2025〕31号"


def test_extract_prints_facts_with_evidence(shell, built):
    texts = {line["path"]: line["text"] for line in objects(shell("zhitu read samples", built).stdout)}
    done = shell("zhitu extract samples", built)
    facts = objects(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert {fact["source"] for fact in facts} == set(texts)
    for fact in facts:
        assert list(fact)[: len(FACT_KEYS)] == FACT_KEYS
        assert texts[fact["source"]][fact["start"] : fact["end"]] == fact["quote"] != ""
        assert 0 <= fact["confidence"] <= 1
    found = {(fact["subject_label"], fact["relation"], fact["object_label"]) for fact in facts}
    assert ("绍兴市", "adopts", "首席质量官制度") in found


def test_files_of_every_kind_are_read_by_their_content(shell, tmp_path):
    sentence = "绍兴市全面推行首席质量官制度。"
    (tmp_path / "a.html").write_text(f"<html><body><p>{sentence}</p></body></html>", encoding="gb18030")
    (tmp_path / "b.pdf").write_bytes(pdf([[Placed(sentence, 80, 700)]]))
    (tmp_path / "c.docx").write_bytes(docx(run(sentence)))
    (tmp_path / "d.odt").write_bytes(odt(f"<text:p>{sentence}</text:p>"))
    (tmp_path / "e.csv").write_text(f"id,正文\n1,{sentence}\n2,\n", encoding="utf-8")
    (tmp_path / "f.jsonl").write_text(f'{{"text": "{sentence}"}}\n', encoding="utf-8")
    (tmp_path / "g.zip").write_bytes(packed({"h.md": f"# {sentence}", "i.txt": ""}))
    done = shell("zhitu extract .", tmp_path)
    assert done.returncode == 1
    said = [line.partition(": ")[2] for line in done.stderr.splitlines()]
    assert [line.partition(":")[0] for line in said] == ["e.csv#3", "g.zip!i.txt"]
    found = [(fact["source"], fact["object"], fact["quote"]) for fact in objects(done.stdout)]
    sources = ["a.html", "b.pdf", "c.docx", "d.odt", "e.csv#2", "f.jsonl#1", "g.zip!h.md"]
    assert found == [(source, "首席质量官制度", sentence[:-1]) for source in sources]
    assert len({line["id"] for line in objects(shell("zhitu read .", tmp_path).stdout)}) == 1


def test_read_prints_what_an_archive_wants_to_know(shell, tmp_path):
    (tmp_path / "a.txt").write_text(
        "索 引 号： 0007    主题分类： 市场监管\n有效性： 失效    实施日期： 2025年4月1日\n主 题 词： 质量；监督\n"
        "绍兴市人民政府关于推行制度的通知\n各区人民政府：\n推行首席质量官制度。\n",
        encoding="utf-8",
    )
    [line] = objects(shell("zhitu read a.txt", tmp_path).stdout)
    assert (line["index"], line["subject"], line["validity"]) == ("0007", "市场监管", "失效")
    assert (line["effective"], line["keywords"], line["language"]) == ("2025-04-01", ["质量", "监督"], "zh-Hans")


def test_traditional_text_is_read_and_quoted_as_it_stands(shell, tmp_path):
    text = "紹興市全面推行首席質量官制度。"
    (tmp_path / "a.txt").write_text(text, encoding="big5")
    [fact] = objects(shell("zhitu extract a.txt", tmp_path).stdout)
    assert (fact["subject"], fact["subject_label"]) == ("紹興市", "绍兴市")
    assert (fact["object"], fact["object_label"]) == ("首席質量官制度", "首席质量官制度")
    assert fact["quote"] == text[fact["start"] : fact["end"]] == text[:-1]


def test_extract_is_the_same_every_time(shell, built):
    outputs = {shell(f"PYTHONHASHSEED={seed} zhitu extract samples --entities", built).stdout for seed in (1, 2)}
    assert len(outputs) == 1


def test_extract_entities_adds_a_line_a_mention(shell, built):
    lines = objects(shell("zhitu extract samples/appointments.txt --entities", built).stdout)
    mentions = [line for line in lines if "entity" in line]
    assert [line for line in lines if "relation" in line] == objects(
        shell("zhitu extract samples/appointments.txt", built).stdout
    )
    assert {"entity", "type", "start", "end", "document", "source"} <= mentions[0].keys()
    assert ("何立群", "Person") in {(line["entity"], line["type"]) for line in mentions}


def test_an_ontology_of_one_s_own(shell, tmp_path):
    (tmp_path / "a.txt").write_text("广州市点亮琉璃灯塔。", encoding="utf-8")
    (tmp_path / "mine.ttl").write_text(
        """@prefix zt: <https://w3id.org/zhitu/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        zt:Lighthouse a owl:Class ; rdfs:label "灯塔"@zh, "Lighthouse"@en ; zt:suffix "灯塔" .
        zt:lights a owl:ObjectProperty ; rdfs:label "点亮"@zh, "lights"@en ; zt:trigger "点亮" .""",
        encoding="utf-8",
    )
    facts = objects(shell("zhitu extract a.txt --ontology mine.ttl", tmp_path).stdout)
    assert ("lights", "琉璃灯塔", "Lighthouse") in {(f["relation"], f["object"], f["object_type"]) for f in facts}
    assert shell("zhitu build a.txt -o g --ontology mine.ttl", tmp_path).returncode == 0
    asked = shell("zhitu query g 'SELECT ?x { ?x a zt:Lighthouse }' --format csv", tmp_path)
    assert len(asked.stdout.splitlines()) == 2


def test_a_closed_pipe_is_no_fault(shell, built):
    done = shell("zhitu extract samples | head -n 1", built)
    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)


def test_a_pipe_that_closes_between_two_tables_is_no_fault(shell, built):
    done = shell("zhitu eval samples | true", built)
    assert (done.returncode, done.stderr) == (0, "")


def test_one_bad_document_stops_no_other(shell, tmp_path):
    (tmp_path / "good.txt").write_text("广州市推行首席质量官制度。", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(BINARY)
    for command in ("read", "extract"):
        done = shell(f"zhitu {command} bad.txt good.txt", tmp_path)
        assert done.returncode == 1
        assert one_sentence(done.stderr) and "bad.txt" in done.stderr
        assert len(done.stdout.splitlines()) >= 1


def test_interruption_is_quiet(tmp_path, command_environment):
    os.mkfifo(tmp_path / "slow.txt")
    running = subprocess.Popen(
        ["zhitu", "read", "slow.txt"],
        cwd=tmp_path,
        env=command_environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(1)
    running.send_signal(signal.SIGINT)
    out, complaint = running.communicate(timeout=20)
    assert (out, complaint) == (b"", b"")
    assert running.returncode == 130


# --- what users do wrong


@pytest.mark.parametrize(
    ("line", "code", "named"),
    [
        ("read missing.txt", 2, "missing.txt"),
        ("extract missing.txt", 2, "missing.txt"),
        ("build missing -o new", 2, "missing"),
        ("extract empty", 2, "empty"),
        ("build empty -o new", 2, "empty"),
        ("extract blank.txt", 1, "blank.txt"),
        ("extract binary.txt", 1, "binary.txt"),
        ("extract good.txt --ontology broken.ttl", 1, "broken.ttl"),
        ("extract good.txt --ontology missing.ttl", 2, "missing.ttl"),
        ("build good.txt -o new --ontology broken.ttl", 1, "broken.ttl"),
        ("build good.txt -o new --base nonsense", 2, "nonsense"),
        ("build good.txt -o foreign", 2, "foreign"),
        ("build good.txt -o good.txt", 2, "good.txt"),
        ("query foreign", 2, "foreign"),
        ("query missing", 2, "missing"),
        ("query graph 'SELECT nonsense'", 2, "quer"),
        ("query graph --name nonsense", 2, "nonsense"),
        ("query graph --file missing.rq", 2, "missing.rq"),
        ("query graph 'ASK {}' --name adopted", 2, "--name"),
        ("query graph 'ASK {}' --format xlsx", 2, "xlsx"),
        ("query graph --name adopted --set nonsense=1", 2, "nonsense"),
        ("query graph --name adopted --set nonsense", 2, "nonsense"),
        ("view graph --focus 不存在的名字 -o new.html", 2, "不存在的名字"),
        ("view missing", 2, "missing"),
        ("view graph -o missing/new.html", 2, "missing"),
        ("export graph -o new.xyz", 2, ".xyz"),
        ("export graph -o missing/new.ttl", 2, "missing"),
        ("export missing -o new.ttl", 2, "missing"),
        ("stats missing", 2, "missing"),
        ("eval missing", 2, "missing"),
        ("eval empty", 2, "empty"),
        ("eval good.txt", 2, "good.txt"),
        ("eval faulty.gold.json", 1, "faulty.gold.json"),
        ("eval alone.gold.json", 1, "alone.txt"),
        ("eval good.gold.json --ontology missing.ttl", 2, "missing.ttl"),
        ("eval good.gold.json --by colour", 2, "colour"),
        ("eval good.gold.json --html missing/new.html", 2, "missing"),
        ("eval good.gold.json --folds 2 --by-genre-folds", 2, "--by-genre-folds"),
        ("eval good.gold.json --folds 2", 2, "2 folds"),
        ("eval good.gold.json --by-genre-folds", 2, "genre"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(shell, built, tmp_path, line, code, named):
    shutil.copytree(built / "graph", tmp_path / "graph")
    (tmp_path / "good.txt").write_text("广州市推行首席质量官制度。", encoding="utf-8")
    for name, gold in (("good", '{"entities": [], "statements": []}'), ("faulty", "{"), ("alone", "{}")):
        (tmp_path / f"{name}.gold.json").write_text(gold, encoding="utf-8")
    (tmp_path / "faulty.txt").write_text("广州市推行首席质量官制度。", encoding="utf-8")
    (tmp_path / "blank.txt").write_text("", encoding="utf-8")
    (tmp_path / "binary.txt").write_bytes(BINARY)
    (tmp_path / "broken.ttl").write_text("zt:x a owl:Class ;;; nonsense", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "thesis.docx").write_text("years of work", encoding="utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and "graph" not in path.parts}
    done = shell(f"zhitu {line}", tmp_path)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert one_sentence(done.stderr) and named in done.stderr, done.stderr
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and "graph" not in path.parts}
    assert after == before


# --- build, query, view, export, stats


def test_a_second_build_changes_nothing(shell, built, tmp_path):
    shutil.copytree(built / "samples", tmp_path / "samples")
    dumps = []
    for _ in range(2):
        assert shell("zhitu build samples -o graph", tmp_path).returncode == 0
        assert shell("zhitu export graph -o all.nq", tmp_path).returncode == 0
        dumps.append(sorted((tmp_path / "all.nq").read_text(encoding="utf-8").splitlines()))
    assert shell("zhitu export graph -o all.nq", built).returncode == 0
    dumps.append(sorted((built / "all.nq").read_text(encoding="utf-8").splitlines()))
    assert dumps[0] == dumps[1] == dumps[2]


def test_base_is_what_entities_begin_with(shell, tmp_path):
    (tmp_path / "good.txt").write_text("广州市推行首席质量官制度。", encoding="utf-8")
    assert shell("zhitu build good.txt -o graph --base https://example.org/g/", tmp_path).returncode == 0
    asked = shell("zhitu query graph 'SELECT ?a { ?a zt:adopts ?b }' --format csv", tmp_path).stdout
    assert asked.splitlines()[1] == "https://example.org/g/e/440100"


def test_build_goes_on_after_a_bad_document(shell, tmp_path):
    (tmp_path / "good.txt").write_text("广州市推行首席质量官制度。", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(BINARY)
    done = shell("zhitu build bad.txt good.txt -o graph", tmp_path)
    assert done.returncode == 1
    assert done.stdout == "" and "bad.txt" in done.stderr and "Traceback" not in done.stderr
    assert len(shell(f"zhitu query graph '{ADOPTED}' --format tsv", tmp_path).stdout.splitlines()) == 2


def test_the_documents_of_one_file_come_in_order_from_all_processes(shell, tmp_path):
    rows = [json.dumps({"title": f"第{n}号", "正文": f"广州市推行第{n}号制度。" + "质量" * 4000}) for n in range(30)]
    rows[11] = "no JSON"
    (tmp_path / "export.jsonl").write_text("\n".join(rows), encoding="utf-8")
    done = shell("zhitu read export.jsonl", tmp_path)
    assert done.returncode == 1 and done.stderr.count("zhitu: export.jsonl#12: ") == 1
    titles = [json.loads(line)["title"] for line in done.stdout.splitlines()]
    assert titles == [f"第{n}号" for n in range(30) if n != 11]


def test_a_pipe_is_read_once(shell, tmp_path):
    (tmp_path / "note.txt").write_text("广州市推行首席质量官制度。", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe.txt")
    done = shell("cat note.txt > pipe.txt & zhitu read pipe.txt", tmp_path)
    assert done.returncode == 0 and json.loads(done.stdout)["text"] == "广州市推行首席质量官制度。"
    done = shell("zhitu build pipe.txt -o graph", tmp_path)
    assert done.returncode == 1
    assert "zhitu: pipe.txt: is no regular file; save what it gives and build that" in done.stderr


def test_status_tells_what_failed_and_why(shell, tmp_path):
    (tmp_path / "good.txt").write_text("广州市推行首席质量官制度。", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(BINARY)
    assert shell("zhitu build bad.txt good.txt -o graph", tmp_path).returncode == 1
    done = shell("zhitu status graph", tmp_path)
    assert done.returncode == 0 and done.stderr == ""
    assert re.search(r"^ *sources +2\n +read +1\n +failed +1\n", done.stdout, re.MULTILINE)
    assert re.search(r"^ *bad\.txt .*program", done.stdout, re.MULTILINE)
    listed = [json.loads(line) for line in shell("zhitu status graph --format json", tmp_path).stdout.splitlines()]
    assert [(one["path"], one["status"], len(one["documents"])) for one in listed] == [
        ("bad.txt", "failed", 0),
        ("good.txt", "read", 1),
    ]
    wrong = shell("zhitu status graph --format xml", tmp_path)
    assert wrong.returncode == 2 and "'xml' is no format of a status" in wrong.stderr
    missing = shell("zhitu status nothing", tmp_path)
    assert missing.returncode == 2 and missing.stderr.startswith("zhitu: nothing: no such folder")


def test_build_sets_aside_what_takes_too_long_and_tries_again_when_asked(shell, tmp_path):
    (tmp_path / "slow.py").write_text(
        "import os, time\nfrom extractors.pipeline import GrammarExtractor\n"
        "class Slow(GrammarExtractor):\n    def extract(self, document):\n"
        "        time.sleep(60 if '慢' in document.text and not os.environ.get('FAST') else 0)\n"
        "        return super().extract(document)\n",
        encoding="utf-8",
    )
    for name, text in (("good", "广州市推行首席质量官制度。"), ("slow", "慢慢地，深圳市推行诚信机制。")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    build = "PYTHONPATH=$PWD zhitu build good.txt slow.txt -o graph --extractor slow:Slow --seconds 4 --workers 1"
    done = shell(build, tmp_path)
    assert done.returncode == 1
    assert "slow.txt: set aside, for it takes longer than 4 seconds; zhitu build --retry tries it again" in done.stderr
    assert "1 read, 0 unchanged, 1 failed" in done.stderr
    done = shell(f"FAST=1 {build} --retry", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 read, 1 unchanged; " in done.stderr


def test_a_complaint_goes_to_standard_error(capsys):
    complain("市政府.txt: no such file")
    assert capsys.readouterr() == ("", "zhitu: 市政府.txt: no such file\n")


def test_a_line_is_one_line_of_utf_8():
    line = write_line({"text": "广州\u2028市\x85\n\ud83d"})
    assert len(line.splitlines()) == 1
    assert json.loads(line.encode("utf-8").decode("utf-8"))["text"] == "广州\u2028市\x85\n\ud83d"


def test_a_table_aligns_chinese_and_disarms_escapes(capsys):
    assert print_table(["城市", "n"], [["广州市", 1], ["a\x1b[31m\n", None]]) == 2
    heading, _, first, second = capsys.readouterr().out.splitlines()
    assert heading == "城市      n"
    assert first == "广州市    1"
    assert "\x1b" not in second
