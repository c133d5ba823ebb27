"""graph.tasks and graph.shards: the reading of a shard is one idempotent step from files to one file."""

from __future__ import annotations

import gzip
import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from graph.records import read_record, write_record
from graph.shards import drop_shards, is_committed, read_shard, shard_path, write_shard
from graph.tasks import Input, Settings, Task, run
from ontologies.errors import ForeignFolder, NotFound

TEXTS = {
    "一.txt": "明州市推行首席质量官制度。",
    "二.txt": "拒不整改的，市场监管部门应当吊销许可证，法律另有规定的除外。",
    "三.txt": "",
}


@pytest.fixture
def task(tmp_path: Path) -> Task:
    inputs = []
    for name, text in TEXTS.items():
        path = tmp_path / name
        path.write_text(f"{name}\n\n{text}\n" if text else "", encoding="utf-8")
        inputs.append(Input(str(path), hashlib.sha256(path.read_bytes()).hexdigest()))
    return Task(tuple(inputs), 3, Settings().fingerprint)


def test_a_task_imports_no_engine() -> None:
    code = "import sys, graph.tasks; print(sorted(sys.modules)); print({m.partition('.')[0] for m in sys.modules})"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    loaded, seen = seen.splitlines()
    assert "'graph'" in seen
    for engine in ("rdflib", "networkx", "pyvis", "pyspark", "typer"):
        assert f"'{engine}'" not in seen
    # pyoxigraph reads the ontology's Turtle (ontologies.layers); no module of ours that has a store is there.
    for module in ("graph.store", "graph.triples", "graph.vocabulary", "graph.loading", "graph.build"):
        assert f"'{module}'" not in loaded


def test_twice_run_it_writes_the_same_bytes(task: Task, tmp_path: Path) -> None:
    extractor = Settings().make()
    assert run(task, extractor, tmp_path / "a") == 3
    assert run(task, extractor, tmp_path / "b") == 3
    one, other = (shard_path(tmp_path / name, task.key).read_bytes() for name in "ab")
    assert one == other
    assert run(task, extractor, tmp_path / "a") == 0  # it is there


def test_a_shard_holds_what_was_read_and_why_the_rest_was_not(task: Task, tmp_path: Path) -> None:
    begun: list[tuple[int, str]] = []
    run(task, Settings().make(), tmp_path / "s", lambda place, name: begun.append((place, Path(name).name)), {0: "no"})
    assert begun == [(1, "二.txt"), (2, "三.txt")]
    aside, read, empty = read_shard(tmp_path / "s", task.key)
    assert (aside.status, aside.error, aside.input) == ("failed", "no", 0)
    assert read.status == "read"
    assert read.document is not None
    assert [fact.relation for fact in read.facts]
    for fact in read.facts:
        for evidence in fact.evidence:
            assert read.document.text[evidence.start : evidence.end] == evidence.quote
    assert any(fact.exception or fact.condition for fact in read.facts)
    assert (empty.status, empty.input) == ("failed", 2)
    assert read_record(write_record(read)) == read


def test_the_key_tells_inputs_program_and_attempts_apart(task: Task) -> None:
    other = replace(task.inputs[0], sha256="0" * 64)
    keys = {
        task.key,
        replace(task, attempt=1).key,
        replace(task, fingerprint="another program").key,
        replace(task, inputs=(other, *task.inputs[1:])).key,
        replace(task, inputs=(replace(task.inputs[0], stop=1), *task.inputs[1:])).key,
    }
    assert len(keys) == 5
    assert Task.of(task.to_json()).key == task.key


def test_the_settings_tell_ontologies_and_extractors_apart(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text("@prefix owl: <http://www.w3.org/2002/07/owl#> .\n", encoding="utf-8")
    known = {Settings(), Settings("x:y"), Settings(min_confidence=0.5), Settings(ontology=str(own))}
    assert len({settings.fingerprint for settings in known}) == 4
    with pytest.raises(NotFound, match="no extractor at 'x:y'"):
        Settings("x:y").make()


@pytest.mark.parametrize("harm", [lambda data: data[:-9], lambda data: b"", lambda data: gzip.compress(b'{"a": 1}\n')])
def test_a_damaged_shard_is_told_with_the_remedy(harm, task: Task, tmp_path: Path) -> None:
    run(task, Settings().make(), tmp_path)
    path = shard_path(tmp_path, task.key)
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(ForeignFolder, match=r"is damaged .*; delete it and build again"):
        list(read_shard(tmp_path, task.key))


def test_a_shard_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def records():
        raise KeyboardInterrupt
        yield

    with pytest.raises(KeyboardInterrupt):
        write_shard(tmp_path / "s", "0f", records())
    assert list((tmp_path / "s").iterdir()) == []
    assert not is_committed(tmp_path / "s", "0f")


def test_shards_that_nothing_needs_are_dropped(tmp_path: Path) -> None:
    for key in ("aa", "bb"):
        write_shard(tmp_path, key, [])
    (tmp_path / ".cc.17").write_bytes(b"left over")
    drop_shards(tmp_path, ["bb"])
    assert [path.name for path in tmp_path.iterdir()] == ["bb.jsonl.gz"]
