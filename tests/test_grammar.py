"""What sentences of the genre say, and what they do not say."""

from __future__ import annotations

import pytest
from sentences import ARTICLES, SENTENCES, Case, Claim, read_article, read_sentence, show

from extractors.model import Reading


def check(reading: Reading, case: Case) -> None:
    said = show(reading.statements)
    missing = [line for line in case.says if not any(Claim.parse(line).holds(s) for s in reading.statements)]
    assert not missing, f"{case.text}\nsays\n{said}"
    wrong = [line for line in case.silent if any(Claim.parse(line).names(s) for s in reading.statements)]
    assert not wrong, f"{case.text}\nsays\n{said}"


@pytest.mark.parametrize("case", SENTENCES, ids=lambda case: case.text[:24])
def test_a_sentence_says_what_a_careful_reader_finds(case: Case) -> None:
    check(read_sentence(case.text), case)


@pytest.mark.parametrize("case", ARTICLES, ids=lambda case: case.text[:24])
def test_an_article_says_what_a_careful_reader_finds(case: Case) -> None:
    check(read_article(case.text), case)
