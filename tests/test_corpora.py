"""graph.supervisor, graph.worker and graph.workplace: builds of whole corpora.

They are stopped and gone on with, poisoned, of one process or several, and hold reprints.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from poisons import BOMB, FAULT, HANG, SUICIDE

from graph.build import build, open_graph
from graph.exports import to_nquads
from graph.manifest import load_manifest
from graph.shards import SUFFIX
from graph.supervisor import Bounds

POISONED = "poisons:PoisonedExtractor"
ROOT = Path(__file__).parent.parent
BODIES = ["明州市", "清河县", "青山市", "东山县", "平原市", "白水县"]
MATTERS = ["首席质量官制度", "诚信机制", "黑名单制度", "质量提升行动", "监督抽查", "标准化体系"]


def notice(number: int) -> str:
    drawn = random.Random(number)
    body, lines = BODIES[number % len(BODIES)], []
    for _ in range(12):
        lines.append(f"{body}{drawn.choice(['推行', '建立', '完善', '实施'])}{drawn.choice(MATTERS)}。")
    return f"{body}第{number}号工作情况\n\n" + "".join(lines) + "\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(30):
        (folder / f"{number:02}.txt").write_text(notice(number), encoding="utf-8")
    return folder


def dump(folder: Path) -> bytes:
    return to_nquads(open_graph(folder))


def shards_of(folder: Path) -> set[str]:
    return {path.name for path in (folder / "shards").iterdir()}


def test_the_graph_is_the_same_for_one_process_and_for_several(corpus: Path, tmp_path: Path) -> None:
    assert build([corpus], tmp_path / "one", workers=1).documents == 30
    assert build([corpus], tmp_path / "three", workers=3).documents == 30
    assert dump(tmp_path / "one") == dump(tmp_path / "three")
    assert shards_of(tmp_path / "one") == shards_of(tmp_path / "three")


def test_exactly_what_is_poisoned_is_set_aside(corpus: Path, tmp_path: Path) -> None:
    poisons = {3: FAULT, 4: SUICIDE, 11: HANG, 22: BOMB}
    for number, poison in poisons.items():
        (corpus / f"{number:02}.txt").write_text(notice(number) + poison, encoding="utf-8")
    report = build(
        [corpus], tmp_path / "graph", extractor=POISONED, workers=2, bounds=Bounds(seconds=5.0, memory=700 << 20)
    )
    assert (report.read, report.documents, len(report.failures)) == (26, 26, 4)
    why = {Path(failure.partition(": ")[0]).stem: failure for failure in report.failures}
    assert sorted(why) == ["03", "04", "11", "22"]
    assert "a fault of zhitu (ValueError: no such frame)" in why["03"]
    assert "its reader was ended by SIGKILL" in why["04"]
    assert "it takes longer than 5 seconds" in why["11"]
    assert "memory" in why["22"]
    assert all("\n" not in failure for failure in report.failures)
    for number in poisons:
        (corpus / f"{number:02}.txt").unlink()
    build([corpus], tmp_path / "clean", extractor=POISONED)
    assert dump(tmp_path / "graph") == dump(tmp_path / "clean")


def test_what_has_failed_is_tried_again_when_asked(corpus: Path, tmp_path: Path) -> None:
    (corpus / "05.txt").write_text(notice(5) + SUICIDE, encoding="utf-8")
    out = tmp_path / "graph"
    first = build([corpus], out, extractor=POISONED)
    again = build([corpus], out, extractor=POISONED)
    assert (again.read, again.failures) == (0, first.failures)
    assert len(first.failures) == 1
    retried = build([corpus], out, extractor=POISONED, retry=True)
    assert (retried.read, retried.unchanged, retried.failures) == (0, 29, first.failures)
    [source] = [source for source in load_manifest(out).sources if source.errors]
    assert source.tries == 1


class Stopped(Exception):
    """What stops a build in these tests."""


def test_a_build_that_is_stopped_goes_on_where_it_was(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    build([corpus], tmp_path / "undisturbed")

    def stop(done: int, total: int) -> None:
        if list((out / "shards").glob(f"*{SUFFIX}")):
            raise Stopped

    with pytest.raises(Stopped):
        build([corpus], out, workers=1, progress=stop)
    read = shards_of(out)
    assert 0 < len(read) < len(shards_of(tmp_path / "undisturbed"))
    assert all(name.endswith(SUFFIX) for name in read)
    times = {name: (out / "shards" / name).stat().st_mtime_ns for name in read}
    build([corpus], out)
    assert {name: (out / "shards" / name).stat().st_mtime_ns for name in read} == times
    assert dump(out) == dump(tmp_path / "undisturbed")
    assert shards_of(out) == shards_of(tmp_path / "undisturbed")


BUILD = """
import sys
from graph.build import build
build([sys.argv[1]], sys.argv[2], workers=2)
"""


def children_of(process: int) -> list[int]:
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            found.append(int(status.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the processes are looked for in /proc")
def test_a_build_may_be_killed_at_any_moment(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    build([corpus / "00.txt"], out)
    before = dump(out)
    drawn = random.Random(7)
    for _ in range(4):
        process = subprocess.Popen([sys.executable, "-c", BUILD, str(corpus), str(out)], cwd=ROOT)
        time.sleep(drawn.uniform(0.5, 2.5))
        readers = children_of(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert dump(out) in (before, dump(out))  # the store opens, whatever it has
        deadline = time.monotonic() + 10
        while any(Path(f"/proc/{reader}").exists() for reader in readers):
            assert time.monotonic() < deadline, "a reader outlives its build"
            time.sleep(0.05)
    build([corpus], out)
    build([corpus], tmp_path / "undisturbed")
    assert dump(out) == dump(tmp_path / "undisturbed")
    # The index to search in, and what is found once, are made by a first build or by a question.
    left, whole = (
        {p.name for p in folder.iterdir() if not p.name.startswith(("search-", "subqueries-"))}
        for folder in (out, tmp_path / "undisturbed")
    )
    assert left == whole


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the processes are looked for in /proc")
def test_ctrl_c_stops_a_build_and_its_readers_and_says_so(corpus: Path, tmp_path: Path) -> None:
    (corpus / "00.txt").write_text(notice(0) + HANG, encoding="utf-8")
    command = ["build", str(corpus), "-o", str(tmp_path / "graph"), "--extractor", POISONED, "--workers", "2"]
    process = subprocess.Popen(
        [sys.executable, "-c", "from graph.cli import main; main()", *command],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "tests")},
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 30
    while not list((tmp_path / "graph" / "shards").glob(f"*{SUFFIX}")):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    readers = children_of(process.pid)
    assert len(readers) == 2
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said == "zhitu: stopped; what is read stays, and the same command goes on from there\n"
    assert not any(Path(f"/proc/{reader}").exists() for reader in readers)


def test_one_file_of_many_documents_is_read_by_several(corpus: Path, tmp_path: Path) -> None:
    export = tmp_path / "export.jsonl"
    rows = [json.dumps({"正文": notice(n)}, ensure_ascii=False) for n in range(30)]
    rows[7] = "{"
    export.write_text("\n".join(rows), encoding="utf-8")
    report = build([export], tmp_path / "graph", workers=2)
    assert (report.read, report.documents) == (29, 29)
    [failure] = report.failures
    assert failure.startswith(f"{export}#8: ")
    assert len(shards_of(tmp_path / "graph")) > 2
    [source] = load_manifest(tmp_path / "graph").sources
    assert [entry.source.rpartition("#")[2] for entry in source.documents] == [str(n + 1) for n in range(30)]


LONG = "".join(
    f"第{n}条，明州市推行第{n}项{MATTERS[n % 6]}，{BODIES[n % 6]}负责第{n * 7}号事项，由第{n * n}处办理。"
    for n in range(60)
)


def test_a_reprint_is_linked_and_not_counted_twice(tmp_path: Path) -> None:
    texts, out = tmp_path / "texts", tmp_path / "graph"
    texts.mkdir()
    (texts / "甲.txt").write_text(f"原文\n\n2020年5月1日\n\n{LONG}\n", encoding="utf-8")
    (texts / "乙.txt").write_text(f"转载\n\n2020年5月3日\n\n{LONG}白水县完善黑名单制度。\n", encoding="utf-8")
    report = build([texts], out)
    assert (report.documents, report.reprints) == (2, 1)
    graph = open_graph(out)
    linked = graph.query("SELECT ?a ?b { ?x zt:reprintOf ?y . ?x dcterms:title ?a . ?y dcterms:title ?b }")
    assert [(row["a"], row["b"]) for row in linked] == [("转载", "原文")]
    [reprint] = [document.id for document in graph.documents() if document.title == "转载"]
    said = [fact for fact in graph.facts() if any(e.document_id == reprint for e in fact.evidence)]
    assert said, "what only the reprint says is kept"
    assert all(len({e.document_id for e in fact.evidence}) == 1 for fact in graph.facts())
    # The original goes, and the reprint says it all; it comes back, and all is as it was.
    before = dump(out)
    original = (texts / "甲.txt").read_bytes()
    (texts / "甲.txt").unlink()
    report = build([texts], out, prune=True)
    assert (report.documents, report.reprints) == (1, 0)
    build([texts], tmp_path / "alone")
    assert dump(out) == dump(tmp_path / "alone")
    (texts / "甲.txt").write_bytes(original)
    assert build([texts], out).reprints == 1
    assert dump(out) == before


def test_building_again_opens_no_file(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in corpus.iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))
    out = tmp_path / "graph"
    build([corpus], out)
    opened: list[Path] = []
    original = Path.open
    monkeypatch.setattr(Path, "open", lambda self, *a, **k: opened.append(self) or original(self, *a, **k))
    assert build([corpus], out).unchanged == 30
    assert not [path for path in opened if path.is_relative_to(corpus)]
    assert build([corpus], out, workers=1, retry=True).unchanged == 30


def test_a_source_that_is_touched_and_not_changed_stays(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph"
    build([corpus], out)
    os.utime(corpus / "03.txt", (1_700_000_000, 1_700_000_000))
    before = dump(out)
    assert build([corpus], out).unchanged == 30
    known = {Path(source.path).name: source.changed for source in load_manifest(out).sources}
    assert known["03.txt"] == 1_700_000_000 * 10**9
    assert dump(out) == before
