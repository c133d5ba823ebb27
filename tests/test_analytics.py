"""The graph as a network: scores that can be worked out by hand, ways with their passages, changes, comparisons."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import networkx as nx
import pytest

from extractors.model import Document, Modality
from graph import exploring
from graph.analytics import ANALYSES, analyse, check_format, draw, print_finding
from graph.centrality import bridges, central
from graph.changes import changes
from graph.connections import connect
from graph.facts import Entity, Evidence, Fact, Period
from graph.findings import Table
from graph.grouping import communities, group
from graph.pictures import PICTURES
from graph.projection import weights_of
from graph.regions import compare, diffusion, general_name
from graph.store import KnowledgeGraph
from graph.svg import GREY, shade
from ontologies.errors import NotFound, UnknownFormat, UsageError
from ontologies.schema import load_ontology

ROOT = Path(__file__).parent.parent
MAYOR = Entity("mayor", "市长", "Post")
OFFICE = Entity("office", "质监局", "Government")
AIDE = Entity("aide", "质检所", "Organization")
WORK, OTHER = Entity("work", "质量工作", "Matter"), Entity("other", "计量工作", "Matter")
FEW = Entity("few", "98.5%", "Quantity")
HARBIN = Entity("230100", "哈尔滨市", "Place")
OFFICE_OF_DALIAN = Entity("210200-gov", "大连市人民政府", "Government", (), "210200")
SYSTEM = Entity("cqo", "首席质量官制度", "System")
OWN = Entity("own", "大连市首席质量官制度", "System")
LEDGER = Entity("ledger", "质量信用档案制度", "System")


def said(quote: str = "某文如是说", document: str = "d1", confidence: float = 0.9) -> tuple[Evidence, ...]:
    return (Evidence(document, 0, len(quote), quote, confidence=confidence),)


def fact(one: Entity, relation: str, other: Entity, **more: object) -> Fact:
    return Fact(one, relation, other, **{"evidence": said(f"{one.label}与{other.label}"), **more})  # type: ignore[arg-type]


def graph_of(*facts: Fact | Document) -> KnowledgeGraph:
    graph = KnowledgeGraph()
    graph.add(facts)
    return graph


# --- responsibility


def test_who_leads_those_who_answer_is_more_central_than_they() -> None:
    found = central(
        graph_of(
            fact(OFFICE, "responsibleFor", WORK),
            fact(OFFICE, "responsibleFor", OTHER),
            fact(AIDE, "assists", OTHER),
            fact(MAYOR, "leads", OFFICE),
        )
    )
    assert [one.label for one in found.found] == ["质监局", "市长", "质检所"]
    office = found.found[0]
    assert (office.duties, office.bodies, office.documents) == (2, 0, 1)
    assert office.examples[0] in ("负责 计量工作", "负责 质量工作")
    assert found.found[1].bodies == 1
    assert sum(one.share for one in found.found) == pytest.approx(100, abs=0.05)


def test_a_score_can_be_worked_out_by_hand() -> None:
    """Two things, one body each, sure: the walk is at each body as often as at the other."""
    sure = {"evidence": said(confidence=1.0)}
    found = central(graph_of(fact(OFFICE, "responsibleFor", WORK, **sure), fact(AIDE, "responsibleFor", OTHER, **sure)))
    assert [one.share for one in found.found] == [50.0, 50.0]


def test_what_is_denied_or_no_duty_does_not_count() -> None:
    assert (
        central(graph_of(fact(OFFICE, "responsibleFor", WORK, negated=True), fact(AIDE, "adopts", SYSTEM))).found == ()
    )


def test_a_fact_that_may_be_wrong_gives_less() -> None:
    found = central(
        graph_of(
            fact(OFFICE, "responsibleFor", WORK, evidence=said(confidence=0.9)),
            fact(AIDE, "responsibleFor", OTHER, evidence=said(confidence=0.3)),
        )
    )
    assert [one.label for one in found.found] == ["质监局", "质检所"]
    assert found.found[0].share > 2 * found.found[1].share


def test_a_users_relation_below_a_duty_is_a_duty(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        """@prefix zt: <https://w3id.org/zhitu/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        zt:patrols a owl:ObjectProperty ; rdfs:label "巡护"@zh, "patrols"@en ; rdfs:subPropertyOf zt:supervises .""",
        encoding="utf-8",
    )
    assert weights_of("duty", load_ontology(own))["patrols"] == weights_of("duty", load_ontology())["supervises"]
    assert "patrols" not in weights_of("duty", load_ontology())


def test_every_relation_of_the_table_is_in_the_ontology() -> None:
    for analysis in ("duty", "adoption"):
        assert weights_of(analysis, load_ontology()).keys() <= load_ontology().relations.keys()


def test_scores_are_colours_the_darker_the_higher() -> None:
    found = central(graph_of(fact(OFFICE, "responsibleFor", WORK), fact(MAYOR, "leads", OFFICE)))
    assert found.colours()["office"] == shade(1)
    assert WORK.id not in found.colours()


# --- bridges and communities


def two_rings() -> KnowledgeGraph:
    """Two rings of five things, which one body alone connects."""
    rings = [[Entity(f"{name}{at}", f"{name}{at}事", "Matter") for at in range(5)] for name in "甲乙"]
    facts = [fact(ring[at], "promotes", ring[(at + 1) % 5]) for ring in rings for at in range(5)]
    facts += [fact(ring[at], "promotes", ring[(at + 2) % 5]) for ring in rings for at in range(5)]
    return graph_of(*facts, fact(OFFICE, "leads", rings[0][0]), fact(OFFICE, "leads", rings[1][0]))


def test_a_body_between_two_groups_bridges_them() -> None:
    [found] = bridges(two_rings()).found
    # all 25 ways between the rings, of the 45 between the ten other entities
    assert (found.label, found.share, len(found.links)) == ("质监局", round(100 * 25 / 45, 2), 2)


def test_a_bridge_of_a_large_graph_is_drawn_by_lot_the_same_each_time() -> None:
    graph = two_rings()
    some = bridges(graph, asked=6)
    assert some == bridges(graph, asked=6)
    assert (some.asked, some.entities) == (6, 11)
    assert "6 of 11" in some.table().note


def test_groups_are_found_and_named_by_their_most_connected() -> None:
    found = group(two_rings())
    assert [len(one.members) for one in found.found] in ([6, 5], [5, 6])
    assert sum(one.inside for one in found.found) + sum(count for *_, count in found.links) == 22
    assert found.modularity > 0.3
    assert len(set(found.colours().values())) == 2


def test_figures_and_denied_facts_join_nothing() -> None:
    found = group(graph_of(fact(WORK, "hasValue", FEW), fact(OTHER, "hasValue", FEW), fact(OFFICE, "leads", WORK)))
    assert [set(one.members) for one in found.found] == [{"office", "work"}]


def test_communities_are_the_same_whatever_the_seed_of_hashing() -> None:
    program = (
        "import networkx as nx; from graph.grouping import communities;"
        "print(communities(nx.relabel_nodes(nx.karate_club_graph(), str)))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, cwd=ROOT, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
    assert communities(nx.Graph()) == ()


def test_findings_and_pictures_are_the_same_whatever_the_seed_of_hashing(built: Path) -> None:
    program = (
        "import sys; from graph import KnowledgeGraph, analyse, picture; graph = KnowledgeGraph.open(sys.argv[1])\n"
        "asked = ('central', 'bridges', 'communities', 'path 首席质量官 芜湖市市场监督管理局', 'changes 2024 2026')\n"
        "asked += ('compare 绍兴市 芜湖市', 'diffusion 首席质量官制度')\n"
        "for one in asked: print(analyse(graph, *one.split()).to_json())\n"
        "for kind in ('timeline', 'matrix', 'map', 'communities'): print(picture(graph, kind).to_svg())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program, str(built / "graph")],
            env={"PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            cwd=ROOT,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


# --- ways


def test_a_way_has_a_passage_for_each_step() -> None:
    graph = graph_of(
        Document("a.txt", "质监局与质量工作", title="通知", date=date(2016, 5, 6)),
        fact(OFFICE, "leads", WORK),
        fact(AIDE, "assists", WORK),
    )
    [way] = connect(graph, "质监局", "质检所").ways
    assert str(way) == "质监局 —牵头领导→ 质量工作 ←配合— 质检所"
    assert [step.quote for step in way.steps] == ["质监局与质量工作", "质检所与质量工作"]
    assert [step.forward for step in way.steps] == [True, False]


def test_a_way_through_what_everything_has_to_do_with_comes_last() -> None:
    crowd = [fact(Entity(f"x{at}", f"企业{at}", "Enterprise"), "promotes", WORK) for at in range(40)]
    graph = graph_of(
        *crowd,
        fact(OFFICE, "leads", WORK),
        fact(AIDE, "assists", WORK),
        fact(OFFICE, "leads", OTHER),
        fact(AIDE, "assists", OTHER),
    )
    assert [way.labels[1] for way in connect(graph, "质监局", "质检所", 2).ways] == ["计量工作", "质量工作"]


def test_what_is_denied_connects_nothing() -> None:
    found = connect(
        graph_of(fact(OFFICE, "leads", WORK), fact(AIDE, "assists", WORK, negated=True)), "质监局", "质检所"
    )
    assert found.ways == ()
    assert "Nothing" in found.table().note


def test_names_that_nothing_or_the_same_thing_has_are_told() -> None:
    graph = graph_of(fact(OFFICE, "leads", WORK))
    with pytest.raises(NotFound, match="nothing in the graph is called 海关"):
        connect(graph, "海关", "质量工作")
    with pytest.raises(UsageError, match="the same thing"):
        connect(graph, "质监局", "质监")


# --- changes


def test_what_is_new_what_ended_and_what_holds_still() -> None:
    until = Period("至2014年底", date(2010, 1, 1), date(2014, 12, 31))
    graph = graph_of(
        fact(OFFICE, "adopts", SYSTEM, time=Period("自2016年", date(2016, 1, 1))),
        fact(OFFICE, "adopts", LEDGER, time=until),
        fact(OFFICE, "responsibleFor", WORK, time=Period("自2001年", date(2001, 1, 1))),
        fact(OFFICE, "adopts", OWN, time=Period("2030年", date(2030, 1, 1), date(2030, 12, 31))),
    )
    found = changes(graph, date(2013, 1, 1), date(2017, 1, 1))
    assert [(one.kind, one.fact.object.label, one.why) for one in (*found.new, *found.ended, *found.still)] == [
        ("new", "首席质量官制度", "自2016年"),
        ("ended", "质量信用档案制度", "至2014年底"),
        ("still", "质量工作", "自2001年"),
    ]
    with pytest.raises(UsageError, match="is not after"):
        changes(graph, date(2017, 1, 1), date(2017, 1, 1))


# --- places


def test_places_are_compared_by_what_things_are_in_general() -> None:
    graph = graph_of(
        fact(HARBIN, "adopts", SYSTEM),
        fact(OFFICE_OF_DALIAN, "establishes", OWN),
        fact(OFFICE_OF_DALIAN, "adopts", LEDGER, modality=Modality.PLANNED),
        fact(HARBIN, "adopts", LEDGER, negated=True),
        fact(HARBIN, "promotes", WORK),
    )
    found = compare(graph, "哈尔滨", "大连市")
    rows = {held.thing: (len(held.one), len(held.other)) for held in found.held}
    assert rows == {"首席质量官制度": (1, 1), "质量信用档案制度": (0, 1)}
    assert found.table().note == "1 in both, 0 in 哈尔滨 alone, 1 in 大连市 alone."
    assert found.colours()["cqo"] != found.colours()["ledger"]


def test_a_province_has_what_its_cities_have() -> None:
    found = compare(graph_of(fact(HARBIN, "adopts", SYSTEM)), "黑龙江省", "辽宁省")
    assert [(held.thing, len(held.one)) for held in found.held] == [("首席质量官制度", 1)]


def test_a_place_of_the_graph_needs_no_gazetteer_and_others_are_refused() -> None:
    village = Entity("village", "桃花源村", "Place")
    graph = graph_of(fact(village, "adopts", SYSTEM))
    assert len(compare(graph, "桃花源村", "大连市").held) == 1
    with pytest.raises(NotFound, match="is no place"):
        compare(graph, "北极", "大连市")
    with pytest.raises(UsageError, match="same place"):
        compare(graph, "大连", "大连市")


def test_diffusion_is_in_the_order_of_the_days_and_tells_whose_they_are() -> None:
    document = Document("a.txt", "大连市推行首席质量官制度", title="大连", date=date(2015, 3, 1))
    graph = graph_of(
        document,
        fact(HARBIN, "adopts", SYSTEM, time=Period("自2017年", date(2017, 1, 1))),
        fact(OFFICE_OF_DALIAN, "adopts", OWN, evidence=said("推行", document.id)),
        fact(AIDE, "adopts", SYSTEM),
    )
    found = diffusion(graph, "首席质量官制度")
    assert [(one.where, one.day and one.day.year, one.dated) for one in found.adoptions] == [
        ("大连市", 2015, False),
        ("哈尔滨市", 2017, True),
        ("质检所", None, False),
    ]
    assert general_name("大连市首席质量官制度") == "首席质量官制度"


# --- tables, formats, colours in the view


def test_a_long_table_shows_head_and_tail_and_says_how_to_see_the_rest() -> None:
    table = Table("数", ("n",), tuple((at,) for at in range(100)))
    html = table.to_html(20, 5)
    assert html.count("<tr>") == 1 + 20 + 1 + 5
    assert "… 75 more: table[20:95], or table.to_csv() for all" in html
    assert "… 75 more" in table.to_text()
    assert table[3] == {"n": 3}
    assert [row["n"] for row in table[98:]] == [98, 99]
    assert Table("", ("n",), tuple((at,) for at in range(26))).to_html(20, 5).count("<tr>") == 27


def test_hostile_cells_are_escaped_and_no_formulas() -> None:
    table = Table("<b>", ("<i>",), (("<script>alert(1)</script>",), ("=HYPERLINK(1)",), ("\ud800",)))
    assert "<script" not in table.to_html() and "<b>" not in table.to_html() and "<i>" not in table.to_html()
    rows = list(csv.reader(io.StringIO(table.to_csv())))
    assert rows[2] == ["'=HYPERLINK(1)"]
    table.to_html().encode("utf-8")


@pytest.mark.parametrize("name", ANALYSES)
def test_each_analysis_answers_in_each_format(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    graph = graph_of(
        fact(HARBIN, "adopts", SYSTEM, time=Period("自2016年", date(2016, 1, 1))),
        fact(OFFICE_OF_DALIAN, "adopts", SYSTEM),
        fact(HARBIN, "leads", OFFICE_OF_DALIAN),
        fact(OFFICE_OF_DALIAN, "leads", WORK),
    )
    asked = {"path": ("哈尔滨市", "首席质量官"), "changes": ("2015", "2016-05"), "compare": ("哈尔滨", "大连")}
    finding = analyse(graph, name, *asked.get(name, ("首席质量官制度",) * len(ANALYSES[name].needs)))
    assert len(finding) > 0
    print_finding(finding, "json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    print_finding(finding, "csv")
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(lines) == len(rows) == len(finding) and lines[0].keys() == rows[0].keys()
    print_finding(finding, "html")
    page = capsys.readouterr().out
    assert "default-src 'none'" in page.replace("&#x27;", "'") and "<script" not in page
    assert ' style="' not in page  # which the page's policy forbids
    bundle = finding._repr_mimebundle_()
    assert finding.table().title in bundle["text/plain"] and "<table" in bundle["text/html"]
    if colours := finding.colours():
        drawn = draw(graph, finding)
        assert {node["color"] for node in drawn.nodes} >= {
            colours[node["id"]] for node in drawn.nodes if node["id"] in colours
        }


def test_what_a_finding_does_not_speak_of_is_grey_in_the_view() -> None:
    graph = graph_of(fact(OFFICE, "responsibleFor", WORK))
    drawn = draw(graph, central(graph))
    colours = {node["id"]: node["color"] for node in drawn.nodes}
    assert colours["office"] == shade(1)
    assert colours["work"] not in (shade(1), GREY, load_ontology().classes["Matter"].colour)


def test_an_unknown_analysis_and_the_wrong_number_of_names_are_told() -> None:
    graph = graph_of(fact(OFFICE, "leads", WORK))
    with pytest.raises(UsageError, match="no analysis is called importance; there are: central"):
        analyse(graph, "importance")
    with pytest.raises(UsageError, match="path needs 2 names and was given 1"):
        analyse(graph, "path", "质监局")


def test_the_command_prints_complains_and_draws(shell, built: Path, tmp_path: Path) -> None:
    graph = built / "graph"
    done = shell(f"zhitu analyse {graph} central --limit 2 --view {tmp_path}/c.html")
    assert done.returncode == 0, done.stderr
    assert "… " in done.stdout and "绍兴市市场监督管理局" in done.stdout
    assert shade(1) in (tmp_path / "c.html").read_text(encoding="utf-8")
    assert "compare" in shell(f"zhitu analyse {graph}").stdout
    for call, told in (
        ("foo", "no analysis is called foo"),
        ("path 首席质量官", "path needs 2 names"),
        ("changes 2024 2025-13-01", "is no day"),
        ("central --format xml", "is no format"),
        ("path 首席质量官 海关总署关税司", "nothing in the graph is called"),
    ):
        done = shell(f"zhitu analyse {graph} {call}")
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
        assert told in done.stderr


def test_help_has_an_example_of_each() -> None:
    assert [name for name in ANALYSES if f"zhitu analyse graph {name}" not in str(exploring.analyse.__doc__)] == []
    assert [name for name in PICTURES if f"zhitu picture graph {name}" not in str(exploring.picture.__doc__)] == []


def test_unknown_formats_are_named() -> None:
    with pytest.raises(UnknownFormat, match="use one of: table, json, csv, html"):
        check_format("xml")
