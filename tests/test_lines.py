"""The JSON lines of facts."""

from __future__ import annotations

from datetime import date

from extractors.model import Document, Mention, Qualifier, Quantity, Span, Statement, TimeValue
from graph.lines import fact_line

TEXT = "企业2024年开展检查不少于3次"
COMPANY, CHECK = Mention("企业", "Enterprise", 0, 2), Mention("检查", "Measure", 9, 11)


def line(quantity: Quantity | None) -> dict[str, object]:
    time = TimeValue("2024年", 2, 7, date(2024, 1, 1), date(2024, 12, 31))
    statement = Statement(COMPANY, "carriesOut", CHECK, Span(0, len(TEXT)), time=time, quantity=quantity)
    return fact_line(Document("a.txt", TEXT), statement, "企业", "检查")


def test_a_line_has_the_days_of_its_time_and_the_bounds_of_its_figure() -> None:
    printed = line(Quantity("不少于3次", 11, 16, 3.0, "次", True, 3.0))
    assert (printed["valid_from"], printed["valid_to"]) == ("2024-01-01", "2024-12-31")
    assert (printed["quantity_value"], printed["quantity_least"], printed["quantity_most"]) == (3.0, 3.0, None)


def test_a_line_has_its_condition_and_its_exception() -> None:
    text = "未经批准，企业不得生产，法律另有规定的除外"
    made = Mention("生产", "Measure", 9, 11)
    statement = Statement(COMPANY, "carriesOut", made, Span(5, 11))
    limited = statement._replace(
        condition=Qualifier("未经批准", 0, 4), exception=Qualifier("法律另有规定的除外", 12, 21)
    )
    document = Document("a.txt", text)
    printed, bare = (fact_line(document, one, "企业", "生产") for one in (limited, statement))
    assert (printed["condition"], printed["exception"]) == ("未经批准", "法律另有规定的除外")
    assert (bare["condition"], bare["exception"]) == (None, None)
    assert printed.keys() == bare.keys()


def test_the_keys_of_a_line_are_always_there() -> None:
    assert line(None).keys() == line(Quantity("不少于3次", 11, 16)).keys()
    assert line(None)["quantity_least"] is None
