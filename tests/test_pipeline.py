"""A document from end to end: offsets, determinism, and that any text can be read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentences import ARTICLES, SENTENCES, read_article, read_sentence, show

from extractors.model import Document, Origin, Reading
from extractors.pipeline import GrammarExtractor, read_document
from extractors.readers import read
from ontologies.schema import load_ontology

TEXTS = [case.text for case in (*SENTENCES, *ARTICLES)]
PIECES = [piece for text in TEXTS[::5] for piece in text.replace("\n", "").split("，")]
GENRE = st.lists(
    st.sampled_from(
        [
            *PIECES,
            "，",
            "。",
            "；",
            "、",
            "：",
            "\n",
            "\r\n",
            "一是",
            "（二）",
            "第五条　",
            "将",
            "对",
            "《",
            "》",
            "（",
            "”",
            ",",
            ".",
        ]
    ),
    max_size=14,
).map("".join)


def check(reading: Reading) -> None:
    """All that was read lies in the text, in the classes of the ontology."""
    text, ontology = reading.document.text, load_ontology()
    for mention in reading.mentions:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.type in ontology.classes and mention.name.strip()
        assert set(mention.name) <= set(text) | {"》"}
    for statement in reading.statements:
        evidence = statement.evidence
        assert 0 <= evidence.start < evidence.end <= len(text)
        assert text[evidence.start : evidence.end] == evidence.of(text) != ""
        assert statement.relation in ontology.relations
        assert statement.extractor == "grammar" and 0 < statement.confidence <= 1
        assert statement.subject.name != statement.object.name
        assert {statement.subject, statement.object} <= set(reading.mentions)
        for value in (statement.time, statement.quantity):
            if value is not None:
                assert text[value.start : value.end] == value.text


@pytest.mark.parametrize("path", sorted(Path(__file__).parent.parent.glob("samples/*.txt")), ids=lambda path: path.stem)
def test_samples_are_read_with_their_offsets(path: Path) -> None:
    reading = read_document(read(path))
    assert len(reading.statements) >= 5
    check(reading)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text[:16])
def test_what_is_said_stands_in_the_quote(text: str) -> None:
    reading = read_sentence(text)
    check(reading)
    for s in reading.statements:
        quote = s.evidence
        if s.relation != "holdsPost":  # the post of a roster may stand some lines above
            assert s.predicate in quote.of(reading.document.text), show([s])
        if s.predicate and s.origin is Origin.EXPLICIT and s.relation != "holdsPost":
            assert quote.start <= s.object.start and s.object.end <= quote.end, show([s])


@given(st.text(max_size=120))
@settings(deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    check(read_document(Document("a.txt", text)))


@given(GENRE)
@settings(deadline=None)
def test_any_jumble_of_the_genre_can_be_read(text: str) -> None:
    check(read_article(text or "，"))


@given(GENRE)
@settings(deadline=None, max_examples=30)
def test_reading_twice_is_the_same(text: str) -> None:
    assert read_article(f"工作动态\n{text}") == read_article(f"工作动态\n{text}")


def test_a_fresh_extractor_reads_the_same(samples: Path) -> None:
    fresh = GrammarExtractor(load_ontology())
    for path in sorted(samples.glob("*.txt")):
        document = read(path)
        assert fresh.extract(document) == fresh.extract(document) == read_document(document)


def test_reading_one_document_does_not_touch_the_next() -> None:
    dropped = Document("b.txt", "工作动态\n建立诚信机制。")
    before = read_document(dropped)
    read_document(Document("a.txt", "市政府推行首席质量官制度。"))
    assert read_document(dropped) == before and before.statements == ()


@pytest.mark.parametrize("text", ["", " ", "\n\r\n", "，。！", "（（（", "》《", "1", "。" * 50])
def test_a_text_that_says_nothing(text: str) -> None:
    assert read_document(Document("a.txt", text)).statements == ()


def test_one_clause() -> None:
    [found] = read_sentence("市政府推行首席质量官制度").statements
    assert found.evidence.of("工作动态\n市政府推行首席质量官制度") == "市政府推行首席质量官制度"
    assert (found.predicate, found.origin) == ("推行", Origin.EXPLICIT) and 0.5 < found.confidence < 1.0


def facts(text: str) -> set[tuple[str, str, str]]:
    return {(s.subject.name, s.relation, s.object.name) for s in read_sentence(text).statements}


@pytest.mark.parametrize(
    "text",
    [
        "市政府推行首席质量官制度,完善质量评价体系.",
        "市政府推行首席质量官制度；完善质量评价体系！",
        "\r\n市政府推行首席质量官制度，\r\n完善质量评价体系。\r\n",
        "　　市政府推行首席质量官制度，完善质量评价体系。",
        "市政府推行首席质量官制度（试点〔一期〕），完善质量评价体系。",
        "市政府推行首席质量官制度(试点)，完善质量评价体系",
    ],
)
def test_punctuation_and_line_ends_do_not_matter(text: str) -> None:
    assert facts(text) == {("市政府", "adopts", "首席质量官制度"), ("市政府", "promotes", "质量评价体系")}


def test_nested_titles_are_one_name() -> None:
    title = "《关于印发〈质量发展纲要（2019—2021年）〉的通知》"
    assert facts(f"市政府发布{title}。") == {("市政府", "issues", title)}
    assert facts("市政府发布《关于印发《质量纲要》的通知》。") == {
        ("市政府", "issues", "《关于印发《质量纲要》的通知》")
    }


def test_what_names_nothing_in_particular_says_nothing() -> None:
    assert facts("现将有关事项通知如下。") == set()


def test_furniture_in_the_text_says_nothing() -> None:
    assert facts("上一篇：市政府召开会议\n市政府推行首席质量官制度。") == {("市政府", "adopts", "首席质量官制度")}


def test_what_a_passage_says_twice_counts_once_and_what_two_say_twice() -> None:
    assert len(read_sentence("市政府推行首席质量官制度、首席质量官制度。").statements) == 1
    assert len(read_sentence("市政府推行首席质量官制度。市政府推行首席质量官制度。").statements) == 2


@pytest.mark.parametrize(
    "line",
    [
        "市政府推行首席质量官制度" * 170,
        "质量" * 1000,
        "推行" * 1000,
        "的" * 2000,
        "、".join(["质量制度"] * 400),
        "对" * 2000,
        "《" * 2000,
        "（" * 2000,
        "一是推行" * 500,
    ],
    ids=lambda line: line[:8],
)
def test_a_long_line_without_punctuation_is_read_in_time(line: str) -> None:
    started = time.perf_counter()
    check(read_article(f"工作动态\n{line[:2000]}"))
    assert time.perf_counter() - started < 3


def test_the_extractor_is_made_once_for_an_ontology(monkeypatch: pytest.MonkeyPatch) -> None:
    read_document(Document("a.txt", "市政府推行制度。"))
    monkeypatch.setattr(GrammarExtractor, "__init__", None)
    assert read_document(Document("a.txt", "市政府推行制度。"), load_ontology()).statements


def test_a_segmenter_can_be_chosen() -> None:
    document = Document("a.txt", "市政府推行首席质量官制度，落实主体责任。")
    reference = GrammarExtractor(load_ontology(), segmenter="jieba").extract(document)
    assert reference == read_document(document)
