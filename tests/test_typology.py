"""Of which class things are: what tells it, what the weights may change, and that a document names a thing once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from annotated import gold_content, row, write_gold
from sentences import lexicon

from extractors.fitting import Choices
from extractors.gold import load_gold
from extractors.lexicon import compile_lexicon
from extractors.model import Document, Mention, Span, Statement
from extractors.pipeline import GrammarExtractor
from extractors.tokens import Tokenizer
from extractors.training import _add_things, _fit_types
from extractors.typology import Thing, Typology, classes, find_things, readings, retype, typed
from extractors.weights import default_weights
from ontologies.schema import load_ontology

TEXT = "海州市举办质量培训3项。市政府开展质量培训。"
CITY = Mention("海州市", "Place", 0, 3)
FIRST, SECOND = Mention("质量培训", "Measure", 5, 9), Mention("质量培训", "Measure", 17, 21)
STATED = [
    Statement(CITY, "carriesOut", FIRST, Span(0, 11), predicate="举办"),
    Statement(Mention("市政府", "Government", 12, 15), "promotes", SECOND, Span(12, 21), predicate="开展"),
]


def things() -> dict[str, Thing]:
    return find_things(TEXT, Tokenizer(lexicon()).tokenize(TEXT), STATED, lexicon())


def test_a_thing_has_all_that_is_stated_of_it() -> None:
    found = things()["质量培训"]
    assert found.roles == {"object+carriesOut", "object+promotes"}
    assert found.verbs == {"object+举办", "object+开展"}
    assert (found.rule, found.before, found.after) == ("Measure", "办", "3")


@pytest.mark.parametrize(
    "mention",
    [
        Mention("广州市", "Place", 0, 3),
        Mention("国家发展改革委", "Government", 0, 7),
        Mention("李明", "Person", 0, 2),
        Mention("《质量纲要》", "Document", 0, 6),
        Mention("12项", "Quantity", 0, 3),
        Mention("2025年", "Time", 0, 5),
    ],
)
def test_the_class_of_what_is_known_is_not_open(mention: Mention) -> None:
    stated = [Statement(mention, "promotes", FIRST, Span(0, 11))]
    assert mention.name not in find_things(TEXT, [], stated, lexicon())


def test_the_measure_word_in_front_tells() -> None:
    text = "配备12台消杀机"
    tokens = Tokenizer(lexicon()).tokenize(text)
    thing = Mention("消杀机", "Matter", 5, 8)
    stated = [Statement(CITY, "supports", thing, Span(0, 8))]
    found = find_things(text, tokens, stated, lexicon())["消杀机"]
    assert "left+quantity+台" in found.around


def test_without_weights_the_tables_decide() -> None:
    assert Typology({}, lexicon()).settle(TEXT, [], STATED, "news") == {}
    assert Typology({}, lexicon()).decide(Thing("质量培训", "Measure"), "news") == "Measure"


def test_the_best_class_wins_and_none_is_a_matter() -> None:
    thing = Thing("质量培训", "Measure", roles={"object+carriesOut"})
    weights = {"Programme:role:object+carriesOut": 1.0, "Measure:end:培训": 0.4}
    assert Typology(weights, lexicon()).decide(thing, "news") == "Programme"
    assert Typology({**weights, "agree:": 0.7}, lexicon()).decide(thing, "news") == "Measure"
    assert Typology({"Programme:end:培训": -1.0, "Measure:end:培训": -1.0}, lexicon()).decide(thing, "news") == "Matter"


def test_every_reading_is_of_a_class_that_can_be_settled() -> None:
    found = readings(Thing("质量培训", "Measure"), "news", lexicon())
    assert list(found) == classes(lexicon())
    assert not {"Matter", "Person", "Quantity", "Time"} & set(found)
    assert all(feature.startswith((f"{kind}:", "agree:", "differ:")) for kind, row in found.items() for feature in row)


def test_only_names_that_are_settled_change() -> None:
    [first, second] = retype(STATED, {"质量培训": "Programme"})
    assert first.object.type == second.object.type == "Programme"
    assert first.subject == CITY
    assert typed(Mention("2025年", "Time", 0, 5), {"2025年": "Matter"}).type == "Time"


def test_a_document_gives_a_name_one_class() -> None:
    weights = replace(default_weights(), types={"Programme:end:培训": 3.0})
    text = "海州市举办质量培训。市教育局开展质量培训。"
    found = GrammarExtractor(load_ontology(), weights=weights).extract(Document("a.txt", text))
    kinds = {m.type for m in found.mentions if m.name == "质量培训"}
    kinds |= {m.type for s in found.statements for m in (s.subject, s.object) if m.name == "质量培训"}
    assert kinds == {"Programme"}
    assert sum(s.object.name == "质量培训" for s in found.statements) == 2


def test_classes_are_learned_from_annotated_texts(tmp_path: Path) -> None:
    pytest.importorskip("scipy")
    ontology = load_ontology()
    for at, name in enumerate(
        ("质量培训", "消防培训", "法律培训", "技能培训", "安全培训", "健康培训", "就业培训", "创业培训")
    ):
        content = gold_content([row("广州市", "carriesOut", name)], [(name, "Programme")])
        write_gold(tmp_path, content, f"d{at}", f"广州市开展{name}。")
    choices = Choices()
    extractor = GrammarExtractor(ontology, weights=replace(default_weights(), types={}))
    for number, gold in enumerate(load_gold([tmp_path])):
        _add_things(gold, number, extractor, Choices(), choices)
    weights = _fit_types(choices)
    thing = Thing("语言培训", "Measure", roles={"object+carriesOut"})
    assert Typology(weights, extractor.lexicon).decide(thing, "") == "Programme"


def test_a_term_of_the_lexicon_keeps_its_class() -> None:
    lexicon = compile_lexicon(load_ontology())
    term = next(name for name, kind in lexicon.terms.items() if kind == "System")
    weights = {"Programme:rule:System": 9.0}
    assert Typology(weights, lexicon).decide(Thing(term, "System"), "news") == "System"
    assert Typology(weights, lexicon).decide(Thing("新词", "System"), "news") == "Programme"
