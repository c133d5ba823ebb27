"""Words with their classes: what the lexicon overrides, splits and merges, and that both segmenters agree."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sentences import lexicon, tokenize, tokenizer

from extractors.lexicon import (
    ADJECTIVE,
    ADVERB,
    BRACKET,
    COMMA,
    COPULA,
    MODAL,
    NEGATION,
    NOUN,
    OF,
    PREPOSITION,
    QUANTITY,
    TIME,
    TITLE,
    VERB,
)
from extractors.model import Quantity, TimeValue
from extractors.readers import read
from extractors.tokens import JiebaSegmenter, RustSegmenter, Segmenter, Token, Tokenizer, make_segmenter
from extractors.values import find_times


def kinds(text: str) -> list[tuple[str, str]]:
    """The tokens of a text with their kinds."""
    return [(token.text, token.kind) for token in tokenize(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("市政府推行首席质量官制度", [("市政府", NOUN), ("推行", VERB), ("首席质量官制度", NOUN)]),
        ("企业应当落实责任", [("企业", NOUN), ("应当", MODAL), ("落实", VERB), ("责任", NOUN)]),
        ("不得落实", [("不得", NEGATION), ("落实", VERB)]),
        ("对企业", [("对", PREPOSITION), ("企业", NOUN)]),
        ("企业的责任", [("企业", NOUN), ("的", OF), ("责任", NOUN)]),
        ("甲、乙", [("甲", NOUN), ("、", COMMA), ("乙", NOUN)]),
        ("企业是主体", [("企业", NOUN), ("是", COPULA), ("主体", NOUN)]),
        ("印发《质量纲要》", [("印发", VERB), ("《质量纲要》", TITLE)]),
        ("“一把手”工程", [("“一把手”", NOUN), ("工程", NOUN)]),
        ("企业（含个体）", [("企业", NOUN), ("（含个体）", BRACKET)]),
        ("2019年采购", [("2019年", TIME), ("采购", VERB)]),
        ("采购12.5万元", [("采购", VERB), ("12.5万元", QUANTITY)]),
        ("切实加强监管", [("切实", ADVERB), ("加强", VERB), ("监管", VERB)]),
    ],
)
def test_words_and_their_kinds(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


def test_what_goes_with_a_verb_elsewhere_is_an_adjective_in_front_of_a_noun() -> None:
    assert ("科学", ADJECTIVE) in kinds("科学的体系")
    assert ("科学", ADVERB) in kinds("科学推进改革")


@pytest.mark.parametrize("name", ["综合利用率", "居家养老服务站", "先进制造业", "供给侧结构性改革", "社会治安防控体系"])
def test_a_name_stays_whole_whatever_shorter_names_it_holds(name: str) -> None:
    """综合利用, 居家养老服务, 先进制造, 结构性改革 and 治安防控 are names too."""
    assert kinds(f"推进{name}") == [("推进", VERB), (name, NOUN)]


def test_values_are_on_the_tokens() -> None:
    [year, _, amount] = tokenize("2019年采购12.5万元")
    assert isinstance(year.value, TimeValue) and str(year.value.valid_from) == "2019-01-01"
    assert isinstance(amount.value, Quantity) and amount.value.value == 125_000


def test_a_title_wins_over_the_figures_in_it() -> None:
    assert kinds("《2019年采购12.5万元的规定》") == [("《2019年采购12.5万元的规定》", TITLE)]


@pytest.mark.parametrize("text", ["", " ", "\r\n\u3000\t"])
def test_white_space_has_no_tokens(text: str) -> None:
    assert tokenize(text) == []


def test_offsets_pass_over_white_space() -> None:
    [first, second] = tokenize("\r\n市政府 \u3000推行")
    assert (first.start, first.end, second.start, second.end) == (2, 5, 7, 9)


def test_a_verb_that_no_table_has_is_a_weak_one() -> None:
    [token] = tokenize("奔跑")
    assert token.kind == VERB and token.verb is not None and token.verb.kind == "D" and not token.verb.relations


def test_a_name_that_is_no_name_loses_its_tag() -> None:
    assert all(token.tag != "nr" or lexicon().is_person(token.text) for token in tokenize("安全发展高质量和谐王小明"))


def check(text: str, tokens: list[Token]) -> None:
    """The tokens cover the text in order, without overlap; what lies between them is white space."""
    at = 0
    for token in tokens:
        assert text[token.start : token.end] == token.text != ""
        assert text[at : token.start].strip() == ""
        assert (token.kind == VERB) == (token.verb is not None)
        at = token.end
    assert text[at:].strip() == ""


@given(st.text(max_size=80))
@settings(deadline=None)
def test_tokens_cover_any_text_in_order(text: str) -> None:
    check(text, tokenize(text))


@given(st.text(st.sampled_from("市政府推行首席质量官制度2019年12.5万元《》（）“”、，。的对将 \n"), max_size=60))
@settings(deadline=None)
def test_tokens_cover_a_text_of_the_genre_in_order(text: str) -> None:
    check(text, tokenize(text))


def test_tokenizing_twice_is_the_same(samples: Path) -> None:
    text = read(samples / "results-report.txt").text
    first = tokenizer().tokenize(text)
    assert first == tokenizer().tokenize(text) == Tokenizer(lexicon()).tokenize(text)


class Characters:
    """A segmenter that knows no words."""

    def __init__(self) -> None:
        self.known: list[str] = []

    def add(self, words: object) -> None:
        self.known += [word for word, _ in words]  # type: ignore[attr-defined]

    def tag(self, text: str) -> list[tuple[str, str]]:
        return [(character, "n") for character in text]


def test_any_segmenter_will_do() -> None:
    own: Segmenter = Characters()
    assert make_segmenter(own) is own
    tokens = Tokenizer(lexicon(), own).tokenize("推行制度《纲要》")
    assert [token.text for token in tokens] == ["推", "行", "制", "度", "《纲要》"]
    assert "首席质量官制度" in own.known and "广州市" in own.known  # type: ignore[attr-defined]


def test_segmenters_by_name() -> None:
    assert isinstance(make_segmenter("auto"), RustSegmenter)
    assert isinstance(make_segmenter("rjieba"), RustSegmenter)
    assert isinstance(make_segmenter("jieba"), JiebaSegmenter)


@pytest.mark.parametrize("engine", [RustSegmenter, JiebaSegmenter])
def test_a_word_that_is_made_known_stays_whole(engine: type[RustSegmenter] | type[JiebaSegmenter]) -> None:
    segmenter = engine()
    assert ("链上质量哨", "n") not in segmenter.tag("推行链上质量哨制度")
    segmenter.add([("链上质量哨", "n")])
    assert ("链上质量哨", "n") in segmenter.tag("推行链上质量哨制度")


def test_both_segmenters_give_the_same_words(samples: Path) -> None:
    rust, reference = tokenizer(), Tokenizer(lexicon(), "jieba")
    ours = theirs = both = 0
    for path in sorted(samples.glob("*.txt")):
        text = read(path).text
        times = find_times(text)
        first, second = ({(t.start, t.end) for t in one.tokenize(text, times)} for one in (rust, reference))
        ours, theirs, both = ours + len(first), theirs + len(second), both + len(first & second)
    assert ours > 1500
    assert both >= 0.98 * ours and both >= 0.98 * theirs


def test_a_time_holds_its_own_brackets_and_quotation_marks() -> None:
    assert kinds("“十四五”期间完成")[0] == ("“十四五”期间", TIME)
    assert kinds("今天（10月14日）举行")[0] == ("今天（10月14日）", TIME)


def test_what_is_only_compared_with_is_no_time_of_its_own() -> None:
    assert ("同比", TIME) not in kinds("税收同比增长8.5%")
    assert ("比2012年", TIME) in kinds("合格率比2012年提高")
