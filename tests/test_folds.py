"""Cross-validation: nothing is trained on what it is tested on, and the sums are those of all held-out documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from annotated import gold_content, row, statement, write_gold

from extractors.gold import GoldDocument, load_gold
from extractors.model import Document, Reading
from graph.evaluation import NO_GENRE, evaluate
from graph.folds import Fold, cross_validate, deal_folds, genre_folds
from graph.scores import Score
from ontologies.errors import UsageError
from ontologies.schema import Ontology

SYSTEMS = ("首席质量官制度", "属地责任制度", "信用评价机制", "检验检测平台", "协调联动机制")


@pytest.fixture
def golds(tmp_path: Path) -> list[GoldDocument]:
    """Five documents, each with a fact of its own."""
    for at, system in enumerate(SYSTEMS):
        content = gold_content([row("广州市", "establishes", system)])
        write_gold(tmp_path, content, f"d{at}", f"广州市建立{system}。")
    genres = ("news", "news", None, "law", "law")
    return [replace(gold, genre=genre) for gold, genre in zip(load_gold([tmp_path]), genres, strict=True)]


def learn_by_heart(golds: list[GoldDocument], ontology: Ontology) -> Callable[[Document], Reading]:
    """Say of each document what those it was trained on say."""
    assert ontology.relations
    facts = [statement("广州市", "establishes", fact.objects[0][0]) for gold in golds for fact in gold.facts]
    return lambda document: Reading(document, (), tuple(facts))


def test_documents_are_dealt_in_the_order_of_their_names(golds: list[GoldDocument]) -> None:
    folds = deal_folds(golds[::-1], 2)
    assert [[gold.name for gold in fold.held_out] for fold in folds] == [["d0", "d2", "d4"], ["d1", "d3"]]


@pytest.mark.parametrize("count", [1, 0, -1, 6])
def test_too_few_or_too_many_folds_are_the_call_s_fault(golds: list[GoldDocument], count: int) -> None:
    with pytest.raises(UsageError, match=f"{count} folds of 5 documents"):
        deal_folds(golds, count)


def test_each_genre_is_a_fold(golds: list[GoldDocument]) -> None:
    folds = {fold.name: [gold.name for gold in fold.held_out] for fold in genre_folds(golds)}
    assert folds == {NO_GENRE: ["d2"], "law": ["d3", "d4"], "news": ["d0", "d1"]}
    with pytest.raises(UsageError, match="of one genre only"):
        genre_folds(golds[:2])


def test_what_is_held_out_is_never_trained_on(golds: list[GoldDocument]) -> None:
    seen = []

    def fit(training: list[GoldDocument], ontology: Ontology) -> Callable[[Document], Reading]:
        seen.append([gold.name for gold in training])
        return learn_by_heart(training, ontology)

    advanced: list[tuple[int, int]] = []
    result = cross_validate(golds, fit, deal_folds(golds, 2), advance=lambda *at: advanced.append(at))
    assert seen == [["d1", "d3"], ["d0", "d2", "d4"]]
    assert advanced == [(1, 2), (2, 2)]
    # nothing of the held-out documents was known, so nothing of them is found
    assert result.held_out.scores["facts"] == Score(0, 5, 3 * 2 + 2 * 3)


def test_held_out_documents_are_pooled_and_stand_beside_the_shipped_reading(golds: list[GoldDocument]) -> None:
    everything = Fold("all", tuple(golds[::-1]))
    result = cross_validate(golds, lambda training, ontology: learn_by_heart(golds, ontology), [everything])
    assert [one.gold.name for one in result.held_out.documents] == ["d0", "d1", "d2", "d3", "d4"]
    assert result.held_out.scores["facts"] == Score(5, 5, 25)
    assert result.tuned.scores == evaluate(golds).scores
    assert result.tuned.scores["facts"].hits == 5
    assert result.drop["facts"] == pytest.approx(result.tuned.scores["facts"].f1 - 200 * 5 / 30)


def test_the_folds_sum_up_to_the_whole(golds: list[GoldDocument]) -> None:
    result = cross_validate(golds, learn_by_heart, genre_folds(golds))
    assert [name for name, _ in result.folds] == [NO_GENRE, "law", "news"]
    for name, score in result.held_out.scores.items():
        assert sum((evaluation.scores[name] for _, evaluation in result.folds), Score()) == score
