"""graph.lifecycle: what documents do to each other, from when to when they are in force, what came after what."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from extractors.model import Document, Mention, Modality, Reading, Span, Statement
from graph.build import build, open_graph
from graph.exports import to_nquads
from graph.identity import resolve
from graph.lifecycle import clear, relate
from graph.store import KnowledgeGraph
from graph.validation import validate

RULES = "《甲市电梯安全管理办法》"
FORMER = "《甲市电梯安全管理暂行办法》"
DECISION = "《甲市人民政府关于废止〈甲市电梯安全管理办法〉的决定》"
NOTICE = "《甲市人民政府关于印发〈甲市电梯安全管理办法〉的通知》"


def reading(text: str, *facts: tuple[str, str, str], types: dict[str, str] | None = None, **details: object) -> Reading:
    """A document that states facts of names that stand in its text, documents where they stand in 《》."""

    def mention(name: str) -> Mention:
        kind = (types or {}).get(name, "Document" if name.startswith("《") or name.endswith("号") else "Government")
        return Mention(name, kind, text.index(name), text.index(name) + len(name))

    modality = details.pop("modality", Modality.ACTUAL)
    said = tuple(
        Statement(mention(a), relation, mention(b), Span(0, len(text)), modality)  # type: ignore[arg-type]
        for a, relation, b in facts
    )
    return Reading(Document("a.txt", text, **details), (), said)  # type: ignore[arg-type]


def related(*readings: Reading) -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add(readings)
    relate(graph)
    return graph


def told(graph: KnowledgeGraph, name: str, property: str) -> list[str]:
    """The values of a property of what is called so: labels, or the values themselves."""
    found = f"?e skos:prefLabel ?n ; {property} ?v . OPTIONAL {{ ?v skos:prefLabel ?l }} FILTER(STR(?n) = $n)"
    query = f"SELECT ?v ?l {{ {found} }}"
    return sorted(str(row["l"] or row["v"]) for row in graph.query(query, n=name))


def rules(**details: object) -> Reading:
    text = f"本办法自2020年4月1日起施行，有效期5年，{FORMER}同时废止。市政府推行{RULES}。"
    return reading(text, ("市政府", "adopts", RULES), title=RULES.strip("《》"), **details)


def former() -> Reading:
    return reading(f"市政府执行{FORMER}。", ("市政府", "adopts", FORMER), date=date(2018, 1, 1))


def test_an_entity_is_linked_to_the_article_that_was_read() -> None:
    graph = related(rules(number="甲府〔2020〕5号", date=date(2020, 3, 10)))
    [article] = [document.id for document in graph.documents()]
    assert told(graph, RULES, "zt:readAs") == [f"https://w3id.org/zhitu/id/d/{article}"]
    assert told(graph, RULES, "zt:validFrom") == ["2020-04-01"]
    assert told(graph, RULES, "zt:validTo") == ["2025-03-31"]
    assert told(graph, RULES, "dcterms:issued") == ["2020-03-10"]
    assert told(graph, RULES, "dcterms:identifier") == ["甲府〔2020〕5号"]


def test_a_number_and_a_title_are_one_document() -> None:
    number = "甲府〔2020〕5号"
    other = reading(f"市政府执行{number}。", ("市政府", "adopts", number), date=date(2021, 1, 1))
    graph = related(rules(number="甲府[2020]5号"), other)
    assert told(graph, number, "owl:sameAs") == [RULES]
    assert told(graph, number, "zt:readAs") == told(graph, RULES, "zt:readAs")


def test_a_title_that_two_articles_have_links_to_none() -> None:
    again = reading(f"市政府落实{RULES}。", ("市政府", "adopts", RULES), title=RULES)
    assert told(related(rules(), again), RULES, "zt:readAs") == []


def test_new_rules_replace_those_that_they_repeal() -> None:
    graph = related(rules(), former())
    assert told(graph, RULES, "dcterms:replaces") == [FORMER]
    assert told(graph, FORMER, "dcterms:isReplacedBy") == told(graph, FORMER, "eli:repealed_by") == [RULES]
    assert told(graph, FORMER, "zt:validTo") == ["2020-03-31"]


def test_a_decision_repeals_and_replaces_nothing() -> None:
    decision = reading(
        f"{DECISION}发布，市政府废止{RULES}。", ("市政府", "repeals", RULES), ("市政府", "issues", DECISION),
        title=DECISION, date=date(2023, 6, 1),
    )  # fmt: skip
    graph = related(rules(), decision)
    label = DECISION.replace("〈", "").replace("〉", "")
    assert told(graph, RULES, "eli:repealed_by") == [label]
    assert told(graph, RULES, "dcterms:isReplacedBy") == []
    assert told(graph, RULES, "zt:validTo") == ["2023-05-31"]


@pytest.mark.parametrize(("modality", "ends"), [(Modality.ACTUAL, ["2023-05-31"]), (Modality.PLANNED, [])])
def test_what_is_only_to_be_repealed_stays_in_force(modality: Modality, ends: list[str]) -> None:
    text = f"市政府将废止{FORMER}。"
    plan = reading(text, ("市政府", "repeals", FORMER), date=date(2023, 6, 1), modality=modality)
    assert told(related(plan), FORMER, "zt:validTo") == ends


def test_a_notice_encloses_what_it_issues() -> None:
    notice = reading(f"{NOTICE}和{RULES}由市政府发布。", ("市政府", "issues", NOTICE), ("市政府", "issues", RULES))
    assert told(related(notice), NOTICE.replace("〈", "").replace("〉", ""), "zt:encloses") == [RULES]


def test_a_decision_amends() -> None:
    amending = "《关于修改甲市电梯安全管理办法的决定》"
    graph = related(
        reading(f"市政府发布{amending}，落实{RULES}。", ("市政府", "issues", amending), ("市政府", "adopts", RULES))
    )
    assert told(graph, amending, "eli:amends") == [RULES]
    assert told(graph, RULES, "eli:amended_by") == [amending]


def test_successors_have_their_day_and_their_name() -> None:
    text = "质检总局推行首席质量官制度，莱芜市推行首席质量官制度。"
    types = {"首席质量官制度": "System", "莱芜市": "Place"}
    said = [("质检总局", "adopts", "首席质量官制度"), ("莱芜市", "adopts", "首席质量官制度")]
    graph = related(reading(text, *said, types=types))
    assert told(graph, "国家质量监督检验检疫总局", "zt:succeededBy") == ["国家市场监督管理总局"]
    assert told(graph, "国家质量监督检验检疫总局", "zt:ended") == ["2018-03-17"]
    assert told(graph, "莱芜市", "zt:succeededBy") == ["莱芜区", "钢城区"]


def test_what_is_a_place_s_own_has_the_general_thing() -> None:
    text = "市政府推行广州市首席质量官制度，广州推广首席质量官制度。"
    types = {"广州市首席质量官制度": "System", "首席质量官制度": "System", "广州": "Place"}
    said = [("市政府", "adopts", "广州市首席质量官制度"), ("广州", "adopts", "首席质量官制度")]
    [general] = [said[1][2]]
    start = text.rindex(general)
    made = reading(text, *said, types=types)
    last = made.statements[1]._replace(object=Mention(general, "System", start, start + len(general)))
    graph = related(Reading(made.document, (), (made.statements[0], last)))
    assert told(graph, "广州市首席质量官制度", "skos:broader") == ["首席质量官制度"]


def test_relating_twice_says_the_same_and_clearing_takes_it_back() -> None:
    graph, plain = KnowledgeGraph(), KnowledgeGraph()
    said = reading(
        "质检总局执行《甲市电梯安全管理办法》。", ("质检总局", "adopts", RULES), title=RULES, date=date(2020, 1, 1)
    )
    for one in (graph, plain):
        one.add([said, former()])
    relate(graph)
    once = to_nquads(graph)
    relate(graph)
    assert to_nquads(graph) == once != to_nquads(plain)
    clear(graph)
    assert to_nquads(graph) == to_nquads(plain)


def test_a_build_relates_and_forgets_with_its_documents(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_text(f"市政府工作\n绍兴市人民政府执行{FORMER}。\n", encoding="utf-8")
    build([texts], tmp_path / "plain")
    (texts / "b.txt").write_text(
        f"甲市电梯安全管理办法\n第一条　为了加强电梯安全，制定本办法。\n第二条　绍兴市财政局落实{RULES}。\n"
        f"第三条　本办法自2020年4月1日起施行。{FORMER}同时废止。\n",
        encoding="utf-8",
    )
    build([texts], tmp_path / "graph")
    with open_graph(tmp_path / "graph") as graph:
        assert told(graph, FORMER, "zt:validTo") == ["2020-03-31"]
    (texts / "b.txt").unlink()
    build([texts], tmp_path / "graph", prune=True)
    with open_graph(tmp_path / "graph") as graph, open_graph(tmp_path / "plain") as plain:
        assert to_nquads(graph) == to_nquads(plain)


def notice(text: str = "", **details: object) -> Reading:
    body = f"现将{RULES}印发给你们。本办法自2020年4月1日起施行，有效期5年。{text}市政府执行{RULES}和{NOTICE}。"
    facts = (("市政府", "issues", NOTICE), ("市政府", "adopts", RULES))
    return reading(body, *facts, title=NOTICE.strip("《》"), date=date(2020, 3, 10), **details)


def test_a_plan_is_read_as_the_notice_that_issues_it() -> None:
    graph = related(notice())
    [article] = [document.id for document in graph.documents()]
    assert told(graph, RULES, "zt:readAs") == [f"https://w3id.org/zhitu/id/d/{article}"]
    assert told(graph, RULES, "zt:validFrom") == ["2020-04-01"]
    assert told(graph, RULES, "zt:validTo") == ["2025-03-31"]


def test_a_repealed_plan_ends_the_notice_that_issued_it() -> None:
    text = f"市政府决定废止{RULES}。"
    repeal = reading(text, ("市政府", "repeals", RULES), title=DECISION.strip("《》"), date=date(2022, 5, 1))
    graph = related(notice(), repeal)
    assert told(graph, RULES, "zt:validTo") == ["2022-04-30"]
    held = "ASK { ?a zt:adopts ?b }"
    assert graph.as_of(date(2022, 4, 30)).query(held)
    assert not graph.as_of(date(2022, 5, 2)).query(held)


def test_a_plan_in_two_notices_is_read_as_none() -> None:
    again = notice("再印发。")
    assert told(related(notice(), again), RULES, "zt:readAs") == []


@pytest.mark.parametrize(
    ("title", "property", "other"),
    [
        (
            "《甲市政府办公室转发乙市政府关于加强质量工作意见的通知》",
            "zt:forwards",
            "《乙市政府关于加强质量工作的意见》",
        ),
        ("《国务院关于甲市城市总体规划的批复》", "zt:ratifies", "《甲市城市总体规划》"),
        ("《教育部关于印发修订后的〈教材管理办法〉的通知》", "zt:encloses", "《教材管理办法》"),
        ("《教育部关于修订印发〈教材管理办法〉的通知》", "zt:encloses", "《教材管理办法》"),
    ],
)
def test_what_a_title_does_to_another_document(title: str, property: str, other: str) -> None:
    text = f"市政府执行{title}和{other}。"
    graph = related(reading(text, ("市政府", "adopts", title), ("市政府", "adopts", other)))
    assert told(graph, resolve(title, "Document").label, property) == [other]


def test_a_reply_ratifies_what_it_approves() -> None:
    plan, reply = "《甲市城市总体规划（2021—2035年）》", "《国务院关于甲市规划有关问题的批复》"
    text = f"国务院印发{reply}，原则同意{plan}。"
    said = (("国务院", "issues", reply), ("国务院", "approves", plan))
    assert told(related(reading(text, *said, title=reply.strip("《》"))), reply, "zt:ratifies") == [plan]


def test_what_is_extended_is_in_force_until_then() -> None:
    title = "《甲市人民政府关于延长〈甲市电梯安全管理办法〉有效期的通知》"
    text = f"市政府印发{title}，将{RULES}有效期延长至2027年12月31日。"
    longer = reading(text, ("市政府", "issues", title), title=title.strip("《》"), date=date(2025, 3, 1))
    graph = related(notice(), longer)
    assert told(graph, resolve(title, "Document").label, "zt:extends") == [RULES]
    assert told(graph, RULES, "zt:validTo") == ["2027-12-31"]
    held = "ASK { ?a zt:adopts ?b }"
    assert [bool(graph.as_of(day).query(held)) for day in (date(2026, 1, 1), date(2028, 1, 1))] == [True, False]
    assert to_nquads(graph) == to_nquads(related(longer, notice()))
    clear(graph)
    assert told(graph, RULES, "zt:validTo") == []
    assert not graph.query("ASK { ?a zt:extendedTo ?day }")


def test_a_number_that_is_repealed_ends_the_document_that_has_it() -> None:
    later = reading("本通知自2023年1月1日起施行，原甲府〔2020〕5号文件同时废止。市政府执行。", title="甲市通知")
    graph = related(notice(number="甲府〔2020〕5号"), later)
    assert told(graph, NOTICE.replace("〈", "").replace("〉", ""), "zt:validTo") == ["2022-12-31"]


def test_a_place_was_called_otherwise_until_a_day() -> None:
    text = "柯桥区推行制度。"
    graph = related(reading(text, ("柯桥区", "adopts", "制度"), types={"柯桥区": "Place", "制度": "System"}))
    asked = "SELECT ?n ?d { ?r a zt:Renaming ; zt:renamed ?p ; zt:formerName ?n ; zt:ended ?d . ?p skos:prefLabel ?l }"
    assert [(row["n"], str(row["d"])) for row in graph.query(asked)] == [("绍兴县", "2013-10-18")]
    assert len(graph.as_of(date(2013, 10, 17)).query(asked)) == 0
    assert len(graph.as_of(date(2013, 10, 18)).query(asked)) == 1
    assert validate(graph).conforms
    clear(graph)
    assert len(graph.query(asked)) == 0
