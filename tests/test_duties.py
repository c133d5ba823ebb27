"""graph.duties: what is to be done, who leads, who helps and until when, as one node."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.model import Document
from extractors.pipeline import read_document
from graph.lifecycle import clear, relate
from graph.store import KnowledgeGraph

LABELLED = "一、完善质量追溯体系。（牵头单位：市市场监管局；配合单位：市财政局、市商务局；完成时限：2025年12月底）"


def planned(*paragraphs: str) -> KnowledgeGraph:
    text = "\n".join(("绍兴市质量强市实施方案", *paragraphs))
    graph = KnowledgeGraph()
    graph.add(read_document(Document("a.txt", text, title="绍兴市质量强市实施方案", date=date(2024, 5, 1))))
    relate(graph)
    return graph


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (LABELLED, ("质量追溯体系", "绍兴市市场监督管理局", "绍兴市商务局、绍兴市财政局", "2025-12-31")),
        (
            "二、质量诚信体系建设由市发改委牵头，市财政局配合，2026年6月底前完成。",
            ("质量诚信体系建设", "绍兴市发展和改革委员会", "绍兴市财政局", "2026-06-30"),
        ),
        (
            "三、建立首席质量官制度。（责任单位：市市场监管局；完成时限：年底前）",
            ("首席质量官制度", "绍兴市市场监督管理局", "", "2024-12-31"),
        ),
        ("四、建立首席质量官制度。（责任单位：市市场监管局）", None),
        (
            "五、建立首席质量官制度。[市市场监管局牵头，市财政局、市商务局等按职责分工负责，2025年底前完成]",
            ("首席质量官制度", "绍兴市市场监督管理局", "绍兴市商务局、绍兴市财政局", "2025-12-31"),
        ),
        (
            "重点任务\t责任单位\t时间\n建立首席质量官制度\t市市场监管局\t2025年6月",
            ("首席质量官制度", "绍兴市市场监督管理局", "", "2025-06-30"),
        ),
    ],
)
def test_tasks(paragraph: str, expected: tuple[str, ...] | None) -> None:
    rows = list(planned(paragraph).query("tasks"))
    told = {(str(row["task"]), str(row["deadline"])) for row in rows}
    assert told == ({(expected[0], expected[3])} if expected else set())
    for role, names in (("lead", expected[1]), ("cooperates", expected[2])) if expected else ():
        assert "、".join(str(row["who"]) for row in rows if row["role"] == role) == names
    assert all(str(row["quote"]) in paragraph for row in rows)


def test_tasks_are_asked_for_by_body_and_day() -> None:
    graph = planned(LABELLED, "二、质量诚信体系建设由市发改委牵头，市财政局配合，2026年6月底前完成。")
    assert len(graph.query("tasks", who="财政")) == 2
    assert [row["task"] for row in graph.query("tasks", who="商务")] == ["质量追溯体系"]
    assert {row["task"] for row in graph.query("tasks", until="2025-12-31")} == {"质量追溯体系"}


def test_a_task_has_the_passage_that_it_was_read_from() -> None:
    graph = planned(LABELLED)
    [row] = graph.query(
        "SELECT (COUNT(?e) AS ?n) (MIN(?q) AS ?quote) { ?t a zt:Task ; zt:evidence ?e . ?e zt:quote ?q }"
    )
    assert row["n"] == 3 and str(row["quote"]) in LABELLED


def test_tasks_go_with_what_they_rest_on() -> None:
    graph = planned(LABELLED)
    count = "SELECT ?t { ?t a zt:Task }"
    assert len(graph.query(count)) == 1
    assert len(graph.as_of(date(2024, 4, 30)).query(count)) == 0
    assert len(graph.as_of(date(2024, 5, 1)).query(count)) == 1
    clear(graph)
    assert len(graph.query(count)) == 0


def test_a_time_that_is_no_deadline_is_none() -> None:
    graph = planned("五、自2023年以来的质量诚信体系建设由市发改委牵头，市财政局配合。")
    assert [row["deadline"] for row in graph.query("tasks")] == [None, None]


def test_a_time_that_does_not_end_is_no_deadline() -> None:
    graph = planned("六、此前由市发改委牵头质量诚信体系建设，市财政局配合。")
    assert {row["time"] for row in graph.query("tasks")} <= {None}
