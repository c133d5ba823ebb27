"""The typed names of a document."""

from __future__ import annotations

import pytest
from sentences import grammar, read_sentence, tokenize

from extractors.mentions import find_mentions
from extractors.model import Document, Mention, Span, Statement


def mentions(text: str, *statements: Statement) -> list[tuple[str, str]]:
    """Name and type of each mention of a text."""
    found = find_mentions(Document("a.txt", text), tokenize(text), statements, grammar())
    return [(mention.name, mention.type) for mention in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("，。", []),
        ("《质量纲要》", [("《质量纲要》", "Document")]),
        ("2019年", [("2019年", "Time")]),
        ("12.5万元", [("12.5万元", "Quantity")]),
        ("广州市", [("广州市", "Place")]),
        ("首席质量官制度", [("首席质量官制度", "System")]),
        ("呵呵", []),
        ("广州市，广州市", [("广州市", "Place"), ("广州市", "Place")]),
    ],
)
def test_names_wherever_they_stand(text: str, expected: list[tuple[str, str]]) -> None:
    assert mentions(text) == expected


def test_arguments_of_statements_come_first_and_once() -> None:
    text = "广州市推行首席质量官制度"
    city, system = Mention("广州市", "Place", 0, 3), Mention("首席质量官制度", "System", 5, 12)
    said = Statement(city, "adopts", system, Span(0, 12))
    assert mentions(text, said, said) == [("广州市", "Place"), ("首席质量官制度", "System")]


def test_an_argument_hides_the_word_of_the_same_place() -> None:
    whole = Mention("广州市", "Government", 0, 3)
    said = Statement(whole, "adopts", whole, Span(0, 3))
    assert mentions("广州市", said) == [("广州市", "Government")]


def test_mentions_are_in_order() -> None:
    found = read_sentence("2019年，广州市印发《质量纲要》，投入专项资金12.5万元。").mentions
    assert list(found) == sorted(found, key=lambda m: (m.start, m.end, m.name, m.type))
    assert {"Time", "Place", "Document", "Quantity"} <= {mention.type for mention in found}
    assert len(found) == len(set(found))


def test_every_argument_is_a_mention() -> None:
    reading = read_sentence("市、区政府出台实施意见、工作指引等文件，市长李明出席会议。")
    arguments = {mention for s in reading.statements for mention in (s.subject, s.object)}
    assert arguments and arguments <= set(reading.mentions)
