"""Training: what annotated documents teach, from the texts to weights that read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from annotated import gold_content, row, write_gold
from sentences import tokenizer

from extractors import training
from extractors.gold import GoldDocument, load_gold
from extractors.labels import digest_of
from extractors.model import Document
from extractors.pipeline import GrammarExtractor
from extractors.roles import Role
from extractors.training import FEWEST_DOCUMENTS, fit, labelled_clauses, train
from graph.tuning import check_folder
from ontologies.errors import UsageError
from ontologies.schema import load_ontology

TEXT = "工作动态\n海州市推行首席质量官制度。市政府印发《质量强市规划》。区政府落实属地责任，完善协调机制。"
FACTS = [
    row("海州市", "adopts", "首席质量官制度"),
    row("市政府", "issues", "《质量强市规划》"),
    row("区政府", "adopts", "属地责任"),
    row("区政府", "establishes", "协调机制", modality="planned"),
]


@pytest.fixture
def golds(tmp_path: Path) -> list[GoldDocument]:
    """Ten documents that say the same, and annotate 完善 as establishing, and as a plan."""
    for at in range(10):
        write_gold(tmp_path / "gold", gold_content(FACTS), f"d{at}", f"{TEXT}第{at}期。")
    return load_gold([tmp_path / "gold"])


def test_documents_teach_relations_and_modality(golds: list[GoldDocument]) -> None:
    said = {
        (s.subject.name, s.object.name): (s.relation, s.modality.value)
        for s in fit(golds)(Document("a.txt", TEXT)).statements
    }
    assert said["区政府", "协调机制"] == ("establishes", "planned")
    assert said["区政府", "属地责任"] == ("adopts", "actual")


def test_what_is_not_annotated_becomes_unlikely(tmp_path: Path) -> None:
    for at in range(10):
        write_gold(tmp_path, gold_content(FACTS[1:2]), f"d{at}", TEXT)
    weights = train(load_gold([tmp_path]))
    found = GrammarExtractor(load_ontology(), weights=weights).extract(Document("a.txt", TEXT)).statements
    assert [(s.subject.name, s.relation) for s in found] == [("市政府", "issues")]


def test_training_tells_how_far_it_is(golds: list[GoldDocument]) -> None:
    told: list[tuple[int, int]] = []
    train(golds, advance=lambda done, total: told.append((done, total)))
    assert [done for done, _ in told] == list(range(1, len(told) + 1)) and told[-1][0] <= told[-1][1]


def test_too_few_documents_are_told(golds: list[GoldDocument]) -> None:
    with pytest.raises(UsageError, match=rf"needs {FEWEST_DOCUMENTS} annotated documents or more, not 3"):
        train(golds[:3])


def test_clauses_whose_verbs_are_all_labelled_teach_roles() -> None:
    text = "市政府推行制度，市质监局开展监督抽查。"
    labels = {3: Role.PREDICATE, 12: Role.PREDICATE}
    [(tokens, roles)] = labelled_clauses(text, labels, tokenizer())
    assert [(tokens[i].text, role.name) for i, role in roles.items()] == [("推行", "PREDICATE")]
    assert list(labelled_clauses(text, {}, tokenizer())) == []


def test_labels_of_other_texts_teach_roles_too(golds: list[GoldDocument], monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["市政府推行制度。", "区政府推行制度。"]
    labels = {digest_of(text): {3: Role.ATTRIBUTE} for text in texts}
    monkeypatch.setattr(training, "known_labels", lambda: labels)
    monkeypatch.setattr(training, "known_examples", lambda: ())
    roles = train(golds, texts=texts).roles
    assert roles and all(feature.startswith(("P:", "R:")) for feature in roles)
    assert sum(weight for feature, weight in roles.items() if feature.startswith("R:")) > 0


def test_zhitu_train_makes_weights_that_zhitu_reads_with(golds, shell, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    done = shell("zhitu train gold -o weights", tmp_path)
    assert (done.returncode, done.stdout) == (0, "weights\n"), done.stderr
    shown = shell("zhitu extract a.txt --weights weights", tmp_path).stdout.splitlines()
    assert ("establishes", "协调机制") in {(line["relation"], line["object"]) for line in map(json.loads, shown)}
    assert shell("zhitu build a.txt -o graph --weights weights", tmp_path).returncode == 0
    assert "1 unchanged" in shell("zhitu build a.txt -o graph --weights weights", tmp_path).stderr
    assert "1 read" in shell("zhitu build a.txt -o graph --weights weights --min-confidence 0.9", tmp_path).stderr
    assert shell("zhitu eval gold --weights weights --folds 5 --json", tmp_path).returncode == 0


def test_weights_go_into_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file, and weights are a folder"):
        check_folder(tmp_path / "file")
    check_folder(tmp_path / "new")


def test_min_confidence_keeps_what_is_sure(shell, samples: Path, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in shell(f"zhitu extract {samples}").stdout.splitlines()]
    sure = [json.loads(line) for line in shell(f"zhitu extract {samples} --min-confidence 0.7").stdout.splitlines()]
    assert 0 < len(sure) < len(lines)
    assert sure == [line for line in lines if line["confidence"] >= 0.7]
