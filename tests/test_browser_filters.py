"""The filters of the picture in a real browser: legend, documents, time and confidence."""

from __future__ import annotations

from pathlib import Path

from browsing import Opening, Picture, needs_chromium

from graph.views import GraphView, ViewEdge, ViewNode, write_view
from ontologies.schema import load_ontology

pytestmark = needs_chromium


def test_the_legend_filters_types_relations_and_modality(page: Picture) -> None:
    page.button('[data-key="type:Government"]')
    assert not {"gov", "bureau", "districts"} & set(page.state()["nodes"])
    assert page.state()["edges"] == ["f6"]
    page.button("#reset")
    assert len(page.state()["nodes"]) == 9
    page.button('[data-key="relation:adopts"]')
    assert page.state()["edges"] == ["f2", "f5", "f6"]
    assert "duty" not in page.state()["nodes"]
    assert "alone" in page.state()["nodes"]
    page.button("#switches section:nth-child(2) h2 button")
    page.button('[data-key="modality:negated"]')
    assert "f4" not in page.state()["edges"]
    assert page.page.locator('[data-key="modality:negated"]').get_attribute("aria-pressed") == "false"


def test_only_one_type_can_be_shown(page: Picture) -> None:
    page.page.locator('[data-key="type:System"]').focus()
    page.page.locator('li:has([data-key="type:System"]) .only').click()
    assert page.state()["nodes"] == ["cqo"]


def test_documents_filter_facts(page: Picture) -> None:
    page.button('[data-key="document:0"]')
    assert page.state()["edges"] == ["f5", "f6"]  # what no document states stays


def counted(page: Picture) -> dict[str, str]:
    """What the legend says how many there are of, by the key of the switch."""
    found: dict[str, str] = page.run(
        "Object.fromEntries([...document.querySelectorAll('#legend [data-key]')]"
        ".map(one => [one.dataset.key, one.querySelector('.count')?.textContent]))"
    )
    return found


def test_the_counts_of_the_legend_follow_the_other_filters(page: Picture) -> None:
    before = counted(page)
    assert (before["type:Government"], before["relation:adopts"], before["modality:required"]) == ("3", "3", "2")
    page.button('[data-key="modality:required"]')
    now = counted(page)
    assert now["modality:required"] == "2"  # what it would bring back
    assert (now["modality:actual"], now["modality:negated"]) == ("3", "0 / 1")
    assert (now["type:Government"], now["type:Responsibility"]) == ("2 / 3", "0 / 1")
    assert (now["relation:adopts"], now["relation:issues"], now["document:0"]) == ("1 / 3", "1", "2 / 4")
    page.page.locator("#sure").fill("85")
    page.wait("zhitu.state().facts === 3")
    now = counted(page)
    assert (now["relation:issues"], now["document:0"], now["modality:required"]) == ("0 / 1", "1 / 4", "2")
    page.button('[data-key="type:System"]')  # no type counts another type's nodes out, but the lines to them
    now = counted(page)
    assert (now["type:System"], now["type:Government"], now["relation:adopts"]) == ("1", "2 / 3", "0 / 3")
    assert "共 3" in str(page.page.locator('[data-key="relation:adopts"] .count').get_attribute("title"))
    page.button("#reset")
    assert counted(page) == before


def test_the_time_slider_keeps_what_holds_then(page: Picture) -> None:
    assert page.text("#filters output") == "2013年 – 2020年"
    page.page.locator("#time-until").focus()
    page.press("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft")
    assert page.text("#filters output") == "2013年 – 2015年"
    page.wait("zhitu.state().facts === 6")  # the fact that begins in 2016 is none of its time
    page.page.locator("#undated").uncheck()
    page.wait("zhitu.state().facts === 2")
    assert page.state()["edges"] == ["f1", "f2"]
    assert "2 条事实" in page.text("#counts")
    page.button("#reset")
    assert page.state()["facts"] == 7
    assert page.page.locator("#undated").is_checked()


def test_a_date_far_off_does_not_stretch_the_time_slider(tab: Opening, tmp_path: Path) -> None:
    nodes = tuple(ViewNode(f"n{i}", f"{i}号", "Matter") for i in range(401))
    years = [2010 + i % 10 for i in range(398)] + [1850, 2500]
    edges = tuple(ViewEdge(f"f{i}", f"n{i}", f"n{i + 1}", "promotes", valid_from=f"{y}-01-01", valid_to=f"{y}-12-31")
                  for i, y in enumerate(years))  # fmt: skip
    write_view(GraphView(nodes, edges), tmp_path / "far.html", load_ontology())
    page = tab().open(tmp_path / "far.html")
    assert page.text("#filters output") == "≤ 2010年 – ≥ 2019年"
    page.page.locator("#time-from").focus()
    page.press("End")
    page.wait("zhitu.state().facts < 400")
    assert page.state()["facts"] == 39 + 1  # those of 2019 and what is later
    page.press("Home")
    page.wait("zhitu.state().facts === 400")
    assert "from=" not in page.run("location.hash")


def test_the_slider_of_confidence_hides_what_is_less_sure(page: Picture) -> None:
    page.page.locator("#sure").fill("85")
    page.wait("zhitu.state().facts === 5")
    assert "f2" not in page.state()["edges"]
    assert page.run("zhitu.model.edges.get('f1').live.length") == 1
