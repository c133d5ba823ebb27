"""Weights and labels as tables."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import pytest
from sentences import lexicon, tokenizer

from extractors import labels
from extractors.labels import digest_of, find_labelled, known_examples, known_labels, load_labels
from extractors.roles import Role, tag_roles
from extractors.training import example_clauses
from extractors.weights import MODELS, Weights, default_weights, find_models, load_weights
from ontologies.errors import NotFound, OntologyError, UnreadableDocument


def test_weights_are_read_as_they_were_written(tmp_path: Path) -> None:
    made = Weights({"P:word:推行": 1.25, "P:nothing": 0.0001}, {"any": -0.5}, {})
    made.save(tmp_path / "new" / "folder", "made\nby hand")
    assert find_models(tmp_path / "new" / "folder") == Weights({"P:word:推行": 1.25}, {"any": -0.5}, {})
    assert (tmp_path / "new" / "folder" / "roles.tsv").read_text("utf-8").startswith("# made\n# by hand\n")


def test_a_folder_without_weights_is_told(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"holds no weights.*zhitu train"):
        find_models(tmp_path)


def test_the_line_of_a_faulty_weight_is_named(tmp_path: Path) -> None:
    path = tmp_path / "judge.tsv"
    path.write_text("# made\nany\t1.0\nverb:推行\theavy\n", encoding="utf-8")
    with pytest.raises(OntologyError, match=r"judge\.tsv, line 3: 'heavy'"):
        load_weights(path)


def test_what_ships_is_not_empty_and_is_small() -> None:
    shipped = default_weights()
    assert all(len(getattr(shipped, name)) > 500 for name in MODELS)
    assert all(abs(weight) < 20 for name in MODELS for weight in getattr(shipped, name).values())


def test_labels_name_texts_by_digests_only() -> None:
    assert len(known_labels()) > 100
    assert all(len(name) == 12 and set(name) <= set("0123456789abcdef") for name in known_labels())


def test_examples_mark_verbs_and_are_read_as_they_are_marked() -> None:
    right = wrong = 0
    for text, marked in known_examples():
        verbs: dict[int, Role] = {}
        for clause in example_clauses(text, tokenizer()):
            verbs |= {clause[i].start: role for i, role in tag_roles(clause, lexicon()).items()}
        assert set(marked) <= set(verbs), text
        right += sum(marked.get(start, Role.NAME) is role for start, role in verbs.items())
        wrong += sum(marked.get(start, Role.NAME) is not role for start, role in verbs.items())
    assert right > 20 * wrong


def test_the_line_of_a_faulty_label_is_named(tmp_path: Path) -> None:
    path = tmp_path / "labels.tsv"
    path.write_text("# text, labels\n0123456789ab\t3:P 9:N\n0123456789ac\t3:Q\n", encoding="utf-8")
    with pytest.raises(OntologyError, match="line 3"):
        load_labels(path)
    path.write_text("0123456789ab\t3:P 9:N\n", encoding="utf-8")
    assert load_labels(path) == {"0123456789ab": {3: Role.PREDICATE, 9: Role.NAME}}
    assert load_labels(tmp_path / "none.tsv") == {}


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.xz"])
def test_labelled_texts_are_found_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    monkeypatch.setattr(labels, "known_labels", lambda: {digest_of("市政府推行制度。"): {3: Role.PREDICATE}})
    path = tmp_path / f"corpus{suffix}"
    lines = "\n".join(json.dumps({"text": text}) for text in ("市政府推行制度。", "另一篇。"))
    path.write_bytes(lzma.compress(lines.encode()) if suffix.endswith(".xz") else lines.encode())
    assert list(find_labelled(path)) == ["市政府推行制度。"]


@pytest.mark.parametrize("content", [b"no json", b'{"other": 1}', b"[1]", b"\xff\xfe"])
def test_a_file_that_is_no_corpus_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(content)
    with pytest.raises(UnreadableDocument, match=r"corpus\.jsonl: is not a file of JSON lines"):
        list(find_labelled(path))
    with pytest.raises(NotFound, match="no such file"):
        list(find_labelled(tmp_path / "none.jsonl"))
