"""A small graph of an article and a hostile one, and its page in a window: what the browser tests look at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Picture, tabs
from playwright.sync_api import Browser

from graph.views import GraphView, ViewDocument, ViewEdge, ViewEvidence, ViewMention, ViewNode, write_view
from ontologies.schema import load_ontology

# A character outside the basic plane (𬭚) stands before the quotes: offsets count code points, not UTF-16 units.
TEXT = (
    "本报讯（记者𬭚生）海州市人民政府全面推行首席质量官制度。\n"
    + "会议指出，质量工作事关全局。\n" * 40
    + "市市场监管局牵头制定《海州市质量提升行动计划》，覆盖380多家企业。\n各区政府应当落实属地责任，不得以罚代管。"
)
ISSUED = "牵头制定《海州市质量提升行动计划》"
HOSTILE = "</script><img src=x onerror=window.hacked=1><b>粗</b>"


def quoted(quote: str, document: str = "d1") -> tuple[ViewEvidence, ...]:
    start = TEXT.index(quote)
    return (ViewEvidence(document, start, start + len(quote), quote),)


MENTIONS = (ViewMention(9, 16, "gov"), ViewMention(20, 27, "cqo"))


VIEW = GraphView(
    nodes=(
        ViewNode("gov", "海州市人民政府", "Government", ("市政府",)),
        ViewNode("cqo", "首席质量官制度", "System"),
        ViewNode("bureau", "海州市市场监督管理局", "Government", ("市市场监管局",)),
        ViewNode("plan", "《海州市质量提升行动计划》", "Document"),
        ViewNode("districts", "各区政府", "Government"),
        ViewNode("duty", "属地责任", "Responsibility"),
        ViewNode("fines", "以罚代管", "Measure"),
        ViewNode("hostile", HOSTILE, "Matter", (HOSTILE,)),
        ViewNode("alone", "无边实体", "Place"),
    ),
    edges=(
        ViewEdge(
            *("f1", "gov", "cqo", "adopts"),
            evidence=quoted("全面推行首席质量官制度"),
            valid_from="2016-05-06",
            confidence=0.95,
            extractors=("grammar", "lexicon"),
        ),
        ViewEdge(
            *("f7", "gov", "cqo", "adopts"),
            time="自2013年",
            evidence=quoted("推行首席质量官制度"),
            valid_from="2013-01-01",
            confidence=0.4,
        ),
        ViewEdge(
            *("f2", "bureau", "plan", "issues", "planned", False, "到2020年", "380多家", quoted(ISSUED)),
            valid_to="2020-12-31",
            confidence=0.82,
            extractors=("grammar",),
        ),
        ViewEdge("f3", "districts", "duty", "adopts", "required", evidence=quoted("应当落实属地责任")),
        ViewEdge("f4", "districts", "fines", "adopts", "required", True, evidence=quoted("不得以罚代管")),
        ViewEdge("f5", "bureau", "gov", "assists"),
        ViewEdge("f6", "cqo", "hostile", "appliesTo", evidence=(ViewEvidence("d2", 0, 9, HOSTILE[:9]),)),
    ),
    documents=(
        ViewDocument("d1", "海州市推行首席质量官制度", "2016-05-06", "海州日报", TEXT, MENTIONS),
        ViewDocument("d2", HOSTILE, None, HOSTILE, HOSTILE + "。" + HOSTILE),
    ),
    title=HOSTILE,
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("view") / "图谱.html"
    write_view(VIEW, path, load_ontology())
    return path


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Picture]:
    with tabs(browser) as opened:
        yield opened()


@pytest.fixture
def page(window: Picture, file: Path) -> Picture:
    """The page of VIEW, opened anew."""
    return window.again(file)
