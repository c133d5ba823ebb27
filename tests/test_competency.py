"""The competency questions of ontologies/queries, each with a right answer from the sample texts or a small graph."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractors.model import Document, Modality
from graph.build import open_graph
from graph.facts import Entity, Evidence, Fact, Figure, Period
from graph.queries import load_queries
from graph.store import KnowledgeGraph
from graph.triples import reprint_to_quads

Row = dict[str, object]

# query → parameters, and what one row of the answer says
SAMPLES: list[tuple[str, dict[str, str], Row]] = [
    ("actors", {"does": "commends"}, {"who": "安徽省人民政府"}),
    ("adopted", {"who": "绍兴市", "what": "质量官"}, {"who": "绍兴市", "what": "首席质量官制度"}),
    ("applies-to", {"whom": "直属机构"}, {"whom": "安徽省各直属机构"}),
    ("approvals", {"what": "食品安全"}, {"who": "市政府常务会议", "what": "《成都市食品安全全链条监管实施方案》"}),
    ("basis", {"basis": "特种设备"}, {"what": "《芜湖市电梯安全管理条例》"}),
    ("between", {"one": "云际", "other": "安徽省"}, {"subject": "安徽省人民政府", "does": "commends"}),
    ("changes", {"from": "2022-01-01", "to": "2022-12-31"}, {"does": "issues", "what": "《企业首席质量官工作指引》"}),
    ("conditions", {"what": "许可证"}, {"condition": "情节严重的"}),
    ("cooperation", {"who": "林舒"}, {"does": "participatesIn", "with": "市政府常务会议"}),
    ("deadlines", {"from": "2025-12-31", "to": "2025-12-31", "modality": "planned"}, {"what": "出厂检验制度"}),
    ("diffusion", {"what": "首席质量官制度"}, {"who": "绍兴市", "day": date(2025, 4, 17), "does": "adopts"}),
    ("documents", {"about": "质量强市"}, {"number": "绍政办发〔2025〕9号"}),
    ("entity-card", {"name": "林舒"}, {"relation": "participatesIn"}),
    ("established", {"what": "质量信用"}, {"what": "质量信用档案"}),
    (
        "figure-source",
        {"figure": "2360亿"},
        {"title": "绍兴芜湖签署质量协同发展合作协议", "start": 360, "publisher": "浙江在线"},
    ),
    ("figures", {"figure": "118批次"}, {"value": 118.0, "unit": "批次"}),
    ("honours", {"who": "中晟"}, {"honour": "安徽省人民政府质量奖", "does": "obtains"}),
    ("in-force", {"about": "17号"}, {"number": "浙市监质〔2025〕17号", "effective": date(2025, 3, 1)}),
    ("in-force", {"on": "2025-01-15"}, {"title": "芜湖市电梯安全管理条例"}),
    ("indicator-series", {"indicator": "不合格产品", "unit": "批次"}, {"value": 118.0, "day": date(2025, 1, 1)}),
    ("issued", {"what": "抽查方案"}, {"who": "浙江省市场监督管理局"}),
    ("leads-and-assists", {"what": "产业质量提升工程"}, {"role": "lead", "who": "绍兴市市场监督管理局"}),
    ("leads-and-assists", {"what": "产业质量提升工程"}, {"role": "assists", "who": "绍兴市经济和信息化局"}),
    ("measures-for", {"class": "Enterprise", "whom": "云际"}, {"who": "安徽省人民政府", "does": "commends"}),
    ("meetings", {"event": "签约仪式"}, {"who": "徐若谷", "does": "participatesIn"}),
    ("names", {"name": "安徽省政府"}, {"name": "安徽省人民政府", "type": "Government"}),
    ("new-per-year", {"who": "绍兴"}, {"year": "2022", "class": "System", "example": "首席质量官培训机制"}),
    ("obligations", {"what": "主体责任"}, {"who": "绍兴市人民政府", "does": "responsibleFor"}),
    ("of-place", {"place": "绍兴市"}, {"who": "绍兴市市场监督管理局"}),
    ("of-place", {"place": "绍兴市"}, {"who": "绍兴市", "what": "首席质量官制度"}),
    ("plans", {"what": "出厂检验"}, {"who": "企业", "by": date(2025, 12, 31)}),
    ("posts", {"who": "沈嘉禾"}, {"post": "浙江越丰染整有限公司首席质量官"}),
    ("prohibitions", {"who": "使用单位"}, {"does": "adopts", "what": "电梯", "modality": "required"}),
    ("repealed", {"what": "电梯安全"}, {"what": "《芜湖市电梯安全监督管理办法》"}),
    ("responsible", {"who": "电梯使用单位"}, {"what": "主体责任"}),
    ("rests-on", {"document": "特种设备安全法"}, {"what": "《芜湖市电梯安全管理条例》"}),
    ("said-of", {"document": "首席质量官", "who": "沈嘉禾"}, {"does": "holdsPost", "subject": "沈嘉禾"}),
    ("sanctions", {"what": "生产许可证"}, {"who": "浙江省市场监管部门"}),
    ("sums", {"least": "200000000000"}, {"amount": 236000000000.0}),
    ("supervised", {"whom": "家用电器"}, {"does": "supervises"}),
    ("support", {"whom": "云际"}, {"who": "安徽省人民政府", "does": "commends"}),
    ("tasks", {"who": "水利局"}, {"task": "工程质量管理标准化", "role": "cooperates"}),
    ("timeline", {"from": "2022-01-01", "to": "2022-12-31", "about": "指引"}, {"object": "《企业首席质量官工作指引》"}),
    ("unsure", {"limit": "3"}, {}),
]
MADE = ("contradictions", "corroborated", "differing-figures", "inferences", "permissions", "reprints", "targets")

CITY, OFFICE = Entity("440100", "广州市", "Place"), Entity("440100-gov", "广州市人民政府", "Government", (), "440100")
SYSTEM, RATE = Entity("5b0e", "首席质量官制度", "System"), Entity("7a10", "抽检合格率", "Indicator")
DOCUMENTS = [
    Document("甲.txt", "广州市推行首席质量官制度。2013年抽检合格率达95%。", title="甲", date=date(2014, 1, 1)),
    Document("乙.txt", "广州市没有推行首席质量官制度。2013年抽检合格率达93%。", title="乙", date=date(2014, 2, 1)),
    Document(
        "丙.txt", "广州市推行首席质量官制度。广州市人民政府可以撤销首席质量官制度。", title="丙", date=date(2015, 1, 1)
    ),
]
DATES = {document.title: document.date for document in DOCUMENTS}


def seen(place: int, quote: str) -> Evidence:
    document = DOCUMENTS[place]
    start = document.text.index(quote)
    return Evidence(document.id, start, start + len(quote), quote)


def rate(place: int, value: float) -> Fact:
    figure = Figure(f"{value:g}%", value, "%")
    thing = Entity(f"{value:g}", f"{value:g}%", "Quantity")
    quote = f"2013年抽检合格率达{value:g}%"
    period = Period("2013年", date(2013, 1, 1), date(2013, 12, 31))
    return Fact(RATE, "hasValue", thing, time=period, quantity=figure, evidence=(seen(place, quote),))


@pytest.fixture(scope="module")
def sampled(built: Path) -> KnowledgeGraph:
    return open_graph(built / "graph")


@pytest.fixture(scope="module")
def made() -> KnowledgeGraph:
    graph = KnowledgeGraph()
    quote = "广州市推行首席质量官制度"
    graph.add(
        [
            *DOCUMENTS,
            Fact(CITY, "adopts", SYSTEM, evidence=(seen(0, quote), seen(2, quote))),
            Fact(CITY, "adopts", SYSTEM, negated=True, evidence=(seen(1, "广州市没有推行首席质量官制度"),)),
            rate(0, 95.0),
            rate(1, 93.0),
            Fact(
                OFFICE,
                "repeals",
                SYSTEM,
                Modality.POSSIBLE,
                evidence=(seen(2, "广州市人民政府可以撤销首席质量官制度"),),
            ),
            Fact(OFFICE, "aimsAt", RATE, Modality.PLANNED, evidence=(seen(0, "抽检合格率"),)),
        ]
    )
    graph.store.extend(reprint_to_quads(DOCUMENTS[2].id, DOCUMENTS[0].id))
    return graph


def test_each_question_is_answered_here() -> None:
    assert {name for name, _, _ in SAMPLES} | set(MADE) == set(load_queries())
    assert len(load_queries()) >= 25


@pytest.mark.parametrize(
    ("name", "values", "expected"), SAMPLES, ids=lambda value: value if isinstance(value, str) else ""
)
def test_the_samples_answer(name: str, values: dict[str, str], expected: Row, sampled: KnowledgeGraph) -> None:
    rows = list(sampled.query(name, **values))
    assert any(expected.items() <= row.items() for row in rows), rows[:5]
    if name not in ("entity-card", "of-place"):  # their names are exact
        assert len(rows) < len(sampled.query(name))


def test_quotes_of_the_answers_stand_in_the_texts(sampled: KnowledgeGraph) -> None:
    texts = " ".join(document.text for document in sampled.documents())
    for name in load_queries():
        for row in sampled.query(name):
            assert str(row.get("quote") or "") in texts


def test_the_order_of_diffusion_is_that_of_the_days(sampled: KnowledgeGraph) -> None:
    days = [row["day"] for row in sampled.query("diffusion", what="首席质量官制度")]
    assert len(days) > 1
    assert days == sorted(days)  # type: ignore[type-var]


def test_contradictions(made: KnowledgeGraph) -> None:
    rows = list(made.query("contradictions"))
    assert [(row["title"], row["denial_title"]) for row in rows] == [("甲", "乙"), ("丙", "乙")]
    assert rows[0]["denial"] == "广州市没有推行首席质量官制度"
    assert not list(made.query("contradictions", about="合格率"))


def test_differing_figures(made: KnowledgeGraph) -> None:
    [row] = made.query("differing-figures")
    assert (row["indicator"], row["time"], row["unit"]) == ("抽检合格率", "2013年", "%")
    assert (row["value"], row["title"], row["other_value"], row["other_title"]) == (93.0, "乙", 95.0, "甲")
    assert not list(made.query("differing-figures", indicator="产值"))


def test_corroborated(made: KnowledgeGraph) -> None:
    [row] = made.query("corroborated")
    assert (row["documents"], row["who"], row["what"]) == (2, "广州市", "首席质量官制度")
    assert row["title"] in DATES


def test_permissions(made: KnowledgeGraph) -> None:
    [row] = made.query("permissions")
    assert (row["who"], row["does"], row["what"], row["title"]) == ("广州市人民政府", "repeals", "首席质量官制度", "丙")


def test_targets(made: KnowledgeGraph) -> None:
    [row] = made.query("targets", goal="合格率")
    assert (row["who"], row["goal"], row["modality"]) == ("广州市人民政府", "抽检合格率", "planned")


def test_reprints(made: KnowledgeGraph) -> None:
    [row] = made.query("reprints")
    assert (row["title"], row["original_title"]) == ("丙", "甲")
    assert (row["date"], row["original_date"]) == (DATES["丙"], DATES["甲"])


def test_they_are_listed(built: Path, shell) -> None:
    listed, bare = (shell(f"zhitu query {built / 'graph'} {flag}").stdout for flag in ("--list", ""))
    assert listed == bare
    assert [line.split()[0] for line in listed.splitlines()[2:]] == sorted(load_queries())
    assert "谁牵头、谁配合" in listed
    assert shell(f"zhitu query {built / 'graph'} --list --name adopted").returncode == 2
