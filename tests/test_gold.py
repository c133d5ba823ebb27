"""Gold files as objects: what they hold, where they lie, and what is said of faulty ones."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from annotated import TEXT, gold_content, row, write_gold

from extractors.gold import GoldEntity, GoldFact, load_gold
from extractors.model import Modality
from extractors.readers import read
from ontologies.errors import GoldError, NotFound, UsageError
from ontologies.schema import load_ontology


def test_a_gold_file_says_facts_with_conjuncts_alternatives_and_qualifiers(tmp_path: Path) -> None:
    fact = row(
        ["市委", "市政府|海州市政府"],
        "issues|adopts",
        ["规划", "文件"],
        time="2025年",
        modality="planned",
        negated=True,
    )
    [document] = load_gold([write_gold(tmp_path, gold_content([fact], [("海州市|海州", "Place")]))])
    assert (document.name, document.title, document.date, document.source) == ("a", "海州质量", date(2025, 4, 18), None)
    assert (document.path, document.text_path) == (tmp_path / "a.gold.json", tmp_path / "a.txt")
    assert document.entities == (GoldEntity(("海州市", "海州"), "Place"),)
    [found] = document.facts
    assert found == GoldFact(
        sent=TEXT[:8],
        subjects=(("市委",), ("市政府", "海州市政府")),
        relations=("issues", "adopts"),
        objects=(("规划",), ("文件",)),
        time="2025年",
        quantity=None,
        modality=Modality.PLANNED,
        negated=True,
    )
    assert len(list(found.pairs)) == 4


def test_a_fact_of_no_relation_is_unlabelled() -> None:
    facts = {
        relations: GoldFact("", (("甲",),), relations, (("乙",),)) for relations in [("other",), ("other", "adopts")]
    }
    assert [fact.labelled for fact in facts.values()] == [False, True]
    assert [fact.relation for fact in facts.values()] == ["other", "adopts"]


def test_what_a_file_leaves_out_is_unknown(tmp_path: Path) -> None:
    bare = {"entities": [], "statements": [{"sent": "海州市", "s": ["海州市"], "p": "adopts", "o": ["制度"]}]}
    [document] = load_gold([write_gold(tmp_path, bare)])
    assert (document.title, document.date, document.genre) == (None, None, None)
    assert (document.facts[0].modality, document.facts[0].negated, document.facts[0].time) == ("actual", False, None)


def test_folders_and_files_come_in_order_and_once(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        write_gold(tmp_path, gold_content([]), name)
    found = load_gold([tmp_path / "c.gold.json", tmp_path])
    assert [document.name for document in found] == ["c", "a", "b"]


def test_the_genre_is_what_the_list_of_sources_says(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_gold(tmp_path, gold_content([]), name)
    (tmp_path / "SOURCES.jsonl").write_text('{"id": "b", "source": "news"}\n\n{"id": "x"}\n', encoding="utf-8")
    assert [document.genre for document in load_gold([tmp_path])] == [None, "news"]


def test_relations_and_types_are_those_of_the_ontology_in_use(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        """@prefix zt: <https://w3id.org/zhitu/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        zt:berths a owl:ObjectProperty ; rdfs:label "停靠"@zh . zt:Ship a owl:Class ; rdfs:label "船舶"@zh .""",
        encoding="utf-8",
    )
    path = write_gold(tmp_path / "gold", gold_content([row("海州号", "berths", "海州港")], [("海州号", "Ship")]))
    assert load_gold([path], load_ontology(own))[0].facts[0].relations == ("berths",)
    with pytest.raises(GoldError, match="berths"):
        load_gold([path])


GOOD = row("海州市", "adopts", "制度")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"entities": [],\n "statements": [}', r"a\.gold\.json, line 2: not JSON"),
        ([], "no JSON object"),
        ({"statements": []}, '"entities" is missing or no list'),
        ({"entities": [], "statements": {}}, '"statements" is missing or no list'),
        ({"entities": [], "statements": ["x"]}, "number 1 of statements is no JSON object"),
        (gold_content([GOOD, GOOD | {"p": "adores"}]), "statement 2: relation adores is unknown"),
        (gold_content([GOOD | {"p": None}]), 'statement 1: "p" is missing'),
        (gold_content([GOOD | {"s": "海州市"}]), 'statement 1: "s" is no list'),
        (gold_content([GOOD | {"o": []}]), 'statement 1: "o" is no list'),
        (gold_content([GOOD | {"o": ["|"]}]), 'statement 1: "o" is missing'),
        (gold_content([GOOD | {"o": [7]}]), 'statement 1: "o" is missing'),
        (gold_content([GOOD | {"modality": "wished"}]), "statement 1: modality wished is unknown"),
        (gold_content([GOOD | {"modality": []}]), "statement 1: modality"),
        (gold_content([GOOD | {"negated": "no"}]), "statement 1: negated"),
        (gold_content([GOOD | {"time": 2013}]), 'statement 1: "time" is no text'),
        (gold_content([], [("海州市", "City")]), "entity 1: type City is unknown"),
        (gold_content([], [("海州市", [])]), "entity 1: type"),  # type: ignore[list-item]
        (gold_content([]) | {"date": "18 April"}, "date 18 April is no day"),
        (gold_content([]) | {"title": 1}, '"title" is no text'),
    ],
)
def test_a_fault_is_told_with_file_and_place(tmp_path: Path, content: Any, said: str) -> None:
    path = write_gold(tmp_path, content)
    with pytest.raises(GoldError, match=said) as caught:
        load_gold([path])
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_a_missing_text_is_named(tmp_path: Path) -> None:
    path = write_gold(tmp_path, gold_content([]))
    path.with_name("a.txt").unlink()
    with pytest.raises(GoldError, match=r"a\.gold\.json: its text a\.txt is missing; put it beside"):
        load_gold([path])


@pytest.mark.parametrize("name", ["a.gold.json", "SOURCES.jsonl"])
def test_what_is_not_utf_8_is_named(tmp_path: Path, name: str) -> None:
    write_gold(tmp_path, gold_content([]))
    (tmp_path / name).write_bytes('{"id": "海州"}'.encode("gb18030"))
    with pytest.raises(GoldError, match=f"{re.escape(name)}: is not UTF-8"):
        load_gold([tmp_path])


@pytest.mark.parametrize("line", ["{", "[]"])
def test_a_faulty_list_of_sources_is_named_by_line(tmp_path: Path, line: str) -> None:
    write_gold(tmp_path, gold_content([]))
    (tmp_path / "SOURCES.jsonl").write_text(f"{{}}\n{line}\n", encoding="utf-8")
    with pytest.raises(GoldError, match=r"SOURCES\.jsonl, line 2"):
        load_gold([tmp_path])


def test_wrong_paths_are_the_call_s_fault(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}", encoding="utf-8")
    with pytest.raises(NotFound, match="no such file"):
        load_gold([tmp_path / "missing.gold.json"])
    with pytest.raises(NotFound, match=r"no \*\.gold\.json in this folder"):
        load_gold([tmp_path])
    with pytest.raises(UsageError, match="is no gold file"):
        load_gold([tmp_path / "a.json"])


def test_the_gold_of_the_samples_is_verbatim(samples: Path) -> None:
    documents = load_gold([samples])
    assert len(documents) >= 3
    for document in documents:
        text = re.sub(r"\s", "", read(document.text_path).text)
        assert document.genre, document.name
        names = [names for fact in document.facts for pair in fact.pairs for names in pair]
        names += [entity.names for entity in document.entities]
        assert [one for one in names if not any(re.sub(r"\s", "", name) in text for name in one)] == []
        verbatim = [t for fact in document.facts for t in (fact.sent, fact.time, fact.quantity) if t]
        assert [one for one in verbatim if re.sub(r"\s", "", one) not in text] == []


def test_the_gold_of_the_samples_says_nothing_twice(samples: Path) -> None:
    for document in load_gold([samples]):
        facts = [(subject, fact.relations, thing) for fact in document.facts for subject, thing in fact.pairs]
        assert len(set(facts)) == len(facts)
        raw = json.loads(document.path.read_text(encoding="utf-8"))
        assert raw["doc"] == document.name
