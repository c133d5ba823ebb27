"""Evaluation: the scores are those of the published definitions, and what is told beside them adds up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import product
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from annotated import (
    KINDS,
    TEXT,
    gold_content,
    gold_document,
    gold_entities,
    gold_rows,
    reading,
    row,
    statement,
    write_gold,
)
from annotated import statements as some_statements
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.gold import GoldDocument, load_gold
from extractors.model import Mention, Reading, Statement
from graph.comparison import Comparison, Fault, compare
from graph.evaluation import GROUPINGS, NO_GENRE, SCORES, Evaluation, evaluate
from graph.lines import fact_line, mention_line
from graph.linking import link
from graph.scores import Agreement, Score
from graph.sentences import SentenceIndex
from ontologies.errors import UnreadableDocument

# --- the definitions, written down once more: gold as JSON, predictions as the lines of `zhitu extract`


def bare(name: str) -> str:
    return re.sub(r"[\s“”\"'‘’「」()]", "", name)


def nearness(names: Iterable[str], others: Iterable[str]) -> float:
    pairs = [(bare(a), bare(b)) for a in names for b in others]
    return max((1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio() for a, b in pairs), default=0.0)


def pairs_up(left: list[Any], right: list[Any], test: Any) -> int:
    graph = nx.Graph()
    graph.add_nodes_from(("left", at) for at in range(len(left)))
    graph.add_edges_from(
        (("left", i), ("right", j)) for i, a in enumerate(left) for j, b in enumerate(right) if test(a, b)
    )
    return len(nx.bipartite.hopcroft_karp_matching(graph, [("left", at) for at in range(len(left))])) // 2


def plain_scores(gold: dict[str, Any], lines: list[dict[str, Any]]) -> dict[str, Score]:
    wanted = list(dict.fromkeys((s, r["p"], o) for r in gold["statements"] for s, o in product(r["s"], r["o"])))
    labelled = [fact for fact in wanted if fact[1] != "other"]
    found = {}
    for line in lines:
        if "relation" in line:
            key = (bare(line["subject"]), line["relation"], bare(line["object"]))
            names = [[line[side], line[f"{side}_label"]] for side in ("subject", "object")]
            found.setdefault(key, (names[0], line["relation"], names[1]))

    def near(threshold: float, relation: bool) -> Any:
        return lambda gold, said: (
            (not relation or said[1] in gold[1].split("|"))
            and nearness(gold[0].split("|"), said[0]) >= threshold
            and nearness(gold[2].split("|"), said[2]) >= threshold
        )

    def entities(with_mentions: bool) -> Score:
        ends = [(bare(n[side]), n[f"{side}_type"]) for n in lines if "relation" in n for side in ("subject", "object")]
        ends += [(bare(line["entity"]), line["type"]) for line in lines if with_mentions and "entity" in line]
        named = list(set(ends))
        hits = pairs_up(
            gold["entities"], named, lambda e, n: e["type"] == n[1] and nearness(e["name"].split("|"), n[:1]) >= 0.6
        )
        return Score(hits, len(gold["entities"]), len(named))

    said = list(found.values())
    return {
        "facts": Score(pairs_up(labelled, said, near(0.6, True)), len(labelled), len(said)),
        "exact": Score(pairs_up(labelled, said, near(1.0, True)), len(labelled), len(said)),
        "unlabelled": Score(pairs_up(wanted, said, near(0.6, False)), len(wanted), len(said)),
        "entities": entities(False),
        "mentions": entities(True),
    }


def lines_of(read: Reading) -> list[dict[str, Any]]:
    linked = link(read)
    facts = [fact_line(read.document, s.statement, s.subject.label, s.object.label) for s in linked.statements]
    return facts + [mention_line(read.document, m, linked.label_of(m)) for m in read.mentions]


def scores_of(gold: GoldDocument, read: Reading) -> dict[str, Score]:
    return dict(Evaluation((compare(gold, link(read)),)).scores)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gold")


mentioned = st.lists(
    st.builds(Mention, st.sampled_from(["海州市", "属地责任", "企业"]), st.sampled_from(KINDS), st.just(0), st.just(3)),
    max_size=4,
)


@settings(deadline=None, max_examples=150)
@given(rows=gold_rows, entities=gold_entities, found=some_statements, mentions=mentioned)
def test_the_scores_are_those_of_the_definitions(folder, rows, entities, found, mentions) -> None:
    content = gold_content(rows, entities)
    [gold] = load_gold([write_gold(folder, content)])
    read = reading(*found, mentions=tuple(mentions))
    assert scores_of(gold, read) == plain_scores(content, lines_of(read))


def test_the_scores_of_the_samples_are_those_of_the_definitions(samples: Path) -> None:
    golds = load_gold([samples])
    evaluation = evaluate(golds)
    plain = {name: Score() for name in SCORES}
    for gold, one in zip(golds, evaluation.documents, strict=True):
        from extractors.pipeline import read_document
        from extractors.readers import read

        lines = lines_of(read_document(read(gold.text_path)))
        ours = plain_scores(json.loads(gold.path.read_text(encoding="utf-8")), lines)
        assert {name: getattr(one, name) for name in SCORES} == ours
        plain = {name: plain[name] + ours[name] for name in SCORES}
    assert dict(evaluation.scores) == plain
    assert plain["facts"].hits > 20


# --- what must hold of any scores


@settings(deadline=None, max_examples=60)
@given(rows=gold_rows, found=some_statements, data=st.data())
def test_the_order_of_facts_changes_nothing(folder, rows, found, data) -> None:
    once = {(s.subject.name.strip("“”"), s.relation, s.object.name.replace("“", "").replace("”", "")): s for s in found}
    found = list(once.values())  # of what is stated twice, the first counts
    [gold] = load_gold([write_gold(folder, gold_content(rows))])
    shuffled = replace(gold, facts=tuple(data.draw(st.permutations(gold.facts))))
    other = reading(*data.draw(st.permutations(found)))
    one, two = (
        Evaluation((compare(gold, link(reading(*found))),)),
        Evaluation((compare(shuffled, link(other)),)),
    )
    assert one.scores == two.scores
    assert (one.qualifiers, one.bins, one.curve) == (two.qualifiers, two.bins, two.curve)
    assert one.confusions == two.confusions
    assert [m.fault for m in one.mistakes] == [m.fault for m in two.mistakes]


def as_gold(read: Reading) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    rows = {
        (s.subject.name, s.relation, bare(s.object.name)): row(s.subject.name, s.relation, s.object.name)
        for s in read.statements
    }
    entities = {(bare(m.name), m.type): (m.name, m.type) for s in read.statements for m in (s.subject, s.object)}
    return list(rows.values()), list(entities.values())


@settings(deadline=None, max_examples=60)
@given(found=some_statements.filter(bool))
def test_a_perfect_reading_scores_100(folder, found) -> None:
    read = reading(*found)
    rows, entities = as_gold(read)
    gold = gold_document(folder, *rows, entities=entities)
    comparison = compare(gold, link(read))
    assert [getattr(comparison, name).f1 for name in SCORES] == [100.0] * 5
    assert comparison.mistakes == ()


def test_a_wrong_name_lowers_the_scores(folder: Path) -> None:
    right = [statement("海州市", "adopts", "首席质量官制度"), statement("区政府", "adopts", "属地责任")]
    rows, entities = as_gold(reading(*right))
    gold = gold_document(folder, *rows, entities=entities)
    swapped = [replace_object(right[0], "属地责任"), replace_object(right[1], "首席质量官制度")]
    close = [replace_object(right[0], "首席质量官"), right[1]]
    assert scores_of(gold, reading(*swapped))["facts"].hits == 0
    near = scores_of(gold, reading(*close))
    assert (near["facts"].hits, near["exact"].hits) == (2, 1)


def replace_object(one: Statement, name: str) -> Statement:
    return one._replace(object=one.object._replace(name=name))


def test_facts_of_no_relation_count_for_the_unlabelled_score_only(folder: Path) -> None:
    gold = gold_document(folder, row("企业", "other", "检验报告"), row("海州市", "adopts|other", "首席质量官制度"))
    scores = scores_of(gold, reading(statement("企业", "promotes", "检验报告")))
    assert scores["facts"] == Score(0, 1, 1)
    assert scores["unlabelled"] == Score(1, 2, 1)
    assert scores_of(gold, reading(statement("企业", "other", "检验报告")))["facts"] == Score(0, 1, 1)


def test_the_resolved_name_counts_as_a_name(folder: Path) -> None:
    gold = gold_document(folder, row("广州市", "adopts", "首席质量官制度"))
    assert (
        scores_of(gold, reading(statement("广州", "adopts", "首席质量官制度", kinds=("Place", "System"))))["exact"].hits
        == 1
    )


# --- groups


def comparison(folder: Path, name: str, genre: str | None, *found: Statement) -> Comparison:
    rows = [row("海州市", "adopts|promotes", "首席质量官制度"), row("市政府", "other|issues", "《质量强市规划》")]
    gold = replace(gold_document(folder, *rows), name=name, genre=genre)
    return compare(gold, link(reading(*found)))


def test_groups_add_up_to_the_whole(folder: Path) -> None:
    promoting = statement("海州市", "promotes", "首席质量官制度")
    issuing = statement("市政府", "issues", "《质量强市规划》", kinds=("Government", "Document"))
    evaluation = Evaluation(
        (
            comparison(folder, "b", "news", promoting, issuing),
            comparison(folder, "a", None, statement("海州市", "establishes", "质量信用档案")),
            comparison(folder, "c", "news", promoting),
        )
    )
    for grouping in GROUPINGS:
        groups = evaluation.by(grouping)
        for name in next(iter(groups.values())):
            assert sum((group[name] for group in groups.values()), Score()) == evaluation.scores[name], (grouping, name)
    assert list(evaluation.by("document")) == ["a", "b", "c"]
    assert list(evaluation.by("genre")) == [NO_GENRE, "news"]
    relations = {key: scores["facts"] for key, scores in evaluation.by("relation").items()}
    # a fact that was found counts for the relation that was read, a missed one for its first
    assert relations == {
        "adopts": Score(0, 1, 0),
        "establishes": Score(0, 0, 1),
        "issues": Score(1, 3, 1),
        "promotes": Score(2, 2, 2),
    }


# --- qualifiers, confusions, confidence


def test_qualifiers_are_compared_on_right_facts_only(folder: Path) -> None:
    gold = gold_document(
        folder,
        row("海州市", "adopts", "首席质量官制度", time="自2022年以来"),
        row("区政府", "adopts", "属地责任", modality="required"),
        row("企业", "issues", "检验报告", negated=True, modality="required"),
        row("海州市", "obtains", "名牌产品", quantity="140项"),
    )
    found = [
        statement("海州市", "adopts", "首席质量官制度", time="2022年"),
        statement("区政府", "adopts", "属地责任", modality="planned", time="今年"),
        statement("企业", "issues", "检验报告", modality="required"),
        statement("市政府", "obtains", "规划", quantity="140项"),
    ]
    evaluation = Evaluation((compare(gold, link(reading(*found))),))
    assert evaluation.qualifiers == {
        "modality": Agreement(right=2, different=1),
        "negation": Agreement(right=2, different=1),
        "time, verbatim": Agreement(different=1, surplus=1),
        "time, overlap": Agreement(right=1, surplus=1),
        "quantity": Agreement(),
    }
    assert evaluation.modalities == {("actual", "actual"): 1, ("required", "planned"): 1, ("required", "required"): 1}


def test_the_pair_that_is_most_alike_is_matched_and_of_equal_ones_that_of_the_same_sentence(folder: Path) -> None:
    third = TEXT.index("区政府")
    gold = gold_document(
        folder,
        row("区政府", "adopts", "属地责任", sent="区政府应当落实", modality="required"),
        row("区政府", "adopts|promotes", "属地责任", sent="自2022年以来", modality="planned"),
    )
    found = statement("区政府", "adopts", "属地责任", at=third, modality="required")
    assert Evaluation((compare(gold, link(reading(found))),)).qualifiers["modality"] == Agreement(right=1)


def test_confusions_hold_right_and_wrong_relations_of_right_names(folder: Path) -> None:
    gold = gold_document(
        folder,
        row("海州市", "adopts", "首席质量官制度"),
        row("市政府", "issues", "《质量强市规划》"),
        row("企业", "other", "检验报告"),
        row("区政府", "adopts", "属地责任"),
    )
    found = [
        statement("海州市", "adopts", "首席质量官制度"),
        statement("市政府", "establishes", "《质量强市规划》"),
        statement("企业", "promotes", "检验报告"),
        statement("区政府", "adopts", "质量信用档案"),
    ]
    evaluation = Evaluation((compare(gold, link(reading(*found))),))
    assert evaluation.confusions == {("adopts", "adopts"): 1, ("issues", "establishes"): 1, ("other", "promotes"): 1}


@settings(deadline=None, max_examples=60)
@given(rows=gold_rows, found=some_statements)
def test_the_curve_is_the_score_of_what_a_cut_leaves(folder, rows, found) -> None:
    [gold] = load_gold([write_gold(folder, gold_content(rows))])
    evaluation = Evaluation((compare(gold, link(reading(*found))),))
    sure: dict[tuple[str, str, str], float] = {}
    for one in found:
        key = (one.subject.name, one.relation, bare(one.object.name))
        sure[key] = max(sure.get(key, 0.0), one.confidence)
    for point in evaluation.curve:
        kept = [s for s in found if sure[s.subject.name, s.relation, bare(s.object.name)] >= point.cut]
        assert point.score == scores_of(gold, reading(*kept))["facts"]
    assert sum(one.count for one in evaluation.bins) == evaluation.scores["facts"].predicted
    assert sum(one.hits for one in evaluation.bins) == evaluation.scores["facts"].hits


# --- mistakes


def test_mistakes_are_told_by_what_is_wrong_with_their_sentence(folder: Path) -> None:
    gold = gold_document(
        folder,
        row("海州市", "adopts", "首席质量官制度", sent="自2022年以来"),
        row("市政府", "issues", "《质量强市规划》", sent="市政府印发"),
        row("区政府", "adopts", "属地责任", sent="区政府应当落实"),
        row("企业", "issues", "检验报告", sent="企业不得伪造"),
        row("海州市", "hasValue", "140项", sent="海州市共有"),
    )
    found = [
        statement("海州市", "promotes", "首席质量官制度"),
        statement("企业", "issues", "《质量强市规划》", at=TEXT.index("市政府")),
        statement("区政府", "adopts", "质量信用档案", at=TEXT.index("区政府")),
        statement("海州市", "hasValue", "140项"),
        statement("市政府", "establishes", "质量信用档案", at=TEXT.index("市政府")),
    ]
    mistakes = compare(gold, link(reading(*found))).mistakes
    told = [(m.fault, m.wanted and m.wanted.object[0], m.found and m.found.object[0], m.sentence[:5]) for m in mistakes]
    assert told == [
        (Fault.RELATION, "首席质量官制度", "首席质量官制度", "自2022"),
        (Fault.SUBJECT, "《质量强市规划》", "《质量强市规划》", "市政府印发"),
        (Fault.OBJECT, "属地责任", "质量信用档案", "区政府应当"),
        (Fault.MISSED, "检验报告", None, "企业不得伪"),
        (Fault.INVENTED, None, "质量信用档案", "市政府印发"),
    ]


@settings(deadline=None, max_examples=60)
@given(rows=gold_rows, found=some_statements)
def test_what_is_not_right_is_a_mistake_and_once(folder, rows, found) -> None:
    [gold] = load_gold([write_gold(folder, gold_content(rows))])
    one = compare(gold, link(reading(*found)))
    missed = [m.wanted for m in one.mistakes if m.wanted and m.wanted.fact.labelled]
    invented = [m.found for m in one.mistakes if m.found]
    assert len(missed) == len(set(missed)) == one.facts.gold - one.facts.hits
    assert len(invented) == len(set(invented)) == one.facts.predicted - one.facts.hits


def test_a_sentence_is_found_by_its_beginning_whatever_its_spaces() -> None:
    index = SentenceIndex("　　市政府 召开会议。\n会议要求，落实责任。市政府召开会议以后。")
    assert [index.find(one) for one in ("市政府召开", "会议要 求", "落实责任", "没有", "")] == [0, 1, 1, None, None]
    assert (index.text_of(0), index.text_of(None), SentenceIndex("").text_of(0)) == ("市政府召开会议", "", "")


# --- reading


def test_texts_are_read_with_what_is_given_and_in_order(tmp_path: Path) -> None:
    for name in ("b", "a"):
        write_gold(tmp_path, gold_content([row("海州市", "adopts", "首席质量官制度")]), name)
    golds = load_gold([tmp_path / "b.gold.json", tmp_path / "a.gold.json"])
    seen: list[tuple[int, int]] = []
    said = statement("海州市", "adopts", "首席质量官制度")
    evaluation = evaluate(golds, lambda document: Reading(document, (), (said,)), advance=lambda *at: seen.append(at))
    assert [one.gold.name for one in evaluation.documents] == ["b", "a"]
    assert evaluation.scores["facts"] == Score(2, 2, 2)
    assert seen == [(1, 2), (2, 2)]


def test_a_text_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    path = write_gold(tmp_path, gold_content([]))
    path.with_name("a.txt").write_bytes(b"\x7fELF" + bytes(range(256)) * 20)
    with pytest.raises(UnreadableDocument, match=r"a\.txt"):
        evaluate(load_gold([path]))


def test_nothing_to_evaluate_scores_nothing() -> None:
    evaluation = Evaluation(())
    assert set(evaluation.scores.values()) == {Score()}
    assert (evaluation.by("genre"), evaluation.calibration_error, evaluation.mistakes) == ({}, 0.0, ())
