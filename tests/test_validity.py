"""extractors.validity: from when to when a document is in force, as it says itself."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.model import Document
from extractors.validity import add_months, read_repealed, read_validity

DAY = date(2020, 3, 10)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("本办法自2020年1月1日起施行，有效期5年。", "2020-01-01", "2024-12-31"),
        ("第九条　本办法自2020年1月1日起施行，有效期为五年。", "2020-01-01", "2024-12-31"),
        ("本通知自印发之日起施行，有效期至2025年12月31日。", "2020-03-10", "2025-12-31"),
        ("本规定自公布之日起30日后施行，有效期2年。", "2020-04-09", "2022-04-08"),
        ("本细则自发布之日起满一个月后实施。", "2020-04-10", None),
        ("本办法自2021年7月1日起施行，试行两年。", "2021-07-01", "2023-06-30"),
        ("本意见自2021年7月1日起至2022年6月30日止执行。", "2021-07-01", "2022-06-30"),
        ("本方案有效期三年。", None, "2023-03-09"),
        ("自2019年5月1日起施行。", "2019-05-01", None),
        ("本实施细则自2019年5月1日起施行。原办法同时废止。", "2019-05-01", None),
        ("食品经营许可证自发放之日起有效期5年。", None, None),
        ("《办法》自2019年5月1日起施行，有效期5年。", None, None),
        ("各单位要实施质量工程，许可证有效期五年。", None, None),
        ("本办法所称许可，由县级以上部门实施。", None, None),
    ],
)
def test_intervals(text: str, begin: str | None, end: str | None) -> None:
    found = read_validity(Document("a.txt", f"总则。\n{text}\n", date=DAY))
    told = [str(day) if day else None for day in (found.begin, found.end)]
    assert told == [begin, end]
    if found.passage is not None:
        assert found.passage.of(f"总则。\n{text}\n").strip() in text


def test_what_the_page_says_goes_before_the_text() -> None:
    document = Document("a.txt", "本办法自2020年1月1日起施行，有效期1年。", effective=date(2020, 2, 1))
    found = read_validity(document)
    assert (found.begin, found.end) == (date(2020, 2, 1), date(2021, 1, 31))


def test_an_end_before_the_beginning_is_none() -> None:
    assert read_validity(Document("a.txt", "本办法自2020年1月1日起施行，有效期至2019年1月1日。")).end is None


def test_without_a_date_a_length_has_no_end() -> None:
    assert read_validity(Document("a.txt", "本办法有效期5年。")).end is None


def test_months_are_those_of_the_calendar() -> None:
    assert add_months(date(2019, 11, 30), 3) == date(2020, 2, 29)
    assert add_months(date(9999, 1, 1), 12) == date.max


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("本办法自5月1日起施行，《甲办法》（甲府〔2010〕1号）、《乙办法》同时废止。", ["《甲办法》", "《乙办法》"]),
        ("根据《甲法》，制定本办法，《乙办法》即行废止。", ["《乙办法》"]),
        ("原甲府办〔2018〕7号文件同时废止。", ["甲府办〔2018〕7号"]),
        ("《甲办法》自本通知印发之日起停止执行。", ["《甲办法》"]),
        ("《甲办法》不再执行。", ["《甲办法》"]),
        ("落实《甲办法》，原有关规定同时废止。", []),
        ("甲市废止《甲办法》。", []),
    ],
)
def test_what_ends_with_a_document(text: str, titles: list[str]) -> None:
    assert sorted(read_repealed(Document("a.txt", f"总则。\n{text}\n"))) == sorted(titles)
