"""What the text around a fact says of how it holds."""

from __future__ import annotations

from sentences import lexicon

from extractors.manner import Circumstances
from extractors.model import Origin
from extractors.moods import Marks, surround
from extractors.text import split_sentences

TEXT = "市政府计划建成平台。推行制度，应当完善机制。\n取得了成效。"


def told(count: int = 1) -> list[Circumstances]:
    """Four facts of TEXT: one planned, one bare, one required, one bare in another paragraph; each `count` times."""
    sentences = list(split_sentences(TEXT))
    clauses = [clause for sentence in sentences for clause in sentence.clauses]
    of = ("Government", "adopts", "推行", "news")
    facts = [
        (Circumstances(given, "", "", "actual", False, False, Origin.SENTENCE, *of), clause)
        for given, clause in zip(("planned", "", "required", ""), clauses, strict=True)
        for _ in range(count)
    ]
    return surround("市政府部署工作", TEXT, sentences, facts, Marks(lexicon()))


def test_marked_neighbours_tell_with_their_distance() -> None:
    assert [known.before for known in told()] == ["", "planned/p", "planned/p", "required/d"]
    assert [known.after for known in told()] == ["required/p", "required/s", "", ""]


def test_how_much_of_a_document_is_marked() -> None:
    assert {(known.requires, known.plans, known.holds) for known in told(count=2)} == {(1, 1, 0)}
    assert {(known.requires, known.plans, known.holds) for known in told()} == {(-1, -1, -1)}


def test_title_sentence_and_clause_are_marked() -> None:
    assert [known.title for known in told()] == ["R"] * 4
    assert [known.sentence for known in told()] == ["P", "R", "R", "D"]
    assert [known.clause for known in told()] == ["P", "", "R", "D"]


def test_nothing_stands_around_nothing() -> None:
    assert surround("", "", [], [], Marks(lexicon())) == []
