"""The score on Recognizers-Text: cases of our own in its form are loaded, excluded, judged and counted."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.suites import SUITES, Case, Expected, excluded_by, load_cases
from graph.timecases import main, score, table
from graph.verdicts import is_right
from ontologies.errors import NotFound

DAY = date(2020, 3, 1)


def case(kind: str, step: str, text: str, stated: str | None, value: Any = None) -> Case:
    start = text.index(stated) if stated else 0
    expected = (Expected(start, start + len(stated), value),) if stated else ()
    return Case(kind, step, text, DAY, expected)


def resolved(timex: str, *past: str, future: tuple[str, ...] = ()) -> dict[str, Any]:
    names = ("date",) if len(past) == 1 else ("startDate", "endDate")
    return {
        "Timex": timex,
        "PastResolution": dict(zip(names, past, strict=True)),
        "FutureResolution": dict(zip(names, future or past, strict=True)),
    }


@pytest.mark.parametrize(
    ("one", "right"),
    [
        (case("date", "find", "会议定在5月6日", "5月6日"), True),
        (case("date", "find", "会议定在5月6日", "6日"), False),
        (case("date", "find", "到5月6日为止", "5月6日"), True),
        (case("date", "find", "没有日期的话", None), True),
        (case("date", "find", "其实有：5月6日", None), False),
        (case("date", "read", "2月1日", "2月1日", resolved("", "2020-02-01", future=("2021-02-01",))), True),
        (case("date", "read", "3月8日", "3月8日", resolved("", "2019-03-08", future=("2020-03-08",))), True),
        (case("date", "read", "2月1日", "2月1日", resolved("", "2019-02-01", future=("2021-02-01",))), False),
        (case("date", "read", "2月30日", "2月30日", resolved("", "0001-01-01")), True),
        (case("period", "read", "2018年", "2018年", resolved("2018", "2018-01-01", "2019-01-01")), True),
        (case("period", "read", "2018年", "2018年", resolved("2018", "2018-01-01", "2018-12-01")), False),
        (
            case("period", "read", "2016到2018年", "2016到2018年", resolved("(", "2016-01-01", "2018-01-01")),
            True,
        ),
        (case("period", "read", "08年以后投产", "08年", resolved("2008", "2008-01-01", "2009-01-01")), True),
        (case("period", "read", "08年以后投产", "08年", resolved("2009", "2009-01-01", "2010-01-01")), False),
        (case("duration", "read", "历经三年半", "三年半", {"PastResolution": {"duration": "110376000"}}), False),
        (case("duration", "read", "共计三年半", "三年半", {"PastResolution": {"duration": "110376000"}}), True),
        (case("duration", "read", "共计三年半", "三年半", {"PastResolution": {"duration": "1"}}), False),
        (case("percent", "read", "占九成", "九成", {"value": "90%"}), True),
        (case("percent", "read", "占九成", "九成", {"value": "9%"}), False),
        (case("number", "read", "一万三", "一万三", {"value": "13000"}), True),
        (case("number", "read", "一万三", "一万三", {"value": "10003"}), False),
        (case("number", "read", "共有199个", "199", {"value": "199"}), True),
        (case("ordinal", "read", "第二百五十", "第二百五十", {"value": "250"}), True),
        (case("range", "read", "至少有10次", "至少有10", {"value": "[10,)"}), True),
        (case("range", "read", "至少有10次", "至少有10", {"value": "(,10]"}), False),
        (case("range", "read", "20到100个", "20到100", {"value": "[20,100)"}), True),
    ],
)
def test_a_case_is_right_or_wrong(one: Case, right: bool) -> None:
    assert is_right(one) is right


def test_a_class_of_cases_is_excluded_with_its_reason() -> None:
    assert "conversation" in (excluded_by(case("date", "find", "会议在星期三", "星期三")) or "")
    assert "formulae" in (excluded_by(case("number", "read", "2^5", "2^5")) or "")
    assert excluded_by(case("date", "find", "5月6日，星期三", "5月6日，星期三")) is None
    assert excluded_by(case("number", "read", "星期三", "星期三")) is None


def write(folder: Path, rows: dict[str, list[dict[str, Any]]]) -> None:
    for name in SUITES:
        path = folder / "time" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(rows.get(name, []), ensure_ascii=False), encoding="utf-8-sig")


def test_a_suite_that_is_missing_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NotFound, match=r"DateExtractor\.json"):
        list(load_cases(tmp_path))
    assert main([str(tmp_path)]) == 2
    assert "DateExtractor.json" in capsys.readouterr().err


def test_all_cases_are_counted_and_misses_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = {"Type": "date", "Start": 0, "Length": 4}
    rows = [
        {"Input": "5月6日开会", "Results": [found | {"Text": "5月6日"}]},
        {"Input": "甲乙丙丁", "Results": [found | {"Text": "甲乙丙丁"}]},
        {"Input": "星期三开会", "Results": [found | {"Text": "星期三", "Length": 3}]},
    ]
    number = [{"Input": "一百", "Results": [{"Text": "一百", "Resolution": {"value": "100"}, "Start": 0, "End": 1}]}]
    write(tmp_path, {"DateTime/DateExtractor.json": rows, "Number/Chinese/NumberModel.json": number})
    scores = score(load_cases(tmp_path))
    dates = scores["date", "find"]
    assert (dates.cases, dates.applicable, dates.right) == (3, 2, 1)
    assert (scores["number", "read"].cases, scores["number", "read"].right) == (1, 1)
    assert [line.split()[2:] for line in table(scores).splitlines() if line.startswith("date")] == [
        ["3", "1", "2", "1", "50.0"],
        ["3", "1", "2", "1", "50.0"],
    ]
    assert main([str(tmp_path), "--misses"]) == 0
    assert "甲乙丙丁" in capsys.readouterr().out
